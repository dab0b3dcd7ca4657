"""Synthetic news, documents, notices and events for the demo; the procedures stand beside.

The kinds are those of the real agencies, every name, number and thing is made up. Days are
counted from the day of loading, so that a demo always has current and past notices.
"""

from collections.abc import Iterator
from datetime import date
from datetime import timedelta
from thads_portal.domain.provinces import all_provinces
from thads_portal.domain.provinces import provinces_by_slug
from thads_portal.domain.topics import GATEWAY
from thads_portal.domain.topics import Topic
from thads_portal.generator.item import Item
from thads_portal.generator.item import paragraphs
from thads_portal.generator.procedures import PROCEDURES
from thads_portal.generator.province_content import items_of
from thads_portal.generator.province_content import working_day


#: Subsites with the most content; the others have some of their own (``province_content``).
PROVINCES = ("cao-bang", "bac-giang", "ha-noi", "da-nang", "an-giang")


def items(today: date) -> Iterator[Item]:
    """All content of the demo, in the order in which it is made."""
    yield from _documents(today)
    yield from _procedures()
    yield from _gateway_news()
    yield from _gateway_notices(today)
    yield from _events(today)
    for nth, province in enumerate(all_provinces()):
        if province.slug in PROVINCES:
            yield from _of_province(province.slug, today)
        else:
            yield from items_of(province, nth, today)


_DOCUMENTS = (
    ("directive", "07/CT-BTP", "Về việc tăng cường công khai thông tin người phải thi hành án chưa có điều kiện thi hành trên Cổng thông tin điện tử", "Bộ Tư pháp", 12),
    ("directive", "03/CT-CQLTHADS", "Về việc chấn chỉnh thời hạn đăng tải, gỡ bỏ thông tin công khai của các cơ quan thi hành án dân sự địa phương", "Cục Quản lý Thi hành án dân sự", 33),
    ("circular", "11/2026/TT-BTP", "Quy định mẫu biểu nghiệp vụ và chế độ báo cáo về công khai thông tin thi hành án dân sự", "Bộ Tư pháp", 75),
    ("official_letter", "1245/CQLTHADS-NV1", "Về việc hướng dẫn nhập liệu danh sách người phải thi hành án chưa có điều kiện từ tệp Excel", "Cục Quản lý Thi hành án dân sự", 20),
    ("official_letter", "1178/CQLTHADS-VP", "Về việc cử cán bộ đầu mối quản trị trang thông tin điện tử thành phần", "Cục Quản lý Thi hành án dân sự", 48),
    ("plan", "215/KH-CQLTHADS", "Kế hoạch kiểm tra việc công khai thông tin thi hành án năm 2027", "Cục Quản lý Thi hành án dân sự", 5),
    ("decision", "890/QĐ-CQLTHADS", "Ban hành Quy chế hoạt động của Ban Biên tập Cổng thông tin điện tử Thi hành án dân sự", "Cục Quản lý Thi hành án dân sự", 140),
    ("decision", "412/QĐ-CQLTHADS", "Phê duyệt danh mục trường thông tin công khai và trường thông tin nội bộ", "Cục Quản lý Thi hành án dân sự", 210),
    ("guideline", "52/HD-CQLTHADS", "Hướng dẫn trả lời yêu cầu đính chính thông tin trong thời hạn ba ngày làm việc", "Cục Quản lý Thi hành án dân sự", 61),
    ("announcement", "96/TB-CQLTHADS", "Thông báo kết luận hội nghị giao ban trực tuyến toàn ngành quý III", "Cục Quản lý Thi hành án dân sự", 27),
    ("directive", "01/CT-CQLTHADS", "Về việc phối hợp niêm yết quyết định tại trụ sở Ủy ban nhân dân cấp xã", "Cục Quản lý Thi hành án dân sự", 295),
    ("circular", "04/2025/TT-BTP", "Quy định trình tự tiếp nhận dữ liệu từ phần mềm quản lý quá trình thụ lý (đã thay thế)", "Bộ Tư pháp", 480),
)  # fmt: skip


def _documents(today: date) -> Iterator[Item]:
    for place, (kind, number, title, issuer, ago) in enumerate(_DOCUMENTS, start=1):
        issued = working_day(today - timedelta(days=ago))
        over = "đã thay thế" in title
        yield Item(
            Topic.DOCUMENTS,
            GATEWAY,
            f"van-ban-mau-{place}",
            {
                "title": title,
                "number": number,
                "kind": kind,
                "issued": issued,
                "issuer": issuer,
                "signatory": "Nguyễn Văn Mẫu (dữ liệu mẫu)",
                "in_force_from": issued + timedelta(days=15),
                "in_force_until": today - timedelta(days=60) if over else None,
                "replaced_by": "Thông tư 11/2026/TT-BTP (dữ liệu mẫu)" if over else None,
            },
            text=paragraphs(
                f"{title}.",
                "Văn bản yêu cầu các cơ quan thi hành án dân sự địa phương rà soát, cập nhật kịp thời,"
                " bảo đảm thông tin công khai chính xác, đúng phạm vi luật cho phép.",
                "Văn bản mẫu để chạy thử, không có giá trị pháp lý.",
            ),
            files=(f"{number.replace('/', '-')}.pdf",),
            days_ago=ago,
        )


def _procedures() -> Iterator[Item]:
    for name, fields in PROCEDURES.items():
        yield Item(
            Topic.PROCEDURES,
            GATEWAY,
            name,
            fields,
            files=tuple(fields.get("forms", ())),
            days_ago=100,
        )


_NEWS = (
    ("hoi-nghi-trien-khai", "Triển khai Cổng thông tin điện tử mới tới 63 tỉnh, thành phố", "Các Cục Thi hành án dân sự bắt đầu đăng tải và tra cứu trên cổng mới; tra cứu được cả trên điện thoại.", 2),
    ("tap-huan-bien-tap", "Tập huấn biên tập viên các tỉnh khu vực phía Bắc", "Hơn một trăm biên tập viên thực hành nhập danh sách từ Excel, trình ký và sửa thông tin đã công khai.", 9),
    ("ba-ngay-lam-viec", "Thời hạn sửa thông tin công khai: ba ngày làm việc kể từ ngày xác minh", "Từ ngày 01/07/2026 việc sửa và chấm dứt công khai đều có thời hạn tính bằng ngày làm việc.", 21),
    ("du-lieu-mo", "Mở dữ liệu danh sách công khai cho tổ chức tín dụng, công chứng", "Dữ liệu được tải theo tệp hoặc qua giao diện lập trình, kèm điều khoản sử dụng.", 35),
    ("so-lieu-nam", "Kết quả thi hành án dân sự năm báo cáo vừa qua", "Số việc và số tiền thi hành xong đều tăng so với năm trước (số liệu mẫu).", 47),
    ("phan-anh-kien-nghi", "Người dân có thể đề nghị đính chính khi thông tin chưa đúng", "Mỗi mục công khai nêu rõ cơ quan cần hỏi và giấy tờ cần mang theo.", 58),
    ("sap-xep-to-chuc", "Các Phòng Thi hành án dân sự khu vực đi vào hoạt động ổn định", "Địa chỉ, điện thoại của từng phòng được cập nhật trên trang của tỉnh.", 90),
)  # fmt: skip


def _gateway_news() -> Iterator[Item]:
    for name, title, summary, ago in _NEWS:
        yield Item(
            Topic.NEWS,
            GATEWAY,
            name,
            {"title": title, "description": summary},
            text=paragraphs(
                summary,
                "Tin này là dữ liệu mẫu. Trên hệ thống thật, biên tập viên viết tin, Ban Biên tập"
                " duyệt rồi tin mới hiện ra ngoài.",
                "Mọi ý kiến xin gửi về cơ quan thi hành án dân sự nơi gần nhất.",
            ),
            days_ago=ago,
        )


def _gateway_notices(today: date) -> Iterator[Item]:
    yield Item(
        Topic.NOTICES,
        GATEWAY,
        "tam-ngung-he-thong",
        {
            "title": "Tạm ngừng Cổng để bảo trì từ 22:00 thứ Bảy đến 02:00 Chủ nhật",
            "kind": "other",
            "number": "31/TB-CQLTHADS",
            "noticed": working_day(today - timedelta(days=3)),
            "valid_until": today + timedelta(days=9),
            "agency": "Cục Quản lý Thi hành án dân sự",
            "description": "Trong thời gian này không tra cứu được. Thời hạn công khai không thay đổi.",
        },
        text=paragraphs("Thông báo mẫu. Việc bảo trì được báo trước bảy ngày làm việc."),
        days_ago=3,
        everywhere=True,
    )
    yield Item(
        Topic.NOTICES,
        GATEWAY,
        "lua-chon-to-chuc-dau-gia",
        {
            "title": "Danh sách tổ chức đấu giá tài sản gửi hồ sơ năng lực năm 2027",
            "kind": "selection",
            "number": "28/TB-CQLTHADS",
            "noticed": working_day(today - timedelta(days=10)),
            "valid_until": today + timedelta(days=20),
            "agency": "Cục Quản lý Thi hành án dân sự",
            "description": "Các tổ chức nộp hồ sơ tại Cục Thi hành án dân sự nơi có tài sản.",
        },
        text=paragraphs("Thông báo mẫu."),
        files=("Mẫu hồ sơ năng lực.docx",),
        days_ago=10,
    )


def _events(today: date) -> Iterator[Item]:
    for name, title, where, ahead in (
        ("tiep-cong-dan", "Tiếp công dân định kỳ", "Trụ sở Cục Quản lý (địa chỉ mẫu)", 6),
        ("giao-ban", "Giao ban trực tuyến toàn ngành", "Trực tuyến tới 63 điểm cầu", 15),
        ("tap-huan-mien-nam", "Tập huấn biên tập viên khu vực phía Nam", "Hội trường mẫu", -18),
    ):
        yield Item(
            Topic.EVENTS,
            GATEWAY,
            name,
            {"title": title, "description": "Sự kiện mẫu.", "location": where},
            starts_in=ahead,
        )


_NOTICES = (
    ("auction", "dau-gia-xe", "Bán đấu giá xe ô tô tải đã qua sử dụng", "Giá khởi điểm 215.000.000 đồng. Xem tài sản trong giờ hành chính tại kho của cơ quan.", 12),
    ("auction", "dau-gia-dat", "Bán đấu giá quyền sử dụng đất và nhà cấp bốn, thửa đất số 00, tờ bản đồ số 00", "Giá khởi điểm 1.480.000.000 đồng, bước giá 20.000.000 đồng.", 25),
    ("seizure", "ke-bien-may", "Kê biên máy móc, thiết bị của một doanh nghiệp phải thi hành án", "Người có quyền, lợi ích liên quan đến tài sản có 30 ngày để yêu cầu giải quyết.", 18),
    ("heirs", "tim-nguoi-thua-ke", "Tìm người thừa kế của người được thi hành án đã chết", "Người thừa kế liên hệ cơ quan, mang theo giấy tờ chứng minh quan hệ.", 55),
    ("collection", "nhan-lai-tien", "Mời người được thi hành án đến nhận tiền", "Quá hạn, số tiền được gửi tiết kiệm theo quy định.", -6),
    ("selection", "tham-dinh-gia", "Lựa chọn tổ chức thẩm định giá tài sản kê biên", "Nhận hồ sơ đến 17:00 ngày cuối của thời hạn.", -20),
)  # fmt: skip


def _of_province(place: str, today: date) -> Iterator[Item]:
    province = provinces_by_slug()[place]
    agency = (
        f"Cục Thi hành án dân sự {province.official_name[0].lower()}{province.official_name[1:]}"
    )
    for number, (kind, name, title, summary, days) in enumerate(_NOTICES, start=1):
        yield Item(
            Topic.NOTICES,
            place,
            name,
            {
                "title": f"{title} ({province.name})",
                "kind": kind,
                "number": f"{100 + number}/TB-CTHADS",
                "noticed": working_day(today - timedelta(days=14 - number)),
                "valid_until": today + timedelta(days=days),
                "agency": agency,
                "place": f"Trụ sở {agency} (địa chỉ mẫu)",
                "contact": "Bộ phận một cửa, số điện thoại mẫu 000 000 0000",
                "description": summary,
            },
            text=paragraphs(
                summary, "Thông báo mẫu để chạy thử: không có tài sản hay người nào như vậy."
            ),
            files=("Thông báo.pdf", "Mẫu đơn đăng ký.docx") if kind == "auction" else (),
            days_ago=14 - number,
            accepted=place == "cao-bang" and name == "dau-gia-dat",
            waiting=place == "bac-giang" and name == "dau-gia-xe",
        )
    for number, (name, title) in enumerate(
        (
            (
                "phoi-hop-cap-xa",
                f"{province.name}: phối hợp với cấp xã niêm yết quyết định thi hành án",
            ),
            ("hoan-thanh-chi-tieu", f"{province.name} hoàn thành chỉ tiêu thi hành án về việc"),
            ("ngay-tiep-dan", f"{province.name} đổi lịch tiếp công dân"),
        )
    ):
        yield Item(
            Topic.NEWS,
            place,
            name,
            {"title": title, "description": "Tin mẫu của trang thành phần."},
            text=paragraphs(
                "Tin mẫu. Nội dung do biên tập viên của tỉnh viết, Ban Biên tập duyệt."
            ),
            days_ago=4 + number * 17,
            accepted=name == "phoi-hop-cap-xa" and place in ("cao-bang", "da-nang"),
            waiting=name == "hoan-thanh-chi-tieu" and place == "ha-noi",
        )
    yield Item(
        Topic.DOCUMENTS,
        place,
        "ke-hoach-cong-khai",
        {
            "title": f"Kế hoạch công khai thông tin thi hành án của {agency}",
            "number": "12/KH-CTHADS",
            "kind": "plan",
            "issued": working_day(today - timedelta(days=40)),
            "issuer": agency,
        },
        text=paragraphs("Văn bản mẫu."),
        files=("12-KH-CTHADS.pdf",),
        days_ago=40,
    )
