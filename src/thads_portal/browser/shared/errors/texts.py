"""The words of the error pages, by HTTP status."""

from dataclasses import dataclass
from thads_portal.i18n import _
from thads_portal.theme.plain import plain_page


@dataclass(frozen=True, slots=True)
class ErrorText:
    heading: str
    text: str
    #: Whether the page offers the search.
    search: bool = True


TEXTS = {
    400: ErrorText(
        _("error_400_heading", default="Yêu cầu không hợp lệ"),
        _(
            "error_400_text",
            default="Địa chỉ hoặc dữ liệu gửi lên có chỗ không đọc được. Hãy kiểm tra lại, hoặc bắt"
            " đầu từ trang chủ.",
        ),
    ),
    401: ErrorText(
        _("error_401_heading", default="Cần đăng nhập"),
        _(
            "error_401_text",
            default="Trang này dành cho cán bộ. Hãy đăng nhập bằng tài khoản được cấp.",
        ),
        search=False,
    ),
    403: ErrorText(
        _("error_403_heading", default="Không được phép xem trang này"),
        _(
            "error_403_text",
            default="Trang này không mở cho mọi người, hoặc tài khoản của bạn không có quyền.",
        ),
        search=False,
    ),
    404: ErrorText(
        _("error_404_heading", default="Không có trang này"),
        _(
            "error_404_text",
            default="Địa chỉ có thể bị gõ sai, hoặc trang đã được chuyển đi. Hãy kiểm tra lại, hoặc"
            " tra cứu theo tên.",
        ),
    ),
    405: ErrorText(
        _("error_405_heading", default="Không dùng được cách gửi này"),
        _("error_405_text", default="Địa chỉ này chỉ để xem. Hãy bắt đầu lại từ trang chủ."),
    ),
    410: ErrorText(
        _("error_410_heading", default="Đã chấm dứt công khai"),
        _(
            "error_410_text",
            default="Thông tin tại địa chỉ này đã chấm dứt công khai ngày ${date} theo quy định của"
            " pháp luật.",
        ),
    ),
    429: ErrorText(
        _("error_429_heading", default="Đăng nhập sai nhiều lần"),
        _(
            "error_429_text",
            default="Hãy đợi ${seconds} giây rồi thử lại. Nếu quên mật khẩu, hãy dùng mục đặt lại mật"
            " khẩu hoặc báo quản trị hệ thống.",
        ),
        search=False,
    ),
    500: ErrorText(
        _("error_500_heading", default="Hệ thống gặp lỗi"),
        _(
            "error_500_text",
            default="Lỗi đã được ghi lại để xử lý. Đây không phải là kết quả “không tìm thấy”. Vui"
            " lòng thử lại sau ít phút.",
        ),
        search=False,
    ),
    503: ErrorText(
        _("error_503_heading", default="Hệ thống tạm gián đoạn"),
        _(
            "search_failed",
            default="Chưa tra cứu được do hệ thống gián đoạn. Đây không phải là kết quả “không tìm"
            " thấy”. Vui lòng thử lại sau ít phút.",
        ),
        search=False,
    ),
}
#: 403 for who is signed in.
NO_RIGHT = ErrorText(
    _("error_no_right_heading", default="Tài khoản của bạn không dùng được trang này"),
    _(
        "error_no_right_text",
        default="Bạn đang đăng nhập bằng tài khoản ${account}. Mỗi tài khoản chỉ dùng được các trang"
        " của tỉnh mình và của việc được giao, nên đăng nhập lại cũng không mở được trang này. Nếu"
        " cần trang này cho công việc, hãy gửi địa chỉ trang cho quản trị hệ thống của Cổng và nêu"
        " lý do; chỉ quản trị hệ thống đổi được quyền của tài khoản.",
    ),
    search=False,
)

#: Also 503: who only reads never sees it.
READ_ONLY = ErrorText(
    _("error_read_only_heading", default="Tạm thời chưa ghi được"),
    _(
        "error_read_only_text",
        default="Hiện chỉ tra cứu được, chưa ghi được: máy chủ dữ liệu đang được thay hoặc đã hết chỗ."
        " Nội dung vừa gửi chưa được lưu. Vui lòng gửi lại sau ít phút.",
    ),
    search=False,
)

#: Also 429, but nobody's password is wrong.
TOO_MANY = ErrorText(
    _("error_too_many_heading", default="Quá nhiều yêu cầu"),
    _(
        "error_too_many_text",
        default="Hãy đợi ${seconds} giây rồi thử lại. Mỗi địa chỉ mạng có một số lượt tải trong một"
        " phút, để ai cũng dùng được.",
    ),
)

#: 400, where nothing was searched for.
NOT_UTF8 = ErrorText(
    _("error_not_utf8_heading", default="Không đọc được chữ trong địa chỉ"),
    _(
        "error_not_utf8_text",
        default="Chữ trong địa chỉ không phải là UTF-8, nên Cổng chưa tìm gì cả. Đây không phải là kết"
        " quả “không tìm thấy”. Hãy gõ lại vào ô tìm kiếm.",
    ),
)


def text_for(status: int) -> ErrorText:
    """The text of `status`, or of the nearest that has one."""
    if status in TEXTS:
        return TEXTS[status]
    return TEXTS[400] if 400 <= status < 500 else TEXTS[500]


#: When even the error page cannot be made: no site, no template, no database, no translation.
LAST_RESORT = plain_page(
    heading=("Hệ thống gặp lỗi", "Something went wrong"),
    text=(
        "Đây không phải là kết quả “không tìm thấy”. Vui lòng thử lại sau ít phút.",
        "This does not mean that nothing was found. Please try again in a few minutes.",
    ),
)
#: The same for a request that could not even be read.
UNREADABLE = plain_page(
    heading=("Yêu cầu không hợp lệ", "The request is not valid"),
    text=(
        "Địa chỉ hoặc dữ liệu gửi lên có chỗ không đọc được. Hãy kiểm tra lại, hoặc bắt đầu từ"
        " trang chủ.",
        "Something in the address or the data sent is not readable. Please check it, or begin at"
        " the home page.",
    ),
)
#: While the database is away.
MAINTENANCE = plain_page(
    heading=("Hệ thống tạm gián đoạn", "The portal is interrupted"),
    text=(
        "Chưa tra cứu được do hệ thống gián đoạn. Đây không phải là kết quả “không tìm thấy”."
        " Vui lòng thử lại sau ít phút.",
        "The search could not be made because the system is interrupted. This does not mean that"
        " nothing was found. Please try again in a few minutes.",
    ),
)
#: While nothing can be saved, and no page can be made.
NO_ROOM = plain_page(
    heading=("Tạm thời chưa ghi được", "Nothing can be saved at the moment"),
    text=(
        "Nội dung vừa gửi chưa được lưu. Vui lòng gửi lại sau ít phút.",
        "What you have just sent has not been saved. Please send it again in a few minutes.",
    ),
)
#: Where the bytes of a path are no UTF-8, or no letters at all: nothing was looked for.
NO_TEXT = plain_page(
    heading=("Không đọc được chữ trong địa chỉ", "The address is not readable"),
    text=(
        "Chữ trong địa chỉ không phải là UTF-8, nên Cổng chưa tìm gì cả. Đây không phải là kết quả"
        " “không tìm thấy”. Hãy bắt đầu từ trang chủ.",
        "The letters of the address are not UTF-8, so nothing was looked for. This does not mean"
        " that nothing was found. Please begin at the home page.",
    ),
)
#: Below the portal's root, or beside it, where no page can ever be.
NOTHING_THERE = plain_page(
    heading=("Không có trang này", "There is no such page"),
    text=(
        "Địa chỉ có thể bị gõ sai. Hãy bắt đầu từ trang chủ.",
        "The address may be mistyped. Please begin at the home page.",
    ),
)
