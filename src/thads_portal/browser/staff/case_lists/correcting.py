"""Rows of a list that are wrong or left out, with their cells as fields, and what comes back of them."""

from collections.abc import Sequence
from thads_portal.browser.shared.values import Values
from thads_portal.errors import Code
from thads_portal.errors import message
from thads_portal.i18n import _
from thads_portal.importing.case_lists.planning import Outcome
from thads_portal.importing.case_lists.planning import PlannedRow
from thads_portal.register.ledger.lists import CaseList

import re


#: Rows that one page shows to be corrected, of those that are wrong and of those left out.
_SHOWN = 40
_CELL = re.compile(r"o-(\d{1,9})-([a-z_]{1,30})")
_LONGEST = 4000
#: In a form a date is written the Vietnamese way.
_BAD_DATE = _("form_bad_date", default="Hãy nhập ngày/tháng/năm, ví dụ 23/11/2026.")
_MISSING = _("form_missing", default="Hãy điền mục này.")


def rows_to_correct(page) -> list[dict]:
    """The first rows that are wrong, then those left out; what is wrong is noted at their fields."""
    wrong = [each for each in page.plan.rows if each.outcome is Outcome.WRONG]
    left = [each for each in page.plan.rows if each.outcome is Outcome.LEFT_OUT]
    return [_row(page, each) for each in (*wrong[:_SHOWN], *left[:_SHOWN])]


def _row(page, planned: PlannedRow) -> dict:
    line, texts = planned.row.line, planned.row.texts
    out = planned.outcome is Outcome.LEFT_OUT
    named = {each.field: each for each in planned.problems if each.field}
    headings = {column.field: column.heading for column in page.columns.columns}
    known = _fields_of(headings, texts, named)
    fields = []
    for name in () if out else known:
        heading = headings[name]
        fields.append(
            page.make(
                f"o-{line}-{name}",
                _at(page, line, heading),
                value=_shown(texts.get(name, "")),
                kind="area" if "\n" in texts.get(name, "") else "text",
                longest=_LONGEST,
            )
        )
    for problem in planned.problems:
        where = problem.field if problem.field in known else known[0]
        page.errors.say(_words(page, problem), f"o-{line}-{where}")
    return {
        "line": line,
        "said": " · ".join(_shown(text)[:80] for text in texts.values() if text),
        "fields": fields,
        "out": page.make(
            f"bo-{line}",
            _("case_list_leave_out", default="Bỏ dòng ${line} ra", mapping={"line": line}),
            kind="check",
            value="1" if out else "",
        ),
    }


def _fields_of(headings, texts, named) -> list[str]:
    """The cells that are shown: those that are wrong, and those that tell the case."""
    told = [name for name in ("number", "decision") if texts.get(name)]
    return [name for name in headings if name in named or name in told] or ["number"]


def _at(page, line: int, heading: str) -> str:
    return page.say(
        _(
            "case_list_cell",
            default="Dòng ${line}: ${column}",
            mapping={"line": line, "column": heading},
        )
    )


def _words(page, problem) -> str:
    if problem.code is Code.BAD_DATE:
        return page.say(_BAD_DATE)
    if problem.code is Code.MISSING:
        return page.say(_MISSING)
    return message(problem.code, problem.params)[page.language]


def _shown(text: str) -> str:
    """A day as people write it; other text as it stands."""
    match = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text)
    return f"{match[3]}/{match[2]}/{match[1]}" if match else text


def corrected(
    found: CaseList, sent: Values, names: Sequence[str]
) -> tuple[list[tuple[int, dict[str, str]]], set[int]]:
    """The rows of `found` with the cells that were sent, and which lines are left out now."""
    rows = {line: dict(texts) for line, texts in found.rows or ()}
    left_out = set(found.left_out)
    for name in sent.names():
        cell = _CELL.fullmatch(name)
        if cell is not None and int(cell[1]) in rows and cell[2] in names:
            rows[int(cell[1])][cell[2]] = sent.text(name).strip()[:_LONGEST]
    for text in sent.texts("dong"):
        line = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
        if line in rows:
            left_out.discard(line)
            if sent.text(f"bo-{line}"):
                left_out.add(line)
    return list(rows.items()), left_out
