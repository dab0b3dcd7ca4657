"""The list as it was read, with a column of remarks: for the office that has to correct it.

The same sheets, rows and columns, in Unicode, so that the office finds its rows again; wrong
cells are marked. It holds what its own file held, restricted values included.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from thads_portal.domain.spreadsheet_cells import workbook
from thads_portal.i18n import _
from thads_portal.importing.spreadsheet.against_register import texts_of
from thads_portal.importing.spreadsheet.words import MARKS
from thads_portal.importing.spreadsheet.words import problem_in_words
from thads_portal.importing.spreadsheet.words import remarks_of
from thads_portal.importing.spreadsheet.words import Say
from thads_portal.register.uploads import Mark
from typing import Any
from zope.i18nmessageid import Message

import io


HEADING = "Ghi chú của Cổng"
_JOINED = _("remark_row_joined", default="Gộp vào mục của dòng ${row}.")
_LEFT_OUT = _("remark_row_left_out", default="Để lại, không đưa vào.")


def remarks_workbook(
    rows: Sequence[Mapping[str, Any]],
    marks: str,
    summary: Mapping[str, Any],
    say: Say,
    language: str,
    *,
    source: Mapping[str, Any] | None = None,
    corrections: Mapping[str, Mapping[str, str]] | None = None,
) -> bytes:
    """The rows of an upload as an .xlsx file.

    With the `source` also those that were joined to others or left out, as they were corrected.
    """
    target = io.BytesIO()
    with workbook(target) as book:
        base = {"font_name": "Times New Roman", "font_size": 12, "text_wrap": True, "valign": "top"}
        plain = book.add_format(base)
        wrong = book.add_format(
            {**base, "bg_color": "#FBE3E1", "border": 1, "border_color": "#9B1C1F"}
        )
        head = book.add_format({**base, "bold": True, "border": 1})
        sheets: dict[str, Any] = {}
        width: dict[str, int] = {}
        for table in summary["tables"]:
            name = table["sheet"]
            if name not in sheets:
                sheets[name] = book.add_worksheet(_safe_name(name, sheets))
                sheets[name].set_column(0, 60, 18, plain)
            columns = [int(column) for column in table["headings"]]
            width[name] = max(width.get(name, 0), max(columns) + 1)
        for table in summary["tables"]:
            sheet, last = sheets[table["sheet"]], width[table["sheet"]]
            line = table["rows"][-1] - 1
            for column, text in table["headings"].items():
                sheet.write_string(line, int(column), text, head)
            sheet.write_string(line, last, HEADING, head)
            sheet.set_column(last, last, 60, plain)
        told_of = _accounts(summary, source, say)
        for place, row in enumerate((source or {}).get("rows", ())):
            if row["k"] != "row":
                continue
            name = summary["tables"][row["t"]]["sheet"]
            made = {**row, "e": (corrections or {}).get(str(place))}
            for column, text in texts_of(made).items():
                sheets[name].write_string(row["r"] - 1, column, text, plain)
        for (name, number), told in told_of.items():
            sheets[name].write_string(number - 1, width[name], told, plain)
        said: dict[tuple[str, int], list[str]] = {}
        for place, row in enumerate(rows):
            name = summary["tables"][row["t"]]["sheet"]
            bad = {problem[1] for problem in row["p"]}
            line = row["r"] - 1
            for column, text in texts_of(row).items():
                sheets[name].write_string(line, column, text, wrong if column in bad else plain)
            # Several listings may be made of one row.
            lines = said.setdefault((name, line), [])
            lines.append(_told(row, Mark(marks[place]), rows, say, language))
            told = "\n\n".join(lines)[:32_000]
            sheets[name].write_string(line, width[name], told, wrong if row["p"] else plain)
    return target.getvalue()


def _accounts(summary, source, say: Say) -> dict[tuple[str, int], str]:
    """What is said of the rows that no listing begins with: (sheet, row) -> words."""
    told = {}
    for account, row in zip(
        summary.get("accounts") or (), (source or {}).get("rows", ()), strict=False
    ):
        if row["k"] != "row":
            continue
        if account["a"] == "joined":
            words = say(Message(_JOINED, mapping={"row": account["with"]}))
        elif account["a"] == "left_out":
            words = say(_LEFT_OUT)
        else:
            continue
        told[row["sheet"], row["r"]] = words
    return told


def _told(row, mark: Mark, rows, say: Say, language: str) -> str:
    twin = rows[row["twin"]]["r"] if "twin" in row else None
    parts = [say(MARKS[mark])]
    parts += [problem_in_words(problem, row["r"], say, language) for problem in row["p"]]
    parts += remarks_of(row, twin, say, language)
    return "\n".join(parts)


def _safe_name(name: str, taken) -> str:
    """A name that Excel allows, also where it came from another program."""
    safe = "".join("_" if sign in "[]:*?/\\" else sign for sign in name).strip("'")[:28] or "Trang"
    while any(sheet.get_name().lower() == safe.lower() for sheet in taken.values()):
        safe = f"{safe[:26]}_{len(taken)}"
    return safe
