"""Names of debtors as people write and look for them: cleaned, split, folded, ordered.

Pure functions over text. The tokens, keys and folded names made here are stored in
the register: after a change of their form, rows written before are found only under
the old one until the register is rebuilt.

Three forms of each word are kept apart by a letter before the token: ``e`` exact,
``t`` tones left out, ``m`` all marks left out. ``w`` stands for two words of a name
together, so that two common ones (Nguyễn, Văn) are looked up as one rare; ``f`` for all
words of the name itself; ``l`` for the legal forms of an organisation.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from thads_portal.domain.legal_forms import find_forms
from thads_portal.domain.syllables import Word
from thads_portal.domain.syllables import word_forms
from unicodedata import is_normalized
from unicodedata import normalize

import re


#: Nothing to see, but unequal to a computer: zero-width and direction marks, soft hyphen.
_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
_UNCLEAN = re.compile(
    rf"[\x00-\x1f\x7f-\xa0{_INVISIBLE}]| {{2}}|[\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
)
_REMOVE = re.compile(f"[{_INVISIBLE}]")
_BLANK = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
#: What follows is not the registered name: "(tức Tèo)", "tên gọi khác: ...".
_ALIAS = re.compile(
    r"\s*[(\[,;/]|\s+(?:tức|hay còn|còn gọi|tên gọi khác|tên khác|tên thường gọi|bí danh)\s+\S",
    re.IGNORECASE,
)
_CALLED = (
    "tức là|tức|hay còn gọi là|hay còn|còn gọi là|còn gọi|tên gọi khác là|tên gọi khác|tên khác"
    "|tên thường gọi|bí danh"
)
#: What parts other names, and what may still stand before one.
_BETWEEN = re.compile(rf"[\[\](),;/]|\s(?:{_CALLED})(?:\s*:)?(?=\s)", re.IGNORECASE)
_BEFORE = re.compile(rf"\s*(?:(?:{_CALLED})(?!\S))?\s*:?\s*", re.IGNORECASE)
#: A name has 255 letters at most: an enterprise's may have more than thirty words. Words beyond
#: this many are not indexed.
MAX_WORDS = 60
ANY_LEGAL_FORM = "l"
#: An index takes words of up to 2,046 bytes.
MAX_TOKEN = 400


#: Signs that look like Đ and come from other alphabets: Icelandic eth, African D.
_FALSE_D = str.maketrans({"\u00d0": "Đ", "\u0189": "Đ"})


def with_true_d(text: str) -> str:
    """`text` with Đ for the signs that some keyboards write in its place: "ÐINH VĂN ÐỨC".

    Where an Icelandic letter stands beside it, Ð is that language's own.
    """
    if text.isascii() or any(letter in text for letter in "ðþÞ"):
        return text
    return text.translate(_FALSE_D)


def clean(text: str) -> str:
    """`text` in NFC, without invisible characters, its blanks (also non-breaking) single."""
    if not is_normalized("NFC", text):
        text = normalize("NFC", text)
    if _UNCLEAN.search(text):
        text = normalize("NFC", _REMOVE.sub("", text))
        text = _BLANK.sub(" ", text)
    return text.strip()


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart.

    `words` are all words in the order written. `own` are the words of the name itself,
    without legal forms and aliases (all words if nothing else is left). `legal_forms`
    are (start, end, code) within `words`.
    """

    words: tuple[Word, ...]
    own: tuple[Word, ...]
    legal_forms: tuple[tuple[int, int, str], ...]


def words_in(text: str) -> int:
    """How many words a cleaned text has."""
    return sum(1 for _ in _WORD.finditer(text))


def split(text: str) -> list[Word]:
    """The words of a cleaned text in all their forms; signs between words are left out."""
    return [word_forms(word) for word in _WORD.findall(text)[:MAX_WORDS]]


@lru_cache(maxsize=1024)
def parse_name(text: str) -> Name:
    """Take a name apart; it need not be clean."""
    text = clean(text)
    words = tuple(split(text))
    forms = tuple(find_forms([word.plain for word in words]))
    alias = _ALIAS.search(text)
    registered = len(split(text[: alias.start()])) if alias else len(words)
    covered = {place for start, end, _ in forms for place in range(start, end)}
    own = tuple(
        word for place, word in enumerate(words[:registered]) if place not in covered
    ) or tuple(word for place, word in enumerate(words) if place not in covered)
    return Name(words, own or words, forms)


def by_names(text: str) -> list[str]:
    """The other names that stand with a name, as the register writes them: "(tức Tư Đen)"."""
    text = clean(text)
    alias = _ALIAS.search(text)
    if alias is None:
        return []
    parts = (_BEFORE.sub("", part, count=1) for part in _BETWEEN.split(text[alias.start() :]))
    return [part for part in parts if split(part)]


def search_tokens(name: str) -> list[str]:
    """What the register indexes of a name: distinct tokens, each with the letter of its kind."""
    parsed = parse_name(name)
    tokens = {full_token(parsed.own)}
    for word in parsed.words:
        tokens.add("e" + word.exact)
        tokens.add("t" + word.tones)
        tokens.add("m" + word.marks)
    bare = sorted({word.marks for word in parsed.words})
    tokens.update(pair_token(*pair) for pair in combinations(bare, 2))
    if parsed.legal_forms:
        tokens.add(ANY_LEGAL_FORM)
        tokens.update(ANY_LEGAL_FORM + code for _, _, code in parsed.legal_forms)
    return sorted(tokens)


def full_token(words: Iterable[Word]) -> str:
    """The token of names that consist of these words, in whatever order."""
    return full_token_of(word.marks for word in words)


def full_token_of(bare_words: Iterable[str]) -> str:
    """The same, from the words without marks."""
    return ("f" + " ".join(sorted(bare_words)))[:MAX_TOKEN]


def pair_token(one: str, other: str) -> str:
    """The token of two different bare words that a name holds, in whatever order."""
    return f"w{one} {other}" if one < other else f"w{other} {one}"


def folded_name(name: str) -> str:
    """The name without marks, case and signs, legal forms by their codes.

    Two writings of one name fold to the same text; two different names may, too: equal
    folded names are a likely duplicate only together with equal decisions.
    """
    parsed = parse_name(name)
    parts = [word.marks for word in parsed.words]
    for start, end, code in reversed(parsed.legal_forms):
        parts[start:end] = [code]
    return " ".join(parts)


def sort_key(name: str, kind: str) -> str:
    """A key that puts names in Vietnamese order when compared under C collation.

    People: given name, then middle names, then family name. Each word is compared by its
    letters and then its tone (ngang huyền hỏi ngã sắc nặng) before the next word counts.
    Organisations: by their name without the legal forms ("CÔNG TY TNHH Minh Phát" stands
    at Minh Phát), then by the forms.
    """
    parsed = parse_name(name)
    own = [word.sort for word in parsed.own]
    if kind == "organisation":
        forms = " ".join(code for _, _, code in parsed.legal_forms)
        return f"{''.join(own)} {forms}".rstrip()
    if len(own) < 2:
        return "".join(own)
    return f"{own[-1]} {''.join(own[1:-1])} {own[0]}"
