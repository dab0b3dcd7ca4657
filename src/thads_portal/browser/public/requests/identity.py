"""``/yeu-cau/dinh-danh``: let a provider of identities fill in who one is, and come back.

What must be known on the way back lies sealed in a cookie; addresses hold the provider's code and a
random state, nothing of the request.
"""

from thads_portal.browser.public.requests.page import DRAFT_COOKIE
from thads_portal.browser.public.requests.page import RequestPage
from thads_portal.errors import CannotUnseal
from thads_portal.register.requests import drafts
from thads_portal.sealing import Ring
from thads_portal.sealing import seal_texts
from thads_portal.sealing import unseal_texts
from thads_portal.security import citizen_identity
from thads_portal.security.citizen_identity import Asking
from thads_portal.security.citizen_identity import NotIdentified
from thads_portal.templates import PageTemplate
from zExceptions import NotFound

import base64
import binascii
import secrets


COOKIE = "thads-dinh-danh"
_ABOUT = "identity-cookie"
_LASTS = 900
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

    def _away(self):
        draft = self.draft
        if draft is None or draft.receipt is not None:
            return self.go(self.base)
        asking = citizen_identity.begin()
        try:
            address = citizen_identity.address(asking, self.way_back)
        except NotIdentified:
            self.refuse(503)
            return None
        kept = {"state": asking.state, "nonce": asking.nonce, "verifier": asking.verifier}
        sealed = base64.urlsafe_b64encode(seal_texts(Ring.REQUESTS, kept, _ABOUT)).decode()
        self.set_cookie(COOKIE, sealed.rstrip("="), seconds=_LASTS)
        self.request.response.redirect(address, status=303, lock=1)
        return ""

    def _back(self):
        draft, asking = self.draft, self._asking()
        self.request.response.expireCookie(COOKIE, path="/")
        if draft is None or draft.receipt is not None:
            return self.go(self.base)
        right = asking and secrets.compare_digest(asking.state, self.sent.text("state"))
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

    def _asking(self) -> Asking | None:
        cookie = self.request.cookies.get(COOKIE)
        if not isinstance(cookie, str) or not 0 < len(cookie) < 1000:
            return None
        try:
            sealed = base64.urlsafe_b64decode(cookie + "=" * (-len(cookie) % 4))
            return Asking(**unseal_texts(Ring.REQUESTS, sealed, _ABOUT))
        except (binascii.Error, ValueError, TypeError, CannotUnseal):
            return None

    def update(self):
        """What went wrong on the way; the draft stands as it was."""

    @property
    def form(self) -> str:
        token = self.request.cookies.get(DRAFT_COOKIE)
        draft = self.draft if token else None
        return f"{self.base}/{draft.procedure}/{_PAGE}" if draft else self.base
