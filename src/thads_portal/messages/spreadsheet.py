"""Uploaded spreadsheets: the file, its cells, what is done with an upload."""

from collections.abc import Mapping


SPREADSHEET: Mapping[str, tuple[str, str]] = {
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
        "Danh sách có hơn {max} dòng. Mỗi lần tải lên tối đa {max} dòng: hãy chia thành nhiều tệp.",
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
}
