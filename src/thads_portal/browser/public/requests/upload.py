"""``…/tai-len``: a file in pieces, for browsers with scripts; answers JSON. The plain form needs none of it.

``viec=bat-dau`` with name, size and paper says which file comes: ``{"id", "offset", "most"}``, also of one
that was begun before. ``viec=phan`` brings the bytes from an offset on and answers the next one; the last piece
makes it a file of the draft: ``{"done": true}``. Whoever asks from a wrong offset is told the right one.
"""

from thads_portal.actions.requests import uploading
from thads_portal.browser.public.requests.page import RequestPage
from thads_portal.browser.public.requests.papers import said
from thads_portal.browser.public.requests.papers import uploads
from thads_portal.errors import CannotUnseal
from thads_portal.errors import Rejected
from thads_portal.errors import RequestMovedOn
from thads_portal.errors import RequestNotFound

import json


_PIECE = "phan"


class Upload(RequestPage):
    @property
    def takes_share(self) -> bool:
        """A file counts once: its pieces are bounded by what a draft may hold."""
        return self.sent.text("viec") != _PIECE

    def got(self):
        return self.go(f"{self.service}/giay-to")

    def posted(self):
        draft = self.open_draft
        if draft is None:
            return self._told({"error": "", "gone": True}, 404)
        try:
            if self.sent.text("viec") == _PIECE:
                return self._piece(draft.token)
            return self._begin(draft.token)
        except Rejected as error:
            return self._told({"error": said(self, error, self.sent.text("ten"))}, 422)
        except (RequestNotFound, CannotUnseal):
            return self._told({"error": "", "gone": True}, 404)

    def _begin(self, token: str) -> str:
        known = {each.id for each in self.procedure.papers}
        paper = self.sent.text("loai")
        begun = uploading.begin(
            self.database,
            token,
            name=self.sent.text("ten"),
            size=self.sent.number("co") or 0,
            paper=paper if paper in known else "",
        )
        return self._told({"id": begun.id, "offset": begun.received, "most": uploading.LARGEST})

    def _piece(self, token: str) -> str:
        given = uploads(self.request)
        piece = given[0].read(uploading.LARGEST + 1) if given else b""
        offset = self.sent.number("tu") or 0
        now = uploading.append(self.database, token, self.sent.text("ma"), offset, piece)
        if now.received < now.size:
            right = now.received == offset + len(piece)
            return self._told({"offset": now.received}, 200 if right else 409)
        try:
            uploading.finish(self.database, token, now)
        except RequestMovedOn:
            # Another copy of this very piece has just finished it.
            return self._told({"done": True})
        return self._told({"done": True})

    def _told(self, answer: dict, status: int = 200) -> str:
        self.request.response.setStatus(status, lock=1)
        self.request.response.setHeader("Content-Type", "application/json")
        return json.dumps(answer)
