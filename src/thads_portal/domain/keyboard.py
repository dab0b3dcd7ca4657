"""What a keyboard leaves behind when its input method is off: Telex letters, VNI digits.

Pure functions over one word. A word is decoded as Telex and VNI define it, the marks at
once after their letter or at the end of the word. What cannot have been meant stays.
"""

from collections.abc import Callable
from thads_portal.domain.spelling import is_syllable
from unicodedata import normalize

import re


_TELEX_TONES = {"f": "\u0300", "r": "\u0309", "x": "\u0303", "s": "\u0301", "j": "\u0323"}
_VNI_TONES = {"2": "\u0300", "3": "\u0309", "4": "\u0303", "1": "\u0301", "5": "\u0323"}
_TONES = frozenset(_TELEX_TONES.values())
_VOWELS = "aăâeêioôơuưy"
_VOWEL = f"[{_VOWELS}]"
#: (what is left over, what it makes)
_Left = tuple[tuple[str, str], ...]
_Later = tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...]
#: Letters left over, by what they make; the longest first.
_TELEX = (
    ("uwow", "ươ"),
    ("uow", "ươ"),
    ("uwo", "ươ"),
    ("aa", "â"),
    ("ee", "ê"),
    ("oo", "ô"),
    ("aw", "ă"),
    ("ow", "ơ"),
    ("uw", "ư"),
    ("dd", "đ"),
)
_VNI = (
    ("u7o7", "ươ"),
    ("uo7", "ươ"),
    ("u7o", "ươ"),
    ("a6", "â"),
    ("e6", "ê"),
    ("o6", "ô"),
    ("o7", "ơ"),
    ("u7", "ư"),
    ("a8", "ă"),
    ("d9", "đ"),
)
#: A mark written at the end of the word, or after the letters that follow its own.
_TELEX_LATER: _Later = (
    (re.compile(r"uo([^w]*)w"), r"ươ\1"),
    (re.compile(r"a([^aw]*)w"), r"ă\1"),
    (re.compile(r"o([^ow]*)w"), r"ơ\1"),
    (re.compile(r"u([^uw]*)w"), r"ư\1"),
    (re.compile(rf"a((?!{_VOWEL})[^a]+)a"), r"â\1"),
    (re.compile(rf"e((?!{_VOWEL})[^e]+)e"), r"ê\1"),
    (re.compile(rf"o((?!{_VOWEL})[^o]+)o"), r"ô\1"),
    (re.compile(r"^d([^d]+)d$"), r"đ\1"),
    (re.compile(r"w"), "ư"),
)
_VNI_LATER: _Later = (
    (re.compile(r"uo([^67]*)7"), r"ươ\1"),
    (re.compile(r"([uo])([^uo67]*)7"), lambda m: {"u": "ư", "o": "ơ"}[m[1]] + m[2]),
    (re.compile(r"([aeo])([^aeo6]*)6"), lambda m: {"a": "â", "e": "ê", "o": "ô"}[m[1]] + m[2]),
    (re.compile(r"a([^a8]*)8"), r"ă\1"),
    (re.compile(r"^d([^d9]*)9"), r"đ\1"),
)
_TELEX_SIGNS = re.compile(r"[sfrxjzw]|aa|ee|oo|dd|a.+a|e.+e|o.+o|d.+d")


def from_telex(word: str) -> str:
    """`word` as it would stand with the input method on; unchanged if nothing is left over."""
    text = normalize("NFC", word).casefold()
    if not _TELEX_SIGNS.search(text):
        return word
    best = ""
    for bare, tone in _without_tone(text):
        made = _marked(bare, _TELEX, ())
        for each in dict.fromkeys((made, _marked(made, (), _TELEX_LATER))):
            read = _toned(each, tone)
            if read == text:
                continue
            if is_syllable(read):
                return read
            best = best or (read if not set("wjfz") & set(each) else "")
    if is_syllable(text) or not best:
        return word
    return best


def _without_tone(text: str) -> list[tuple[str, str]]:
    """`text` without each letter that may be a tone, and the tone; as it is, last."""
    found = []
    first = re.search(_VOWEL, normalize("NFC", _toneless(text)))
    if first and not _has_tone(text):
        for place in range(len(text) - 1, first.start(), -1):
            letter = text[place]
            if letter in _TELEX_TONES:
                found.append((text[:place] + text[place + 1 :], _TELEX_TONES[letter]))
            elif letter == "z":
                found.append((text[:place] + text[place + 1 :], ""))
    found.append((text, ""))
    return found


def from_vni(word: str) -> str:
    """`word` with its VNI digits read as marks; unchanged if it has none or they fit nowhere."""
    text = normalize("NFC", word).casefold()
    if not re.match(r"[^\W\d_]", text) or not re.search(r"\d", text):
        return word
    tones = [digit for digit in text if digit in _VNI_TONES]
    if len(tones) > 1:
        return word
    bare = re.sub("[0-5]", "", text)
    read = _marked(_marked(bare, _VNI, ()), (), _VNI_LATER)
    if re.search(r"\d", read):
        return word
    return _toned(read, _VNI_TONES[tones[0]] if tones else "")


def _marked(text: str, replaced: _Left, later: _Later) -> str:
    for left, meant in replaced:
        text = text.replace(left, meant)
    for pattern, makes in later:
        text = pattern.sub(makes, text, count=1)
    return text


def _toned(text: str, tone: str) -> str:
    """`text` with `tone` on the vowel that carries it in most syllables."""
    if not tone:
        return text
    places = [place for place, letter in enumerate(text) if letter in _VOWELS]
    if text.startswith(("qu", "gi")) and len(places) > 1:
        places = places[1:]
    if not places:
        return text
    marked = [place for place in places if text[place] in "ăâêôơư"]
    if marked:
        seat = marked[-1]
    elif len(places) > 1 and (places[-1] + 1 < len(text) or len(places) > 2):
        seat = places[1] if len(places) > 2 else places[-1]
    else:
        seat = places[0]
    return normalize("NFC", text[: seat + 1] + tone + text[seat + 1 :])


def _toneless(text: str) -> str:
    return "".join(c for c in normalize("NFD", text) if c not in _TONES)


def _has_tone(text: str) -> bool:
    return any(c in _TONES for c in normalize("NFD", text))
