"""What a search asks, read from the parameters of an address.

A filter with a value outside its list is refused with what is allowed, because to
ignore it would show other listings than were asked for, and to find nothing would read
as "no debts". Junk in the name is different: it is somebody's name, and finds nothing.
"""

from base64 import urlsafe_b64decode
from base64 import urlsafe_b64encode
from collections.abc import Collection
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from enum import StrEnum
from thads_portal.domain.agencies import provinces_served
from thads_portal.domain.codes import DebtorKind
from thads_portal.domain.codes import Ground
from thads_portal.domain.codes import GroundScheme
from thads_portal.domain.codes import JudgmentKind
from thads_portal.domain.document_numbers import number_key
from thads_portal.domain.grounds import grounds_of
from thads_portal.domain.grounds import keys_for
from thads_portal.domain.name_match import NameQuery
from thads_portal.domain.name_match import parse_query
from thads_portal.domain.names import clean
from thads_portal.domain.provinces import find_2025
from thads_portal.domain.provinces import find_place
from thads_portal.domain.provinces import merged_into
from thads_portal.domain.provinces import provinces_2025
from thads_portal.domain.provinces import provinces_by_slug
from thads_portal.domain.typed import holds_personal_number
from thads_portal.errors import BadFilter
from thads_portal.errors import PersonalNumberTyped
from typing import Any

import json
import re


#: The parameters that select; a page that shows the state of a search keeps all of them.
FILTERS = (
    "q",
    "province",
    "province_2025",
    "agency",
    "debtor_kind",
    "judgment_kind",
    "ground",
    "ground_scheme",
    "year",
    "amount_min",
    "amount_max",
    "number",
)
#: How the name is taken: only whole names; only those with the same marks; only as it was
#: typed, without other readings; with the close ones alone; as initials before a given name.
WAYS = ("whole", "exact", "as_typed", "close", "initials")
#: All that a search takes.
PARAMETERS = (*FILTERS, *WAYS, "sort", "b_size", "b_start", "after")
#: Grouped counts that come with every page.
FACETS = ("province", "agency", "debtor_kind", "judgment_kind", "ground", "year")
DEFAULT_SIZE = 20
MAX_SIZE = 100
#: Pages further on are reached with ``after``.
MAX_START = 10_000
MAX_AMOUNT = 10**15
FIRST_YEAR = 1990
LAST_YEAR = 2100

#: A name has 255 letters at most; more could nest deeper than can be read.
_LONGEST_AFTER = 4000

_AGENCY = re.compile(r"[a-z0-9-]{1,40}/[a-z0-9-]{1,80}")
_AMOUNT = re.compile(r"[0-9]{1,16}|[0-9]{1,3}(?:[. ][0-9]{3}){1,5}", re.ASCII)
_DIGITS = re.compile(r"[0-9]{1,6}", re.ASCII)


class Sort(StrEnum):
    RELEVANCE = "relevance"
    NEWEST = "-published"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class After:
    """The last hit of the page before: its place in the order, and its number.

    `place` is (tier, microseconds since 1970) by relevance, (0, microseconds) by date,
    (0, sort name) by name.
    """

    sort: Sort
    tier: int
    place: int | str
    number: str

    def encode(self) -> str:
        text = json.dumps([self.sort, self.tier, self.place, self.number], ensure_ascii=False)
        return urlsafe_b64encode(text.encode()).decode().rstrip("=")


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One search. `province` is one of the 63, `province_2025` one of the 34 of today: all that
    is in it now. `names` is None when no name is asked for; `number` is a lookup key.

    `typed` is the text before it was cleaned. `reading` is what was done to it to find `names`
    (None: nothing; :mod:`.readings` sets it), `done` all that was done in its order, `read_as` the
    text then looked for, `dropped` the words left out of it. `pattern` is what sort names must fit, if initials were typed. `whole`,
    `as_typed`, `close` and `initials` are those of WAYS.

    `start` counts hits from the first; it is 0 when `after` is given. `grounds` are keys of
    ``domain/grounds.py``; none of them: any ground.
    """

    q: str = ""
    names: NameQuery | None = None
    province: str | None = None
    province_2025: str | None = None
    agency: str | None = None
    debtor_kind: DebtorKind | None = None
    judgment_kind: JudgmentKind | None = None
    grounds: tuple[str, ...] = ()
    year: int | None = None
    amount_min: int | None = None
    amount_max: int | None = None
    number: str | None = None
    sort: Sort = Sort.NEWEST
    size: int = DEFAULT_SIZE
    start: int = 0
    after: After | None = None
    typed: str = ""
    whole: bool = False
    as_typed: bool = False
    close: bool = False
    initials: bool = False
    reading: str | None = None
    done: tuple[str, ...] = ()
    read_as: str | None = None
    dropped: tuple[str, ...] = ()
    pattern: str | None = None

    @property
    def places(self) -> tuple[str, ...]:
        """The slugs of the provinces that it asks for, by themselves or by an agency; none: all."""
        if self.province:
            return (self.province,)
        served = provinces_served(self.agency) if self.agency else ()
        if not self.province_2025:
            return served
        merged = merged_into(self.province_2025)
        return tuple(place for place in merged if place in served) if served else merged

    def asks(self, name: str) -> bool:
        """Whether the parameter `name` of FILTERS selects anything."""
        if name in ("ground", "ground_scheme"):
            return bool(self.grounds)
        return getattr(self, "names" if name == "q" else name) is not None

    @property
    def hopeless(self) -> bool:
        """Nothing can answer it: a name of signs only, a number without letters or digits."""
        return (self.names is not None and self.names.hopeless) or self.number == ""


def parse(
    params: Mapping[str, Any],
    *,
    fixed_province: str | None = None,
    provinces: Collection[str] | None = None,
) -> Query:
    """The query in `params`; empty values count as absent, other parameters are left alone.

    `fixed_province` is the subsite's. `provinces` are the slugs allowed (default: the 63).
    Raises BadFilter, PersonalNumberTyped.
    """
    if provinces is None:
        provinces = provinces_by_slug()
    read = _Reader(params)
    typed = read.text("q")
    text = clean(typed)
    number = read.text("number").strip()
    # With what parts the digits and without: a copied number may have anything between them.
    if any(map(holds_personal_number, (typed, text, number, clean(number)))):
        raise PersonalNumberTyped
    # Signs that cleaning removes were typed all the same: that is no search for everybody.
    whole = read.flag("whole")
    strict = read.flag("exact")
    asked = replace(parse_query(text), whole=whole or strict, strict=strict)
    names = asked if typed.strip() else None
    allowed = (fixed_province,) if fixed_province else provinces
    province, placed = read.place("province", allowed)
    province = province or fixed_province
    today = read.province_2025("province_2025", province, placed)
    amount_min = read.amount("amount_min")
    amount_max = read.amount("amount_max")
    if amount_min is not None and amount_max is not None and amount_min > amount_max:
        raise BadFilter(name="amount_max", allowed=[f"≥ {amount_min}"])
    sort = read.one_of("sort", list(Sort)) or Sort.RELEVANCE
    if names is None and sort == Sort.RELEVANCE:
        sort = Sort.NEWEST
    after = read.after("after", Sort(sort))
    return Query(
        q=text,
        typed=typed,
        whole=whole,
        as_typed=read.flag("as_typed") or strict,
        close=read.flag("close") and names is not None and not strict,
        initials=read.flag("initials") and names is not None and not strict,
        names=names,
        province=province,
        province_2025=today,
        agency=read.agency(
            "agency", (province,) if province else merged_into(today) if today else provinces
        ),
        debtor_kind=read.code("debtor_kind", DebtorKind),
        judgment_kind=read.code("judgment_kind", JudgmentKind),
        grounds=read.grounds(),
        year=read.whole("year", FIRST_YEAR, LAST_YEAR),
        amount_min=amount_min,
        amount_max=amount_max,
        number=number_key(number) if number else None,
        sort=Sort(sort),
        size=read.whole("b_size", 1, MAX_SIZE) or DEFAULT_SIZE,
        start=read.whole("b_start", 0, MAX_START) or 0 if after is None else 0,
        after=after,
    )


class _Reader:
    """Takes values from parameters by their kind, refusing what is not allowed."""

    def __init__(self, params: Mapping[str, Any]):
        self._params = params

    def text(self, name: str) -> str:
        value = self._params.get(name)
        if value is None:
            return ""
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if not isinstance(value, str):
            raise BadFilter(name=name, allowed=["one value"])
        return value

    def one_of(self, name: str, allowed: Collection[str]) -> str | None:
        value = self.text(name).strip()
        if value and value not in allowed:
            raise BadFilter(name=name, allowed=allowed)
        return value or None

    def place(self, name: str, allowed: Collection[str]) -> tuple[str | None, str | None]:
        """The slug of a province, by whatever name; or, behind ``2025:``, that of one of the 34."""
        value = self.text(name).strip()
        if not value or value in allowed:
            return value or None, None
        found = find_place(value)
        if found is None or (found[0] or found[1]) not in allowed:
            raise BadFilter(name=name, allowed=allowed)
        return found

    def province_2025(self, name: str, province: str | None, placed: str | None) -> str | None:
        """The slug of one of the 34; where `province` is asked for too, the one that it is in.
        `placed` is what stood in the place of a province already.
        """
        value = self.text(name).strip() or placed
        if not value:
            return None
        allowed = (
            [provinces_by_slug()[province].successor_slug]
            if province is not None and province in provinces_by_slug()
            else provinces_2025()
        )
        found = find_2025(value)
        if placed and found is not None and found.slug != placed:
            raise BadFilter(name=name, allowed=[placed])
        if found is None or found.slug not in allowed:
            raise BadFilter(name=name, allowed=allowed)
        return found.slug

    def code(self, name: str, codes: type[StrEnum]) -> Any:
        value = self.one_of(name, [code.value for code in codes])
        return codes(value) if value else None

    def grounds(self) -> tuple[str, ...]:
        """The keys that ``ground`` (a letter, or a letter with its law) and ``ground_scheme`` name."""
        scheme = self.code("ground_scheme", GroundScheme)
        value = self.text("ground").strip()
        if not value:
            return keys_for(None, scheme) if scheme else ()
        code, _, rest = value.rpartition(":")[::-1]
        if rest and rest not in list(GroundScheme):
            raise BadFilter(name="ground", allowed=list(Ground))
        code = Ground.DD.value if code in ("đ", "Đ") else code
        if code not in list(Ground):
            raise BadFilter(name="ground", allowed=list(Ground))
        if rest and scheme and rest != scheme:
            raise BadFilter(name="ground_scheme", allowed=[rest])
        found = keys_for(code, rest or scheme)
        if not found:
            raise BadFilter(name="ground", allowed=[row.code for row in grounds_of(rest or scheme)])
        return found

    def whole(self, name: str, lowest: int, highest: int) -> int | None:
        value = self.text(name).strip()
        if not value:
            return None
        if not _DIGITS.fullmatch(value) or not lowest <= int(value) <= highest:
            raise BadFilter(name=name, allowed=[f"{lowest}–{highest}"])
        return int(value)

    def flag(self, name: str) -> bool:
        return self.one_of(name, ("0", "1")) == "1"

    def amount(self, name: str) -> int | None:
        """Whole VND, also grouped as people write it: 12.500.000."""
        value = clean(self.text(name))
        if not value:
            return None
        number = re.sub(r"[. ]", "", value) if _AMOUNT.fullmatch(value) else ""
        if not number or int(number) > MAX_AMOUNT:
            raise BadFilter(name=name, allowed=[f"0–{MAX_AMOUNT}"])
        return int(number)

    def agency(self, name: str, places: Collection[str]) -> str | None:
        """The key of an agency that serves one of `places`."""
        value = self.text(name).strip()
        if not value:
            return None
        known = _AGENCY.fullmatch(value) and any(each in places for each in provinces_served(value))
        if not known:
            only = next(iter(places)) if len(places) == 1 else "<province>"
            raise BadFilter(name=name, allowed=[f"{only}/<agency>"])
        return value

    def after(self, name: str, sort: Sort) -> After | None:
        value = self.text(name).strip()
        if not value:
            return None
        try:
            if len(value) > _LONGEST_AFTER:
                raise ValueError(name)
            padded = value.encode("ascii") + b"=" * (-len(value) % 4)
            order, tier, place, number = json.loads(urlsafe_b64decode(padded))
            # What the database cannot hold, such as half a surrogate, is no place either.
            f"{place}{number}".encode()
        except (ValueError, TypeError):
            raise BadFilter(name=name, allowed=["batching.next"]) from None
        expected = str if sort == Sort.NAME else int
        fits = (
            order == sort
            and type(tier) is int
            and 0 <= tier < 100
            and type(place) is expected
            and isinstance(number, str)
            and "\0" not in f"{place}{number}"
        )
        if not fits or (expected is int and abs(place) > 2**53):
            raise BadFilter(name=name, allowed=["batching.next"])
        return After(sort, tier, place, number)
