"""The feed: its body, its lines, their fields, and what they say against what is stored."""

from collections.abc import Mapping


FEED: Mapping[str, tuple[str, str]] = {
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
}
