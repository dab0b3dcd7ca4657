"""What the demo publishes on each of the 63 subsites: made-up news, notices and papers of two years.

Which of them, with which sums and on which days, follows from the place of the province in the list: a
demo looks the same on each machine, and no two subsites alike. Days are working days.
"""

from collections.abc import Iterator
from datetime import date
from datetime import timedelta
from thads_portal.domain.provinces import Province
from thads_portal.domain.topics import Topic
from thads_portal.domain.working_days import WorkingCalendar
from thads_portal.generator.item import Item
from thads_portal.generator.item import paragraphs


_SAMPLE = "Nội dung mẫu để chạy thử: không có vụ việc, tài sản hay người nào như vậy."
_CALENDAR = WorkingCalendar()
#: (name, title, summary); the days ago follow from the place in the list.
_NEWS = (
    ("giao-ban-quy", "{place} giao ban công tác thi hành án dân sự quý", "Hội nghị đánh giá kết quả trong quý, những việc còn vướng mắc và nhiệm vụ của quý sau."),
    ("doi-thoai", "{place}: đối thoại với người được thi hành án", "Cơ quan thi hành án trả lời trực tiếp câu hỏi về tiến độ, về việc chưa có điều kiện thi hành và về quyền yêu cầu xác minh."),
    ("ra-soat-danh-sach", "{place} rà soát danh sách người phải thi hành án chưa có điều kiện", "Chấp hành viên xác minh lại điều kiện thi hành án; trường hợp có thay đổi được sửa hoặc chấm dứt công khai đúng hạn."),
    ("tap-huan-ky-nang", "{place} tập huấn kỹ năng xác minh điều kiện thi hành án", "Tập huấn về xác minh tài khoản, đất đai, phương tiện và ghi biên bản xác minh."),
    ("phoi-hop-ngan-hang", "{place}: họp liên ngành về việc tín dụng, ngân hàng", "Các ngành thống nhất danh mục việc trọng điểm và thời hạn giải quyết từng việc."),
    ("tuyen-truyen-xa", "{place} tuyên truyền pháp luật thi hành án tại xã, phường", "Cán bộ giải thích ý nghĩa của việc niêm yết và cách đề nghị sửa thông tin chưa đúng."),
    ("mien-giam", "{place}: xét miễn, giảm nghĩa vụ nộp ngân sách nhà nước", "Hồ sơ đủ điều kiện được chuyển Tòa án xem xét theo quy định."),
    ("chuyen-doi-so", "{place} trả lời trực tuyến đề nghị của người dân", "Đề nghị gửi qua mạng được hẹn ngày trả lời; người gửi theo dõi được tiến độ."),
    ("thi-dua", "{place} phát động đợt thi đua nước rút cuối năm báo cáo", "Mỗi chấp hành viên đăng ký số việc và số tiền thi hành xong trong đợt."),
)  # fmt: skip
#: (kind, name, title, summary, days that it is valid from its day on)
_NOTICES = (
    ("auction", "dau-gia-o-to", "Bán đấu giá xe ô tô con đã qua sử dụng", "Giá khởi điểm {price} đồng. Xem tài sản trong giờ hành chính, tại kho vật chứng của cơ quan.", 25),
    ("auction", "dau-gia-nha-dat", "Bán đấu giá quyền sử dụng đất và nhà ở gắn liền với đất", "Giá khởi điểm {price} đồng, bước giá 20.000.000 đồng. Nộp hồ sơ tại tổ chức đấu giá.", 34),
    ("auction", "dau-gia-may", "Bán đấu giá máy móc của một doanh nghiệp, bán trọn lô", "Giá khởi điểm {price} đồng. Người mua tự tháo dỡ, vận chuyển.", 21),
    ("seizure", "ke-bien-dat", "Kê biên quyền sử dụng đất để bảo đảm thi hành án", "Người có quyền, lợi ích liên quan yêu cầu giải quyết trong 30 ngày.", 30),
    ("heirs", "tim-thua-ke", "Tìm người thừa kế của người được thi hành án đã chết", "Người thừa kế mang theo giấy tờ chứng minh quan hệ đến trụ sở cơ quan.", 90),
    ("collection", "moi-nhan-tien", "Mời người được thi hành án đến nhận tiền thi hành án", "Quá 15 ngày, số tiền được gửi tiết kiệm không kỳ hạn theo quy định.", 15),
    ("selection", "chon-tham-dinh", "Lựa chọn tổ chức thẩm định giá tài sản kê biên", "Nhận hồ sơ đến 17:00 ngày cuối của thời hạn.", 12),
    ("selection", "chon-dau-gia", "Lựa chọn tổ chức hành nghề đấu giá tài sản", "Tiêu chí, thang điểm kèm theo thông báo; nhận hồ sơ trực tiếp hoặc qua bưu chính.", 10),
)  # fmt: skip
_PAPERS = (
    ("plan", "ke-hoach", "KH", "Kế hoạch công khai thông tin người phải thi hành án chưa có điều kiện"),
    ("announcement", "tiep-dan", "TB", "Thông báo lịch tiếp công dân của lãnh đạo cơ quan"),
    ("decision", "dau-moi", "QĐ", "Quyết định phân công đầu mối quản lý trang thông tin điện tử thành phần"),
    ("official_letter", "ra-soat", "CV", "Về việc rà soát việc niêm yết quyết định tại Ủy ban nhân dân cấp xã"),
)  # fmt: skip


def working_day(day: date) -> date:
    """`day`, or the last working day before it."""
    while not _CALENDAR.is_working_day(day):
        day -= timedelta(days=1)
    return day


def items_of(province: Province, place: int, today: date) -> Iterator[Item]:
    """The items of a subsite, the `place`-th in the list."""
    department = province.official_name[:1].lower() + province.official_name[1:]
    agency = f"Cục Thi hành án dân sự {department}"
    for nth in range(2 if place % 3 == 0 else 1):
        name, title, summary = _NEWS[(place * 2 + nth * 5) % len(_NEWS)]
        day = working_day(today - timedelta(days=2 + (place * 11 + nth * 173) % 640))
        yield Item(
            Topic.NEWS,
            province.slug,
            f"{name}-{nth + 1}",
            {"title": title.format(place=province.name), "description": summary},
            text=paragraphs(
                summary,
                f"Theo {agency}, việc này được làm thường kỳ và báo cáo trên trang thành phần của"
                f" {department}. Người dân có câu hỏi liên hệ bộ phận tiếp dân trong giờ hành chính.",
                _SAMPLE,
            ),
            days_ago=(today - day).days,
        )
    for nth in range(1 + place % 2):
        kind, name, title, summary, valid = _NOTICES[(place * 3 + nth * 5) % len(_NOTICES)]
        # One that is current, and one of the past two years.
        ago = 1 + place % 9 if nth == 0 else 40 + (place * 29) % 560
        day = working_day(today - timedelta(days=ago))
        price = f"{(place * 37 % 90 + 11) * 10}.000.000"
        yield Item(
            Topic.NOTICES,
            province.slug,
            f"{name}-{nth + 1}",
            {
                "title": f"{title} ({province.name})",
                "kind": kind,
                "number": f"{40 + place * 3 + nth}/TB-CTHADS",
                "noticed": day,
                "valid_until": day + timedelta(days=valid),
                "agency": agency,
                "place": f"Trụ sở {agency} (địa chỉ mẫu)",
                "contact": "Bộ phận một cửa, số điện thoại mẫu 000 000 0000",
                "description": summary.format(price=price),
            },
            text=paragraphs(summary.format(price=price), _SAMPLE),
            files=("Thông báo.pdf",) if kind == "auction" else (),
            days_ago=(today - day).days,
        )
    if place % 2:
        return
    kind, name, letters, title = _PAPERS[place // 2 % len(_PAPERS)]
    day = working_day(today - timedelta(days=15 + (place * 41) % 600))
    number = f"{12 + place}/{letters}-CTHADS"
    yield Item(
        Topic.DOCUMENTS,
        province.slug,
        name,
        {"title": title, "number": number, "kind": kind, "issued": day, "issuer": agency},
        text=paragraphs(
            f"{agency} ban hành văn bản số {number}; các phòng, chấp hành viên thực hiện.", _SAMPLE
        ),
        files=(f"{number.replace('/', '-')}.pdf", *(("Phụ lục.xlsx",) if place % 3 == 0 else ())),
        days_ago=(today - day).days,
    )
