"""The closed code lists of the register, each code with its Vietnamese term of law.

Clients store these codes; one is never renamed or re-used. A new code is added
at the end of its list together with its two labels.
"""

from enum import StrEnum


class DebtorKind(StrEnum):
    INDIVIDUAL = "individual"
    ORGANISATION = "organisation"


class JudgmentKind(StrEnum):
    CIVIL = "civil"
    CRIMINAL = "criminal"
    ADMINISTRATIVE = "administrative"
    MARRIAGE_FAMILY = "marriage_family"
    BUSINESS_COMMERCIAL = "business_commercial"
    LABOUR = "labour"
    BANKRUPTCY = "bankruptcy"
    ARBITRATION = "arbitration"
    COMPETITION = "competition"
    OTHER = "other"


class ObligationKind(StrEnum):
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


class Ground(StrEnum):
    """The letters of the grounds; what one means depends on the law: ``grounds.py``."""

    A = "a"
    B = "b"
    C = "c"
    D = "d"
    #: The letter đ.
    DD = "dd"
    E = "e"
    G = "g"
    H = "h"


class GroundScheme(StrEnum):
    """The law whose list a ground's letter is taken from: its article and the year of the law."""

    ART_44A = "44a/2014"
    ART_38 = "38/2025"


class EndReason(StrEnum):
    DISCHARGED = "discharged"
    RESUMED = "resumed"
    TERMINATED = "terminated"
    WITHDRAWN = "withdrawn"
    LISTED_IN_ERROR = "listed_in_error"
    DELEGATED = "delegated"


class State(StrEnum):
    """Where a listing stands between entry and end; see ``lifecycle.py`` for the steps."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    BOARD_REVIEW = "board_review"
    RETURNED = "returned"
    PUBLISHED = "published"
    ENDED = "ended"


class EventKind(StrEnum):
    """What the case system reports; ``withdrawn`` is short for ``ended`` with that reason."""

    ISSUED = "issued"
    AMENDED = "amended"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"


class AgencyKind(StrEnum):
    """Organisation of the system: before and since 01/07/2025."""

    CUC = "cuc"
    CHI_CUC = "chi_cuc"
    PROVINCIAL = "provincial"
    REGIONAL_OFFICE = "regional_office"


class Flag(StrEnum):
    """Why a listing waits for the editorial board although its province is trusted."""

    PERSONAL_NUMBER = "personal_number_in_public_text"
    MINOR_NAMED = "minor_named_in_public_text"
    LIKELY_DUPLICATE = "likely_duplicate"
    OWN_RESTRICTED = "own_restricted_value_in_public_text"
    CONTACT = "contact_number_in_public_text"
    BIRTH_DATE = "birth_date_in_public_text"
    DAMAGED_TEXT = "damaged_text"
    DATES_CONTRADICT = "dates_contradict"
    GROUND_NAMES_OTHERS = "ground_names_others"


#: code list -> code -> (Vietnamese, English)
LABELS: dict[type[StrEnum], dict[StrEnum, tuple[str, str]]] = {
    DebtorKind: {
        DebtorKind.INDIVIDUAL: ("Cá nhân", "Individual"),
        DebtorKind.ORGANISATION: ("Cơ quan, tổ chức", "Organisation"),
    },
    JudgmentKind: {
        JudgmentKind.CIVIL: ("Dân sự", "Civil"),
        JudgmentKind.CRIMINAL: ("Hình sự", "Criminal"),
        JudgmentKind.ADMINISTRATIVE: ("Hành chính", "Administrative"),
        JudgmentKind.MARRIAGE_FAMILY: ("Hôn nhân và gia đình", "Marriage and family"),
        JudgmentKind.BUSINESS_COMMERCIAL: ("Kinh doanh thương mại", "Business and commercial"),
        JudgmentKind.LABOUR: ("Lao động", "Labour"),
        JudgmentKind.BANKRUPTCY: ("Phá sản", "Bankruptcy"),
        JudgmentKind.ARBITRATION: ("Trọng tài", "Arbitration"),
        JudgmentKind.COMPETITION: ("Vụ việc cạnh tranh", "Competition"),
        JudgmentKind.OTHER: ("Khác", "Other"),
    },
    ObligationKind: {
        ObligationKind.COURT_FEE: ("Án phí, lệ phí", "Court fees"),
        ObligationKind.FINE: ("Hình phạt tiền", "Fine"),
        ObligationKind.RECOVERY_CONFISCATION: (
            "Truy thu, tịch thu sung quỹ",
            "Recovery or confiscation to the State",
        ),
        ObligationKind.DEBT: ("Trả nợ", "Debt"),
        ObligationKind.COMPENSATION: ("Bồi thường", "Compensation"),
        ObligationKind.MAINTENANCE: ("Cấp dưỡng", "Maintenance"),
        ObligationKind.WAGES: ("Trả lương, trợ cấp", "Wages and allowances"),
        ObligationKind.RETURN_THING: ("Trả vật, giấy tờ", "Return of a thing or papers"),
        ObligationKind.HAND_OVER_PROPERTY: ("Giao nhà, đất", "Handing over a house or land"),
        ObligationKind.HAND_OVER_MINOR: (
            "Giao người chưa thành niên",
            "Handing over a minor",
        ),
        ObligationKind.ACT_OR_REFRAIN: (
            "Buộc làm, không làm công việc",
            "To act or to refrain from acting",
        ),
        ObligationKind.OTHER: ("Khác", "Other"),
    },
    GroundScheme: {
        GroundScheme.ART_44A: (
            "Điều 44a Luật Thi hành án dân sự năm 2008 (quyết định đến 30/06/2026)",
            "Article 44a of the law of 2008 (decisions to 30/06/2026)",
        ),
        GroundScheme.ART_38: (
            "Điều 38 Luật Thi hành án dân sự năm 2025 (quyết định từ 01/07/2026)",
            "Article 38 of the law of 2025 (decisions from 01/07/2026)",
        ),
    },
    EndReason: {
        EndReason.DISCHARGED: ("Thi hành xong", "Discharged"),
        EndReason.RESUMED: ("Tiếp tục thi hành án", "Enforcement resumes"),
        EndReason.TERMINATED: ("Đình chỉ thi hành án", "Enforcement terminated"),
        EndReason.WITHDRAWN: ("Thu hồi quyết định", "Decision withdrawn"),
        EndReason.LISTED_IN_ERROR: ("Đính chính", "Listed in error"),
        EndReason.DELEGATED: ("Ủy thác thi hành án", "Delegated to another agency"),
    },
    State: {
        State.DRAFT: ("Bản nháp", "Draft"),
        State.SUBMITTED: ("Chờ thủ trưởng ký", "Waiting for the head of the agency"),
        State.BOARD_REVIEW: ("Chờ Ban Biên tập duyệt", "Waiting for the editorial board"),
        State.RETURNED: ("Bị trả lại", "Returned"),
        State.PUBLISHED: ("Đang công khai", "Published"),
        State.ENDED: ("Đã chấm dứt công khai", "Ended"),
    },
    EventKind: {
        EventKind.ISSUED: ("Ra quyết định", "Decision issued"),
        EventKind.AMENDED: ("Sửa đổi, bổ sung", "Amended"),
        EventKind.ENDED: ("Chấm dứt công khai", "Ended"),
        EventKind.WITHDRAWN: ("Thu hồi", "Withdrawn"),
        EventKind.REOPENED: ("Công khai lại", "Reopened"),
    },
    AgencyKind: {
        AgencyKind.CUC: ("Cục Thi hành án dân sự", "Provincial enforcement department"),
        AgencyKind.CHI_CUC: ("Chi cục Thi hành án dân sự", "District enforcement office"),
        AgencyKind.PROVINCIAL: (
            "Thi hành án dân sự tỉnh, thành phố",
            "Provincial enforcement agency",
        ),
        AgencyKind.REGIONAL_OFFICE: (
            "Phòng Thi hành án dân sự khu vực",
            "Regional enforcement office",
        ),
    },
    Flag: {
        Flag.PERSONAL_NUMBER: (
            "Nội dung công khai có dãy 12 chữ số giống số định danh cá nhân",
            "A public text holds a 12-digit number that looks like a personal number",
        ),
        Flag.MINOR_NAMED: (
            "Nội dung công khai có thể nêu tên người chưa thành niên",
            "A public text may name a minor",
        ),
        Flag.LIKELY_DUPLICATE: (
            "Có thể trùng với một mục khác: cùng tên, cùng bản án, cùng quyết định",
            "Likely a duplicate: same name, same judgment, same decision",
        ),
        Flag.OWN_RESTRICTED: (
            "Nội dung công khai lặp lại thông tin hạn chế của chính mục này (người được thi hành"
            " án, chấp hành viên, số hồ sơ, số định danh hoặc ngày sinh)",
            "A public text repeats a restricted value of this listing (creditor, officer, case"
            " number, personal number or date of birth)",
        ),
        Flag.CONTACT: (
            "Nội dung công khai có số giống số điện thoại hoặc số tài khoản ngân hàng",
            "A public text holds what looks like a telephone or bank account number",
        ),
        Flag.BIRTH_DATE: (
            "Nội dung công khai nêu ngày, tháng, năm sinh",
            "A public text tells a date of birth",
        ),
        Flag.DAMAGED_TEXT: (
            "Chữ có vẻ hỏng: nội dung công khai có dấu hiệu lỗi phông hoặc lỗi mã",
            "Damaged letters: a public text shows marks of a wrong font or encoding",
        ),
        Flag.GROUND_NAMES_OTHERS: (
            "Lý do công khai nêu tên người khác hoặc tổ chức cho vay; chỉ nêu căn cứ",
            "The public reason names another person or a lender; only the ground may be told",
        ),
        Flag.DATES_CONTRADICT: (
            "Các ngày mâu thuẫn với nhau",
            "Dates contradict each other",
        ),
    },
}


def label(code: StrEnum, language: str = "vi") -> str:
    """The term a person reads for `code`, Vietnamese unless `language` is ``en``."""
    vietnamese, english = LABELS[type(code)][code]
    return english if language == "en" else vietnamese
