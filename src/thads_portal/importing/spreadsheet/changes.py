"""What an editor changes of an upload that was read: cells, answers, rows left out, filling down.

Pure: from the options of the upload and its source to other options. Each change says what
the editor saw, so that what a colleague wrote meanwhile is not overwritten unseen.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from thads_portal.errors import Code
from thads_portal.errors import Problem
from thads_portal.importing.spreadsheet.cells import address
from thads_portal.importing.spreadsheet.cells import MAX_TEXT
from typing import Any

import re


_LISTING = re.compile(r"\d{1,6}(?:\.\d{1,4})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """Put `text` into the cells of `column`: below a source row, or of a list from row to row.

    `below`: a place in the source; of it the list is taken. `first`, `last`: numbers of rows
    as the sheet counts them. Only cells without a text, unless `everywhere`.
    """

    column: int
    text: str
    table: int | None = None
    below: int | None = None
    first: int | None = None
    last: int | None = None
    everywhere: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """`cells`, `seen`: place in the source -> column -> text (new; as it was shown).

    `keep`: cells whose text stays as it is in the file. `answers`: id of a question, or what
    is alike -> choice, "" takes an answer back; `answers_seen` those that were shown. `skip`, `unskip`: ids of listings.
    `revision`: of the upload as it was shown.
    """

    cells: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    seen: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    keep: Sequence[tuple[int, int]] = ()
    fills: Sequence[Fill] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    answers_seen: Mapping[str, str] = field(default_factory=dict)
    skip: frozenset[str] = frozenset()
    unskip: frozenset[str] = frozenset()
    revision: int | None = None


@dataclass(slots=True)
class Applied:
    """`options` after the change; `count` how much it changed; `problems` where another was faster."""

    options: dict[str, Any]
    count: int = 0
    problems: list[Problem] = field(default_factory=list)


def apply_change(
    change: Change,
    options: Mapping[str, Any],
    source: Mapping[str, Any],
    questions: Sequence[Mapping[str, Any]],
    *,
    stale: bool,
) -> Applied:
    """`change` laid over `options`. `stale`: the upload was changed since the editor looked."""
    return _Applying(options, source, questions, stale).run(change)


class _Applying:
    def __init__(self, options, source, questions, stale: bool) -> None:
        self.rows = source["rows"]
        self.tables = source["tables"]
        self.questions = questions
        self.stale = stale
        self.cells = {place: dict(texts) for place, texts in (options.get("cells") or {}).items()}
        self.answers = dict(options.get("answers") or {})
        self.skipped = list(options.get("skip") or ())
        self.done = Applied({**options})

    def run(self, change: Change) -> Applied:
        for place, texts in change.cells.items():
            for column, text in texts.items():
                self._cell(place, column, text, change.seen.get(place, {}).get(column))
        for place, column in change.keep:
            if self._known(place, column):
                self._put(place, column, (self.rows[place]["c"].get(str(column)) or [""])[0])
        for fill in change.fills:
            self._fill(fill)
        self._answer(change)
        self._skip(change)
        options = self.done.options
        for name, value in (
            ("cells", self.cells),
            ("answers", self.answers),
            ("skip", self.skipped),
        ):
            if value:
                options[name] = value
            else:
                options.pop(name, None)
        return self.done

    # Cells

    def _known(self, place: int, column: int) -> bool:
        if not 0 <= place < len(self.rows):
            return False
        row = self.rows[place]
        table = row.get("t")
        headings = self.tables[table]["headings"] if table is not None else {}
        return str(column) in headings or str(column) in row["c"]

    def _read(self, place: int, column: int) -> str:
        """The text of the cell as it was read."""
        return (self.rows[place]["c"].get(str(column)) or ["", ""])[1]

    def _now(self, place: int, column: int) -> str:
        held = self.cells.get(str(place), {}).get(str(column))
        return self._read(place, column) if held is None else held

    def _cell(self, place: int, column: int, text: str, seen: str | None) -> None:
        if not self._known(place, column):
            return
        now = self._now(place, column)
        if _same(text, now) or (seen is not None and _same(text, seen)):
            # Nothing was typed here.
            return
        if seen is not None and not _same(seen, now):
            self._overtaken(address(column, self.rows[place]["r"]), now, text)
            return
        self._put(place, column, text)

    def _put(self, place: int, column: int, text: str) -> None:
        text = text[:MAX_TEXT]
        if _same(text, self._now(place, column)):
            return
        self.done.count += 1
        held = self.cells.setdefault(str(place), {})
        if text == self._read(place, column):
            held.pop(str(column), None)
        else:
            held[str(column)] = text
        if not held:
            del self.cells[str(place)]

    def _overtaken(self, cell: str, theirs: str, yours: str) -> None:
        params = {"cell": cell, "theirs": theirs[:200], "yours": yours[:200]}
        self.done.problems.append(Problem(0, None, None, Code.UPLOAD_CELL_CHANGED, params))

    def _fill(self, fill: Fill) -> None:
        table, first = fill.table, fill.first
        if fill.below is not None:
            if not self._known(fill.below, fill.column):
                return
            table, first = self.rows[fill.below].get("t"), self.rows[fill.below]["r"] + 1
        if table is None or not fill.text or not 0 <= table < len(self.tables):
            return
        for place, row in enumerate(self.rows):
            if row.get("t") != table or row["k"] != "row":
                continue
            if (first or 0) <= row["r"] <= (fill.last or row["r"]) and (
                fill.everywhere or not self._now(place, fill.column)
            ):
                self._put(place, fill.column, fill.text)

    # Answers

    def _answer(self, change: Change) -> None:
        asked: dict[str, Mapping[str, Any]] = {}
        for question in self.questions:
            asked.setdefault(question["like"], question)
            asked[question["id"]] = question
        for key, chosen in change.answers.items():
            question, now = asked.get(key), self.answers.get(key, "")
            if question is None or now == chosen:
                continue
            if chosen and chosen not in {choice["id"] for choice in question["choices"]}:
                continue
            if self.stale and now and now != change.answers_seen.get(key, now):
                where = address(question["column"] or 0, question["row"])
                self._overtaken(where, question["cell"], question["cell"])
                continue
            if chosen:
                self.answers[key] = chosen
            else:
                del self.answers[key]
            self.done.count += 1

    # Left out

    def _skip(self, change: Change) -> None:
        for listing in sorted(change.skip):
            if listing not in self.skipped and _LISTING.fullmatch(listing):
                self.skipped.append(listing)
                self.done.count += 1
        for listing in sorted(change.unskip):
            if listing in self.skipped:
                self.skipped.remove(listing)
                self.done.count += 1


def _same(one: str, other: str) -> bool:
    """Also where a form sent other line ends."""
    return [line.strip() for line in one.splitlines()] == [
        line.strip() for line in other.splitlines()
    ]
