"""The sum of a unit: from its column, from the rows joined to it, or from the obligation's words."""

from thads_portal.errors import Code
from thads_portal.importing.spreadsheet.amounts import Amount
from thads_portal.importing.spreadsheet.amounts import amount_in
from thads_portal.importing.spreadsheet.amounts import read_amount
from thads_portal.importing.spreadsheet.headings import Column
from thads_portal.importing.spreadsheet.questions import Choice
from thads_portal.importing.spreadsheet.questions import Kind
from thads_portal.importing.spreadsheet.questions import quoted


NAME = "obligation_amount"


class Sums:
    """Works on a reader of rows: its texts, and what it has put together so far."""

    def __init__(self, reader, ask) -> None:
        self.reader = reader
        self.ask = ask

    def read(self) -> None:
        reader = self.reader
        text = reader.text(Column.AMOUNT).strip()
        if not text.strip("-–— .") or text == "0":
            text = ""
        amount = self._of_cell(text) if text else None
        if reader.unit.more:
            self._together(amount)
            return
        if amount is not None:
            self._settle(amount, text, Column.AMOUNT)
        elif not text and NAME not in reader.failed:
            self._of_words()

    def _of_cell(self, text: str) -> Amount:
        column = self.reader.columns[Column.AMOUNT]
        if self.reader.whole.unit > 1 and len(text) < 100:
            self.reader.found.remarks.append((column, "unit", str(self.reader.whole.unit)))
        return read_amount(text, self.reader.whole.unit)

    def _settle(self, amount: Amount, text: str, column: Column) -> None:
        reader = self.reader
        place = reader.columns[column]
        if amount.word == "amount" and amount.value is not None:
            self._slip(amount.value)
        elif amount.word == "sum" and amount.value is not None:
            reader.put(NAME, amount.value, column)
            shown = " + ".join(f"{part:,}".replace(",", ".") for part in amount.parts)
            reader.found.remarks.append((place, "summed", shown))
        elif amount.word == "readings":
            self._choose(amount, text, column)
        elif amount.word in ("monthly", "thing"):
            reader.found.remarks.append((place, amount.word, text[:120]))
            said = reader.raw.get("obligation") or ""
            if said and text not in said and column is Column.AMOUNT and not _same(text, said):
                joined = " ".join(text.split())
                reader.raw["obligation"] = f"{said} ({joined})"
                reader.found.derived.add("obligation")
        elif column is Column.AMOUNT:
            reader.fail(NAME, column, Code.CELL_BAD_AMOUNT, value=quoted(text))

    def _slip(self, value: int) -> None:
        """The sum of the column, unless the obligation names ten or a thousand times as much."""
        reader = self.reader
        said = amount_in(reader.raw.get("obligation") or "")
        other = said.value
        if other and other != value and _power_of_ten(max(other, value), min(other, value)):
            chosen = self.ask(
                Kind.AMOUNT,
                [Choice("column", {NAME: value}), Choice("words", {NAME: other})],
                column=reader.columns[Column.AMOUNT],
                name=NAME,
                cell=reader.text(Column.AMOUNT),
            )
            if chosen is None:
                reader.failed.add(NAME)
                return
            value = value if chosen == "column" else other
        reader.put(NAME, value, Column.AMOUNT)

    def _choose(self, amount: Amount, text: str, column: Column) -> None:
        reader = self.reader
        kind = Kind.AMOUNT_SUM if amount.parts else Kind.AMOUNT
        choices = [
            Choice(f"reading:{place}", {NAME: value}) for place, value in enumerate(amount.readings)
        ]
        choices.append(Choice("none", {NAME: None}))
        chosen = self.ask(
            kind,
            choices,
            column=reader.columns[column],
            name=NAME,
            cell=text,
        )
        if chosen is None:
            reader.failed.add(NAME)
        elif chosen != "none":
            reader.put(NAME, amount.readings[int(chosen.partition(":")[2])], column)

    def _of_words(self) -> None:
        """An obligation that names its sum itself."""
        reader = self.reader
        said = reader.raw.get("obligation") or ""
        if Column.OBLIGATION not in reader.columns:
            return
        amount = amount_in(said)
        if amount.word == "none":
            return
        self._settle_words(amount, said)

    def _settle_words(self, amount: Amount, said: str) -> None:
        reader = self.reader
        if amount.word in ("amount", "sum") and amount.value is not None:
            reader.put(NAME, amount.value, Column.OBLIGATION, derived=True)
            if amount.word == "sum":
                shown = " + ".join(f"{part:,}".replace(",", ".") for part in amount.parts)
                place = reader.columns[Column.OBLIGATION]
                reader.found.remarks.append((place, "summed", shown))
        elif amount.word == "readings":
            self._choose(amount, said, Column.OBLIGATION)
        elif amount.word == "monthly":
            place = reader.columns[Column.OBLIGATION]
            reader.found.remarks.append((place, "monthly", said[:120]))

    def _together(self, first: Amount | None) -> None:
        """The sums of the rows that were joined."""
        reader = self.reader
        read = [first] if first is not None else []
        read += [read_amount(text, reader.whole.unit) for _place, _said, text in reader.unit.more]
        if any(amount.value is None for amount in read):
            odd = next(
                text
                for text, amount in zip(
                    [reader.text(Column.AMOUNT)] * (first is not None)
                    + [text for _place, _said, text in reader.unit.more],
                    read,
                    strict=True,
                )
                if amount.value is None
            )
            reader.fail(NAME, Column.AMOUNT, Code.CELL_BAD_AMOUNT, value=quoted(odd))
            return
        values = [amount.value or 0 for amount in read]
        total = sum(values)
        if len(values) > 2 and 2 * values[0] == total:
            # The first is the sum of the others, or it is not.
            self._choose(
                Amount("readings", readings=(values[0], total), parts=tuple(values)),
                " + ".join(map(str, values)),
                Column.AMOUNT,
            )
            return
        reader.put(NAME, total, Column.AMOUNT)
        shown = " + ".join(f"{value:,}".replace(",", ".") for value in values)
        reader.found.remarks.append((reader.columns[Column.AMOUNT], "summed", shown))


def _same(text: str, said: str) -> bool:
    words = {word for word in text.lower().split() if len(word) > 1}
    return bool(words) and words <= set(said.lower().split())


def _power_of_ten(larger: int, smaller: int) -> bool:
    if smaller <= 0 or larger % smaller:
        return False
    ratio = str(larger // smaller)
    return ratio[0] == "1" and not ratio[1:].strip("0") and len(ratio) > 1
