"""Numbers of judgments, decisions and listings in the one form they are looked up by.

The same number is written 05/2024/DS-ST, 5/2024/DSST or "Số 05 / 2024 / DS-ST": a change
here makes the numbers of rows already stored unfindable until the register is rebuilt.
"""

from collections.abc import Iterable
from functools import lru_cache
from thads_portal.domain.names import clean
from unicodedata import normalize

import re


_LEADING = re.compile(r"^(?:so|no)(?=[\s:.\d])[\s:.]*")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_DROPPED = re.compile(r"[^\w/\-.&+]|_")
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_MARKS = re.compile("[\u0300-\u036f]")
_STRAY = str.maketrans({"ð": "d", "ɖ": "d"})
#: Longer text is no number of a document.
MAX_NUMBER = 120


@lru_cache(maxsize=8192)
def number_key(number: str) -> str:
    """`number` without case, marks, blanks and leading zeros; empty if nothing is left."""
    text = clean(number.encode("utf-8", "ignore").decode()[:MAX_NUMBER])
    text = text.casefold().replace("đ", "d")
    if not text.isascii():
        text = normalize("NFD", text)
        text = _DASHES.sub("-", _MARKS.sub("", text).translate(_STRAY))
    text = _LEADING.sub("", text)
    return _ZEROS.sub("", _DROPPED.sub("", text)).strip("-./&+")


def number_keys(numbers: Iterable[str | None]) -> list[str]:
    """The distinct keys of a listing's public, judgment and decision numbers, sorted."""
    return sorted({key for number in numbers if number and (key := number_key(number))})
