"""Which of Plone's own views and services are open, and for whom: all that is not named here is shut.

Plone and its parts register some seven hundred. Permissions still decide who may enter an
open one and where; this list decides which exist at all. ``tests/functional/test_open_doors.py``
walks every registration: one that is new must be named here or in its list of shut ones.

Left out with intent: whatever gives roles, groups or accounts (``/tai-khoan`` does), whatever
shares a place, registers people, changes workflows, types, rules, scripts, styles or the filter
of HTML, takes older versions back past the four eyes, or searches with whole objects.
"""

from enum import IntEnum


class Audience(IntEnum):
    """Each holds all before it."""

    EVERYBODY = 0
    SIGNED_IN = 1
    #: Who writes or accepts news, documents and notices somewhere.
    WRITERS = 2
    ADMINISTRATORS = 3
    #: The technical managers.
    MANAGERS = 4


#: ``name``, or ``name:Interface`` where a name stands for other things elsewhere.
_VIEWS = {
    # Signing in, a new password, pages of files and plain documents.
    Audience.EVERYBODY: """
        login login-help login_form logout logged-out require_login
        failsafe_login failsafe_login_form insufficient-privileges
        mail_password_form mail_password_response passwordreset
        view document_view file_view image_view link_redirect_view
        images image_scale site-logo favicon.ico resolveuid
        plonejsi18n
    """,
    # One's own account; the question that asks whether a request was meant.
    Audience.SIGNED_IN: """
        personal-information personal-preferences change-password
        forced-password-change initial-login-password-change confirm-action render-toolbar
    """,
    # Plone's search looks through all texts for as long as it takes; visitors have the portal's own.
    Audience.WRITERS: """
        search ajax-search
        edit:IDexterityContent folder_contents full_review_list qsOptions
        fc-contextInfo fc-copy fc-cut fc-delete fc-itemOrder fc-paste fc-properties
        fc-rearrange fc-rename fc-tags fc-workflow fileUpload allow_upload
        delete_confirmation delete_confirmation_info object_delete object_rename
        object_copy object_cut object_paste folder_factories
        content_status_modify content_status_history
        historyview history contenthistory contenthistorypopup version-view version_file_view
        version_image_view version_metadata_view download-version
        plone_lock_info plone_lock_operations z3cform_validate_field ploneform-render-widget
        getSource getText json_recurrence update_version_before_edit update_version_on_edit
        image_view_fullscreen uuid iconresolver
    """,
    # The settings that an administrator keeps; each change is in the record of actions.
    Audience.ADMINISTRATORS: """
        overview-controlpanel site-controlpanel mail-controlpanel dateandtime-controlpanel
        language-controlpanel editing-controlpanel imaging-controlpanel search-controlpanel
        configuration_registry edit:IRegistry
        caching-controlpanel caching-controlpanel-purge caching-controlpanel-ramcache
    """,
    Audience.MANAGERS: """
        error-log-form error-log-show-entry error-log-update error-log-set-properties
        maintenance-controlpanel plone-upgrade plone-root-login plone-root-logout
    """,
}
#: Tools and methods of Zope that keep accounts or give roles: shut for everybody.
GIVING = frozenset(
    [
        "acl_users",
        "portal_groups",
        "portal_groupdata",
        "portal_memberdata",
        "portal_membership",
        "portal_registration",
        "portal_role_manager",
        "portal_password_reset",
        "manage_access",
        "manage_role",
        "manage_roleForm",
        "manage_permission",
        "manage_permissionForm",
        "manage_changePermissions",
        "manage_acquiredForm",
        "manage_acquiredPermissions",
        "manage_defined_roles",
        "manage_listLocalRoles",
        "manage_editLocalRoles",
        "manage_addLocalRoles",
        "manage_setLocalRoles",
        "manage_delLocalRoles",
        "manage_owner",
        "manage_takeOwnership",
        "manage_changeOwnershipType",
        "manage_users",
    ]
)
#: Of files and images only; fail on anything else.
OF_FILES = frozenset({"download", "display-file"})
#: Views by the module of their class: forms that have no name of their own.
MODULES = {
    "plone.dexterity.browser.add": Audience.WRITERS,
    "plone.app.contenttypes.browser.link_redirect_view": Audience.EVERYBODY,
}
#: Kinds of pictures that are served in sizes; anything else that was uploaded is not.
PICTURES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
#: Views by their very class, not by what inherits from it: a picture in the size of a page, which asks
#: itself who may see the picture.
CLASSES = {"plone.namedfile.scaling.ImageScale": Audience.EVERYBODY}
#: Method, service. Those of a thing itself have no name: GET reads it, POST adds to it.
_SERVICES = {
    Audience.EVERYBODY: """
        GET: GET:@search GET:@breadcrumbs GET:@navigation
        POST:@login
    """,
    Audience.SIGNED_IN: "",
    Audience.WRITERS: """
        POST: PATCH: DELETE: GET:@types GET:@workflow POST:@workflow GET:@history
        GET:@lock POST:@lock PATCH:@lock DELETE:@lock GET:@vocabularies GET:@actions
        OPTIONS:@tus-upload POST:@tus-upload HEAD:@tus-upload PATCH:@tus-upload POST:@tus-replace
    """,
    Audience.ADMINISTRATORS: "GET:@registry GET:@system",
    Audience.MANAGERS: "",
}


def _by_name(table: dict[Audience, str]) -> dict[str, Audience]:
    return {name: audience for audience, names in table.items() for name in names.split()}


#: name of a view -> for whom
VIEWS = _by_name(_VIEWS)
#: ``METHOD:@name`` -> for whom
SERVICES = _by_name(_SERVICES)
