"""Cells whose letters make sense in more than one encoding: each is asked, or all alike.

A list that is partly Unicode and partly typed for an old font does not settle how "Tó" is to be
read. What the fonts say is shown beside the other reading; nothing is published until one holds.
"""

from collections.abc import Mapping
from thads_portal.importing.spreadsheet.headings import Column
from thads_portal.importing.spreadsheet.questions import Choice
from thads_portal.importing.spreadsheet.questions import Kind
from thads_portal.importing.spreadsheet.questions import Questions
from typing import Any


_IGNORED = (Column.UNUSED.value, Column.NUMBER.value)


def settle_doubts(
    source: Mapping[str, Any],
    corrections: Mapping[str, Mapping[str, str]],
    questions: Questions,
) -> Mapping[str, Mapping[str, str]]:
    """`corrections` (place -> column -> text) with the other reading where the editor wants it."""
    made: dict[str, Mapping[str, str]] = {}
    for place, row in enumerate(source["rows"]):
        if row["k"] != "row" or not row.get("alt"):
            continue
        table = source["tables"][row["t"]]
        own = corrections.get(str(place), {})
        for column, other in row["alt"].items():
            if column in own or table["columns"].get(column, _IGNORED[0]) in _IGNORED:
                continue
            read = row["c"][column]
            encoding = read[2] if len(read) > 2 else "unicode"
            chosen = questions.ask(
                Kind.FONT,
                [
                    Choice("as_read", {}, {"value": read[1]}),
                    Choice("otherwise", {}, {"value": other}),
                ],
                place=place,
                row=row["r"],
                sheet=row["sheet"],
                column=int(column),
                cell=read[0],
                like=f"{Kind.FONT.value}/{encoding}",
            )
            if chosen == "otherwise":
                made[str(place)] = {**own, **made.get(str(place), {}), column: other}
    return {**corrections, **made} if made else corrections
