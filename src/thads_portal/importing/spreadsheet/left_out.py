"""Why nobody should be published because of a row: struck, hidden, over, or of another list."""

from thads_portal.importing.spreadsheet.headings import Column
from thads_portal.importing.spreadsheet.layout import done
from thads_portal.importing.spreadsheet.questions import Choice
from thads_portal.importing.spreadsheet.questions import Kind
from thads_portal.importing.spreadsheet.questions import Questions
from thads_portal.importing.spreadsheet.unit import Context


NO_SENSE = frozenset({Column.NUMBER, Column.UNUSED})


def why_left_out(questions: Questions, place, row, texts, columns, names, context: Context) -> str:
    """Why nobody should be published because of this row, unless the editor says so."""
    useful = [column for column in texts if columns.get(column, Column.UNUSED) not in NO_SENSE]
    struck = set(row.get("sa", ()))
    whole = bool(struck.intersection(names)) or (
        useful and 2 * len(struck.intersection(useful)) > len(useful)
    )
    noted = ""
    note_column = None
    for column, text in texts.items():
        held = columns.get(column, Column.UNUSED)
        if held is Column.UNUSED or held is Column.GROUND_TEXT:
            found = done(text, reason=held is Column.GROUND_TEXT)
            if found and noted != "done":
                noted, note_column = found, column
    for kind, holds, column, default in (
        (Kind.SECOND_LIST, context.ending, None, "leave"),
        (Kind.STRUCK, whole, None, "leave"),
        (Kind.HIDDEN, row.get("hidden"), None, "leave"),
        (Kind.DONE, noted, note_column, "leave" if noted == "done" else None),
    ):
        if not holds:
            continue
        like = f"{kind.value}/{row['t']}" if kind is Kind.SECOND_LIST else ""
        chosen = questions.ask(
            kind,
            [Choice("leave"), Choice("take")],
            place=place,
            row=row["r"],
            sheet=row["sheet"],
            column=column,
            cell=texts.get(column, "") if column is not None else "",
            default=default,
            like=like,
        )
        if chosen == "leave":
            return kind.value
    return ""
