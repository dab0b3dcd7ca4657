"""The mail of the morning in words: what is overdue, due today and next, and where to go.

Counts only: who a listing is about stands on the desk, behind the sign-in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from thads_portal.domain.agencies import agency_in_charge
from thads_portal.domain.places import DESK
from thads_portal.domain.provinces import by_slug
from thads_portal.domain.words import day as day_text
from thads_portal.domain.words import number


#: Where a person stops these mails.
PREFERENCE = "thu-bao-viec"
#: The role of what is about the person, whatever desk they have.
OWN = "own"
_ROLES = {
    OWN: ("Riêng bạn", "For you"),
    "editor": ("biên tập viên", "editor"),
    "head": ("thủ trưởng cơ quan", "head of the agency"),
    "board": ("Ban Biên tập", "Editorial board"),
}
_LINES = (
    ("mentions", "Nhắc đến bạn trong trao đổi, chưa mở", "Notes that name you, not opened"),
    ("given", "Việc mới được giao cho bạn", "Work newly given to you"),
    ("overdue", "Quá hạn", "Overdue"),
    ("today", "Hết hạn hôm nay", "Due today"),
    ("tomorrow", "Hết hạn ngày làm việc tới", "Due on the next working day"),
    ("returned", "Bị trả lại, chờ sửa", "Returned, to be corrected"),
    ("postings", "Niêm yết tại xã cần nhắc", "Commune postings to follow up"),
    ("cases_overdue", "Việc quá hạn xác minh, theo dõi", "Cases overdue for follow-up"),
    ("cases_soon", "Việc đến hạn theo dõi trong 7 ngày", "Cases due within 7 days"),
    ("elsewhere", "Quá hạn, đang chờ người khác", "Overdue, waiting for somebody else"),
)
_SUBJECTS = (
    "Việc hôm nay {day}: {overdue} quá hạn, {today} hết hạn hôm nay",
    "Work of {day}: {overdue} overdue, {today} due today",
)
#: Where nothing is due, and the person is named or has new work.
_OWN_SUBJECTS = (
    "Việc hôm nay {day}: {mentions} lần được nhắc đến, {given} việc mới giao",
    "Work of {day}: named {mentions} times, {given} newly given",
)
#: In mails about a province: who answers for its cases on the day.
AGENCY_IN_CHARGE = ("Cơ quan đang giải quyết: {agency}", "Agency in charge: {agency}")
_OPEN = ("Mở bàn làm việc: {address}", "Open the desk: {address}")
_FOOT = (
    "Số đếm lúc gửi thư. Thư này do Cổng thông tin điện tử Thi hành án dân sự gửi tự động vào"
    " sáng ngày làm việc, khi có việc.\nKhông muốn nhận nữa: {address}",
    "Counted when this was sent. The portal of civil judgment enforcement sends it on the"
    " mornings of working days, when there is something to do.\nTo get no more of these:"
    " {address}",
)


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits on one desk: `role` is a key of the roles, `province` None for the country."""

    role: str
    province: str | None
    overdue: int = 0
    today: int = 0
    tomorrow: int = 0
    returned: int = 0
    postings: int = 0
    cases_overdue: int = 0
    cases_soon: int = 0
    elsewhere: int = 0
    mentions: int = 0
    given: int = 0

    @property
    def empty(self) -> bool:
        return not any(getattr(self, name) for name, _vi, _en in _LINES)


def mail(desks: Sequence[Desk], *, today: date, root: str, language: str) -> tuple[str, str]:
    """(subject, body) in Vietnamese or English (``en``); `root` is the portal's address or ""."""
    english = language == "en"
    subjects = _OWN_SUBJECTS if all(desk.role == OWN for desk in desks) else _SUBJECTS
    counts = {
        name: number(sum(getattr(desk, name) for desk in desks), language)
        for name in ("overdue", "today", "mentions", "given")
    }
    subject = subjects[english].format(day=day_text(today), **counts)
    parts = [_section(desk, root, language, today) for desk in desks]
    parts.append(_FOOT[english].format(address=f"{root}/{PREFERENCE}"))
    return subject, "\n\n".join(parts) + "\n"


def _section(desk: Desk, root: str, language: str, today: date) -> str:
    english = language == "en"
    heading = _ROLES[desk.role][english]
    path = DESK
    if desk.province is not None:
        province = by_slug(desk.province)
        heading = f"{province.name if province else desk.province} – {heading}"
        path = f"{desk.province}/{DESK}"
    lines = [heading]
    lines += [
        f"- {(vi, en)[english]}: {number(count, language)}"
        for name, vi, en in _LINES
        if (count := getattr(desk, name))
    ]
    lines.append(_OPEN[english].format(address=f"{root}/{path}"))
    agency = agency_in_charge(desk.province, today) if desk.province else None
    if agency is not None:
        lines.append(AGENCY_IN_CHARGE[english].format(agency=agency.name))
    return "\n".join(lines)
