"""``/yeu-cau/dinh-danh``: let a provider of identities fill in who one is, and come back.

What must be known on the way back lies sealed in a cookie; addresses hold the provider's code and a
random state, nothing of the request.
"""

from thads_portal.browser.public.requests.page import DRAFT_COOKIE
from thads_portal.browser.public.requests.page import RequestPage
from thads_portal.browser.shared.way_cookie import WayCookie
from thads_portal.register.requests import drafts
from thads_portal.security import citizen_identity
from thads_portal.security.openid import NotIdentified
from thads_portal.templates import PageTemplate
from zExceptions import NotFound


COOKIE = "thads-dinh-danh"
_ABOUT = "identity-cookie"
#: The page that asks who one is.
_PAGE = "nguoi-gui"


class Identity(RequestPage):
    template = PageTemplate("identity.pt")

    def got(self):
        if not citizen_identity.configured():
            raise NotFound(self.here)
        return self._back() if "state" in self.sent else self._away()

    def posted(self):
        raise NotFound(self.here)

    @property
    def way_back(self) -> str:
        return f"{self.layout.public_root}/yeu-cau/dinh-danh"

    @property
    def _cookie(self) -> WayCookie:
        return WayCookie(self.request, COOKIE, _ABOUT)

    def _away(self):
        draft = self.draft
        if draft is None or draft.receipt is not None:
            return self.go(self.base)
        asking = self._cookie.begin()
        try:
            address = citizen_identity.address(asking, self.way_back)
        except NotIdentified:
            self.refuse(503)
            return None
        self._cookie.keep(asking)
        self.request.response.redirect(address, status=303, lock=1)
        return ""

    def _back(self):
        draft, asking = self.draft, self._cookie.take()
        if draft is None or draft.receipt is not None:
            return self.go(self.base)
        right = asking and asking.is_answered_by(self.sent.text("state"))
        if not right or not self.sent.text("code"):
            self.refuse(422)
            return None
        try:
            told = citizen_identity.claims(asking, self.sent.text("code"), self.way_back)
        except NotIdentified:
            self.refuse(422)
            return None
        drafts.save(self.database, draft.token, {**draft.answers, **told})
        return self.go(f"{self.base}/{draft.procedure}/{_PAGE}")

    def update(self):
        """What went wrong on the way; the draft stands as it was."""

    @property
    def form(self) -> str:
        token = self.request.cookies.get(DRAFT_COOKIE)
        draft = self.draft if token else None
        return f"{self.base}/{draft.procedure}/{_PAGE}" if draft else self.base
