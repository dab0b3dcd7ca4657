"""How well a listing answers for a subject that somebody asks about: score, features, decision.

A subject is a name with what else the asker knows. The asker brings a number or a birth; what is
told is whether they are equal, different or not held, never what they are.

=================  =====  ==========================================================================
feature ``name``   score  the listed name
=================  =====  ==========================================================================
exact_full         1.00   has the same words with the same marks, all of them, nothing more
tones, marks       0.97   the same where the asker wrote no tones or marks
a reading          0.95   is what was meant (telex, vni, joined, parted, title_dropped, …)
alias              0.93   is somebody's whose by-name was asked for
other_form         0.85   is an organisation of another legal form
tones, marks       0.85   has other tones or marks than were written: Thúy, Thủy (another's name often)
dialect            0.85   is spelt as another region speaks
initials           0.85   has these initials
one_letter         0.90   is a letter off a word that nobody has; 0.80 if somebody has it
two_letters        0.80   is two letters off
subset             0.80   has more words between family and given name; 0.75 if more were written
superset           0.65   has fewer words
other              0      is another, but the number is equal
=================  =====  ==========================================================================

The threshold is for this score. A number that is equal makes it 1, one that is different 0.3, a
birth that is different halves it; such results stay, last, so that they can be told.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from enum import IntEnum
from enum import StrEnum
from thads_portal.domain.name_match import differences
from thads_portal.domain.name_match import Level
from thads_portal.domain.name_match import match_level
from thads_portal.domain.name_match import NameQuery
from thads_portal.domain.name_match import other_forms
from thads_portal.domain.names import split

import hashlib
import hmac
import re


class Held(StrEnum):
    """What is told of a number or a birth."""

    EQUAL = "equal"
    DIFFERENT = "different"
    NOT_HELD = "not_held"


class Decision(StrEnum):
    """What the results say together."""

    NONE = "none"
    DIFFERENT_ID_ONLY = "different_id_only"
    SAME_NAME = "same_name"
    PROBABLE = "probable"
    SAME_ID = "same_id"


#: Score from which a name counts as the same, whatever else is known.
WHOLE = 0.93
_LEVELS = {Level.TONES: 0.97, Level.MARKS: 0.97}
_OTHER_MARKS, _OTHER_FORM, _READING, _ALIAS = 0.85, 0.85, 0.95, 0.93
#: How a candidate was found -> its score.
CLOSE = {
    "one_letter": 0.90,
    "dialect": 0.85,
    "initials": 0.85,
    "one_letter_of_two_names": 0.80,
    "two_letters": 0.80,
    "subset": 0.80,
    "subset_of_more": 0.75,
    "superset": 0.65,
}
_SHOWN = {"one_letter_of_two_names": "one_letter", "subset_of_more": "subset"}
_BIRTH = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_DIGEST = 8


@dataclass(frozen=True, slots=True)
class NameScore:
    """`feature` says how the name compares, `score` how much that is, from 0 to 1."""

    feature: str
    score: float


def whole_name(query: NameQuery, name: str, reading: str | None) -> NameScore | None:
    """How `name` answers `query`, if it is a whole name; `reading` names what was done to find it."""
    match = match_level(query, name)
    if match is None:
        return None
    if match.level not in _LEVELS and match.level is not Level.EXACT:
        return None
    other = bool(differences(query, name))
    if other:
        return NameScore(reading or match.level.value, _OTHER_MARKS)
    if query.legal and other_forms(query, name):
        return NameScore("other_form", _OTHER_FORM)
    if reading is not None:
        return NameScore(reading, _READING)
    if match.level is Level.EXACT:
        return NameScore("exact_full", 1.0)
    return NameScore(match.level.value, _LEVELS[match.level])


def by_name(query: NameQuery, name: str) -> NameScore | None:
    """How a by-name in `name` answers `query`: all its words are there, and the key was equal."""
    match = match_level(replace(query, whole=False), name)
    return (
        NameScore("alias", _ALIAS) if match is not None and match.level is Level.CONTAINS else None
    )


def close_name(how: str) -> NameScore:
    """A name found by `how` of CLOSE."""
    return NameScore(_SHOWN.get(how, how), CLOSE[how])


OTHER_NAME = NameScore("other", 0.0)


def final_score(name: NameScore, number: Held | None, birth: Held | None) -> float:
    """The score of a result, from 0 to 1."""
    if number is Held.EQUAL:
        return 1.0
    score = name.score
    if birth is Held.DIFFERENT:
        score /= 2
    if number is Held.DIFFERENT:
        score = min(score, 0.3)
    return round(score, 2)


def decide(results: Iterable[tuple[NameScore, Held | None, Held | None]]) -> Decision:
    """What (name, number, birth) of all results say together: the strongest of them."""
    return max((_alone(*each) for each in results), default=_Strength.NOTHING).decision


class _Strength(IntEnum):
    """How much one result says."""

    NOTHING = 0
    OTHER_ID = 1
    CLOSE = 2
    WHOLE = 3
    BIRTH = 4
    ID = 5

    @property
    def decision(self) -> Decision:
        return _SAYS[self]


_SAYS = (
    Decision.NONE,
    Decision.DIFFERENT_ID_ONLY,
    Decision.PROBABLE,
    Decision.SAME_NAME,
    Decision.PROBABLE,
    Decision.SAME_ID,
)


def _alone(name: NameScore, number: Held | None, birth: Held | None) -> _Strength:
    whole = name.score >= WHOLE
    if number is Held.EQUAL:
        return _Strength.ID
    if number is Held.DIFFERENT:
        return _Strength.OTHER_ID if whole else _Strength.NOTHING
    if birth is Held.EQUAL:
        return _Strength.BIRTH
    if whole:
        return _Strength.WHOLE
    return _Strength.NOTHING if birth is Held.DIFFERENT else _Strength.CLOSE


# What can be compared and not read


def birth_of(text: object) -> str | None:
    """``1979``, ``1979-04`` or ``1979-04-02`` as written, if it is one; else None."""
    if not isinstance(text, str) or not (found := _BIRTH.fullmatch(text)):
        return None
    year, month, day = (int(each) if each else 1 for each in found.groups())
    try:
        return text if 1880 <= year <= 2100 and date(year, month, day) else None
    except ValueError:
        return None


def birth_digest(born: date, *, number: str, key: bytes) -> bytes:
    """Digests of year, month and day of a birth, for the listing `number` alone.

    Keyed, and apart for each listing: births of two listings cannot be compared by them.
    """
    text = born.isoformat()
    return b"".join(_birth(text[:size], number, key) for size in (4, 7, 10))


def compare_birth(asked: str, digest: bytes | None, *, number: str, key: bytes) -> Held:
    """Whether the listing `number` holds the birth that is asked about (:func:`birth_of`)."""
    if not digest:
        return Held.NOT_HELD
    place = {4: 0, 7: 1, 10: 2}[len(asked)] * _DIGEST
    same = hmac.compare_digest(digest[place : place + _DIGEST], _birth(asked, number, key))
    return Held.EQUAL if same else Held.DIFFERENT


def _birth(text: str, number: str, key: bytes) -> bytes:
    return hmac.digest(key, f"birth\0{number}\0{text}".encode(), hashlib.sha256)[:_DIGEST]


def compare_number(asked: bytes, held: bytes | None) -> Held:
    """The same for a number, by its digest in the register."""
    if not held:
        return Held.NOT_HELD
    return Held.EQUAL if hmac.compare_digest(asked, held) else Held.DIFFERENT


def address_score(asked: str, held: str) -> float:
    """How many of the words of two addresses are the same, from 0 to 1."""
    one, other = ({word.marks for word in split(text)} for text in (asked, held))
    return round(len(one & other) / len(one | other), 2) if one and other else 0.0
