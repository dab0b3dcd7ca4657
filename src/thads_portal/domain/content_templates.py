"""Beginnings of news, documents, procedures, notices and events that come with the portal.

An editor starts from one and writes what is between brackets; each agency and the gateway keep
their own beside them. A beginning is the texts of some parts of the form (``content_form.py``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from thads_portal.domain.topics import Topic


@dataclass(frozen=True, slots=True)
class Beginning:
    """`key`: ``p1`` of the portal's, ``a17`` of an agency's."""

    key: str
    title: str
    texts: Mapping[str, str]


_CONTACT = "<p>Mọi thắc mắc xin liên hệ [bộ phận], điện thoại [số điện thoại].</p>"

BEGINNINGS: dict[Topic, tuple[Beginning, ...]] = {
    Topic.NEWS: (
        Beginning(
            "p1",
            "Hội nghị, cuộc họp",
            {
                "title": "Hội nghị [tên hội nghị]",
                "description": "Ngày [ngày], [cơ quan] tổ chức [tên hội nghị].",
                "text": "<p>Ngày [ngày], tại [địa điểm], [cơ quan] tổ chức [tên hội nghị]. Dự hội nghị có"
                " [thành phần].</p><h2>Nội dung chính</h2><ul><li>[nội dung]</li></ul><h2>Kết luận</h2>"
                "<p>[kết luận, nhiệm vụ, thời hạn]</p>",
            },
        ),
        Beginning(
            "p2",
            "Kết quả công tác",
            {
                "title": "Kết quả thi hành án dân sự [kỳ]",
                "description": "[Cơ quan] đã thi hành xong [số] việc trong [kỳ].",
                "text": "<p>Trong [kỳ], [cơ quan] thụ lý [số] việc, thi hành xong [số] việc, thu [số] đồng.</p>"
                "<h2>Cách làm</h2><p>[nội dung]</p><h2>Việc tiếp theo</h2><p>[nội dung]</p>",
            },
        ),
    ),
    Topic.DOCUMENTS: (
        Beginning(
            "p1",
            "Công văn",
            {"title": "Về việc [nội dung]", "kind": "official_letter"},
        ),
        Beginning("p2", "Kế hoạch", {"title": "Kế hoạch [nội dung]", "kind": "plan"}),
    ),
    Topic.PROCEDURES: (
        Beginning(
            "p1",
            "Thủ tục theo đơn",
            {
                "title": "[Tên thủ tục]",
                "applicants": "Người được thi hành án, người phải thi hành án",
                "steps": "Nộp đơn\nCơ quan thi hành án kiểm tra, vào sổ\nNhận thông báo kết quả",
                "papers": "Đơn [tên đơn]\nBản án, quyết định",
                "fee": "Không thu",
                "where_to_go": "Cơ quan thi hành án dân sự có thẩm quyền; nộp trực tiếp hoặc qua bưu điện.",
            },
        ),
    ),
    Topic.NOTICES: (
        Beginning(
            "p1",
            "Đấu giá tài sản",
            {
                "title": "Đấu giá [tài sản]",
                "kind": "auction",
                "description": "Đấu giá [tài sản], giá khởi điểm [số] đồng.",
                "text": "<h2>Tài sản</h2><p>[mô tả tài sản, giá khởi điểm, tiền đặt trước]</p><h2>Xem tài sản, đăng ký"
                "</h2><p>[thời gian, địa điểm]</p><h2>Thời gian, nơi đấu giá</h2><p>[thời gian, địa điểm, tổ chức"
                f" đấu giá]</p>{_CONTACT}",
            },
        ),
        Beginning(
            "p2",
            "Kê biên tài sản",
            {
                "title": "Kê biên [tài sản]",
                "kind": "seizure",
                "text": "<p>[Cơ quan] kê biên [tài sản] để thi hành [bản án]. Ai có quyền, lợi ích liên quan xin báo"
                f" trước ngày [ngày].</p>{_CONTACT}",
            },
        ),
        Beginning(
            "p3",
            "Lựa chọn tổ chức thẩm định giá, đấu giá",
            {
                "title": "Lựa chọn tổ chức [thẩm định giá, đấu giá] tài sản",
                "kind": "selection",
                "text": "<p>[Cơ quan] thông báo lựa chọn tổ chức [thẩm định giá, đấu giá] đối với [tài sản].</p>"
                "<h2>Tiêu chí</h2><p>[tiêu chí]</p><h2>Hồ sơ, thời hạn</h2><p>[nơi nhận, đến ngày]</p>"
                f"{_CONTACT}",
            },
        ),
        Beginning(
            "p4",
            "Nhận lại tiền, tài sản",
            {
                "title": "Mời đến nhận [tiền, tài sản]",
                "kind": "collection",
                "text": "<p>[Cơ quan] mời người được thi hành án theo [bản án] đến nhận [tiền, tài sản] trước ngày"
                f" [ngày]. Quá hạn, [cơ quan] xử lý theo luật.</p>{_CONTACT}",
            },
        ),
    ),
    Topic.EVENTS: (
        Beginning(
            "p1",
            "Tiếp công dân",
            {
                "title": "Lịch tiếp công dân [tháng]",
                "description": "Thủ trưởng cơ quan tiếp công dân.",
                "location": "[Phòng tiếp công dân, địa chỉ]",
                "text": f"<p>Mang theo giấy tờ tùy thân và giấy tờ của vụ việc.</p>{_CONTACT}",
            },
        ),
        Beginning(
            "p2",
            "Phiên đấu giá",
            {"title": "Đấu giá [tài sản]", "location": "[nơi đấu giá]", "text": _CONTACT},
        ),
    ),
}
