"""Names of which all words but the given name are initials: N.V. An, Ng. V. An, NV An.

An initial stands for the first letter, or the first letters, of a family or middle name.
The given name is written out; the initials are compared with the key that names are
sorted by, which has the words in the order given, middle, family.
"""

from dataclasses import dataclass
from thads_portal.domain.names import clean
from thads_portal.domain.names import split
from thads_portal.domain.syllables import letter_keys
from thads_portal.domain.syllables import TONE_KEYS

import re


_TWO = ("ng", "nh", "th", "tr", "ph", "ch", "kh", "gi", "qu", "ngh")
_DOTTED = re.compile(r"[^\W\d_]{1,3}\.")


@dataclass(frozen=True, slots=True)
class Initials:
    """`given` is the given name as typed; `pattern` fits the sort names of who may be meant."""

    given: str
    pattern: str


def initials_of(text: str) -> Initials | None:
    """What `text` means if it is a given name behind initials, else None."""
    text = clean(text)
    dotted = bool(_DOTTED.search(text))
    if any(char.isdigit() for char in text):
        return None
    parts: list[tuple[str, bool]] = []
    written = re.findall(r"[^\W\d_][^\W\d_\u0300-\u036f]*[\u0300-\u036f]*\.?", text)
    *before, given = written or [""]
    # In capitals throughout, "LÊ AN" is no pair of initials.
    shouted = given.isupper() and any(_is_vowelled(each.rstrip(".")) for each in before)
    given = given.rstrip(".")
    if not before or len(given) < 2:
        return None
    for each in before:
        letters = each.rstrip(".")
        dot = each.endswith(".")
        if dot or len(letters) == 1:
            parts.append((letters, True))
        elif letters.isupper() and 2 <= len(letters) <= 3 and not shouted:
            parts += _spelt_apart(letters)
        else:
            parts.append((letters, False))
    if not any(short for _, short in parts) or (dotted and not given):
        return None
    last = split(given)
    if len(last) != 1:
        return None
    family, *middle = parts
    words = [_pattern(*part) for part in middle]
    key = _given(given)
    return Initials(given, f"^{key} {''.join(words)} {_pattern(*family)}$")


def _is_vowelled(letters: str) -> bool:
    return any(letter in "aeiouy" for word in split(letters) for letter in word.plain[1:])


def _spelt_apart(letters: str) -> list[tuple[str, bool]]:
    return [(letter, True) for letter in letters]


def _given(written: str) -> str:
    (word,) = split(written)
    # Without marks it may be any of them, as in every search.
    return "".join(map(_any_of, word.plain)) + f"[{TONE_KEYS}]"


def _pattern(written: str, short: bool) -> str:
    words = split(written)
    if not words:
        return ""
    word = words[0]
    head = "".join(map(_any_of, word.plain))
    return f"{head}[^{TONE_KEYS} ]*[{TONE_KEYS}]" if short else f"{head}[{TONE_KEYS}]"


def _any_of(letter: str) -> str:
    return f"[{re.escape(letter_keys(letter))}]"
