"""What differs between two texts, word by word, for a reader: what went, what came, what stayed."""

from difflib import SequenceMatcher

import re


#: Words of one stretch that are compared word by word; a longer one is shown as replaced.
_MOST = 1500
#: Lines or sentences that are compared at all.
_MOST_PIECES = 3000
_PIECES = re.compile(r"[^\n.!?;]*(?:[\n.!?;]+\s*|$)")
_WORDS = re.compile(r"\s*\S+|\s+")

#: ``same``, ``gone`` or ``new``, and the text.
Stretch = tuple[str, str]


def differences(before: str, after: str) -> list[Stretch]:
    """`after` with what has gone from `before`, in reading order; nothing if they are equal."""
    if before == after:
        return []
    old, new = _split(_PIECES, before), _split(_PIECES, after)
    if max(len(old), len(new)) > _MOST_PIECES:
        return _joined([("gone", before), ("new", after)])
    found: list[Stretch] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        left, right = "".join(old[i1:i2]), "".join(new[j1:j2])
        if kind == "equal":
            found.append(("same", left))
        else:
            found += _in_words(left, right)
    return _joined(found)


def _in_words(before: str, after: str) -> list[Stretch]:
    old, new = _split(_WORDS, before), _split(_WORDS, after)
    if max(len(old), len(new)) > _MOST:
        return [("gone", before), ("new", after)]
    found: list[Stretch] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(("same", "".join(old[i1:i2])))
        else:
            found += [("gone", "".join(old[i1:i2])), ("new", "".join(new[j1:j2]))]
    return found


def _split(pattern: re.Pattern[str], text: str) -> list[str]:
    return [piece for piece in pattern.findall(text) if piece]


def _joined(stretches: list[Stretch]) -> list[Stretch]:
    """Without empty ones, neighbours of one kind together."""
    found: list[Stretch] = []
    for kind, text in stretches:
        if not text:
            continue
        if found and found[-1][0] == kind:
            found[-1] = kind, found[-1][1] + text
        else:
            found.append((kind, text))
    return found
