"""The ledger of a case: entries, evidence, journeys, periods."""

from collections.abc import Mapping


LEDGER: Mapping[str, tuple[str, str]] = {
    "entry_before_case": (
        "Ngày {day} trước ngày bắt đầu {earliest}. Hãy ghi ngày từ {earliest} trở đi.",
        "{day} is before {earliest}, the day it can begin. Give a day from {earliest} on.",
    ),
    "case_closed": (
        "Việc này đã kết thúc ngày {day} nên không ghi thêm được. Nếu kết thúc là nhầm, hãy ghi"
        " bút toán đảo của mục kết thúc trước.",
        "This case was closed on {day}, so nothing more can be entered. If that was a mistake,"
        " enter a counter-entry for the closing first.",
    ),
    "unknown_line": (
        "Việc này không có khoản nghĩa vụ đó. Các khoản đang có: {allowed}. Khoản mới được lập"
        " bằng mục “Lập việc”.",
        "The case has no such obligation line. Its lines: {allowed}. A new one is made by stating"
        " the case.",
    ),
    "overpaid": (
        "Nhiều hơn số còn phải thi hành. Khoản này còn {left} đồng; hãy ghi số đó hoặc ít hơn.",
        "More than is left. {left} VND are left on this line; enter that or less.",
    ),
    "less_than_done": (
        "Khoản này đã thi hành, miễn giảm, đình chỉ hoặc ủy thác {least} đồng, nên số phải thi"
        " hành không thể thấp hơn. Hãy đảo các mục đó trước.",
        "{least} VND of this line are done, reduced, terminated or delegated, so no less can be to"
        " do. Reverse those entries first.",
    ),
    "paid_out_too_much": (
        "Nhiều hơn số đã thu chưa chi trả. Còn {left} đồng để chi; hãy ghi số đó hoặc ít hơn.",
        "More than was collected and not paid out. {left} VND remain; enter that or less.",
    ),
    "paid_out_already": (
        "Đã chi trả {paid} đồng từ khoản này. Hãy đảo mục chi trả trước.",
        "{paid} VND of this line were paid out already. Reverse the payout first.",
    ),
    "nothing_to_reverse": (
        "Không có mục nào như vậy trong sổ của việc này. Hãy nêu đúng loại, số và ngày văn bản của"
        " mục cần đảo; bút toán đảo thì không đảo được, hãy ghi lại mục đúng.",
        "There is no such entry in this case. Name the kind, document number and date of the entry"
        " to take back; a counter-entry cannot be taken back, enter the right one anew.",
    ),
    "reversed_already": (
        "Mục này đã được đảo. Hãy ghi mục đúng thay cho nó.",
        "This entry was taken back already. Enter the right one in its place.",
    ),
    "line_of_another_kind": (
        "Khoản này đã được lập là “{kind}”. Hãy giữ loại đó, hoặc dùng một khoản khác.",
        "This line was stated as “{kind}”. Keep that kind, or use another line.",
    ),
    "evidence_wrong_type": (
        "Tệp này không phải PDF, JPEG, PNG, TIFF hoặc HEIC (xem theo nội dung, không theo tên). Hãy"
        " quét hoặc chụp lại rồi gửi một trong các loại đó.",
        "This file is no PDF, JPEG, PNG, TIFF or HEIC (by its content, not its name). Scan or take"
        " it again and send one of these.",
    ),
    "no_case": (
        "Mục này chưa thuộc việc thi hành án nào: còn là bản nháp, hoặc chưa có số và ngày quyết"
        " định thi hành án.",
        "This listing belongs to no case yet: it is a draft, or has no enforcement decision.",
    ),
    "bad_moment": (
        "Hãy ghi ngày và giờ, ví dụ 23/11/2026 09:30.",
        "Write day and time, for example 23/11/2026 09:30.",
    ),
    "ends_before": (
        "Ngày kết thúc phải sau ngày bắt đầu.",
        "It must not end before it begins.",
    ),
    "period_does_not_add_up": (
        "Chưa khóa kỳ: đầu kỳ + phát sinh – chấm dứt không bằng cuối kỳ. Chỗ lệch: {why}. Hãy chạy"
        " kiểm tra sổ rồi khóa lại.",
        "The period is not closed: opening + new - ended is not the closing. Where: {why}. Check the"
        " ledger and close again.",
    ),
    "period_not_over": (
        "Kỳ này đến {day} mới hết. Hãy khóa từ ngày sau đó; xem số liệu thì lúc nào cũng được.",
        "The period ends on {day}. Close it from the day after; the figures may be seen any time.",
    ),
}
