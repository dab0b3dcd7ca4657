"""What stands beside a field that was filled in wrongly: what would be right, in both languages."""

from thads_portal.domain.requests.shapes import Field
from thads_portal.domain.requests.shapes import Shape
from thads_portal.domain.requests.shapes import Text
from thads_portal.errors import Code


_BY_SHAPE: dict[Shape, Text] = {
    Shape.DAY: (
        "Hãy ghi ngày/tháng/năm có thật, ví dụ 23/11/2026.",
        "Give a real day as day/month/year, for example 23/11/2026.",
    ),
    Shape.EMAIL: (
        "Hãy ghi địa chỉ thư dạng ten@vidu.vn.",
        "Give an address such as name@example.vn.",
    ),
    Shape.PHONE: (
        "Hãy ghi số điện thoại từ 8 đến 15 chữ số.",
        "Give a telephone number of 8 to 15 digits.",
    ),
    Shape.PERSONAL_NUMBER: (
        "Số định danh gồm 12 chữ số, bắt đầu bằng 0. Không có thì để trống.",
        "The number has 12 digits and begins with 0. Leave it empty if you have none.",
    ),
    Shape.LISTING: (
        "Số công khai có dạng 2026-0000123. Hãy mở lại mục trên Cổng và chép số ở đầu trang.",
        "A public number looks like 2026-0000123. Open the listing and copy it from the top.",
    ),
    Shape.COUNT: (
        "Hãy ghi số người bằng chữ số, ví dụ 12.",
        "Give the number of people in digits, for example 12.",
    ),
    Shape.CHOICE: ("Hãy chọn một mục.", "Choose one."),
    Shape.PROVINCE: ("Hãy chọn tỉnh, thành phố.", "Choose a province."),
    Shape.COURT: (
        "Chưa biết Tòa án này thuộc tỉnh nào: hãy ghi thêm tên tỉnh hoặc chọn tỉnh ở dưới.",
        "It is not clear which province this court is in: add it, or choose it below.",
    ),
}
_BY_CODE: dict[Code, Text] = {
    Code.MISSING: ("Hãy điền mục này.", "Please fill this in."),
    Code.BAD_CHARACTER: (
        "Có ký tự không dùng được. Hãy gõ lại bằng chữ, số và dấu câu.",
        "There is a character that cannot be used. Use letters, digits and punctuation.",
    ),
    Code.DATE_IN_FUTURE: (
        "Ngày này ở tương lai. Hãy ghi ngày muộn nhất là hôm nay.",
        "This day is in the future. The latest is today.",
    ),
    Code.TOO_MANY_REPRESENTATIVES: (
        "Quá số người đại diện: từ 5 đến 10 người cử không quá 2 người, từ 11 người cử không quá 5 người"
        " (Nghị định 152/2026/NĐ-CP, Điều 77). Mỗi người ghi một dòng.",
        "Too many representatives: 5 to 10 people send at most 2, 11 or more at most 5 (Decree 152/2026, Art."
        " 77). One a line.",
    ),
    Code.LISTING_NOT_FOUND: (
        "Không có mục công khai mang số này. Hãy kiểm tra lại.",
        "There is no listing with this number. Please check it.",
    ),
}


def words(field: Field, code: Code) -> Text:
    """What to say about `field`."""
    if code is Code.TOO_LONG:
        return (
            f"Dài quá {field.longest} ký tự. Hãy viết ngắn hơn hoặc gửi kèm tệp.",
            f"Longer than {field.longest} characters. Write less, or attach a file.",
        )
    if code is Code.MISSING and field.shape in (Shape.CHOICE, Shape.PROVINCE):
        return _BY_SHAPE[field.shape]
    return _BY_CODE.get(code) or _BY_SHAPE.get(field.shape) or _BY_CODE[Code.MISSING]
