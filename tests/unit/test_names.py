"""Names: cleaned, taken apart, folded, put in order."""

from thads_portal.domain.names import clean
from thads_portal.domain.names import folded_name
from thads_portal.domain.names import search_tokens
from thads_portal.domain.names import sort_key
from thads_portal.domain.syllables import within_one_edit
from thads_portal.domain.syllables import word_forms
from unicodedata import normalize

import pytest
import timeit


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ("  Nguyễn   Văn\tAn\n", "Nguyễn Văn An"),
        ("Nguyễn\u00a0Văn\u202fAn", "Nguyễn Văn An"),
        ("Ngu\u200byễn\ufeff Văn", "Nguyễn Văn"),
        (normalize("NFD", "Đặng Thị Hường"), "Đặng Thị Hường"),
        ("a\x00b", "a b"),
        ("", ""),
        ("\u200b", ""),
    ],
)
def test_clean(written, cleaned):
    assert clean(written) == cleaned


@pytest.mark.parametrize(
    ("word", "exact", "tones", "marks"),
    [
        ("Nguyễn", "nguyễn", "nguyên", "nguyen"),
        ("ĐỨC", "đức", "đưc", "duc"),
        ("Ðinh", "đinh", "đinh", "dinh"),  # eth for Đ
        ("Ɖào", "đào", "đao", "dao"),  # African d for Đ
        ("Hoà", "hòa", "hoa", "hoa"),
        ("Hòa", "hòa", "hoa", "hoa"),
        ("Thuý", "thúy", "thuy", "thuy"),
        ("Hoàng", "hoàng", "hoang", "hoang"),
        ("Quý", "quý", "quy", "qui"),
        ("Quí", "quí", "qui", "qui"),
        ("Qúy", "quý", "quy", "qui"),
        ("Giàng", "giàng", "giang", "giang"),
        ("Gìang", "giàng", "giang", "giang"),
        ("Huỳnh", "huỳnh", "huynh", "huynh"),
        ("Khuỷu", "khuỷu", "khuyu", "khuyu"),
        ("Ý", "ý", "y", "y"),
        ("T2", "t2", "t2", "t2"),
    ],
)
def test_forms_of_a_word(word, exact, tones, marks):
    forms = word_forms(word)
    assert (forms.exact, forms.tones, forms.marks) == (exact, tones, marks)


@pytest.mark.parametrize(
    ("one", "other"), [("Lý", "Lí"), ("Mỹ", "Mĩ"), ("Quý", "Quí"), ("Kỳ", "Kì")]
)
def test_i_and_y_are_equal_only_without_marks(one, other):
    assert word_forms(one).marks == word_forms(other).marks
    assert word_forms(one).tones != word_forms(other).tones


@pytest.mark.parametrize(("one", "other"), [("Thúy", "Thúi"), ("Huy", "Hui"), ("Tây", "Tâi")])
def test_i_and_y_stay_apart_after_another_vowel(one, other):
    assert word_forms(one).marks != word_forms(other).marks


def test_tokens_of_a_name():
    assert search_tokens("Lê Hoà") == sorted(
        ["fhoa le", "ehòa", "elê", "mhoa", "mle", "thoa", "tlê", "whoa le"]
    )


def test_tokens_name_the_legal_forms_and_keep_their_words():
    tokens = search_tokens("CÔNG TY TNHH MTV Minh Phát")
    assert {"l", "lcty", "ltnhh", "lmtv", "mcong", "mminh", "fminh phat"} <= set(tokens)


def test_no_token_is_too_long_for_an_index():
    name = " ".join(["\U0001d5ba" * 100 + str(place) for place in range(60)])
    assert max(len(token.encode()) for token in search_tokens(name)) < 2046


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CTY TNHH Minh Phát", "Công ty trách nhiệm hữu hạn MINH PHÁT"),
        ("Nguyễn Thị Lý", "nguyen thi li"),
        ("DNTN Hòa Bình", "Doanh nghiệp tư nhân Hoà Bình"),
        ("Ðỗ  Văn-An", "đỗ văn an"),
    ],
)
def test_two_writings_fold_to_one_name(one, other):
    assert folded_name(one) == folded_name(other)


def test_word_order_makes_another_folded_name():
    assert folded_name("Nguyễn Văn An") != folded_name("An Văn Nguyễn")


def in_order(names, kind="individual"):
    return sorted(names, key=lambda name: sort_key(name, kind))


def test_people_sort_by_given_middle_and_family_name():
    ordered = [
        "Nguyễn An",
        "Trần An",
        "Nguyễn Bảo An",
        "Lê Văn An",
        "Trần Văn An",
        "Nguyễn Thị Ánh",
        "Nguyễn Văn Ân",
        "Lê Đức Bình",
        "Lê Thị Đào",
        "Nguyễn Văn Dũng",
        "Hoàng Đạt",
    ]
    expected = [
        *ordered[:5],
        ordered[5],
        ordered[6],
        ordered[7],
        ordered[9],
        ordered[8],
        ordered[10],
    ]
    assert in_order(reversed(ordered)) == expected


def test_tones_come_in_the_order_of_the_dictionary():
    tones = ["Lê Ma", "Lê Mà", "Lê Mả", "Lê Mã", "Lê Má", "Lê Mạ"]
    assert in_order(reversed(tones)) == tones


def test_letters_come_before_tones_and_a_shorter_word_before_a_longer():
    assert in_order(["Lê Hang", "Lê Hạ", "Lê Hà"]) == ["Lê Hà", "Lê Hạ", "Lê Hang"]


def test_the_whole_alphabet():
    letters = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
    assert "".join(in_order(sorted(letters))) == letters


def test_organisations_sort_without_their_legal_forms():
    names = ["Công ty TNHH Bình An", "DNTN An Phú", "CTY CP Đại Việt", "Cà phê Trung Nguyên"]
    expected = ["DNTN An Phú", "Công ty TNHH Bình An", "Cà phê Trung Nguyên", "CTY CP Đại Việt"]
    assert in_order(names, "organisation") == expected


def test_an_alias_does_not_decide_the_order():
    key = sort_key("Nguyễn Văn An", "individual")
    assert sort_key("Nguyễn Văn An (tức Tèo)", "individual") == key
    assert sort_key("Nguyễn Văn An, tên gọi khác: Bảy Zin", "individual") == key
    assert sort_key("Nguyễn Văn An tức Tèo", "individual") == key


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("hung", "hung", True),
        ("hung", "hun", True),
        ("hung", "hunng", True),
        ("hung", "hang", True),
        ("nguyne", "nguyen", True),
        ("hung", "gunh", False),
        ("hung", "hu", False),
        ("", "a", True),
        ("ab", "ba", True),
        ("abc", "cab", False),
    ],
)
def test_within_one_edit(one, other, near):
    assert within_one_edit(one, other) is near
    assert within_one_edit(other, one) is near


def test_a_name_is_made_ready_for_the_register_quickly():
    names = [f"Nguyễn Văn {given} {place}" for place in range(500) for given in ("An", "Hùng")]

    def make():
        for name in names:
            search_tokens(name)
            sort_key(name, "individual")
            folded_name(name)

    best = min(timeit.repeat(make, number=1, repeat=5)) / len(names)
    # A few times what is aimed at (25 µs), since the machine has other work.
    assert best < 100e-6


def test_an_eth_that_stands_for_d_is_shown_as_d():
    from thads_portal.domain.names import with_true_d

    assert with_true_d("\u00d0INH VĂN \u0189ỨC, số 5/QĐ") == "ĐINH VĂN ĐỨC, số 5/QĐ"
    # An Icelander keeps the letters of the name.
    assert with_true_d("\u00d0orsteinn Guðmundsson") == "\u00d0orsteinn Guðmundsson"
    assert with_true_d("Dinh") == "Dinh"
