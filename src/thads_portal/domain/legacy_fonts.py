"""The fonts of before Unicode, TCVN3 (.VnTime) and VNI (VNI-Times): their names and their tables.

A text typed for them holds Latin-1 signs that only its font shows as Vietnamese: "NguyÔn V¨n"
or "Nguyeãn Vaên". Whether a text is one of those is settled in ``legacy_texts``.

Computers set to Vietnamese read the same bytes as code page 1258 instead of 1252; both
can be undone.
"""

from enum import StrEnum
from functools import lru_cache
from unicodedata import normalize

import re


class Encoding(StrEnum):
    TCVN3 = "tcvn3"
    VNI = "vni"


#: TCVN 5712:1993: bytes 80-9F, A1-AF and B5-FF. The five marks B0-B4 stand behind a vowel.
_TCVN3_80 = "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ"
_TCVN3_A1 = "ĂÂÊÔƠƯĐăâêôơưđẰ"
_TCVN3_B5 = "àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
_TCVN3 = {
    **dict(zip(map(chr, range(0x80, 0xA0)), _TCVN3_80, strict=True)),
    **dict(zip(map(chr, range(0xA1, 0xB0)), _TCVN3_A1, strict=True)),
    **dict(zip(map(chr, range(0xB5, 0x100)), _TCVN3_B5, strict=True)),
}
_TCVN3_TABLE = str.maketrans(_TCVN3)
_TCVN3_MARKS = dict(zip("\xb0\xb1\xb2\xb3\xb4", "\u0300\u0309\u0303\u0301\u0323", strict=True))
_TCVN3_MARKED = re.compile("([aeiouyAEIOUYăâêôơưĂÂÊÔƠƯ])([\xb0-\xb4])")

# VNI: a letter, then a sign that stands for its mark and tone.
_TONES = {"ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ù": "\u0301", "ï": "\u0323"}
_CIRCUMFLEX = {
    "â": "",
    "à": "\u0300",
    "å": "\u0309",
    "ã": "\u0303",
    "á": "\u0301",
    "ä": "\u0323",
}
_BREVE = {"ê": "", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "é": "\u0301", "ë": "\u0323"}
_ALONE = {
    "ì": "ì",
    "æ": "ỉ",
    "ó": "ĩ",
    "í": "í",
    "ò": "ị",
    "î": "ỵ",
    "ñ": "đ",
    "ô": "ơ",
    "ö": "ư",
}


def _vni() -> dict[str, str]:
    """What is written -> its letter, both cases; the sign behind a letter may be in either."""
    lower = dict(_ALONE)
    for letter in "aeouy":
        lower.update({letter + sign: letter + tone for sign, tone in _TONES.items()})
    for letter in "aeo":
        lower.update({letter + sign: f"{letter}\u0302{tone}" for sign, tone in _CIRCUMFLEX.items()})
    lower.update({"a" + sign: f"a\u0306{tone}" for sign, tone in _BREVE.items()})
    for written, letter in (("ô", "ơ"), ("ö", "ư")):
        lower.update({written + sign: letter + tone for sign, tone in _TONES.items()})
    table = {}
    for written, letter in lower.items():
        table[written] = normalize("NFC", letter)
        table[written.upper()] = normalize("NFC", letter.upper())
        if len(written) == 2:
            table[written[0].upper() + written[1]] = normalize("NFC", letter.upper())
            table[written[0] + written[1].upper()] = normalize("NFC", letter)
    return table


_VNI = _vni()
_VNI_WRITTEN = re.compile("|".join(sorted(_VNI, key=len, reverse=True)))


def _back_from(codepage: str) -> dict[int, str]:
    """Letters of a code page -> the Latin-1 signs of the same bytes."""
    table = {}
    for byte in range(0xA0, 0x100):
        letter = bytes([byte]).decode(codepage, "ignore")
        if letter and letter != chr(byte):
            table[ord(letter)] = chr(byte)
    return table


#: Below A0 the code pages hold dashes and quotation marks, which those fonts show as well.
_BACK = _back_from("cp1258")


def back_from_1258(text: str) -> str:
    """Text whose bytes a computer set to Vietnamese read as code page 1258, as it was typed."""
    return text.translate(_BACK)


@lru_cache(maxsize=256)
def encoding_of_font(font: str | None) -> Encoding | None:
    """The encoding that a font of this name shows."""
    name = (font or "").strip().lower()
    if name.startswith(".vn"):
        return Encoding.TCVN3
    return Encoding.VNI if name.startswith(("vni-", "vni ")) else None


@lru_cache(maxsize=256)
def has_capitals_only(font: str | None) -> bool:
    """Whether the font shows small letters as capitals (.VnTimeH)."""
    name = (font or "").strip()
    return name.lower().startswith(".vn") and (
        name.endswith("H") or name.lower() in (".vntimeh", ".vnarialh")
    )


# The tables themselves


def decode(raw: str, encoding: Encoding) -> str:
    """Latin-1 signs to Unicode NFC, unconditionally."""
    text = decode_letters(raw, encoding)
    return raise_capitals(text) if encoding is Encoding.TCVN3 else text


def decode_letters(raw: str, encoding: Encoding) -> str:
    """The same letter by letter: small ones of TCVN3 within capitals stay small."""
    if encoding is Encoding.VNI:
        return normalize("NFC", _VNI_WRITTEN.sub(lambda match: _VNI[match[0]], raw))
    text = raw.translate(_TCVN3_TABLE)
    text = _TCVN3_MARKED.sub(lambda match: match[1] + _TCVN3_MARKS[match[2]], text)
    return normalize("NFC", text)


_LETTERS = re.compile(r"[^\W\d_]+")
_SMALL = re.compile("[a-z]")
_TWO_CAPITALS = re.compile("[A-Z][^a-z\\W]*[A-Z]")


def raise_capitals(text: str) -> str:
    """ "NGUYễN VăN" as meant: TCVN3 fonts have no capitals with tones, people typed around it."""
    if not _TWO_CAPITALS.search(text):
        return text
    words = set(_LETTERS.findall(text))
    # "CCCD" has no tone to lose and says nothing about its neighbours.
    shouted = {word for word in words if _capitals(word) > 1 and not word.isupper()}
    if not shouted:
        return text
    # A word with one plain letter ("Hà", "Vũ") goes with the others.
    if not any(_SMALL.search(word) for word in words):
        shouted.update([word for word in words if _capitals(word)])
    return _LETTERS.sub(
        lambda match: match[0].upper() if match[0] in shouted else match[0],
        text,
    )


def _capitals(word: str) -> int:
    """How many plain capitals `word` has if it has no plain small letter."""
    plain = [sign for sign in word if sign.isascii()]
    return len(plain) if all(sign.isupper() for sign in plain) else 0


_TO_TCVN3 = {letter: sign for sign, letter in _TCVN3.items() if letter.islower()}
#: The fonts have these capitals only; for the others people typed the small letter.
_TO_TCVN3 |= {letter.upper(): sign for letter, sign in _TO_TCVN3.items()}
_TO_TCVN3 |= dict(zip("ĂÂÊÔƠƯĐ", "\xa1\xa2\xa3\xa4\xa5\xa6\xa7", strict=True))
_TO_VNI = {letter: written for written, letter in reversed(_VNI.items())}


def encode(text: str, encoding: Encoding) -> str:
    """Unicode to what was typed for a legacy font, as its Latin-1 signs; to make examples."""
    table = _TO_VNI if encoding is Encoding.VNI else _TO_TCVN3
    return "".join([table.get(letter, letter) for letter in normalize("NFC", text)])
