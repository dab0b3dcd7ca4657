"""One written word of a Vietnamese name in the forms that search and order compare.

A change of any form here changes the tokens and keys stored with every listing:
the register has to be rebuilt afterwards, or old rows are found under old forms.
"""

from dataclasses import dataclass
from functools import lru_cache
from unicodedata import combining
from unicodedata import normalize

import re


#: Tone marks in the order of the dictionary: huyền hỏi ngã sắc nặng; ngang has none.
TONE_MARKS = "\u0300\u0309\u0303\u0301\u0323"
#: Sort before every letter and digit, so that "An" with any tone stands before "Anh".
TONE_KEYS = '!"#$%&'
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_KEYS = {letter: chr(0x41 + position) for position, letter in enumerate(_ALPHABET)}
_VOWELS = frozenset("aăâeêioôơuưy")
_MARKED_VOWELS = frozenset("ăâêôơư")
#: Letters that stand for đ in texts typed or converted wrongly: eth and African d.
_STRAY_D = str.maketrans({"ð": "đ", "ɖ": "đ"})
#: Kỳ/Kì, Lý/Lí, Quý/Quí: y alone after the first consonants, but never -uy (Thúy, Huy).
_FINAL_Y = re.compile(r"(?:[bcdhklmnprstvx]|[ckpt]h|n(?:g|gh|h)|tr|qu)y")
#: A longer run of letters is no word of a name, and would not fit an index.
WORD_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Word:
    """A word's forms, from strict to loose, and what it is sorted by.

    `exact` keeps every mark, its tone in the one place the traditional spelling
    gives it (hoà is hòa); `tones` keeps the letters â ă ê ô ơ ư đ; `marks` is
    bare, and i and y are equal where names interchange them; `plain` is bare
    as typed; `sort` compares in dictionary order under C collation.
    `exact_starts` are the beginnings that `exact` may have when only this much
    is typed, since the tone's place depends on letters yet to come.
    """

    exact: str
    tones: str
    marks: str
    plain: str
    sort: str
    exact_starts: tuple[str, ...]


@lru_cache(maxsize=65536)
def word_forms(written: str) -> Word:
    """The forms of one word, given in any Unicode form and any case."""
    folded = normalize("NFD", written[:WORD_LENGTH].casefold().translate(_STRAY_D))
    letters: list[str] = []
    tones: list[tuple[int, str]] = []
    for character in folded:
        if character in TONE_MARKS and letters:
            tones.append((len(letters) - 1, character))
        elif combining(character) and letters:
            letters[-1] += character
        else:
            letters.append(character)
    letters = [normalize("NFC", letter) for letter in letters]
    toneless = "".join(letters)
    bare = "".join(normalize("NFD", letter)[0] for letter in letters).replace("đ", "d")
    marks = bare[:-1] + "i" if _FINAL_Y.fullmatch(bare) else bare
    exact, starts = _place_tones(letters, tones)
    tone = TONE_KEYS[TONE_MARKS.index(tones[-1][1]) + 1 if tones else 0]
    sort = "".join(map(_letter_key, letters)) + tone
    return Word(exact, toneless, marks, bare, sort, starts)


def _place_tones(letters: list[str], tones: list[tuple[int, str]]) -> tuple[str, tuple[str, ...]]:
    if not tones:
        toneless = "".join(letters)
        return toneless, (toneless,)
    if len(tones) > 1:
        written = _with_tones(letters, tones)
        return written, (written,)
    written_seat, mark = tones[0]
    seats, seat = _tone_seats(letters)
    if seat is None or written_seat not in seats:
        written = _with_tones(letters, tones)
        return written, (written,)
    starts = tuple(_with_tones(letters, [(place, mark)]) for place in seats)
    return _with_tones(letters, [(seat, mark)]), starts


def _with_tones(letters: list[str], tones: list[tuple[int, str]]) -> str:
    marked = list(letters)
    for seat, mark in tones:
        marked[seat] += mark
    return normalize("NFC", "".join(marked))


def _tone_seats(letters: list[str]) -> tuple[range, int | None]:
    """Where the tone of a syllable may be written, and where tradition writes it.

    No seat when the letters are not one syllable: such a word is kept as written.
    """
    size = len(letters)
    start = 0
    while start < size and letters[start] not in _VOWELS:
        start += 1
    first = start
    if start and start + 1 < size and letters[start + 1] in _VOWELS:
        initial = "".join(letters[: start + 1])
        if initial in ("qu", "gi"):
            start += 1
    end = start
    while end < size and letters[end] in _VOWELS:
        end += 1
    if end == start or any(letter in _VOWELS for letter in letters[end:]):
        return range(0), None
    seats = range(first, end)
    marked = [place for place in range(start, end) if letters[place] in _MARKED_VOWELS]
    if marked:
        return seats, marked[-1]
    if end < size:
        return seats, end - 1
    return seats, start + 1 if end - start > 2 else start


def letter_keys(bare: str) -> str:
    """The keys in sort keys of all letters that are `bare` without marks: a, ă, â for a."""
    keys = [
        key
        for letter, key in _LETTER_KEYS.items()
        if normalize("NFD", letter)[0].replace("đ", "d") == bare
    ]
    return "".join(keys) or bare


def _letter_key(letter: str) -> str:
    return _LETTER_KEYS.get(letter) or _LETTER_KEYS.get(normalize("NFD", letter)[0]) or letter


def within_one_edit(one: str, other: str) -> bool:
    """Whether one letter added, left out, changed, or swapped with its neighbour makes
    the two equal; equal words are within one edit.
    """
    if one == other:
        return True
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    start = 0
    while start < len(one) and one[start] == other[start]:
        start += 1
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    if one[start + 1 :] == other[start + 1 :]:
        return True
    swapped = one[start + 1 : start + 2] + one[start : start + 1]
    return swapped == other[start : start + 2] and one[start + 2 :] == other[start + 2 :]
