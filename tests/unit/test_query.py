"""Parameters of a search: what is taken, what is refused with what is allowed."""

from base64 import urlsafe_b64encode
from dataclasses import replace
from hypothesis import given
from hypothesis import strategies as st
from thads_portal.browser.shared.places import province_options
from thads_portal.browser.shared.search_state import State
from thads_portal.errors import BadFilter
from thads_portal.register.query import After
from thads_portal.register.query import MAX_SIZE
from thads_portal.register.query import parse
from thads_portal.register.query import Sort

import pytest


def test_nothing_asked_is_the_newest_of_the_nation():
    query = parse({})
    assert (query.names, query.province, query.sort, query.start) == (None, None, Sort.NEWEST, 0)
    assert not query.hopeless


def test_empty_fields_of_a_form_are_absent():
    empty = dict.fromkeys(
        ("q", "province", "agency", "ground", "year", "amount_min", "number", "sort", "b_size"), " "
    )
    assert replace(parse(empty), typed="") == parse({})


def test_everything_at_once():
    query = parse(
        {
            "q": " nguyễn  văn ",
            "province": "cao-bang",
            "agency": "cao-bang/chi-cuc-thanh-pho",
            "debtor_kind": "individual",
            "judgment_kind": "civil",
            "ground": "a",
            "year": "2026",
            "amount_min": "12.500.000",
            "amount_max": "20000000",
            "number": "Số 05/QĐ-CCTHADS",
            "sort": "name",
            "b_size": 100,
            "b_start": "40",
        }
    )
    assert query.q == "nguyễn văn"
    assert (query.province, query.agency) == ("cao-bang", "cao-bang/chi-cuc-thanh-pho")
    assert (query.debtor_kind, query.judgment_kind, query.grounds) == (
        "individual",
        "civil",
        ("a", "38/2025:a"),
    )
    assert (query.year, query.amount_min, query.amount_max) == (2026, 12_500_000, 20_000_000)
    assert (query.number, query.sort) == ("5/qd-ccthads", Sort.NAME)
    assert (query.size, query.start) == (100, 40)


def test_relevance_needs_a_name():
    assert parse({"sort": "relevance"}).sort == Sort.NEWEST
    assert parse({"q": "an"}).sort == Sort.RELEVANCE
    assert parse({"q": "an", "sort": "-published"}).sort == Sort.NEWEST


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("province", "atlantis", "cao-bang"),
        ("province", "15", "yen-bai"),
        ("province", "gso-2025:15", "yen-bai"),
        ("province_2025", "yen-bai", "lao-cai"),
        ("province_2025", "15", "lao-cai"),
        ("province_2025", "gso-2004:15", "lao-cai"),
        ("debtor_kind", "ghost", "organisation"),
        ("judgment_kind", "CIVIL", "civil"),
        ("ground", "i", "dd"),
        ("ground", "44a/2014:d", "c"),
        ("ground_scheme", "44a", "44a/2014"),
        ("year", "26", "1990–2100"),
        ("year", "20x6", "1990–2100"),
        ("year", "٢٠٢٦", "1990–2100"),
        ("amount_min", "-1", "0–1000000000000000"),
        ("amount_min", "1.5", "0–1000000000000000"),
        ("amount_max", "9" * 17, "0–1000000000000000"),
        ("sort", "random", "-published"),
        ("b_size", str(MAX_SIZE + 1), "1–100"),
        ("b_size", "0", "1–100"),
        ("b_start", "10001", "0–10000"),
        ("b_start", "-5", "0–10000"),
        ("agency", "cao-bang", "<province>/<agency>"),
        ("agency", "atlantis/cuc", "<province>/<agency>"),
        ("agency", "cao-bang/'; drop", "<province>/<agency>"),
        ("after", "!!!", "batching.next"),
        ("after", "W10", "batching.next"),
        # Deeper than Python can follow.
        ("after", urlsafe_b64encode(b"[" * 30_000).decode(), "batching.next"),
        ("province", ["a", "b"], "one value"),
    ],
)
def test_a_bad_filter_is_refused_with_what_is_allowed(name, value, allowed):
    with pytest.raises(BadFilter) as refused:
        parse({name: value})
    assert refused.value.name == name
    assert allowed in refused.value.allowed
    assert refused.value.status == 400


@pytest.mark.parametrize(
    ("params", "places"),
    [
        ({"province": "gso-2004:15"}, ("yen-bai",)),
        ({"province": "Sài Gòn"}, ("tp-ho-chi-minh",)),
        ({"province": "Đắc Lắc"}, ("dak-lak",)),
        ({"province_2025": "gso-2025:15"}, ("lao-cai", "yen-bai")),
        ({"province_2025": "lao-cai", "province": "yen-bai"}, ("yen-bai",)),
        ({"province_2025": "cao-bang"}, ("cao-bang",)),
        ({"agency": "lao-cai/thads"}, ("lao-cai", "yen-bai")),
        ({"agency": "lao-cai/cuc"}, ("lao-cai",)),
        ({"agency": "yen-bai/cuc", "province_2025": "lao-cai"}, ("yen-bai",)),
        ({"agency": "lao-cai/thads", "province_2025": "lao-cai"}, ("lao-cai", "yen-bai")),
    ],
)
def test_old_and_new_geography(params, places):
    assert set(parse(params).places) == set(places)


def test_both_geographies_must_agree():
    with pytest.raises(BadFilter) as refused:
        parse({"province": "yen-bai", "province_2025": "cao-bang"})
    assert list(refused.value.allowed) == ["lao-cai"]
    assert parse({"agency": "lao-cai/thads", "province": "yen-bai"}).agency == "lao-cai/thads"
    assert parse({"agency": "lao-cai/thads"}, fixed_province="yen-bai").province == "yen-bai"
    with pytest.raises(BadFilter):
        parse({"agency": "lao-cai/cuc", "province": "yen-bai"})


def test_amounts_must_be_in_order():
    with pytest.raises(BadFilter):
        parse({"amount_min": "2", "amount_max": "1"})


def test_a_subsite_fixes_the_province():
    assert parse({}, fixed_province="cao-bang").province == "cao-bang"
    assert parse({"province": "cao-bang"}, fixed_province="cao-bang").province == "cao-bang"
    with pytest.raises(BadFilter):
        parse({"province": "ha-noi"}, fixed_province="cao-bang")
    with pytest.raises(BadFilter):
        parse({"agency": "ha-noi/cuc"}, fixed_province="cao-bang")


@pytest.mark.parametrize("junk", ["😀", "' & !", "\0", "\ud800", "x" * 10_000, "a " * 5000])
def test_junk_in_the_name_is_no_error_and_not_everything(junk):
    query = parse({"q": junk})
    assert query.hopeless


def test_a_number_of_signs_only_finds_nothing():
    assert parse({"number": "///"}).hopeless


places = st.one_of(
    st.builds(
        After,
        st.just(Sort.NAME),
        st.integers(0, 20),
        st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=30),
        st.just("2026-0000001"),
    ),
    st.builds(
        After,
        st.sampled_from([Sort.NEWEST, Sort.RELEVANCE]),
        st.integers(0, 20),
        st.integers(0, 2**52),
        st.just("2026-0000001"),
    ),
)


@given(places)
def test_after_survives_the_address(after):
    query = parse({"q": "an", "sort": after.sort.value, "after": after.encode(), "b_start": "20"})
    assert query.after == after
    assert query.start == 0


@given(st.text(max_size=60))
def test_any_after_is_read_or_refused(text):
    try:
        parse({"q": "an", "after": text})
    except BadFilter as refused:
        assert refused.name == "after"


def test_half_a_surrogate_is_no_place():
    """No database holds it, so the question would fail there."""
    place = urlsafe_b64encode(b'["name",0,"\\ud800","2026-0000001"]').decode()
    with pytest.raises(BadFilter):
        parse({"q": "an", "sort": "name", "after": place})


def test_after_belongs_to_its_order():
    after = After(Sort.NAME, 0, "an", "2026-0000001").encode()
    with pytest.raises(BadFilter):
        parse({"q": "an", "sort": "-published", "after": after})


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("Sài Gòn", "tp-ho-chi-minh"), ("TP.HCM", "tp-ho-chi-minh"), ("TPHCM", "tp-ho-chi-minh"),
        ("tp hcm", "tp-ho-chi-minh"), ("Ho Chi Minh City", "tp-ho-chi-minh"),
        ("daklak", "dak-lak"), ("dak lak", "dak-lak"), ("Đắc Lắk", "dak-lak"), ("DAKLAK", "dak-lak"),
        ("BRVT", "ba-ria-vung-tau"), ("BR-VT", "ba-ria-vung-tau"), ("Vũng Tàu", "ba-ria-vung-tau"),
        ("Huế", "thua-thien-hue"), ("TTH", "thua-thien-hue"), ("TT-Huế", "thua-thien-hue"),
        ("tỉnh Yên Bái", "yen-bai"), ("yen bai province", "yen-bai"),
    ],
)  # fmt: skip
def test_a_province_is_asked_for_under_all_its_names_and_stands_by_its_slug(typed, slug):
    assert parse({"province": typed}).province == slug
    assert State("/tra-cuu", {"province": typed}).params == {"province": slug}
    assert f'<option value="{slug}" selected' in province_options(slug)


def test_a_province_of_today_is_asked_for_in_the_same_field():
    asked = parse({"province": "2025:lao-cai"})
    assert (asked.province, asked.province_2025) == (None, "lao-cai")
    state = State("/tra-cuu", {"province": "2025:Lào Cai", "q": "a"})
    assert state.params == {"q": "a", "province_2025": "lao-cai"}
    assert '<option value="2025:lao-cai" selected' in province_options("2025:lao-cai")
    # One that nothing was merged into is there once.
    assert "2025:cao-bang" not in province_options()
    assert '<option value="cao-bang" selected' in province_options("2025:cao-bang")
    for wrong in ("2025:yen-bai", "2025:x", "2025:"):
        with pytest.raises(BadFilter):
            parse({"province": wrong})
    with pytest.raises(BadFilter):
        parse({"province": "2025:lao-cai", "province_2025": "cao-bang"})
    with pytest.raises(BadFilter):
        parse({"province": "2025:lao-cai"}, fixed_province="cao-bang")


def test_a_place_that_is_none_stays_in_the_address_to_be_refused():
    assert State("/tra-cuu", {"province": "Atlantis"}).params == {"province": "Atlantis"}
