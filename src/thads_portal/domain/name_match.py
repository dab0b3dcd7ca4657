"""How well a name answers what somebody typed: exact, tones, marks, close.

The register asks the same question in SQL (``register/search.py``) with tokens made
from the same words; if the two disagree, a result carries a wrong label. A property
test compares them.
"""

from collections.abc import Callable
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from thads_portal.domain.legal_forms import find_forms
from thads_portal.domain.names import clean
from thads_portal.domain.names import full_token
from thads_portal.domain.names import Name
from thads_portal.domain.names import parse_name
from thads_portal.domain.names import split
from thads_portal.domain.syllables import within_one_edit
from thads_portal.domain.syllables import Word


#: Longer input is no name.
MAX_QUERY = 300
MAX_QUERY_WORDS = 16
#: Shorter words have too many neighbours to be widened: An, Ân, Anh, Lan, Ban ...
MIN_CLOSE = 3


class Level(StrEnum):
    """The four levels of a match, best first."""

    EXACT = "exact"
    TONES = "tones"
    MARKS = "marks"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class LegalUnit:
    """A legal form in the query: "cty", or "công ty" as two words."""

    code: str
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class NameQuery:
    """What was typed, taken apart.

    `words` are looked for, in any order; when `prefix`, the last of them may go on.
    `legal` are legal forms: beside words they only ask for an organisation of whatever
    form. A query without words and forms matches nothing.
    """

    words: tuple[Word, ...] = ()
    legal: tuple[LegalUnit, ...] = ()
    prefix: bool = False

    @property
    def hopeless(self) -> bool:
        return not self.words and not self.legal


@dataclass(frozen=True, slots=True)
class Match:
    """`level` is the label. Within it, `whole` words stand before beginnings of words,
    and `full` (no word of the name was left out of the query) before parts.
    """

    level: Level
    whole: bool
    full: bool


@lru_cache(maxsize=1024)
def parse_query(text: str) -> NameQuery:
    """Take typed text apart. Junk (signs only, far too long) gives a hopeless query."""
    if len(text) > MAX_QUERY:
        return NameQuery()
    words = split(clean(text.encode("utf-8", "ignore").decode()))
    if len(words) > MAX_QUERY_WORDS:
        return NameQuery()
    legal = []
    covered: set[int] = set()
    for start, end, code in find_forms([word.plain for word in words]):
        legal.append(LegalUnit(code, tuple(words[start:end])))
        covered.update(range(start, end))
    own = tuple(word for place, word in enumerate(words) if place not in covered)
    return NameQuery(own, tuple(legal), prefix=len(words) - 1 not in covered)


def match_level(query: NameQuery | str | Iterable[str], name: str) -> Match | None:
    """How `name` answers `query` (parsed, or as typed, or its words), None if it does not."""
    if not isinstance(query, NameQuery):
        query = parse_query(query if isinstance(query, str) else " ".join(query))
    if query.hopeless:
        return None
    parsed = parse_name(name)
    for level, whole, starts in _LADDER:
        if _matches(query, parsed, whole):
            full = bool(query.words) and full_token(query.words) == full_token(parsed.own)
            return Match(level, True, full)
        if query.prefix and _matches(query, parsed, whole, starts):
            return Match(level, False, False)
    if _matches_close(query, parsed):
        return Match(Level.CLOSE, False, False)
    return None


Test = Callable[[Word, Word], bool]


def _exact(asked: Word, word: Word) -> bool:
    return asked.exact == word.exact


def _exact_start(asked: Word, word: Word) -> bool:
    return word.exact.startswith(asked.exact_starts)


def _tones(asked: Word, word: Word) -> bool:
    return asked.tones == word.tones


def _tones_start(asked: Word, word: Word) -> bool:
    return word.tones.startswith(asked.tones)


def _marks(asked: Word, word: Word) -> bool:
    return asked.marks == word.marks


def _marks_start(asked: Word, word: Word) -> bool:
    return asked.marks == word.marks or word.marks.startswith(asked.plain)


_LADDER: tuple[tuple[Level, Test, Test], ...] = (
    (Level.EXACT, _exact, _exact_start),
    (Level.TONES, _tones, _tones_start),
    (Level.MARKS, _marks, _marks_start),
)


def _matches(query: NameQuery, name: Name, whole: Test, starts: Test | None = None) -> bool:
    """Whether every word asked for is in the name; with `starts`, the last as a beginning."""
    *first, last = query.words or (None,)
    if not all(any(whole(asked, word) for word in name.words) for asked in first):
        return False
    if last is not None:
        test = starts or whole
        if not any(test(last, word) for word in name.words):
            return False
    return all(_has_form(query, unit, name, whole) for unit in query.legal)


def _has_form(query: NameQuery, unit: LegalUnit, name: Name, whole: Test) -> bool:
    if query.words and name.legal_forms:
        return True
    if any(code == unit.code for _, _, code in name.legal_forms):
        return True
    test = _marks if query.words else whole
    return all(any(test(asked, word) for word in name.words) for asked in unit.words)


def _matches_close(query: NameQuery, name: Name) -> bool:
    """One word is one letter off, the others are right but for their marks."""
    if not all(_has_form(query, unit, name, _marks) for unit in query.legal):
        return False
    missed = []
    last = len(query.words) - 1
    for place, asked in enumerate(query.words):
        test = _marks_start if query.prefix and place == last else _marks
        if not any(test(asked, word) for word in name.words):
            missed.append(asked)
    return len(missed) == 1 and any(
        may_be_close(missed[0].marks, word.marks) for word in name.words
    )


def may_be_close(asked: str, present: str) -> bool:
    """Whether a bare word of a name may be meant by a bare word that nobody has."""
    return len(asked) >= MIN_CLOSE and asked.isalpha() and within_one_edit(asked, present)
