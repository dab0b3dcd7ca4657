"""One unit of a list to the fields of a listing: what its cells say, what is wrong or in doubt.

Works on the texts of the cells alone, so that a cell corrected on the preview page is
judged exactly as one that came with the file. Nothing is guessed in silence: what was
derived, split off or taken from elsewhere is named, and what could mean two things is asked.
"""

from collections.abc import Callable
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
from thads_portal.errors import Code
from thads_portal.importing.spreadsheet import kinds
from thads_portal.importing.spreadsheet.documents import Documents
from thads_portal.importing.spreadsheet.fields_of_columns import AGENCY
from thads_portal.importing.spreadsheet.fields_of_columns import DATES
from thads_portal.importing.spreadsheet.fields_of_columns import first_field
from thads_portal.importing.spreadsheet.fields_of_columns import PLAIN
from thads_portal.importing.spreadsheet.fields_of_columns import REQUIRED
from thads_portal.importing.spreadsheet.fields_of_columns import SOURCES
from thads_portal.importing.spreadsheet.headings import Column
from thads_portal.importing.spreadsheet.persons import Persons
from thads_portal.importing.spreadsheet.questions import Choice
from thads_portal.importing.spreadsheet.questions import Kind
from thads_portal.importing.spreadsheet.questions import quoted
from thads_portal.importing.spreadsheet.sums import Sums
from thads_portal.importing.spreadsheet.unit import Unit
from typing import Any

import re


_FORMULA_ERROR = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|\?)")


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
        Persons(self).read()
        documents = Documents(self)
        documents.read()
        self._plain(documents)
        self._meanings()
        self._check()

    # Cells

    def text(self, column: Column) -> str:
        return self.said.get(column, "")

    def put(self, name: str, value: Any, column: Column, *, derived: bool = False) -> None:
        if value in ("", None, ()) or self.raw.get(name) not in (None, "", ()):
            return
        self.raw[name] = value
        self.found.origin[name] = self.columns[column]
        if derived:
            self.found.derived.add(name)

    def fail(self, name: str, column: Column, code: Code, **params: Any) -> None:
        self.failed.add(name)
        self.found.problems.append((name, self.columns.get(column), code, params))

    def remark(self, column: Column | None, word: str, value: str = "") -> None:
        place = self.columns.get(column, -1) if column is not None else -1
        self.found.remarks.append((place, word, value))

    def _broken(self) -> None:
        for column, place in list(self.columns.items()):
            text = self.texts.get(place, "")
            broken = place in self.unit.broken or _FORMULA_ERROR.fullmatch(text[:20])
            if column is not Column.UNUSED and broken:
                self.fail(first_field(column), column, Code.CELL_NO_VALUE, value=text)
                del self.columns[column]
                self.said.pop(column, None)

    # Fields

    def _plain(self, documents: Documents) -> None:
        for column, name in PLAIN.items():
            text = self.text(column)
            self.put(name, _sentence(text) if column is Column.OBLIGATION else text, column)
        for column, name in DATES.items():
            if name != "date_of_birth" and self.text(column):
                documents.day(name, column)
        if self.unit.context.officer and Column.OFFICER not in self.columns:
            self.raw["enforcement_officer"] = self.unit.context.officer
            self.found.derived.add("enforcement_officer")
        if not self.raw.get("no_conditions_decision_number") and self.whole.decision_number:
            self.raw["no_conditions_decision_number"] = self.whole.decision_number
            self.raw.setdefault("no_conditions_decision_date", self.whole.decision_date)
            self.found.derived.update(
                ("no_conditions_decision_number", "no_conditions_decision_date")
            )
            self.remark(None, "decision_of_title", self.whole.decision_number)
        if not self.raw.get("signed_by") and self.whole.signer:
            self.raw["signed_by"] = self.whole.signer
            self.found.derived.add("signed_by")
            self.remark(None, "signer", self.whole.signer)

    def agency_named(self, text: str) -> str | None:
        return kinds.agency(text[:200], self.setting.province, self.setting.today)

    def _meanings(self) -> None:
        self._agency_of()
        self._kinds()
        self._obligations()
        self._ground()

    def _agency_of(self) -> None:
        text = self.text(Column.AGENCY)
        if text:
            key = self.agency_named(text)
            if key is None:
                allowed = "Chi cục THADS huyện …, Cục THADS tỉnh …"
                self.fail(
                    AGENCY,
                    Column.AGENCY,
                    Code.CELL_UNKNOWN_WORD,
                    value=quoted(text),
                    allowed=allowed,
                )
            else:
                # Before what a composite cell said.
                self.raw.pop(AGENCY, None)
                self.put(AGENCY, key, Column.AGENCY)
        section = self.unit.context.agency
        key = self.agency_named(section) if section else None
        if key and not text:
            self.raw[AGENCY] = key
            self.found.derived.add(AGENCY)
            self.remark(None, "agency_of_section", section[:120])
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
                self.put("judgment_kind", kind.value, Column.JUDGMENT_KIND)
            return
        kind = kinds.judgment_kind_of_number(self.raw.get("judgment_number") or "")
        self.raw["judgment_kind"] = (kind or codes.JudgmentKind.OTHER).value
        self.found.derived.add("judgment_kind")

    def _unknown(self, name: str, column: Column, said: str, kind) -> None:
        self.fail(
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
            self.put("obligation_kinds", [kind.value for kind in found], Column.OBLIGATION_KINDS)
        else:
            found = kinds.obligation_kinds(obligation) or (codes.ObligationKind.OTHER,)
            self.raw["obligation_kinds"] = [kind.value for kind in found]
            self.found.derived.add("obligation_kinds")

    def _ground(self) -> None:
        said, reason = self.text(Column.GROUND)[:2100], self.text(Column.GROUND_TEXT)[:2100]
        self.put("ground_text", _sentence(reason), Column.GROUND_TEXT)
        if len(said) > 30:
            # A sentence in the column of the letter.
            self.put("ground_text", said, Column.GROUND)
        for text, column in ((said, Column.GROUND), (reason, Column.GROUND_TEXT)):
            found = kinds.ground(text, self._law()) if text else None
            if found is not None:
                self.put("ground", found.value, column, derived=column is Column.GROUND_TEXT)
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
            self.put("ground", chosen.partition(":")[2], column, derived=True)

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
        for name in REQUIRED:
            if name not in self.found.fields and name not in self.failed:
                self._missing(name)

    def _missing(self, name: str) -> None:
        places = [self.columns[column] for column in SOURCES[name] if column in self.columns]
        if places:
            self.found.problems.append((name, places[0], Code.MISSING, {}))
        else:
            self.found.problems.append((name, None, Code.COLUMN_MISSING, {}))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
