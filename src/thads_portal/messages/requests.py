"""Requests as such: addresses, parameters, rights, jobs, files, the installation."""

from collections.abc import Mapping


REQUESTS: Mapping[str, tuple[str, str]] = {
    "unsupported_media": (
        "Content-Type phải là application/json.",
        "Content-Type must be application/json.",
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
    "not_acceptable": (
        "Dịch vụ này trả lời bằng application/json. Hãy cho phép loại đó trong tiêu đề Accept.",
        "This service answers with application/json. Allow that in the Accept header.",
    ),
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
    "conflict": (
        "Người khác vừa thay đổi cùng nội dung, nên lần gửi này chưa ghi gì. Hãy xem nội dung hiện tại rồi quyết định lại.",
        "Someone else has just changed the same thing, so nothing of this was written. Look at it as it is now and decide again.",
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
    "job_out_of_memory": (
        "Công việc cần nhiều bộ nhớ hơn máy chủ có nên đã dừng; chưa ghi gì. Hãy chia nhỏ rồi làm lại, hoặc"
        " báo quản trị hệ thống.",
        "The job needed more memory than the server has and was stopped; nothing was saved. Do it in"
        " smaller parts, or tell the administrator.",
    ),
    "job_over": (
        "Công việc đã kết thúc nên không dừng được nữa, hoặc chưa kết thúc nên chưa chạy lại được."
        " Hãy tải lại trang.",
        "The job is over and cannot be stopped, or is not over and cannot be run again. Load the"
        " page again.",
    ),
    "too_many_representatives": (
        "Quá số người đại diện: từ 5 đến 10 người cử không quá 2 người, từ 11 người cử không quá 5 người.",
        "Too many representatives: 5 to 10 people send at most 2, 11 or more at most 5.",
    ),
    "request_not_found": (
        "Không có yêu cầu này, hoặc bạn không được xem. Hãy kiểm tra lại số và mã bí mật.",
        "There is no such request, or it is not for you. Please check the number and the secret code.",
    ),
    "request_moved_on": (
        "Yêu cầu vừa thay đổi nên chưa làm được bước này. Hãy xem nội dung mới rồi làm lại.",
        "The request has changed meanwhile, so this step was not done. Look at it anew, then try again.",
    ),
    "slot_taken": (
        "Giờ hẹn này vừa có người khác đặt. Hãy chọn giờ khác.",
        "Somebody else has just taken this appointment. Please choose another one.",
    ),
    "person_in_text": (
        "Trong nội dung còn tên, địa chỉ hoặc số của cá nhân, hoặc chưa đánh dấu đã xem. Hãy che rồi công"
        " bố.",
        "A name, address or number of a private person still stands in the text, or the check is not"
        " ticked. Mask it, then publish.",
    ),
    "content_sealed": (
        "Chưa mở được nội dung đã mã hóa: máy này không có khóa đã dùng. Không có gì bị mất hay thay"
        " đổi; hãy báo quản trị hệ thống.",
        "The encrypted content cannot be opened: the key is not on this machine. Nothing is lost or"
        " changed; please tell the administrators.",
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
    "work_interrupted": (
        "Một tiến trình ghi dữ liệu đã dừng giữa chừng. Phần đã ghi vẫn còn nguyên. Vui lòng gửi lại toàn"
        " bộ: những gì đã ghi được nhận ra và không ghi lần thứ hai.",
        "A process that was writing has stopped midway. What was written stays. Please send all of it"
        " again: what is there already is recognised and not written twice.",
    ),
    "register_unavailable": (
        "Chưa tra cứu được do hệ thống gián đoạn. Đây không phải là kết quả “không tìm thấy”."
        " Vui lòng thử lại sau ít phút.",
        "The register does not answer at the moment. This does not mean that nothing was found."
        " Please try again in a few minutes.",
    ),
    "register_read_only": (
        "Hiện chỉ tra cứu được, chưa ghi được: máy chủ dữ liệu đang được thay hoặc đã hết chỗ. Nội dung"
        " vừa gửi chưa được lưu. Vui lòng gửi lại sau ít phút.",
        "The register can be read but not written at the moment: its database server is being replaced or"
        " is full. What you have just sent has not been saved. Please send it again in a few minutes.",
    ),
    "configuration": ("Cấu hình sai: {detail}", "Wrong configuration: {detail}"),
}
