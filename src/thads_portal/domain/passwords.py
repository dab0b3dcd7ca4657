"""The policy for passwords: long, not a name of its owner, not one that everybody uses.

Length does most. A word that is on every list stays weak with digits at its ends
(``MatKhau@123456``), so what is judged is what is left without them. No rules of
character classes: they make people write passwords down.
"""

from collections.abc import Iterable
from functools import cache
from importlib import resources
from thads_portal.errors import Code

import re
import unicodedata


MINIMUM = 12
#: Longer ones only cost time to check.
LONGEST = 200
#: Different characters that a password must have.
_DIFFERENT = 6
#: Letters of a name that are no coincidence.
_NAME = 4
_RUNS = ("0123456789", "9876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")  # fmt: skip
_ENDS = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_SWAPPED = str.maketrans("@4013$57", "aaoiesst")


@cache
def _common() -> frozenset[str]:
    text = resources.files("thads_portal.domain").joinpath("data", "common_passwords.txt")
    return frozenset(text.read_text("utf-8").split())


def weakness(password: str, *, minimum: int = MINIMUM, names: Iterable[str] = ()) -> Code | None:
    """Why `password` may not be used, or None. `names` are its owner's login, name and address."""
    if len(password) < minimum:
        return Code.PASSWORD_TOO_SHORT
    if len(password) > LONGEST:
        return Code.PASSWORD_TOO_LONG
    folded = _squeezed(password)
    if any(_within(name, folded) for name in names):
        return Code.PASSWORD_HAS_NAME
    if len(set(folded)) < _DIFFERENT or _is_common(password):
        return Code.PASSWORD_COMMON
    return None


def fold(text: str) -> str:
    """`text` in small letters without any marks."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(text))


def _within(name: str, password: str) -> bool:
    """Whether the name as a whole, its mailbox or a long word of it stands in the password."""
    mailbox = name.partition("@")[0]
    parts = {_squeezed(mailbox), *(_squeezed(part) for part in re.split(r"[\s._-]+", mailbox))}
    whole = _squeezed(mailbox)
    return any(
        part in password
        for part in parts
        # Single syllables of Vietnamese names are short and stand in many words.
        if len(part) >= _NAME and (part == whole or len(part) > _NAME)
    )


def _is_common(password: str) -> bool:
    plain = fold(password)
    # With the digits at its ends and without; with letters written as digits and without.
    core = _ENDS.sub("", plain)
    cores = {core, core.translate(_SWAPPED), _ENDS.sub("", plain.translate(_SWAPPED))}
    squeezed = {_squeezed(core) for core in cores} | {_squeezed(plain)}
    common = _common()
    for core in squeezed:
        left = _without_runs(core)
        if left in common or core in common or len(left) < _NAME:
            return True
        for word in common:
            if len(word) >= 6 and word in left and len(left) - len(word) < _NAME:
                return True
    return False


def _without_runs(text: str) -> str:
    """`text` without pieces of four and more along the alphabet, the digits or a keyboard row."""
    kept = []
    position = 0
    while position < len(text):
        length = next(
            (
                size
                for size in range(min(len(text) - position, 26), 3, -1)
                if any(text[position : position + size] in run for run in _RUNS)
            ),
            0,
        )
        if length:
            position += length
        else:
            kept.append(text[position])
            position += 1
    return "".join(kept)
