"""Rows of a list drawn together: one unit for each debtor under one decision.

A row goes on with the one above it where the name is merged with it or blank: further lines of
a cell that was broken (pasted from Word), or further obligations with their own sums. Ditto
marks are replaced by what stands above; lines that head a section give office, officer
and commune to the rows under them.
"""

from collections.abc import Mapping
from thads_portal.importing.spreadsheet.headings import Column
from thads_portal.importing.spreadsheet.headings import NAMES
from thads_portal.importing.spreadsheet.layout import section_of
from thads_portal.importing.spreadsheet.left_out import NO_SENSE
from thads_portal.importing.spreadsheet.left_out import why_left_out
from thads_portal.importing.spreadsheet.people import begins_lower
from thads_portal.importing.spreadsheet.questions import Choice
from thads_portal.importing.spreadsheet.questions import Kind
from thads_portal.importing.spreadsheet.questions import Questions
from thads_portal.importing.spreadsheet.unit import Context
from thads_portal.importing.spreadsheet.unit import DOCUMENTS
from thads_portal.importing.spreadsheet.unit import is_ditto
from thads_portal.importing.spreadsheet.unit import join
from thads_portal.importing.spreadsheet.unit import NOTHING
from thads_portal.importing.spreadsheet.unit import number_in
from thads_portal.importing.spreadsheet.unit import Unit
from typing import Any


_DECISIONS = (Column.DECISION, Column.DECISION_NUMBER)
#: What the rows under one decision share where their cells are blank.
_SHARED = (
    Column.JUDGMENT,
    Column.JUDGMENT_NUMBER,
    Column.JUDGMENT_DATE,
    Column.JUDGMENT_BODY,
    Column.ENFORCEMENT,
    Column.ENFORCEMENT_NUMBER,
    Column.ENFORCEMENT_DATE,
    Column.DECISION,
    Column.DECISION_NUMBER,
    Column.DECISION_DATE,
    Column.GROUND,
    Column.GROUND_TEXT,
    Column.OBLIGATION,
)


class Grouper:
    """Makes units of the rows of a source."""

    def __init__(
        self,
        source: Mapping[str, Any],
        corrections: Mapping[str, Mapping[str, str]],
        questions: Questions,
        is_agency,
    ) -> None:
        self.source = source
        self.corrections = corrections
        self.questions = questions
        self.is_agency = is_agency
        self.units: list[Unit] = []
        #: place -> why it is left out, of rows that are.
        self.left: dict[int, str] = {}
        self.columns = [
            {int(column): Column(held) for column, held in table["columns"].items()}
            for table in source["tables"]
        ]

    def units_of(self) -> list[Unit]:
        context = Context()
        table = -1
        previous: Unit | None = None
        for place, row in enumerate(self.source["rows"]):
            if row.get("t", -1) != table:
                table, previous = row.get("t", -1), None
                ending = table >= 0 and bool(self.source["tables"][table].get("ending"))
                context = Context(ending=ending)
            if row["k"] == "section":
                context = self._section(row, context)
                previous_above = previous
                previous = previous_above
            elif row["k"] == "row":
                previous = self._row(place, row, context, previous)
        return self.units

    def _section(self, row: Mapping[str, Any], context: Context) -> Context:
        texts = [cell[1] for cell in row["c"].values()]
        text = max(texts, key=len)
        if self.is_agency(text):
            return Context(agency=text, ending=context.ending)
        section = section_of(text)
        if section.word == "officer":
            return Context(context.agency, section.text, "", context.ending)
        if section.word == "commune":
            return Context(context.agency, context.officer, section.text, context.ending)
        if section.word == "ending":
            return Context(context.agency, context.officer, context.commune, True)
        if section.word == "list":
            return Context(context.agency)
        return context

    # One row

    def texts(self, place: int, row: Mapping[str, Any]) -> dict[int, str]:
        texts = {int(column): cell[1] for column, cell in row["c"].items()}
        made = self.corrections.get(str(place))
        if made:
            texts.update({int(column): text for column, text in made.items()})
        return {column: text for column, text in texts.items() if text}

    def _row(
        self, place: int, row: Mapping[str, Any], context: Context, above: Unit | None
    ) -> Unit | None:
        columns = self.columns[row["t"]]
        texts = self.texts(place, row)
        names = [column for column, held in columns.items() if held in NAMES]
        merged = {int(column) for column in row.get("m", ())}
        name = any(
            texts.get(column)
            and not is_ditto(texts[column])
            and not NOTHING.fullmatch(texts[column])
            for column in names
        )
        under = (
            above is not None and not name and self._goes_on(texts, columns, names, merged, above)
        )
        why = why_left_out(self.questions, place, row, texts, columns, names, context)
        if under and above is not None:
            return self._joined(place, row, texts, columns, above, why)
        if name and above is not None and not why and self._may_go_on(texts, columns, merged):
            chosen = self._ask_continuation(place, row, texts, names, above)
            if chosen == "join":
                return self._joined(place, row, texts, columns, above, why)
        unit = Unit(
            [place],
            row["t"],
            row["r"],
            row["sheet"],
            {},
            context,
            frozenset(row.get("num", ())) - set(map(int, self.corrections.get(str(place), ()))),
            frozenset(row.get("d", ())),
            broken=frozenset(
                column
                for column in row.get("b", ())
                if str(column) not in self.corrections.get(str(place), ())
            ),
            left=why,
        )
        unit.texts = self._filled(unit, row, texts, columns, merged, above)
        if not name and above is not None:
            self._name_from_above(unit, columns, texts, names, above)
        if why:
            self.left[place] = why
        self.units.append(unit)
        return unit

    def _name_from_above(self, unit: Unit, columns, texts, names, above: Unit) -> None:
        """A row under another decision whose name is blank: the same debtor, if the editor says so."""
        column = next((each for each in names if above.texts.get(each)), None)
        numbered = any(held is Column.NUMBER and texts.get(each) for each, held in columns.items())
        if column is None or numbered or any(unit.texts.get(each) for each in names):
            return
        value = above.texts[column]
        chosen = self.questions.ask(
            Kind.DITTO,
            [
                Choice("above", {"debtor_name": value[:255]}, {"value": value[:120]}),
                Choice("blank"),
            ],
            place=unit.places[0],
            row=unit.row,
            sheet=unit.sheet,
            column=column,
            name="debtor_name",
            like="ditto/name",
        )
        if chosen == "above":
            for each in names:
                if above.texts.get(each):
                    unit.texts[each] = above.texts[each]

    def _goes_on(self, texts, columns, names, merged, above: Unit) -> bool:
        """Whether a row without a name of its own belongs to the unit above."""
        if merged.intersection(names):
            return True
        if any(held is Column.NUMBER and texts.get(column) for column, held in columns.items()):
            # It has a number of its own: a debtor whose name is missing.
            return any(is_ditto(texts.get(column, "")) for column in names)
        for column, held in columns.items():
            if held not in _DECISIONS or not texts.get(column) or is_ditto(texts[column]):
                continue
            other, mine = number_in(above.texts.get(column, "")), number_in(texts[column])
            if mine and other and mine != other:
                # The same debtor under another decision: a listing of its own.
                return False
        return True

    def _may_go_on(self, texts, columns, merged) -> bool:
        """Whether a row with words in the column of names may be the second line of one."""
        numbers = [column for column, held in columns.items() if held is Column.NUMBER]
        if not numbers or any(texts.get(column) for column in numbers) or merged:
            return False
        documents = [column for column, held in columns.items() if held in DOCUMENTS]
        return not any(number_in(texts.get(column, "")) for column in documents)

    def _ask_continuation(self, place, row, texts, names, above: Unit) -> str | None:
        column = next(column for column in names if texts.get(column))
        text, before = texts[column], above.texts.get(column, "")
        together = f"{before} {text}".strip()
        default = "join" if begins_lower(text) or before.endswith((",", "-", "và")) else None
        return self.questions.ask(
            Kind.CONTINUATION,
            [
                Choice("join", {"debtor_name": together[:255]}),
                Choice("person", {"debtor_name": text[:255]}),
            ],
            place=place,
            row=row["r"],
            sheet=row["sheet"],
            column=column,
            name="debtor_name",
            cell=text,
            default=default,
        )

    # What a row takes from above

    def _filled(
        self, unit: Unit, row, texts, columns, merged, above: Unit | None
    ) -> dict[int, str]:
        """The row's texts with ditto marks, and merged cells above, in place."""
        filled: dict[int, str] = {}
        for column, text in texts.items():
            if is_ditto(text) and columns.get(column) not in NO_SENSE:
                held = above.texts.get(column, "") if above is not None else ""
                held = self._seen(unit, column, held, above)
                if held:
                    filled[column] = held
                    unit.remarks.append((column, "ditto", held[:120]))
                    if above is not None and column in above.numeric:
                        unit.numeric |= {column}
                else:
                    unit.remarks.append((column, "ditto_nothing", ""))
            elif not NOTHING.fullmatch(text):
                filled[column] = text
        for column in merged:
            if column not in filled and above is not None and above.texts.get(column):
                filled[column] = above.texts[column]
                if column in above.numeric:
                    unit.numeric |= {column}
        blank = [
            column
            for column, held in columns.items()
            if held in _SHARED
            and column not in filled
            and above is not None
            and above.texts.get(column)
        ]
        documents = [column for column in blank if columns[column] in DOCUMENTS]
        if documents and above is not None and not unit.left:
            chosen = self.questions.ask(
                Kind.DITTO,
                [
                    Choice("above", params={"value": above.texts[documents[0]][:120]}),
                    Choice("blank"),
                ],
                place=unit.places[0],
                row=unit.row,
                sheet=unit.sheet,
                column=documents[0],
                like="ditto/blank",
            )
            if chosen == "above":
                for column in blank:
                    filled[column] = above.texts[column]
        return filled

    def _seen(self, unit: Unit, column: int, held: str, above: Unit | None) -> str:
        """What a reader of the sheet takes a ditto mark for, where the row above is not shown."""
        if above is None or not above.left or above.left == Kind.DONE.value:
            return held
        shown = next(
            (
                each.texts.get(column, "")
                for each in reversed(self.units)
                if each.table == unit.table and not each.left
            ),
            "",
        )
        if not shown or shown == held:
            return held
        chosen = self.questions.ask(
            Kind.DITTO,
            [
                Choice("shown", params={"value": shown[:120]}),
                Choice("hidden", params={"value": held[:120]}),
            ],
            place=unit.places[0],
            row=unit.row,
            sheet=unit.sheet,
            column=column,
            cell=held,
        )
        return shown if chosen == "shown" else held if chosen == "hidden" else ""

    # Joining

    def _joined(self, place, row, texts, columns, unit: Unit, why: str) -> Unit:
        """The row goes on with `unit`, or is left out with it."""
        if unit.left or why:
            self.left[place] = unit.left or why
            if unit.left:
                unit.places.append(place)
            return unit
        join(unit, place, row, texts, columns, self.corrections.get(str(place), ()))
        return unit
