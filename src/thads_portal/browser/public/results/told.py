"""What a results page says about the reading of a name: what was done, and how to undo it."""

from thads_portal.browser.shared import labels
from thads_portal.domain.name_match import Level
from thads_portal.domain.names import clean
from thads_portal.domain.names import split
from thads_portal.domain.typed import before_address
from thads_portal.i18n import _
from thads_portal.register.query import Query
from thads_portal.register.query import WAYS
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
    "abbreviation": _("beside_abbreviation", default="cách viết khác"),
    "foreign_letters": _("beside_foreign", default="chữ cái nước ngoài"),
    "dialect": _("beside_dialect", default="viết theo phát âm vùng miền"),
    "number": _("beside_number", default="đúng số"),
}


def reading_of(page, query: Query) -> str | None:
    """The sentence about the reading of `query`, None if the name stands as it was typed."""
    message = READINGS.get(query.reading or "")
    if message is None:
        return None
    dropped = ", ".join(query.dropped)
    told = page.say(Message(message, mapping={"text": query.read_as or "", "dropped": dropped}))
    if dropped and "_dropped" not in (query.reading or ""):
        more = _("reading_also", default="Đã bỏ “${dropped}”.", mapping={"dropped": dropped})
        told = f"{told} {page.say(more)}"
    return told


def names_in_address(typed: str) -> str | None:
    """The words of an address that may be a name, to be offered; None if `typed` is no address."""
    parts = before_address(clean(typed))
    if parts is None:
        return None
    words = [
        word
        for word in parts[1].replace(",", " ").split()
        if word[:1].isupper() and not word.isdigit() and word.casefold() not in _PLACE_WORDS
    ]
    return " ".join(words) if split(" ".join(words)) else ""


_PLACE_WORDS = frozenset(
    [
        "phường",
        "xã",
        "thị",
        "trấn",
        "quận",
        "huyện",
        "tỉnh",
        "thành",
        "phố",
        "đường",
        "phố",
        "thôn",
        "ấp",
        "bản",
        "làng",
        "tổ",
        "khu",
        "số",
        "nhà",
        "tp",
    ]
)


class Told:
    """The part of a results page that tells how a name was taken: `found` and `state` are the page's."""

    @property
    def reading(self) -> str | None:
        """What was done to what was typed, None if nothing."""
        return reading_of(self, self.found.query)

    @property
    def as_typed(self) -> str:
        """The same search without the reading."""
        return self.state.address(as_typed="1")

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
        whole = {Level.EXACT, Level.TONES, Level.MARKS}
        if "whole" in self.state.params or not (Level.CONTAINS in shown and whole & shown):
            return None
        return self.state.address(whole="1")

    @property
    def close_apart(self) -> tuple[str, str] | None:
        """``(words, address)`` of the close names that better ones left no room for."""
        found = self.found
        if found.close_listed or not found.total_close or found.query.close:
            return None
        words = _(
            "results_close_apart",
            default="Còn ${count} tên gần giống",
            mapping={"count": self.number(found.total_close)},
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
    def address_names(self) -> dict | None:
        """Words of an address that was typed, to be looked for as a name."""
        if self.found.hits or self.query.names is None:
            return None
        words = names_in_address(self.query.q)
        if words is None:
            return None
        return {"words": words, "address": self.state.address(q=words) if words else None}

    def match_of(self, hit) -> str | None:
        """In words, how a result answers; with what was done to what was typed."""
        parts = [self.say(labels.MATCHES[hit.match])] if hit.match else []
        if hit.reading in BESIDE:
            parts.append(self.say(BESIDE[hit.reading]))
        return ", ".join(parts) or None
