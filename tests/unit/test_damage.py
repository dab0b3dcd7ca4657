"""Damaged Vietnamese is told, correct Vietnamese and foreign names are not."""

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from tests.support.examples import examples
from thads_portal.domain.damage import seems_damaged
from thads_portal.domain.legacy_fonts import encode
from thads_portal.domain.legacy_fonts import Encoding
from thads_portal.domain.provinces import all_provinces
from thads_portal.domain.spelling import is_syllable
from thads_portal.generator.draw import Draw
from thads_portal.generator.feed import events
from thads_portal.generator.feed import FeedOptions
from thads_portal.generator.names import Names
from unicodedata import normalize

import pytest


DAMAGED = [
    "NguyÔn V¨n T¸m",
    "Nguyeãn Vaên Taùm",
    "NGUYEÃN VAÊN TAÙM",
    "Nguyá»…n VÄƒn TÃ¡m",
    "Nguy?n V?n An",
    "Nguy\ufffdn Van An",
    "Ph¹m ThÞ Hµ",
    "TrÇn Quang",
    "§inh Nói",
    "®ång Nai",
    "Leâ Hoøa",
    "Danh Thò Lan",
    "Há»“ Quang Long",
    "CÃ”NG TY MẪU",
    "Nguy&#7877;n",
    "Nguy\\u1ec5n",
    "Nguy%E1%BB%85n",
    "210/Qé-CCTHADS",
    "210/QÑ-CCTHADS",
    "12/2024/HNGÉ-ST",
    "15/2024/Né-CP",
    "25/Q§-CCTHADS",
]
CORRECT = [
    "Sørensen",
    "Lars Müller",
    "José Peña",
    "François Noël",
    "Anaïs Brontë",
    "Håkan Åström",
    "Jürgen Groß",
    "Loïc Tran",
    "Seán O'Brien",
    "Ñuñez",
    "H'Hen Niê",
    "Y Bhiă Ê Ban",
    "Rơ Châm H’Oanh",
    "K'Brêu",
    "H'Ñuên Mlô",
    "H'Ñuên Siu",
    "Giàng A Tủa",
    "Mlô Y Ôn",
    "Lê Ô",
    "Hòa, Hoà, Thuý, Thúy",
    "NGUYỄN VĂN HÀ",
    "210/QĐ-CCTHADS",
    "210/QÐ-CCTHADS",
    "15/2024/LĐ-ST",
    "phường Mũi Né, thành phố Phan Thiết",
    "xã Cư Né",
    "Công ty “XÔ VIẾT XÃ”",
    "«Hoa Mai»",
    "Sony® Việt Nam",
    "100 m², 37°C, 3½ ha, § 5",
    "Hội chợ A·B",
    "lãi 10%/năm; A & B; a=b",
]


@pytest.mark.parametrize("text", DAMAGED)
def test_damage_is_told(text):
    assert seems_damaged(normalize("NFC", text), plain=True)


@pytest.mark.parametrize("text", CORRECT)
def test_what_is_right_is_left_alone(text):
    assert not seems_damaged(text, plain=True)


@pytest.mark.parametrize(
    ("text", "damaged"),
    [
        ("Đã trả chưa? Chưa trả.", False),
        ("Trả nợ (?) 5.000.000 đồng", False),
        ("Tr? n? 5.000.000 đồng", True),
        ("bu?c ông A giao nhà", True),
        ("?inh Văn A phải trả", True),
        ("trả cho ?inh", True),
    ],
)
def test_a_question_in_prose_is_none_of_a_lost_letter(text, damaged):
    assert seems_damaged(text) is damaged
    assert seems_damaged(text, plain=True)


@pytest.mark.slow
def test_nothing_of_the_synthetic_register_is_taken_for_damaged():
    for event in events(FeedOptions(count=3_000, seed=7, all_events=True)):
        for text in [event.get("note"), *event.get("listing", {}).values()]:
            if isinstance(text, str):
                assert not seems_damaged(text), text


def as_bytes_of(codepage):
    return lambda text: "".join(
        bytes([byte]).decode(codepage, "ignore") or chr(byte) for byte in text.encode()
    )


CONVERSIONS = {
    "tcvn3": lambda text: encode(text, Encoding.TCVN3),
    "vni": lambda text: encode(text, Encoding.VNI),
    "utf-8 as 1252": as_bytes_of("cp1252"),
    "decomposed as 1252": lambda text: as_bytes_of("cp1252")(normalize("NFD", text)),
    "not in 1252": lambda text: text.encode("cp1252", "replace").decode("cp1252"),
    "not in ASCII": lambda text: text.encode("ascii", "replace").decode(),
}


def plausible(name):
    """Whether every word could be meant: "Vò Minh" for "Vũ Minh" nobody can tell."""
    return all(is_syllable(word) or word.isascii() for word in name.split())


@pytest.mark.parametrize("conversion", CONVERSIONS)
@settings(max_examples=examples(300), deadline=None)
@given(seed=st.integers(0, 10**9), place=st.integers(0, 62), female=st.booleans())
def test_each_conversion_of_a_name_is_told(conversion, seed, place, female):
    name = Names(Draw(seed)).person(all_provinces()[place], female=female)
    assert not seems_damaged(name, plain=True)
    # Names of minorities are no syllables: their damage cannot always be told.
    if name.isascii() or not all(map(is_syllable, name.split())):
        return
    damaged = normalize("NFC", CONVERSIONS[conversion](name))
    if damaged != name and not plausible(damaged):
        assert seems_damaged(damaged, plain=True), (name, damaged)
