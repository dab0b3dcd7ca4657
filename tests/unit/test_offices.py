"""A list of offices beside what is stored: names, kinds, days, who comes after whom, problems."""

from datetime import date
from thads_portal.domain.agencies import all_agencies
from thads_portal.domain.codes import AgencyKind
from thads_portal.domain.office_plan import plan
from thads_portal.domain.office_plan import Told
from thads_portal.domain.offices import bare_name
from thads_portal.domain.offices import id_of_name
from thads_portal.domain.offices import Office
from thads_portal.domain.offices import offices_after
from thads_portal.errors import Code
from thads_portal.importing.office_list import offices_as_file
from thads_portal.importing.office_list import read_offices
from thads_portal.importing.office_list import template_of_offices

import pytest


ONE, TWO = "cao-bang/phong-khu-vuc-1", "cao-bang/phong-khu-vuc-2"
DISTRICT = "cao-bang/chi-cuc-hoa-an"
HEAD = "cao-bang/thads"
FIRST = date(2025, 7, 1)
TODAY = date(2026, 11, 28)


def stored(*more):
    known = [
        Office(
            key=row.key,
            kind=row.kind,
            name=row.name,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            successors=(row.successor_key,) if row.successor_key else (),
        )
        for row in all_agencies()
    ]
    return {office.key: office for office in (*known, *more)}


def told(line=2, **texts):
    return Told(line=line, texts=texts)


def room(number="1", **texts):
    name = f"Phòng Thi hành án dân sự khu vực {number}"
    return told(**{"province": "Cao Bằng", "name": name, **texts})


def only(rows, known=None):
    found = plan(rows, stored() if known is None else known)
    assert not found.problems
    return {change.after.key: change.after for change in found.written}


def problem(rows, known=None):
    found = plan(rows, stored() if known is None else known)
    assert not found.changes
    return [(each.line, each.field, each.code) for each in found.problems]


def test_a_new_regional_office_gets_a_key_of_its_name_in_the_province_of_today():
    office = only([room(address="Số 1", telephone="0206 3852 000", valid_from="2025-07-01")])[ONE]
    assert (office.kind, office.address, office.valid_from, office.successors) == (
        AgencyKind.REGIONAL_OFFICE,
        "Số 1",
        FIRST,
        (),
    )
    assert list(only([room(province="Yên Bái")])) == ["lao-cai/phong-khu-vuc-1"]


@pytest.mark.parametrize(
    "province", ["TP.HCM", "TPHCM", "Sài Gòn", "Bình Dương", "BRVT", "tp-ho-chi-minh"]
)
def test_a_province_is_known_under_all_its_names(province):
    assert list(only([room(province=province)])) == ["tp-ho-chi-minh/phong-khu-vuc-1"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CC THADS TP. Cao Bằng", "Chi cục Thi hành án dân sự thành phố Cao Bằng"),
        ("Chi cục THA huyện Hoà An", "Chi cục Thi hành án dân sự huyện Hòa An"),
        ("Phòng THADS KV 3", "Phòng Thi hành án dân sự khu vực 3"),
        ("PHÒNG THI HÀNH ÁN DÂN SỰ KHU VỰC 3 - CAO BẰNG", "Phòng THADS khu vực 3 Cao Bằng"),
    ],
)
def test_an_agency_is_the_same_in_every_spelling(one, other):
    assert bare_name(one) == bare_name(other)


def test_many_go_into_one_and_one_is_parted_among_several():
    rows = [
        room(),
        told(3, **room("2").texts),
        told(4, province="Cao Bằng", name="Chi cục THADS huyện Hòa An", successors="Phòng THADS KV 1"),
        told(5, key="cao-bang/chi-cuc-thanh-pho", successors=f"{ONE}; Phòng THADS khu vực 2"),
    ]  # fmt: skip
    found = only(rows)
    assert found[DISTRICT].successors == (HEAD, ONE)
    assert found["cao-bang/chi-cuc-thanh-pho"].successors == (HEAD, ONE, TWO)


def test_nothing_comes_of_the_same_list_twice():
    rows = [room(address="Số 1"), told(3, key=DISTRICT, successors=ONE)]
    known = stored()
    known |= only(rows)
    again = plan(rows, known)
    assert (again.problems, again.written, len(again.changes)) == ((), (), 2)


def test_shortenings_are_written_out_and_another_spelling_changes_no_name():
    assert only([room(name="Phòng THADS KV 1")])[ONE].name == room().texts["name"]
    known = stored()
    known |= only([room()])
    again = only([room(name="PHÒNG THADS KV 1", address="Số 2")], known)
    assert again[ONE].name == room().texts["name"]
    assert only([told(key=ONE, name="Phòng THADS khu vực I")], known)[ONE].name == (
        "Phòng Thi hành án dân sự khu vực I"
    )


def test_an_empty_cell_leaves_and_a_dash_takes_away():
    known = stored(
        Office(key=ONE, kind=AgencyKind.REGIONAL_OFFICE, name="Phòng KV 1", address="A", telephone="113")
    )  # fmt: skip
    row = told(key=ONE, address="", telephone="-")
    office = only([row], known)[ONE]
    assert (office.address, office.telephone, office.name) == ("A", "", "Phòng KV 1")


@pytest.mark.slow
def test_what_is_exported_changes_nothing_when_it_comes_back():
    more = [
        Office(
            key=ONE,
            kind=AgencyKind.REGIONAL_OFFICE,
            name="Phòng Thi hành án dân sự khu vực 1",
            address="Số 1, phường Mẫu",
            telephone="0206 3852 000 - 0206 3852 111",
            valid_from=FIRST,
            valid_to=date(2026, 6, 30),
            successors=(TWO,),
        ),
        Office(key=TWO, kind=AgencyKind.REGIONAL_OFFICE, name="=Phòng khu vực 2"),
    ]
    known = stored(*more)
    known[DISTRICT] = known[DISTRICT].changed(successors=(HEAD, ONE, TWO), address="Nơi cũ")
    read = read_offices(offices_as_file(known.values()))
    assert (read.problems, read.unread, len(read.rows)) == ((), (), len(known))
    found = plan(read.rows, known)
    assert (found.problems, found.written) == ((), ())


def test_the_template_is_empty_and_reads_as_a_list():
    assert read_offices(template_of_offices()).rows == ()
    assert problem([]) == [(0, None, Code.OFFICE_NO_ROWS)]


@pytest.mark.parametrize(
    ("row", "field", "code"),
    [
        (room(province="Sao Hỏa"), "province", Code.OFFICE_PROVINCE),
        (room(province=""), "province", Code.MISSING),
        (told(province="Cao Bằng", name="Văn phòng"), "kind", Code.MISSING),
        (room(kind="Cục"), "kind", Code.UNKNOWN_VALUE),
        (room(kind="phường"), "kind", Code.UNKNOWN_VALUE),
        (room(valid_from="31/02/2026"), "valid_from", Code.CELL_BAD_DATE),
        (room(valid_from="2025-06-30"), "valid_from", Code.OFFICE_TOO_EARLY),
        (room(valid_from="2026-01-01", valid_to="2025-12-31"), "valid_to", Code.DATES_CONTRADICT),
        (room(telephone="hỏi lễ tân"), "telephone", Code.OFFICE_TELEPHONE),
        (room(address="x" * 300), "address", Code.TOO_LONG),
        (room(address="nhà ông A, CCCD 004079000123"), "address", Code.OFFICE_PERSONAL_NUMBER),
        (room(successors="Phòng THADS khu vực 9"), "successors", Code.OFFICE_UNKNOWN),
        (room(successors=ONE), "successors", Code.OFFICE_BAD_SUCCESSOR),
        (room(successors=HEAD), "successors", Code.OFFICE_BAD_SUCCESSOR),
        (told(key="../../etc"), "key", Code.OFFICE_BAD_KEY),
        (told(key="cao-bang/khong-co"), "key", Code.OFFICE_UNKNOWN),
        (told(key=DISTRICT, name="Chi cục THADS huyện Khác"), "name", Code.OFFICE_BY_LAW),
        (told(key=DISTRICT, valid_to="2026-12-31"), "valid_to", Code.OFFICE_BY_LAW),
        (told(key=DISTRICT, kind="Phòng"), "kind", Code.UNKNOWN_VALUE),
        (told(key=DISTRICT, province="Hà Nội"), "province", Code.OFFICE_BY_LAW),
        (told(key=DISTRICT, successors="bac-kan/thads"), "successors", Code.OFFICE_UNKNOWN),
        (told(key=DISTRICT, successors="ha-noi/thads"), "successors", Code.OFFICE_BAD_SUCCESSOR),
        (told(key=HEAD, valid_to="2027-01-01"), "valid_to", Code.OFFICE_BY_LAW),
        (told(province="Cao Bằng", name="Chi cục THADS huyện Mới", valid_to="2026-01-01"), "valid_to", Code.OFFICE_BY_LAW),
    ],
)  # fmt: skip
def test_what_is_wrong_names_its_line_and_field_and_nothing_is_written(row, field, code):
    assert problem([row]) == [(2, field, code)]


def test_one_wrong_line_stops_all_and_every_problem_is_told():
    rows = [room(), told(3, key="x"), told(4, key="cao-bang/khong-co")]
    assert [line for line, _field, _code in problem(rows)] == [3, 4]


def test_the_same_agency_in_two_lines_and_a_section_s_name_are_refused():
    assert problem([room(), told(3, **room().texts)]) == [(3, "key", Code.OFFICE_REPEATED)]
    row = told(key="cao-bang/tin-tuc", name="Phòng THADS khu vực 1", province="Cao Bằng")
    found = plan([row], stored(), {"cao-bang/tin-tuc"})
    assert [each.code for each in found.problems] == [Code.OFFICE_KEY_TAKEN]


def test_nobody_comes_after_himself_over_others():
    rows = [
        room(successors="Phòng THADS khu vực 2"),
        told(3, **room("2").texts | {"successors": "Phòng THADS khu vực 1"}),
    ]
    assert {code for _line, _field, code in problem(rows)} == {Code.OFFICE_BAD_SUCCESSOR}


def test_an_office_that_ended_stands_for_those_after_it():
    one = Office(
        key=ONE,
        kind=AgencyKind.REGIONAL_OFFICE,
        name="1",
        valid_to=date(2026, 6, 30),
        successors=(TWO,),
    )
    known = stored(one, Office(key=TWO, kind=AgencyKind.REGIONAL_OFFICE, name="2"))
    known[DISTRICT] = known[DISTRICT].changed(successors=(HEAD, ONE))
    after = [
        [each.key for each in offices_after(DISTRICT, known.get, day)]
        for day in (date(2026, 6, 30), TODAY)
    ]
    assert after == [[ONE], [TWO]]
    assert offices_after("nobody/knows", known.get, TODAY) == ()


def test_the_id_of_a_chi_cuc_says_that_it_is_one():
    assert id_of_name("CC THADS huyện Mới", AgencyKind.CHI_CUC) == "chi-cuc-huyen-moi"
    assert id_of_name("Phòng THADS khu vực 12 – Sơn La", AgencyKind.REGIONAL_OFFICE) == (
        "phong-khu-vuc-12-son-la"
    )
