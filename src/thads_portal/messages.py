"""What a person or a client reads when something is refused, in Vietnamese and English.

Keyed by the values of ``errors.Code``: a missing text would turn a refusal into
a crash, so a test compares both lists. Placeholders are filled from a problem's
`params`, which never hold a restricted value.
"""

from collections.abc import Mapping
from types import MappingProxyType


#: code -> (Vietnamese, English); each says what would have been right.
MESSAGES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "feed_too_large": (
            "Nội dung gửi lên vượt quá {max} MB. Hãy chia thành nhiều lần gửi.",
            "The body is larger than {max} MB. Send it in several parts.",
        ),
        "line_too_long": (
            "Dòng {line} dài hơn {max} KiB. Mỗi dòng là một sự kiện, kết thúc bằng ký tự xuống dòng.",
            "Line {line} is longer than {max} KiB. One line is one event and ends with a line feed.",
        ),
        "too_many_lines": (
            "Nhiều hơn {max} dòng. Hãy chia nhỏ, hoặc gửi dạng application/x-ndjson không có atomic.",
            "More than {max} lines. Send fewer, or send application/x-ndjson without atomic.",
        ),
        "unsupported_feed": (
            "Content-Type phải là application/x-ndjson hoặc application/json.",
            "Content-Type must be application/x-ndjson or application/json.",
        ),
        "unsupported_encoding": (
            "Content-Encoding phải là gzip, hoặc bỏ trống nếu nội dung không nén.",
            "Content-Encoding must be gzip, or be left out where the body is not packed.",
        ),
        "feed_unreadable": (
            "Không đọc được dòng nào. Mỗi dòng phải là một đối tượng JSON, mã hóa UTF-8; với"
            " application/json, toàn bộ nội dung phải là một mảng các đối tượng như vậy.",
            "No line can be read. Each line must be one JSON object in UTF-8; as application/json,"
            " the whole body must be an array of such objects.",
        ),
        "feed_rejected": (
            "Không dòng nào được ghi, vì có dòng sai và yêu cầu là ghi tất cả hoặc không ghi gì.",
            "Nothing was written: at least one line is wrong and all-or-nothing was asked for.",
        ),
        "wrong_encoding": (
            "Dòng này không phải UTF-8. Hãy gửi văn bản mã hóa UTF-8.",
            "This line is not UTF-8. Send text encoded as UTF-8.",
        ),
        "nul_byte": (
            "Dòng này có byte NUL. Hãy gửi văn bản UTF-8 không có byte NUL.",
            "This line holds a NUL byte. Send UTF-8 text without NUL bytes.",
        ),
        "not_json": (
            "Không phải JSON hợp lệ (lỗi ở khoảng ký tự thứ {column}). Mỗi dòng phải là một đối tượng"
            " JSON đầy đủ.",
            "Not valid JSON (near character {column}). Each line must be one complete JSON object.",
        ),
        "not_an_object": (
            'Phải là một đối tượng JSON, dạng {{"event": …}}.',
            'Must be a JSON object, as in {{"event": …}}.',
        ),
        "repeated_key": (
            "Một khóa xuất hiện hai lần trong cùng một đối tượng. Mỗi khóa chỉ được viết một lần.",
            "A key stands twice in the same object. Write each key once.",
        ),
        "missing": ("Thiếu trường bắt buộc này.", "This field is required."),
        "unknown_key": (
            "Không có trường này ở đây. Các trường được dùng: {allowed}.",
            "There is no such field here. Fields that may be used: {allowed}.",
        ),
        "wrong_type": (
            "Sai kiểu dữ liệu: phải là {expected_vi}.",
            "Wrong type: must be {expected_en}.",
        ),
        "empty": (
            "Không được để trống. Nếu không có giá trị và trường không bắt buộc, hãy bỏ trường này.",
            "Must not be empty. Leave an optional field out when it has no value.",
        ),
        "too_long": (
            "Dài hơn {max} ký tự.",
            "Longer than {max} characters.",
        ),
        "bad_character": (
            "Có ký tự không dùng được trong văn bản (mã {character}). Chỉ dùng chữ, số, dấu câu và"
            " khoảng trắng theo Unicode.",
            "Holds a character that is not text (code {character}). Use Unicode letters, digits,"
            " punctuation and spaces only.",
        ),
        "bad_date": (
            "Không phải ngày có thật dạng NĂM-THÁNG-NGÀY, ví dụ 2026-11-20.",
            "Not a real date written as YEAR-MONTH-DAY, for example 2026-11-20.",
        ),
        "date_in_future": (
            "Ngày ở tương lai. Muộn nhất là hôm nay, {latest}.",
            "The date is in the future. The latest possible is today, {latest}.",
        ),
        "date_too_early": (
            "Ngày quá xa trong quá khứ. Sớm nhất là {earliest}.",
            "The date is too far in the past. The earliest possible is {earliest}.",
        ),
        "track_too_early": (
            "Chưa đủ 2 năm kể từ quyết định ngày {decided}. Sớm nhất là ngày {earliest}.",
            "Two years have not passed since the decision of {decided}. The earliest day is"
            " {earliest}.",
        ),
        "unknown_value": (
            "Giá trị “{value}” không có trong danh mục. Các giá trị được dùng: {allowed}.",
            "The value “{value}” is not in the list. Values that may be used: {allowed}.",
        ),
        "ground_of_another_law": (
            "Căn cứ “{value}” không thuộc danh mục áp dụng cho ngày ra quyết định này ({law}). Các"
            " căn cứ được dùng: {allowed}. Nếu ngày quyết định chuyển sang luật khác, hãy chọn lại"
            " căn cứ.",
            "The ground “{value}” is not in the list that holds on the day of this decision ({law})."
            " Grounds that may be used: {allowed}. Where the date moves to another law, give the"
            " ground again.",
        ),
        "repeated_value": (
            "Một giá trị được nêu hai lần. Mỗi giá trị chỉ nêu một lần.",
            "A value stands twice. Give each value once.",
        ),
        "out_of_range": (
            "Phải là số nguyên từ {min} đến {max} (đồng).",
            "Must be a whole number from {min} to {max} (VND).",
        ),
        "bad_shape": (
            "Không đúng dạng: phải là {expected_vi}.",
            "Not in the right form: must be {expected_en}.",
        ),
        "nothing_changes": (
            "Sự kiện sửa đổi phải nêu ít nhất một trường thay đổi trong “listing”.",
            "An amendment must name at least one changed field in “listing”.",
        ),
        "dates_contradict": (
            "Các ngày mâu thuẫn: {first_vi} không thể sau {second_vi}. Hãy xem lại cả hai ngày.",
            "Dates contradict each other: {first_en} cannot be later than {second_en}. Check both.",
        ),
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
        "picture_without_words": (
            "Hãy ghi chữ thay thế: một câu nói trong ảnh có gì, cho người không xem được ảnh.",
            "Describe the picture in a sentence, for those who do not see it.",
        ),
        "no_picture": (
            "Không đọc được ảnh này. Hãy chọn ảnh JPEG, PNG, WebP hoặc GIF.",
            "This picture cannot be read. Choose a JPEG, PNG, WebP or GIF.",
        ),
        "picture_too_large": (
            "Ảnh quá lớn. Hãy chọn ảnh dưới 30 MB và dưới 80 triệu điểm ảnh.",
            "The picture is too large. Choose one below 30 MB and 80 million pixels.",
        ),
        "file_refused": (
            "Không nhận tệp “{name}”: loại tệp này có thể gây hại cho người mở. Hãy dùng PDF, Word, Excel hoặc ảnh.",
            "The file “{name}” is not taken: such files may harm who opens them. Use PDF, Word, Excel or a picture.",
        ),
        "template_gap": (
            "Còn chỗ trống của mẫu chưa điền: {gap}. Hãy thay bằng nội dung thật.",
            "A gap of the template is not filled in: {gap}. Put the real words there.",
        ),
        "in_bin": (
            "Mục này đang ở trong thùng rác. Hãy khôi phục trước khi sửa.",
            "This item is in the bin. Restore it before you change it.",
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
        "unknown_province": (
            "Không có trang thành phần “{value}”. Dùng tên rút gọn của tỉnh, ví dụ cao-bang.",
            "There is no subsite “{value}”. Use the short name of the province, for example cao-bang.",
        ),
        "unknown_agency": (
            "Không có cơ quan “{value}”. Dùng <tỉnh>/<mã cơ quan>, hoặc bỏ trống nếu là Cục của tỉnh.",
            "There is no agency “{value}”. Use <province>/<agency>, or leave it out for the"
            " province's department.",
        ),
        "agency_of_another_province": (
            "Cơ quan “{value}” không thuộc tỉnh “{province}”.",
            "The agency “{value}” does not belong to the province “{province}”.",
        ),
        "same_key_other_payload": (
            "Sự kiện này (cùng external_id, loại sự kiện, số và ngày văn bản) đã được ghi với nội dung"
            " khác. Để thay đổi, hãy gửi sự kiện “amended” với văn bản của nó.",
            "This event (same external_id, event, document number and date) was already applied with"
            " other content. To change it, send an “amended” event with its own document.",
        ),
        "already_listed": (
            "Mục này đã có. Để thay đổi, hãy gửi “amended”; để công khai lại, hãy gửi “reopened”.",
            "This listing already exists. Send “amended” to change it, “reopened” to list it again.",
        ),
        "unknown_listing": (
            "Chưa có mục nào với external_id này. Trước hết hãy gửi “issued”.",
            "There is no listing with this external_id. Send “issued” first.",
        ),
        "already_ended": (
            "Mục này đã chấm dứt công khai. Để công khai lại, hãy gửi “reopened”.",
            "This listing has already ended. Send “reopened” to list it again.",
        ),
        "not_ended": (
            "Mục này chưa chấm dứt công khai nên không thể công khai lại. Để thay đổi, gửi “amended”.",
            "This listing has not ended, so it cannot be reopened. Send “amended” to change it.",
        ),
        "listed_in_another_province": (
            "Mục này thuộc tỉnh khác. Hãy gửi đúng tỉnh của mục; để chuyển tỉnh, chấm dứt với lý do"
            " “delegated” rồi gửi “issued” với external_id mới.",
            "This listing belongs to another province. Send its own province; to move it, end it with"
            " the reason “delegated” and send “issued” under a new external_id.",
        ),
        "not_your_province": (
            "Tài khoản này không được gửi dữ liệu của tỉnh này. Chỉ được gửi: {allowed}.",
            "This account may not send data of this province. It may send: {allowed}.",
        ),
        "spreadsheet_empty": (
            "Tệp không có nội dung. Hãy mở tệp bằng Excel, kiểm tra rằng có danh sách, lưu lại rồi"
            " tải lên.",
            "The file is empty. Open it in Excel, see that the list is there, save it and upload it"
            " again.",
        ),
        "spreadsheet_too_large": (
            "Tệp lớn hơn {max} MB. Hãy xóa hình ảnh và các trang tính không cần, hoặc chia danh sách"
            " thành nhiều tệp.",
            "The file is larger than {max} MB. Remove pictures and sheets that are not needed, or"
            " split the list into several files.",
        ),
        "spreadsheet_unpacks_too_large": (
            "Tệp chứa quá nhiều dữ liệu khi giải nén, thường do hàng trăm nghìn dòng trống có định"
            " dạng. Hãy chép riêng phần danh sách sang một tệp Excel mới rồi tải lên.",
            "The file unpacks to far too much data, usually hundreds of thousands of empty formatted"
            " rows. Copy just the list into a new Excel file and upload that.",
        ),
        "spreadsheet_too_many_rows": (
            "Danh sách có hơn {max} dòng. Mỗi lần tải lên tối đa {max} dòng: hãy chia thành nhiều"
            " tệp.",
            "The list has more than {max} rows. One upload takes at most {max}: split it into"
            " several files.",
        ),
        "spreadsheet_damaged": (
            "Không mở được tệp: tệp bị hỏng hoặc tải lên chưa trọn vẹn. Hãy mở bằng Excel, chọn Lưu"
            " thành (Save As) loại Excel Workbook (.xlsx) rồi tải lên lại.",
            "The file cannot be opened: it is damaged or was not uploaded completely. Open it in"
            " Excel, choose Save As, Excel Workbook (.xlsx), and upload that.",
        ),
        "spreadsheet_encrypted": (
            "Tệp được đặt mật khẩu. Hãy mở tệp, vào Tệp (File), Thông tin (Info), Bảo vệ (Protect"
            " Workbook) để bỏ mật khẩu, lưu lại rồi tải lên.",
            "The file is protected by a password. Open it, remove the password under File, Info,"
            " Protect Workbook, save it and upload it again.",
        ),
        "spreadsheet_wrong_type": (
            "Đây không phải tệp bảng tính đọc được (nội dung: {found}), dù tên tệp có thể ghi khác."
            " Hãy tải lên tệp .xlsx, .xls, .ods hoặc .csv.",
            "This is not a spreadsheet that can be read (content: {found}), whatever its name says."
            " Upload an .xlsx, .xls, .ods or .csv file.",
        ),
        "spreadsheet_web_page": (
            "Tệp mang tên Excel nhưng nội dung là {found}. Hãy mở tệp bằng Excel, chọn Lưu thành"
            " (Save As) loại Excel Workbook (.xlsx) rồi tải lên lại.",
            "The file is named like Excel but holds {found}. Open it in Excel, choose Save As, Excel"
            " Workbook (.xlsx), and upload that.",
        ),
        "spreadsheet_unknown_encoding": (
            "Không nhận ra bảng mã chữ của tệp văn bản này. Hãy mở bằng Excel, chọn Lưu thành (Save"
            " As) loại Excel Workbook (.xlsx) hoặc CSV UTF-8 rồi tải lên lại.",
            "The character encoding of this text file is not known. Open it in Excel, choose Save"
            " As, Excel Workbook (.xlsx) or CSV UTF-8, and upload that.",
        ),
        "spreadsheet_stray_quote": (
            'Dòng {line} của tệp có dấu ngoặc kép (") mở mà không đóng, nên nuốt cả các dòng sau.'
            " Hãy mở tệp bằng Notepad, xóa dấu đó ở dòng {line}, lưu lại rồi tải lên.",
            'Line {line} of the file opens a quotation mark (") that is not closed and swallows the'
            " lines below. Open the file in Notepad, delete that mark in line {line}, save the file"
            " and upload it again.",
        ),
        "spreadsheet_no_list": (
            "Không tìm thấy danh sách trong tệp. Cần một dòng tiêu đề có ít nhất cột họ tên người"
            " phải thi hành án và hai cột khác, ví dụ địa chỉ, bản án. Hãy tải tệp mẫu để đối chiếu.",
            "No list was found in the file. It needs a row of headings with at least the debtor's"
            " name and two more columns, such as address and judgment. Compare with the template.",
        ),
        "cell_bad_date": (
            "“{value}” không phải là ngày có thật. Hãy ghi ngày/tháng/năm, ví dụ 05/03/2024.",
            "“{value}” is not a real date. Write day/month/year, for example 05/03/2024.",
        ),
        "cell_no_day": (
            "Thiếu ngày: “{value}” chỉ có tháng hoặc năm. Hãy ghi đủ ngày/tháng/năm, ví dụ 05/03/2024.",
            "The day is missing: “{value}” says only a month or a year. Write day/month/year, for"
            " example 05/03/2024.",
        ),
        "cell_bad_amount": (
            "“{value}” không phải là một số tiền rõ ràng. Hãy ghi số tiền, ví dụ 12.500.000.",
            "“{value}” is not one clear amount. Write the amount, for example 12.500.000.",
        ),
        "cell_bad_parts": (
            "Không tách được số và ngày từ “{value}”. Hãy ghi theo thứ tự: số; ngày; cơ quan, ví dụ"
            " 15/2024/DS-ST; 05/03/2024; TAND huyện A.",
            "Number and date cannot be told apart in “{value}”. Write them as: number; date; body,"
            " for example 15/2024/DS-ST; 05/03/2024; TAND huyện A.",
        ),
        "cell_lost_zeros": (
            "Số này thiếu số 0 ở đầu (Excel bỏ số 0 của ô kiểu số) và không rõ là số nào. Hãy ghi đủ:"
            " CCCD 12 chữ số, CMND 9 chữ số hoặc mã doanh nghiệp 10 chữ số.",
            "This number lacks zeros in front (Excel drops them in number cells), and it is not"
            " clear which number it is. Write it in full: 12 digits of a citizen ID, 9 of an older"
            " one, or 10 of an enterprise code.",
        ),
        "cell_unknown_word": (
            "Không hiểu “{value}”. Hãy ghi một trong các từ: {allowed}.",
            "“{value}” is not understood. Write one of: {allowed}.",
        ),
        "cell_no_value": (
            "Ô này có lỗi công thức ({value}), không có giá trị để đọc. Hãy ghi thẳng giá trị.",
            "This cell has a formula error ({value}) and no value to read. Write the value itself.",
        ),
        "column_missing": (
            "Danh sách không có cột cho trường này. Hãy thêm cột, hoặc chọn cột đúng ở mục “Cột nào"
            " là gì”, hoặc điền giá trị chung khi tải lên.",
            "The list has no column for this field. Add one, choose the right column under “What the"
            " columns mean”, or give a value for the whole list when uploading.",
        ),
        "row_listing_waits": (
            "Mục {number} đang chờ ký hoặc chờ duyệt nên chưa sửa được. Hãy bỏ qua dòng này, hoặc"
            " chờ có kết quả rồi tải lên lại.",
            "Listing {number} waits for signature or approval and cannot be changed now. Skip this"
            " row, or upload it again when that is done.",
        ),
        "upload_cell_changed": (
            "Ô {cell} vừa được người khác ghi “{theirs}”; ông/bà ghi “{yours}”. So sánh hai nội dung"
            " này rồi lưu lại.",
            "Somebody else has just put “{theirs}” into cell {cell}; you wrote “{yours}”. Compare the"
            " two and save again.",
        ),
        "upload_not_found": (
            "Không có lần tải lên này ở đơn vị của ông/bà. Hãy tải tệp lên lại.",
            "There is no such upload in your province. Upload the file again.",
        ),
        "upload_has_problems": (
            "Còn {count} dòng có lỗi. Hãy sửa hoặc bỏ qua các dòng đó, rồi tạo bản nháp.",
            "{count} rows still have problems. Correct or skip them, then create the drafts.",
        ),
        "upload_written": (
            "Danh sách này đã được ghi hoặc đang được ghi. Không cần làm lại.",
            "This list has been written, or is being written. There is nothing to repeat.",
        ),
        "password_too_short": (
            "Mật khẩu phải có ít nhất {minimum} ký tự. Nên ghép vài từ không liên quan với nhau.",
            "A password needs at least {minimum} characters. Join a few words that do not belong"
            " together.",
        ),
        "password_too_long": (
            "Mật khẩu dài quá {longest} ký tự.",
            "A password has at most {longest} characters.",
        ),
        "password_has_name": (
            "Mật khẩu không được chứa tên đăng nhập, họ tên hoặc địa chỉ thư của người dùng.",
            "A password may not contain the user's login name, name or mail address.",
        ),
        "password_common": (
            "Mật khẩu này quá dễ đoán. Hãy ghép vài từ không liên quan với nhau, ví dụ bốn từ bất kỳ.",
            "This password is too easy to guess. Join a few words that do not belong together.",
        ),
        "too_many_attempts": (
            "Đăng nhập sai nhiều lần. Hãy đợi {seconds} giây rồi thử lại.",
            "Too many failed sign-ins. Wait {seconds} seconds and try again.",
        ),
        "login_taken": (
            "Tên đăng nhập này đã có người dùng. Hãy chọn tên khác.",
            "This login name is taken. Choose another.",
        ),
        "role_needs_another": (
            "Vai trò này cần một người khác xác nhận: không phải người đề nghị, không phải người nhận,"
            " và có quyền xác nhận theo thiết lập.",
            "This role needs another person to confirm it: neither who asked nor who gets it, and"
            " one whom the setting names.",
        ),
        "role_request_over": (
            "Đề nghị này đã được quyết định, đã hết hạn hoặc không còn. Hãy tải lại trang.",
            "This request has been decided on, is too old or is gone. Load the page again.",
        ),
        "foreign_origin": (
            "Yêu cầu này đến từ một trang web khác nên không được thực hiện. Hãy mở Cổng và làm lại tại đó.",
            "This request came from a page of another site and was not carried out. Open the portal"
            " and do it there.",
        ),
        "unsupported_media": (
            "Content-Type phải là application/json.",
            "Content-Type must be application/json.",
        ),
        "setting_fixed": (
            "Thiết lập {name} do quy tắc của Cổng ấn định hoặc có trang riêng, không đổi được ở đây.",
            "The setting {name} is fixed by the portal's rules or has a page of its own; it cannot be"
            " changed here.",
        ),
        "bad_calendar_line": (
            "Dòng {line}: không đọc được. Mỗi dòng một ngày, rồi “nghỉ” hoặc “làm”, ví dụ: 02/01/2027 nghỉ.",
            "Line {line} is not readable. One day a line, then “nghỉ” (off) or “làm” (worked), such as"
            " 02/01/2027 nghỉ.",
        ),
        "calendar_without_source": (
            "Dòng {line}: hãy ghi số và ngày của văn bản quyết định ngày này.",
            "Line {line}: name the decision that says so, with its number and date.",
        ),
        "acts_no_list": (
            "Không tìm thấy danh sách trong tệp: cần một dòng tiêu đề có cột “Số công khai” hoặc “Số"
            " quyết định chưa có điều kiện” và ít nhất một cột khác của tệp mẫu. Hãy tải tệp mẫu để đối chiếu.",
            "No list was found in the file: it needs a row of headings with the column “Số công khai” or"
            " “Số quyết định chưa có điều kiện” and at least one more of the template's. Compare with the"
            " template.",
        ),
        "office_no_list": (
            "Không tìm thấy danh sách cơ quan trong tệp: cần một dòng tiêu đề có cột “Tên cơ "
            "quan” và ít nhất một cột khác của tệp mẫu. Hãy tải tệp mẫu để đối chiếu.",
            "No list of offices was found in the file: it needs a row of headings with the column "
            "“Tên cơ quan” and at least one more of the template's. Compare with the template.",
        ),
        "office_no_rows": (
            "Danh sách không có dòng nào.",
            "The list has no rows.",
        ),
        "office_province": (
            "Không có tỉnh, thành phố “{value}”. Hãy ghi tên tỉnh, ví dụ Cao Bằng, TP.HCM.",
            "There is no province “{value}”. Write its name, such as Cao Bằng, TP.HCM.",
        ),
        "office_unknown": (
            "Không có cơ quan “{value}” trên Cổng và trong tệp này. Hãy ghi mã (ví dụ "
            "cao-bang/thads) hoặc tên đầy đủ; cơ quan mới phải có dòng riêng trong tệp.",
            "There is no agency “{value}” on the portal or in this file. Write its key (such as "
            "cao-bang/thads) or its whole name; a new one needs a row of its own in the file.",
        ),
        "office_ambiguous": (
            "“{value}” có thể là nhiều cơ quan: {found}. Hãy ghi mã của cơ quan.",
            "“{value}” may be several agencies: {found}. Write the key of the one that is meant.",
        ),
        "office_by_law": (
            "Mục này theo quy định của pháp luật, không đổi bằng danh sách được. Giá trị đúng: "
            "{right}.",
            "This follows from the law and is not changed by a list. What is right: {right}.",
        ),
        "office_bad_key": (
            "Mã “{value}” không dùng được. Mã gồm <tỉnh>/<mã cơ quan> bằng chữ thường không dấu, "
            "số và gạch nối, ví dụ cao-bang/phong-khu-vuc-1; chỉ mã của Chi cục bắt đầu bằng "
            "chi-cuc.",
            "The key “{value}” cannot be used. A key is <province>/<id> in small letters without "
            "marks, digits and hyphens, such as cao-bang/phong-khu-vuc-1; only that of a Chi cục "
            "begins with chi-cuc.",
        ),
        "office_key_taken": (
            "Mã “{value}” đã dùng cho nội dung khác của trang tỉnh. Hãy ghi mã khác ở cột “Mã”.",
            "The key “{value}” stands for something else on the subsite. Write another in the "
            "column “Mã”.",
        ),
        "office_repeated": (
            "Cơ quan “{name}” đã có ở dòng {line}. Mỗi cơ quan chỉ ghi một dòng.",
            "The agency “{name}” stands in line {line} already. Each has one line.",
        ),
        "office_telephone": (
            "“{value}” không phải là số điện thoại. Hãy ghi chữ số, ví dụ 0206 3852 000; nhiều số "
            "cách nhau bằng dấu chấm phẩy.",
            "“{value}” is no telephone number. Write digits, such as 0206 3852 000; part several "
            "with semicolons.",
        ),
        "office_personal_number": (
            "Ô này có dãy số giống số định danh cá nhân. Tên và địa chỉ cơ quan được công khai: "
            "hãy bỏ dãy số đó.",
            "This cell holds a number like a personal ID. Names and addresses of offices are "
            "public: take it out.",
        ),
        "office_too_early": (
            "Phòng Thi hành án dân sự khu vực chỉ có từ ngày {first}. Hãy ghi ngày đó hoặc ngày "
            "sau.",
            "Regional offices exist since {first} only. Write that day or a later one.",
        ),
        "office_bad_successor": (
            "“{value}” không thể là đơn vị kế thừa ở dòng này. Cơ quan không kế thừa chính mình, "
            "cũng không theo vòng; sau Chi cục là cơ quan cấp tỉnh và các Phòng khu vực, sau "
            "Phòng chỉ có thể là Phòng.",
            "“{value}” cannot come after the agency of this line. None comes after itself, nor in "
            "a circle; after a Chi cục come the provincial agency and regional offices, after a "
            "regional office only regional offices.",
        ),
        "repeated_calendar_day": (
            "Dòng {line}: ngày này đã có ở một dòng trên.",
            "Line {line}: this day stands in a line above.",
        ),
        "bad_request": ("Yêu cầu không hợp lệ: {detail}.", "The request is not valid: {detail}."),
        "unknown_parameter": (
            "Không có tham số: {unknown}. Được dùng: {allowed}. Chưa làm gì cả.",
            "Unknown parameter: {unknown}. Allowed: {allowed}. Nothing has been done.",
        ),
        "address_not_utf8": (
            "Chữ trong địa chỉ không phải là UTF-8, nên không đọc được. Chưa tìm gì cả; hãy gõ lại.",
            "The text in the address is not UTF-8 and cannot be read. Nothing was searched for;"
            " type it again.",
        ),
        "bad_filter": (
            "Giá trị của “{name}” không dùng được. Được dùng: {allowed}.",
            "The value of “{name}” cannot be used. Allowed: {allowed}.",
        ),
        "personal_number_typed": (
            "Nội dung tra cứu có số giống số định danh cá nhân. Hệ thống không tra cứu theo số"
            " này và chưa tra cứu gì. Hãy nhập họ tên.",
            "What was typed holds a number like a personal ID. The register is not searched by"
            " it, and nothing has been searched. Type a name.",
        ),
        "not_allowed": (
            "Tài khoản này không được phép thực hiện bước này.",
            "This account may not take this step.",
        ),
        "unauthorized": (
            "Cần đăng nhập bằng tài khoản được cấp.",
            "Sign in with an account that has been given this right.",
        ),
        "not_found": ("Không có gì ở địa chỉ này.", "There is nothing at this address."),
        "method_not_allowed": (
            "Địa chỉ này không nhận cách gửi này.",
            "This address does not take requests of this method.",
        ),
        "misdirected": (
            "Máy chủ này không phục vụ tên miền đó.",
            "This server does not answer for that host name.",
        ),
        "internal_error": (
            "Hệ thống gặp lỗi; lỗi đã được ghi lại. Đây không phải là kết quả “không tìm thấy”.",
            "Something went wrong and has been recorded. This does not mean that nothing was found.",
        ),
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
        "listing_not_found": (
            "Không có mục này.",
            "There is no such listing.",
        ),
        "cursor_expired": (
            "Vị trí này không còn được lưu (các thay đổi được giữ {days} ngày) hoặc thuộc dữ liệu khác."
            " Hãy tải lại tệp dữ liệu đầy đủ ở “snapshot” rồi theo dõi tiếp từ “cursor” ghi trong đó.",
            "This place is no longer kept (changes are kept for {days} days) or belongs to other data."
            " Take the full files at “snapshot” again and go on from the “cursor” named there.",
        ),
        "listing_ended": (
            "Thông tin tại địa chỉ này đã chấm dứt công khai.",
            "Publication at this address has ended.",
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
        "mail_failed": (
            "Máy chủ thư không nhận thư ({reason}). Hãy kiểm tra thiết lập thư rồi chạy lại công việc"
            " này.",
            "The mail server took no message ({reason}). Check the mail settings and run this job"
            " again.",
        ),
        "file_too_large": (
            "Tệp lớn hơn {max} MB. Hãy nén hoặc chia nhỏ tệp.",
            "The file is larger than {max} MB. Compress or split it.",
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
        "not_public_yet": (
            "Mục này chưa được đăng trên trang của tỉnh. Hãy duyệt đăng ở đó trước.",
            "This item is not public on the province's site yet. Accept it there first.",
        ),
        "conflict": (
            "Người khác vừa thay đổi cùng nội dung. Hãy tải lại và thử lại.",
            "Someone else has just changed the same thing. Load it again and retry.",
        ),
        "register_not_empty": (
            "Danh sách còn mục nên không thể xóa hoặc chuyển đi. Mục công khai được giữ lâu dài.",
            "The register holds listings, so it cannot be removed or moved. Listings are kept.",
        ),
        "job_not_found": (
            "Không có công việc này, hoặc công việc không thuộc tài khoản của bạn.",
            "There is no such job, or it is not yours.",
        ),
        "job_failed": (
            "Công việc dừng vì lỗi của hệ thống; lỗi đã được ghi lại. Có thể chạy lại công việc này.",
            "The job stopped because of an error, which has been recorded. It can be run again.",
        ),
        "job_interrupted": (
            "Công việc bị ngắt giữa chừng nhiều lần nên không chạy lại nữa. Hãy báo quản trị hệ thống.",
            "The job was cut off several times and is not tried again. Tell the administrator.",
        ),
        "job_over": (
            "Công việc đã kết thúc nên không dừng được nữa, hoặc chưa kết thúc nên chưa chạy lại được."
            " Hãy tải lại trang.",
            "The job is over and cannot be stopped, or is not over and cannot be run again. Load the"
            " page again.",
        ),
        "file_gone": (
            "Không có tệp này, hoặc tệp đã hết hạn lưu và đã bị xóa. Hãy tải lên hoặc tạo lại.",
            "There is no such file, or it has been removed after its time. Upload or make it again.",
        ),
        "rejected": (
            "Chưa ghi gì, vì có chỗ sai. Hãy sửa các lỗi được nêu rồi gửi lại.",
            "Nothing was saved. Correct the problems named and send again.",
        ),
        "too_long_for_paper": (
            "Có {total} trường hợp, quá dài cho một tệp PDF lập ngay (tối đa {most}). Hãy chọn cơ"
            " quan, năm hoặc tên để thu hẹp, hoặc tải tệp CSV, Excel. Danh sách PDF toàn tỉnh lập sẵn có"
            " ở /du-lieu.",
            "There are {total} listings, too many for a PDF made at once (at most {most}). Choose an"
            " agency, a year or a name, or take the CSV or Excel file. The PDF list of a whole province"
            " is ready at /du-lieu.",
        ),
        "cannot_sign": (
            "Chưa ký được văn bản: chứng thư số của Cổng không dùng được. Hãy báo quản trị hệ thống.",
            "The paper could not be signed: the portal's certificate cannot be used. Please tell the"
            " administrators.",
        ),
        "too_many_requests": (
            "Bạn đã gửi quá nhiều yêu cầu trong thời gian ngắn. Hãy thử lại sau {seconds} giây; để lấy"
            " nhiều dữ liệu, hãy dùng tệp dữ liệu tại /du-lieu.",
            "Too many requests in a short time. Try again in {seconds} seconds; for much data, use the"
            " bulk files at /du-lieu.",
        ),
        "register_unavailable": (
            "Chưa tra cứu được do hệ thống gián đoạn. Đây không phải là kết quả “không tìm thấy”."
            " Vui lòng thử lại sau ít phút.",
            "The register does not answer at the moment. This does not mean that nothing was found."
            " Please try again in a few minutes.",
        ),
        "configuration": ("Cấu hình sai: {detail}", "Wrong configuration: {detail}"),
    }
)
