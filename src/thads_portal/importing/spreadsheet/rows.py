"""One row of a list to the fields of a listing: what each cell says, what is wrong with it, where.

Works on the texts of the cells alone, so that a cell corrected on the preview page is
judged exactly as one that came with the file. Nothing is guessed in silence: what was
derived, split off or taken from the upload form is named.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from thads_portal.domain import codes
from thads_portal.domain.fields import CHECKS
from thads_portal.domain.fields import Fault
from thads_portal.domain.names import clean
from thads_portal.domain.records import DATE_FIELDS
from thads_portal.domain.records import LISTING_FIELDS
from thads_portal.domain.records import OPTIONAL_FIELDS
from thads_portal.domain.records import RESTRICTED_FIELDS
from thads_portal.errors import Code
from thads_portal.errors import echo
from thads_portal.importing.spreadsheet import kinds
from thads_portal.importing.spreadsheet.composites import Act
from thads_portal.importing.spreadsheet.composites import split_act
from thads_portal.importing.spreadsheet.composites import split_name_and_address
from thads_portal.importing.spreadsheet.composites import split_person
from thads_portal.importing.spreadsheet.headings import Column
from thads_portal.importing.spreadsheet.values import is_year
from thads_portal.importing.spreadsheet.values import only_amount_in
from thads_portal.importing.spreadsheet.values import parse_amount
from thads_portal.importing.spreadsheet.values import parse_day
from typing import Any

import re


AGENCY = "agency"
_REQUIRED = tuple(name for name in LISTING_FIELDS if name not in OPTIONAL_FIELDS)
_FORMULA_ERROR = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|\?)")
#: Columns whose cell is the value of one field, as text.
_PLAIN = {
    column: column.value
    for column in (
        Column.ADDRESS,
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
    "obligation_amount": (Column.AMOUNT,),
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
    `problems`: (field, column or None, code, params). `remarks`: (column, word, value).
    """

    fields: dict[str, Any] = field(default_factory=dict)
    origin: dict[str, int] = field(default_factory=dict)
    derived: set[str] = field(default_factory=set)
    problems: list[tuple[str, int | None, Code, dict[str, Any]]] = field(default_factory=list)
    remarks: list[tuple[int, str, str]] = field(default_factory=list)


def read_row(
    texts: Mapping[int, str], columns: Mapping[int, Column], setting: Setting, section: str = ""
) -> Found:
    """The fields of the row whose cells say `texts`; `section` is the heading it stands under."""
    return _Reader(texts, columns, setting, section).found


class _Reader:
    def __init__(self, texts, columns, setting: Setting, section: str) -> None:
        self.columns = {held: column for column, held in columns.items()}
        self.texts = texts
        self.setting = setting
        self.found = Found()
        self.raw: dict[str, Any] = {}
        self.failed: set[str] = set()
        self._broken()
        self._people()
        self._documents()
        self._plain()
        self._meanings(section)
        self._check()

    # Cells

    def _text(self, column: Column) -> str:
        place = self.columns.get(column)
        return "" if place is None else self.texts.get(place, "")

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

    def _remark(self, column: Column, word: str, value: str = "") -> None:
        self.found.remarks.append((self.columns[column], word, value))

    def _broken(self) -> None:
        for column, place in list(self.columns.items()):
            text = self.texts.get(place, "")
            if column is not Column.UNUSED and _FORMULA_ERROR.fullmatch(text):
                self._fail(_first_field(column), column, Code.CELL_NO_VALUE, value=text)
                del self.columns[column]

    # Fields

    def _people(self) -> None:
        column = Column.NAME if Column.NAME in self.columns else Column.NAME_AND_ADDRESS
        text = self._text(column)
        if not text:
            return
        split = split_person if column is Column.NAME else split_name_and_address
        person = split(text)
        self._put("debtor_name", _with_capitals(person.name), column)
        self._put("debtor_address", person.address, column)
        if person.alias:
            self._remark(column, "alias", person.alias)
        if person.birth is not None:
            self._remark(column, "birth_moved")
        elif person.birth_year_only:
            self._remark(column, "birth_year_dropped")
        if person.personal_id:
            self._remark(column, "number_moved")
        self._personal(column, person)

    def _personal(self, column: Column, person) -> None:
        number = re.sub(
            r"^(?:cccd|cmnd|mst|số)[\s:.]*", "", self._text(Column.PERSONAL_ID), flags=re.I
        )
        number = number.strip("'’ ")
        if number.isdigit() and len(number) in (8, 11):
            # A number cell loses the zero in front.
            number = "0" + number
        self._put("personal_id", number, Column.PERSONAL_ID)
        self._put("personal_id", person.personal_id, column)
        birth = self._text(Column.BIRTH)
        if birth and is_year(birth):
            self._remark(Column.BIRTH, "birth_year_dropped")
        elif birth:
            self._day("date_of_birth", Column.BIRTH)
        elif person.birth is not None:
            self._put("date_of_birth", person.birth.isoformat(), column)

    def _documents(self) -> None:
        for column, (number, day, body) in _ACTS.items():
            text = self._text(column)
            if not text:
                continue
            try:
                act = split_act(text)
            except ValueError:
                self._fail(day, column, Code.CELL_BAD_DATE, value=echo(text))
                act = Act()
                self.failed.update((number, body))
            if not act.number and number not in self.failed:
                self._fail(number, column, Code.CELL_BAD_PARTS, value=echo(text))
                self.failed.add(day)
            self._put(number, act.number, column)
            self._put(day, act.day.isoformat() if act.day else "", column)
            if body == AGENCY:
                key = self._agency(act.body) if act.body else None
                if key:
                    self._put(AGENCY, key, column)
            else:
                self._put(body, act.body, column)

    def _plain(self) -> None:
        for column, name in _PLAIN.items():
            text = self._text(column)
            self._put(name, _sentence(text) if column is Column.OBLIGATION else text, column)
        for column, name in _DATES.items():
            if name != "date_of_birth" and self._text(column):
                self._day(name, column)
        amount = self._text(Column.AMOUNT)
        if amount and amount.strip("-– ") and amount.strip() != "0":
            try:
                self._put("obligation_amount", parse_amount(amount), Column.AMOUNT)
            except ValueError:
                self._fail(
                    "obligation_amount", Column.AMOUNT, Code.CELL_BAD_AMOUNT, value=echo(amount)
                )

    def _day(self, name: str, column: Column) -> None:
        text = self._text(column)
        try:
            self._put(name, parse_day(text).isoformat(), column)
        except ValueError:
            shown = "•••" if name in RESTRICTED_FIELDS else echo(text)
            self._fail(name, column, Code.CELL_BAD_DATE, value=shown)

    def _agency(self, text: str) -> str | None:
        return kinds.agency(text, self.setting.province, self.setting.today)

    def _meanings(self, section: str) -> None:
        self._agency_of(section)
        self._kinds()
        self._obligations()
        self._ground()

    def _agency_of(self, section: str) -> None:
        text = self._text(Column.AGENCY)
        if text:
            key = self._agency(text)
            if key is None:
                allowed = "Chi cục THADS huyện …, Cục THADS tỉnh …"
                self._fail(
                    AGENCY, Column.AGENCY, Code.CELL_UNKNOWN_WORD, value=echo(text), allowed=allowed
                )
            else:
                # Before what a composite cell said.
                self.raw.pop(AGENCY, None)
                self._put(AGENCY, key, Column.AGENCY)
        if not self.raw.get(AGENCY) and AGENCY not in self.failed:
            key = self._agency(section) if section else None
            self.raw[AGENCY] = key or self.setting.defaults.get(AGENCY)
            self.found.derived.add(AGENCY)

    def _kinds(self) -> None:
        name = self.raw.get("debtor_name") or ""
        said = self._text(Column.KIND)
        self.raw["debtor_kind"] = kinds.debtor_kind(said, name).value
        if said:
            self.found.origin["debtor_kind"] = self.columns[Column.KIND]
        else:
            self.found.derived.add("debtor_kind")
        said = self._text(Column.JUDGMENT_KIND)
        if said:
            kind = kinds.judgment_kind(said)
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
            name, column, Code.CELL_UNKNOWN_WORD, value=echo(said), allowed=kinds.allowed(kind)
        )

    def _obligations(self) -> None:
        obligation = self.raw.get("obligation") or ""
        said = self._text(Column.OBLIGATION_KINDS)
        found = kinds.obligation_kinds(said)
        if said and not found and "khac" not in kinds.folded(said):
            self._unknown("obligation_kinds", Column.OBLIGATION_KINDS, said, codes.ObligationKind)
        elif found:
            self._put("obligation_kinds", [kind.value for kind in found], Column.OBLIGATION_KINDS)
        else:
            found = kinds.obligation_kinds(obligation) or (codes.ObligationKind.OTHER,)
            self.raw["obligation_kinds"] = [kind.value for kind in found]
            self.found.derived.add("obligation_kinds")
        if (
            self.raw.get("obligation_amount") is None
            and "obligation_amount" not in self.failed
            and Column.AMOUNT not in self.columns
        ):
            amount = only_amount_in(obligation)
            if amount is not None:
                self._put("obligation_amount", amount, Column.OBLIGATION, derived=True)

    def _ground(self) -> None:
        said, reason = self._text(Column.GROUND), self._text(Column.GROUND_TEXT)
        self._put("ground_text", _sentence(reason), Column.GROUND_TEXT)
        if len(said) > 30:
            # A sentence in the column of the letter.
            self._put("ground_text", said, Column.GROUND)
        for text, column in ((said, Column.GROUND), (reason, Column.GROUND_TEXT)):
            found = kinds.ground(text) if text else None
            if found is not None:
                self._put("ground", found.value, column, derived=column is Column.GROUND_TEXT)
                return
        default = self.setting.defaults.get("ground")
        if default:
            self.raw["ground"] = default
            self.found.derived.add("ground")
        elif said or reason:
            column = Column.GROUND if said else Column.GROUND_TEXT
            self._unknown("ground", column, said or reason, codes.Ground)

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
