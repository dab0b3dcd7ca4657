"""Cells as their readers give them to cells as they are shown: every text in Unicode.

What a text was typed in is told, in this order, by the editor (for the cell, the column, the
file), by the name of its font, and by the words of the whole list; see ``legacy_texts``.
"""

from collections import Counter
from collections.abc import Iterator
from thads_portal.domain.legacy_fonts import decode
from thads_portal.domain.legacy_fonts import Encoding
from thads_portal.domain.legacy_fonts import encoding_of_font
from thads_portal.domain.legacy_fonts import has_capitals_only
from thads_portal.domain.legacy_texts import convert
from thads_portal.domain.legacy_texts import Converted
from thads_portal.domain.legacy_texts import forced
from thads_portal.domain.legacy_texts import Reading
from thads_portal.domain.legacy_texts import reading_of
from thads_portal.domain.legacy_texts import Weights
from thads_portal.importing.spreadsheet.cells import address
from thads_portal.importing.spreadsheet.cells import Book
from thads_portal.importing.spreadsheet.cells import Cell
from thads_portal.importing.spreadsheet.cells import Encodings
from thads_portal.importing.spreadsheet.cells import Fonts
from thads_portal.importing.spreadsheet.cells import plain
from thads_portal.importing.spreadsheet.cells import Run
from thads_portal.importing.spreadsheet.cells import Sample
from thads_portal.importing.spreadsheet.cells import Struck
from thads_portal.importing.spreadsheet.cells import tidy


#: Texts shown to the editor in each reading, and how long they may be.
SAMPLES = 8
_SAMPLE_LENGTH = 120
#: A choice of the editor's -> the encoding; what is not here was not chosen.
_CHOICES: dict[str, Encoding | None] = {
    "unicode": None,
    "tcvn3": Encoding.TCVN3,
    "vni": Encoding.VNI,
}


def settle(book: Book, encodings: Encodings) -> Book:
    """Set in every cell of `book` what it shows, and tell how its texts were read."""
    return _Settler(book, encodings).settled()


class _Settler:
    def __init__(self, book: Book, encodings: Encodings) -> None:
        self.book = book
        self.encodings = encodings
        self.known: dict[tuple, Converted] = {}
        self.found: Counter[str] = Counter()
        self.candidates: dict[str, tuple[int, Sample]] = {}
        self.doubtful = 0
        weights, by_column = self._weigh()
        named = [each for each in Encoding if each in weights]
        unicode_elsewhere = any(each.plain for each in weights.values())
        self.readings: dict[Encoding | None, Reading] = {
            each: reading_of(weights[each], each, unicode_elsewhere=unicode_elsewhere)
            for each in named
        }
        unnamed = reading_of(weights.get(None, Weights()))
        if book.hint is not None and unnamed.encoding is None:
            # Bytes of a text file, which are no Unicode at all.
            unnamed = Reading(book.hint)
        self.readings[None] = unnamed
        self.columns = {
            (sheet, column, each): _of_column(own, each, self.readings[each])
            for (sheet, column, each), own in by_column.items()
            if self.readings[each].mixed
        }

    def _texts(self) -> Iterator[tuple[str, int, Encoding | None, str]]:
        for sheet in self.book.sheets:
            for row in sheet.rows:
                for column, cell in row.cells.items():
                    for run in _runs(cell):
                        if not run.text.isascii():
                            yield sheet.name, column, encoding_of_font(run.font), run.text

    def _weigh(self):
        """The words of all texts by their fonts' encodings; and by columns."""
        texts: dict[tuple[str, int, Encoding | None], set[str]] = {}
        for sheet, column, named, text in self._texts():
            texts.setdefault((sheet, column, named), set()).add(text)
        weights: dict[Encoding | None, Weights] = {}
        by_column: dict[tuple[str, int, Encoding | None], Weights] = {}
        for key, own in texts.items():
            by_column[key] = Weights()
            for text in own:
                by_column[key].add(text)
                weights.setdefault(key[2], Weights()).add(text)
        return weights, by_column

    def settled(self) -> Book:
        for sheet in self.book.sheets:
            sheet.rows = [
                row._replace(
                    cells={
                        column: self._cell(cell, sheet.name, row.number, column)
                        for column, cell in row.cells.items()
                    }
                )
                for row in sheet.rows
            ]
        mixed = self.doubtful > 0
        self.book.fonts = Fonts(
            found=dict(self.found),
            mixed=mixed,
            asked=mixed or any(self.found[each.value] for each in Encoding),
            samples=self._samples(),
        )
        return self.book

    def _cell(self, cell: Cell, sheet: str, row: int, column: int) -> Cell:
        if not cell.runs and not cell.struck and encoding_of_font(cell.font) is None:
            value = cell.value
            raw = cell.text or (value if isinstance(value, str) else plain(value))
            if raw.isascii():
                # Most cells of most lists.
                text = tidy(raw)
                return Cell(value, None, (), cell.formula, cell.error, Struck.NO, text, text)
        runs = _runs(cell)
        chosen, firm = self._chosen(sheet, row, column)
        pieces = [
            self._piece(run, sheet, column, chosen, firm, whole=len(runs) == 1) for run in runs
        ]
        text = tidy("".join([piece.text for piece in pieces]))
        struck = cell.struck
        live = text
        if struck is Struck.NO and any(run.struck for run in runs):
            live = tidy(
                "".join(
                    [piece.text for run, piece in zip(runs, pieces, strict=True) if not run.struck]
                )
            )
            struck = Struck.PART if live else Struck.ALL
        elif struck is Struck.ALL:
            live = ""
        encoding = next((piece.encoding for piece in pieces if piece.encoding), None)
        doubtful = any(piece.doubtful for piece in pieces)
        before = ""
        if not text.isascii() or encoding is not None:
            self.found[encoding.value if encoding else "unicode"] += 1
            self.doubtful += doubtful
            raw = tidy("".join([run.text for run in runs]), keep=True)
            before = raw if encoding else ""
            if (encoding is not None or doubtful) and len(runs) == 1:
                self._offer(raw, sheet, row, column, doubtful=doubtful)
        # Named tuples are made faster by place: there may be a hundred thousand.
        return Cell(
            cell.value,
            cell.font,
            (),
            cell.formula,
            cell.error,
            struck,
            text,
            live,
            before,
            encoding,
            doubtful,
            _other(runs, encoding) if doubtful else "",
        )

    def _chosen(self, sheet: str, row: int, column: int) -> tuple[str, bool]:
        """What the editor said of this cell; and whether of the cell itself."""
        cells = self.encodings.cells.get(sheet)
        if cells and (said := cells.get(address(column, row))) in _CHOICES:
            return str(said), True
        said = self.encodings.columns.get(sheet, {}).get(column) or self.encodings.file
        return (said if said in _CHOICES else ""), False

    def _piece(
        self, run: Run, sheet: str, column: int, chosen: str, firm: bool, *, whole: bool
    ) -> Converted:
        named = encoding_of_font(run.font)
        capitals = named is Encoding.TCVN3 and has_capitals_only(run.font)
        if run.text.isascii() and not capitals:
            return Converted(run.text)
        if firm:
            return forced(run.text, _CHOICES[chosen], capitals=capitals)
        if chosen:
            # A choice for many: a font that names the other encoding knows better.
            encoding = _CHOICES[chosen]
            reading = Reading(named if encoding is not None and named is not None else encoding)
            whole = False
        else:
            reading = self.columns.get((sheet, column, named)) or self.readings.get(
                named, Reading(named)
            )
        key = (run.text, reading, capitals, whole)
        known = self.known.get(key)
        if known is None:
            known = self.known[key] = convert(
                run.text, reading, capitals=capitals, whole=whole or reading.mixed
            )
        # Who chose has answered.
        return known._replace(doubtful=False) if chosen and known.doubtful else known

    def _offer(self, raw: str, sheet: str, row: int, column: int, *, doubtful: bool) -> None:
        """Keep a text to be shown in every reading: doubtful ones first, then by their columns."""
        if raw in self.candidates or len(raw) > _SAMPLE_LENGTH or len(self.candidates) > 400:
            return
        readings = [
            tidy(convert(raw, Reading(encoding), whole=False).text) for encoding in Encoding
        ]
        if all(raw == each for each in readings):
            # Unicode by its letters: no choice for the file changes it.
            return
        seen = sum(
            (sample.sheet, sample.column) == (sheet, column)
            for _rank, sample in self.candidates.values()
        )
        self.candidates[raw] = (
            seen if doubtful else seen + 1000,
            Sample(sheet, row, column, raw, *readings),
        )

    def _samples(self) -> tuple[Sample, ...]:
        ranked = sorted(self.candidates.values(), key=lambda each: each[0])
        return tuple([sample for _rank, sample in ranked[:SAMPLES]])


def _other(runs: tuple[Run, ...], encoding: Encoding | None) -> str:
    """A doubtful text in the reading that was not taken; of two, in the one of its fonts."""
    if encoding is not None:
        return tidy("".join([run.text for run in runs]))
    texts = [run.text for run in runs]
    named = next((each for run in runs if (each := encoding_of_font(run.font))), None)
    weights = Weights()
    weights.add("".join(texts))
    likely = named or max(Encoding, key=lambda each: len(weights.strong[each]))
    return tidy("".join([decode(text, likely) for text in texts]))


def _of_column(own: Weights, named: Encoding | None, whole: Reading) -> Reading:
    """A column that speaks for itself within a list that is mixed."""
    proved = any(own.strong.values())
    if own.plain and not proved:
        return Reading(None)
    reading = reading_of(own, named)
    if proved and reading.encoding is not None and not reading.mixed:
        return reading._replace(mixed=True)
    return whole


def _runs(cell: Cell) -> tuple[Run, ...]:
    if not cell.runs:
        value = cell.value
        text = cell.text or (value if isinstance(value, str) else plain(value))
        return (Run(text, cell.font),)
    merged: list[Run] = []
    for run in cell.runs:
        last = merged[-1] if merged else None
        if (
            last is not None
            and last.struck == run.struck
            and encoding_of_font(last.font) is encoding_of_font(run.font)
            and has_capitals_only(last.font) == has_capitals_only(run.font)
        ):
            # A letter and its mark may stand in two pieces.
            merged[-1] = last._replace(text=last.text + run.text)
        else:
            merged.append(run)
    return tuple(merged)
