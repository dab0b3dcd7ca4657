"""Readings of what was typed where a name is asked for: the plain one, and what else it may mean.

Pure functions. :func:`readings` needs only the text; :func:`by_words` also which bare words
the register has, since only they tell where words without spaces part. Each reading is a
text to look for with the name of what was done to the one typed, so that it can be told
and undone. Which of them finds somebody is for the register to say (``register/readings.py``).
"""

from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from itertools import product
from thads_portal.domain import business_words
from thads_portal.domain import parting
from thads_portal.domain.foreign import foreign_spellings
from thads_portal.domain.initials import initials_of
from thads_portal.domain.keyboard import from_telex
from thads_portal.domain.keyboard import from_vni
from thads_portal.domain.legacy_fonts import decode as from_font
from thads_portal.domain.legacy_fonts import Encoding
from thads_portal.domain.name_match import MAX_QUERY
from thads_portal.domain.names import clean
from thads_portal.domain.names import split
from thads_portal.domain.typed import before_address
from thads_portal.domain.typed import before_bare_place
from thads_portal.domain.typed import before_place
from thads_portal.domain.typed import may_be_named
from thads_portal.domain.typed import strip

import re


#: Readings of one kind that are tried.
MOST = 24
_ZERO_WIDTH = re.compile("[\u00ad\u180e\u200b-\u200f\u2060\ufeff]+")
#: Letters that stand for an apostrophe, so that they do not part words.
_APOSTROPHES = re.compile("[\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8]")
#: Signs and letters that Vietnamese has not, which old fonts show as letters of it.
_SIGNS = re.compile(
    "[\u00a1-\u00bf\u00c4-\u00c7\u00cb\u00ce-\u00d1\u00d6-\u00d8\u00db\u00dc\u00de\u00df\u00e4-\u00e7\u00eb\u00ee-\u00f1\u00f6-\u00f8\u00fb\u00fc\u00fe\u00ff]"
)
_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")


@dataclass(frozen=True, slots=True)
class Reading:
    """A text to look for; `done` are names of what was done to the one typed, in that order.

    `sure`: the text as typed cannot be a name. `dropped` are the words left out; `pattern` is
    what the sort name must fit beside it (initials), a regular expression. `doubtful`: what was
    dropped may as well be the end of the name.
    """

    text: str
    done: tuple[str, ...] = ()
    sure: bool = False
    dropped: tuple[str, ...] = ()
    pattern: str | None = None
    doubtful: bool = False

    @property
    def name(self) -> str | None:
        """The reading's one name: what changed the words, before what dropped some."""
        return self.done[-1] if self.done else None


@lru_cache(maxsize=1024)
def readings(typed: str) -> tuple[Reading, ...]:
    """The readings of `typed` that its own letters and signs show, the plain one first.

    A text that can only be a plain name has no other; so has what is too long to be one.
    """
    plain = Reading(clean(typed))
    if len(typed) > MAX_QUERY:
        return (plain,)
    bases = [plain]
    stripped = strip(clean(typed))
    if stripped.done and stripped.text:
        bases.append(Reading(stripped.text, stripped.done, stripped.sure, stripped.dropped))
    for base in list(bases):
        for before, sure in ((before_address, True), (before_place, False)):
            if (parts := before(base.text)) and parts[0]:
                bases.append(_without_place(base, *parts, sure))
                break
        else:
            if parts := before_bare_place(base.text):
                read = _without_place(base, *parts, False)
                bases.append(replace(read, doubtful=may_be_named(parts[1])))
    found = list(bases)
    if _ZERO_WIDTH.search(typed):
        found.append(Reading(clean(_ZERO_WIDTH.sub(" ", typed)), ("parted",)))
    if _APOSTROPHES.search(typed):
        found.append(Reading(clean(_APOSTROPHES.sub("'", typed)), ("parted",)))
    for base in reversed(bases):
        if (apart := _parted_at_capitals(base.text)) != base.text:
            found.append(Reading(apart, (*base.done, "parted"), False, base.dropped))
        found += _changed(base)
    return tuple({(each.text, each.pattern): each for each in reversed(found)}.values())[::-1]


def bare_name(found: Sequence[Reading]) -> Reading:
    """Of the readings of a text the name without what stands around it: titles, years, places."""
    plain = [each for each in found if not each.done or each.done[-1].endswith("_dropped")]
    return [each for each in plain if not each.doubtful][-1]


def _without_place(base: Reading, text: str, place: str, sure: bool) -> Reading:
    rest = strip(text)
    done = tuple(dict.fromkeys((*base.done, *rest.done, "address_dropped")))
    dropped = (*base.dropped, *rest.dropped, place)
    return Reading(rest.text or text, done, sure, dropped)


def _parted_at_capitals(text: str) -> str:
    return "".join(
        f" {letter}" if letter.isupper() and before.islower() else letter
        for before, letter in zip(" " + text, text, strict=False)
    )


def _changed(base: Reading) -> Iterable[Reading]:
    for name, decode in (("telex", from_telex), ("vni", from_vni)):
        text = _each_word(base.text, decode)
        if text is not None:
            yield Reading(text, (*base.done, name), False, base.dropped)
    for encoding in Encoding if _SIGNS.search(base.text) else ():
        text = from_font(base.text, encoding)
        if text != base.text and not _SIGNS.search(text):
            yield Reading(text, (*base.done, "legacy_font"), False, base.dropped)
    for text in business_words.spellings(base.text):
        yield Reading(text, (*base.done, "abbreviation"), False, base.dropped)
    meant = initials_of(base.text)
    if meant is not None:
        yield Reading(meant.given, (*base.done, "initials"), False, base.dropped, meant.pattern)


def _each_word(text: str, decode: Callable[[str], str]) -> str | None:
    """`text` with its words decoded, capitalised as names are; None if none has changed."""
    changed = False

    def meant(found: re.Match[str]) -> str:
        nonlocal changed
        read = decode(found[0])
        if read == found[0]:
            return read
        changed = True
        return read.upper() if found[0].isupper() and len(found[0]) > 1 else read.capitalize()

    made = _WORD.sub(meant, text)
    return made if changed else None


def _words(base: Reading) -> list[str]:
    return [word.plain for word in split(_APOSTROPHES.sub("'", base.text))]


def tokens_to_know(base: Reading, common: Collection[str] = ()) -> set[str]:
    """The bare words of which :func:`by_words` must be told whether the register has them.

    Words that are `common` stand for themselves.
    """
    words = _words(base)
    asked = set(words)
    for word in words:
        if word in common:
            continue
        asked.update(parting.pieces(word))
        asked.update(foreign_spellings(word))
    asked.update(parting.joined(words))
    return asked


def by_words(base: Reading, known: Mapping[str, int]) -> list[Reading]:
    """Readings of `base` by the words present: parted, joined, with foreign letters.

    `known` says how many listings have each bare word of :func:`tokens_to_know`.
    """
    words = _words(base)
    found: list[Reading] = []

    def add(name: str, texts: Iterable[str]) -> None:
        found.extend(
            Reading(text, (*base.done, name), False, base.dropped) for text in islice(texts, MOST)
        )

    add("foreign_letters", _combined(words, known, foreign_spellings))
    add("parted", parting.partings(words, known))
    add("joined", parting.joinings(words, known))
    return found


def _combined(
    words: list[str], known: Mapping[str, int], spellings: Callable[[str], Iterable[str]]
) -> Iterable[str]:
    choices = []
    for word in words:
        others = [each for each in spellings(word) if each in known]
        choices.append([*([word] if word in known or not others else []), *others])
    for chosen in islice(product(*choices), MOST):
        if list(chosen) != words:
            yield " ".join(chosen)
