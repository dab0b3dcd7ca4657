"""The province at the end of an address, through the one table of provinces' names.

Offices write "Tp HCM", "Sài Gòn" and "daklak". Where an address is read for somebody, the
province is put as the law names it, as one of the 63: what an address says is where somebody
lived under that name, so an abolished province stays. A name that may mean a town within the
province ("Vũng Tàu", "TP Kontum", "Huế") is left as it is.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from functools import lru_cache
from thads_portal.domain.own_values import folded
from thads_portal.domain.provinces import all_provinces
from thads_portal.domain.provinces import find
from thads_portal.domain.provinces import Province
from thads_portal.domain.tables import read_table
from types import MappingProxyType
from unicodedata import normalize

import re


#: No province is written longer, in letters.
_MOST = 40
_SIGN = re.compile(r"[,;.\n–—-]")
_COUNTRY = re.compile(r"[,;.\s–-]*\b(?:việt nam|viet nam|vietnam|vn)[.\s]*$", re.IGNORECASE)
#: What says that a province follows, also where no sign stands before: "xã Mẫu tỉnh daklak".
_UNIT = re.compile(
    r"(?<![^\W_])(?:(?P<province>tỉnh|tinh)|(?P<city>thành phố|thanh pho|t\.? ?p(?=[. ])))[. ]+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Ending:
    """An address that ends with a province: what stands before, its words for it, what behind."""

    before: str
    words: str
    behind: str
    province: Province


def province_at_end(address: str) -> Ending | None:
    """The province that `address` ends with, whoever wrote it how; None if it names none there.

    A town that has the province's name ("thành phố Cao Bằng") is not the province.
    """
    country = _COUNTRY.search(address[-_MOST:])
    end = len(address) - (len(address[-_MOST:]) - country.start()) if country else len(address)
    text = address[:end].rstrip(" ,;.\n")
    for start in _starts(text):
        words = text[start:].strip()
        unit = _UNIT.match(words)
        province = _named(words)
        if province is None:
            continue
        if unit is not None and unit["city"] and province.official_name.startswith("Tỉnh"):
            return None
        place = text.index(words, start)
        return Ending(text[:place], words, address[len(text) :], province)
    return None


_named = lru_cache(maxsize=2048)(find)


def _starts(text: str) -> Iterator[int]:
    """Where the words of a province may begin, the longest first."""
    least = max(0, len(text) - _MOST)
    signs = [match.end() for match in _SIGN.finditer(text, least)]
    units = [match.start() for match in _UNIT.finditer(text, least)]
    whole = [0] if not least else []
    yield from sorted({*whole, *signs, *units})


def with_its_province(address: str) -> tuple[str, str]:
    """(`address` with the province that it ends with as the law names it, the words that stood
    there); the address as it is and no words where nothing is to be done.
    """
    if address.rpartition(",")[2].strip().casefold() in _right():
        return address, ""
    found = province_at_end(address)
    if found is None:
        return address, ""
    unit = _UNIT.match(found.words)
    name = found.words[unit.end() :] if unit else found.words
    if not _means(name, found.words, found.province):
        return address, ""
    return f"{found.before}{found.province.name_inside}{found.behind}", found.words


@cache
def _right() -> frozenset[str]:
    """How most addresses end."""
    names = ((each.name, each.official_name) for each in all_provinces())
    return frozenset(name.casefold() for pair in names for name in pair)


def _means(name: str, words: str, province: Province) -> bool:
    """Whether `name` is another way of writing that province and of nothing else."""
    if _marks(name) == _marks(province.name):
        # As the law writes it, or with the tone on the other vowel: "Hoà Bình".
        return False
    known = _written().get(province.slug, {})
    for each in (words, name):
        if (said := known.get(_letters(each))) is not None:
            return said
    # Without marks it says the same; with other marks it may be another place.
    return each.isascii() and _plain(each) in (_plain(province.name), _plain(province.slug))


@cache
def _written() -> Mapping[str, Mapping[str, bool]]:
    """Slug -> the letters of its other names -> whether they mean it in an address."""
    found: dict[str, dict[str, bool]] = {}
    for row in read_table("province_aliases.tsv"):
        found.setdefault(row["slug"], {})[_letters(row["alias"])] = row["in_address"] == "yes"
    return MappingProxyType(found)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, normalize("NFC", text).casefold()))


def _marks(text: str) -> list[str]:
    """The letters and marks of `text`, whatever letter of a word bears which."""
    return sorted(normalize("NFD", " ".join(text.split())).casefold())


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", folded(text))


def address_key(address: str) -> str:
    """Equal for addresses that differ only in signs, case, marks and the province's name."""
    found = province_at_end(address)
    if found is None:
        return _plain(address)
    return f"{_plain(found.before)}/{found.province.slug}"


def is_province(text: str) -> bool:
    """Whether `text` is a province's name and nothing more."""
    return len(text) <= _MOST and _named(text) is not None
