"""What a results page says about the reading of a name: what was done, and how to undo it."""

from collections.abc import Callable
from thads_portal.browser.shared import labels
from thads_portal.browser.shared.search_state import State
from thads_portal.domain.name_match import differences
from thads_portal.domain.name_match import Level
from thads_portal.domain.name_match import other_forms
from thads_portal.domain.name_match import WHOLE
from thads_portal.domain.name_parts import is_several
from thads_portal.domain.names import clean
from thads_portal.domain.typed import is_no_name
from thads_portal.domain.typed import names_in_address
from thads_portal.i18n import _
from thads_portal.register.query import Query
from thads_portal.register.query import WAYS
from thads_portal.register.search import CLOSE_MOST
from typing import Any
from zope.i18nmessageid import Message


#: What was done to what was typed, in words; ``${text}`` is what was looked for.
READINGS = {
    "telex": _("reading_telex", default="Đọc theo kiểu gõ Telex: tìm “${text}”."),
    "vni": _("reading_vni", default="Đọc theo kiểu gõ VNI: tìm “${text}”."),
    "parted": _("reading_parted", default="Tách các chữ viết liền: tìm “${text}”."),
    "joined": _("reading_joined", default="Nối các chữ viết rời: tìm “${text}”."),
    "initials": _(
        "reading_initials", default="Đọc “${text}” là chữ viết tắt của họ và tên đệm, rồi đến tên."
    ),
    "title_dropped": _("reading_title", default="Đã bỏ “${dropped}”: tìm “${text}”."),
    "year_dropped": _(
        "reading_year",
        default="Đã bỏ “${dropped}”, vì chỉ tra cứu được theo tên: tìm “${text}”.",
    ),
    "address_dropped": _(
        "reading_address",
        default="Đã bỏ địa chỉ “${dropped}”, vì chỉ tra cứu được theo tên: tìm “${text}”.",
    ),
    "part_dropped": _(
        "reading_part",
        default="Không có ai tên đúng cả cụm đã gõ, nhưng trong đó có một tên của danh sách: tìm “${text}”, bỏ “${dropped}”.",
    ),
    "legacy_font": _("reading_font", default="Đọc theo phông chữ cũ (TCVN3, VNI): tìm “${text}”."),
    "abbreviation": _("reading_abbreviation", default="Đọc theo cách viết khác: tìm “${text}”."),
    "foreign_letters": _(
        "reading_foreign", default="Đọc với chữ cái của tiếng nước ngoài: tìm “${text}”."
    ),
    "number": _(
        "reading_number", default="“${text}” là số văn bản: đã tìm theo số, không tìm theo tên."
    ),
}
#: The same beside one result.
BESIDE = {
    "telex": _("beside_telex", default="đọc theo Telex"),
    "vni": _("beside_vni", default="đọc theo VNI"),
    "parted": _("beside_parted", default="tách chữ viết liền"),
    "joined": _("beside_joined", default="nối chữ viết rời"),
    "initials": _("beside_initials", default="theo chữ viết tắt"),
    "title_dropped": _("beside_title", default="bỏ từ xưng hô"),
    "year_dropped": _("beside_year", default="bỏ năm sinh, giấy tờ"),
    "address_dropped": _("beside_address", default="bỏ địa chỉ"),
    "part_dropped": _("beside_part", default="một phần của chữ đã gõ"),
    "legacy_font": _("beside_font", default="đọc theo phông chữ cũ"),
    "abbreviation": _("beside_abbreviation", default="cách viết khác"),
    "foreign_letters": _("beside_foreign", default="chữ cái nước ngoài"),
    "dialect": _("beside_dialect", default="viết theo phát âm vùng miền"),
    "number": _("beside_number", default="đúng số"),
}


def reading_of(page, query: Query) -> str | None:
    """The sentence about the reading of `query`, None if the name stands as it was typed."""
    left_out = [each for each in query.done if each.endswith("_dropped")]
    several = len(left_out) > 1 and query.reading in left_out
    message = READINGS.get("year_dropped" if several else query.reading or "")
    if message is None:
        return None
    dropped = ", ".join(sorted(query.dropped, key=query.q.find))
    told = page.say(Message(message, mapping={"text": query.read_as or "", "dropped": dropped}))
    if dropped and "_dropped" not in (query.reading or ""):
        more = _("reading_also", default="Đã bỏ “${dropped}”.", mapping={"dropped": dropped})
        told = f"{told} {page.say(more)}"
    return told


def names_nobody(query: Query, found: Any) -> bool:
    """Whether what was typed can be no name: nothing was looked for, or an address, a year, a number that
    is none of a paper's, and nobody has it in the name. It never reads as "nobody is listed".
    """
    if query.hopeless:
        return True
    if found.total or found.total_close or found.query.names is None:
        return False
    text = clean(query.q)
    return not any(map(str.isalpha, text)) or is_no_name(text) or names_in_address(text) is not None


class Told:
    """The part of a results page that tells how a name was taken: `found` and `state` are the page's."""

    found: Any
    query: Any
    state: State
    say: Callable[[Any], str]
    number: Callable[[int], str]

    @property
    def reading(self) -> str | None:
        """What was done to what was typed, None if nothing."""
        return reading_of(self, self.found.query)

    @property
    def as_typed(self) -> str:
        """The same search without the reading."""
        return self.state.address(as_typed="1", initials=None)

    @property
    def ways(self):
        """``(label, address)`` of the ways to take the name that are set, and without them."""
        for name in WAYS:
            if name in self.state.params:
                yield self.say(labels.FILTERS[name]), self.state.address(**{name: None})

    @property
    def only_whole(self) -> str | None:
        """The same search for whole names only, where some only contain the name."""
        shown = {hit.match for hit in self.found.hits}
        if "whole" in self.state.params or not (Level.CONTAINS in shown and WHOLE & shown):
            return None
        return self.state.address(whole="1")

    @property
    def close_apart(self) -> tuple[str, str] | None:
        """``(words, address)`` of the close names that better ones left no room for."""
        found = self.found
        if found.close_listed or not found.total_close or found.query.close:
            return None
        count = {"count": self.number(found.total_close)}
        words = _("results_close_apart", default="Còn ${count} tên gần giống", mapping=count)
        if found.total_close >= CLOSE_MOST:
            words = _(
                "results_close_many", default="Còn ít nhất ${count} tên gần giống", mapping=count
            )
        return self.say(words), self.state.address(close="1")

    @property
    def close_beside(self) -> str | None:
        """How many close names stand below the others."""
        found = self.found
        if not (found.close_listed and found.total and found.total_close):
            return None
        words = _(
            "results_close_beside",
            default="Ở cuối là ${count} tên gần giống.",
            mapping={"count": self.number(found.total_close)},
        )
        return self.say(words)

    @property
    def more_than_a_name(self) -> bool:
        """Whether nobody has as a name what was typed, which is hardly one name by its look."""
        found = self.found
        nobody = found.query.names is not None and not (found.total or found.total_close)
        return nobody and not self.address_names and is_several(clean(self.query.q))

    @property
    def address_names(self) -> dict | None:
        """Words of an address that was typed, to be looked for as a name."""
        found = self.found
        if found.query.names is None or any(hit.match in WHOLE for hit in found.hits):
            return None
        words = names_in_address(clean(self.query.q))
        if words is None:
            return None
        return {"words": words, "address": self.state.address(q=words) if words else None}

    @property
    def other_reading(self) -> tuple[str, str] | None:
        """``(words, address)`` of what else was perhaps meant."""
        offer = self.found.offer
        if offer is None or offer.reading == "address_dropped" or offer.reading not in BESIDE:
            return None
        words = _(
            "results_other_reading",
            default="Có phải muốn tìm “${text}” (${reading})?",
            mapping={"text": offer.text, "reading": self.say(BESIDE[offer.reading])},
        )
        short = "1" if offer.reading == "initials" else None
        return self.say(words), self.state.address(q=offer.text, as_typed=None, initials=short)

    @property
    def spellings(self):
        """``(name, count, address)`` of each spelling of the name; none if there is only one."""
        for each in self.found.spellings if "exact" not in self.state.params else ():
            address = self.state.address(
                q=each.name, exact="1", whole=None, as_typed=None, initials=None
            )
            yield each.name, self.number(each.count), address

    def match_of(self, hit) -> str | None:
        """In words, how a result answers; with all that was done to what was typed."""
        parts = [self.say(labels.MATCHES[hit.match])] if hit.match else []
        done = dict.fromkeys((*self.found.query.done, hit.reading))
        parts += [self.say(BESIDE[each]) for each in done if each in BESIDE]
        return ", ".join(parts) or None

    def differs(self, hit) -> str | None:
        """In which words a name is not what was typed: the usual mistakes about namesakes."""
        names = self.found.query.names
        if names is None:
            return None
        parts = [
            self.say(
                _(
                    "name_differs",
                    default="Trong danh sách là “${listed}”, không phải “${typed}”.",
                    mapping={"listed": listed, "typed": typed},
                )
            )
            for typed, listed, _alike in differences(names, hit.debtor_name)[:2]
        ]
        if other_forms(names, hit.debtor_name):
            parts.append(
                self.say(_("form_differs", default="Loại hình tổ chức khác với loại hình đã gõ."))
            )
        return " ".join(parts) or None
