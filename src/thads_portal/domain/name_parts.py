"""Parts of what was typed that may be a name by themselves, where the whole of it is nobody's.

People paste a line of a list, two names, a name with its place. What is no name as a whole must not
read as if nobody were listed: the register is asked for the parts (``register/readings.py``).
"""

from collections.abc import Iterator
from itertools import islice

import re


#: Parts that are tried.
MOST = 40
_SHORTEST, _LONGEST = 2, 8
#: Words without a sign between them that are still one name.
_ONE_NAME = 4
_PARTED = re.compile(
    r"[,;&/|()\[\]:\n\t–]+|\s-\s|(?<!\w)(?:và|va|với|cùng|hoặc|ở|tại|của)(?!\w)|\S*\d\S*",
    re.IGNORECASE,
)


def parts(text: str) -> list[str]:
    """Parts of `text`, those to be preferred first; none if it is one name by its look.

    What stands between signs, as a whole; then neighbouring words of it, the longest first, never
    fewer than three: two of a longer name are another's too often.
    """
    segments = _segments(text)
    cut = is_several(text)
    if not cut and len(text.split()) <= _ONE_NAME:
        return []
    found: dict[str, None] = {}
    if cut:
        whole = (words for words in segments if _SHORTEST <= len(words) <= _LONGEST)
        found.update(dict.fromkeys(" ".join(words) for words in whole))
    longest = max(map(len, segments), default=0)
    for size in range(min(longest - 1, _LONGEST), _SHORTEST, -1):
        for words in segments:
            if not cut and size > len(words) - _SHORTEST:
                continue
            found.update(dict.fromkeys(_windows(words, size)))
    return list(islice(found, MOST))


def is_several(text: str) -> bool:
    """Whether signs, numbers or words part `text`, so that it is hardly one name."""
    segments = _segments(text)
    words = text.split()
    return len(words) > 1 and (not segments or segments[0] != words)


def left_of(text: str, part: str) -> tuple[str, ...]:
    """What stands before and behind `part` in `text`."""
    before, found, behind = " ".join(text.split()).partition(part)
    sides = (before, behind) if found else (text,)
    return tuple(each for side in sides if (each := side.strip(" ,;:&-–()")))


def _segments(text: str) -> list[list[str]]:
    return [words for each in _PARTED.split(text) if len(words := each.split()) >= _SHORTEST]


def _windows(words: list[str], size: int) -> Iterator[str]:
    for start in range(len(words) - size + 1):
        yield " ".join(words[start : start + size])
