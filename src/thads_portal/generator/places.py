"""Addresses in real administrative units, and the courts that sit there.

House numbers, streets and hamlets are combined by chance; nobody's address is known
here. Courts changed on 01/07/2025: later first-instance judgments come from regional
courts.
"""

from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from thads_portal.domain.agencies import agencies_of
from thads_portal.domain.agencies import Agency
from thads_portal.domain.agencies import provincial_agency
from thads_portal.domain.agencies import REORGANISED
from thads_portal.domain.codes import AgencyKind
from thads_portal.domain.communes import communes_of
from thads_portal.domain.provinces import by_slug
from thads_portal.domain.provinces import Province
from thads_portal.generator.draw import Draw
from thads_portal.generator.draw import listed
from thads_portal.generator.draw import spread


REGIONAL_COURTS_FROM = date(2025, 7, 1)

STREETS = listed(
    "Trần Phú, Lê Lợi, Nguyễn Trãi, Hùng Vương, Lý Thường Kiệt, Quang Trung, Trần Hưng Đạo,"
    " Nguyễn Huệ, Lê Duẩn, Phan Đình Phùng, Hai Bà Trưng, Nguyễn Du, Bà Triệu, Lê Hồng Phong,"
    " Nguyễn Văn Cừ, Hoàng Văn Thụ, Điện Biên Phủ, Cách Mạng Tháng Tám, Ngô Quyền, Phan Chu Trinh,"
    " Nguyễn Thị Minh Khai, Trường Chinh, Võ Thị Sáu, Đinh Tiên Hoàng, Lê Thánh Tông"
)
HAMLETS = {
    "north": listed("Đông, Đoài, Trung, Thượng, Hạ, Nội, Mới, Chùa, Đình, Cầu, Tân Tiến, Đồng Tâm"),
    "mountain": listed(
        "Nà Pài, Nà Lừa, Khuổi Sâu, Pác Bó, Nà Sang, Bó Mạ, Huổi Hin, Phiêng Ban, Nà Cạn,"
        " Lũng Vài, Tân Lập, Cốc Lùng"
    ),
    "central": listed(
        "Phú Lộc, Tân An, Mỹ Hòa, Đông Bình, An Lạc, Xuân Sơn, Trung Thành, Long Bình,"
        " Vĩnh Phước, Thanh Tân"
    ),
    "highland": listed("Ea Mtá, Tân Lập, Kon Rờ, Đắk Lô, Chư Lang, Hòa Bình, Ea Nur, Triă, Ốp"),
    "south": listed(
        "Tân Phú, Mỹ Thạnh, An Hòa, Phú Thuận, Bình Lợi, Hòa Thạnh, Vĩnh Thới, Thạnh An,"
        " Long Hưng, Tân Bình"
    ),
}
#: kind of countryside -> forms of the smallest unit; {n} a number, {h} a hamlet
RURAL = {
    "north": ("Thôn {h}", "Xóm {n}", "Thôn {n}", "Đội {n}, thôn {h}"),
    "mountain": ("Xóm {h}", "Bản {h}", "Thôn {h}", "Tổ dân phố {n}"),
    "central": ("Thôn {h}", "Thôn {n}", "Khối {n}", "Xóm {n}, thôn {h}"),
    "highland": ("Thôn {n}", "Buôn {h}", "Thôn {h}", "Làng {h}"),
    "south": ("Ấp {h}", "Ấp {n}", "Tổ {n}, ấp {h}", "Số {s}, ấp {h}"),
}
URBAN = {
    "north": ("Số {s}, phố {d}", "Tổ dân phố số {n}", "Số {s}, ngõ {m}, đường {d}", "Tổ {n}"),
    "mountain": ("Tổ {n}", "Số {s}, đường {d}", "Tổ dân phố {n}"),
    "central": ("Số {s}, đường {d}", "Tổ {n}", "K{m}/{n} đường {d}", "Khối phố {n}"),
    "highland": ("Số {s}, đường {d}", "Tổ dân phố {n}", "Hẻm {m}, đường {d}"),
    "south": ("Số {s}, đường {d}", "Khu phố {n}", "Số {m}/{n} đường {d}", "Tổ {m}, khu phố {n}"),
}
COUNTRYSIDE = {
    "trung-du-mien-nui-phia-bac": "mountain",
    "dong-bang-song-hong": "north",
    "bac-trung-bo-duyen-hai-mien-trung": "central",
    "tay-nguyen": "highland",
    "dong-nam-bo": "south",
    "dong-bang-song-cuu-long": "south",
}
#: Shares of the agencies in a province's cases: the Cục handles the larger and rarer ones.
CUC_SHARE = 0.11
TOWN_WEIGHT = {"Thành": 2.4, "Quận": 1.6, "Thị": 1.5, "Huyện": 1.0}


#: Ends of addresses, ", xã …, huyện …, tỉnh …", each with whether it is urban.
Tails = tuple[tuple[str, bool], ...]


def _in_a_sentence(unit: str) -> str:
    """A unit's name inside an address: "Huyện Hòa An" becomes "huyện Hòa An"."""
    return unit[0].lower() + unit[1:]


@dataclass(frozen=True, slots=True)
class Office:
    """An agency that issues decisions, with what follows from where it sits."""

    agency: Agency
    province: Province
    suffix: str
    head_title: str
    district_court: str
    regional_court: str
    tails: Tails

    def issuer_on(self, day: date) -> Agency:
        """Who issues its decisions on `day`: since the reorganisation the provincial agency."""
        return self.agency if day < REORGANISED else provincial_agency(self.province.slug)

    def suffix_on(self, day: date) -> str:
        """What its document numbers end with."""
        return self.suffix if day < REORGANISED else "THADS"

    def head_title_on(self, day: date) -> str:
        return self.head_title if day < REORGANISED else "Trưởng Thi hành án dân sự"

    def first_instance_court(self, judged_on: date) -> str:
        return self.district_court if judged_on < REGIONAL_COURTS_FROM else self.regional_court


@dataclass(frozen=True, slots=True)
class Country:
    """A province with the tables from which its offices and addresses are drawn."""

    province: Province
    offices: tuple[Office, ...]
    provincial_court: str
    rural: tuple[str, ...]
    urban: tuple[str, ...]
    hamlets: tuple[str, ...]

    def address(self, draw: Draw, office: Office) -> str:
        """Somewhere in the district of `office`."""
        tail, urban = draw.one_of(office.tails)
        form = draw.one_of(self.urban if urban else self.rural)
        return (
            form.format(
                n=draw.between(1, 12),
                s=draw.between(1, 299),
                m=draw.between(2, 98),
                d=draw.one_of(STREETS),
                h=draw.one_of(self.hamlets),
            )
            + tail
        )


def _tails(province: Province, agency: Agency) -> Tails:
    district = _in_a_sentence(agency.district)
    official = _in_a_sentence(province.official_name)
    communes = communes_of(province.slug, agency.district)
    if not communes:
        return ((f", {district}, {official}", False),)
    return tuple(
        (
            f", {_in_a_sentence(commune)}, {district}, {official}",
            not commune.startswith("Xã"),
        )
        for commune in communes
    )


def _office(province: Province, agency: Agency, region: int, tails: Tails) -> Office:
    official = _in_a_sentence(province.official_name)
    successor = by_slug(province.successor_slug) or province
    provincial = agency.kind is AgencyKind.CUC
    court = f"Tòa án nhân dân {official}"
    return Office(
        agency=agency,
        province=province,
        suffix="CTHADS" if provincial else "CCTHADS",
        head_title="Cục trưởng" if provincial else "Chi cục trưởng",
        district_court=(
            court
            if provincial
            else f"Tòa án nhân dân {_in_a_sentence(agency.district)}, {official}"
        ),
        regional_court=(
            f"Tòa án nhân dân {_in_a_sentence(province.successor_official_name)}"
            if provincial
            else f"Tòa án nhân dân khu vực {region} - {successor.name}"
        ),
        tails=tails,
    )


#: The last day on which the districts had offices of their own.
_LAST_DAY = REORGANISED - timedelta(days=1)


def country_of(province: Province) -> Country:
    """The offices in being and the address parts of one province."""
    cuc, *districts = (a for a in agencies_of(province.slug) if a.exists_on(_LAST_DAY))
    offices = [
        _office(province, agency, 1 + index // 2, _tails(province, agency))
        for index, agency in enumerate(districts)
    ]
    weights = {
        index: TOWN_WEIGHT[office.agency.district.split()[0]]
        for index, office in enumerate(offices)
    }
    anywhere = tuple(tail for office in offices for tail in office.tails)
    offices.append(_office(province, cuc, 1, anywhere))
    weights[len(offices) - 1] = sum(weights.values()) * CUC_SHARE / (1 - CUC_SHARE)
    countryside = COUNTRYSIDE[province.region.slug]
    return Country(
        province=province,
        offices=tuple(offices[index] for index in spread(weights, 512)),
        provincial_court=f"Tòa án nhân dân {_in_a_sentence(province.official_name)}",
        rural=RURAL[countryside],
        urban=URBAN[countryside],
        hamlets=HAMLETS[countryside],
    )
