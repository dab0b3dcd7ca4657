"""The 63 provinces and their agencies: what addresses, redirects and feeds rest on."""

from collections import Counter
from datetime import date
from datetime import timedelta
from hypothesis import given
from hypothesis import strategies as st
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
        kinds = [other.kind for other in others]
        assert kinds.count(agencies.AgencyKind.PROVINCIAL) == (not province.is_merged)
        assert set(kinds) <= {agencies.AgencyKind.PROVINCIAL, agencies.AgencyKind.CHI_CUC}


def test_agency_keys_are_unique_paths():
    keys = [agency.key for agency in agencies.all_agencies()]
    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch(r"[a-z-]+/[a-z0-9]+(-[a-z0-9]+)*", key) for key in keys)
    assert agencies.by_key("cao-bang/chi-cuc-thanh-pho").district == "Thành phố Cao Bằng"
    assert agencies.by_key("nghe-an/chi-cuc-thanh-pho").district == "Thành phố Vinh"
    assert agencies.by_key("cao-bang/chi-cuc-vinh") is None


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("Sài Gòn", "tp-ho-chi-minh", "tp-ho-chi-minh"),
        ("TP.HCM", "tp-ho-chi-minh", "tp-ho-chi-minh"),
        ("TPHCM", "tp-ho-chi-minh", "tp-ho-chi-minh"),
        ("tp. Hồ Chí Minh", "tp-ho-chi-minh", "tp-ho-chi-minh"),
        ("daklak", "dak-lak", "dak-lak"),
        ("Đắc Lắc", "dak-lak", "dak-lak"),
        ("tỉnh ĐĂK NÔNG", "dak-nong", None),
        ("Bà Rịa Vũng Tàu", "ba-ria-vung-tau", None),
        ("Huế", "thua-thien-hue", "thua-thien-hue"),
        ("Thừa Thiên - Huế", "thua-thien-hue", "thua-thien-hue"),
        ("gso-2004:15", "yen-bai", None),
        ("gso-2025:15", None, "lao-cai"),
        ("15", None, None),
        ("", None, None),
        ("Atlantis", None, None),
    ],
)
def test_a_province_by_any_name_and_a_code_only_with_its_scheme(text, old, new):
    found, today = provinces.find(text), provinces.find_2025(text)
    assert (found and found.slug, today and today.slug) == (old, new)


def test_no_name_means_two_provinces():
    for province in provinces.all_provinces():
        for name in (province.slug, province.name, province.official_name, province.legacy_path):
            assert provinces.find(name) is province
    assert len(provinces.provinces_2025()) == 34


LAST_DAY, FIRST_DAY = date(2025, 6, 30), date(2025, 7, 1)


def kinds_on(day):
    return Counter(each.kind for each in agencies.all_agencies() if each.exists_on(day))


def test_63_departments_and_their_offices_to_30_06_2025_then_34_agencies():
    kind = agencies.AgencyKind
    assert kinds_on(LAST_DAY) == {kind.CUC: 63, kind.CHI_CUC: 698}
    assert kinds_on(FIRST_DAY) == {kind.PROVINCIAL: 34}


def test_an_ended_agency_names_a_successor_that_goes_on():
    for agency in agencies.all_agencies():
        if agency.valid_to is None:
            assert agency.successor is None
            continue
        successor = agencies.by_key(agency.successor_key)
        assert successor.exists_on(agency.valid_to + timedelta(days=1)), agency.key


def test_who_answers_on_both_sides_of_the_reorganisation():
    old = "yen-bai/cuc"
    assert agencies.responsible(old, on=LAST_DAY).key == old
    now = agencies.responsible(old, on=FIRST_DAY)
    assert (now.key, now.name) == ("lao-cai/thads", "Thi hành án dân sự tỉnh Lào Cai")
    dissolved = "tp-ho-chi-minh/chi-cuc-quan-2"
    days = date(2020, 12, 31), date(2021, 1, 1), LAST_DAY, FIRST_DAY
    assert [agencies.responsible(dissolved, on=day).key for day in days] == [
        dissolved,
        "tp-ho-chi-minh/chi-cuc-thanh-pho-thu-duc",
        "tp-ho-chi-minh/chi-cuc-thanh-pho-thu-duc",
        "tp-ho-chi-minh/thads",
    ]
    assert agencies.responsible("cao-bang/cua-tinh", on=FIRST_DAY) is None
    assert agencies.responsible_key("yen-bai/cua-tinh", "yen-bai", FIRST_DAY) == "lao-cai/thads"
    assert agencies.responsible_key("yen-bai/cua-tinh", "yen-bai", LAST_DAY) == "yen-bai/cua-tinh"


@given(st.sampled_from(agencies.all_agencies()), st.dates(date(2015, 1, 1), date(2035, 12, 31)))
def test_on_any_day_exactly_one_agency_answers_and_it_exists(agency, day):
    found = agencies.responsible(agency.key, on=day)
    assert found.exists_on(day) or (found is agency and day < agency.valid_from)
    # Nobody's case leaves its territory.
    assert agency.province in agencies.provinces_served(found.key)
    if day >= FIRST_DAY:
        assert found is agencies.provincial_agency(agency.province)
    # Asking the successor gives the same answer.
    assert agencies.responsible(found.key, on=day) is found


@given(st.sampled_from(provinces.all_provinces()), st.dates(date(2015, 1, 1), date(2035, 12, 31)))
def test_the_default_agency_of_a_decision_exists_on_its_day_and_serves_its_province(province, day):
    default = agencies.by_key(agencies.default_agency_key(province.slug, day))
    assert default.exists_on(day)
    assert province.slug in agencies.provinces_served(default.key)
    assert default in agencies.issuers_of(province.slug)


@given(st.sampled_from(agencies.all_agencies()), st.dates(date(2015, 1, 1), date(2035, 12, 31)))
def test_who_issued_under_an_old_key_is_the_same_as_rows(agency, day):
    rows = [
        issuer
        for key, first, last, issuer in agencies.issuers_since()
        if key == agency.key and first <= day <= (last or date.max)
    ]
    assert (rows or [agency.key]) == [agencies.issuer_key(agency.key, day)]


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
        and agency.exists_on(LAST_DAY)
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


@pytest.mark.parametrize(
    ("key", "decided", "issuer"),
    [
        ("cao-bang/chi-cuc-hoa-an", date(2025, 6, 30), "cao-bang/chi-cuc-hoa-an"),
        ("cao-bang/chi-cuc-hoa-an", date(2025, 7, 1), "cao-bang/thads"),
        ("yen-bai/cuc", date(2026, 11, 20), "lao-cai/thads"),
        ("yen-bai/cuc", None, "yen-bai/cuc"),
        ("lao-cai/thads", date(2026, 11, 20), "lao-cai/thads"),
        # Added by administrators: a regional office issues nothing itself.
        ("lao-cai/phong-khu-vuc-1", date(2026, 11, 20), "lao-cai/thads"),
        ("nowhere/x", date(2026, 11, 20), "nowhere/x"),
    ],
)
def test_a_decision_is_of_the_agency_that_there_was_on_its_day(key, decided, issuer):
    assert agencies.issuer_key(key, decided) == issuer


def test_who_is_in_charge_of_a_province_follows_from_the_day():
    assert agencies.agency_in_charge("yen-bai", date(2025, 6, 30)).key == "yen-bai/cuc"
    assert agencies.agency_in_charge("yen-bai", date(2026, 11, 28)).key == "lao-cai/thads"
    assert agencies.agency_in_charge("nowhere", date(2026, 11, 28)) is None
