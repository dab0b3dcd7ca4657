"""Which texts of a list were typed for TCVN3 or VNI, and what they say in Unicode NFC.

A conversion needs evidence: the name of the font, or the words of the whole list together. A
word speaks for an encoding if it can be Vietnamese only when decoded ("NguyÔn"); a word with
letters that only Unicode has (đ ă ơ ư, ế …) speaks for Unicode, and is never touched. What a
lone short word or one without a vowel could be decoded to proves nothing: "QÐ" is no "Qé".
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field
from functools import lru_cache
from thads_portal.domain.legacy_fonts import back_from_1258
from thads_portal.domain.legacy_fonts import decode
from thads_portal.domain.legacy_fonts import decode_letters
from thads_portal.domain.legacy_fonts import Encoding
from thads_portal.domain.legacy_fonts import raise_capitals
from thads_portal.domain.spelling import is_syllable
from typing import NamedTuple
from unicodedata import normalize

import re


#: Letters that no legacy text holds, but for one that was read as code page 1258.
_UNICODE_ONLY = re.compile("[ăĂđĐĩĨũŨơƠưƯ\u0300-\u036f\u1ea0-\u1ef9]")
#: Letters and tones that reading as code page 1258 makes of Latin-1 signs.
_OF_1258 = re.compile("[ăĂđĐơƠưƯ\u0300\u0301\u0303\u0309\u0323]")
_SIGN = re.compile("[\xa1-\xff]")
_ABBREVIATION = re.compile("[B-DF-HJ-NP-TV-XZÐ]+")
#: What Vietnamese in Unicode is not written with, and the fonts of before are.
_ALIEN = re.compile("[§®¨©ª«¬µ¶·¸¹º»¼½¾¿ÄÅÆÇËÎÏÑÖ×ØÛÜÞßäåæçëîïñöøûüþÿ]")
#: Words of a raw text: « and ¸ are letters there.
_WORD = re.compile(r"[^\s\d!-/:-@\[-`{-~…–—“”‘’]+")
#: Longer than any syllable, also as VNI writes it.
_LONGEST = 12
#: Different words that prove an encoding which no font's name tells.
_ENOUGH = 3
#: How many times more words must speak for one reading than for the other.
_CLEARLY = 4


class Converted(NamedTuple):
    """`encoding`: what `text` was in, None for Unicode; `doubtful`: it makes sense otherwise too."""

    text: str
    encoding: Encoding | None = None
    doubtful: bool = False


class Reading(NamedTuple):
    """How the texts of one kind of font are read.

    `encoding` None is Unicode. `mixed`: the words speak for more than one reading.
    `through_1258`: first back from code page 1258.
    """

    encoding: Encoding | None = None
    mixed: bool = False
    through_1258: bool = False


@dataclass(slots=True)
class Weights:
    """The different words of some texts, by what they speak for.

    `plain`: Unicode by its letters; of these `could` make sense when brought back from code
    page 1258, and `mangled` only then. `native`: Latin-1 letters that make sense as they stand;
    `strong` and `weak` (two letters): only when decoded. `alien`: signs that no Unicode text
    of ours has.
    """

    plain: set[str] = field(default_factory=set)
    native: set[str] = field(default_factory=set)
    strong: dict[Encoding, set[str]] = field(
        default_factory=lambda: {encoding: set() for encoding in Encoding}
    )
    weak: dict[Encoding, set[str]] = field(
        default_factory=lambda: {encoding: set() for encoding in Encoding}
    )
    could: dict[Encoding, set[str]] = field(
        default_factory=lambda: {encoding: set() for encoding in Encoding}
    )
    mangled: dict[Encoding, set[str]] = field(
        default_factory=lambda: {encoding: set() for encoding in Encoding}
    )
    alien: set[str] = field(default_factory=set)

    def add(self, text: str) -> None:
        """Weigh the words of one more text."""
        if text.isascii():
            return
        for word in set(_WORD.findall(text)):
            if word.isascii() or len(word) > _LONGEST:
                continue
            if _UNICODE_ONLY.search(word):
                self._add_plain(word)
            elif _SIGN.search(word):
                self._add_signs(word)

    def _add_plain(self, word: str) -> None:
        self.plain.add(word)
        if not _OF_1258.search(word):
            return
        back = back_from_1258(word)
        if _UNICODE_ONLY.search(back) or _only_eth(back):
            return
        for encoding in Encoding:
            if _becomes_syllable(back, encoding):
                self.could[encoding].add(word)
                if len(back) > 2 and not is_syllable(word):
                    self.mangled[encoding].add(word)

    def _add_signs(self, word: str) -> None:
        if is_syllable(word):
            self.native.add(word)
            return
        if _only_eth(word):
            return
        if _ALIEN.search(word):
            self.alien.add(word)
        for encoding in Encoding:
            if _becomes_syllable(word, encoding):
                found = self.strong if len(word) > 2 else self.weak
                found[encoding].add(word)

    def proofs(self, encoding: Encoding) -> int:
        """Words that need this encoding, not counting those that both would explain."""
        other = next(each for each in Encoding if each is not encoding)
        return len(self.strong[encoding] - self.strong[other])


def weigh(texts: Iterable[str]) -> Weights:
    """The words of `texts`, weighed."""
    weights = Weights()
    for text in texts:
        weights.add(text)
    return weights


def reading_of(
    weights: Weights, named: Encoding | None = None, *, unicode_elsewhere: bool = False
) -> Reading:
    """How texts of these weights are to be read.

    `named`: what their fonts' names say. `unicode_elsewhere`: the rest of the list is Unicode.
    """
    for encoding in Encoding:
        needed = len(weights.mangled[encoding])
        against = len(weights.plain - weights.could[encoding])
        if (
            needed > 1
            and needed + len(weights.strong[encoding]) >= max(_ENOUGH, _CLEARLY * against)
            and named in (None, encoding)
        ):
            return Reading(encoding, through_1258=True)
    if named is None:
        return _by_letters(weights)
    return _by_name(weights, named, unicode_elsewhere=unicode_elsewhere)


def _by_name(weights: Weights, named: Encoding, *, unicode_elsewhere: bool) -> Reading:
    other = next(each for each in Encoding if each is not named)
    if weights.proofs(other) >= max(_ENOUGH, _CLEARLY * len(weights.strong[named])):
        # Typed for the other kind of font, and shown in this one by mistake.
        return Reading(other, mixed=True)
    proved = bool(weights.strong[named] or weights.weak[named] or weights.alien)
    if proved:
        return Reading(named, mixed=bool(weights.plain))
    if weights.plain:
        # The name was left over; what stands there is Unicode.
        return Reading(None)
    if weights.native:
        # Every word makes sense as it stands: the name alone says otherwise.
        return Reading(None if unicode_elsewhere else named, mixed=True)
    return Reading(named)


def _by_letters(weights: Weights) -> Reading:
    best = max(Encoding, key=weights.proofs)
    other = next(each for each in Encoding if each is not best)
    count = weights.proofs(best)
    if count < _ENOUGH:
        return Reading(None)
    rivals = weights.proofs(other)
    if count < _CLEARLY * rivals:
        return Reading(None, mixed=True)
    sound = len(weights.plain)
    if not sound and count > rivals:
        return Reading(best, mixed=bool(rivals))
    return Reading(best if count > _CLEARLY * sound else None, mixed=True)


def convert(
    text: str, reading: Reading, *, capitals: bool = False, whole: bool = True
) -> Converted:
    """`text` as it is to be read.

    `capitals`: its font shows small letters as capitals. `whole`: False for a piece of a text,
    which may begin and end within a word. What is Unicode by its letters stays.
    """
    encoding = reading.encoding
    if text.isascii():
        if capitals and encoding is not None and text.upper() != text:
            return Converted(text.upper(), encoding)
        return Converted(text)
    raw = back_from_1258(text) if reading.through_1258 else text
    as_is = normalize("NFC", text)
    words = Counter([word for word in _WORD.findall(raw) if not word.isascii()])
    if _UNICODE_ONLY.search(raw):
        return Converted(as_is, None, any(map(_is_strong, words)))
    if not _SIGN.search(raw):
        return Converted(as_is)
    if encoding is None:
        return _unproved(as_is, words, reading)
    before = sum(times for word, times in words.items() if _is_word(word))
    after = sum(
        times
        for word, times in words.items()
        if _becomes_syllable(word, encoding) or _stays(word, encoding)
    )
    if whole and before > after:
        return Converted(as_is, None, doubtful=True)
    # In a text that was typed so, "BÐ" was too ("Bé"); alone it is an abbreviation with Đ.
    decoded = _decoded(raw, encoding, eth=after > before)
    decoded = decoded.upper() if capitals else decoded
    if decoded == as_is:
        return Converted(as_is)
    doubtful = reading.mixed and before == words.total()
    return Converted(decoded, encoding, doubtful)


def _unproved(text: str, words: Iterable[str], reading: Reading) -> Converted:
    """A text in a list that is Unicode, or partly: only a text that proves itself is converted."""
    for encoding in Encoding:
        strong = [word for word in words if _is_strong(word) and _becomes_syllable(word, encoding)]
        if (
            reading.mixed
            and len(strong) > 1
            and all(_becomes_syllable(word, encoding) for word in words)
        ):
            return Converted(_decoded(text, encoding), encoding, doubtful=True)
    if any(map(_is_strong, words)):
        return Converted(text, None, doubtful=True)
    both = reading.mixed and any(
        all(_becomes_syllable(word, encoding) for word in words) for encoding in Encoding
    )
    return Converted(text, None, bool(words) and both)


def forced(text: str, encoding: Encoding | None, *, capitals: bool = False) -> Converted:
    """`text` as somebody who saw it says: decoded whatever its letters."""
    as_is = normalize("NFC", text)
    if encoding is None:
        return Converted(as_is)
    decoded = decode(text, encoding)
    decoded = decoded.upper() if capitals else decoded
    return Converted(decoded, encoding if decoded != as_is else None)


def _decoded(raw: str, encoding: Encoding, *, eth: bool = False) -> str:
    def word(match: re.Match[str]) -> str:
        found = match[0]
        if _only_eth(found) and not (eth and _becomes_syllable(found, encoding)):
            return found
        return _word(found, encoding) if len(found) <= _LONGEST else decode_letters(found, encoding)

    text = normalize("NFC", _WORD.sub(word, raw))
    return raise_capitals(text) if encoding is Encoding.TCVN3 else text


@lru_cache(maxsize=65536)
def _word(word: str, encoding: Encoding) -> str:
    return decode_letters(word, encoding)


@lru_cache(maxsize=65536)
def _becomes(word: str, encoding: Encoding) -> tuple[bool, bool]:
    """Whether decoding changes the word, and whether it is a syllable then."""
    decoded = decode(word, encoding)
    return decoded != word, is_syllable(decoded)


def _becomes_syllable(word: str, encoding: Encoding) -> bool:
    return len(word) <= _LONGEST and all(_becomes(word, encoding))


def _is_word(word: str) -> bool:
    return len(word) <= _LONGEST and is_syllable(word)


def _stays(word: str, encoding: Encoding) -> bool:
    """ "Lý" is written alike in TCVN3 and in Unicode."""
    return _is_word(word) and not _becomes(word, encoding)[0]


def _is_strong(word: str) -> bool:
    return (
        2 < len(word) <= _LONGEST
        and not _UNICODE_ONLY.search(word)
        and not _only_eth(word)
        and not is_syllable(word)
        and any(_becomes_syllable(word, encoding) for encoding in Encoding)
    )


def _only_eth(word: str) -> bool:
    """Whether it is an abbreviation with Ð for Đ, as some keyboards write it: HNGÐ."""
    return _ABBREVIATION.fullmatch(word) is not None
