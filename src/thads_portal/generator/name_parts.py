"""Family, middle and given names by people and region, with their usual frequencies.

Names are lists of parts, never whole names: a person here exists by chance only.
"""

from dataclasses import dataclass
from thads_portal.generator.draw import by_rank
from thads_portal.generator.draw import listed
from thads_portal.generator.draw import spread


def _weights(text: str) -> dict[str, float]:
    """``"Nguyễn 31, Tôn Thất 0.1"`` as a mapping."""
    pairs = (entry.rpartition(" ") for entry in listed(text))
    return {name: float(weight) for name, _, weight in pairs}


def _listed(text: str) -> dict[str, float]:
    return by_rank(listed(text))


@dataclass(frozen=True, slots=True)
class People:
    """How a people forms names: weighted tables of parts for men and for women.

    `family_last` puts the clan after the given name, as the Ê Đê do.
    """

    families: tuple[tuple[str, ...], tuple[str, ...]]
    middles: tuple[tuple[str, ...], tuple[str, ...]]
    givens: tuple[tuple[str, ...], tuple[str, ...]]
    family_last: bool = False


MIDDLES_MEN = spread(
    _weights(
        "Văn 26, Đức 4, Hữu 3.5, Quang 3.5, Minh 3.5, Ngọc 3.5, Xuân 3, Thanh 4, Quốc 3.5,"
        " Công 2.5, Đình 3, Trọng 2, Anh 1.5, Hoàng 3, Tuấn 1.5, Thành 2.5, Bá 1.2, Duy 2,"
        " Thế 2, Mạnh 1.8, Tiến 1.5, Hồng 1.8, Viết 1, Khắc 0.8, Đăng 1, Huy 0.8, Gia 0.8,"
        " Phước 0.6, Hoài 0.8, Nhật 0.8, Trung 1.4, Chí 1.2, Hải 0.8, Việt 0.8, Tấn 1, Phú 0.6,"
        " Sỹ 0.6, Kim 0.5, Trường 0.7, Vĩnh 0.3, Thái 0.6, Phi 0.4, Như 0.2, Danh 0.3,"
        " Nguyên 0.3, Bảo 0.4, Thiện 0.3, Cao 0.3, Doãn 0.1, Đắc 0.3, Huỳnh 0.2, Trí 0.3"
    )
)
MIDDLES_WOMEN = spread(
    _weights(
        "Thị 40, Thị Thu 3.5, Thị Ngọc 3, Thị Thanh 3.5, Thị Hồng 3, Thị Kim 2.8, Thị Bích 1.5,"
        " Thị Minh 1.5, Thị Phương 1.5, Thị Mỹ 1.2, Thị Lan 0.8, Thị Xuân 0.8, Thị Hoài 0.6,"
        " Thị Thúy 1.2, Thị Thùy 0.8, Thị Tuyết 0.8, Thị Diễm 0.5, Thị Cẩm 0.6, Thị Kiều 0.5,"
        " Thị Hải 0.4, Thị Quỳnh 0.4, Thị Như 0.3, Thị Ánh 0.4, Thị Tú 0.2, Thị Mai 0.4,"
        " Thị Huyền 0.3, Thị Vân 0.3, Thị Việt 0.2, Ngọc 2.5, Thanh 2, Thu 1.6, Kim 2, Mỹ 1,"
        " Bích 1, Hồng 1.4, Phương 1, Thùy 0.8, Diệu 0.5, Tuyết 0.6, Như 0.5, Quỳnh 0.4,"
        " Khánh 0.3, Hoài 0.4, Minh 1, Mai 0.4, Cẩm 0.4, Thúy 0.5, Ánh 0.3, Bảo 0.2, Huỳnh 0.2"
    )
)
GIVENS_MEN = spread(
    _listed(
        "Hùng, Dũng, Cường, Tuấn, Minh, Sơn, Thắng, Hải, Nam, Long, Đức, Hiếu, Thành, Trung,"
        " Quân, Phong, Tâm, Bình, An, Tùng, Hoàng, Huy, Khánh, Kiên, Lâm, Lộc, Lợi, Mạnh,"
        " Nghĩa, Nhân, Phát, Phú, Phúc, Phước, Quang, Quyền, Quyết, Sang, Tài, Tân, Thái,"
        " Thanh, Thiện, Thịnh, Thông, Thuận, Tiến, Tín, Tình, Toàn, Trí, Trọng, Trường, Tú,"
        " Việt, Vinh, Vũ, Vương, Xuân, Chiến, Chung, Công, Cảnh, Bảo, Bắc, Hậu, Hoan, Học, Hợp,"
        " Hưng, Khải, Khang, Khôi, Khoa, Kỳ, Lực, Lương, Luân, Nhật, Ngọc, Đại, Đạt, Định, Đông,"
        " Đoàn, Giang, Hà, Hòa, Hoà, Quý, Quí, Sáng, Sinh, Sỹ, Thạch, Thân, Thế, Thọ, Thức,"
        " Tiệp, Tường, Văn, Viễn, Nhàn, Ninh, Duy, Dương, Điệp, Điền, Độ, Hiệp, Hoạt, Huấn, Hữu,"
        " Khanh, Khiêm, Lập, Liêm, Lưu, Mẫn, Nguyên, Phi, Phương, Quảng, Trực, Vượng, Yên, Tấn,"
        " Tuyên, Út, Quốc, Triều, Lĩnh, Luyện, Nhất, Sự, Tuyến, Khương, Thụy, Thuỵ, Toản, Trình"
    )
)
GIVENS_WOMEN = spread(
    _listed(
        "Lan, Hoa, Hương, Huệ, Hồng, Hằng, Hạnh, Hà, Thảo, Hiền, Thủy, Nga, Liên, Loan, Mai,"
        " Nhung, Phương, Trang, Thu, Thúy, Tuyết, Vân, Yến, Dung, Linh, Ngọc, Hòa, Huyền, Hường,"
        " Lý, Minh, Ngân, Nguyệt, Nhàn, Nhi, Như, Oanh, Phượng, Quyên, Quỳnh, Sen, Tâm, Thanh,"
        " Thắm, Thoa, Thơm, Thùy, Thương, Tiên, Trâm, Trinh, Trúc, Tú, Tuyền, Uyên, Vy, Xuân,"
        " Xuyến, Ánh, An, Anh, Ân, Bích, Bình, Cúc, Chi, Châu, Chung, Diễm, Diệp, Diệu, Duyên,"
        " Đào, Điệp, Gái, Giang, Hiên, Hợi, Hợp, Khanh, Khuyên, Kim, Lài, Lành, Lệ, Luyến, Lụa,"
        " Mận, Mơ, Mừng, My, Mỹ, Mĩ, Nụ, Phúc, Quế, Sương, Tho, Thêu, Thìn, Toan, Tươi, Út, Vui,"
        " Xinh, Hoà, Thuý, Thuỷ, Lí, Hải, Hoài, Liễu, Nết, Ngà, Ngoan, Quy, Thi, Thư, Tình, Vinh"
    )
)
FAMILIES_NORTH = spread(
    _weights(
        "Nguyễn 34, Trần 10.5, Lê 8.5, Phạm 8, Vũ 5.5, Hoàng 4.5, Bùi 3.5, Đỗ 3, Đặng 2.5,"
        " Ngô 1.8, Dương 1.5, Đào 1.4, Phan 1.4, Đinh 1.6, Trịnh 1.2, Lương 1, Hà 1, Lưu 0.9,"
        " Vương 0.6, Mai 0.8, Tạ 0.8, Cao 0.8, Chu 0.7, Phùng 0.8, Đoàn 1, Lý 0.4, Tô 0.5,"
        " Kiều 0.3, Quách 0.2, Nghiêm 0.2, Khổng 0.2, Doãn 0.2, Thái 0.2, Hồ 0.5, Tống 0.3,"
        " Lại 0.4, Mạc 0.15, Triệu 0.3, Đồng 0.2, Bạch 0.2, Cù 0.1, Ninh 0.2, Lã 0.1, Võ 0.2"
    )
)
FAMILIES_CENTRAL = spread(
    _weights(
        "Nguyễn 36, Trần 11, Lê 10.5, Phạm 6.5, Hoàng 3, Huỳnh 2.5, Phan 5.5, Võ 5, Đặng 2.6,"
        " Bùi 2.2, Đỗ 1.5, Hồ 3.2, Ngô 1.8, Dương 1.3, Trương 2.2, Đinh 1.2, Cao 1.2, Mai 1,"
        " Hà 0.9, Thái 0.9, Lương 0.8, Đoàn 1, Tôn 0.2, Châu 0.4, Văn 0.2, Lưu 0.4, Đào 0.5,"
        " Trịnh 0.6, Kiều 0.3, Vũ 0.5, Tạ 0.3, Lâm 0.3, Tôn Thất 0.1"
    )
)
FAMILIES_SOUTH = spread(
    _weights(
        "Nguyễn 35, Trần 11, Lê 9.5, Phạm 5.8, Huỳnh 6, Võ 5, Phan 3.6, Đặng 2.4, Bùi 1.8,"
        " Đỗ 1.4, Hồ 2.2, Ngô 1.8, Dương 1.9, Lý 1.2, Trương 2.3, Lâm 1.8, Mai 1, Đoàn 1,"
        " Cao 0.9, Thái 0.7, Hà 0.5, Châu 0.6, Quách 0.4, Tạ 0.5, Tô 0.5, Trịnh 0.5, La 0.2,"
        " Lưu 0.6, Lương 0.5, Đinh 0.6, Tăng 0.3, Vương 0.3, Tống 0.3, Vũ 1, Hoàng 0.9,"
        " Diệp 0.2, Lữ 0.1, Từ 0.2, Giang 0.2, Khưu 0.1"
    )
)


def _kinh(families: tuple[str, ...]) -> People:
    return People((families, families), (MIDDLES_MEN, MIDDLES_WOMEN), (GIVENS_MEN, GIVENS_WOMEN))


def _with_families(text: str) -> People:
    """A people with families of its own and middle and given names like the Kinh."""
    return _kinh(spread(_weights(text)))


def _own(
    families: str,
    men: str,
    women: str,
    *,
    middles: tuple[str, str] = ("", ""),
    family_last: bool = False,
) -> People:
    table = spread(_listed(families))
    return People(
        (table, table),
        ((middles[0],), (middles[1],)),
        (spread(_listed(men)), spread(_listed(women))),
        family_last,
    )


PEOPLES = {
    "north": _kinh(FAMILIES_NORTH),
    "central": _kinh(FAMILIES_CENTRAL),
    "south": _kinh(FAMILIES_SOUTH),
    "tay_nung": _with_families(
        "Nông 17, Hoàng 16, Lý 8, Triệu 6, Lương 6, Đàm 5, Bế 4, Hà 4, Ma 5, La 3, Vi 4, Lục 3,"
        " Mông 3, Chu 3, Đinh 2, Lô 2, Hứa 2, Phương 2, Sầm 2, Lã 1, Mạc 1"
    ),
    "thai": _with_families(
        "Lò 30, Quàng 11, Cà 9, Lường 10, Tòng 8, Vì 6, Cầm 5, Bạc 3, Hà 4, Hoàng 4, Điêu 2,"
        " Mè 2, Lèo 2, Ngần 1"
    ),
    "thai_nghe_an": _with_families("Lô 25, Vi 22, Lương 18, Kha 8, Ngân 6, Hà 5, Lữ 4, Quang 4"),
    "muong": _with_families("Bùi 45, Đinh 14, Quách 9, Hà 9, Bạch 5, Nguyễn 12, Xa 2, Phùng 2"),
    "dao": _with_families("Bàn 20, Triệu 18, Đặng 14, Phùng 10, Lý 10, Chảo 6, Tẩn 8, Phàn 6"),
    "cham": _with_families(
        "Bá 8, Đàng 10, Quảng 7, Thập 5, Trượng 4, Lộ 3, Báo 4, Não 2, Hán 4, Tài 3, Kiều 4,"
        " Châu 5, Đạo 3, Phú 4, Thiên 3, Thành 4"
    ),
    "mong": _own(
        "Giàng, Vàng, Sùng, Thào, Hạng, Lầu, Mùa, Vừ, Lý, Cứ, Hờ, Má, Ly, Thò, Sồng",
        "Páo, Dơ, Sùng, Chu, Lử, Tủa, Chứ, Sính, Pó, Vàng, Dế, Súa, Nủ, Chống, Thắng, Lềnh, Sử,"
        " Giống, Khua, Tráng, Mua, Lồng, Của, Dính, Trừ, Hòa",
        "Mỷ, Dở, Sua, Mai, Chư, Dính, Mái, Say, Vang, Dợ, Chia, Pà, Dia, Ly, Ca, Xua, Sào",
        middles=("A", "Thị"),
    ),
    "khmer": People(
        (spread(_listed("Thạch, Kim, Sơn, Danh, Lâm, Kiên, Châu, Lý, Tăng, Trầm, Liêu, Tiền")),)
        * 2,
        (("", "", "", "Sa", "Sóc", "Minh", "Ngọc"), ("Thị", "Thị", "Thị Sa", "Thị Ngọc", "Sa")),
        (
            spread(
                _listed(
                    "Rây, Sóc Kha, Chanh Đa, Thươl, Phol, Rươl, Thia, Đa Ra, Phi Rum, Vuông, Hên,"
                    " Khêl, Út, Bình, Sang, Dũng, Nhỏ, Hai, Thanh, Tha, Sươl, Buôl"
                )
            ),
            spread(
                _listed(
                    "Phol, Sa Rinh, Sóc Kha, Thươl, Phi, Ry, Rươne, Lang, Hồng, Út, Liên, Hoa,"
                    " Sà Rết, Chanh Thu, Đa, Khêl, Thu, Nhiên"
                )
            ),
        ),
    ),
    "ede": _own(
        "Niê, Mlô, Kbuôr, Byă, Ayŭn, Êban, Ênuôl, Ktla, Kđoh, Hđơk, Adrơng, Knul",
        "Y Bhăm, Y Wăn, Y Thuyên, Y Blim, Y Khăm, Y Nguyên, Y Sương, Y Dhăm, Y Nuin, Y Phôn,"
        " Y Rin, Y Tlam, Y Hưng, Y Quang, Y Min, Y Thương, Y Ngun",
        "H'Bia, H'Lan, H'Rin, H'Yar, H'Linh, H'Nga, H'Wen, H'Mai, H'Duyên, H'Jen, H'Ñuên, H'Loan",
        family_last=True,
    ),
    "gia_rai": _own(
        "Siu, Ksor, Kpă, Nay, Rơ Châm, Rah Lan, Rmah, Rơ Mah, Kpuih, Rcom, Puih",
        "Hmun, Thuyên, Blem, Hyao, Phit, Bluh, Dinh, Tiên, Khoa, Lắc, Thương, Chương, Yang, Bling",
        "H'Lan, H'Wan, H'Bông, H'Nga, H'Yok, H'Nguyên, H'Min, H'Phiêt, H'Uyên, H'Lim",
    ),
    "xo_dang": People(
        (("A",), ("Y",)),
        (("",), ("",)),
        (
            spread(_listed("Thút, Hlum, Nghĩa, Thương, Phương, Lan, Ngọc, Bình, Viên, Khương")),
            spread(_listed("Hlim, Thảo, Nga, Pâng, Bông, Duyên, Xuân, Thuận, Hà, Vân")),
        ),
    ),
    "hre": _with_families("Phạm 40, Đinh 45, Nguyễn 8, Hồ 7"),
    "kho": People(
        (("",), ("",)),
        (("",), ("Ka",)),
        (
            spread(_listed("K'Brèo, K'Bes, K'Tiêng, K'Brửu, K'Lành, K'Thế, K'Minh, K'Vinh, K'Đẹp")),
            spread(_listed("Thuyền, Hương, Dung, Sen, Thoại, Lương, Thuyên, Hồng, Huyền, Nhung")),
        ),
    ),
}

#: Share of each people among the debtors of a province; the rest is Kinh.
SHARES: dict[str, dict[str, float]] = {
    "cao-bang": {"tay_nung": 0.72, "dao": 0.07, "mong": 0.08},
    "lang-son": {"tay_nung": 0.70, "dao": 0.03},
    "bac-kan": {"tay_nung": 0.55, "dao": 0.14, "mong": 0.04},
    "ha-giang": {"tay_nung": 0.30, "mong": 0.30, "dao": 0.14},
    "tuyen-quang": {"tay_nung": 0.28, "dao": 0.10, "mong": 0.02},
    "thai-nguyen": {"tay_nung": 0.14},
    "lao-cai": {"mong": 0.20, "tay_nung": 0.16, "dao": 0.12},
    "yen-bai": {"tay_nung": 0.16, "mong": 0.09, "dao": 0.08, "thai": 0.07},
    "dien-bien": {"thai": 0.42, "mong": 0.32},
    "lai-chau": {"thai": 0.34, "mong": 0.24, "dao": 0.12},
    "son-la": {"thai": 0.52, "mong": 0.14, "muong": 0.08},
    "hoa-binh": {"muong": 0.60, "thai": 0.04},
    "thanh-hoa": {"muong": 0.08, "thai_nghe_an": 0.05},
    "nghe-an": {"thai_nghe_an": 0.10, "mong": 0.01},
    "phu-tho": {"muong": 0.12},
    "bac-giang": {"tay_nung": 0.06},
    "quang-ninh": {"dao": 0.04, "tay_nung": 0.03},
    "tra-vinh": {"khmer": 0.30},
    "soc-trang": {"khmer": 0.28},
    "kien-giang": {"khmer": 0.11},
    "bac-lieu": {"khmer": 0.07},
    "an-giang": {"khmer": 0.05},
    "vinh-long": {"khmer": 0.03},
    "ca-mau": {"khmer": 0.02},
    "hau-giang": {"khmer": 0.03},
    "can-tho": {"khmer": 0.02},
    "ninh-thuan": {"cham": 0.12},
    "binh-thuan": {"cham": 0.03},
    "dak-lak": {"ede": 0.17, "tay_nung": 0.06},
    "dak-nong": {"ede": 0.06, "tay_nung": 0.06},
    "phu-yen": {"ede": 0.03},
    "gia-lai": {"gia_rai": 0.26, "xo_dang": 0.05},
    "kon-tum": {"xo_dang": 0.34, "gia_rai": 0.05},
    "quang-ngai": {"hre": 0.09},
    "lam-dong": {"kho": 0.10, "tay_nung": 0.02},
}

#: Region of a province -> how its Kinh families mix.
KINH_OF_REGION: dict[str, dict[str, float]] = {
    "trung-du-mien-nui-phia-bac": {"north": 1},
    "dong-bang-song-hong": {"north": 1},
    "bac-trung-bo-duyen-hai-mien-trung": {"central": 1},
    "tay-nguyen": {"north": 0.45, "central": 0.55},
    "dong-nam-bo": {"south": 0.65, "north": 0.2, "central": 0.15},
    "dong-bang-song-cuu-long": {"south": 1},
}
