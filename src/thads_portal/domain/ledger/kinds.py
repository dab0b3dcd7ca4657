"""What can be entered in the ledger of a case: the closed list, with the articles of each kind.

The register keeps these codes and clients send them; none is renamed or used again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


#: Since this day Luật 106/2025/QH15 and Nghị định 152/2026/NĐ-CP are in force.
NEW_LAW_FROM = date(2026, 7, 1)


class EntryKind(StrEnum):
    STATED = "case_stated"
    VERIFIED = "verified"
    NEW_INFORMATION = "new_information"
    COLLECTED = "collected"
    PAID_OUT = "paid_out"
    REDUCED = "reduced"
    EXEMPTED = "exempted"
    POSTPONED = "postponed"
    SUSPENDED = "suspended"
    CONTINUED = "continued"
    TERMINATED_IN_PART = "terminated_in_part"
    TERMINATED = "terminated"
    COERCED = "coerced"
    TRANSFERRED = "transferred"
    DELEGATED = "delegated"
    COMPLAINT_DECIDED = "complaint_decided"
    DISAGREED = "verification_disputed"
    MOVED = "moved_to_separate_register"
    REQUEST_RETURNED = "request_returned"
    CONFIRMED = "confirmed"
    RESUMED = "resumed"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    REVERSED = "reversed"


class Bucket(StrEnum):
    """Where the money of an entry goes: the columns of a line's balance."""

    TO_DO = "to_do"
    DONE = "done"
    REDUCED = "reduced"
    TERMINATED = "terminated"
    DELEGATED = "delegated"


class Whole(StrEnum):
    """What an entry makes of the case as a whole."""

    POSTPONED = "postponed"
    SUSPENDED = "suspended"
    OPEN = "open"
    MOVED = "moved"
    ENDED = "ended"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind: `label` as (Vietnamese, English); where its money goes, `needs_amount` if it must
    have some; what it makes of the case; its articles under the old and the new law, "" where that
    law has none.
    """

    kind: EntryKind
    label: tuple[str, str]
    old: str
    new: str
    bucket: Bucket | None = None
    needs_amount: bool = False
    whole: Whole | None = None

    def article(self, day: date) -> str:
        """Its place in the law in force on `day`."""
        return self.new if day >= NEW_LAW_FROM else self.old or self.new


def _row(kind, vi, en, old, new, **more) -> Kind:  # type: ignore[no-untyped-def]  # a table's row
    return Kind(kind=kind, label=(vi, en), old=old, new=new, **more)


_L26 = "Luật 26/2008/QH12"
_L106 = "Luật 106/2025/QH15"
_N62 = "Nghị định 62/2015/NĐ-CP"
_N152 = "Nghị định 152/2026/NĐ-CP"

KINDS: tuple[Kind, ...] = (
    _row(
        EntryKind.STATED,
        "Lập việc: nghĩa vụ phải thi hành",
        "Case stated: what is to be done",
        f"{_L26}, Điều 36",
        f"{_L106}, Điều 3 khoản 8",
        bucket=Bucket.TO_DO,
    ),
    _row(
        EntryKind.VERIFIED,
        "Xác minh điều kiện thi hành án",
        "Conditions verified",
        f"{_L26}, Điều 44; {_N62}, Điều 9",
        f"{_L106}, Điều 37, 38; {_N152}, Điều 21",
    ),
    _row(
        EntryKind.NEW_INFORMATION,
        "Nhận thông tin mới về điều kiện thi hành án",
        "New information received",
        f"{_N62}, Điều 9 khoản 4",
        f"{_L106}, Điều 38 khoản 2",
    ),
    _row(
        EntryKind.COLLECTED,
        "Đã thi hành, thu được",
        "Collected",
        f"{_L26}, Điều 47",
        f"{_L106}, Điều 54",
        bucket=Bucket.DONE,
        needs_amount=True,
    ),
    _row(
        EntryKind.PAID_OUT,
        "Chi trả",
        "Paid out",
        f"{_L26}, Điều 47 khoản 5",
        f"{_L106}, Điều 54 khoản 6; {_N152}, Điều 30",
        needs_amount=True,
    ),
    _row(
        EntryKind.REDUCED,
        "Giảm nghĩa vụ",
        "Reduced",
        f"{_L26}, Điều 61-64",
        f"{_L106}, Điều 42-45, 48 khoản 5",
        bucket=Bucket.REDUCED,
        needs_amount=True,
    ),
    _row(
        EntryKind.EXEMPTED,
        "Miễn nghĩa vụ",
        "Exempted",
        f"{_L26}, Điều 61-64",
        f"{_L106}, Điều 42-45, 48 khoản 5",
        bucket=Bucket.REDUCED,
        needs_amount=True,
    ),
    _row(
        EntryKind.POSTPONED,
        "Hoãn thi hành án",
        "Postponed",
        f"{_L26}, Điều 48",
        f"{_L106}, Điều 46",
        whole=Whole.POSTPONED,
    ),
    _row(
        EntryKind.SUSPENDED,
        "Tạm đình chỉ thi hành án",
        "Suspended",
        f"{_L26}, Điều 49",
        f"{_L106}, Điều 47",
        whole=Whole.SUSPENDED,
    ),
    _row(
        EntryKind.CONTINUED,
        "Hết hoãn, hết tạm đình chỉ",
        "Postponement or suspension over",
        f"{_L26}, Điều 48, 49",
        f"{_L106}, Điều 46 khoản 3, Điều 47 khoản 3",
        whole=Whole.OPEN,
    ),
    _row(
        EntryKind.TERMINATED_IN_PART,
        "Đình chỉ một phần",
        "Terminated in part",
        f"{_L26}, Điều 50",
        f"{_L106}, Điều 48",
        bucket=Bucket.TERMINATED,
        needs_amount=True,
    ),
    _row(
        EntryKind.TERMINATED,
        "Đình chỉ thi hành án",
        "Terminated",
        f"{_L26}, Điều 50",
        f"{_L106}, Điều 48",
        whole=Whole.ENDED,
    ),
    _row(
        EntryKind.COERCED,
        "Cưỡng chế",
        "Coercive measure",
        f"{_L26}, Điều 70, 71",
        _L106,
    ),
    _row(
        EntryKind.TRANSFERRED,
        "Chuyển giao quyền, nghĩa vụ",
        "Rights or duties transferred",
        f"{_L26}, Điều 54",
        f"{_L106}, Điều 41",
    ),
    _row(
        EntryKind.DELEGATED,
        "Ủy thác thi hành án",
        "Delegated",
        f"{_L26}, Điều 55-57",
        f"{_L106}, Điều 49",
        bucket=Bucket.DELEGATED,
    ),
    _row(
        EntryKind.COMPLAINT_DECIDED,
        "Quyết định giải quyết khiếu nại",
        "Complaint decided",
        f"{_L26}, Điều 140-153",
        f"{_L106}, Điều 96-107",
    ),
    _row(
        EntryKind.DISAGREED,
        "Kết quả xác minh khác nhau hoặc có kháng nghị",
        "Verification disputed or protested",
        f"{_L26}, Điều 44 khoản 5",
        f"{_L106}, Điều 37 khoản 5",
    ),
    _row(
        EntryKind.MOVED,
        "Chuyển sổ theo dõi riêng",
        "Moved to the separate register",
        f"{_N62}, Điều 9 khoản 5",
        f"{_L106}, Điều 38 khoản 4; {_N152}, Điều 22 khoản 1",
        whole=Whole.MOVED,
    ),
    _row(
        EntryKind.REQUEST_RETURNED,
        "Thông báo gửi lại yêu cầu thi hành án",
        "Request returned",
        "",
        f"{_L106}, Điều 38 khoản 4; {_N152}, Điều 22 khoản 2, Điều 32 khoản 1",
        whole=Whole.ENDED,
    ),
    _row(
        EntryKind.CONFIRMED,
        "Xác nhận kết quả thi hành án",
        "Result confirmed",
        f"{_L26}, Điều 53",
        f"{_N152}, Điều 32 khoản 3",
    ),
    _row(
        EntryKind.RESUMED,
        "Tiếp tục thi hành án (có điều kiện)",
        "Enforcement resumes: conditions exist",
        f"{_N62}, Điều 11",
        f"{_L106}, Điều 38; {_N152}, Điều 23 khoản 2",
    ),
    _row(
        EntryKind.WITHDRAWN,
        "Thu hồi quyết định",
        "Decision withdrawn",
        f"{_L26}, Điều 37",
        f"{_L106}, Điều 52; {_N152}, Điều 23 khoản 2",
    ),
    _row(
        EntryKind.CLOSED,
        "Kết thúc thi hành án",
        "Case closed",
        f"{_L26}, Điều 52",
        f"{_L106}, Điều 55; {_N152}, Điều 32 khoản 1",
        whole=Whole.CLOSED,
    ),
    _row(
        EntryKind.REVERSED,
        "Bút toán đảo",
        "Counter-entry",
        "",
        "",
    ),
)

BY_KIND: Mapping[EntryKind, Kind] = {row.kind: row for row in KINDS}
#: They change how much is left.
MONEY = frozenset(row.kind for row in KINDS if row.bucket is not None)


class LineKind(StrEnum):
    """What an obligation line is about: the obligations of a listing, and late interest."""

    COURT_FEE = "court_fee"
    FINE = "fine"
    RECOVERY_CONFISCATION = "recovery_confiscation"
    DEBT = "debt"
    COMPENSATION = "compensation"
    MAINTENANCE = "maintenance"
    WAGES = "wages"
    RETURN_THING = "return_thing"
    HAND_OVER_PROPERTY = "hand_over_property"
    HAND_OVER_MINOR = "hand_over_minor"
    ACT_OR_REFRAIN = "act_or_refrain"
    OTHER = "other"
    LATE_INTEREST = "late_interest"


class Channel(StrEnum):
    """How conditions were verified (Luật 106/2025/QH15, Điều 37 khoản 3, 5, 8)."""

    DIRECT = "direct"
    DIGITAL = "digital"
    WRITTEN = "written"
    DELEGATED = "delegated"
    BY_CREDITOR = "by_creditor"
    BY_BAILIFF = "by_bailiff"


class Conclusion(StrEnum):
    """Whether there are conditions for enforcement."""

    NONE = "none"
    PART = "part"
    ALL = "all"


class Source(StrEnum):
    """Where collected money came from."""

    VOLUNTARY = "voluntary"
    DEDUCTED = "deducted"
    SALE = "sale"
    PRISON = "prison"
    THIRD_PARTY = "third_party"


class Origin(StrEnum):
    """Who started the case."""

    EX_OFFICIO = "ex_officio"
    ON_REQUEST = "on_request"
    UNKNOWN = "unknown"


#: list -> code -> (Vietnamese, English); by its list: codes of two lists may be the same word.
_LABELS: Mapping[type[StrEnum], Mapping[str, tuple[str, str]]] = {
    Channel: {
        Channel.DIRECT: ("Trực tiếp", "In person"),
        Channel.DIGITAL: ("Phương tiện số", "Digital"),
        Channel.WRITTEN: ("Bằng văn bản", "In writing"),
        Channel.DELEGATED: ("Ủy quyền xác minh", "Delegated"),
        Channel.BY_CREDITOR: ("Do người được thi hành án", "By the creditor"),
        Channel.BY_BAILIFF: ("Do Thừa hành viên", "By a bailiff"),
    },
    Conclusion: {
        Conclusion.NONE: ("Chưa có điều kiện thi hành", "No conditions"),
        Conclusion.PART: ("Có điều kiện một phần", "Conditions for a part"),
        Conclusion.ALL: ("Có điều kiện thi hành", "Conditions exist"),
    },
    Source: {
        Source.VOLUNTARY: ("Tự nguyện nộp", "Voluntary"),
        Source.DEDUCTED: ("Khấu trừ", "Deducted"),
        Source.SALE: ("Bán tài sản", "Sale of assets"),
        Source.PRISON: ("Trại giam chuyển", "From the prison"),
        Source.THIRD_PARTY: ("Người thứ ba", "A third party"),
    },
    Origin: {
        Origin.EX_OFFICIO: ("Chủ động", "Ex officio"),
        Origin.ON_REQUEST: ("Theo yêu cầu", "On request"),
        Origin.UNKNOWN: ("Chưa ghi", "Not stated"),
    },
    Bucket: {
        Bucket.TO_DO: ("Phải thi hành", "To do"),
        Bucket.DONE: ("Đã thi hành", "Done"),
        Bucket.REDUCED: ("Miễn, giảm", "Exempted, reduced"),
        Bucket.TERMINATED: ("Đình chỉ", "Terminated"),
        Bucket.DELEGATED: ("Ủy thác", "Delegated"),
    },
    LineKind: {
        LineKind.LATE_INTEREST: ("Lãi chậm thi hành án", "Late interest"),
    },
}


def label(code: StrEnum) -> tuple[str, str] | None:
    """The label of `code`, None for one that has none here."""
    return _LABELS.get(type(code), {}).get(code)
