"""Provinces at the end of addresses: any writing is read, the law's name is put, towns stay."""

from thads_portal.domain.address_provinces import address_key
from thads_portal.domain.address_provinces import is_province
from thads_portal.domain.address_provinces import province_at_end
from thads_portal.domain.address_provinces import with_its_province
from thads_portal.domain.provinces import all_provinces
from thads_portal.domain.provinces import other_names
from thads_portal.importing.spreadsheet.people import read_person

import pytest


@pytest.mark.parametrize(
    ("written", "meant", "words"),
    [
        ("Số 5, quận 1, Tp HCM", "Số 5, quận 1, thành phố Hồ Chí Minh", "Tp HCM"),
        ("Quận 1, TP.HCM", "Quận 1, thành phố Hồ Chí Minh", "TP.HCM"),
        ("Q.1, Sài Gòn", "Q.1, thành phố Hồ Chí Minh", "Sài Gòn"),
        ("Quận 3. TP HCM.", "Quận 3. thành phố Hồ Chí Minh.", "TP HCM"),
        ("quận 3 - TPHCM - Việt Nam", "quận 3 - thành phố Hồ Chí Minh - Việt Nam", "TPHCM"),
        ("xã Mẫu, huyện Thử, daklak", "xã Mẫu, huyện Thử, tỉnh Đắk Lắk", "daklak"),
        ("xóm 1 xã Mẫu tỉnh Đắc Lắc", "xóm 1 xã Mẫu tỉnh Đắk Lắk", "tỉnh Đắc Lắc"),
        ("xã Mẫu, Kontum", "xã Mẫu, tỉnh Kon Tum", "Kontum"),
        # Abolished in 2025: the address says where it was.
        ("thôn 2, huyện Thử, Bắc Cạn", "thôn 2, huyện Thử, tỉnh Bắc Kạn", "Bắc Cạn"),
        ("Tổ 2, tỉnh Bà Rịa Vũng Tàu", "Tổ 2, tỉnh Bà Rịa - Vũng Tàu", "tỉnh Bà Rịa Vũng Tàu"),
        ("Phường 2, BR-VT", "Phường 2, tỉnh Bà Rịa - Vũng Tàu", "BR-VT"),
        ("xom 3, xa Mau, tinh Cao Bang", "xom 3, xa Mau, tỉnh Cao Bằng", "tinh Cao Bang"),
        ("HN", "thành phố Hà Nội", "HN"),
    ],
)
def test_a_province_is_put_as_the_law_names_it(written, meant, words):
    assert with_its_province(written) == (meant, words)
    # Once is enough.
    assert with_its_province(meant) == (meant, "")


@pytest.mark.parametrize(
    "address",
    [
        "Tổ 3, phường Mẫu, thành phố Cao Bằng, tỉnh Cao Bằng",
        "Tổ 1, Hoà Bình",
        "quận 3, TP. Hồ Chí Minh, Việt Nam",
        # A town of that name, or a part that a province was known by.
        "Tổ 1, thành phố Cao Bằng",
        "Tổ 1, tp Vũng Tàu",
        "Tổ 1, Vũng Tàu",
        "Tổ 1, TP Huế",
        "Tổ 1, Huế",
        "Tổ 1, TP Kontum",
        # Initials of three provinces.
        "Tổ 1, ĐN",
        # Streets and communes.
        "Số 1 đường Hà Nội",
        "Số 1 phố Huế",
        "phường Sài Gòn",
        # None of the 63.
        "Tổ 9, Hà Tây",
        "Tổ 1, xã Cao Bảng",
        "Tổ 1, Cao Bảng",
        "",
    ],
)
def test_what_is_right_or_means_something_else_stays(address):
    assert with_its_province(address) == (address, "")


def test_every_name_of_the_table_is_known_at_the_end_of_an_address():
    for province in all_provinces():
        names = (province.name, province.official_name, *other_names().get(province.slug, ()))
        for name in names:
            if name.startswith(("TP ", "Thành phố ")) and "Tỉnh" in province.official_name:
                continue
            found = province_at_end(f"Số 1, xã Mẫu, {name}")
            assert found is not None and found.province is province, name
            assert (found.before, found.words, found.behind) == ("Số 1, xã Mẫu, ", name, "")


def test_addresses_that_differ_in_the_provinces_name_are_one():
    same = ("Tổ 1, Quận 3, Tp HCM", "tổ 1 - quận 3 - Thành phố Hồ Chí Minh", "Tổ 1; Quận 3; SG.")
    assert len({address_key(each) for each in same}) == 1
    assert address_key("Tổ 1, Quận 3, Hà Nội") != address_key(same[0])
    assert address_key("Tổ 1, Quận 4, TPHCM") != address_key(same[0])


@pytest.mark.parametrize(
    ("cell", "name", "address"),
    [
        ("Công ty TNHH Thử Nghiệm, Sài Gòn", "Công ty TNHH Thử Nghiệm", "Sài Gòn"),
        ("Công ty TNHH Thử Nghiệm, tphcm", "Công ty TNHH Thử Nghiệm", "tphcm"),
        ("Công ty TNHH Thử Nghiệm\nDaklak", "Công ty TNHH Thử Nghiệm", "Daklak"),
        ("Công ty cổ phần Thử - Sài Gòn", "Công ty cổ phần Thử - Sài Gòn", ""),
    ],
)
def test_a_province_ends_the_name_of_an_organisation(cell, name, address):
    person = read_person(cell)
    assert (person.name, person.address) == (name, address)


def test_only_a_provinces_name_is_one():
    assert is_province("tỉnh ĐĂK NÔNG") and not is_province("phường Sài Gòn")
    assert not is_province("Sài Gòn " * 20)
