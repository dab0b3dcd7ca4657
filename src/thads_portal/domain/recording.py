"""What the record of actions (nhật ký thao tác) can tell: the closed list, with its labels.

The record outlives every listing and every account, so a code is never renamed or used
again. What happens to a listing is recorded under the name that its own history uses: a
step, or an event of the law where the step is one.
"""

from enum import StrEnum


class Recorded(StrEnum):
    # a listing: the steps of ``lifecycle.Step``, and the events that the case system reports too
    ISSUED = "issued"
    AMENDED = "amended"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"
    AMEND = "amend"
    SUBMIT = "submit"
    SUBMIT_SIGNED = "submit_signed"
    SIGN = "sign"
    SIGN_AND_PUBLISH = "sign_and_publish"
    RECALL = "recall"
    RECALL_SIGNATURE = "recall_signature"
    RECALL_AMENDMENT = "recall_amendment"
    RECALL_ENDING = "recall_ending"
    RETURN_UNSIGNED = "return_unsigned"
    RETURN = "return"
    APPROVE = "approve"
    PROPOSE_AMENDMENT = "propose_amendment"
    RETURN_AMENDMENT = "return_amendment"
    PROPOSE_ENDING = "propose_ending"
    RETURN_ENDING = "return_ending"
    LINK_SUCCESSOR = "link_successor"
    DISCARD = "discard"
    COMMUNE_POSTED = "commune_posted"
    SEE_ENDING = "see_ending"
    MARK_TRACK = "mark_track"
    DELEGATE = "delegate"
    # the ledger of a case
    CASE_ENTERED = "case_entered"
    CASE_SETTLED = "case_settled"
    EVIDENCE_ADDED = "evidence_added"
    EVIDENCE_VIEWED = "evidence_viewed"
    CASE_LIST_TAKEN = "case_list_taken"
    PERIOD_CLOSED = "period_closed"
    # what somebody saw or took away
    RESTRICTED_VIEWED = "restricted_viewed"
    RESTRICTED_SEARCHED = "restricted_searched"
    DOCUMENT_ISSUED = "document_issued"
    EXPORTED = "exported"
    # many listings at once
    FEED_RUN = "feed_run"
    FILE_UPLOADED = "file_uploaded"
    IMPORTED = "imported"
    BATCH_CREATED = "batch_created"
    BATCH_CHANGED = "batch_changed"
    BATCH_SUBMITTED = "batch_submitted"
    BATCH_SIGNED = "batch_signed"
    BATCH_APPROVED = "batch_approved"
    BATCH_RETURNED = "batch_returned"
    BATCH_RECALLED = "batch_recalled"
    # who signs for a head
    AUTHORITY_GIVEN = "authority_given"
    AUTHORITY_ENDED = "authority_ended"
    # work that is shared out, and notes about it
    WORK_GIVEN = "work_given"
    WORK_TAKEN = "work_taken"
    SUBSTITUTE_SET = "substitute_set"
    NOTE_WRITTEN = "note_written"
    # news, documents, procedures, notices, events
    CONTENT_SUBMITTED = "content_submitted"
    CONTENT_PUBLISHED = "content_published"
    CONTENT_RETURNED = "content_returned"
    CONTENT_RETRACTED = "content_retracted"
    CONTENT_PROPOSED = "content_proposed"
    CONTENT_ACCEPTED = "content_accepted"
    CONTENT_CHANGED = "content_changed"
    CONTENT_DECLINED = "content_declined"
    CONTENT_WITHDRAWN = "content_withdrawn"
    CONTENT_EVERYWHERE = "content_everywhere"
    CONTENT_HERE_ONLY = "content_here_only"
    # changes of what is public, contact data among it
    CHANGE_PROPOSED = "change_proposed"
    CHANGE_ACCEPTED = "change_accepted"
    CHANGE_RETURNED = "change_returned"
    CHANGE_TAKEN_BACK = "change_taken_back"
    CONTACT_CHANGED = "contact_changed"
    CONTENT_REMOVED = "content_removed"
    CONTENT_BINNED = "content_binned"
    CONTENT_RESTORED = "content_restored"
    CONTENT_ERASED = "content_erased"
    TEMPLATE_CHANGED = "template_changed"
    # jobs
    JOB_CANCELLED = "job_cancelled"
    JOB_RETRIED = "job_retried"
    # the portal itself
    ACCOUNT_CREATED = "account_created"
    ACCOUNT_CHANGED = "account_changed"
    ACCOUNT_REMOVED = "account_removed"
    MEMBERSHIP_CHANGED = "membership_changed"
    ROLE_ASKED = "role_asked"
    ROLE_CONFIRMED = "role_confirmed"
    ROLE_DECLINED = "role_declined"
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    SIGN_IN_REFUSED = "sign_in_refused"
    SETTINGS_CHANGED = "settings_changed"
    CALENDAR_CHANGED = "calendar_changed"
    OFFICES_IMPORTED = "offices_imported"
    SUBSITE_MERGED = "subsite_merged"
    SUBSITE_MERGE_TAKEN_BACK = "subsite_merge_taken_back"


#: Feeds write so many of these that they are found at once without an index of their own.
FREQUENT = (Recorded.ISSUED,)

#: code -> (Vietnamese, English)
LABELS: dict[Recorded, tuple[str, str]] = {
    Recorded.ISSUED: ("Nhập mục mới", "Listing entered"),
    Recorded.AMENDED: ("Sửa đổi nội dung", "Amended"),
    Recorded.ENDED: ("Chấm dứt công khai", "Publication ended"),
    Recorded.WITHDRAWN: ("Rút khỏi danh sách", "Withdrawn"),
    Recorded.REOPENED: ("Công khai lại", "Reopened"),
    Recorded.AMEND: ("Sửa bản nháp", "Draft edited"),
    Recorded.SUBMIT: ("Trình thủ trưởng", "Submitted to the head"),
    Recorded.SUBMIT_SIGNED: (
        "Trình Ban Biên tập, thủ trưởng đã ký trên giấy",
        "Sent to the board, signed by the head on paper",
    ),
    Recorded.SIGN: ("Ký, chuyển Ban Biên tập", "Signed, sent to the board"),
    Recorded.SIGN_AND_PUBLISH: ("Ký và công khai", "Signed and published"),
    Recorded.RECALL: ("Rút lại", "Called back"),
    Recorded.RECALL_SIGNATURE: ("Thủ trưởng rút lại chữ ký", "Signature called back"),
    Recorded.RECALL_AMENDMENT: ("Rút lại đề nghị sửa đổi", "Proposed amendment called back"),
    Recorded.RECALL_ENDING: ("Rút lại đề nghị chấm dứt", "Proposed ending called back"),
    Recorded.RETURN_UNSIGNED: ("Thủ trưởng trả lại", "Returned by the head"),
    Recorded.RETURN: ("Ban Biên tập trả lại", "Returned by the board"),
    Recorded.APPROVE: ("Duyệt công khai", "Approved"),
    Recorded.PROPOSE_AMENDMENT: ("Đề nghị sửa đổi", "Amendment proposed"),
    Recorded.RETURN_AMENDMENT: ("Trả lại đề nghị sửa đổi", "Amendment returned"),
    Recorded.PROPOSE_ENDING: ("Đề nghị chấm dứt", "Ending proposed"),
    Recorded.SEE_ENDING: ("Ban Biên tập đã xem việc chấm dứt", "Ending seen by the board"),
    Recorded.MARK_TRACK: ("Chuyển sổ theo dõi riêng", "Put on the separate track"),
    Recorded.DELEGATE: ("Lập mục kế tiếp do ủy thác", "Successor made after a delegation"),
    Recorded.RETURN_ENDING: ("Trả lại đề nghị chấm dứt", "Proposed ending returned"),
    Recorded.LINK_SUCCESSOR: ("Nối với mục kế tiếp", "Linked with its successor"),
    Recorded.DISCARD: ("Xóa bản nháp", "Draft discarded"),
    Recorded.COMMUNE_POSTED: ("Niêm yết tại xã", "Posted at the commune"),
    Recorded.CASE_ENTERED: ("Ghi sổ theo dõi việc", "Entered in the ledger of a case"),
    Recorded.CASE_SETTLED: (
        "Xử lý đề nghị sửa, chấm dứt từ sổ theo dõi",
        "Dealt with what the ledger asks of the public text",
    ),
    Recorded.EVIDENCE_ADDED: ("Thêm tài liệu vào việc", "File added to a case"),
    Recorded.EVIDENCE_VIEWED: ("Xem tài liệu của việc", "File of a case viewed"),
    Recorded.CASE_LIST_TAKEN: ("Tải danh sách việc đến hạn", "List of cases that are due taken"),
    Recorded.PERIOD_CLOSED: ("Khóa kỳ thống kê theo dõi", "Period of the follow-up closed"),
    Recorded.RESTRICTED_VIEWED: ("Xem thông tin hạn chế", "Restricted fields viewed"),
    Recorded.RESTRICTED_SEARCHED: (
        "Tìm theo số không công khai",
        "Searched by a number that is not public",
    ),
    Recorded.DOCUMENT_ISSUED: ("Kết xuất văn bản", "Official document made"),
    Recorded.EXPORTED: ("Xuất dữ liệu", "Data exported"),
    Recorded.FEED_RUN: ("Nhận dữ liệu từ phần mềm thụ lý", "Case feed received"),
    Recorded.FILE_UPLOADED: ("Tải tệp lên", "File uploaded"),
    Recorded.IMPORTED: ("Nhập từ tệp", "Imported from a file"),
    Recorded.BATCH_CREATED: ("Lập đợt công khai", "Posting batch made"),
    Recorded.BATCH_CHANGED: ("Sửa đợt công khai", "Posting batch changed"),
    Recorded.BATCH_SUBMITTED: ("Trình đợt công khai", "Posting batch submitted"),
    Recorded.BATCH_SIGNED: ("Ký đợt công khai", "Posting batch signed"),
    Recorded.BATCH_APPROVED: ("Duyệt đợt công khai", "Posting batch approved"),
    Recorded.BATCH_RECALLED: ("Rút lại đợt công khai", "Posting batch called back"),
    Recorded.BATCH_RETURNED: ("Trả lại đợt công khai", "Posting batch returned"),
    Recorded.AUTHORITY_GIVEN: ("Ghi quyền ký thay", "Authority to sign given"),
    Recorded.AUTHORITY_ENDED: ("Chấm dứt quyền ký thay", "Authority to sign ended"),
    Recorded.WORK_GIVEN: ("Phân công việc", "Work given out"),
    Recorded.WORK_TAKEN: ("Nhận hoặc thả việc", "Work taken or given back"),
    Recorded.SUBSTITUTE_SET: ("Cử người làm thay", "Substitute named"),
    Recorded.NOTE_WRITTEN: ("Ghi ý kiến trao đổi", "Note written"),
    Recorded.CONTENT_SUBMITTED: ("Gửi duyệt tin, văn bản, thông báo", "Content handed in"),
    Recorded.CONTENT_PUBLISHED: ("Đăng tin, văn bản, thông báo", "Content published"),
    Recorded.CONTENT_RETURNED: ("Trả lại tin, văn bản, thông báo", "Content returned"),
    Recorded.CONTENT_RETRACTED: ("Rút lại tin, văn bản, thông báo", "Content retracted"),
    Recorded.CONTENT_PROPOSED: ("Đề nghị đăng trên Cổng", "Proposed to the gateway"),
    Recorded.CONTENT_ACCEPTED: ("Nhận đăng trên Cổng", "Taken onto the gateway"),
    Recorded.CONTENT_CHANGED: (
        "Sửa mục đang đăng trên Cổng",
        "Content shown on the gateway changed",
    ),
    Recorded.CONTENT_DECLINED: ("Không nhận đăng trên Cổng", "Declined for the gateway"),
    Recorded.CONTENT_WITHDRAWN: ("Rút khỏi Cổng", "Withdrawn from the gateway"),
    Recorded.CONTENT_EVERYWHERE: ("Hiện trên 63 trang thành phần", "Shown on all subsites"),
    Recorded.CONTENT_HERE_ONLY: (
        "Thôi hiện trên 63 trang thành phần",
        "No longer shown on all subsites",
    ),
    Recorded.CHANGE_PROPOSED: (
        "Gửi bản sửa của nội dung đang đăng",
        "Change of public content sent",
    ),
    Recorded.CHANGE_ACCEPTED: ("Duyệt bản sửa", "Change of public content accepted"),
    Recorded.CHANGE_RETURNED: ("Trả lại bản sửa", "Change of public content returned"),
    Recorded.CHANGE_TAKEN_BACK: ("Bỏ bản sửa", "Change of public content taken back"),
    Recorded.CONTACT_CHANGED: ("Sửa thông tin liên hệ", "Contact data changed"),
    Recorded.CONTENT_REMOVED: ("Xóa nội dung đang đăng", "Public content deleted"),
    Recorded.CONTENT_BINNED: ("Bỏ nội dung vào thùng rác", "Content put into the bin"),
    Recorded.CONTENT_RESTORED: ("Khôi phục từ thùng rác", "Content restored from the bin"),
    Recorded.CONTENT_ERASED: (
        "Xóa hẳn nội dung quá hạn trong thùng rác",
        "Content erased from the bin after its time",
    ),
    Recorded.TEMPLATE_CHANGED: ("Sửa mẫu văn bản", "Text template changed"),
    Recorded.JOB_CANCELLED: ("Dừng công việc nền", "Job cancelled"),
    Recorded.JOB_RETRIED: ("Chạy lại công việc nền", "Job run again"),
    Recorded.ACCOUNT_CREATED: ("Tạo tài khoản", "Account created"),
    Recorded.ACCOUNT_CHANGED: ("Sửa tài khoản", "Account changed"),
    Recorded.ACCOUNT_REMOVED: ("Xóa tài khoản", "Account removed"),
    Recorded.MEMBERSHIP_CHANGED: ("Đổi nhóm của tài khoản", "Groups of an account changed"),
    Recorded.ROLE_ASKED: ("Đề nghị trao vai trò", "Role asked for"),
    Recorded.ROLE_CONFIRMED: ("Xác nhận trao vai trò", "Role confirmed by a second person"),
    Recorded.ROLE_DECLINED: ("Không trao vai trò", "Role declined"),
    Recorded.SIGNED_IN: ("Đăng nhập", "Signed in"),
    Recorded.SIGNED_OUT: ("Đăng xuất", "Signed out"),
    Recorded.SIGN_IN_REFUSED: ("Đăng nhập bị từ chối", "Sign-in refused"),
    Recorded.SETTINGS_CHANGED: ("Đổi thiết lập", "Settings changed"),
    Recorded.CALENDAR_CHANGED: ("Đổi lịch làm việc", "Working calendar changed"),
    Recorded.OFFICES_IMPORTED: ("Nhập danh sách cơ quan", "List of offices imported"),
    Recorded.SUBSITE_MERGED: (
        "Giao trang tỉnh cũ cho tỉnh kế thừa",
        "Subsite handed to its successor's staff",
    ),
    Recorded.SUBSITE_MERGE_TAKEN_BACK: (
        "Bỏ việc giao trang tỉnh cũ",
        "Handing over of a subsite taken back",
    ),
}
