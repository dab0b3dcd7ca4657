"""States of a request and what happens to it: which step starts where, what the citizen reads."""

from enum import StrEnum
from thads_portal.domain.requests.shapes import Text


class State(StrEnum):
    RECEIVED = "received"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    TO_SIGN = "to_sign"
    ANSWERED = "answered"
    REFUSED = "refused"
    JOINED = "joined"
    WITHDRAWN = "withdrawn"


STATE_LABELS: dict[State, Text] = {
    State.RECEIVED: ("Mới nhận", "Received"),
    State.IN_PROGRESS: ("Đang xử lý", "In progress"),
    State.WAITING: ("Chờ bổ sung", "Waiting for a supplement"),
    State.TO_SIGN: ("Chờ thủ trưởng ký", "Waiting for the head's signature"),
    State.ANSWERED: ("Đã trả lời", "Answered"),
    State.REFUSED: ("Đã từ chối, có lý do", "Refused, with reasons"),
    State.JOINED: ("Xử lý cùng yêu cầu khác", "Joined to another request"),
    State.WITHDRAWN: ("Người gửi đã rút", "Withdrawn by the sender"),
}
OPEN = frozenset({State.RECEIVED, State.IN_PROGRESS, State.WAITING, State.TO_SIGN})


class Entry(StrEnum):
    """What is written about a request."""

    RECEIVED = "received"
    ASSIGNED = "assigned"
    REPLIED = "replied"
    SUPPLEMENT_ASKED = "supplement_asked"
    SUPPLEMENTED = "supplemented"
    ACCEPTED = "accepted"
    EXTENDED = "extended"
    MESSAGE_IN = "message_in"
    MESSAGE_OUT = "message_out"
    NOTE = "note"
    TRANSFERRED = "transferred"
    JOINED = "joined"
    SPLIT = "split"
    SLOTS_OFFERED = "slots_offered"
    APPOINTED = "appointed"
    DRAFTED = "drafted"
    RETURNED = "returned"
    ANSWERED = "answered"
    REFUSED = "refused"
    APOLOGY = "apology"
    REMINDED = "reminded"
    ESCALATED = "escalated"
    IDENTITY_OPENED = "identity_opened"
    READERS_NAMED = "readers_named"
    EFFECT = "effect"
    WITHDRAWN = "withdrawn"
    MAIL_CONFIRMED = "mail_confirmed"
    PUBLISHED = "published"
    PACKAGED = "packaged"
    MANDATE_ADDED = "mandate_added"
    MANDATE_CHECKED = "mandate_checked"
    MANDATE_ENDED = "mandate_ended"
    PAID = "paid"
    CASE_LINKED = "case_linked"
    ERASED = "erased"


#: What the citizen sees of it; the others are internal.
PUBLIC: dict[Entry, Text] = {
    Entry.RECEIVED: ("Cơ quan nhận được yêu cầu", "The agency has the request"),
    Entry.ASSIGNED: ("Giao người xử lý", "Given to a handler"),
    Entry.REPLIED: ("Trả lời bước đầu", "First reply"),
    Entry.SUPPLEMENT_ASKED: ("Đề nghị bạn bổ sung", "You are asked for a supplement"),
    Entry.SUPPLEMENTED: ("Bạn đã bổ sung", "You sent a supplement"),
    Entry.ACCEPTED: ("Thụ lý", "Accepted"),
    Entry.EXTENDED: ("Gia hạn giải quyết", "Term extended"),
    Entry.MESSAGE_IN: ("Tin nhắn của bạn", "Your message"),
    Entry.MESSAGE_OUT: ("Tin nhắn của cơ quan", "Message of the agency"),
    Entry.TRANSFERRED: ("Chuyển đến cơ quan có thẩm quyền", "Passed to the competent agency"),
    Entry.JOINED: ("Xử lý cùng một yêu cầu trước đó", "Joined to an earlier request"),
    Entry.SPLIT: ("Tách thành yêu cầu riêng", "Split into a request of its own"),
    Entry.SLOTS_OFFERED: ("Mời chọn giờ hẹn", "Appointments are offered"),
    Entry.APPOINTED: ("Đã đặt lịch hẹn", "Appointment made"),
    Entry.ANSWERED: ("Kết quả", "Result"),
    Entry.REFUSED: ("Từ chối, có lý do", "Refused, with reasons"),
    Entry.APOLOGY: ("Xin lỗi vì chậm", "Apology for being late"),
    Entry.WITHDRAWN: ("Bạn đã rút yêu cầu", "You withdrew the request"),
    Entry.MAIL_CONFIRMED: ("Đã xác nhận thư điện tử", "E-mail confirmed"),
    Entry.MANDATE_ADDED: ("Ghi việc đại diện, ủy quyền", "Mandate noted"),
    Entry.MANDATE_CHECKED: ("Kiểm tra giấy đại diện, ủy quyền", "Paper of the mandate checked"),
    Entry.MANDATE_ENDED: ("Việc đại diện, ủy quyền chấm dứt", "Mandate ended"),
    Entry.PAID: ("Kế toán đã chi trả", "Paid by the accountant"),
    Entry.CASE_LINKED: ("Đã có việc trong hệ thống thụ lý", "There is a case for it now"),
    Entry.ERASED: ("Nội dung đã xóa khi hết thời hạn lưu", "Content erased after its time"),
}
#: What only the staff sees, for its own page.
INTERNAL: dict[Entry, Text] = {
    Entry.NOTE: ("Ghi chú nội bộ", "Internal note"),
    Entry.DRAFTED: ("Trình kết quả", "Result sent to the head"),
    Entry.RETURNED: ("Thủ trưởng trả lại", "Returned by the head"),
    Entry.REMINDED: ("Nhắc sắp đến hạn", "Reminder before the deadline"),
    Entry.ESCALATED: ("Báo quá hạn lên thủ trưởng", "Overdue, told to the head"),
    Entry.IDENTITY_OPENED: ("Mở thông tin người tố cáo", "Informant's identity opened"),
    Entry.READERS_NAMED: ("Cử người được xem", "Readers named"),
    Entry.EFFECT: ("Chuẩn bị sửa, chấm dứt công khai", "Change of the listing prepared"),
    Entry.PUBLISHED: ("Công bố văn bản giải quyết", "Answer published"),
    Entry.PACKAGED: ("Xuất gói cho phần mềm thụ lý", "Package for the case system"),
}
LABELS: dict[Entry, Text] = {**PUBLIC, **INTERNAL}


class Mode(StrEnum):
    """What a request over the portal is worth at an agency."""

    OFFICIAL = "official"
    SUPPORT = "support"
    LINK = "link"


MODE_LABELS: dict[Mode, Text] = {
    Mode.OFFICIAL: ("Tiếp nhận chính thức", "Official filing"),
    Mode.SUPPORT: ("Hỗ trợ trực tuyến, hẹn nhận bản giấy", "Support, with an appointment"),
    Mode.LINK: ("Chuyển sang Cổng Dịch vụ công", "At the national service portal"),
}
DEFAULT_MODE = Mode.SUPPORT
NATIONAL_PORTAL = "https://dichvucong.gov.vn/"
