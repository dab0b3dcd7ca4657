"""What the form of the cards sends: cells that were typed in, rows left out, columns filled down.

Field names: ``o-<place>-<column>`` a cell, ``w-…`` what it was when it was shown, ``down`` and
``keep`` name cells, ``skip`` and ``was`` listings.
"""

from collections.abc import Iterable
from thads_portal.browser.shared.values import Values
from thads_portal.browser.shared.values import whole_number
from thads_portal.importing.spreadsheet.changes import Change
from thads_portal.importing.spreadsheet.changes import Fill


def cards_sent(sent: Values, names: Iterable[str]) -> Change:
    """The change that the form whose fields are `names` asks for."""
    cells: dict[int, dict[int, str]] = {}
    seen: dict[int, dict[int, str]] = {}
    for name in names:
        kind, _sign, place = name.partition("-")
        where = _cell(place)
        if where is None or kind not in ("o", "w"):
            continue
        row, column = where
        target = cells if kind == "o" else seen
        text = sent.text(name)
        target.setdefault(row, {})[column] = text.strip() if kind == "o" else text
    skip, was = set(sent.texts("skip")), set(sent.texts("was"))
    down = [where for name in sent.texts("down") if (where := _cell(name)) is not None]
    keep = [where for name in sent.texts("keep") if (where := _cell(name)) is not None]
    return Change(
        cells=cells,
        seen=seen,
        skip=frozenset(skip - was),
        unskip=frozenset(was - skip),
        keep=tuple(keep),
        fills=tuple(
            Fill(below=row, column=column, text=cells.get(row, {}).get(column, ""))
            for row, column in down
        ),
        revision=sent.number("revision"),
    )


def _cell(place: str) -> tuple[int, int] | None:
    """``7-3`` -> (7, 3)."""
    row, _sign, column = place.partition("-")
    first, second = whole_number(row), whole_number(column)
    return None if first is None or second is None else (first, second)
