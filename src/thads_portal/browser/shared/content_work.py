"""What the staff may do here with the sections' items: add, hand in, accept, attach.

Visitors get nothing of it, and pay nothing for it: nothing is asked until an account is
signed in.
"""

from AccessControl import getSecurityManager
from Acquisition import aq_base
from functools import cached_property
from plone import api
from plone.protect.authenticator import createToken
from thads_portal.actions.changes.decide import waiting_with
from thads_portal.actions.publication import version_of
from thads_portal.actions.syndication.everywhere import may_be_everywhere
from thads_portal.actions.syndication.propose import may_propose
from thads_portal.browser.shared.pager import address_with
from thads_portal.browser.shared.pager import Pager
from thads_portal.browser.shared.pager import Stretch
from thads_portal.browser.shared.values import whole_number
from thads_portal.content.section_item import home_of
from thads_portal.content.section_item import IBinned
from thads_portal.domain.topics import BY_TYPE
from thads_portal.domain.topics import GATEWAY
from thads_portal.domain.topics import label
from thads_portal.domain.topics import ON_GATEWAY
from thads_portal.domain.topics import Syndication
from thads_portal.i18n import _
from thads_portal.i18n import language_of
from thads_portal.security.permissions import ACCEPT_CONTENT
from thads_portal.security.permissions import PROPOSE_CONTENT
from thads_portal.security.permissions import SHOW_EVERYWHERE


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
SHARING = {
    "propose": _("share_propose", default="Đề nghị đăng trên Cổng"),
    "take_back": _("share_take_back", default="Rút đề nghị, gỡ khỏi Cổng"),
    "accept": _("share_accept", default="Đăng trên Cổng"),
    "keep": _("share_keep", default="Giữ trên Cổng như đã sửa"),
    "decline": _("share_decline", default="Không đăng trên Cổng"),
    "everywhere": _("share_everywhere", default="Hiện trên 63 trang thành phần"),
    "here_only": _("share_here_only", default="Thôi hiện trên các trang thành phần"),
}
_PROPOSED = (Syndication.PROPOSED, Syndication.CHANGED)
#: How many of the items that are not published a section names on one page.
WAITING = 30
_FROM = "cho"


class Sharing:
    """Where else an item is shown, and what the account may do about it."""

    def __init__(self, work: "Work"):
        self._work = work
        self.item = work.context
        self.account = aq_base(self.item).syndication or {}
        self.everywhere = aq_base(self.item).everywhere

    @cached_property
    def steps(self) -> list[dict]:
        """The steps that the account may take: ``id``, ``label``."""
        return [{"id": step, "label": SHARING[step]} for step in self._steps()]

    def _steps(self):
        state, may = self.account.get("state"), self._work.may
        public = api.content.get_state(self.item, default="") == "published"
        waits, shown = state == Syndication.PROPOSED, state in ON_GATEWAY
        changed = state == Syndication.CHANGED
        if may_propose(self.item) and may(PROPOSE_CONTENT):
            if waits or shown:
                yield "take_back"
            elif public:
                yield "propose"
        if may(ACCEPT_CONTENT):
            if waits and public:
                yield "accept"
            if changed:
                yield "keep"
            if waits or shown:
                yield "decline"
        if may_be_everywhere(self.item) and may(SHOW_EVERYWHERE):
            if self.everywhere:
                yield "here_only"
            elif public:
                yield "everywhere"

    @property
    def state(self) -> str:
        state = self.account.get("state")
        return label(Syndication(state), self._work.language) if state else ""

    @property
    def seen(self) -> str:
        """Where it stands now: a step is taken from there, or not at all."""
        return self.account.get("state") or ""

    @property
    def reason(self) -> str:
        return self.account.get("reason", "")

    @property
    def needs_reason(self) -> bool:
        return any(step["id"] == "decline" for step in self.steps)

    @cached_property
    def visible(self) -> bool:
        return bool(self.steps or self.state or self.everywhere)


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
    def language(self) -> str:
        return language_of(self.request)

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
        return {"label": ADD[self.context.portal_type], "address": f"{self.address}/viet"}

    @cached_property
    def waiting(self) -> list[dict]:
        """A page of the items here that are not published and that the account may see.

        Where it begins stands in the address, in ``cho``.
        """
        if not self.signed_in:
            return []
        catalog = api.portal.get_tool("portal_catalog")
        path = {"query": "/".join(self.context.getPhysicalPath()), "depth": 1}
        binned = {
            brain.UID
            for brain in catalog.searchResults(
                path=path, object_provides=IBinned.__identifier__, show_inactive=True
            )
        }
        brains = catalog.searchResults(
            path=path,
            review_state=["private", "pending"],
            sort_on="modified",
            sort_order="descending",
            show_inactive=True,
        )
        there = [brain for brain in brains if brain.UID not in binned]
        start = max(whole_number(str(self.request.form.get(_FROM, ""))) or 0, 0)
        self.stretch = Stretch(
            start=start if start < len(there) else 0, size=WAITING, total=len(there)
        )
        return [
            {
                "title": brain.Title,
                "address": f"{self.address}/{brain.getId}",
                "state": STATES[brain.review_state],
            }
            for brain in self.stretch.of(there)
        ]

    @property
    def waiting_pager(self) -> Pager:
        """To be asked after `waiting`."""
        return self.stretch.pager(
            lambda place: address_with(self.address, {}, **{_FROM: str(place or "")})
        )

    @property
    def bin_address(self) -> str:
        """The bin of the gateway, or of the subsite that the section or the item is in."""
        portal = api.portal.get()
        home = home_of(self.context)
        place = portal if home == GATEWAY else portal[home]
        return f"{place.absolute_url_path().rstrip('/')}/thung-rac"

    # On an item

    @cached_property
    def binned(self) -> bool:
        return IBinned.providedBy(self.context)

    @cached_property
    def may_throw(self) -> bool:
        return self.signed_in and self.may("Delete objects")

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

    @property
    def version(self) -> str:
        """Of the item as it is shown: a step is taken on that, or not at all."""
        return version_of(self.context)

    @cached_property
    def visible(self) -> bool:
        """Whether there is anything to do here."""
        return self.signed_in and bool(
            self.may_edit or self.steps or self.change or self.sharing.visible
        )

    @cached_property
    def waits(self) -> bool:
        """Whether something here waits to be decided: the item, a change, a proposal."""
        state = api.content.get_state(self.context, default=None)
        proposed = self.sharing.account.get("state") in _PROPOSED
        return state == "pending" or proposed or self.change

    @property
    def returned(self) -> str:
        """Why the item was returned to who writes it; empty if it was not."""
        workflow = api.portal.get_tool("portal_workflow")
        if api.content.get_state(self.context, default=None) != "private":
            return ""
        if workflow.getInfoFor(self.context, "action", "") != "reject":
            return ""
        return workflow.getInfoFor(self.context, "comments", "") or ""

    @cached_property
    def change(self) -> bool:
        """Whether a change waits here, or came back."""
        return self.signed_in and any(waiting_with(self.context))

    @cached_property
    def sharing(self) -> Sharing:
        return Sharing(self)
