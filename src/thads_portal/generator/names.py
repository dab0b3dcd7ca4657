"""Names of synthetic debtors, officers and creditors, fitting sex, people and province."""

from thads_portal.domain.provinces import Province
from thads_portal.generator.draw import Draw
from thads_portal.generator.draw import listed
from thads_portal.generator.draw import spread
from thads_portal.generator.name_parts import KINH_OF_REGION
from thads_portal.generator.name_parts import People
from thads_portal.generator.name_parts import PEOPLES
from thads_portal.generator.name_parts import SHARES


#: For a man and a woman, where the middle name drawn would repeat the given one.
COMMON_MIDDLES = ("Văn", "Thị")
ALIASES = ("Tý", "Tèo", "Cu", "Bi", "Tí", "Bé", "Tư", "Năm", "Sáu", "Út", "Lượm", "Mười", "Đen")
ALIAS_FORMS = ("{name} (tên gọi khác: {alias})", "{name} (tức {alias})")

LEGAL_FORMS = spread(
    {
        "Công ty TNHH {trade} {brand}": 22,
        "CÔNG TY TNHH {TRADE} {BRAND}": 16,
        "Công ty TNHH MTV {trade} {brand}": 14,
        "Công ty TNHH Một thành viên {brand}": 5,
        "CÔNG TY CỔ PHẦN {TRADE} {BRAND}": 10,
        "Công ty cổ phần {trade} {brand}": 12,
        "Công ty CP {brand}": 6,
        "DNTN {brand}": 6,
        "Doanh nghiệp tư nhân {brand}": 4,
        "Hợp tác xã {brand}": 3,
        "HTX nông nghiệp {brand}": 2,
        "Chi nhánh Công ty TNHH {brand} tại {place}": 3,
        "CTY TNHH {brand}": 2,
    },
    512,
)
TRADES = (
    "Thương mại",
    "Thương mại và Dịch vụ",
    "Xây dựng",
    "Xây dựng và Thương mại",
    "Đầu tư Xây dựng",
    "Sản xuất Thương mại",
    "Vận tải",
    "Cơ khí",
    "Chế biến Gỗ",
    "Nông sản",
    "Thủy sản",
    "May mặc",
    "Vật liệu xây dựng",
    "Du lịch",
    "Xuất nhập khẩu",
    "Khoáng sản",
    "Dược phẩm",
    "Bất động sản",
    "In ấn và Bao bì",
    "Thiết bị điện",
)
BRAND_FIRST = listed(
    "An, Minh, Hoàng, Đại, Phú, Tân, Thành, Việt, Nam, Đông, Bắc, Hải, Long, Kim,"
    " Thiên, Phương, Gia, Trường, Bảo, Ngọc, Thanh, Hồng, Quang, Trung, Tiến, Toàn,"
    " Thái, Vạn, Hưng, Phúc, Sông, Cửu"
)
BRAND_LAST = listed(
    "Phát, Thịnh, Lợi, Hưng, Cường, Hải, Sơn, Hà, Anh, Đạt, Tín, Long, Phong, Thắng,"
    " Vinh, Lộc, Tài, Khang, Dương, Nguyên, Châu, Phương, Hòa, Bình, Đức, Tâm"
)
BRAND_MIDDLE = ("", "", "", " Gia", " Minh", " Đại", " Tấn", " Hoàng", " Thiên", " Phú", " Nhật")
FICTIONAL_BANKS = (
    "Ngân hàng TMCP Phương Bắc",
    "Ngân hàng TMCP Cửu Long Giang",
    "Ngân hàng TMCP Hoa Ban",
    "Ngân hàng TMCP Trường Giang",
    "Quỹ tín dụng nhân dân xã Tân Hòa",
    "Công ty tài chính TNHH Bình Minh",
)


class Names:
    """Draws names; one table of peoples per province is made on first use."""

    __slots__ = ("_draw", "_peoples")

    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self._peoples: dict[str, tuple[People, ...]] = {}

    def _people(self, province: Province) -> People:
        table = self._peoples.get(province.slug)
        if table is None:
            weights = dict(SHARES.get(province.slug, {}))
            rest = 1 - sum(weights.values())
            for people, share in KINH_OF_REGION[province.region.slug].items():
                weights[people] = weights.get(people, 0) + rest * share
            table = tuple(PEOPLES[people] for people in spread(weights, 256))
            self._peoples[province.slug] = table
        return self._draw.one_of(table)

    def person(self, province: Province, *, female: bool) -> str:
        """Family, middle and given name, in the order of the person's people."""
        draw = self._draw
        people = self._people(province)
        family = draw.one_of(people.families[female])
        middle = draw.one_of(people.middles[female])
        given = draw.one_of(people.givens[female])
        if middle.endswith(given):
            middle = COMMON_MIDDLES[female]
        if people.family_last:
            return f"{given} {family}"
        if family and middle:
            return f"{family} {middle} {given}"
        prefix = family or middle
        return f"{prefix} {given}" if prefix else given

    def alias(self, name: str) -> str:
        """`name` with another name in brackets, as lists of the agencies write it."""
        return self._draw.one_of(ALIAS_FORMS).format(name=name, alias=self._draw.one_of(ALIASES))

    def organisation(self, province: Province) -> str:
        """A company, private enterprise, cooperative or branch with its legal form."""
        draw = self._draw
        trade = draw.one_of(TRADES)
        brand = draw.one_of(BRAND_FIRST) + draw.one_of(BRAND_MIDDLE) + " " + draw.one_of(BRAND_LAST)
        return draw.one_of(LEGAL_FORMS).format(
            trade=trade,
            TRADE=trade.upper(),
            brand=brand,
            BRAND=brand.upper(),
            place=province.name,
        )

    def bank(self) -> str:
        return self._draw.one_of(FICTIONAL_BANKS)
