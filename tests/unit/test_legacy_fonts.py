"""TCVN3 and VNI to Unicode: whole tables, the system's iconv as an oracle, no double conversion."""

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies
from itertools import product
from tests.support.examples import examples
from tests.support.pace import assert_within
from thads_portal.domain.legacy_fonts import decode
from thads_portal.domain.legacy_fonts import encode
from thads_portal.domain.legacy_fonts import Encoding
from thads_portal.domain.legacy_fonts import encoding_of_font
from thads_portal.domain.legacy_fonts import has_capitals_only
from thads_portal.domain.legacy_texts import convert
from thads_portal.domain.legacy_texts import forced
from thads_portal.domain.legacy_texts import reading_of
from thads_portal.domain.legacy_texts import weigh
from thads_portal.domain.spelling import is_syllable
from thads_portal.domain.spelling import ONSETS
from thads_portal.domain.spelling import RHYMES
from unicodedata import normalize

import pytest
import shutil
import subprocess


TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")


def _syllables():
    for onset, rhyme, tone in product(("", *ONSETS), sorted(RHYMES), TONES):
        word = onset + rhyme
        if word.endswith(("c", "ch", "p", "t")) and tone not in ("\u0301", "\u0323"):
            continue
        # The tone on the last letter with a mark, else on the first vowel of the rhyme.
        marked = [place for place, letter in enumerate(rhyme) if letter in "ăâêôơư"]
        plain = [place for place, letter in enumerate(rhyme) if letter in "aeiouy"]
        place = len(onset) + (marked[-1] if marked else plain[0])
        yield normalize("NFC", word[: place + 1] + tone + word[place + 1 :])


SYLLABLES = sorted(set(_syllables()))


def read(texts, font=None, *, elsewhere=False):
    """The texts of a list that are all in one font, converted together."""
    reading = reading_of(weigh(texts), encoding_of_font(font), unicode_elsewhere=elsewhere)
    return [convert(text, reading, capitals=has_capitals_only(font)) for text in texts]


def test_all_syllables_are_syllables():
    assert len(SYLLABLES) > 15_000
    assert all(map(is_syllable, SYLLABLES))
    assert not any(map(is_syllable, ("NguyÔn", "V¨n", "Nguyeãn", "café", "dầc", "xyz", "bac")))


@pytest.mark.parametrize("case", [str.lower, str.capitalize, str.upper])
def test_every_syllable_typed_for_vni(case):
    for syllable in SYLLABLES:
        word = case(syllable)
        assert decode(encode(word, Encoding.VNI), Encoding.VNI) == word


@pytest.mark.slow
def test_every_syllable_typed_for_tcvn3():
    for syllable in SYLLABLES:
        written = encode(syllable, Encoding.TCVN3)
        assert decode(written, Encoding.TCVN3) == syllable
        # Capitals with tones are in a font of their own.
        (converted,) = read([written], ".VnTimeH")
        assert converted.text == syllable.upper()


@pytest.mark.skipif(shutil.which("iconv") is None, reason="iconv is not installed")
def test_tcvn3_agrees_with_iconv():
    raw = bytes([*range(0x80, 0xA0), *range(0xA1, 0xB0), *range(0xB5, 0x100)])
    answer = subprocess.run(
        ["iconv", "-f", "TCVN5712-1", "-t", "UTF-8"], input=raw, capture_output=True, check=False
    )
    if answer.returncode:
        pytest.skip("this iconv does not know TCVN5712-1")
    # One by one: together they look like a word in capitals.
    ours = "".join(decode(chr(byte), Encoding.TCVN3) for byte in raw)
    assert ours == answer.stdout.decode()


@pytest.mark.parametrize(
    ("written", "font", "meant"),
    [
        ("NguyÔn V¨n §øc", ".VnTime", "Nguyễn Văn Đức"),
        ("nguyÔn v¨n ®øc", ".VnTimeH", "NGUYỄN VĂN ĐỨC"),
        ("cong an", ".VnTimeH", "CONG AN"),
        ("NGUYÔN V¡N §øC", ".VnTime", "NGUYỄN VĂN ĐỨC"),
        ("Lª Vò Hµ", ".VnArial", "Lê Vũ Hà"),
        ("Nguyeãn Vaên Ñöùc", "VNI-Times", "Nguyễn Văn Đức"),
        ("NGUYEÃN VAÊN ÑÖÙC", "VNI-Helve", "NGUYỄN VĂN ĐỨC"),
        ("Tröông Thò Myõ Linh", "VNI-Times", "Trương Thị Mỹ Linh"),
        ("hoà", "VNI-Times", "hồ"),
        ("hoà", "Times New Roman", "hoà"),
        ("Nguyễn Văn Đức", ".VnTime", "Nguyễn Văn Đức"),
        ("hµ tó", ".VnTimeH", "HÀ TÚ"),
        # What stands there already.
        ("120 m², 30°", ".VnTime", "120 m², 30°"),
        ("5.000.000®", ".VnTime", "5.000.000đ"),
        ("HNGĐ", ".VnTime", "HNGĐ"),
        ("HNGÐ", ".VnTime", "HNGÐ"),
        (normalize("NFD", "Nguyễn Đức"), ".VnTime", "Nguyễn Đức"),
        ("Tòa án tỉnh", "Arial", "Tòa án tỉnh"),
        ("Lê Công Tú", None, "Lê Công Tú"),
        ("Café Müller, Citroën", None, "Café Müller, Citroën"),
    ],
)
def test_a_text_in_a_font(written, font, meant):
    (converted,) = read([written], font)
    assert converted.text == meant


@pytest.mark.parametrize("font", [None, "Calibri", "Times New Roman", ".VnTime", "VNI-Times"])
@pytest.mark.parametrize(
    "text",
    [
        "210/QĐ-CCTHADS", "200.000đ", "15/2024/LĐ-ST", "62/2015/NĐ-CP", "12/2024/QĐST-HNGĐ",
        "Lê Đ", "Tổ Đ", "Qđ", "Đ", "đ", "45/QĐ-THA ngày 1/2", "Trần Văn Đức", "Hứa Thị Ưởng",
    ],
)  # fmt: skip
def test_letters_that_only_unicode_has_are_never_touched(text, font):
    (alone,) = read([text], font)
    assert alone == (text, None, False)
    # Also not within a list that was typed for the old fonts, nor when the file was chosen to be.
    old = [encode("Bản án số 5 của Tòa án nhân dân huyện Hòa An", Encoding.TCVN3)] * 2
    assert read([*old, text], font)[-1].text == text


@pytest.mark.parametrize("encoding", list(Encoding))
def test_a_renamed_font_is_told_by_the_words_of_the_whole_list(encoding):
    meant = ["Họ và tên", "Số QĐ thi hành án", "xóm Ba", "181/QĐ-CCTHADS", "Hà Thị Tú", "5.000đ"]
    written = [encode(text, encoding) for text in meant]
    converted = read(written, "Times New Roman")
    assert [each.text for each in converted] == meant
    assert {each.encoding for each in converted} == {encoding}
    assert not any(each.doubtful for each in converted)


@pytest.mark.parametrize("text", ["Qé", "Ñ", "Hµ", "Tó", "N§", "LÐ-ST", "Lª V¨n"])
def test_a_lone_short_text_proves_nothing(text):
    assert read([text])[0].text == text
    assert read(["Nguyễn Văn Đức", "Trần Thị Hòa", text])[-1].text == text


def test_what_could_be_read_otherwise_is_told():
    texts = ["Nguyễn Văn Đức", "Trần Thị Hòa", "NguyÔn V¨n T¸m", "Lª V¨n", "Lê Tú"]
    *others, whole, short, plain = read(texts)
    assert not any(each.doubtful for each in others)
    assert (whole.text, whole.doubtful) == ("Nguyễn Văn Tám", True)
    assert (short.text, short.doubtful) == ("Lª V¨n", True)
    assert (plain.text, plain.encoding) == ("Lê Tú", None)


def test_a_font_that_was_left_over_when_people_went_on_in_unicode():
    assert [each.text for each in read(["Hòa An", "xã Nam Tuấn"], ".VnTime")] == [
        "Hòa An",
        "xã Nam Tuấn",
    ]
    (alone,) = read(["Hòa An"], ".VnTime", elsewhere=True)
    assert (alone.text, alone.doubtful) == ("Hòa An", True)
    # A single short text in the font: its name decides, and that is told.
    (named,) = read([encode("Tú", Encoding.TCVN3)], ".VnTime")
    assert (named.text, named.doubtful) == ("Tú", True)


def test_who_saw_the_text_may_say_what_it_is():
    assert forced("Tó", Encoding.TCVN3).text == "Tú"
    assert forced("Tú", None) == ("Tú", None, False)


def test_a_vietnamese_computer_read_the_bytes_as_code_page_1258():
    raw = encode("Lý Thị Thế có phần từ lâu", Encoding.TCVN3)
    mangled = raw.encode("latin-1").decode("cp1258")
    assert mangled != raw
    for font in (".VnTime", None):
        assert read([mangled], font)[0].text == "Lý Thị Thế có phần từ lâu"


@settings(max_examples=examples(300), deadline=None)
@given(
    words=strategies.lists(strategies.sampled_from(SYLLABLES), min_size=4, max_size=8),
    encoding=strategies.sampled_from(list(Encoding)),
)
def test_names_come_back_and_unicode_stays(words, encoding):
    # A first letter with a tone is no capital in these fonts.
    text = " ".join(f"T{word}" if word[0] in "aeiouy" else word for word in words)
    fonts = {Encoding.TCVN3: ".VnTime", Encoding.VNI: "VNI-Times"}
    written = encode(text, encoding)
    (converted,) = read([written], fonts[encoding])
    # Plain letters only, or words that are Unicode already: nothing to convert.
    assert converted.text == text
    assert read([text], "Times New Roman")[0].text == text


_VIETNAMESE = strategies.text(
    alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợ"
    "ùúủũụừứửữựỳýỷỹỵAĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXYÀÁẢÃẠỄỘỨỰÐ 0123456789/-.,;()\n",
    max_size=60,
)


@settings(max_examples=examples(400), deadline=None)
@given(
    texts=strategies.lists(_VIETNAMESE, min_size=1, max_size=6),
    font=strategies.sampled_from([None, "Calibri", "Times New Roman"]),
)
def test_any_unicode_text_stays(texts, font):
    # A list says somewhere that it is Unicode; random letters alone need not be words.
    texts = [*texts, "Số QĐ chưa có điều kiện thi hành", "Nguyễn Thị Được", "Trần Văn Hưởng"]
    for text, converted in zip(texts, read(texts, font), strict=True):
        assert converted.text == text or converted.doubtful


@settings(max_examples=examples(300), deadline=None)
@given(words=strategies.lists(strategies.sampled_from(SYLLABLES), min_size=1, max_size=8))
def test_any_words_in_unicode_stay(words):
    text = " ".join(words)
    (alone,) = read([text])
    assert alone == (text, None, False)


@pytest.mark.parametrize(
    "text",
    [
        "NguyÔn " * 4_600, "Ô" * 32_000, "A\xb0" * 16_000, "NGUYÔN V¡N " * 2_900,
        "aâ" * 16_000, " " * 32_000, "A" * 16_000 + "é" * 16_000, "đ" * 32_000,
    ],
)  # fmt: skip
def test_the_worst_text_of_a_cell_is_read_in_a_moment(text):
    read([text])

    def again():
        for font in (None, ".VnTime", "VNI-Times", ".VnTimeH"):
            read([text], font)

    assert_within(4 * 0.05, again)
