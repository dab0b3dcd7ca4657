"""Steps of the work on listings, alone and in batches."""

from collections.abc import Mapping


STEPS: Mapping[str, tuple[str, str]] = {
    "own_work": (
        "Không ai được duyệt mục do chính mình nhập. Hãy để người khác duyệt.",
        "Nobody approves what they entered. Let another person approve it.",
    ),
    "public_already": (
        "Nội dung này đang công khai nên không đổi trực tiếp được. Hãy bấm “Sửa nội dung” hoặc “Tệp đính"
        " kèm”; bản sửa chờ người khác duyệt.",
        "This is public already and cannot be changed directly. Use “Edit” or “Attachments”; the"
        " change waits for another person.",
    ),
    "wrong_state": (
        "Mục đang ở trạng thái “{state}”; bước này chỉ thực hiện được từ: {allowed}.",
        "The listing is in the state “{state}”; this step starts from: {allowed}.",
    ),
    "waits_for_board": (
        "Mục này phải do Ban Biên tập duyệt: chính sách của tỉnh hoặc một dấu hiệu cần xem xét"
        " không cho công khai ngay khi ký.",
        "The editorial board must approve this listing: the province's policy or a flag does"
        " not let the signature publish it.",
    ),
    "waits_for_head": (
        "Thủ trưởng của tỉnh này ký trên Cổng. Hãy trình thủ trưởng ký.",
        "The head of this province signs in the portal. Submit it for the signature.",
    ),
    "not_sender": (
        "Chỉ người đã gửi mới rút lại được, khi chưa ai làm bước tiếp theo. Hãy nhờ người đã gửi, hoặc đề nghị người nhận trả lại kèm lý do.",
        "Only who sent it may call it back, as long as nobody took the next step. Ask them, or ask whoever has it to return it with a reason.",
    ),
    "sent_in_batch": (
        "Mục này được gửi trong đợt {batch}. Hãy rút lại cả đợt ở trang của đợt.",
        "This listing was sent in the batch {batch}. Call the whole batch back on its page.",
    ),
    "already_taken": (
        "Vừa có người nhận hoặc thả {count} trong các việc này, nên chưa ghi gì. Trang đang hiện việc của ai; hãy chọn lại.",
        "Somebody has just taken or given back {count} of these, so nothing was written. The page shows whose they are now; choose again.",
    ),
    "unknown_colleague": (
        "Không có tài khoản “{name}” xem được mục này. Hãy viết @ và tên tài khoản của đồng nghiệp, ví dụ @ban-bien-tap.",
        "There is no account “{name}” that may see this. Write @ and a colleague's account, such as @ban-bien-tap.",
    ),
    "no_authority": (
        "Ngày {day} nằm ngoài thời hạn ký thay của {name}. Hãy chọn người ký khác, hoặc ghi quyền ký thay có đủ ngày ở trang Ký thay của tỉnh.",
        "{day} is outside the days on which {name} signs for the head. Choose who signed, or enter an authority with that day on the province's page of deputies.",
    ),
    "is_head": (
        "Tài khoản này là thủ trưởng của tỉnh, tự ký, không cần quyền ký thay. Hãy chọn một biên tập viên của tỉnh.",
        "This account is the head of the province and signs in their own right. Choose one of the province's editors.",
    ),
    "signature_needed": (
        "Thủ trưởng của tỉnh này ký trên giấy. Hãy trình thẳng Ban Biên tập và ghi họ tên thủ"
        " trưởng, số và ngày quyết định đã ký.",
        "The head of this province signs on paper. Submit it to the board with the head's name"
        " and the number and date of the signed decision.",
    ),
    "nothing_pending": (
        "Không có đề nghị nào đang chờ ở mục này. Hãy tải lại trang.",
        "Nothing waits for approval on this listing. Load it again.",
    ),
    "bad_successor": (
        "Mục kế tiếp phải là một mục khác, chưa nối với mục nào; mục này phải chấm dứt vì ủy thác.",
        "The successor must be another listing that follows none yet, and this listing must end"
        " by delegation.",
    ),
    "batch_changed": (
        "Đợt công khai này đã thay đổi từ khi trang được mở, ví dụ đã được ký, duyệt hoặc trả lại."
        " Hãy xem lại trang.",
        "This posting batch has changed since the page was opened: it was signed, approved or"
        " returned, for example. Look at the page again.",
    ),
    "batch_refused": (
        "Chưa ghi gì, vì có mục trong đợt không thực hiện được bước này. Hãy xem các mục được nêu,"
        " hoặc thực hiện với các mục còn lại.",
        "Nothing was written: some listings of the batch cannot take this step. See those named,"
        " or take the step with the others.",
    ),
    "batch_empty": (
        "Chưa chọn mục nào. Hãy chọn ít nhất một mục.",
        "No listing was chosen. Choose at least one.",
    ),
    "batch_full": (
        "Một đợt có nhiều nhất {max} mục. Hãy lập thêm đợt cho các mục còn lại.",
        "A batch holds at most {max} listings. Make another one for the rest.",
    ),
    "batch_busy": (
        "Đợt công khai này đang được xử lý. Hãy đợi xong rồi thực hiện bước tiếp theo.",
        "This posting batch is being worked on. Wait until that is done.",
    ),
    "row_changed": (
        "Mục {number} đã được thay đổi sau khi đợt được gửi hoặc ký. Hãy xem lại mục này trước khi"
        " tiếp tục.",
        "Listing {number} has changed since the batch was submitted or signed. Look at it before"
        " you go on.",
    ),
    "row_elsewhere": (
        "Mục {number} không còn ở bước này nên không đi cùng đợt được.",
        "Listing {number} is not at this step, so it cannot go with the batch.",
    ),
    "in_another_batch": (
        "Mục {number} đang chờ trong đợt {batch}. Hãy bỏ mục khỏi đợt đó trước.",
        "Listing {number} waits in the batch {batch}. Take it out of there first.",
    ),
    "not_in_batch": (
        "Mục {number} không chờ trong đợt này.",
        "Listing {number} does not wait in this batch.",
    ),
    "step_not_possible": (
        "Không làm được bước này với mục đang ở trạng thái hiện tại, hoặc bạn không có quyền."
        " Hãy tải lại trang để xem trạng thái mới.",
        "This step is not possible in the item's present state, or you may not take it."
        " Reload the page to see where it stands.",
    ),
}
