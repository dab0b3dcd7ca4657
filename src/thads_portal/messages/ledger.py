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
    "case_row_unnamed": (
        "Hãy ghi số công khai, hoặc số quyết định thi hành án.",
        "Write the public number, or the number of the enforcement decision.",
    ),
    "case_unknown": (
        "Tỉnh này không có việc nào theo số này. Hãy xem lại số công khai, hoặc số và ngày quyết"
        " định thi hành án.",
        "This province has no case of this number. Check the public number, or the enforcement"
        " decision's number and date.",
    ),
    "case_several": (
        "Nhiều việc cùng số quyết định này: {cases}. Hãy ghi thêm ngày quyết định, họ tên, hoặc"
        " số công khai.",
        "Several cases have this decision number: {cases}. Add the decision's date, the name, or"
        " the public number.",
    ),
    "case_other_name": (
        "Việc này của {name}. Hãy ghi đúng người, hoặc để trống họ tên.",
        "This case is of {name}. Write the right person, or leave the name empty.",
    ),
    "case_other_decision": (
        "Mục này theo quyết định thi hành án {decision}. Hãy ghi đúng số đó, hoặc để trống.",
        "This listing is under the enforcement decision {decision}. Write that number, or leave"
        " it empty.",
    ),
    "case_row_repeated": (
        "Giống dòng {line}: cùng việc, cùng ngày, cùng nội dung. Hãy bỏ dòng này; nếu là hai khoản"
        " thu thì ghi số biên lai của từng khoản.",
        "As line {line}: the same case, day and content. Leave this line out; if they are two"
        " payments, write the receipt of each.",
    ),
    "case_receipt_taken": (
        "Biên lai này đã có trong sổ của việc với {amount} đồng ngày {day}. Hãy xem lại số biên"
        " lai; nếu sổ ghi nhầm thì đảo mục đó trước.",
        "This receipt is in the case's ledger already with {amount} đồng of {day}. Check the"
        " receipt's number; if the ledger is wrong, take that entry back first.",
    ),
    "case_sum_taken": (
        "Sổ của việc đã có khoản thu cùng ngày, cùng số tiền, không ghi biên lai. Hãy bỏ dòng này;"
        " nếu là khoản khác thì ghi ở trang Ghi thu tiền của việc.",
        "The case's ledger has a payment of this day and sum without a receipt. Leave this line"
        " out; if it is another payment, enter it on the case's own page.",
    ),
    "case_day_taken": (
        "Ngày này sổ đã ghi xác minh với kết luận “{conclusion}”. Nếu là lần xác minh khác thì ghi"
        " số biên bản; nếu sổ ghi nhầm thì đảo mục đó trước.",
        "A verification of this day is in the ledger with the conclusion “{conclusion}”. If this"
        " is another one, write the number of its minutes; if the ledger is wrong, take that"
        " entry back first.",
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
    "as_of_is_not_closed": (
        "Chỉ khóa được kỳ 3, 6, 10, 12 tháng. Hãy để trống ô tính đến ngày rồi khóa kỳ.",
        "Only periods of 3, 6, 10 and 12 months are closed. Leave the day empty, then close.",
    ),
}
