"""What the preview and the remarks column say of a row, in words."""

from collections.abc import Callable
from collections.abc import Mapping
from thads_portal.content.listing_schema import IDebtorListing
from thads_portal.domain import codes
from thads_portal.domain import grounds
from thads_portal.domain.words import day
from thads_portal.domain.words import money
from thads_portal.errors import Code
from thads_portal.errors import message
from thads_portal.i18n import _
from thads_portal.importing.spreadsheet.cells import address
from thads_portal.register.uploads import Mark
from typing import Any
from zope.i18nmessageid import Message

import datetime
import re


MARKS = {
    Mark.NEW: _("mark_new", default="Tạo mới"),
    Mark.SAME: _("mark_same", default="Đã có, không đổi"),
    Mark.ENDED: _("mark_ended", default="Đã chấm dứt"),
    Mark.UPDATE: _("mark_update", default="Cập nhật"),
    Mark.TWIN: _("mark_twin", default="Trùng trong tệp"),
    Mark.WRONG: _("mark_wrong", default="Có lỗi"),
    Mark.ASKED: _("mark_asked", default="Cần trả lời"),
    Mark.SKIPPED: _("mark_skipped", default="Bỏ qua"),
}
_REMARKS = {
    "alias": _(
        "remark_alias", default="Tên gọi khác “${value}” được giữ trong tên và tra cứu được."
    ),
    "birth_moved": _(
        "remark_birth_moved", default="Ngày sinh được chuyển khỏi tên, vào thông tin hạn chế."
    ),
    "birth_year_dropped": _(
        "remark_birth_year_dropped",
        default="Chỉ có năm sinh nên không lưu; tên công khai không kèm năm sinh.",
    ),
    "number_moved": _(
        "remark_number_moved", default="Số định danh được chuyển khỏi tên, vào thông tin hạn chế."
    ),
}
_REMARKS |= {
    "cut": _(
        "remark_cut", default="“${value}” không được công khai, đã bỏ khỏi nội dung công khai."
    ),
    "capitals": _(
        "remark_capitals", default="“${value}” được viết hoa chữ đầu của mỗi tiếng trong tên."
    ),
    "ditto": _("remark_ditto", default="“nt” được thay bằng nội dung của dòng trên: ${value}."),
    "ditto_nothing": _(
        "remark_ditto_nothing", default="Ô ghi “như trên” nhưng phía trên không có nội dung."
    ),
    "split": _("remark_split", default="Ô này ghi ${value} người; mỗi người thành một mục."),
    "not_shared": _(
        "remark_not_shared",
        default="Ô này chỉ ghi một giá trị cho nhiều người nên không lấy cho ai.",
    ),
    "joined_row": _("remark_joined_row", default="Nghĩa vụ ở dòng ${value} được gộp vào mục này."),
    "second_document": _(
        "remark_second_document", default="Còn một văn bản khác không đưa vào mục này: ${value}."
    ),
    "province": _("remark_province", default="Tên tỉnh “${value}” trong địa chỉ được ghi đầy đủ."),
    "commune": _("remark_commune", default="Địa chỉ được bổ sung theo dòng “${value}”."),
    "agency_of_section": _(
        "remark_agency_of_section", default="Cơ quan thi hành án lấy theo dòng “${value}”."
    ),
    "decision_of_title": _(
        "remark_decision_of_title",
        default="Quyết định chưa có điều kiện lấy từ tiêu đề danh sách: ${value}.",
    ),
    "signer": _("remark_signer", default="Người ký lấy từ chỗ ký cuối danh sách: ${value}."),
    "unit": _(
        "remark_unit", default="Số tiền được nhân với đơn vị tính ghi ở tiêu đề: ${value} đồng."
    ),
    "summed": _("remark_summed", default="Số tiền là tổng của ${value}."),
    "monthly": _(
        "remark_monthly",
        default="“${value}” là khoản theo kỳ, không phải tổng số, nên không ghi số tiền.",
    ),
    "thing": _("remark_thing", default="“${value}” không phải là tiền nên không ghi số tiền."),
    "zeros": _("remark_zeros", default="Số định danh được thêm các số 0 mà Excel đã bỏ ở đầu."),
    "swapped": _("remark_swapped", default="Ngày và tháng được đổi chỗ như bạn đã chọn."),
}
_HINTS = {
    "namesake": _(
        "hint_namesake",
        default="Trùng tên với mục đang công khai ${numbers}: hãy kiểm tra có phải cùng việc không.",
    ),
    "same_person": _("hint_same_person", default="Cùng số định danh với mục ${numbers}."),
    "elsewhere": _(
        "hint_elsewhere",
        default="Cùng tên, bản án, quyết định với mục ${numbers} của tỉnh khác; sẽ bị đánh dấu cho Ban Biên tập xem.",
    ),
}
_TWIN = _("remark_twin", default="Giống dòng ${row} ở trên; không ghi hai lần.")
_KNOWN = _("remark_known", default="Mục ${number}.")
_ENDED = _(
    "remark_ended",
    default="Đã chấm dứt công khai ngày ${day} (${reason}), mục ${number}. Không ghi gì; muốn công khai lại, hãy mở trang của mục đó.",
)
_CHANGE = _("remark_change", default="${field}: ${old} → ${new}")
_NOTHING = _("remark_nothing", default="(trống)")
_AT = _("problem_at", default="Ô ${cell}: ${text}")
_OF = _("problem_of", default="${field}: ${text}")
_CODES = {
    "debtor_kind": codes.DebtorKind,
    "judgment_kind": codes.JudgmentKind,
}


def field_label(name: str):
    """The label of a field of a listing."""
    field = IDebtorListing.get(name)
    return field.title if field is not None else name


Say = Callable[[Any], str]


def problem_in_words(problem: list, row: int, say: Say, language: str) -> str:
    """Where it is, and what would be right."""
    name, column, code, params = problem
    text = message(Code(code), _shown(params))[language]
    if column is None:
        return say(Message(_OF, mapping={"field": say(field_label(name)), "text": text}))
    return say(Message(_AT, mapping={"cell": address(column, row), "text": text}))


_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def _shown(params: Mapping[str, Any]) -> dict[str, Any]:
    """The params of a problem, days as they are written here: 28/11/2026."""
    return {
        name: f"{match[3]}/{match[2]}/{match[1]}"
        if isinstance(value, str) and (match := _ISO.fullmatch(value))
        else value
        for name, value in params.items()
    }


def remarks_of(row: Mapping[str, Any], twin_row: int | None, say: Say, language: str) -> list[str]:
    """What else there is to say of a row, the weightiest first."""
    told: list[str] = []
    if twin_row is not None:
        told.append(say(Message(_TWIN, mapping={"row": twin_row})))
    if row.get("k"):
        told.append(_known(row["k"], say, language))
    for name, (old, new) in (row.get("v") or {}).items():
        mapping = {
            "field": say(field_label(name)),
            "old": value_in_words(name, old, say, language),
            "new": value_in_words(name, new, say, language),
        }
        told.append(say(Message(_CHANGE, mapping=mapping)))
    told += [codes.label(codes.Flag(flag), language) for flag in row.get("w") or ()]
    told += [
        say(Message(_HINTS[kind], mapping={"numbers": ", ".join(numbers)}))
        for kind, numbers in row.get("h") or ()
    ]
    told += [
        say(Message(_REMARKS[word], mapping={"value": value})) for _column, word, value in row["n"]
    ]
    return told


def _known(known: list, say: Say, language: str) -> str:
    """Which listing the row is about, and when it ended."""
    number, _revision, state, *end = known
    if state != codes.State.ENDED or not end:
        return say(Message(_KNOWN, mapping={"number": number}))
    ended, reason = end
    mapping = {
        "number": number,
        "day": day(datetime.date.fromisoformat(ended)),
        "reason": codes.label(codes.EndReason(reason), language) if reason else "–",
    }
    return say(Message(_ENDED, mapping=mapping))


def value_in_words(name: str, value: Any, say: Say, language: str) -> str:
    if value in (None, "", []):
        return say(_NOTHING)
    if name == grounds.GROUND:
        return grounds.letter_label(value, language)
    if name in _CODES:
        return codes.label(_CODES[name](value), language)
    if name == "obligation_kinds":
        return ", ".join(codes.label(codes.ObligationKind(each), language) for each in value)
    if name == "obligation_amount":
        return money(value, language)
    if name.endswith("_date") or name == "date_of_birth":
        return day(datetime.date.fromisoformat(value))
    return str(value)
