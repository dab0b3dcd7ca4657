"""What the portal publishes beside listings: news, documents, procedures, notices, events.

Each kind has a section of its own with a fixed address, on the gateway and, but for
procedures, on every subsite. Clients store the codes; one is never renamed or re-used.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Topic(StrEnum):
    NEWS = "news"
    DOCUMENTS = "documents"
    PROCEDURES = "procedures"
    NOTICES = "notices"
    EVENTS = "events"


class DocumentKind(StrEnum):
    """Legal documents by their form (Law on promulgation of legal documents, and Decree 30/2020)."""

    LAW = "law"
    RESOLUTION = "resolution"
    DECREE = "decree"
    CIRCULAR = "circular"
    DIRECTIVE = "directive"
    DECISION = "decision"
    OFFICIAL_LETTER = "official_letter"
    PLAN = "plan"
    GUIDELINE = "guideline"
    ANNOUNCEMENT = "announcement"
    OTHER = "other"


class NoticeKind(StrEnum):
    AUCTION = "auction"
    SEIZURE = "seizure"
    SELECTION = "selection"
    HEIRS = "heirs"
    COLLECTION = "collection"
    COERCION = "coercion"
    OTHER = "other"


class ProcedureKind(StrEnum):
    """What a citizen wants from the agency."""

    REQUEST = "request"
    CONFIRMATION = "confirmation"
    FEES = "fees"
    PROPERTY = "property"
    COMPLAINT = "complaint"
    OTHER = "other"


#: code -> (Vietnamese, English)
LABELS: dict[type[StrEnum], dict[StrEnum, tuple[str, str]]] = {
    Topic: {
        Topic.NEWS: ("Tin tức", "News"),
        Topic.DOCUMENTS: ("Văn bản", "Documents"),
        Topic.PROCEDURES: ("Thủ tục hành chính", "Procedures"),
        Topic.NOTICES: ("Thông báo", "Notices"),
        Topic.EVENTS: ("Sự kiện", "Events"),
    },
    DocumentKind: {
        DocumentKind.LAW: ("Luật", "Law"),
        DocumentKind.RESOLUTION: ("Nghị quyết", "Resolution"),
        DocumentKind.DECREE: ("Nghị định", "Decree"),
        DocumentKind.CIRCULAR: ("Thông tư", "Circular"),
        DocumentKind.DIRECTIVE: ("Chỉ thị", "Directive"),
        DocumentKind.DECISION: ("Quyết định", "Decision"),
        DocumentKind.OFFICIAL_LETTER: ("Công văn", "Official letter"),
        DocumentKind.PLAN: ("Kế hoạch", "Plan"),
        DocumentKind.GUIDELINE: ("Hướng dẫn", "Guideline"),
        DocumentKind.ANNOUNCEMENT: ("Thông báo", "Announcement"),
        DocumentKind.OTHER: ("Văn bản khác", "Other document"),
    },
    NoticeKind: {
        NoticeKind.AUCTION: ("Đấu giá tài sản", "Auction"),
        NoticeKind.SEIZURE: ("Kê biên tài sản", "Seizure"),
        NoticeKind.SELECTION: (
            "Lựa chọn tổ chức thẩm định giá, đấu giá",
            "Selection of a valuer or auctioneer",
        ),
        NoticeKind.HEIRS: ("Tìm người thừa kế, người liên quan", "Search for heirs"),
        NoticeKind.COLLECTION: ("Nhận lại tiền, tài sản", "Collection of money or property"),
        NoticeKind.COERCION: ("Cưỡng chế thi hành án", "Coercive enforcement"),
        NoticeKind.OTHER: ("Thông báo khác", "Other notice"),
    },
    ProcedureKind: {
        ProcedureKind.REQUEST: ("Yêu cầu thi hành án", "Request for enforcement"),
        ProcedureKind.CONFIRMATION: ("Xác nhận, cung cấp thông tin", "Confirmation, information"),
        ProcedureKind.FEES: ("Phí, nghĩa vụ nộp ngân sách", "Fees and dues to the State"),
        ProcedureKind.PROPERTY: ("Tài sản thi hành án", "Property in enforcement"),
        ProcedureKind.COMPLAINT: ("Khiếu nại, tố cáo", "Complaints and denunciations"),
        ProcedureKind.OTHER: ("Thủ tục khác", "Other procedure"),
    },
}


def label(code: StrEnum, language: str = "vi") -> str:
    """The term a person reads for `code`, Vietnamese unless `language` is ``en``."""
    vietnamese, english = LABELS[type(code)][code]
    return english if language == "en" else vietnamese


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its address, its type, the type of what is in it, and the kinds of that.

    `dated`: what is in it ends some day and then is in the archive.
    """

    topic: Topic
    id: str
    portal_type: str
    item_type: str
    kinds: type[StrEnum] | None = None
    dated: bool = False
    on_subsites: bool = True

    @property
    def title(self) -> str:
        return label(self.topic)


SECTIONS = (
    Section(Topic.NEWS, "tin-tuc", "NewsSection", "News Item"),
    Section(Topic.DOCUMENTS, "van-ban", "DocumentSection", "LegalDocument", DocumentKind),
    Section(
        Topic.PROCEDURES,
        "thu-tuc",
        "ProcedureSection",
        "Procedure",
        ProcedureKind,
        on_subsites=False,
    ),
    Section(Topic.NOTICES, "thong-bao", "NoticeSection", "PublicNotice", NoticeKind, dated=True),
    Section(Topic.EVENTS, "su-kien", "EventSection", "Event", dated=True),
)
BY_TOPIC = {section.topic: section for section in SECTIONS}
BY_TYPE = {section.portal_type: section for section in SECTIONS}
BY_ITEM_TYPE = {section.item_type: section for section in SECTIONS}

#: Where what never ends is in the index of last days.
NO_END = date(2500, 1, 1)
#: The place of the gateway in the index of places; a subsite's is its slug.
GATEWAY = "gateway"
EVERYWHERE = "everywhere"


class Syndication(StrEnum):
    """Where an item stands that its province has proposed to the gateway."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    #: Shown, and changed by its province since the board accepted it.
    CHANGED = "changed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


LABELS[Syndication] = {
    Syndication.PROPOSED: ("Đã đề nghị đăng trên Cổng", "Proposed to the gateway"),
    Syndication.ACCEPTED: ("Đăng trên Cổng", "Shown on the gateway"),
    Syndication.CHANGED: (
        "Đăng trên Cổng, đã sửa sau khi nhận",
        "Shown on the gateway, changed since accepted",
    ),
    Syndication.DECLINED: ("Cổng không đăng", "Declined by the gateway"),
    Syndication.WITHDRAWN: ("Đã rút khỏi Cổng", "Withdrawn from the gateway"),
}

#: The gateway shows an item in one of these.
ON_GATEWAY = frozenset({Syndication.ACCEPTED, Syndication.CHANGED})
#: The board has the item before it, or the gateway shows it.
UNDER_WAY = ON_GATEWAY | {Syndication.PROPOSED}
