"""What a list of offices comes to beside what is stored: changes, or problems and then nothing.

A row is known by its key, or by its kind, province and name. An empty cell leaves what is
stored, a dash takes it away. What the law says of an agency (its name, kind and days in
``agencies.tsv``) is no list's to change: a row that says otherwise is refused with what is right.
"""

from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from thads_portal.domain.agencies import by_key
from thads_portal.domain.agencies import REORGANISED
from thads_portal.domain.codes import AgencyKind
from thads_portal.domain.codes import LABELS
from thads_portal.domain.names import clean
from thads_portal.domain.office_links import Links
from thads_portal.domain.office_names import Names
from thads_portal.domain.offices import bare_name
from thads_portal.domain.offices import head_key
from thads_portal.domain.offices import id_of_name
from thads_portal.domain.offices import is_head
from thads_portal.domain.offices import KEY
from thads_portal.domain.offices import kind_of_name
from thads_portal.domain.offices import LONGEST_TELEPHONE
from thads_portal.domain.offices import LONGEST_TEXT
from thads_portal.domain.offices import NOTHING
from thads_portal.domain.offices import Office
from thads_portal.domain.offices import territory_of
from thads_portal.domain.offices import written_out
from thads_portal.domain.personal_numbers import has_personal_number
from thads_portal.domain.provinces import by_slug
from thads_portal.domain.provinces import find
from thads_portal.errors import Code
from thads_portal.errors import echo
from thads_portal.errors import Problem
from typing import Any

import re


_TELEPHONE = re.compile(r"(?:[0-9+().,;:/\s–-]|máy lẻ|ext|số|hoặc|đt)*", re.IGNORECASE)
_FEWEST_DIGITS, _MOST_DIGITS = 3, 60
_LAST_OF_OLD = date(2025, 6, 30)
_FIRST_YEAR, _LAST_YEAR = 1945, 2100


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A row of the list: `line` as the editor's program counts it; field -> text, days as ISO.

    A field whose column the list does not have is left out.
    """

    line: int
    texts: Mapping[str, str]

    def text(self, field: str) -> str:
        return self.texts.get(field, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeChange:
    """What becomes of one agency: `before` is None for a new one; equal: nothing changes."""

    line: int
    before: Office | None
    after: Office

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that change."""
        if self.before is None:
            return ()
        names = ("name", "address", "telephone", "valid_from", "valid_to", "successors")
        return tuple(n for n in names if getattr(self.before, n) != getattr(self.after, n))

    @property
    def is_new(self) -> bool:
        return self.before is None

    @property
    def changes(self) -> bool:
        return self.is_new or bool(self.fields)


@dataclass(frozen=True, slots=True)
class OfficePlan:
    """Either `changes`, one for each row, or `problems`."""

    changes: tuple[OfficeChange, ...]
    problems: tuple[Problem, ...]

    @property
    def written(self) -> tuple[OfficeChange, ...]:
        return tuple(change for change in self.changes if change.changes)


def plan(
    rows: Iterable[Told], stored: Mapping[str, Office], taken: Collection[str] = ()
) -> OfficePlan:
    """The plan of `rows`. `taken`: keys of the subsites that are something else (sections)."""
    planner = _Planner(stored, taken)
    told = list(rows)
    for row in told:
        planner.read(row)
    planner.link()
    problems = tuple(sorted(planner.problems, key=lambda each: each.line))
    if not told:
        problems = (Problem(0, None, None, Code.OFFICE_NO_ROWS),)
    return OfficePlan(() if problems else tuple(planner.changes()), problems)


class _Planner:
    def __init__(self, stored: Mapping[str, Office], taken: Collection[str]) -> None:
        self._stored, self._taken = stored, taken
        self._after: dict[str, Office] = {}
        self._rows: dict[str, Told] = {}
        self._names = Names(stored.values())
        self.problems: list[Problem] = []

    def _wrong(self, row: Told, field: str | None, code: Code, **params: Any) -> None:
        self.problems.append(Problem(row.line, None, field, code, params))

    def read(self, row: Told) -> None:
        """First all but the successors, which may stand further down."""
        found = len(self.problems)
        office = self._office(row)
        if office is None:
            return
        if office.key in self._rows:
            first = self._rows[office.key].line
            self._wrong(row, "key", Code.OFFICE_REPEATED, line=first, name=office.name)
            return
        office = self._with_facts(row, office)
        self._law_holds(row, office)
        if len(self.problems) == found and not self._own_days(row, office):
            return
        self._rows[office.key] = row
        self._after[office.key] = office
        if office.key not in self._stored:
            self._names.add(office)

    def _office(self, row: Told) -> Office | None:
        """The stored agency that the row is about, or a new one."""
        key, name = row.text("key").strip().lower(), row.text("name")
        province = find(row.text("province")) if row.text("province") else None
        if row.text("province") and province is None:
            self._wrong(row, "province", Code.OFFICE_PROVINCE, value=echo(row.text("province")))
            return None
        if key:
            return self._by_key(row, key, province.slug if province else "")
        kind = self._kind(row)
        if kind is None:
            return None
        if province is None:
            self._wrong(row, "province", Code.MISSING)
            return None
        if is_head(kind):
            return self._stored.get(head_key(kind, province.slug)) or self._no_such(row, name)
        if not name:
            self._wrong(row, "name", Code.MISSING)
            return None
        regional = kind is AgencyKind.REGIONAL_OFFICE
        found = self._names.find(name, kind, province.slug, whole_territory=regional)
        if len(found) > 1:
            keys = ", ".join(each.key for each in found)
            self._wrong(row, "name", Code.OFFICE_AMBIGUOUS, value=echo(name), found=keys)
            return None
        if found:
            return self._stored.get(found[0].key, found[0])
        slug = province.successor_slug if regional else province.slug
        return self._new(row, f"{slug}/{id_of_name(name, kind)}", kind)

    def _no_such(self, row: Told, value: str) -> Office | None:
        self._wrong(row, "name", Code.OFFICE_UNKNOWN, value=echo(value))
        return None

    def _by_key(self, row: Told, key: str, province: str) -> Office | None:
        slug = key.partition("/")[0]
        if not KEY.fullmatch(key) or by_slug(slug) is None:
            self._wrong(row, "key", Code.OFFICE_BAD_KEY, value=echo(row.text("key")))
            return None
        if province and territory_of(province) != territory_of(slug):
            right = by_slug(slug)
            self._wrong(row, "province", Code.OFFICE_BY_LAW, right=right.name if right else slug)
            return None
        known = self._stored.get(key)
        if known is not None:
            return known
        if not row.text("name"):
            self._wrong(row, "key", Code.OFFICE_UNKNOWN, value=echo(key))
            return None
        kind = self._kind(row)
        if kind is None or is_head(kind):
            return None if kind is None else self._no_such(row, row.text("name"))
        old = key.partition("/")[2].startswith("chi-cuc")
        if old != (kind is AgencyKind.CHI_CUC):
            self._wrong(row, "key", Code.OFFICE_BAD_KEY, value=echo(key))
            return None
        return self._new(row, key, kind)

    def _new(self, row: Told, key: str, kind: AgencyKind) -> Office | None:
        if not KEY.fullmatch(key):
            self._wrong(row, "name", Code.OFFICE_BAD_KEY, value=echo(key))
            return None
        if key in self._taken or key in self._stored:
            self._wrong(row, "key", Code.OFFICE_KEY_TAKEN, value=echo(key))
            return None
        last = _LAST_OF_OLD if kind is AgencyKind.CHI_CUC else None
        return Office(key=key, kind=kind, name=written_out(row.text("name")), valid_to=last)

    def _kind(self, row: Told) -> AgencyKind | None:
        told, named = row.text("kind"), kind_of_name(row.text("name"))
        if not told:
            if named is None:
                self._wrong(row, "kind", Code.MISSING)
            return named
        kind = _kind_told(told)
        if kind is None or (named is not None and named is not kind):
            right = LABELS[AgencyKind][named][0] if named else _kinds()
            self._wrong(row, "kind", Code.UNKNOWN_VALUE, value=echo(told), allowed=right)
            return None
        return kind

    def _with_facts(self, row: Told, office: Office) -> Office:
        fields: dict[str, Any] = {}
        name = row.text("name")
        named = row.text("key") and name and by_key(office.key) is None
        if named and name != clean(office.name):
            # Known by its name, another spelling of it changes nothing.
            fields["name"] = written_out(name)
        for field, longest in (
            ("name", LONGEST_TEXT),
            ("address", LONGEST_TEXT),
            ("telephone", LONGEST_TELEPHONE),
        ):
            text = row.text(field)
            if not text or (office.key in self._stored and text == clean(getattr(office, field))):
                continue
            if len(text) > longest:
                self._wrong(row, field, Code.TOO_LONG, max=longest)
            elif field != "telephone" and has_personal_number(text):
                self._wrong(row, field, Code.OFFICE_PERSONAL_NUMBER)
            elif field == "telephone" and text not in NOTHING and not _is_telephone(text):
                self._wrong(row, field, Code.OFFICE_TELEPHONE, value=echo(text))
            elif field != "name":
                fields[field] = "" if text in NOTHING else text
        for field in ("valid_from", "valid_to"):
            text = row.text(field)
            day = None if text in NOTHING else _day(text)
            if text and day is None and text not in NOTHING:
                self._wrong(row, field, Code.CELL_BAD_DATE, value=echo(text))
            elif text:
                fields[field] = day
        return office.changed(**fields)

    def _law_holds(self, row: Told, office: Office) -> None:
        """Of an agency that is stored its kind, of one that the law names its name and days."""
        known, told = self._stored.get(office.key), row.text("kind")
        if known is None:
            return
        if told and _kind_told(told) is not known.kind:
            right = LABELS[AgencyKind][known.kind][0]
            self._wrong(row, "kind", Code.UNKNOWN_VALUE, value=echo(told), allowed=right)
        law = by_key(office.key)
        if law is None:
            return
        name = row.text("name")
        if name and bare_name(name) not in (bare_name(law.name), bare_name(known.name)):
            self._wrong(row, "name", Code.OFFICE_BY_LAW, right=law.name)
        for field in ("valid_from", "valid_to"):
            right, day = getattr(law, field), getattr(office, field)
            goes_on = field == "valid_to" and law.kind is AgencyKind.PROVINCIAL
            settled = right is not None or goes_on
            if settled and day != getattr(known, field) and day != right:
                said = f"{right:%d/%m/%Y}" if right else "-"
                self._wrong(row, field, Code.OFFICE_BY_LAW, right=said)

    def _own_days(self, row: Told, office: Office) -> bool:
        first, last = office.valid_from, office.valid_to
        known = self._stored.get(office.key)
        if known is not None and (first, last) == (known.valid_from, known.valid_to):
            return True
        regional = office.kind is AgencyKind.REGIONAL_OFFICE
        if first is not None and last is not None and last < first:
            self._wrong(
                row,
                "valid_to",
                Code.DATES_CONTRADICT,
                first_vi="ngày bắt đầu",
                second_vi="ngày kết thúc",
                first_en="the first day",
                second_en="the last day",
            )
        elif regional and first is not None and first < REORGANISED:
            self._wrong(row, "valid_from", Code.OFFICE_TOO_EARLY, first=f"{REORGANISED:%d/%m/%Y}")
        elif office.kind is AgencyKind.CHI_CUC and (last is None or last > _LAST_OF_OLD):
            right = f"{_LAST_OF_OLD:%d/%m/%Y}"
            self._wrong(row, "valid_to", Code.OFFICE_BY_LAW, right=right)
        else:
            return True
        return False

    def link(self) -> None:
        """Then who comes after whom."""
        texts = {key: row.text("successors") for key, row in self._rows.items()}

        def wrong(key: str, code: Code, **params: Any) -> None:
            self._wrong(self._rows[key], "successors", code, **params)

        Links(self._stored, self._after, texts, self._names, wrong).make()

    def changes(self) -> Iterable[OfficeChange]:
        for key, row in self._rows.items():
            yield OfficeChange(line=row.line, before=self._stored.get(key), after=self._after[key])


def _kind_told(text: str) -> AgencyKind | None:
    code = text.strip().lower()
    return AgencyKind(code) if code in list(AgencyKind) else kind_of_name(text)


def _is_telephone(text: str) -> bool:
    digits = sum(each.isdigit() for each in text)
    return bool(_TELEPHONE.fullmatch(text)) and _FEWEST_DIGITS <= digits <= _MOST_DIGITS


def _kinds() -> str:
    return "; ".join(vietnamese for vietnamese, _english in LABELS[AgencyKind].values())


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if _FIRST_YEAR <= day.year <= _LAST_YEAR else None
