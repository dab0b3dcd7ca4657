"""What the staff may do here with the sections' items: add, hand in, accept, attach.

Visitors get nothing of it, and pay nothing for it: nothing is asked until an account is
signed in.
"""

from AccessControl import getSecurityManager
from functools import cached_property
from plone import api
from plone.protect.authenticator import createToken
from thads_portal.domain.topics import BY_TYPE
from thads_portal.i18n import _


STATES = {
    "private": _("content_state_private", default="Bản nháp"),
    "pending": _("content_state_pending", default="Chờ Ban Biên tập duyệt"),
    "published": _("content_state_published", default="Đang đăng"),
}
#: The steps of Plone's simple publication workflow, by what they do here.
STEPS = {
    "submit": _("content_step_submit", default="Gửi Ban Biên tập duyệt"),
    "publish": _("content_step_publish", default="Duyệt và đăng"),
    "reject": _("content_step_reject", default="Trả lại để sửa"),
    "retract": _("content_step_retract", default="Rút lại"),
}
ADD = {
    "NewsSection": _("add_news", default="Viết tin"),
    "DocumentSection": _("add_document", default="Thêm văn bản"),
    "ProcedureSection": _("add_procedure", default="Thêm thủ tục"),
    "NoticeSection": _("add_notice", default="Thêm thông báo"),
    "EventSection": _("add_event", default="Thêm sự kiện"),
}
#: How many of the items that are not published a section names.
WAITING = 30


class Work:
    """The staff's part of the page of a section or an item."""

    def __init__(self, context, request):
        self.context = context
        self.request = request
        self._security = getSecurityManager()

    @cached_property
    def signed_in(self) -> bool:
        user = self._security.getUser()
        return user is not None and bool(user.getId())

    def may(self, permission: str) -> bool:
        return bool(self._security.checkPermission(permission, self.context))

    @property
    def token(self) -> str:
        return createToken()

    @property
    def address(self) -> str:
        return self.context.absolute_url_path()

    # On a section

    @property
    def add(self) -> dict | None:
        """The button to add an item, if the account may: ``label``, ``address``."""
        if not self.signed_in or not self.may("Add portal content"):
            return None
        section = BY_TYPE[self.context.portal_type]
        kind = api.portal.get_tool("portal_types")[section.item_type]
        if not kind.isConstructionAllowed(self.context):
            return None
        name = section.item_type.replace(" ", "%20")
        return {
            "label": ADD[self.context.portal_type],
            "address": f"{self.address}/++add++{name}",
        }

    @property
    def waiting(self) -> list[dict]:
        """The items here that are not published and that the account may see."""
        if not self.signed_in:
            return []
        catalog = api.portal.get_tool("portal_catalog")
        brains = catalog.searchResults(
            path={"query": "/".join(self.context.getPhysicalPath()), "depth": 1},
            review_state=["private", "pending"],
            sort_on="modified",
            sort_order="descending",
            sort_limit=WAITING,
            show_inactive=True,
        )
        return [
            {
                "title": brain.Title,
                "address": f"{self.address}/{brain.getId}",
                "state": STATES[brain.review_state],
            }
            for brain in brains[:WAITING]
        ]

    # On an item

    @cached_property
    def may_edit(self) -> bool:
        return self.signed_in and self.may("Modify portal content")

    @property
    def state(self):
        found = api.content.get_state(self.context, default=None)
        return STATES.get(found)

    @cached_property
    def steps(self) -> list[dict]:
        """The steps that the account may take: ``id``, ``label``."""
        if not self.signed_in:
            return []
        workflow = api.portal.get_tool("portal_workflow")
        return [
            {"id": step["id"], "label": STEPS[step["id"]]}
            for step in workflow.getTransitionsFor(self.context)
            if step["id"] in STEPS
        ]

    @cached_property
    def visible(self) -> bool:
        """Whether there is anything to do here."""
        return self.signed_in and bool(self.may_edit or self.steps)
