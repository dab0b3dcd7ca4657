"""Letters of other languages as people without their keyboard write them: ø as o, ü as ue.

Over bare words: accents that Unicode takes apart are gone already (Müller is "muller"
there), letters of their own are not (ø, ł, ı stay).
"""

from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
from itertools import product


#: What is typed -> what may stand in the name; the letter itself is tried beside them.
_TYPED = {
    "aa": ("a", "å"),
    "ae": ("a", "æ"),
    "oe": ("o", "ø", "œ"),
    "ue": ("u",),
    "th": ("þ",),
    "ss": ("ß",),
    "dj": ("đ", "d"),
    "o": ("ø", "oe"),
    "a": ("æ", "ae"),
    "u": ("ue",),
    "i": ("ı",),
    "l": ("ł",),
    "d": ("ð",),
    "h": ("ħ",),
    "t": ("ŧ",),
}
#: Letters of their own -> how they are written without them.
_WRITTEN = {
    "ø": ("o", "oe"),
    "æ": ("ae", "a"),
    "œ": ("oe", "o"),
    "ł": ("l",),
    "ı": ("i",),
    "ð": ("d",),
    "þ": ("th",),
    "ħ": ("h",),
    "ŧ": ("t",),
    "ß": ("ss",),
}
_ALL = {**_TYPED, **_WRITTEN}
_MOST = 160
_LONGEST = 16


@lru_cache(maxsize=4096)
def foreign_spellings(bare: str) -> tuple[str, ...]:
    """Other bare spellings of a word, at most 160; those with few changes are among them."""
    if not 2 <= len(bare) <= _LONGEST or not bare.isalpha():
        return ()
    found = dict.fromkeys(islice(_spelt(bare), _MOST))
    found.pop(bare, None)
    return tuple(found)


def _spelt(bare: str) -> Iterable[str]:
    places = [
        (place, sign, others)
        for sign, others in _ALL.items()
        for place in range(len(bare))
        if bare.startswith(sign, place)
    ]
    # One place at a time, then all places of one letter, then pairs of places.
    for place, sign, others in places:
        for other in others:
            yield bare[:place] + other + bare[place + len(sign) :]
    for sign, others in _ALL.items():
        for other in others:
            if bare.count(sign) > 1:
                yield bare.replace(sign, other)
    for (first, one, ones), (second, two, twos) in product(places, places):
        if first + len(one) <= second:
            for a, b in product(ones, twos):
                yield (
                    bare[:first]
                    + a
                    + bare[first + len(one) : second]
                    + b
                    + bare[second + len(two) :]
                )
