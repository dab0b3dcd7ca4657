"""Judgment and decisions of a unit: their numbers, days and bodies."""

from thads_portal.errors import Code
from thads_portal.importing.spreadsheet.acts import Act
from thads_portal.importing.spreadsheet.acts import read_acts
from thads_portal.importing.spreadsheet.fields_of_columns import ACTS
from thads_portal.importing.spreadsheet.fields_of_columns import AGENCY
from thads_portal.importing.spreadsheet.headings import Column
from thads_portal.importing.spreadsheet.questions import Choice
from thads_portal.importing.spreadsheet.questions import Kind
from thads_portal.importing.spreadsheet.questions import quoted
from thads_portal.importing.spreadsheet.values import read_day


class Documents:
    """Works on a reader of rows."""

    def __init__(self, reader) -> None:
        self.reader = reader
        self.ask = reader.ask

    def read(self) -> None:
        for column, (number, day, body) in ACTS.items():
            text = self.reader.text(column)
            if not text:
                continue
            alone = column.value == number
            try:
                acts = read_acts(text)
            except ValueError:
                self.reader.fail(day, column, Code.CELL_BAD_DATE, value=quoted(text))
                self.reader.failed.update((number, body))
                continue
            act = self._one_act(acts, column, number, text)
            if alone and not (act.number and (act.day or act.body)):
                # A column of numbers with nothing but a number.
                continue
            if not act.number and number not in self.reader.failed:
                self.reader.fail(number, column, Code.CELL_BAD_PARTS, value=quoted(text))
                self.reader.failed.add(day)
            if acts.no_day and not act.day:
                self.reader.fail(day, column, Code.CELL_NO_DAY, value=quoted(text))
            self.reader.put(number, act.number, column)
            self.reader.put(day, act.day.isoformat() if act.day else "", column)
            if body == AGENCY:
                key = self.reader.agency_named(act.body) if act.body else None
                if key:
                    self.reader.put(AGENCY, key, column)
            else:
                self.reader.put(body, act.body, column)

    def _one_act(self, acts, column: Column, number: str, text: str) -> Act:
        act = acts.act
        if acts.numbers:
            chosen = self.ask(
                Kind.NUMBER,
                [
                    Choice("with_kind", {number: acts.numbers[0]}),
                    Choice("as_written", {number: acts.numbers[1]}),
                ],
                column=self.reader.columns[column],
                name=number,
                cell=text,
            )
            if chosen == "with_kind":
                act = Act(acts.numbers[0], act.day, act.body)
        if acts.others:
            _number, day, body = ACTS[column]
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
                Kind.ACTS, choices, column=self.reader.columns[column], name=number, cell=text
            )
            if chosen is not None:
                act = (act, *acts.others)[int(chosen.partition(":")[2])]
        return act

    def day(self, name: str, column: Column) -> None:
        text = self.reader.text(column)
        if self.reader.raw.get(name) and column is not Column.BIRTH:
            return
        read = read_day(text)
        day = read.day
        if read.reading is not None:
            shown = read.reading.isoformat()
            chosen = self.ask(
                Kind.DATE,
                [Choice("date", {name: shown}, {"value": f"{read.reading:%d/%m/%Y}"})],
                column=self.reader.columns[column],
                name=name,
                cell=text,
            )
            if chosen is None:
                self.reader.failed.add(name)
                return
            day = read.reading
        if day is not None:
            self.reader.put(name, day.isoformat(), column)
            return
        code = Code.CELL_NO_DAY if read.word == "no_day" else Code.CELL_BAD_DATE
        self.reader.fail(name, column, code, value=quoted(text))
