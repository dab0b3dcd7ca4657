"""Texts typed for the fonts of before Unicode, TCVN3 (.VnTime) and VNI (VNI-Times), to Unicode NFC.

Such a cell holds Latin-1 signs that only its font shows as Vietnamese: "NguyÔn V¨n" or
"Nguyeãn Vaên". The font's name decides; without one the letters do: a text is converted
only if all its words become Vietnamese and were not before. A text that already is
Unicode is never touched, whatever its font: converting twice destroys it.

Computers set to Vietnamese read the same bytes as code page 1258 instead of 1252; both
are undone.
"""

from enum import StrEnum
from functools import lru_cache
from thads_portal.domain.spelling import plausibility
from typing import NamedTuple
from unicodedata import normalize

import re


class Encoding(StrEnum):
    TCVN3 = "tcvn3"
    VNI = "vni"


class Converted(NamedTuple):
    """`text` in Unicode NFC; `encoding` is what it was in, None if it was Unicode."""

    text: str
    encoding: Encoding | None


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
_BACK: tuple[dict[int, str], ...] = ({}, _back_from("cp1258"))
#: Letters that neither code page can hold: whoever wrote them wrote Unicode.
_UNICODE_ONLY = re.compile("[\u1ea0-\u1ef9ĩũĨŨ]")
_SIGNS = re.compile("[\x80-\uffff]")


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


def convert(text: str, font: str | None = None, *, hint: Encoding | None = None) -> Converted:
    """`text` in Unicode, with the encoding it was in.

    `hint` is what other cells of the same list turned out to be in: it decides only
    about words that make sense both ways, like "Tó".
    """
    named = encoding_of_font(font)
    if text.isascii():
        return _shown(text, has_capitals_only(font))
    if _UNICODE_ONLY.search(text):
        return Converted(normalize("NFC", text), None)
    if not _SIGNS.search(text):
        return _shown(text, has_capitals_only(font))
    return _convert(text, named, has_capitals_only(font), hint)


def _shown(text: str, capitals: bool) -> Converted:
    """`text`, which its font shows as it is but for the capitals."""
    if capitals and text.upper() != text:
        return Converted(text.upper(), Encoding.TCVN3)
    return Converted(text, None)


@lru_cache(maxsize=16384)
def _convert(text: str, named: Encoding | None, capitals: bool, hint: Encoding | None) -> Converted:
    as_is = normalize("NFC", text)
    before = plausibility(as_is)
    if named is not None:
        decoded = _best(text, (named,))
        if decoded is not None and decoded[1] >= before:
            result = decoded[0].upper() if capitals else decoded[0]
            return Converted(result, named)
        return _shown(as_is, capitals and decoded is None)
    if before == 1.0 and hint is None:
        return Converted(as_is, None)
    choices = (hint,) if before == 1.0 else tuple(dict.fromkeys((hint, *Encoding)))
    decoded = _best(text, tuple(choice for choice in choices if choice is not None))
    if decoded is None or decoded[1] < 1.0:
        return Converted(as_is, None)
    return Converted(decoded[0], decoded[2])


def _best(text: str, encodings: tuple[Encoding, ...]) -> tuple[str, float, Encoding] | None:
    """The likeliest decoding with its plausibility; of equals the first; None if nothing changes."""
    best = None
    for encoding in encodings:
        for table in _BACK:
            raw = text.translate(table)
            if table and raw == text:
                continue
            decoded = decode(raw, encoding)
            if decoded == raw:
                continue
            score = plausibility(decoded)
            if best is None or score > best[1]:
                best = decoded, score, encoding
            if score == 1.0:
                return best
    return best


# The tables themselves


def decode(raw: str, encoding: Encoding) -> str:
    """Latin-1 signs to Unicode NFC, unconditionally."""
    if encoding is Encoding.VNI:
        return normalize("NFC", _VNI_WRITTEN.sub(lambda match: _VNI[match[0]], raw))
    text = raw.translate(_TCVN3_TABLE)
    text = _TCVN3_MARKED.sub(lambda match: match[1] + _TCVN3_MARKS[match[2]], text)
    return _with_capitals(normalize("NFC", text))


_LETTERS = re.compile(r"[^\W\d_]+")
_TWO_CAPITALS = re.compile("[A-Z][^a-z\\W]*[A-Z]")


def _with_capitals(text: str) -> str:
    """ "NGUYễN VăN" as meant: TCVN3 fonts have no capitals with tones, people typed around it."""
    if not _TWO_CAPITALS.search(text):
        return text
    words = _LETTERS.findall(text)
    # "CCCD" has no tone to lose and says nothing about its neighbours.
    shouted = [word for word in words if _capitals(word) > 1 and not word.isupper()]
    if not shouted:
        return text
    # A word with one plain letter ("Hà", "Vũ") goes with the others.
    whole = not any(any("a" <= sign <= "z" for sign in word) for word in words)

    def raised(match: re.Match[str]) -> str:
        word = match[0]
        return word.upper() if word in shouted or (whole and _capitals(word)) else word

    return _LETTERS.sub(raised, text)


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
