"""One unit of a list to the fields of a listing: what its cells say, what is wrong or in doubt.

Works on the texts of the cells alone, so that a cell corrected on the preview page is
judged exactly as one that came with the file. Nothing is guessed in silence: what was
derived, split off or taken from elsewhere is named, and what could mean two things is asked.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from thads_portal.domain import codes
from thads_portal.domain import grounds
from thads_portal.domain.fields import CHECKS
from thads_portal.domain.fields import Fault
from thads_portal.domain.names import clean
from thads_portal.domain.records import DATE_FIELDS
from thads_portal.domain.records import LISTING_FIELDS
from thads_portal.domain.records import OPTIONAL_FIELDS
from thads_portal.errors import Code
from thads_portal.importing.spreadsheet import kinds
from thads_portal.importing.spreadsheet.acts import Act
from thads_portal.importing.spreadsheet.acts import read_acts
from thads_portal.importing.spreadsheet.headings import Column
from thads_portal.importing.spreadsheet.people import Person
from thads_portal.importing.spreadsheet.people import read_address
from thads_portal.importing.spreadsheet.people import read_person
from thads_portal.importing.spreadsheet.questions import Choice
from thads_portal.importing.spreadsheet.questions import Kind
from thads_portal.importing.spreadsheet.questions import quoted
from thads_portal.importing.spreadsheet.sums import Sums
from thads_portal.importing.spreadsheet.units import Unit
from thads_portal.importing.spreadsheet.values import is_year
from thads_portal.importing.spreadsheet.values import read_day
from typing import Any

import re


AGENCY = "agency"
_REQUIRED = tuple(name for name in LISTING_FIELDS if name not in OPTIONAL_FIELDS)
_FORMULA_ERROR = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|\?)")
_CARD = re.compile(r"^(?:cccd|cmnd|mst|số)[\s:.]{0,4}", re.IGNORECASE)
#: Columns whose cell is the value of one field, as text.
_PLAIN = {
    column: column.value
    for column in (
        Column.JUDGMENT_NUMBER,
        Column.JUDGMENT_BODY,
        Column.ENFORCEMENT_NUMBER,
        Column.DECISION_NUMBER,
        Column.SIGNED_BY,
        Column.OBLIGATION,
        Column.CREDITOR,
        Column.OFFICER,
        Column.CASE_NUMBER,
    )
}
_DATES = {
    Column.JUDGMENT_DATE: "judgment_date",
    Column.ENFORCEMENT_DATE: "enforcement_decision_date",
    Column.DECISION_DATE: "no_conditions_decision_date",
    Column.BIRTH: "date_of_birth",
}
_ACTS = {
    Column.JUDGMENT: ("judgment_number", "judgment_date", "judgment_body"),
    Column.ENFORCEMENT: ("enforcement_decision_number", "enforcement_decision_date", AGENCY),
    Column.DECISION: ("no_conditions_decision_number", "no_conditions_decision_date", AGENCY),
    Column.JUDGMENT_NUMBER: ("judgment_number", "judgment_date", "judgment_body"),
    Column.ENFORCEMENT_NUMBER: (
        "enforcement_decision_number",
        "enforcement_decision_date",
        AGENCY,
    ),
    Column.DECISION_NUMBER: (
        "no_conditions_decision_number",
        "no_conditions_decision_date",
        AGENCY,
    ),
}
#: Which columns can give a field; for the address of a problem.
SOURCES: dict[str, tuple[Column, ...]] = {
    "debtor_name": (Column.NAME, Column.NAME_AND_ADDRESS),
    "debtor_address": (Column.ADDRESS, Column.NAME_AND_ADDRESS),
    "judgment_number": (Column.JUDGMENT_NUMBER, Column.JUDGMENT),
    "judgment_date": (Column.JUDGMENT_DATE, Column.JUDGMENT),
    "judgment_body": (Column.JUDGMENT_BODY, Column.JUDGMENT),
    "judgment_kind": (Column.JUDGMENT_KIND, Column.JUDGMENT_NUMBER, Column.JUDGMENT),
    "enforcement_decision_number": (Column.ENFORCEMENT_NUMBER, Column.ENFORCEMENT),
    "enforcement_decision_date": (Column.ENFORCEMENT_DATE, Column.ENFORCEMENT),
    "no_conditions_decision_number": (Column.DECISION_NUMBER, Column.DECISION),
    "no_conditions_decision_date": (Column.DECISION_DATE, Column.DECISION),
    "signed_by": (Column.SIGNED_BY,),
    "obligation": (Column.OBLIGATION,),
    "obligation_kinds": (Column.OBLIGATION_KINDS, Column.OBLIGATION),
    "obligation_amount": (Column.AMOUNT, Column.OBLIGATION),
    "ground": (Column.GROUND, Column.GROUND_TEXT),
    "ground_text": (Column.GROUND_TEXT, Column.GROUND),
    "personal_id": (Column.PERSONAL_ID, Column.NAME, Column.NAME_AND_ADDRESS),
    "date_of_birth": (Column.BIRTH, Column.NAME, Column.NAME_AND_ADDRESS),
    "creditor": (Column.CREDITOR,),
    "enforcement_officer": (Column.OFFICER,),
    "case_number": (Column.CASE_NUMBER,),
    "debtor_kind": (Column.KIND,),
    AGENCY: (Column.AGENCY,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What holds for a whole upload. `defaults` are values given on the upload form."""

    province: str
    today: date
    defaults: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Found:
    """What a row comes to. `fields` are checked values as JSON can hold them.

    `origin`: field -> column. `derived`: fields that no cell says in so many words.
    `problems`: (field, column or None, code, params). `remarks`: (column or -1, word, value).
    `open`: ids of the questions that are not answered.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    origin: dict[str, int] = field(default_factory=dict)
    derived: set[str] = field(default_factory=set)
    problems: list[tuple[str, int | None, Code, dict[str, Any]]] = field(default_factory=list)
    remarks: list[tuple[int, str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


#: ask(kind, choices, column, field, cell, default=, like=) -> choice id or None
Ask = Callable[..., str | None]


@dataclass(frozen=True, slots=True)
class Whole:
    """What stands outside of the rows and holds for all of a list."""

    unit: int = 1
    unit_said: bool = False
    agency: str | None = None
    signer: str = ""
    decision_number: str = ""
    decision_date: str = ""


def read_unit(
    unit: Unit, columns: Mapping[int, Column], setting: Setting, whole: Whole, ask: Ask
) -> Found:
    """The fields of the listing that `unit` comes to."""
    return _Reader(unit, columns, setting, whole, ask).found


class _Reader:
    def __init__(self, unit: Unit, columns, setting: Setting, whole: Whole, ask: Ask) -> None:
        self.unit = unit
        self.texts = unit.texts
        self.columns: dict[Column, int] = {}
        self.said: dict[Column, str] = {}
        for column, held in sorted(columns.items()):
            self.columns.setdefault(held, column)
            text = unit.texts.get(column)
            if text:
                self.said[held] = f"{self.said[held]} {text}" if held in self.said else text
        self.setting = setting
        self.whole = whole
        self.ask = ask
        self.found = Found()
        self.found.remarks += unit.remarks
        self.raw: dict[str, Any] = {}
        self.failed: set[str] = set()
        self._broken()
        self._people()
        self._documents()
        self._plain()
        self._meanings()
        self._check()

    # Cells

    def text(self, column: Column) -> str:
        return self.said.get(column, "")

    def _put(self, name: str, value: Any, column: Column, *, derived: bool = False) -> None:
        if value in ("", None, ()) or self.raw.get(name) not in (None, "", ()):
            return
        self.raw[name] = value
        self.found.origin[name] = self.columns[column]
        if derived:
            self.found.derived.add(name)

    def _fail(self, name: str, column: Column, code: Code, **params: Any) -> None:
        self.failed.add(name)
        self.found.problems.append((name, self.columns.get(column), code, params))

    def _remark(self, column: Column | None, word: str, value: str = "") -> None:
        place = self.columns.get(column, -1) if column is not None else -1
        self.found.remarks.append((place, word, value))

    def _broken(self) -> None:
        for column, place in list(self.columns.items()):
            text = self.texts.get(place, "")
            broken = place in self.unit.broken or _FORMULA_ERROR.fullmatch(text[:20])
            if column is not Column.UNUSED and broken:
                self._fail(_first_field(column), column, Code.CELL_NO_VALUE, value=text)
                del self.columns[column]
                self.said.pop(column, None)

    # Fields

    def _people(self) -> None:
        column = Column.NAME if Column.NAME in self.columns else Column.NAME_AND_ADDRESS
        text = self.text(column)
        person = Person("")
        if text:
            try:
                person = read_person(text)
            except ValueError:
                self._fail("debtor_name", column, Code.TOO_LONG, max=255)
        self._put("debtor_name", _with_capitals(person.name), column)
        self._told_of(person, column)
        self._address(person, column)
        self._personal(column, person)

    def _told_of(self, person: Person, column: Column) -> None:
        if person.alias:
            self._remark(column, "alias", person.alias)
        if person.birth is not None:
            self._remark(column, "birth_moved")
        elif person.year:
            self._remark(column, "birth_year_dropped")
        if person.personal_id:
            self._remark(column, "number_moved")
        for cut in person.cut:
            self._remark(column, "cut", cut)
        if person.doubtful_year:
            self._year(person, column)

    def _year(self, person: Person, column: Column) -> None:
        year = person.doubtful_year
        without = re.sub(rf"[,;]? ?\b{year}\b", "", person.address, count=1).strip(" ,;")
        chosen = self.ask(
            Kind.BIRTH_YEAR,
            [
                Choice("out", {"debtor_address": without}, {"value": year}),
                Choice("keep", {"debtor_address": person.address}, {"value": year}),
            ],
            column=self.columns[column],
            name="debtor_address",
            cell=person.address,
        )
        if chosen == "out":
            self.raw["debtor_address"] = without

    def _address(self, person: Person, column: Column) -> None:
        own = self.text(Column.ADDRESS)
        if own:
            try:
                read = read_address(own)
            except ValueError:
                self._fail("debtor_address", Column.ADDRESS, Code.TOO_LONG, max=500)
                return
            self._told_of(read, Column.ADDRESS)
            if read.birth is not None and Column.BIRTH not in self.columns:
                self._put("date_of_birth", read.birth.isoformat(), Column.ADDRESS)
            if read.personal_id:
                self._put("personal_id", read.personal_id, Column.ADDRESS)
            self._put("debtor_address", read.address, Column.ADDRESS)
            if person.address and kinds.folded(person.address) != kinds.folded(read.address):
                self._two_addresses(person.address, read.address, column)
        else:
            self._put("debtor_address", person.address, column)
        commune = self.unit.context.commune
        address = self.raw.get("debtor_address")
        if commune and address and not _names_a_commune(address, commune):
            self.raw["debtor_address"] = f"{address}, {commune}"
            self._remark(None, "commune", commune)

    def _two_addresses(self, beside: str, own: str, column: Column) -> None:
        chosen = self.ask(
            Kind.ADDRESS,
            [
                Choice("address", {"debtor_address": own}),
                Choice("name", {"debtor_address": beside}),
                Choice("both", {"debtor_address": f"{beside}, {own}"}),
            ],
            column=self.columns[column],
            name="debtor_address",
            cell=self.text(column),
        )
        if chosen in ("name", "both"):
            self.raw["debtor_address"] = beside if chosen == "name" else f"{beside}, {own}"

    def _personal(self, column: Column, person: Person) -> None:
        number = _CARD.sub("", self.text(Column.PERSONAL_ID)[:80])
        number = number.strip("'’ ")
        organisation = kinds.debtor_kind(self.text(Column.KIND), self.raw.get("debtor_name") or "")
        restored = kinds.restored_number(number, organisation)
        if restored is None:
            self._fail("personal_id", Column.PERSONAL_ID, Code.CELL_LOST_ZEROS)
        elif restored != number:
            self._remark(Column.PERSONAL_ID, "zeros")
        self._put("personal_id", restored, Column.PERSONAL_ID)
        self._put("personal_id", person.personal_id, column)
        birth = self.text(Column.BIRTH)
        if birth and is_year(birth):
            self._remark(Column.BIRTH, "birth_year_dropped")
        elif birth:
            self._day("date_of_birth", Column.BIRTH)
        if person.birth is not None:
            self._put("date_of_birth", person.birth.isoformat(), column)

    def _documents(self) -> None:
        for column, (number, day, body) in _ACTS.items():
            text = self.text(column)
            if not text:
                continue
            alone = column.value == number
            try:
                acts = read_acts(text)
            except ValueError:
                self._fail(day, column, Code.CELL_BAD_DATE, value=quoted(text))
                self.failed.update((number, body))
                continue
            act = self._one_act(acts, column, number, text)
            if alone and not (act.number and (act.day or act.body)):
                # A column of numbers with nothing but a number.
                continue
            if not act.number and number not in self.failed:
                self._fail(number, column, Code.CELL_BAD_PARTS, value=quoted(text))
                self.failed.add(day)
            if acts.no_day and not act.day:
                self._fail(day, column, Code.CELL_NO_DAY, value=quoted(text))
            self._put(number, act.number, column)
            self._put(day, act.day.isoformat() if act.day else "", column)
            if body == AGENCY:
                key = self._agency(act.body) if act.body else None
                if key:
                    self._put(AGENCY, key, column)
            else:
                self._put(body, act.body, column)

    def _one_act(self, acts, column: Column, number: str, text: str) -> Act:
        act = acts.act
        if acts.numbers:
            chosen = self.ask(
                Kind.NUMBER,
                [
                    Choice("with_kind", {number: acts.numbers[0]}),
                    Choice("as_written", {number: acts.numbers[1]}),
                ],
                column=self.columns[column],
                name=number,
                cell=text,
            )
            if chosen == "with_kind":
                act = Act(acts.numbers[0], act.day, act.body)
        if acts.others:
            _number, day, body = _ACTS[column]
            choices = [
                Choice(
                    f"act:{place}",
                    {
                        number: each.number,
                        day: each.day.isoformat() if each.day else None,
                        body: each.body,
                    },
                    {"value": each.number},
                )
                for place, each in enumerate((act, *acts.others))
            ]
            chosen = self.ask(
                Kind.ACTS, choices, column=self.columns[column], name=number, cell=text
            )
            if chosen is not None:
                act = (act, *acts.others)[int(chosen.partition(":")[2])]
        return act

    def _plain(self) -> None:
        for column, name in _PLAIN.items():
            text = self.text(column)
            self._put(name, _sentence(text) if column is Column.OBLIGATION else text, column)
        for column, name in _DATES.items():
            if name != "date_of_birth" and self.text(column):
                self._day(name, column)
        if self.unit.context.officer and Column.OFFICER not in self.columns:
            self.raw["enforcement_officer"] = self.unit.context.officer
            self.found.derived.add("enforcement_officer")
        if not self.raw.get("no_conditions_decision_number") and self.whole.decision_number:
            self.raw["no_conditions_decision_number"] = self.whole.decision_number
            self.raw.setdefault("no_conditions_decision_date", self.whole.decision_date)
            self.found.derived.update(
                ("no_conditions_decision_number", "no_conditions_decision_date")
            )
            self._remark(None, "decision_of_title", self.whole.decision_number)
        if not self.raw.get("signed_by") and self.whole.signer:
            self.raw["signed_by"] = self.whole.signer
            self.found.derived.add("signed_by")
            self._remark(None, "signer", self.whole.signer)

    def _day(self, name: str, column: Column) -> None:
        text = self.text(column)
        if self.raw.get(name) and column is not Column.BIRTH:
            return
        read = read_day(text)
        day = read.day
        if read.reading is not None:
            shown = read.reading.isoformat()
            chosen = self.ask(
                Kind.DATE,
                [Choice("date", {name: shown}, {"value": f"{read.reading:%d/%m/%Y}"})],
                column=self.columns[column],
                name=name,
                cell=text,
            )
            if chosen is None:
                self.failed.add(name)
                return
            day = read.reading
        if day is not None:
            self._put(name, day.isoformat(), column)
            return
        code = Code.CELL_NO_DAY if read.word == "no_day" else Code.CELL_BAD_DATE
        self._fail(name, column, code, value=quoted(text))

    def _agency(self, text: str) -> str | None:
        return kinds.agency(text[:200], self.setting.province, self.setting.today)

    def _meanings(self) -> None:
        self._agency_of()
        self._kinds()
        self._obligations()
        self._ground()

    def _agency_of(self) -> None:
        text = self.text(Column.AGENCY)
        if text:
            key = self._agency(text)
            if key is None:
                allowed = "Chi cục THADS huyện …, Cục THADS tỉnh …"
                self._fail(
                    AGENCY,
                    Column.AGENCY,
                    Code.CELL_UNKNOWN_WORD,
                    value=quoted(text),
                    allowed=allowed,
                )
            else:
                # Before what a composite cell said.
                self.raw.pop(AGENCY, None)
                self._put(AGENCY, key, Column.AGENCY)
        section = self.unit.context.agency
        key = self._agency(section) if section else None
        if key and not text:
            self.raw[AGENCY] = key
            self.found.derived.add(AGENCY)
            self._remark(None, "agency_of_section", section[:120])
        elif not self.raw.get(AGENCY) and AGENCY not in self.failed:
            self.raw[AGENCY] = self.setting.defaults.get(AGENCY) or self.whole.agency
            self.found.derived.add(AGENCY)

    def _kinds(self) -> None:
        name = self.raw.get("debtor_name") or ""
        said = self.text(Column.KIND)
        self.raw["debtor_kind"] = kinds.debtor_kind(said, name).value
        if said:
            self.found.origin["debtor_kind"] = self.columns[Column.KIND]
        else:
            self.found.derived.add("debtor_kind")
        said = self.text(Column.JUDGMENT_KIND)
        if said:
            kind = kinds.judgment_kind(said[:200])
            if kind is None:
                self._unknown("judgment_kind", Column.JUDGMENT_KIND, said, codes.JudgmentKind)
            else:
                self._put("judgment_kind", kind.value, Column.JUDGMENT_KIND)
            return
        kind = kinds.judgment_kind_of_number(self.raw.get("judgment_number") or "")
        self.raw["judgment_kind"] = (kind or codes.JudgmentKind.OTHER).value
        self.found.derived.add("judgment_kind")

    def _unknown(self, name: str, column: Column, said: str, kind) -> None:
        self._fail(
            name, column, Code.CELL_UNKNOWN_WORD, value=quoted(said), allowed=kinds.allowed(kind)
        )

    def _obligations(self) -> None:
        Sums(self, self.ask).read()
        obligation = (self.raw.get("obligation") or "")[:4000]
        said = self.text(Column.OBLIGATION_KINDS)[:400]
        found = kinds.obligation_kinds(said)
        if said and not found and "khac" not in kinds.folded(said):
            self._unknown("obligation_kinds", Column.OBLIGATION_KINDS, said, codes.ObligationKind)
        elif found:
            self._put("obligation_kinds", [kind.value for kind in found], Column.OBLIGATION_KINDS)
        else:
            found = kinds.obligation_kinds(obligation) or (codes.ObligationKind.OTHER,)
            self.raw["obligation_kinds"] = [kind.value for kind in found]
            self.found.derived.add("obligation_kinds")

    def _ground(self) -> None:
        said, reason = self.text(Column.GROUND)[:2100], self.text(Column.GROUND_TEXT)[:2100]
        self._put("ground_text", _sentence(reason), Column.GROUND_TEXT)
        if len(said) > 30:
            # A sentence in the column of the letter.
            self._put("ground_text", said, Column.GROUND)
        for text, column in ((said, Column.GROUND), (reason, Column.GROUND_TEXT)):
            found = kinds.ground(text, self._law()) if text else None
            if found is not None:
                self._put("ground", found.value, column, derived=column is Column.GROUND_TEXT)
                return
        default = self.setting.defaults.get("ground")
        if default:
            self.raw["ground"] = default
            self.found.derived.add("ground")
        elif said or reason:
            self._ask_ground(Column.GROUND if said else Column.GROUND_TEXT, said or reason)

    def _ask_ground(self, column: Column, text: str) -> None:
        """The words name no ground of the decision's law: which one is meant is asked."""
        law = self._law()
        chosen = self.ask(
            Kind.GROUND,
            [
                Choice(
                    f"ground:{row.code}",
                    {"ground": row.code.value},
                    {"letter": row.letter, "short": row.short[0]},
                )
                for row in grounds.grounds_of(law)
            ],
            column=self.columns[column],
            name="ground",
            cell=text,
            like=f"ground/{law}/{kinds.folded(text)[:200]}",
        )
        if chosen is None:
            self.failed.add("ground")
        else:
            self._put("ground", chosen.partition(":")[2], column, derived=True)

    def _law(self) -> codes.GroundScheme:
        """Whose list of grounds holds: by the decision's day, by today where it has none."""
        decided = self.raw.get(grounds.DECIDED)
        return grounds.scheme_of(date.fromisoformat(decided) if decided else self.setting.today)

    # Together

    def _check(self) -> None:
        """Every value by the rules of the form and the feed; what is missing, with its cell."""
        for name, default in self.setting.defaults.items():
            if default and not self.raw.get(name) and name not in self.failed:
                self.raw[name] = default
                self.found.derived.add(name)
        for name in LISTING_FIELDS:
            value = self.raw.get(name)
            if value is None or value == "" or name in self.failed:
                continue
            if isinstance(value, str) and name not in DATE_FIELDS:
                value = clean(value)
            try:
                checked = CHECKS[name](value, self.setting.today)
            except Fault as fault:
                self.failed.add(name)
                place = self.found.origin.get(name)
                self.found.problems.append((name, place, fault.code, dict(fault.params)))
                continue
            self.found.fields[name] = _plain(checked)
        scheme = self._law().value
        if not grounds.fits(self.found.fields.get(grounds.GROUND), scheme):
            code = self.found.fields.pop(grounds.GROUND)
            self.failed.add(grounds.GROUND)
            self.found.problems.append(
                (
                    grounds.GROUND,
                    self.found.origin.get(grounds.GROUND),
                    Code.GROUND_OF_ANOTHER_LAW,
                    grounds.refusal(code, scheme),
                )
            )
        if self.raw.get(AGENCY):
            self.found.fields[AGENCY] = self.raw[AGENCY]
        for name in _REQUIRED:
            if name not in self.found.fields and name not in self.failed:
                self._missing(name)

    def _missing(self, name: str) -> None:
        places = [self.columns[column] for column in SOURCES[name] if column in self.columns]
        if places:
            self.found.problems.append((name, places[0], Code.MISSING, {}))
        else:
            self.found.problems.append((name, None, Code.COLUMN_MISSING, {}))


def _names_a_commune(address: str, commune: str) -> bool:
    said = kinds.folded(address[:600])
    bare = kinds.folded(commune)
    return bare in said or bool(re.search(r"\b(xa|phuong|thi tran|tt) [a-z]", said))


def _with_capitals(name: str) -> str:
    """ "Lê Thị ánh": old fonts have no capitals with tones, so names came without."""
    words = name.split(" ")
    small = [word for word in words if word[:1].islower()]
    if not small or any(word[:1].isascii() for word in small) or len(small) > len(words) // 2:
        return name
    return " ".join(word[:1].upper() + word[1:] for word in words)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _first_field(column: Column) -> str:
    return next((name for name, sources in SOURCES.items() if column in sources), AGENCY)


def missing_columns(columns: Iterable[Column], defaults: Mapping[str, Any]) -> list[str]:
    """Fields that every row must have and that no column or default gives."""
    present = set(columns)
    free = {"debtor_kind", "judgment_kind", "obligation_kinds", AGENCY}
    return [
        name
        for name in _REQUIRED
        if name not in free and not defaults.get(name) and not present.intersection(SOURCES[name])
    ]
