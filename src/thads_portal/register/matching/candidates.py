"""Which keys may be meant by a name that is asked for, better ones first.

What is read here are the filter and the words in memory; whether somebody really has a key, and
how well the name then answers, is for :mod:`.subjects` to say.
"""

from collections.abc import Iterator
from functools import lru_cache
from thads_portal.domain.matching import CLOSE
from thads_portal.domain.name_keys import all_keys
from thads_portal.domain.name_keys import are_known
from thads_portal.domain.name_keys import initials_key
from thads_portal.domain.name_keys import key_of
from thads_portal.domain.name_keys import longer_of
from thads_portal.domain.name_keys import one_letter_off
from thads_portal.domain.name_keys import shorter_of
from thads_portal.domain.name_keys import spoken_alike
from thads_portal.domain.name_keys import two_letters_off
from thads_portal.domain.name_match import NameQuery
from thads_portal.domain.name_match import parse_query
from thads_portal.domain.name_match import with_mended_form
from thads_portal.domain.names import split
from thads_portal.domain.readings import bare_name
from thads_portal.domain.readings import by_words
from thads_portal.domain.readings import Reading
from thads_portal.domain.readings import readings
from thads_portal.domain.readings import tokens_to_know
from thads_portal.domain.spelling import is_syllable
from thads_portal.domain.syllables import word_forms
from thads_portal.domain.typed import strip
from thads_portal.register.matching.known import Known
from typing import NamedTuple

import re


#: Readings of one name that are tried.
_TRIED = 60
#: Listings that have a word which is then no word of another spelling.
_COMMON = 50
#: First words that may be titles, bare.
_TITLES = frozenset(
    [
        "ong",
        "ba",
        "anh",
        "chi",
        "cu",
        "co",
        "chu",
        "bac",
        "em",
        "chau",
        "mr",
        "mrs",
        "ms",
        "miss",
        "mister",
        "ho",
        "ten",
        "nguoi",
        "duong",
    ]
)
_LETTERS = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)+")
_FIRST = re.compile(r"[^\W\d_]+")


class Candidate(NamedTuple):
    """A key that may be meant. `query` is the name that a whole name must answer, `reading` what was
    done to find it, `how` one of CLOSE for what is no whole name. `pattern` fits sort names.
    """

    key: int
    query: NameQuery
    reading: str | None = None
    how: str | None = None
    pattern: str | None = None


@lru_cache(maxsize=8192)
def parsed(text: str) -> NameQuery:
    """`text` as a whole name: nothing is a beginning."""
    query = parse_query(text)
    return NameQuery(query.words, query.legal, own=query.own, whole=True)


def plain(name: str) -> list[Candidate]:
    """The name as it is written."""
    query = parsed(name)
    return [Candidate(key, query) for key in all_keys(query)]


def is_simple(name: str, query: NameQuery, known: Known) -> bool:
    """Whether `name` can only be what it says: letters, in words that names have, no title before."""
    if not _LETTERS.fullmatch(name) or query.legal or query.words[0].plain in _TITLES:
        return False
    if strip(name).done:
        return False
    for written, word in zip(name.split(), query.words, strict=False):
        if len(word.plain) < 2 or word.marks not in known.words:
            return False
        if not written.isascii() and not is_syllable(written):
            return False
    return True


def read_otherwise(name: str, known: Known) -> Iterator[Candidate]:
    """Other readings that the text itself shows, which somebody's whole name may be."""
    for reading in readings(name)[1:][:_TRIED]:
        if reading.pattern is None:
            yield from _whole(reading, known)


def read_by_words(name: str, known: Known) -> Iterator[Candidate]:
    """Readings by the words present: parted, joined, with foreign letters."""
    base = bare_name(readings(name))
    query = parsed(base.text)
    if not query.words:
        return
    common = {
        word.plain for word in query.words if known.words.counts.get(word.marks, 0) >= _COMMON
    }
    counts = known.words.counts
    present = {}
    for piece in tokens_to_know(base, common):
        # Only y at the end changes: Lý is kept as li.
        count = counts.get(word_forms(piece).marks if piece.endswith("y") else piece)
        if count:
            present[piece] = count
    for reading in by_words(base, present)[:_TRIED]:
        yield from _whole(reading, known)


def _whole(reading: Reading, known: Known) -> Iterator[Candidate]:
    query = parsed(reading.text)
    for key in all_keys(query):
        if known.has(key):
            yield Candidate(key, query, reading.name)


def close(name: str, known: Known, threshold: float, *, simple: bool) -> Iterator[Candidate]:
    """Names that are not `name` and may be meant: a letter off, spoken alike, initials, shorter."""
    query = parsed(name) if simple else parsed(bare_name(readings(name)).text)
    words = known.words
    if not simple:
        yield from _initials(name, known)
    if not query.words:
        return
    slip = "one_letter_of_two_names" if are_known(query, words) else "one_letter"
    tried = [
        (slip, one_letter_off(query, words)),
        ("dialect", spoken_alike(query, words)),
        ("two_letters", two_letters_off(query, words)),
        ("subset" if len(query.words) == 2 else "subset_of_more", shorter_of(query)),
        ("superset", longer_of(query)),
    ]
    for how, keys in tried:
        if CLOSE[how] >= threshold:
            for key in known.those(keys):
                yield Candidate(key, query, how=how)
    for mended in with_mended_form(query) if not simple else ():
        for key in (key_of(word.marks for word in mended.words), *one_letter_off(mended, words)):
            if known.has(key):
                yield Candidate(key, mended, how=slip)


def _initials(name: str, known: Known) -> Iterator[Candidate]:
    for reading in readings(name):
        if reading.pattern is None:
            continue
        given = split(reading.text)
        # What stands before the given name: each letter or word by its first letter.
        before = name[: name.rfind(reading.text)] if reading.text in name else name
        for letters in _first_letters(before):
            key = initials_key(given[0].marks, letters)
            if known.has(key):
                yield Candidate(key, parsed(name), how="initials", pattern=reading.pattern)


def _first_letters(before: str) -> Iterator[list[str]]:
    """The initials in `before`; letters that stand together may be one each, or one's beginning."""
    parts = [word_forms(each).plain for each in _FIRST.findall(before)]
    yield [part[0] for part in parts if part]
    apart = [letter for part, shown in zip(parts, _FIRST.findall(before), strict=True) for letter in (part if shown.isupper() and len(shown) <= 3 else part[:1])]  # fmt: skip
    yield apart
