"""Which listings the rows of a list mean: by public number, or by decision, day and name."""

from collections.abc import Collection
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from thads_portal.database.sql import Cursor
from thads_portal.domain.document_numbers import number_key
from thads_portal.domain.own_values import folded
from thads_portal.i18n import _
from thads_portal.importing.column_list import ListRow
from thads_portal.register import desk
from thads_portal.register.desk import Work


#: Cases that one message names.
_NAMED = 5
_NEITHER = _(
    "acts_neither", default="Ghi số công khai, hoặc số quyết định về việc chưa có điều kiện."
)
_NOT_HERE = _(
    "acts_not_here",
    default="${number}: không phải mục của tỉnh này ở bước có thể ghi. Xem lại số công khai.",
)
_NO_DECISION = _(
    "acts_no_decision",
    default="${decision}: không có mục nào theo quyết định này mà ghi được. Xem lại số, ngày quyết định"
    " và họ tên.",
)
_SEVERAL = _(
    "acts_several",
    default="${decision}: nhiều quyết định cùng số này (${cases}). Hãy ghi thêm ngày quyết định, hoặc"
    " số công khai.",
)
_TWICE = _("acts_twice", default="${number} đã có ở dòng ${line}. Mỗi trường hợp chỉ ghi một dòng.")


@dataclass(frozen=True, slots=True)
class Meant:
    """The listings that a row means."""

    row: ListRow
    works: tuple[Work, ...]


@dataclass(frozen=True, slots=True)
class Unclear:
    """Why a row means none: a message with what fills it."""

    line: int
    text: object
    filled: Mapping[str, object]


def meant_by(
    cursor: Cursor, province: str, rows: Sequence[ListRow], *, states: Collection[str]
) -> tuple[list[Meant], list[Unclear]]:
    """Each row's listings that are in one of `states`, and the rows that name none."""
    numbers = [row.texts["number"] for row in rows if row.texts.get("number")]
    keys = {number_key(row.texts["decision"]) for row in rows if row.texts.get("decision")}
    known = desk.known(cursor, province, numbers)
    decided = desk.by_decision(cursor, province, keys, states=states)
    found: list[Meant] = []
    unclear: list[Unclear] = []
    taken: dict[str, int] = {}
    for row in rows:
        meant = _of_row(row, known, decided, states)
        if isinstance(meant, Unclear):
            unclear.append(meant)
            continue
        for work in meant.works:
            if work.number in taken:
                filled = {"number": work.number, "line": taken[work.number]}
                unclear.append(Unclear(row.line, _TWICE, filled))
            taken.setdefault(work.number, row.line)
        found.append(meant)
    return found, unclear


def _of_row(
    row: ListRow,
    known: Mapping[str, Work],
    decided: Sequence[tuple[Work, Sequence[str]]],
    states: Collection[str],
) -> Meant | Unclear:
    number, decision = row.texts.get("number", ""), row.texts.get("decision", "")
    if number:
        work = known.get(number)
        if work is None or work.state not in states:
            return Unclear(row.line, _NOT_HERE, {"number": number[:40]})
        return Meant(row, (work,))
    key = number_key(decision) if decision else ""
    if not key:
        return Unclear(row.line, _NEITHER, {})
    works = list(_narrowed(row, [work for work, named in decided if key in named]))
    if not works:
        return Unclear(row.line, _NO_DECISION, {"decision": decision[:60]})
    if len({(work.agency, work.decision_date) for work in works}) > 1:
        cases = "; ".join(f"{work.debtor_name} – {work.number}" for work in works[:_NAMED])
        return Unclear(row.line, _SEVERAL, {"decision": decision[:60], "cases": cases})
    return Meant(row, tuple(works))


def _narrowed(row: ListRow, works: Sequence[Work]) -> Iterator[Work]:
    """Those of the day and the name that the row gives; what it does not give narrows nothing."""
    name, day = folded(row.texts.get("name", "")), _day(row.texts.get("decided", ""))
    for work in works:
        if day is not None and work.decision_date != day:
            continue
        if name and folded(work.debtor_name) != name:
            continue
        yield work


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
