"""What each kind of entry holds beside its day, paper and money: one table for form, feed and lists.

All of it is restricted (Nghị định 152/2026/NĐ-CP, Điều 21 khoản 6).
"""

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from thads_portal.domain.codes import Ground
from thads_portal.domain.fields import check_date
from thads_portal.domain.fields import check_text
from thads_portal.domain.fields import Fault
from thads_portal.domain.ledger.kinds import Channel
from thads_portal.domain.ledger.kinds import Conclusion
from thads_portal.domain.ledger.kinds import EntryKind
from thads_portal.domain.ledger.kinds import Origin
from thads_portal.domain.ledger.kinds import Source
from thads_portal.errors import Code
from typing import Any


class Shape(StrEnum):
    LINE = "line"
    TEXT = "text"
    CODE = "code"
    BOX = "box"
    DAY = "day"
    #: May lie in the future.
    UNTIL = "until"


#: Longest text in characters.
LONGEST = {Shape.LINE: 255, Shape.TEXT: 4000}
_LATEST = date(2100, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """One field; `label` as (Vietnamese, English), `codes` the list of a code."""

    name: str
    label: tuple[str, str]
    shape: Shape = Shape.LINE
    required: bool = False
    codes: type[StrEnum] | None = None


def _d(
    name: str,
    vi: str,
    en: str,
    shape: Shape = Shape.LINE,
    *,
    required: bool = False,
    codes: type[StrEnum] | None = None,
) -> Detail:
    return Detail(name=name, label=(vi, en), shape=shape, required=required, codes=codes)


_BASIS = _d("basis", "Căn cứ (điều, khoản, điểm)", "Basis (article, point)")
_UNTIL = _d("until", "Đến ngày", "Until", Shape.UNTIL)
_NOTE = _d("note", "Ghi chú", "Note", Shape.TEXT)
#: When a decision was sent on: judged in time or late; nothing is asked for where it is not said.
_SENT = (
    _d("sent_procuracy", "Ngày gửi Viện kiểm sát", "Sent to the procuracy on", Shape.DAY),
    _d("notified_on", "Ngày thông báo cho đương sự", "Parties notified on", Shape.DAY),
)

_DETAILS: Mapping[EntryKind, tuple[Detail, ...]] = {
    EntryKind.STATED: (
        _d("origin", "Nguồn việc", "Origin", Shape.CODE, codes=Origin),
        _d(
            "prisoner",
            "Người phải thi hành án đang chấp hành án phạt tù còn từ 2 năm",
            "The debtor is a prisoner with two years or more left",
            Shape.BOX,
        ),
        _d(
            "address_unknown",
            "Chưa rõ địa chỉ, nơi cư trú mới",
            "The new address is not known",
            Shape.BOX,
        ),
        _d("office", "Phòng thi hành án khu vực tổ chức thi hành", "Organising office"),
        _d("request", "Số yêu cầu trên Cổng", "Number of the request on the portal"),
        _d(
            "voluntary_until",
            "Ngày hết thời hạn tự nguyện thi hành án",
            "Last day of the term for voluntary enforcement",
            Shape.UNTIL,
        ),
        _d(
            "ground_on",
            "Ngày có căn cứ ra quyết định về việc chưa có điều kiện",
            "Day on which the ground of the no-conditions decision arose",
            Shape.DAY,
        ),
        _NOTE,
    ),
    EntryKind.VERIFIED: (
        _d("conclusion", "Kết luận", "Conclusion", Shape.CODE, required=True, codes=Conclusion),
        _d("channel", "Hình thức xác minh", "Channel", Shape.CODE, required=True, codes=Channel),
        _d("place", "Nơi xác minh", "Place"),
        _d("confirmer", "Người, cơ quan xác nhận", "Confirmed by"),
        _d("officer", "Chấp hành viên", "Officer"),
        _d(
            "declared",
            "Người phải thi hành án đã kê khai tài sản, thu nhập",
            "The debtor declared assets and income",
            Shape.BOX,
        ),
        _d("ground", "Căn cứ chưa có điều kiện", "Ground", Shape.CODE, codes=Ground),
        _d("assets", "Tài sản, tài khoản", "Assets, accounts", Shape.TEXT),
        _d("income", "Thu nhập, nguồn trả", "Income, its payer", Shape.TEXT),
        _d(
            "household",
            "Nơi ở, hôn nhân, người phụ thuộc",
            "Residence, marriage, dependants",
            Shape.TEXT,
        ),
        _d("findings", "Nội dung xác minh", "Findings", Shape.TEXT),
    ),
    EntryKind.NEW_INFORMATION: (
        _d("informant", "Người cung cấp", "From whom"),
        _d("content", "Nội dung", "Content", Shape.TEXT),
    ),
    EntryKind.COLLECTED: (
        _d("source", "Nguồn thu", "Source", Shape.CODE, codes=Source),
        _d("receipt", "Số biên lai", "Receipt number"),
        _NOTE,
    ),
    EntryKind.PAID_OUT: (_d("payee", "Chi cho", "Paid to"), _NOTE),
    EntryKind.REDUCED: (
        _d("court", "Tòa án", "Court"),
        _d("effective_on", "Ngày có hiệu lực", "Effective on", Shape.DAY),
        _NOTE,
    ),
    EntryKind.EXEMPTED: (
        _d("court", "Tòa án", "Court"),
        _d("effective_on", "Ngày có hiệu lực", "Effective on", Shape.DAY),
        _NOTE,
    ),
    EntryKind.POSTPONED: (
        _BASIS,
        _UNTIL,
        _d("part", "Chỉ hoãn một phần", "A part only", Shape.BOX),
        _d("interest", "Vẫn tính lãi", "Interest runs", Shape.BOX),
        *_SENT,
        _NOTE,
    ),
    EntryKind.SUSPENDED: (_BASIS, _UNTIL, *_SENT, _NOTE),
    EntryKind.CONTINUED: (_BASIS, *_SENT, _NOTE),
    EntryKind.TERMINATED_IN_PART: (_BASIS, *_SENT, _NOTE),
    EntryKind.TERMINATED: (_BASIS, *_SENT, _NOTE),
    EntryKind.COERCED: (
        _d("measure", "Biện pháp", "Measure", required=True),
        _d("result", "Kết quả", "Result", Shape.TEXT),
        *_SENT,
    ),
    EntryKind.TRANSFERRED: (
        _d("giver", "Người chuyển giao", "From", required=True),
        _d("taker", "Người nhận", "To", required=True),
        _d(
            "received_on",
            "Ngày nhận văn bản về việc chuyển giao",
            "Paper on the transfer received on",
            Shape.DAY,
        ),
        *_SENT,
        _NOTE,
    ),
    EntryKind.DELEGATED: (
        _d("to_agency", "Cơ quan nhận ủy thác", "Delegated to"),
        *_SENT,
        _NOTE,
    ),
    EntryKind.COMPLAINT_DECIDED: (_d("result", "Kết quả", "Result", Shape.TEXT),),
    EntryKind.DISAGREED: (_d("content", "Nội dung", "Content", Shape.TEXT),),
    EntryKind.MOVED: (_NOTE,),
    EntryKind.REQUEST_RETURNED: (*_SENT, _NOTE),
    EntryKind.CONFIRMED: (_d("scope", "Phạm vi xác nhận", "Scope"), _NOTE),
    EntryKind.RESUMED: (_NOTE,),
    EntryKind.WITHDRAWN: (_NOTE,),
    EntryKind.CLOSED: (_BASIS, _NOTE),
    EntryKind.REVERSED: (_d("note", "Lý do", "Reason", Shape.TEXT, required=True),),
}
#: Kinds whose paper is not one's own, or is another's by what they are.
_NO_ISSUER = frozenset(
    {EntryKind.STATED, EntryKind.REDUCED, EntryKind.EXEMPTED, EntryKind.REVERSED}
)
_ISSUER = _d("issuer", "Cơ quan ra văn bản", "Issued by")
DETAILS: Mapping[EntryKind, tuple[Detail, ...]] = {
    kind: details if kind in _NO_ISSUER else (*details, _ISSUER)
    for kind, details in _DETAILS.items()
}


def checked_details(
    kind: EntryKind, values: Mapping[str, Any], today: date
) -> tuple[dict[str, Any], list[tuple[str, Code, dict[str, Any]]]]:
    """(what is stored, problems) of `values` as they were sent: text, bools, codes, ISO days.

    Empty values count as absent. A value is never repeated in a problem: it is restricted.
    """
    table = {each.name: each for each in DETAILS[kind]}
    found: dict[str, Any] = {}
    problems: list[tuple[str, Code, dict[str, Any]]] = []
    for name in values:
        if name not in table:
            problems.append((name[:40], Code.UNKNOWN_KEY, {"allowed": ", ".join(table)}))
    for name, detail in table.items():
        value = values.get(name)
        if value is None or value == "":
            if detail.required:
                problems.append((name, Code.MISSING, {}))
            continue
        try:
            found[name] = _CHECKS[detail.shape](detail, value, today)
        except Fault as fault:
            problems.append((name, fault.code, fault.params))
    return found, problems


def _text(detail: Detail, value: Any, today: date) -> str:
    return check_text(value, LONGEST[detail.shape])


def _code(detail: Detail, value: Any, today: date) -> str:
    allowed = [each.value for each in detail.codes or ()]
    if value not in allowed:
        raise Fault(Code.UNKNOWN_VALUE, value="…", allowed=", ".join(allowed))
    return str(value)


def _box(detail: Detail, value: Any, today: date) -> bool:
    if type(value) is not bool:
        raise Fault(Code.WRONG_TYPE, expected_vi="true hoặc false", expected_en="true or false")
    return value


def _day(detail: Detail, value: Any, today: date) -> str:
    return check_date(value, today).isoformat()


def _until(detail: Detail, value: Any, today: date) -> str:
    return check_date(value, _LATEST).isoformat()


_CHECKS: Mapping[Shape, Callable[[Detail, Any, date], Any]] = {
    Shape.LINE: _text,
    Shape.TEXT: _text,
    Shape.CODE: _code,
    Shape.BOX: _box,
    Shape.DAY: _day,
    Shape.UNTIL: _until,
}
