"""Whether a public text looks like Vietnamese that was damaged on its way here.

Kinds that are known by what they leave behind:

1. signs inside words that no language puts there: what TCVN3 shows as a letter
   ("V¨n", "Hµ Néi"), or another code page ("Nguy·ªÖn");
2. UTF-8 read byte by byte as Windows-1252 or 1258 ("Nguyá»…n", "NguyÃªn");
3. a question mark or the replacement sign where a letter was ("Nguy?n V?n An");
4. letters written as a program writes them ("Nguy&#7877;n", "Nguy\\u1ec5n", "%E1%BB%85");
5. words that are no syllables, and become ones when read as TCVN3 or VNI
   ("TrÇn", "Nguyeãn Vaên Taùm");
6. numbers of acts that an earlier conversion spoilt ("210/Qé-CCTHADS").

Kind 5 needs evidence: letters beyond Latin-1 (ă đ ơ ư ễ …) mean that the text was written
in Unicode; one such word alone is told only where all words around it are Vietnamese.
Names of minorities and foreign names are no syllables and become none ("H'Hen Niê",
"Sørensen"). A hit makes a listing wait for a person and never changes anything.
"""

from functools import lru_cache
from itertools import pairwise
from thads_portal.domain.legacy_fonts import decode
from thads_portal.domain.legacy_fonts import Encoding
from thads_portal.domain.spelling import is_syllable
from unicodedata import normalize

import re


_LETTER = r"[^\W\d_]"
#: Signs of the Latin-1 page, where they touch a word.
_SIGNS = re.compile(rf"[¡-¯´-¿](?:(?={_LETTER})|(?<={_LETTER}.))")
#: Between letters all of them tell; these also at the end of a word, those before one.
_SAYS_BEHIND = frozenset("ª«¬¨µ¶¸¼½¾")
_SAYS_BEFORE = frozenset("§®¡¢£¤¥¦")
_LOST = re.compile(
    rf"{_LETTER}\?+{_LETTER}|(?:^|[\s(\"“])\?{{1,3}}[a-zà-ỹ]|{_LETTER}\?+\s+[a-zà-ỹ0-9?]"
    rf"|{_LETTER}\?+\s+[A-ZÀ-Ỹ][a-zà-ỹ]*\?"
)
_ESCAPED = re.compile(
    r"&(?:#\d{2,6}|#x[0-9a-fA-F]{2,5}|[AEIOUYaeiouy](?:acute|grave|circ|tilde));"
    r"|\\u[0-9a-fA-F]{4}|(?:%[CE][0-9A-F])(?:%[89AB][0-9A-F])|(?:=[CE][0-9A-F])(?:=[89AB][0-9A-F])"
)
_SPOILT_NUMBER = re.compile(
    r"[éÉỖ](?![^\W\d_])(?:(?<=\bQ.)|(?<=[/\d-][LNH].)|(?<=[/\d-]HNG.)"
    r"|(?<=\b[LN].)(?=-[A-Z])|(?<=\bHNG.)(?=-[A-Z]))"
    r"|§(?:(?<=[A-Z].)|(?=[«ªµ-¾Ç-ÿ]))"
    r"|Ñ(?<=[QLNHG].)(?![^\W\d_]*[a-zà-ỹ])"
)
#: Written in Unicode whatever else is in it.
_UNICODE_ONLY = re.compile("[\u0100-\u024f\u1ea0-\u1ef9]")
_WORD = re.compile(r"[^\s\d!-/:-@\[-`{-~…–—“”‘’«»•]+")
#: Longer ones are no words of these languages.
_LONGEST = 24
_HIGHLANDS = re.compile(r"\b[HKY](?:['’]| )[^\W\d_]")
#: Foreign names that read as VNI would be Vietnamese words.
_FOREIGN = frozenset({"loïc", "seán", "naïm", "loïs", "aïn"})
_VOWEL = re.compile("[aeiouy]")
#: Beginnings that spelling does not allow (marks left aside).
_MISSPELT = re.compile("(?:ngh|gh)[aou]|quo[ae]|c[eiy]|ng[ei]")
#: Pairs of VNI that no language writes, and no Vietnamese syllable has.
_NOWHERE = re.compile(r"aê|[aeo]â", re.I)
#: "Thị" typed for VNI; a syllable, but no middle name.
_MIDDLE_NAME = re.compile(r"(?<=\w )(?:Thò|THÒ) (?=[^\W\d_a-z])")
#: Pairs of VNI that hardly another language writes: enough where the word then is Vietnamese.
_PAIRS = re.compile("[aeo][âåãáàä]|a[êëüéèú]|[aeouy][øûùõ]|[ôö][ïùøûõ]|öô", re.I)


def _bytes_back(codepage: str) -> dict[int, str]:
    """Letters that `codepage` shows for bytes 80 to FF -> those bytes as Latin-1 signs."""
    table = {}
    for byte in range(0x80, 0x100):
        letter = bytes([byte]).decode(codepage, "ignore")
        if letter:
            table[ord(letter)] = chr(byte)
    return table


_BACK = tuple(map(_bytes_back, ("cp1252", "cp1258")))
_CONTINUING = "".join(
    sorted({bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xC0)})
)
_LEADS = re.compile(f"[\u00c2-\u00f4\u0102\u0103\u0110\u0111\u01af\u01b0][{_CONTINUING}]")
#: As bytes read as Latin-1: two or three that are one letter in UTF-8.
_UTF8 = re.compile("[\xc2-\xcd][\x80-\xbf]|[\xe1\xe2][\x80-\xbf][\x80-\xbf]")
#: Signs that stand behind a word rightly.
_CLOSING = frozenset("”’“‘…–—•»")


def _is_letter_of_ours(letter: str) -> bool:
    code = ord(letter)
    return (
        (0xC0 <= code <= 0xFF and letter.isalpha())
        or code in (0x102, 0x103, 0x110, 0x111, 0x128, 0x129, 0x168, 0x169)
        or code in (0x1A0, 0x1A1, 0x1AF, 0x1B0)
        or 0x1EA0 <= code <= 0x1EF9
        or 0x300 <= code <= 0x323
    )


def _bytewise(text: str) -> bool:
    """Whether letters of `text` are the bytes of one letter each."""
    if not _LEADS.search(text):
        return False
    for table in _BACK:
        raw = text.translate(table)
        for match in _UTF8.finditer(raw):
            try:
                letter = match[0].encode("latin-1").decode()
            except UnicodeDecodeError:
                continue
            if not _is_letter_of_ours(letter):
                continue
            behind = text[match.end() : match.end() + 1]
            # “XÃ” is a quoted word in capitals, CÃ”NG is not.
            if len(match[0]) > 2 or text[match.end() - 1] not in _CLOSING or behind.isalpha():
                return True
    return False


def _is_word(word: str) -> bool:
    """A syllable as it is really spelt; the tilde of ñ is no tone."""
    if "ñ" in word or "Ñ" in word or not is_syllable(word):
        return False
    bare = "".join(sign for sign in normalize("NFD", word.lower()) if sign.isalpha())
    return not _MISSPELT.match(bare)


@lru_cache(maxsize=16384)
def _readings(word: str) -> tuple[Encoding, ...]:
    """In which encodings `word`, which is no syllable, becomes one; () if it is one."""
    if len(word) > _LONGEST:
        return ()
    word = normalize("NFC", word)
    # A stray eth is đ, and the D of "QÐ" is no vowel.
    plain = word.translate({0xD0: "Đ", 0xF0: "đ"})
    if plain.isascii() or _is_word(plain) or word.lower() in _FOREIGN:
        return ()
    if not any(letter not in "Đđ" and not letter.isascii() for letter in plain):
        return ()
    return tuple(
        encoding
        for encoding in Encoding
        if (read := decode(word, encoding)) != word and _is_word(read)
    )


@lru_cache(maxsize=16384)
def _vietnamese(word: str) -> bool:
    return len(word) <= _LONGEST and (
        _is_word(word) or word.isupper() or not _VOWEL.search(normalize("NFD", word.lower()))
    )


def _raised_inside(word: str) -> bool:
    """A capital with a mark after a small letter: "TrÇn"."""
    return any(
        one.islower() and other.isupper() and not other.isascii() for one, other in pairwise(word)
    )


def _legacy(text: str) -> bool:
    """Whether `text` was typed for a font of before Unicode."""
    if text.isascii() or _UNICODE_ONLY.search(text):
        return False
    if _MIDDLE_NAME.search(text):
        return True
    counts = dict.fromkeys(Encoding, 0)
    # "H'Ñuên Siu": names of the Central Highlands have letters of their own.
    others = not _HIGHLANDS.search(text)
    words = _WORD.findall(text)
    clear = False
    for word in words:
        if clear:
            return True
        found = () if word.isascii() else _readings(word)
        if not found and _NOWHERE.search(word):
            return True
        for encoding in found:
            counts[encoding] += 1
        if found:
            clear = clear or _raised_inside(word) or bool(_PAIRS.search(word))
        elif others:
            others = _vietnamese(word)
    most = max(counts.values())
    return most > 1 or (most == 1 and (clear or (others and len(words) > 1)))


def _signs_in_words(text: str) -> bool:
    text = text.replace("\xad", "")
    for match in _SIGNS.finditer(text):
        before, behind = (
            text[match.start() - 1 : match.start()],
            text[match.end() : match.end() + 1],
        )
        if before.isalpha() and behind.isalpha():
            # "A·B" are two initials, "X·hội" is no word.
            if match[0] != "·" or before.islower() or behind.islower():
                return True
        elif before.isalpha():
            if match[0] in _SAYS_BEHIND or (match[0] == "·" and before.islower()):
                return True
        elif match[0] in _SAYS_BEFORE and not before.isdigit():
            return True
    return False


def seems_damaged(text: str, *, plain: bool = False) -> bool:
    """Whether `text` (NFC) shows one of the marks above.

    `plain`: a name, an address or a number, in which nothing is asked: any question mark
    stands for a letter.
    """
    return has_damaged_signs(text) or has_damaged_words(text, plain=plain)


def has_damaged_signs(text: str) -> bool:
    """Kinds 1, 2, 4 and 6, which are seen without weighing the words of one text."""
    if ("&" in text or "\\" in text or "%" in text or "=" in text) and _ESCAPED.search(text):
        return True
    if text.isascii():
        return False
    return (
        "\ufffd" in text
        or _signs_in_words(text)
        or bool(_SPOILT_NUMBER.search(text))
        or _bytewise(text)
    )


def has_damaged_words(text: str, *, plain: bool = False) -> bool:
    """Kinds 3 and 5, of one text."""
    return bool("?" in text and (plain or _LOST.search(text))) or _legacy(text)
