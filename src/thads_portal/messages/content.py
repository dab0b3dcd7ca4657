"""Articles, pictures and documents."""

from collections.abc import Mapping


CONTENT: Mapping[str, tuple[str, str]] = {
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
    "not_public_yet": (
        "Mục này chưa được đăng trên trang của tỉnh. Hãy duyệt đăng ở đó trước.",
        "This item is not public on the province's site yet. Accept it there first.",
    ),
}
