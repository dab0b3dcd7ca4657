"""The 63 provinces and their agencies: what addresses, redirects and feeds rest on."""

from datetime import date
from thads_portal.domain import agencies
from thads_portal.domain import communes
from thads_portal.domain import provinces
from thads_portal.domain import tables

import pytest
import re
import unicodedata


def test_sixty_three_provinces_in_six_regions():
    assert len(provinces.all_provinces()) == 63
    grouped = provinces.by_region()
    assert [region.slug for region, _ in grouped] == [region.slug for region in provinces.REGIONS]
    assert [len(members) for _, members in grouped] == [14, 11, 14, 5, 6, 13]


@pytest.mark.parametrize("attribute", ["slug", "legacy_path", "name"])
def test_every_key_of_a_province_is_its_own(attribute):
    values = [getattr(province, attribute) for province in provinces.all_provinces()]
    assert len(set(values)) == 63


def test_look_up_by_slug_and_by_the_old_portals_path():
    cao_bang = provinces.by_slug("cao-bang")
    assert cao_bang.official_name == "Tỉnh Cao Bằng"
    assert provinces.by_legacy_path("caobang") is cao_bang
    assert provinces.by_legacy_path("CaoBang") is cao_bang
    assert provinces.by_slug("caobang") is None
    assert provinces.by_legacy_path("cao-bang") is None


def test_a_code_given_anew_is_told_apart_by_its_scheme():
    yen_bai = provinces.by_slug("yen-bai")
    lao_cai = provinces.by_slug("lao-cai")
    assert yen_bai.code.value == lao_cai.successor_code.value == "15"
    assert yen_bai.code != lao_cai.successor_code
    assert yen_bai.successor_code == lao_cai.successor_code


def test_thirty_four_provinces_succeed_and_each_is_one_of_the_63():
    successors = {province.successor_slug for province in provinces.all_provinces()}
    assert len(successors) == 34
    assert all(provinces.by_slug(slug) for slug in successors)
    assert all(not provinces.by_slug(slug).is_merged for slug in successors)
    merged = {each.slug for each in provinces.all_provinces() if each.successor_slug == "lao-cai"}
    assert merged == {"lao-cai", "yen-bai"}


def test_every_province_has_its_cuc_first_and_at_least_five_district_offices():
    for province in provinces.all_provinces():
        cuc, *others = agencies.agencies_of(province.slug)
        assert cuc.key == agencies.default_agency_key(province.slug)
        assert province.official_name in (f"Tỉnh {province.name}", f"Thành phố {province.name}")
        assert cuc.name.endswith(province.name)
        assert len(others) >= 5
        assert all(other.kind is agencies.AgencyKind.CHI_CUC for other in others)


def test_agency_keys_are_unique_paths():
    keys = [agency.key for agency in agencies.all_agencies()]
    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch(r"[a-z-]+/[a-z0-9]+(-[a-z0-9]+)*", key) for key in keys)
    assert agencies.by_key("cao-bang/chi-cuc-thanh-pho").district == "Thành phố Cao Bằng"
    assert agencies.by_key("nghe-an/chi-cuc-thanh-pho").district == "Thành phố Vinh"
    assert agencies.by_key("cao-bang/chi-cuc-vinh") is None


def test_nearly_seven_hundred_district_offices_are_in_being():
    in_being = [
        agency
        for agency in agencies.all_agencies()
        if agency.kind is agencies.AgencyKind.CHI_CUC and agency.valid_to is None
    ]
    assert len(in_being) == 698


def test_an_ended_agency_names_a_successor_that_goes_on():
    ended = [agency for agency in agencies.all_agencies() if agency.valid_to]
    assert len(ended) >= 10
    for agency in ended:
        successor = agencies.by_key(f"{agency.province}/{agency.successor}")
        assert successor is not None, agency.key
        assert successor.valid_to is None, agency.key


def test_an_agency_exists_from_its_first_to_its_last_day():
    thu_duc = agencies.by_key("tp-ho-chi-minh/chi-cuc-thanh-pho-thu-duc")
    quan_2 = agencies.by_key("tp-ho-chi-minh/chi-cuc-quan-2")
    last, first = date(2020, 12, 31), date(2021, 1, 1)
    assert [quan_2.exists_on(last), quan_2.exists_on(first)] == [True, False]
    assert [thu_duc.exists_on(last), thu_duc.exists_on(first)] == [False, True]


def test_every_district_office_but_the_islands_without_communes_knows_some_communes():
    bare = {
        agency.district
        for agency in agencies.all_agencies()
        if agency.kind is agencies.AgencyKind.CHI_CUC
        and agency.valid_to is None
        and not communes.communes_of(agency.province, agency.district)
    }
    assert bare == {"Huyện Bạch Long Vĩ", "Huyện Lý Sơn", "Huyện Côn Đảo"}
    assert communes.communes_of("cao-bang", "Huyện Quận 13") == ()


def test_communes_are_real_units_named_once_in_their_district():
    for key, names in communes.communes_by_district().items():
        assert len(set(names)) == len(names), key
        assert all(name.startswith(("Xã ", "Phường ", "Thị trấn ")) for name in names), key


def test_all_names_are_normalised():
    for agency in agencies.all_agencies():
        assert unicodedata.is_normalized("NFC", agency.name + agency.district)
        assert agency.name == " ".join(agency.name.split())


def test_a_row_that_does_not_fit_its_heading_is_refused(monkeypatch, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "bad.tsv").write_text("a\tb\n1\t2\n3\n", "utf-8")
    monkeypatch.setattr(tables.resources, "files", lambda package: tmp_path)
    with pytest.raises(ValueError, match="line 3"):
        list(tables.read_table("bad.tsv"))


def test_the_official_name_within_a_sentence():
    by_slug = provinces.by_slug
    assert by_slug("cao-bang").name_inside == "tỉnh Cao Bằng"
    assert by_slug("da-nang").name_inside == "thành phố Đà Nẵng"
