"""How a name answers what was typed, and that the forms of words hold together."""

from hypothesis import given
from hypothesis import strategies as st
from thads_portal.domain.name_match import differences
from thads_portal.domain.name_match import match_level
from thads_portal.domain.name_match import other_forms
from thads_portal.domain.name_match import parse_query
from thads_portal.domain.names import clean
from thads_portal.domain.names import folded_name
from thads_portal.domain.names import search_tokens
from thads_portal.domain.names import sort_key
from thads_portal.domain.syllables import TONE_MARKS
from thads_portal.domain.syllables import word_forms
from unicodedata import normalize

import pytest


SYLLABLES = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Hoà",
    "Hòa",
    "Thuý",
    "Quý",
    "Lý",
    "Lí",
    "Mỹ",
    "Văn",
    "Vân",
    "Thị",
    "Đức",
    "Ðức",
    "An",
    "Ân",
    "Anh",
    "Ánh",
    "Hùng",
    "Hưng",
    "Hung",
    "Dũng",
    "Dung",
    "Giang",
    "Giàng",
    "Gìn",
    "Nghĩa",
    "Quốc",
    "Khuê",
    "Thủy",
    "Uyên",
    "Yến",
    "Ý",
    "Oanh",
    "Xoăn",
    "Phượng",
]
names = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=5).map(" ".join)


@pytest.mark.parametrize(
    ("query", "name", "level"),
    [
        ("Nguyễn Văn An", "Nguyễn Văn An", "exact"),
        ("NGUYỄN VĂN AN", "Nguyễn Văn An", "exact"),
        ("an nguyễn", "Nguyễn Văn An", "contains"),
        ("Nguyễn Vă", "Nguyễn Văn An", "contains"),
        ("Nguy", "Nguyễn Văn An", "contains"),
        ("hoà", "Lê Hòa", "contains"),
        ("hò", "Lê Hoà", "contains"),
        ("hoà", "Lê Hoàng", "contains"),
        ("Đinh", "Ðinh Văn Sơn", "contains"),
        ("Nguyên Văn An", "Nguyễn Văn Ân", "marks"),
        ("Nguyên Văn An", "Nguyễn Văn Án", "tones"),
        ("nguyen van an", "Nguyễn Văn An", "marks"),
        ("lí", "Trần Lý", "contains"),
        ("my", "Đỗ Mỹ", "contains"),
        ("mi", "Đỗ Mỹ", "contains"),
        ("dinh", "Đinh Sơn", "contains"),
        ("cty tnhh Minh Phát", "CÔNG TY CỔ PHẦN MINH PHÁT", "exact"),
        ("công ty minh phat", "DNTN Minh Phát", "tones"),
        ("tran cong ty", "Trần Công Tỵ", "marks"),
        ("nguyn van hung", "Nguyễn Văn Hùng", "close"),
        ("nguyne van hung", "Nguyễn Văn Hùng", "close"),
        ("Teo", "Nguyễn Văn An (tức Tèo)", "contains"),
    ],
)
def test_level(query, name, level):
    assert match_level(query, name).level == level


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("Nguyễn Văn Bình", "Nguyễn Văn An"),
        ("nguyn vn hug", "Nguyễn Văn Hùng"),
        ("an", "Nguyễn Văn Lan"),
        ("tran cong ty", "Trần Văn An"),
        ("minh phat", "Nguyễn Văn Minh"),
        ("thui", "Lê Huy"),
        ("văn nguy an", "Nguyễn Văn An"),
        ("🙂", "Nguyễn Văn An"),
        ("", "Nguyễn Văn An"),
        ("'':* & !", "Nguyễn Văn An"),
    ],
)
def test_no_match(query, name):
    assert match_level(query, name) is None


def test_whole_names_are_told_from_parts_and_beginnings():
    full = match_level("an van nguyen", "Nguyễn Văn An")
    part = match_level("an nguyen", "Nguyễn Văn An")
    start = match_level("nguyen van a", "Nguyễn Văn An")
    assert (full.whole, full.full) == (True, True)
    assert (part.whole, part.full) == (True, False)
    assert (start.whole, start.full) == (False, False)


@pytest.mark.parametrize("text", ["x" * 10_000, "a " * 5_000, "\0" * 50, "\ud800", "😀" * 30, "--"])
def test_junk_is_hopeless(text):
    query = parse_query(text)
    assert query.hopeless
    assert match_level(query, "Nguyễn Văn An") is None


@given(st.text(max_size=80))
def test_clean_is_idempotent_and_nfc(text):
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert normalize("NFC", cleaned) == cleaned
    assert "  " not in cleaned


@given(st.text(max_size=60))
def test_any_text_can_be_indexed_and_ordered(text):
    for token in search_tokens(text):
        assert "\0" not in token
        assert token[0] in "etmwfl"
    assert "\0" not in sort_key(text, "individual") + sort_key(text, "organisation")
    folded = folded_name(text)
    assert folded_name(clean(text)) == folded


@given(names)
def test_unicode_form_and_case_make_no_difference(name):
    for other in (normalize("NFD", name), name.upper(), name.lower(), f" {name}\u200b "):
        assert search_tokens(other) == search_tokens(name)
        assert sort_key(other, "individual") == sort_key(name, "individual")
        assert folded_name(other) == folded_name(name)


@given(st.sampled_from(SYLLABLES), st.integers(0, 5))
def test_the_tone_counts_and_not_the_vowel_it_is_written_on(syllable, place):
    decomposed = normalize("NFD", syllable)
    tone = next((c for c in decomposed if c in TONE_MARKS), "")
    bare = normalize("NFC", decomposed.replace(tone, "") if tone else decomposed)
    vowels = [i for i, c in enumerate(bare) if c.lower() in "aăâeêioôơuưy"]
    seat = vowels[place % len(vowels)]
    if bare[: seat + 1].lower() in ("gi", "qu") and len(vowels) > 1:
        seat = vowels[1]
    moved = normalize("NFC", bare[: seat + 1] + tone + bare[seat + 1 :])
    assert word_forms(moved).exact == word_forms(syllable).exact


@given(names, st.data())
def test_every_looser_writing_still_finds_the_name(name, data):
    words = data.draw(st.permutations(name.split()))
    asked = words[: data.draw(st.integers(1, len(words)))]
    seen = []
    for form in (
        asked,
        [word_forms(word).tones for word in asked],
        [word_forms(word).plain for word in asked],
    ):
        match = match_level(form, name)
        assert match is not None
        assert match.level != "close"
        seen.append(match.depth)
    assert seen[0] == 0
    assert seen[0] <= seen[1] <= seen[2] <= 2


@given(names, st.integers(1, 8))
def test_a_name_is_found_while_its_last_word_is_typed(name, size):
    *first, last = name.split()
    match = match_level(" ".join([*first, last[:size]]), name)
    assert match is not None
    assert match.level != "close"


@given(names, names)
def test_order_is_that_of_words_letter_by_letter(one, other):
    alphabet = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"

    def slow(name):
        words = [word_forms(word) for word in name.split()]
        words = [words[-1], *words[1:-1], *(words[:1] if len(words) > 1 else [])]

        def by_letters(word):
            tone = [c for c in normalize("NFD", word.exact) if c in TONE_MARKS]
            rank = TONE_MARKS.index(tone[0]) + 1 if tone else 0
            return [alphabet.index(letter) for letter in word.tones], rank

        middle = [by_letters(word) for word in words[1:-1]]
        family = [by_letters(word) for word in words[-1:]] if len(words) > 1 else []
        return [by_letters(words[0])], middle, family

    ours = sort_key(one, "individual"), sort_key(other, "individual")
    theirs = slow(one), slow(other)
    assert (ours[0] < ours[1]) == (theirs[0] < theirs[1])
    assert (ours[0] == ours[1]) == (theirs[0] == theirs[1])


@pytest.mark.parametrize(
    ("typed", "name", "told"),
    [
        ("Nguyễn Văn Hùng", "Nguyễn Văn Hưng", (("Hùng", "Hưng", False),)),
        ("Thúy", "Lê Thủy", (("Thúy", "Thủy", False),)),
        ("nguyen van hung", "Nguyễn Văn Hưng", ()),
        ("Trần Văn Lam", "Trần Văn Nam", (("Lam", "Nam", True),)),
        ("an nguyen van", "Nguyễn Văn An", ()),
        ("Nguyễn Văn A", "Nguyễn Văn An", (("A", "An", False),)),
    ],
)
def test_in_which_words_a_name_differs(typed, name, told):
    assert differences(parse_query(typed), name) == told


@pytest.mark.parametrize(
    ("typed", "name", "other"),
    [
        ("CTCP Hoa Sen", "Công ty TNHH Hoa Sen", True),
        ("cty Hoa Sen", "Công ty TNHH Hoa Sen", False),
        ("HTX Hoa Sen", "Công ty TNHH Hoa Sen", True),
        ("Cty TNHH MTV Hoa Sen", "Công ty TNHH Hoa Sen", False),
        ("Hoa Sen", "Công ty TNHH Hoa Sen", False),
    ],
)
def test_another_form_of_organisation_is_told(typed, name, other):
    assert other_forms(parse_query(typed), name) == other
