"""TCVN3 and VNI to Unicode: whole tables, the system's iconv as an oracle, no double conversion."""

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies
from itertools import product
from thads_portal.domain.legacy_fonts import convert
from thads_portal.domain.legacy_fonts import decode
from thads_portal.domain.legacy_fonts import encode
from thads_portal.domain.legacy_fonts import Encoding
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


def test_all_syllables_are_syllables():
    assert len(SYLLABLES) > 15_000
    assert all(map(is_syllable, SYLLABLES))
    assert not any(map(is_syllable, ("NguyÔn", "V¨n", "Nguyeãn", "café", "dầc", "xyz", "bac")))


@pytest.mark.parametrize("case", [str.lower, str.capitalize, str.upper])
def test_every_syllable_typed_for_vni(case):
    for syllable in SYLLABLES:
        word = case(syllable)
        assert decode(encode(word, Encoding.VNI), Encoding.VNI) == word


def test_every_syllable_typed_for_tcvn3():
    for syllable in SYLLABLES:
        written = encode(syllable, Encoding.TCVN3)
        assert decode(written, Encoding.TCVN3) == syllable
        # Capitals with tones are in a font of their own.
        assert convert(written, ".VnTimeH").text == syllable.upper()


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
        ("Hà Tú", ".VnTimeH", "HÀ TÚ"),
        # Without a telling font the letters decide.
        ("NguyÔn V¨n §øc", "Times New Roman", "Nguyễn Văn Đức"),
        ("Nguyeãn Vaên Ñöùc", None, "Nguyễn Văn Đức"),
        ("Tòa án tỉnh", "Arial", "Tòa án tỉnh"),
        ("Lê Công Tú", None, "Lê Công Tú"),
        ("Café Müller, Citroën", None, "Café Müller, Citroën"),
        ("120 m², 30°", ".VnTime", "120 m², 30°"),
        ("5.000.000®", ".VnTime", "5.000.000đ"),
        (normalize("NFD", "Nguyễn Đức"), ".VnTime", "Nguyễn Đức"),
    ],
)
def test_convert(written, font, meant):
    if written == "Hà Tú":
        written = encode("hà tú", Encoding.TCVN3)
    assert convert(written, font).text == meant


def test_a_vietnamese_computer_read_the_bytes_as_code_page_1258():
    raw = encode("Lý Thị Thế có phần từ lâu", Encoding.TCVN3)
    mangled = raw.encode("latin-1").decode("cp1258")
    assert mangled != raw
    assert convert(mangled, ".VnTime").text == "Lý Thị Thế có phần từ lâu"


def test_hint_decides_what_makes_sense_both_ways():
    assert convert("Tó").text == "Tó"
    assert convert("Tó", hint=Encoding.TCVN3).text == "Tú"


@settings(max_examples=300, deadline=None)
@given(
    words=strategies.lists(strategies.sampled_from(SYLLABLES), min_size=4, max_size=8),
    encoding=strategies.sampled_from(list(Encoding)),
)
def test_names_come_back_and_unicode_stays(words, encoding):
    # A first letter with a tone is no capital in these fonts.
    text = " ".join(f"T{word}" if word[0] in "aeiouy" else word for word in words)
    fonts = {Encoding.TCVN3: ".VnTime", Encoding.VNI: "VNI-Times"}
    written = encode(text, encoding)
    converted = convert(written, fonts[encoding]).text
    # Plain letters only, or words that are Unicode already: nothing to convert.
    assert converted == text
    assert convert(text, "Times New Roman").text == text
