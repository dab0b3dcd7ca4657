"""Names of organisations as they are shortened: C.ty, TM DV, XNK, & for và.

The legal forms themselves are in ``legal_forms.py``; here, the words of trades beside
them, and forms written with dots.
"""

from collections.abc import Collection
from collections.abc import Iterator
from itertools import islice
from itertools import product
from thads_portal.domain.legal_forms import find_forms
from thads_portal.domain.names import split

import re


_SHORT = {
    "tm": "thương mại",
    "dv": "dịch vụ",
    "sx": "sản xuất",
    "xd": "xây dựng",
    "xnk": "xuất nhập khẩu",
    "nk": "nhập khẩu",
    "xk": "xuất khẩu",
    "đt": "đầu tư",
    "dt": "đầu tư",
    "pt": "phát triển",
    "kd": "kinh doanh",
    "vt": "vận tải",
    "du lịch": "du lịch",
    "dl": "du lịch",
    "bđs": "bất động sản",
    "bds": "bất động sản",
    "tv": "tư vấn",
    "tk": "thiết kế",
    "cb": "chế biến",
    "ts": "thủy sản",
    "gt": "giao thông",
    "cn": "công nghiệp",
    "vlxd": "vật liệu xây dựng",
}
_BARE = {
    tuple(word.plain for word in split(full)): short
    for short, full in _SHORT.items()
    if short not in ("đt", "bđs", "du lịch", "cn")
}
_DOTTED = (
    (re.compile(r"\bc\s*[./]\s*ty\b\.?", re.I), "cty"),
    (re.compile(r"\bct\s*(?=(?:tnhh|cp|t\.n\.h\.h|c\.p)\b)", re.I), "cty "),
    (re.compile(r"\bt\.\s*n\.\s*h\.\s*h\b\.?", re.I), "tnhh"),
    (re.compile(r"\bm\.\s*t\.\s*v\b\.?", re.I), "mtv"),
    (re.compile(r"\bc\.\s*p\b\.?", re.I), "cp"),
    (re.compile(r"\bd\.\s*n\.\s*t\.\s*n\b\.?", re.I), "dntn"),
    (re.compile(r"\bh\.\s*t\.\s*x\b\.?", re.I), "htx"),
    (re.compile(r"\bv\.?\s*p\.?\s*[đdÐ]\.?\s*[đdÐ]\b\.?", re.I), "vpdd"),
    (re.compile(r"\bc\.\s*n\b\.?", re.I), "cn"),
)
_AND = re.compile(r"\s*&\s*|\s+(?:và|va)\s+", re.I)
_MOST = 24


def spellings(text: str) -> Iterator[str]:
    """Other spellings of an organisation's name: shortened words in full, full ones short.

    Nothing for a text without any of these words. At most 24.
    """
    plain = text
    for pattern, form in _DOTTED:
        plain = pattern.sub(form, plain)
    bare = [word.plain for word in split(plain)]
    covered = {at for start, end, _ in find_forms(bare) for at in range(start, end)}
    joints = bool(_AND.search(text))
    choices = list(_choices(bare, covered))
    varied = any(len(each) > 1 for each in choices)
    if plain == text and not varied and not joints and not covered:
        return
    seen = {text}
    for chosen in islice(product(*choices), _MOST):
        made = " ".join(part for part in chosen if part)
        if made and made not in seen:
            seen.add(made)
            yield made
    if covered and len(covered) < len(bare):
        # The register may have the name without any form, or with one that is not known.
        for chosen in islice(product(*_choices(bare, frozenset(), leave=covered)), _MOST):
            made = " ".join(part for part in chosen if part)
            if made and made not in seen:
                seen.add(made)
                yield made


def _choices(
    bare: list[str], covered: Collection[int], *, leave: Collection[int] = frozenset()
) -> Iterator[tuple[str, ...]]:
    at = 0
    while at < len(bare):
        if at in leave:
            at += 1
            continue
        full = next(
            (
                words
                for words in _BARE
                if tuple(bare[at : at + len(words)]) == words and at not in covered
            ),
            None,
        )
        if full is not None:
            yield " ".join(full), _BARE[full]
            at += len(full)
            continue
        word = bare[at]
        parts = _taken_apart(word) if at not in covered or word == "cn" else None
        if parts:
            yield " ".join(_SHORT[part] for part in parts), *_once(word, " ".join(parts))
        elif word == "va":
            yield "va", ""
        else:
            yield (word,)
        at += 1


def _once(*texts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _taken_apart(word: str) -> list[str] | None:
    """The short words that `word` is made of: "tmdv" is tm and dv."""
    if word in _SHORT:
        return [word]
    for size in (3, 2, 4):
        if word[:size] in _SHORT and len(word) > size:
            rest = _taken_apart(word[size:])
            if rest:
                return [word[:size], *rest]
    return None
