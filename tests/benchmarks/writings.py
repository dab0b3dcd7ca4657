"""The ways people write a name, as functions from a listed name to what is typed for it.

Each gives None for a name that cannot be written so. The same for one seed.
"""

from collections.abc import Callable
from thads_portal.domain.dialect import variants
from thads_portal.domain.syllables import word_forms
from unicodedata import normalize

import random
import re


Way = Callable[[str, random.Random], str | None]
_TELEX_TONES = {"\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0301": "s", "\u0323": "j"}
_VNI_TONES = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
_TELEX = {"â": "aa", "ê": "ee", "ô": "oo", "ă": "aw", "ơ": "ow", "ư": "uw", "đ": "dd"}
_VNI = {"â": "a6", "ê": "e6", "ô": "o6", "ă": "a8", "ơ": "o7", "ư": "u7", "đ": "d9"}
_FORMS = r"^(?:công ty|cty|dntn|chi nhánh|hợp tác xã|htx|doanh nghiệp)"


def is_organisation(name: str) -> bool:
    return bool(re.match(_FORMS, name, re.I))


def bare(name: str) -> list[str]:
    return [word_forms(word).plain for word in re.findall(r"[\w’'ʼ`]+", name)]


def _keys(name: str, letters: dict, tones: dict, chance: random.Random) -> str | None:
    if not name.replace(" ", "").isalpha():
        return None
    at_end = chance.random() < 0.5
    words = []
    for word in name.split():
        made, tone = "", ""
        for letter in normalize("NFC", word):
            own = next((tones[mark] for mark in normalize("NFD", letter) if mark in tones), "")
            made += "".join(mark for mark in normalize("NFD", letter) if mark not in tones)
            made = normalize("NFC", made) + ("" if at_end else own)
            tone = own or tone
        for marked, keys in letters.items():
            made = made.replace(marked, keys).replace(marked.upper(), keys.capitalize())
        words.append(made + (tone if at_end else ""))
    text = " ".join(words)
    text = chance.choice([text, text.lower()])
    return text if text.casefold() != name.casefold() else None


def telex(name: str, chance: random.Random) -> str | None:
    return _keys(name, _TELEX, _TELEX_TONES, chance)


def vni(name: str, chance: random.Random) -> str | None:
    return _keys(name, _VNI, _VNI_TONES, chance)


def half(name: str, chance: random.Random) -> str | None:
    words = name.split()
    marked = [at for at, word in enumerate(words) if not word.isascii()]
    if len(words) < 2 or not marked:
        return None
    at = chance.choice(marked)
    words[at] = telex(words[at], chance) or words[at]
    return " ".join(words)


def _letters(name: str, chance: random.Random, change: Callable[[str, int], str]) -> str | None:
    words = bare(name)
    if len(words) < 3:
        return None
    place = chance.choice([at for at, word in enumerate(words) if len(word) > 1] or [0])
    at = chance.randrange(len(words[place]))
    made = change(words[place], at)
    if made == words[place] or not made:
        return None
    words[place] = made
    return " ".join(words)


def wrong(name: str, chance: random.Random) -> str | None:
    letter = chance.choice("abcdeghiklmnopqrstuvxy")
    return _letters(name, chance, lambda word, at: word[:at] + letter + word[at + 1 :])


def swapped(name: str, chance: random.Random) -> str | None:
    return _letters(
        name, chance, lambda w, at: w[:at] + w[at + 1 : at + 2] + w[at : at + 1] + w[at + 2 :]
    )


def added(name: str, chance: random.Random) -> str | None:
    letter = chance.choice("abcdeghiklmnopqrstuvxy")
    return _letters(name, chance, lambda word, at: word[:at] + letter + word[at:])


def missing(name: str, chance: random.Random) -> str | None:
    return _letters(name, chance, lambda word, at: word[:at] + word[at + 1 :])


def two_wrong(name: str, chance: random.Random) -> str | None:
    words = bare(name)
    long = [at for at, word in enumerate(words) if len(word) > 2]
    if len(words) < 3 or len(long) < 2:
        return None
    for place in chance.sample(long, 2):
        word, at = words[place], chance.randrange(len(words[place]))
        letter = chance.choice([each for each in "bcdghklmnpqrstvx" if each != word[at]])
        words[place] = word[:at] + letter + word[at + 1 :]
    return " ".join(words)


def without_spaces(name: str, chance: random.Random) -> str | None:
    if len(name.split()) < 2 or not name.replace(" ", "").isalpha():
        return None
    made = "".join(bare(name))
    return chance.choice([made, name.replace(" ", "")])


def initials(name: str, chance: random.Random) -> str | None:
    words = name.split()
    if len(words) < 3 or is_organisation(name) or not all(map(str.isalpha, words)):
        return None
    *before, given = words
    if len(given) < 2:
        return None
    heads = [word[0] for word in before]
    family = before[0][:2] if before[0][:2] in ("Ng", "Tr", "Ph", "Th") else heads[0]
    return chance.choice(
        [
            f"{'.'.join(heads)}. {given}",
            f"{family}. {'. '.join(heads[1:])}. {given}",
            f"{before[0]} {' '.join(f'{head}.' for head in heads[1:])} {given}",
            f"{''.join(heads)} {given}" if len(heads) == 2 else f"{' '.join(heads)} {given}",
        ]
    )


def titled(name: str, chance: random.Random) -> str | None:
    if is_organisation(name):
        return None
    before = ("ông", "bà", "anh", "chị", "cụ", "Mr", "họ tên:", "tên là", "Ông", "Bà")
    return f"{chance.choice(before)} {name}"


def with_year(name: str, chance: random.Random) -> str | None:
    if is_organisation(name):
        return None
    after = ("sinh năm 1979", "sn 1979", "(1979)", "- 1979", "45 tuổi", "CCCD", "năm sinh: 1979")
    return f"{name} {chance.choice(after)}"


def by_a_clerk(name: str, chance: random.Random) -> str | None:
    """With who the person is in a case, a question, or a province."""
    if is_organisation(name):
        return None
    before = ["bị đơn", "hộ ông", "vợ chồng bà", "giám đốc", "tra cứu", "người phải thi hành án"]
    behind = ["và vợ", "có nợ thi hành án không?", ", Hà Nội", "- TP.HCM", "ở Cao Bằng"]
    if chance.random() < 0.5:
        return f"{chance.choice(before)} {name}"
    return f"{name} {chance.choice(behind)}"


def dialect(name: str, chance: random.Random) -> str | None:
    words = bare(name)
    if not all(map(str.isalpha, words)):
        return None
    spoken = [at for at, word in enumerate(words) if variants(word)]
    if len(words) < 3 or not spoken or is_organisation(name):
        return None
    at = chance.choice(spoken)
    words[at] = chance.choice(variants(words[at])[:4])
    return " ".join(words)


def foreign(name: str, chance: random.Random) -> str | None:
    swaps = {"ø": "o", "Ø": "O", "ı": "i", "ł": "l", "Ł": "L"}
    made = "".join(swaps.get(letter, letter) for letter in name)
    made = made.replace("ü", chance.choice(["ue", "u"]))
    made = "".join(c for c in normalize("NFD", made) if not "\u0300" <= c <= "\u036f")
    own = re.search("[øØıłŁüşö]", name)
    return made if own and made != name else None


def zero_width(name: str, chance: random.Random) -> str | None:
    return name.replace(" ", "\u200b") if " " in name else None


def minority(name: str, chance: random.Random) -> str | None:
    if not re.search(r"['’ʼ`]|^(?:Y|Ê) | Ê ", name):
        return None
    plain = re.sub(r"['’ʼ`]", chance.choice(["", "'", "’", "ʼ", "`"]), name)
    return plain.replace("Ê Ban", chance.choice(["Êban", "Eban", "Ê Ban"]))


def by_name(name: str, chance: random.Random) -> str | None:
    found = re.fullmatch(r"(.+?) \((?:tức|tên gọi khác:) (.+)\)", name)
    if found is None:
        return None
    own, other = found.groups()
    return chance.choice(
        [own, other, f"{own} tức {other}", f"{own} ({other})", f"{own}, bí danh {other}"]
    )


def organisation(name: str, chance: random.Random) -> str | None:
    if not is_organisation(name):
        return None
    made = re.sub(
        r"công ty|cty", chance.choice(["C.ty", "CTY", "Công ty", "cty"]), name, flags=re.I
    )
    made = re.sub(r"cổ phần", chance.choice(["CP", "cổ phần"]), made, flags=re.I)
    made = re.sub(r"tnhh mtv", chance.choice(["TNHH một thành viên", "MTV"]), made, flags=re.I)
    made = re.sub(r"hợp tác xã", "HTX", made, flags=re.I)
    made = re.sub(r"chi nhánh", "CN", made, flags=re.I)
    for full, short in (
        ("thương mại", "TM"), ("dịch vụ", "DV"), ("sản xuất", "SX"), ("xây dựng", "XD"),
    ):  # fmt: skip
        made = re.sub(full, short, made, flags=re.I) if chance.random() < 0.7 else made
    return made


def plain(name: str, chance: random.Random) -> str | None:
    words = name.split()
    shuffled = " ".join(chance.sample(words, len(words)))
    half_typed = name[:-1] if len(words[-1]) > 2 else name
    return chance.choice(
        [name, name.upper(), normalize("NFD", name), " ".join(bare(name)), shuffled, half_typed,
         f'"{name}"', name.replace(" ", ", "), name.replace(" ", "\u00a0")]
    )  # fmt: skip


WAYS: dict[str, tuple[Way, float]] = {
    "as written, capitals, no marks, any order": (plain, 1.0),
    "a letter wrong": (wrong, 0.99),
    "two letters swapped": (swapped, 0.99),
    "a letter added": (added, 0.99),
    "a letter missing": (missing, 0.97),
    "two letters wrong in two words": (two_wrong, 0.85),
    "left over from Telex": (telex, 0.97),
    "left over from VNI": (vni, 0.97),
    "half converted": (half, 0.97),
    "without spaces": (without_spaces, 0.95),
    "joined or parted, any apostrophe": (minority, 0.98),
    "initials": (initials, 0.95),
    "title before": (titled, 0.99),
    "year, age, card after": (with_year, 0.99),
    "words of a clerk around": (by_a_clerk, 0.99),
    "spelt as spoken": (dialect, 0.90),
    "foreign letters": (foreign, 0.98),
    "zero-width characters": (zero_width, 1.0),
    "a by-name, either name": (by_name, 1.0),
    "organisations shortened": (organisation, 0.97),
}
