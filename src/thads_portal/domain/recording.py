"""What the record of actions (nhật ký thao tác) can tell: the closed list, with its labels.

The record outlives every listing and every account, so a code is never renamed or used
again. What happens to a listing is recorded under the name that its own history uses: a
step, or an event of the law where the step is one.
"""

from enum import StrEnum


class Recorded(StrEnum):
    """Each with its labels, (Vietnamese, English); a new action is one line here."""

    labels: tuple[str, str]

    def __new__(cls, code: str, vietnamese: str = "", english: str = "") -> "Recorded":
        member = str.__new__(cls, code)
        member._value_ = code
        member.labels = (vietnamese, english)
        return member

    # a listing: the steps of ``lifecycle.Step``, and the events that the case system reports too
    ISSUED = ("issued", "Nhập mục mới", "Listing entered")
    AMENDED = ("amended", "Sửa đổi nội dung", "Amended")
    ENDED = ("ended", "Chấm dứt công khai", "Publication ended")
    WITHDRAWN = ("withdrawn", "Rút khỏi danh sách", "Withdrawn")
    REOPENED = ("reopened", "Công khai lại", "Reopened")
    AMEND = ("amend", "Sửa bản nháp", "Draft edited")
    SUBMIT = ("submit", "Trình thủ trưởng", "Submitted to the head")
    SUBMIT_SIGNED = (
        "submit_signed",
        "Trình Ban Biên tập, thủ trưởng đã ký trên giấy",
        "Sent to the board, signed by the head on paper",
    )
    SIGN = ("sign", "Ký, chuyển Ban Biên tập", "Signed, sent to the board")
    SIGN_AND_PUBLISH = ("sign_and_publish", "Ký và công khai", "Signed and published")
    RECALL = ("recall", "Rút lại", "Called back")
    RECALL_SIGNATURE = ("recall_signature", "Thủ trưởng rút lại chữ ký", "Signature called back")
    RECALL_AMENDMENT = (
        "recall_amendment",
        "Rút lại đề nghị sửa đổi",
        "Proposed amendment called back",
    )
    RECALL_ENDING = ("recall_ending", "Rút lại đề nghị chấm dứt", "Proposed ending called back")
    RETURN_UNSIGNED = ("return_unsigned", "Thủ trưởng trả lại", "Returned by the head")
    RETURN = ("return", "Ban Biên tập trả lại", "Returned by the board")
    APPROVE = ("approve", "Duyệt công khai", "Approved")
    PROPOSE_AMENDMENT = ("propose_amendment", "Đề nghị sửa đổi", "Amendment proposed")
    RETURN_AMENDMENT = ("return_amendment", "Trả lại đề nghị sửa đổi", "Amendment returned")
    PROPOSE_ENDING = ("propose_ending", "Đề nghị chấm dứt", "Ending proposed")
    RETURN_ENDING = ("return_ending", "Trả lại đề nghị chấm dứt", "Proposed ending returned")
    LINK_SUCCESSOR = ("link_successor", "Nối với mục kế tiếp", "Linked with its successor")
    DISCARD = ("discard", "Xóa bản nháp", "Draft discarded")
    COMMUNE_POSTED = ("commune_posted", "Niêm yết tại xã", "Posted at the commune")
    SEE_ENDING = ("see_ending", "Ban Biên tập đã xem việc chấm dứt", "Ending seen by the board")
    MARK_TRACK = ("mark_track", "Chuyển sổ theo dõi riêng", "Put on the separate track")
    DELEGATE = ("delegate", "Lập mục kế tiếp do ủy thác", "Successor made after a delegation")
    # the ledger of a case
    CASE_ENTERED = ("case_entered", "Ghi sổ theo dõi việc", "Entered in the ledger of a case")
    CASE_LIST_ENTERED = (
        "case_list_entered",
        "Ghi sổ theo dõi từ danh sách Excel",
        "Ledgers of cases entered from a list",
    )
    CASE_SETTLED = (
        "case_settled",
        "Xử lý đề nghị sửa, chấm dứt từ sổ theo dõi",
        "Dealt with what the ledger asks of the public text",
    )
    CASE_FOLLOWED = (
        "case_followed",
        "Tự áp dụng sổ theo dõi vào nội dung công khai",
        "Public text followed the ledger by itself",
    )
    EVIDENCE_ADDED = ("evidence_added", "Thêm tài liệu vào việc", "File added to a case")
    EVIDENCE_VIEWED = ("evidence_viewed", "Xem tài liệu của việc", "File of a case viewed")
    CASE_LIST_TAKEN = (
        "case_list_taken",
        "Tải danh sách việc đến hạn",
        "List of cases that are due taken",
    )
    PERIOD_CLOSED = ("period_closed", "Khóa kỳ thống kê theo dõi", "Period of the follow-up closed")
    # what somebody saw or took away
    RESTRICTED_VIEWED = ("restricted_viewed", "Xem thông tin hạn chế", "Restricted fields viewed")
    RESTRICTED_SEARCHED = (
        "restricted_searched",
        "Tìm theo số không công khai",
        "Searched by a number that is not public",
    )
    DOCUMENT_ISSUED = ("document_issued", "Kết xuất văn bản", "Official document made")
    EXPORTED = ("exported", "Xuất dữ liệu", "Data exported")
    # many listings at once
    FEED_RUN = ("feed_run", "Nhận dữ liệu từ phần mềm thụ lý", "Case feed received")
    FILE_UPLOADED = ("file_uploaded", "Tải tệp lên", "File uploaded")
    IMPORTED = ("imported", "Nhập từ tệp", "Imported from a file")
    BATCH_CREATED = ("batch_created", "Lập đợt công khai", "Posting batch made")
    BATCH_CHANGED = ("batch_changed", "Sửa đợt công khai", "Posting batch changed")
    BATCH_SUBMITTED = ("batch_submitted", "Trình đợt công khai", "Posting batch submitted")
    BATCH_SIGNED = ("batch_signed", "Ký đợt công khai", "Posting batch signed")
    BATCH_APPROVED = ("batch_approved", "Duyệt đợt công khai", "Posting batch approved")
    BATCH_RETURNED = ("batch_returned", "Trả lại đợt công khai", "Posting batch returned")
    BATCH_RECALLED = ("batch_recalled", "Rút lại đợt công khai", "Posting batch called back")
    # requests of citizens: `about` is the number; nothing of what they say
    REQUEST_RECEIVED = ("request_received", "Nhận yêu cầu của người dân", "Request received")
    REQUEST_STEP = ("request_step", "Xử lý yêu cầu của người dân", "Step of a citizen's request")
    REQUEST_VIEWED = ("request_viewed", "Xem yêu cầu của người dân", "Citizen's request viewed")
    REQUEST_FILE_VIEWED = (
        "request_file_viewed",
        "Xem tài liệu của yêu cầu",
        "File of a citizen's request viewed",
    )
    INFORMANT_OPENED = (
        "informant_opened",
        "Mở thông tin người tố cáo",
        "Identity of an informant opened",
    )
    INFORMANT_READERS = (
        "informant_readers",
        "Cử người được xem thông tin người tố cáo",
        "Readers of an informant's identity named",
    )
    REQUEST_ERASED = (
        "request_erased",
        "Xóa nội dung yêu cầu hết thời hạn lưu",
        "Content of a citizen's request erased after its time",
    )
    REQUEST_SETTINGS = (
        "request_settings",
        "Đổi cách tiếp nhận yêu cầu",
        "Ways of taking requests changed",
    )
    SECOND_FACTOR = ("second_factor", "Bước xác nhận thứ hai khi đăng nhập", "Second factor")
    RESTRICTED_ERASED = (
        "restricted_erased",
        "Xóa thông tin hạn chế hết thời hạn lưu",
        "Restricted values erased, their term is over",
    )
    HELD_DECIDED = (
        "held_decided",
        "Quyết định các dòng chấm dứt bị giữ lại",
        "Decided on endings that were held back",
    )
    FIELD_KEYS = ("field_keys", "Đổi khóa mã hóa thông tin hạn chế", "Keys of restricted fields")
    REQUEST_KEYS = ("request_keys", "Đổi khóa mã hóa yêu cầu", "Keys of requests rotated")
    # who signs for a head
    AUTHORITY_GIVEN = ("authority_given", "Ghi quyền ký thay", "Authority to sign given")
    AUTHORITY_ENDED = ("authority_ended", "Chấm dứt quyền ký thay", "Authority to sign ended")
    # work that is shared out, and notes about it
    WORK_GIVEN = ("work_given", "Phân công việc", "Work given out")
    WORK_TAKEN = ("work_taken", "Nhận hoặc thả việc", "Work taken or given back")
    SUBSTITUTE_SET = ("substitute_set", "Cử người làm thay", "Substitute named")
    NOTE_WRITTEN = ("note_written", "Ghi ý kiến trao đổi", "Note written")
    # news, documents, procedures, notices, events
    CONTENT_SUBMITTED = (
        "content_submitted",
        "Gửi duyệt tin, văn bản, thông báo",
        "Content handed in",
    )
    CONTENT_PUBLISHED = ("content_published", "Đăng tin, văn bản, thông báo", "Content published")
    CONTENT_RETURNED = ("content_returned", "Trả lại tin, văn bản, thông báo", "Content returned")
    CONTENT_RETRACTED = (
        "content_retracted",
        "Rút lại tin, văn bản, thông báo",
        "Content retracted",
    )
    CONTENT_PROPOSED = ("content_proposed", "Đề nghị đăng trên Cổng", "Proposed to the gateway")
    CONTENT_ACCEPTED = ("content_accepted", "Nhận đăng trên Cổng", "Taken onto the gateway")
    CONTENT_CHANGED = (
        "content_changed",
        "Sửa mục đang đăng trên Cổng",
        "Content shown on the gateway changed",
    )
    CONTENT_DECLINED = ("content_declined", "Không nhận đăng trên Cổng", "Declined for the gateway")
    CONTENT_WITHDRAWN = ("content_withdrawn", "Rút khỏi Cổng", "Withdrawn from the gateway")
    CONTENT_EVERYWHERE = (
        "content_everywhere",
        "Hiện trên 63 trang thành phần",
        "Shown on all subsites",
    )
    CONTENT_HERE_ONLY = (
        "content_here_only",
        "Thôi hiện trên 63 trang thành phần",
        "No longer shown on all subsites",
    )
    # changes of what is public, contact data among it
    CHANGE_PROPOSED = (
        "change_proposed",
        "Gửi bản sửa của nội dung đang đăng",
        "Change of public content sent",
    )
    CHANGE_ACCEPTED = ("change_accepted", "Duyệt bản sửa", "Change of public content accepted")
    CHANGE_RETURNED = ("change_returned", "Trả lại bản sửa", "Change of public content returned")
    CHANGE_TAKEN_BACK = ("change_taken_back", "Bỏ bản sửa", "Change of public content taken back")
    CONTACT_CHANGED = ("contact_changed", "Sửa thông tin liên hệ", "Contact data changed")
    CONTENT_REMOVED = ("content_removed", "Xóa nội dung đang đăng", "Public content deleted")
    CONTENT_BINNED = ("content_binned", "Bỏ nội dung vào thùng rác", "Content put into the bin")
    CONTENT_RESTORED = (
        "content_restored",
        "Khôi phục từ thùng rác",
        "Content restored from the bin",
    )
    CONTENT_ERASED = (
        "content_erased",
        "Xóa hẳn nội dung quá hạn trong thùng rác",
        "Content erased from the bin after its time",
    )
    TEMPLATE_CHANGED = ("template_changed", "Sửa mẫu văn bản", "Text template changed")
    # jobs
    JOB_CANCELLED = ("job_cancelled", "Dừng công việc nền", "Job cancelled")
    JOB_RETRIED = ("job_retried", "Chạy lại công việc nền", "Job run again")
    # the portal itself
    ACCOUNT_CREATED = ("account_created", "Tạo tài khoản", "Account created")
    ACCOUNT_CHANGED = ("account_changed", "Sửa tài khoản", "Account changed")
    ACCOUNT_REMOVED = ("account_removed", "Xóa tài khoản", "Account removed")
    MEMBERSHIP_CHANGED = (
        "membership_changed",
        "Đổi nhóm của tài khoản",
        "Groups of an account changed",
    )
    ROLE_ASKED = ("role_asked", "Đề nghị trao vai trò", "Role asked for")
    ROLE_CONFIRMED = (
        "role_confirmed",
        "Xác nhận trao vai trò",
        "Role confirmed by a second person",
    )
    ROLE_DECLINED = ("role_declined", "Không trao vai trò", "Role declined")
    SIGNED_IN = ("signed_in", "Đăng nhập", "Signed in")
    SIGNED_OUT = ("signed_out", "Đăng xuất", "Signed out")
    SIGN_IN_REFUSED = ("sign_in_refused", "Đăng nhập bị từ chối", "Sign-in refused")
    SETTINGS_CHANGED = ("settings_changed", "Đổi thiết lập", "Settings changed")
    # agencies outside, and what they asked
    ORGANISATION_CHANGED = (
        "organisation_changed",
        "Sửa tổ chức khai thác, thỏa thuận, khóa",
        "Organisation, agreement or key changed",
    )
    OUTBOX_SENT_AGAIN = (
        "outbox_sent_again",
        "Gửi lại thông điệp cho cơ quan liên quan",
        "Message to another agency sent again",
    )
    INQUIRIES_VIEWED = ("inquiries_viewed", "Xem nhật ký khai thác", "Log of inquiries viewed")
    CALENDAR_CHANGED = ("calendar_changed", "Đổi lịch làm việc", "Working calendar changed")
    POPULATIONS_CHANGED = (
        "populations_changed",
        "Ghi dân số các tỉnh",
        "Numbers of people changed",
    )
    OFFICES_IMPORTED = ("offices_imported", "Nhập danh sách cơ quan", "List of offices imported")
    SUBSITE_MERGED = (
        "subsite_merged",
        "Giao trang tỉnh cũ cho tỉnh kế thừa",
        "Subsite handed to its successor's staff",
    )
    SUBSITE_MERGE_TAKEN_BACK = (
        "subsite_merge_taken_back",
        "Bỏ việc giao trang tỉnh cũ",
        "Handing over of a subsite taken back",
    )


#: Feeds write so many of these that they are found at once without an index of their own.
FREQUENT = (Recorded.ISSUED,)

#: code -> (Vietnamese, English)
LABELS: dict[Recorded, tuple[str, str]] = {each: each.labels for each in Recorded}
