"""The lists of ``viec-den-han`` that are no table: texts to bring in step, relief, moves, what ended."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from thads_portal.browser.staff.ledger import words as said
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.codes import EndReason
from thads_portal.domain.ledger.kinds import EntryKind
from thads_portal.domain.ledger.terms import FollowUp
from thads_portal.i18n import _
from thads_portal.register.ledger import asked
from thads_portal.register.ledger import movable
from typing import Any


@dataclass(frozen=True, slots=True)
class PlainRow:
    """One line: whom it is about and where, what is to be known, the deadline."""

    name: str
    number: str
    address: str
    text: str
    day: date | None = None


def rows_of(page: Any, cursor: Any, code: str, after: str) -> tuple[list[PlainRow], str]:
    """(rows, the key of the next page or "") of the list `code`; nothing for other lists."""
    made = _LISTS.get(code)
    return made(page, cursor, after) if made is not None else ([], "")


def all_rows(page: Any, cursor: Any, code: str, most: int) -> list[PlainRow]:
    """The whole list, to print or as a file; at most about `most` rows."""
    rows, following = rows_of(page, cursor, code, "")
    while following and len(rows) < most:
        more, following = rows_of(page, cursor, code, following)
        rows += more
    return rows


def _at(page: Any, province: str, number: str, name: str = "theo-doi-viec") -> str:
    return f"{page.root}/{province}/{REGISTER_ID}/{number}/{name}"


def _asked(page: Any, cursor: Any, after: str) -> tuple[list[PlainRow], str]:
    found = asked.asked(cursor, province=page.province, after=after)
    rows = []
    for each in found[: asked.SIZE]:
        if each.end_reason:
            text = _(
                "case_asks_end",
                default="Cần chấm dứt công khai: ${reason}",
                mapping={"reason": page.label(EndReason(each.end_reason))},
            )
        else:
            text = _(
                "case_asks_amend",
                default="Cần sửa nghĩa vụ công khai: còn ${left}",
                mapping={"left": page.money(each.left or 0)},
            )
        place = _at(page, each.province, each.number, "cap-nhat-cong-khai")
        rows.append(PlainRow(each.debtor_name, each.number, place, page.say(text), each.due_on))
    return rows, rows[-1].number if len(found) > asked.SIZE else ""


def _relief(page: Any, cursor: Any, after: str) -> tuple[list[PlainRow], str]:
    if page.province is None:
        return [], ""
    rows = []
    found = asked.qualifying(cursor, today=page.today, province=page.province, after=after)
    for each in found[: asked.SIZE]:
        text = _(
            "due_relief_row",
            default="${what}: còn ${left}, xét tối đa ${amount}; đủ thời gian từ ${day} (${source})",
            mapping={
                "what": said.kind_label(page, each.relief.kind),
                "left": page.money(each.relief.left),
                "amount": page.money(each.relief.amount),
                "day": page.words.day(each.relief.since),
                "source": each.relief.rule.source,
            },
        )
        place = _at(page, each.province, each.number)
        rows.append(PlainRow(each.debtor_name, each.number, place, page.say(text)))
    last = found[asked.SIZE - 1] if len(found) > asked.SIZE else None
    return rows, f"{last.since}.{last.case}" if last is not None else ""


def _movable(page: Any, cursor: Any, after: str) -> tuple[list[PlainRow], str]:
    found = movable.movable(cursor, today=page.today, province=page.province, after=after)
    rows = []
    for each in found[: movable.SIZE]:
        text = _(
            "due_move_row",
            default="${what}: đủ điều kiện từ ${day}",
            mapping={
                "what": said.duty_label(page, FollowUp(each.duty)),
                "day": page.words.day(each.since),
            },
        )
        place = _at(page, each.province, each.number)
        rows.append(PlainRow(each.debtor_name, each.number, place, page.say(text), each.due_on))
    last = found[movable.SIZE - 1] if len(found) > movable.SIZE else None
    return rows, f"{last.since}.{last.case}" if last is not None else ""


def _ended(page: Any, cursor: Any, after: str) -> tuple[list[PlainRow], str]:
    first = page.month
    last = first.replace(day=monthrange(first.year, first.month)[1])
    rows = []
    found = movable.ended_in(cursor, first=first, last=last, province=page.province, after=after)
    for each in found[: movable.SIZE]:
        paper = ""
        if each.document_number:
            paper = f"; {each.document_number}, {page.words.day(each.document_date)}"
        text = (
            f"{page.words.day(each.ended_on)}: {said.kind_label(page, EntryKind(each.kind))}{paper};"
            f" {each.decision_number}, {page.words.day(each.decision_date)}"
        )
        place = _at(page, each.province, each.number)
        rows.append(PlainRow(each.debtor_name, each.number, place, text))
    end = found[movable.SIZE - 1] if len(found) > movable.SIZE else None
    return rows, f"{end.ended_on}.{end.case}" if end is not None else ""


_LISTS = {
    "cong-khai": _asked,
    "mien-giam": _relief,
    "chuyen-so": _movable,
    "ket-thuc": _ended,
}
#: Codes of the lists here; of them those that are by month.
CODES = frozenset(_LISTS)
MONTHLY = frozenset({"ket-thuc"})
