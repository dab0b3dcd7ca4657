"""Four eyes for changes of what is public, and a narrow list of what texts may hold."""

from plone.registry import field
from plone.registry import Record
from thads_portal.domain.rich_text import KILLED
from thads_portal.domain.rich_text import TAGS
from thads_portal.setup.handlers import quiet_error_log
from zope.component.hooks import getSite


INDEX = "thads_change"
#: Beside those that are safe in any page.
_ATTRIBUTES = (
    "data-linktype",
    "data-scale",
    "data-src",
    "data-val",
    "loading",
    "reversed",
    "sizes",
    "srcset",
    "style",
)
POLICY = "thads_portal.contact_changes"


def upgrade(setup_tool) -> None:
    """Nothing waits yet, so that no object has to be indexed anew."""
    site = getSite()
    catalog = site.portal_catalog
    if INDEX not in catalog.indexes():
        catalog.addIndex(INDEX, "FieldIndex")
    if POLICY not in site.portal_registry.records:
        site.portal_registry.records[POLICY] = Record(
            field.Choice(
                title="Changes of contact data",
                description="reviewed: a change waits until the board accepts it. recorded: it"
                " holds at once and stands in the record of actions.",
                values=["reviewed", "recorded"],
            ),
            "reviewed",
        )
    site.manage_permission("Review portal content", ["Manager", "Reviewer"], acquire=0)
    site.manage_permission("CMFEditions: Revert to previous versions", [], acquire=0)
    registry = site.portal_registry
    registry["plone.valid_tags"] = sorted(TAGS)
    registry["plone.nasty_tags"] = sorted(KILLED)
    registry["plone.custom_attributes"] = list(_ATTRIBUTES)
    quiet_error_log(setup_tool)
