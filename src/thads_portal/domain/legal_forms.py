"""Legal forms of organisations: CÔNG TY TNHH, CTY, CP, DNTN, Chi nhánh are not names.

A form missing here is taken for a part of the name: "cty X minh phát" then misses
the same company written out in full, and it sorts under its form.
"""

from collections.abc import Iterator
from collections.abc import Sequence
from thads_portal.domain.syllables import within_one_edit


#: bare words of a form -> its short code; the longest form at a place wins.
_FORMS: dict[tuple[str, ...], str] = {
    tuple(written.split()): code
    for code, all_written in {
        "cty": ("cong ty", "cong ti", "cty", "cti"),
        "tct": ("tong cong ty", "tong cty", "tcty"),
        "tnhh": ("trach nhiem huu han", "tnhh"),
        "cp": ("co phan", "cp"),
        "ctcp": ("ctcp",),
        "tmcp": ("thuong mai co phan", "tmcp"),
        "mtv": ("mot thanh vien", "1 thanh vien", "mtv", "1tv"),
        "htv": ("hai thanh vien", "2 thanh vien", "hai thanh vien tro len", "2tv"),
        "hd": ("hop danh",),
        "dntn": ("doanh nghiep tu nhan", "dntn", "dn tu nhan", "dn tn"),
        "htx": ("hop tac xa", "htx"),
        "hkd": ("ho kinh doanh", "hkd"),
        "cn": ("chi nhanh", "cn"),
        "vpdd": ("van phong dai dien", "vpdd"),
    }.items()
    for written in all_written
}
#: Forms that are none by themselves: with a slip they are told by another beside them.
_BESIDE_OTHERS = frozenset({"cp", "hd", "mtv", "htv"})
#: Forms that are, or hold, another: a company may leave "công ty" to "CTCP".
SAME_FORMS = {
    "cty": ("tct", "ctcp"),
    "cp": ("ctcp", "tmcp"),
    "ctcp": ("cp",),
    "tmcp": ("cp",),
    "tnhh": ("mtv", "htv"),
    "mtv": ("tnhh",),
    "htv": ("tnhh",),
    "tct": ("cty",),
}
_FIRST_WORDS = frozenset(form[0] for form in _FORMS)
_LONGEST = max(map(len, _FORMS))


def find_forms(bare_words: Sequence[str]) -> list[tuple[int, int, str]]:
    """Where legal forms stand among words without marks: (start, end, code), in order."""
    found: list[tuple[int, int, str]] = []
    if _FIRST_WORDS.isdisjoint(bare_words):
        return found
    start = 0
    while start < len(bare_words):
        for end in range(min(start + _LONGEST, len(bare_words)), start, -1):
            code = _FORMS.get(tuple(bare_words[start:end]))
            if code:
                found.append((start, end, code))
                start = end
                break
        else:
            start += 1
    return found


def misspelt_forms(bare_words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Where a legal form stands with a letter wrong in one of its words: (start, end, code).

    What is a form as it stands is none of them.
    """
    found = find_forms(bare_words)
    covered = {place for start, end, _ in found for place in range(start, end)}
    for form, code in _FORMS.items():
        if (code in _BESIDE_OTHERS and not found) or len("".join(form)) <= 2:
            continue
        for start in range(len(bare_words) - len(form) + 1):
            end = start + len(form)
            written = bare_words[start:end]
            off = [each for each in zip(written, form, strict=True) if each[0] != each[1]]
            if len(off) == 1 and within_one_edit(*off[0]) and covered.isdisjoint(range(start, end)):
                yield start, end, code
