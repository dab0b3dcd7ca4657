"""Readings of what was typed: a property for each way of writing a name."""

from hypothesis import given
from hypothesis import strategies as st
from tests.benchmarks import writings
from thads_portal.domain.business_words import spellings
from thads_portal.domain.dialect import are_spoken_alike
from thads_portal.domain.dialect import variants
from thads_portal.domain.foreign import foreign_spellings
from thads_portal.domain.initials import initials_of
from thads_portal.domain.keyboard import from_telex
from thads_portal.domain.keyboard import from_vni
from thads_portal.domain.name_parts import is_several
from thads_portal.domain.name_parts import left_of
from thads_portal.domain.name_parts import parts
from thads_portal.domain.names import sort_key
from thads_portal.domain.names import split
from thads_portal.domain.parting import joinings
from thads_portal.domain.parting import partings
from thads_portal.domain.readings import bare_name
from thads_portal.domain.readings import by_words
from thads_portal.domain.readings import Reading
from thads_portal.domain.readings import readings
from thads_portal.domain.readings import tokens_to_know
from thads_portal.domain.syllables import word_forms
from thads_portal.domain.typed import before_address
from thads_portal.domain.typed import holds_personal_number
from thads_portal.domain.typed import is_no_name
from thads_portal.domain.typed import names_in_address
from thads_portal.domain.typed import number_in
from thads_portal.domain.typed import strip

import pytest
import random
import re


WORDS = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Huỳnh",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Đinh",
    "Dương",
    "Lường",
    "Quách",
    "Triệu",
    "Văn",
    "Thị",
    "Đức",
    "Hữu",
    "Quang",
    "Thuý",
    "Thủy",
    "Hòa",
    "Hoài",
    "Hưng",
    "Hùng",
    "Phượng",
    "Tuyết",
    "Quỳnh",
    "Giang",
    "Quốc",
    "Ngọc",
    "Yến",
    "Khuê",
    "Oanh",
    "Loan",
    "Thương",
]
names = st.lists(st.sampled_from(WORDS), min_size=2, max_size=4).map(" ".join)
chances = st.integers(0, 10**6).map(random.Random)


def exact(text):
    return [word.exact for word in split(text)]


def texts(typed):
    return [exact(each.text) for each in readings(typed)]


@given(names)
def test_the_plain_reading_comes_first_and_most_names_have_no_other(name):
    found = readings(name)
    assert found[0] == Reading(name)
    assert all(each.done for each in found[1:])


@given(names, chances)
@pytest.mark.parametrize(
    ("way", "reading"), [("telex", "telex"), ("vni", "vni"), ("half", "telex")]
)
def test_what_an_input_method_left_is_read(way, reading, name, chance):
    typed = getattr(writings, way)(name, chance)
    if typed is None:
        return
    found = {tuple(exact(each.text)): each.name for each in readings(typed)}
    assert found.get(tuple(exact(name))) in (reading, None)
    assert tuple(exact(name)) in found


@given(st.sampled_from(WORDS))
def test_a_word_with_its_marks_is_left_alone(word):
    assert from_vni(word) == word
    assert exact(from_telex(word)) == exact(word)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("DDinhj", "định"),
        ("Huwowng", "hương"),
        ("huongw", "hương"),
        ("Nguyeexn", "nguyễn"),
        ("NGUYEENX", "nguyễn"),
        ("Quoocs", "quốc"),
        ("dungx", "dũng"),
        ("Nguyênx", "nguyễn"),
    ],
)
def test_words_of_telex(typed, word):
    assert exact(from_telex(typed)) == [word]


@given(names, chances)
def test_a_title_or_a_year_is_dropped_and_told(name, chance):
    for way, done in ((writings.titled, "title_dropped"), (writings.with_year, "year_dropped")):
        stripped = strip(way(name, chance))
        assert exact(stripped.text) == exact(name)
        assert stripped.done == (done,)
        assert stripped.dropped


@given(names, chances)
def test_words_without_spaces_part_into_words_that_are_known(name, chance):
    typed = writings.without_spaces(name, chance)
    base = Reading(typed)
    known = {word_forms(word).plain: 100 for word in WORDS}
    assert set(known) & tokens_to_know(base) or len(typed) < 3
    wanted = " ".join(word_forms(word).plain for word in name.split())
    found = [each.text for each in by_words(base, known) if each.name == "parted"]
    assert any(sorted(each.split()) == sorted(wanted.split()) or each for each in found)
    assert wanted in list(
        partings([typed.lower() if typed.isascii() else split(typed)[0].plain], known)
    )


def test_names_of_minorities_part_and_join():
    assert "h hen nie" in list(partings(["hhen", "nie"], {"h": 5, "hen": 2, "nie": 9}))
    assert "y bhia eban" in list(joinings(["y", "bhia", "e", "ban"], {"eban": 4}))
    assert any(each.text == "K'Brôi" for each in readings("KʼBrôi"))


@given(names, chances)
def test_initials_fit_the_sort_name_of_who_is_meant(name, chance):
    typed = writings.initials(name, chance)
    if typed is None:
        return
    meant = initials_of(typed)
    assert meant is not None
    assert re.search(meant.pattern, sort_key(name, "individual"))
    assert not re.search(meant.pattern, sort_key("Xa Xi Xe Xo", "individual"))


@pytest.mark.parametrize("name", ["Nguyễn Văn An", "Lê An", "Nguyễn", "Nguyễn Văn A", "Hoa Sen 36"])
def test_names_written_out_are_no_initials(name):
    assert initials_of(name) is None


def test_capitals_part_words_and_are_initials_though_they_have_vowels():
    assert [each.text for each in readings("ĐỗAn")] == ["ĐỗAn", "Đỗ An"]
    assert readings("NguyễnVănAn")[1].name == "parted"
    assert re.search(initials_of("TA Tùng").pattern, sort_key("Trần Anh Tùng", "individual"))
    assert initials_of("LÊ AN") is None


@given(st.sampled_from(WORDS).map(lambda word: word_forms(word).plain))
def test_a_region_s_spelling_is_known_from_both_sides(word):
    for other in variants(word):
        assert are_spoken_alike(other, word)
    assert word not in variants(word)


@pytest.mark.parametrize(
    ("one", "other"),
    [("lam", "nam"), ("son", "xon"), ("chung", "trung"), ("dang", "giang"), ("van", "vang"),
     ("mat", "mac"), ("thuy", "thui"), ("quoc", "cuoc"), ("quang", "coang"), ("hong", "hung")],
)  # fmt: skip
def test_pairs_of_spellings(one, other):
    assert are_spoken_alike(one, other)


@pytest.mark.parametrize(
    ("typed", "listed"),
    [("soren", "søren"), ("jorgensen", "jørgensen"), ("mueller", "muller"), ("muller", "mueller"),
     ("isik", "ısık"), ("lukasz", "łukasz"), ("łukasz", "lukasz")],
)  # fmt: skip
def test_foreign_letters(typed, listed):
    assert listed in foreign_spellings(typed)


@pytest.mark.parametrize(
    ("typed", "listed"),
    [
        ("C.ty TM DV Hoa Sen", "cty thuong mai dich vu hoa sen"),
        ("Công ty TMDV Hoa Sen", "cong ty thuong mai dich vu hoa sen"),
        ("Cty Thương mại Hoa Sen", "cty tm hoa sen"),
        ("CTY XNK Sao & Mai", "cty xuat nhap khau sao mai"),
        ("Cty Sao và Mai", "cty sao mai"),
        ("C.ty Hoa Sen", "hoa sen"),
    ],
)
def test_organisations_short_and_in_full(typed, listed):
    found = {" ".join(word.plain for word in split(each)) for each in spellings(typed)}
    assert listed in found


@pytest.mark.parametrize(
    "text", ["210/QĐ-CCTHADS", "2026-0001234", "số 12 / QÐ-CCTHADS", "05/2024/DS-ST"]
)
def test_numbers_of_documents(text):
    assert number_in(text)
    assert not holds_personal_number(text)


@pytest.mark.parametrize("text", ["Nguyễn Văn An", "Công ty CP 36", "1979", "Số Đỏ", ""])
def test_names_are_no_numbers(text):
    assert number_in(text) is None


@given(st.from_regex(r"[0-9]{9}|[0-9]{12}", fullmatch=True), names, st.booleans())
def test_identity_numbers_are_recognised(number, name, grouped):
    text = f"{name} {' '.join(re.findall('...', number)) if grouped else number}"
    assert holds_personal_number(text)
    assert not holds_personal_number(f"{name} {number[:8]}")


def test_addresses():
    assert before_address("phường Sông Hiến") == ("", "phường Sông Hiến")
    assert before_address("Nguyễn Văn An, xã Tân Lập") == ("Nguyễn Văn An", "xã Tân Lập")
    assert before_address("Nguyễn Tổ Quan") is None


@given(st.text(max_size=60))
def test_any_text_can_be_read(text):
    found = readings(text)
    assert found[0].done == ()
    assert len(found) < 200
    by_words(found[0], dict.fromkeys(tokens_to_know(found[0]), 3))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("phường Sông Hiến", "Sông Hiến"),
        ("tổ 5, phường Hợp Giang, TP Cao Bằng", "Hợp Giang Cao Bằng"),
        ("số nhà 12", ""),
        ("to thi nhung", None),
        ("duong van an", None),
        ("to 5 phuong hop giang", "hop giang"),
        ("Nguyễn Văn An, phường Sông Hiến", None),
        ("Nguyễn Văn An", None),
    ],
)
def test_words_of_an_address_that_may_be_a_name(typed, words):
    assert names_in_address(typed) == words


@pytest.mark.parametrize(
    ("typed", "left", "dropped"),
    [
        ("Nguyễn Văn Hùng (ông)", "Nguyễn Văn Hùng", "ông"),
        ("Nguyễn Thị Hoa, bà", "Nguyễn Thị Hoa", "bà"),
        ("Nguyễn Văn Hùng 0912345678", "Nguyễn Văn Hùng", "0912345678"),
        ("Nguyễn Văn Hùng, ĐT: 0912.345.678", "Nguyễn Văn Hùng", "ĐT: 0912.345.678"),
        ("Nguyễn Văn Hùng +84 912 345 678", "Nguyễn Văn Hùng", "+84 912 345 678"),
    ],
)
def test_a_title_or_a_telephone_behind_the_name_is_dropped_and_told(typed, left, dropped):
    found = strip(typed)
    assert (found.text, found.dropped) == (left, (dropped,))


@pytest.mark.parametrize("name", ["Trần Văn Anh", "Nguyễn Thị Chi", "Lê Thị Ba", "Công ty 84"])
def test_a_name_that_ends_like_a_title_stays(name):
    assert strip(name).text == name and strip(name).done == ()


@pytest.mark.parametrize(
    ("typed", "dropped"),
    [
        ("bị đơn Lý Phú Sơn", ("bị đơn",)),
        ("Hộ gia đình ông Lý Phú Sơn", ("Hộ gia đình", "ông")),
        ("hộ bà Lý Phú Sơn", ("hộ", "bà")),
        ("vợ chồng ông Lý Phú Sơn", ("vợ chồng", "ông")),
        ("giám đốc: Lý Phú Sơn", ("giám đốc:",)),
        ("người phải thi hành án Lý Phú Sơn", ("người phải thi hành án",)),
        ("kiem tra Lý Phú Sơn", ("kiem tra",)),
        ("Lý Phú Sơn và vợ", ("và vợ",)),
        ("Lý Phú Sơn có nợ thi hành án không?", ("có nợ thi hành án không",)),
        ("Lý Phú Sơn ở Cao Bằng", ("ở Cao Bằng",)),
        ("Lý Phú Sơn, Cao Bang", ("Cao Bang",)),
        ("Lý Phú Sơn - TP.HCM", ("TP.HCM",)),
        ("Lý Phú Sơn (sinh năm 1979), Cao Bằng", ("sinh năm 1979", "Cao Bằng")),
    ],
)
def test_what_a_clerk_writes_around_a_name_is_left_out_and_told(typed, dropped):
    found = [each for each in readings(typed) if each.text == "Lý Phú Sơn"]
    assert found and found[0].dropped == dropped
    # The name as typed comes first all the same.
    assert readings(typed)[0].done == ()


@pytest.mark.parametrize(
    "name",
    ["Nguyễn Thị Hà Giang", "Hộ kinh doanh Hoa Sen", "Trần Thái Bình", "Vợ Văn An", "Đỗ Thị Xem"],
)
def test_what_is_part_of_a_name_stays(name):
    assert not any(each.dropped for each in readings(name))


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("mã số 2026-0019855", "2026-19855"),
        ("2026/0019855", "2026-19855"),
        ("20260019855", "2026-19855"),
        ("Quyết định số 210/QĐ-CCTHADS ngày 01/02/2026", "210/qd-ccthads"),
        ("210/QĐ-CCTHADS của Chi cục", "210/qd-ccthads"),
        ("12/03/1979", None),
        ("01/02", None),
        ("1979", None),
    ],
)
def test_a_number_is_known_however_it_is_written(typed, number):
    assert number_in(typed) == number


def test_no_piece_of_a_number_is_taken_for_a_telephone():
    assert not any(each.dropped for each in readings("Lý 2026-0019855"))
    assert not any(each.dropped for each in readings("Lý 20260912345"))


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Lý Phú Sơn & Trần Thị Bích", ["Lý Phú Sơn", "Trần Thị Bích"]),
        ("Lý Phú Sơn; Trần Thị Bích", ["Lý Phú Sơn", "Trần Thị Bích"]),
        ("Lý Phú Sơn Cao Bằng", ["Lý Phú Sơn"]),
        ("210/QĐ-CCTHADS Nguyễn Văn An", ["Nguyễn Văn An"]),
        ("12 Nguyễn Trãi", ["Nguyễn Trãi"]),
    ],
)
def test_the_parts_that_may_be_a_name_come_in_their_order(typed, first):
    assert parts(typed)[: len(first)] == first
    for part in parts(typed):
        assert part not in left_of(typed, part)


@pytest.mark.parametrize("name", ["Nguyễn Thị Lan Anh", "Lý Phú Sơn", "An", "", "Y Bhiă Ê Ban"])
def test_one_name_has_no_parts(name):
    assert parts(name) == [] and not is_several(name)


@given(st.text(max_size=300))
def test_any_text_has_parts_without_an_error(text):
    assert len(parts(text)) <= 40
    is_no_name(text)


@pytest.mark.parametrize("typed", ["MST 0101234567", "sinh năm 1979", "a@x.vn", "https://x.vn/y"])
def test_what_is_beside_a_name_is_nobodys(typed):
    assert is_no_name(typed) and not is_no_name(f"Lý Phú Sơn {typed}")


def test_the_letters_of_old_fonts_are_read():
    found = {each.text for each in readings("NguyÔn V¨n An") if "legacy_font" in each.done}
    assert "Nguyễn Văn An" in found
    # What is Unicode is left alone, whatever it could stand for.
    assert not any("legacy_font" in each.done for each in readings("Trần Thị Hoà Nguyên"))


@pytest.mark.parametrize(
    ("typed", "name", "meant"),
    [
        ("Lý Phú Sơn HCM", "Lý Phú Sơn", "Lý Phú Sơn"),
        ("Lý Phú Sơn tp. hcm", "Lý Phú Sơn", "Lý Phú Sơn"),
        ("ly phu son daklak", "ly phu son", "ly phu son"),
        # Close names are looked for beside the whole where it may be one.
        ("Lý Phú Sơn Hà Nội", "Lý Phú Sơn", "Lý Phú Sơn Hà Nội"),
        ("Nguyễn Thị Kim Hà Nam", "Nguyễn Thị Kim", "Nguyễn Thị Kim Hà Nam"),
        # Who may be called so is not parted: two words would be left, or the last is a name itself.
        ("Nguyễn Văn Thái Bình", None, "Nguyễn Văn Thái Bình"),
        ("Trần Thị Ngọc Huế", None, "Trần Thị Ngọc Huế"),
        ("Hà Nội", None, "Hà Nội"),
    ],
)
def test_a_province_behind_the_name_without_a_sign(typed, name, meant):
    found = readings(typed)
    assert found[0].text == typed
    dropped = [each.text for each in found if "address_dropped" in each.done]
    assert dropped[:1] == ([name] if name else [])
    assert not any(each.sure for each in found if "address_dropped" in each.done)
    assert bare_name(found).text == meant
