"""``goi-y-noi``: communes and offices while one is typed in a form of a listing; JSON for the script.

From the portal's own tables: nothing of any listing is in it. What is typed last, after the last
comma, is looked for.
"""

from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain import communes_of_today
from thads_portal.domain.agencies import agencies_of
from thads_portal.domain.lifecycle import Permission
from thads_portal.domain.names import folded_name
from thads_portal.errors import NotAllowed

import orjson


#: What is asked for: ``xa`` communes, ``co-quan`` courts and agencies.
COMMUNES, OFFICES = "xa", "co-quan"
_COURT = "Tòa án nhân dân"


class Suggested(DeskPage):
    def admit(self):
        if not self.may(Permission.CREATE.value, self.context[REGISTER_ID]):
            raise NotAllowed

    def respond(self):
        typed = self.sent.text("q")[-200:]
        kind = self.sent.text("loai")
        before, comma, last = typed.rpartition(",")
        found = self._communes(last) if kind == COMMUNES else self._offices(typed)
        start = f"{before}, " if comma and kind == COMMUNES else ""
        response = self.request.response
        response.setHeader("Content-Type", "application/json; charset=utf-8")
        response.setHeader("Cache-Control", "private, max-age=300")
        return orjson.dumps({"found": [f"{start}{each}" for each in found]}).decode()

    def _communes(self, typed: str) -> list[str]:
        province = self.layout.province
        found = communes_of_today.suggest(province.slug, typed)
        if self.sent.text("tron"):
            # A commune alone, for the form of a posting; an address ends with its province.
            return [name for name, _now in found]
        place = {True: province.successor_name_inside, False: province.name_inside}
        return [f"{name}, {place[now]}" for name, now in found]

    def _offices(self, typed: str) -> list[str]:
        """Courts and agencies of the province whose name holds all words that were typed."""
        words = folded_name(typed).split()
        if not words:
            return []
        province = self.layout.province
        agencies = agencies_of(province.slug)
        place = province.name_inside
        districts = [each.district for each in agencies if each.district]
        known = [
            f"{_COURT} {place}",
            *(f"{_COURT} {_inside(name)}, {place}" for name in districts),
            *(each.name for each in agencies),
        ]
        return [
            name
            for name in dict.fromkeys(known)
            if all(
                any(part.startswith(word) for part in folded_name(name).split()) for word in words
            )
        ][: communes_of_today.MOST]


def _inside(name: str) -> str:
    """``Tỉnh Cao Bằng`` -> ``tỉnh Cao Bằng``, as within a sentence."""
    return f"{name[:1].lower()}{name[1:]}"
