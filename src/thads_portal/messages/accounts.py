"""Accounts, passwords, roles and settings."""

from collections.abc import Mapping


ACCOUNTS: Mapping[str, tuple[str, str]] = {
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
    "waits_for_person": (
        "Tài khoản đã chấm dứt quá nhiều mục trong một giờ. Dòng này được giữ lại, chờ Ban Biên tập cho áp dụng.",
        "The account has ended unusually many listings within an hour. This line is kept until the board lets it through.",
    ),
    "wrong_password": (
        "Mật khẩu không đúng.",
        "That is not your password.",
    ),
    "wrong_code": (
        "Mã không đúng hoặc đã dùng. Hãy nhập mã đang hiện trên thiết bị, hoặc một mã khôi phục.",
        "The code is wrong or was used. Enter the one that your device shows now, or a recovery code.",
    ),
    "security_key_refused": (
        "Chưa xác nhận được bằng khóa bảo mật. Hãy thử lại, hoặc dùng cách khác.",
        "The security key could not be confirmed. Try again, or use another way.",
    ),
    "security_key_copied": (
        "Khóa bảo mật này có thể đã bị sao chép nên không được chấp nhận. Hãy dùng cách khác để vào, bỏ khóa này"
        " và báo quản trị viên.",
        "This security key may have been copied and is not accepted. Sign in another way, remove the"
        " key and tell an administrator.",
    ),
    "too_many_attempts": (
        "Đăng nhập sai nhiều lần. Hãy đợi {seconds} giây rồi thử lại.",
        "Too many failed sign-ins. Wait {seconds} seconds and try again.",
    ),
    "login_taken": (
        "Tên đăng nhập này đã có người dùng. Hãy chọn tên khác.",
        "This login name is taken. Choose another.",
    ),
    "subject_taken": (
        "Mã định danh này đã gắn với một tài khoản khác. Hãy bỏ ở tài khoản kia trước.",
        "Another account is bound to this identifier. Remove it there first.",
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
    "setting_fixed": (
        "Thiết lập {name} do quy tắc của Cổng ấn định hoặc có trang riêng, không đổi được ở đây.",
        "The setting {name} is fixed by the portal's rules or has a page of its own; it cannot be"
        " changed here.",
    ),
}
