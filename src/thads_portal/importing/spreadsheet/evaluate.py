"""From the rows of a list to the listings to be made of it, with an account of every row.

Pure and deterministic: the same source, answers and corrections come to the same. Each row of
the source ends as created, joined to another, split into several, left out, asked about,
or as a heading or note; the counts of these add up to the rows of the file.
"""

from collections import Counter
from collections.abc import Collection
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from thads_portal.domain.document_numbers import number_key
from thads_portal.domain.names import folded_name
from thads_portal.importing.spreadsheet import kinds
from thads_portal.importing.spreadsheet.doubted import settle_doubts
from thads_portal.importing.spreadsheet.headings import Column
from thads_portal.importing.spreadsheet.headings import NAMES
from thads_portal.importing.spreadsheet.layout import decision_in
from thads_portal.importing.spreadsheet.people import several
from thads_portal.importing.spreadsheet.questions import Choice
from thads_portal.importing.spreadsheet.questions import is_open
from thads_portal.importing.spreadsheet.questions import Kind
from thads_portal.importing.spreadsheet.questions import Questions
from thads_portal.importing.spreadsheet.rows import Found
from thads_portal.importing.spreadsheet.rows import read_unit
from thads_portal.importing.spreadsheet.rows import Setting
from thads_portal.importing.spreadsheet.rows import Whole
from thads_portal.importing.spreadsheet.swapped import ask_about_swapped_dates
from thads_portal.importing.spreadsheet.units import Grouper
from thads_portal.importing.spreadsheet.units import Unit
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
#: Proposals that one cell may be split into.
_MOST_PEOPLE = 40
#: Columns that may say one thing for each of several people.
_EACH = (Column.ADDRESS, Column.PERSONAL_ID, Column.BIRTH, Column.AMOUNT)


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
        wholes = [self._whole(place, table) for place, table in enumerate(self.source["tables"])]
        for unit in units:
            if not unit.left:
                swaps.apply(unit, grouper.columns[unit.table])
                self._unit(unit, grouper.columns[unit.table], wholes[unit.table])
        self._same_debtor()
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

    # What holds for a whole list

    def _whole(self, place: int, table: Mapping[str, Any]) -> Whole:
        held = set(table["columns"].values())
        agencies = [key for line in table["title"] if (key := self._agency_of_title(line))]
        agency = next((key for key in agencies if not key.endswith("/cuc")), None)
        whole = Whole(agency=agency or next(iter(agencies), None))
        if table.get("unit", 1) > 1 and Column.AMOUNT.value in held:
            whole = replace(whole, unit=self._unit_of(place, table))
        if "signed_by" not in held and table.get("signer"):
            chosen = self._ask_table(
                place,
                Kind.SIGNER,
                [
                    Choice("use", {"signed_by": table["signer"]}, {"value": table["signer"]}),
                    Choice("blank"),
                ],
                "use",
            )
            whole = replace(whole, signer=table["signer"] if chosen == "use" else "")
        if not {"no_conditions", "no_conditions_decision_number"} & held:
            whole = self._decision(place, table, whole)
        return whole

    def _agency_of_title(self, line: str) -> str | None:
        said = kinds.folded(line[:200])
        if not said.startswith(("chi cuc", "cuc", "phong thi hanh an", "phong thads")):
            return None
        return self._agency(line)

    def _unit_of(self, place: int, table: Mapping[str, Any]) -> int:
        unit = table["unit"]
        chosen = self._ask_table(
            place,
            Kind.UNIT,
            [Choice("apply", params={"value": unit}), Choice("as_written")],
            "apply",
        )
        return unit if chosen == "apply" else 1

    def _decision(self, place: int, table: Mapping[str, Any], whole: Whole) -> Whole:
        found = decision_in(table["title"])
        if found is None:
            return whole
        publish = {
            "no_conditions_decision_number": found.number,
            "no_conditions_decision_date": found.day,
        }
        chosen = self._ask_table(
            place,
            Kind.DECISION,
            [Choice("use", publish, {"value": found.number}), Choice("blank")],
            "use" if found.sure else None,
            found.text,
        )
        if chosen != "use":
            return whole
        return replace(whole, decision_number=found.number, decision_date=found.day)

    def _ask_table(self, place: int, kind: Kind, choices, default, cell: str = "") -> str | None:
        """A question about a list; it concerns all its rows."""
        table = self.source["tables"][place]
        first = next(
            (
                number
                for number, row in enumerate(self.source["rows"])
                if row.get("t") == place and row["k"] == "row"
            ),
            0,
        )
        chosen = self.questions.ask(
            kind,
            choices,
            place=first,
            row=table["rows"][-1],
            sheet=table["sheet"],
            cell=cell,
            default=default,
        )
        self.questions.asked[-1]["table"] = place
        return chosen

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
        parts = self._people(unit, columns, ask)
        for number, part in enumerate(parts):
            found = read_unit(part, columns, self.setting, whole, ask)
            identity = str(unit.places[0]) + (f".{number + 1}" if len(parts) > 1 else "")
            self._propose(unit, identity, found)
        asked = self.questions.asked[begin:]
        mine = list(range(len(self.rows) - len(parts), len(self.rows)))
        for question in asked:
            question["to"] = mine

    def _people(self, unit: Unit, columns, ask) -> list[Unit]:
        """The unit for each of the people that its cell names."""
        column = next(
            (
                each
                for each, held in sorted(columns.items())
                if held in NAMES and unit.texts.get(each)
            ),
            None,
        )
        if column is None or sum(held in NAMES for held in columns.values()) > 1:
            return [unit]
        try:
            people = several(unit.texts[column])
        except ValueError:
            return [unit]
        pieces = people.pieces[:_MOST_PEOPLE]
        if len(people.pieces) > _MOST_PEOPLE:
            return [unit]
        if len(pieces) == 1 and people.sure:
            return [unit]
        choices = [
            Choice("split", {"debtor_name": list(pieces)}, {"count": len(pieces)}),
            Choice("one", {"debtor_name": " ".join(unit.texts[column].split())[:255]}),
        ]
        if len(pieces) == 1:
            choices = choices[1:]
        chosen = ask(
            Kind.NAMES,
            choices,
            column=column,
            name="debtor_name",
            cell=unit.texts[column],
            default="split" if people.sure else None,
        )
        if chosen != "split":
            return [unit]
        parts = [
            replace(unit, texts={**unit.texts, column: piece}, remarks=list(unit.remarks))
            for piece in pieces
        ]
        for held in _EACH:
            self._share(unit, parts, columns, held, ask)
        for part in parts:
            part.remarks.append((column, "split", str(len(parts))))
        return parts

    def _share(self, unit: Unit, parts: list[Unit], columns, held: Column, ask) -> None:
        """A cell that says one thing for each of the people, or one for all."""
        column = next((each for each, other in columns.items() if other is held), None)
        text = unit.texts.get(column, "") if column is not None else ""
        if column is None or not text:
            return
        pieces = _lines(text)
        if len(pieces) == len(parts):
            chosen = ask(
                Kind.ADDRESS_LIST,
                [Choice("each", {held.value: pieces}), Choice("whole", {held.value: text})],
                column=column,
                name=held.value,
                cell=text,
                like=f"address_list/{held.value}",
            )
            if chosen == "each":
                for part, piece in zip(parts, pieces, strict=True):
                    part.texts[column] = piece
        elif held in (Column.PERSONAL_ID, Column.BIRTH):
            for part in parts:
                part.texts.pop(column, None)
                part.remarks.append((column, "not_shared", ""))
        elif held is Column.AMOUNT and not _joint(unit, columns):
            chosen = ask(
                Kind.SHARES,
                [Choice("each", {held.value: text}), Choice("none", {held.value: None})],
                column=column,
                name=held.value,
                cell=text,
            )
            if chosen != "each":
                for part in parts:
                    part.texts.pop(column, None)
                    part.more = []

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

    # One debtor in several rows that stand apart

    def _same_debtor(self) -> None:
        """Rows that name one debtor under one decision with different obligations are one listing."""
        first: dict[tuple, int] = {}
        gone: set[int] = set()
        for place, row in enumerate(self.rows):
            fields = row["f"]
            needed = (
                "debtor_name",
                "no_conditions_decision_number",
                "no_conditions_decision_date",
                "obligation",
            )
            if row.get("x") or not all(fields.get(name) for name in needed):
                continue
            key = (
                folded_name(fields["debtor_name"]),
                number_key(fields["no_conditions_decision_number"]),
                fields["no_conditions_decision_date"],
                fields.get("agency"),
            )
            earlier = first.setdefault(key, place)
            if earlier != place and self._join(earlier, place):
                gone.add(place)
        if gone:
            self._renumber(gone)

    def _join(self, earlier: int, later: int) -> bool:
        one, other = self.rows[earlier], self.rows[later]
        mine, theirs = one["f"], other["f"]
        if (mine["obligation"], mine.get("obligation_amount")) == (
            theirs["obligation"],
            theirs.get("obligation_amount"),
        ):
            # The very same row twice: told as a twin.
            return False
        amounts = [mine.get("obligation_amount"), theirs.get("obligation_amount")]
        total = sum(amounts) if None not in amounts else None
        text = mine["obligation"]
        if theirs["obligation"] not in text:
            text = f"{text}; {theirs['obligation'][:1].lower()}{theirs['obligation'][1:]}"
        alike = kinds.folded(mine.get("debtor_address") or "") == kinds.folded(
            theirs.get("debtor_address") or ""
        )
        chosen = self.questions.ask(
            Kind.OBLIGATIONS,
            [
                Choice("join", {"obligation": text, "obligation_amount": total}, {"row": one["r"]}),
                Choice("apart"),
            ],
            place=other["src"][0],
            row=other["r"],
            sheet=self.source["tables"][other["t"]]["sheet"],
            name="obligation",
            cell=theirs["obligation"],
            default="join" if alike else None,
        )
        self.questions.asked[-1]["to"] = [earlier, later]
        if chosen != "join" or other["p"] or one["p"]:
            return False
        mine["obligation"], mine["obligation_amount"] = text, total
        if total is None:
            mine.pop("obligation_amount")
        found = [*mine["obligation_kinds"], *theirs["obligation_kinds"]]
        mine["obligation_kinds"] = list(dict.fromkeys(found))
        one["src"] += other["src"]
        one["n"].append([-1, "joined_row", str(other["r"])])
        return True

    def _renumber(self, gone: set[int]) -> None:
        """Leave out the proposals that went into another."""
        places: dict[int, int] = {}
        owners = {
            src: place
            for place, row in enumerate(self.rows)
            if place not in gone
            for src in row["src"]
        }
        kept = []
        for place, row in enumerate(self.rows):
            if place not in gone:
                places[place] = len(kept)
                kept.append(row)
        for place in gone:
            places[place] = places[owners[self.rows[place]["src"][0]]]
        self.rows = kept
        for question in self.questions.asked:
            question["to"] = sorted({places[place] for place in question["to"]})

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


def _lines(text: str) -> list[str]:
    """The pieces of a cell that says one thing for each of several people."""
    people = several(text) if len(text) < 2000 else None
    if people is not None and len(people.pieces) > 1:
        return list(people.pieces)
    pieces = [piece.strip(" ;") for piece in text.replace(";", "\n").split("\n")]
    return [
        bare.lstrip("0123456789").lstrip(".)/- ")
        if bare[:1].isdigit() and bare[1:2] in ".)/"
        else bare.lstrip("-+•– ")
        for bare in pieces
        if bare
    ]


def _joint(unit: Unit, columns) -> bool:
    """Whether the obligation says that each owes the whole."""
    said = " ".join(
        kinds.folded(unit.texts.get(column, "")[:400])
        for column, held in columns.items()
        if held is Column.OBLIGATION
    )
    return any(word in f" {said} " for word in (" lien doi ", " cung ", " chung ", " moi nguoi "))
