"""From the rows of a list to the listings to be made of it, with an account of every row.

Pure and deterministic: the same source, answers and corrections come to the same. Each row of
the source ends as created, joined to another, split into several, left out, asked about,
or as a heading or note; the counts of these add up to the rows of the file.
"""

from collections import Counter
from collections.abc import Collection
from collections.abc import Mapping
from dataclasses import dataclass
from thads_portal.importing.spreadsheet import kinds
from thads_portal.importing.spreadsheet.doubted import settle_doubts
from thads_portal.importing.spreadsheet.headings import Column
from thads_portal.importing.spreadsheet.questions import is_open
from thads_portal.importing.spreadsheet.questions import Kind
from thads_portal.importing.spreadsheet.questions import Questions
from thads_portal.importing.spreadsheet.rows import Found
from thads_portal.importing.spreadsheet.rows import read_unit
from thads_portal.importing.spreadsheet.rows import Setting
from thads_portal.importing.spreadsheet.rows import Whole
from thads_portal.importing.spreadsheet.same_debtor import SameDebtor
from thads_portal.importing.spreadsheet.sharing import people_of
from thads_portal.importing.spreadsheet.swapped import ask_about_swapped_dates
from thads_portal.importing.spreadsheet.unit import Unit
from thads_portal.importing.spreadsheet.units import Grouper
from thads_portal.importing.spreadsheet.wholes import Wholes
from typing import Any


#: What the kinds of source rows that are no debtors come to: (account, why).
_OTHERS = {
    "title": ("heading", "title"),
    "heading": ("heading", "heading"),
    "number_row": ("heading", "number_row"),
    "section": ("heading", "section"),
    "note": ("heading", "note"),
    "total": ("left_out", "total"),
    "signature": ("heading", "signature"),
    "example": ("heading", "example"),
    "no_list": ("left_out", "no_list"),
}


@dataclass(slots=True)
class Evaluation:
    """`rows`: the proposals, as kept with an upload. `accounts`: one for each source row."""

    rows: list[dict[str, Any]]
    accounts: list[dict[str, Any]]
    questions: list[dict[str, Any]]
    notices: list[dict[str, Any]]

    def counts(self) -> dict[str, int]:
        """How many source rows came to what."""
        return dict(Counter(account["a"] for account in self.accounts))


def evaluate(
    source: Mapping[str, Any],
    setting: Setting,
    *,
    answers: Mapping[str, str] | None = None,
    corrections: Mapping[str, Mapping[str, str]] | None = None,
    skipped: Collection[str] = (),
) -> Evaluation:
    """What `source` comes to.

    `answers`: id of a question, or what is alike -> choice. `corrections`: place of a source row
    -> column -> text. `skipped`: ids of proposals that the editor leaves out.
    """
    return _Evaluator(source, setting, answers or {}, corrections or {}, skipped).run()


class _Evaluator:
    def __init__(self, source, setting: Setting, answers, corrections, skipped) -> None:
        self.source = source
        self.setting = setting
        self.corrections = corrections
        self.skipped = frozenset(skipped)
        self.questions = Questions(answers)
        self.rows: list[dict[str, Any]] = []
        self.accounts: list[dict[str, Any]] = []

    def run(self) -> Evaluation:
        self.corrections = settle_doubts(self.source, self.corrections, self.questions)
        swaps = ask_about_swapped_dates(self.source, self.questions)
        grouper = Grouper(self.source, self.corrections, self.questions, self._is_agency)
        units = grouper.units_of()
        outside = Wholes(self.source, self.questions, self._agency)
        wholes = [
            outside.whole_of(place, table) for place, table in enumerate(self.source["tables"])
        ]
        for unit in units:
            if not unit.left:
                swaps.apply(unit, grouper.columns[unit.table])
                self._unit(unit, grouper.columns[unit.table], wholes[unit.table])
        same = SameDebtor(self.source, self.rows, self.questions)
        same.join()
        self.rows = same.rows
        self._account(units, grouper.left)
        return Evaluation(
            self.rows, self.accounts, self.questions.asked, list(self.source["notices"])
        )

    def _is_agency(self, text: str) -> bool:
        return self._agency(text) is not None

    def _agency(self, text: str) -> str | None:
        if len(text) > 200:
            return None
        return kinds.agency(text, self.setting.province, self.setting.today)

    # One unit

    def _unit(self, unit: Unit, columns: Mapping[int, Column], whole: Whole) -> None:
        begin = len(self.questions.asked)

        def ask(kind: Kind, choices, *, column=None, name=None, cell="", default=None, like=""):
            return self.questions.ask(
                kind,
                choices,
                place=unit.places[0],
                row=unit.row,
                sheet=unit.sheet,
                column=column,
                name=name,
                cell=cell,
                default=default,
                like=like,
            )

        _numbers(unit, columns, self.source, self.corrections)
        parts = people_of(unit, columns, ask)
        for number, part in enumerate(parts):
            found = read_unit(part, columns, self.setting, whole, ask)
            identity = str(unit.places[0]) + (f".{number + 1}" if len(parts) > 1 else "")
            self._propose(unit, identity, found)
        asked = self.questions.asked[begin:]
        mine = list(range(len(self.rows) - len(parts), len(self.rows)))
        for question in asked:
            question["to"] = mine

    def _propose(self, unit: Unit, identity: str, found: Found) -> None:
        row = self.source["rows"][unit.places[0]]
        kept: dict[str, Any] = {
            "id": identity,
            "src": list(unit.places),
            "t": unit.table,
            "r": unit.row,
            "c": row["c"],
            "f": found.fields,
            "d": sorted(found.derived),
            "o": found.origin,
            "p": [
                [name, place, code.value, params] for name, place, code, params in found.problems
            ],
            "n": [list(remark) for remark in found.remarks],
            "q": [],
        }
        made = self.corrections.get(str(unit.places[0]))
        if made:
            kept["e"] = dict(made)
        if identity in self.skipped:
            kept["x"] = True
        if unit.context.agency:
            kept["s"] = unit.context.agency
        self.rows.append(kept)

    # The account

    def _account(self, units: list[Unit], left: Mapping[int, str]) -> None:
        made: dict[int, list[int]] = {}
        for place, row in enumerate(self.rows):
            for src in row["src"]:
                made.setdefault(src, []).append(place)
        self._concern(made)
        self.accounts = [
            self._one_account(place, row, made, left)
            for place, row in enumerate(self.source["rows"])
        ]

    def _concern(self, made: Mapping[int, list[int]]) -> None:
        """Which proposals each question is about, and which of them are open."""
        by_table: dict[int, list[int]] = {}
        for place, row in enumerate(self.rows):
            by_table.setdefault(row["t"], []).append(place)
        for question in self.questions.asked:
            if "table" in question:
                question["to"] = by_table.get(question.pop("table"), [])
            elif not question["to"]:
                question["to"] = made.get(question["place"], [])
            if is_open(question):
                for place in question["to"]:
                    self.rows[place]["q"].append(question["id"])

    def _one_account(self, place: int, row, made, left) -> dict[str, Any]:
        kept: dict[str, Any] = {"sheet": row["sheet"], "r": row["r"], "to": []}
        if row["k"] != "row":
            kept["a"], kept["why"] = _OTHERS[row["k"]]
            return kept
        if place in left and place not in made:
            return {**kept, "a": "left_out", "why": left[place]}
        to = made.get(place, [])
        kept["to"] = to
        if not to:
            return {**kept, "a": "left_out", "why": "unknown"}
        if any(self.rows[each]["q"] for each in to):
            return {**kept, "a": "asked", "why": ""}
        if all(self.rows[each].get("x") for each in to):
            return {**kept, "a": "left_out", "why": "by_hand"}
        if self.rows[to[0]]["src"][0] != place:
            return {**kept, "a": "joined", "why": "", "with": self.rows[to[0]]["r"]}
        return {**kept, "a": "split" if len(to) > 1 else "created", "why": ""}


def _numbers(unit: Unit, columns, source, corrections) -> None:
    """Sums and personal numbers of number cells as they are stored, not as they are shown."""
    cells = source["rows"][unit.places[0]]["c"]
    made = corrections.get(str(unit.places[0]), ())
    for column, held in columns.items():
        if held not in (Column.AMOUNT, Column.PERSONAL_ID) or column not in unit.numeric:
            continue
        cell = cells.get(str(column))
        if cell is not None and held is Column.PERSONAL_ID and cell[1].isdigit():
            # Its format shows the zeros in front.
            continue
        if cell is not None and str(column) not in made and unit.texts.get(column) == cell[1]:
            unit.texts[column] = cell[0]
