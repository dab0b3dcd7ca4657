"""What an English page owes its reader: each Vietnamese text says its language, each term of law is
explained on the same page.

Templates mark what they know to be Vietnamese (``layout/of_data``). What stands within a sentence (a
name that was looked for, an office in a text) is marked here, and so is what a template forgets.
"""

from html import escape
from html import unescape
from thads_portal.domain.glosses import used_in
from thads_portal.domain.spelling import is_plain

import re


_LETTERS = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
# Both cases spelt out: to ignore the case of such letters takes three times as long.
_FOREIGN = re.compile(f"[{_LETTERS}{_LETTERS.upper()}]")
_PART = re.compile(r"(<!--.*?-->|<[^>]*>)", re.DOTALL)
_TAG = re.compile(r"</?([a-z][a-z0-9]*)", re.IGNORECASE)
_LANG = re.compile(r'\blang="([^"]*)"')
_VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
#: Within these no element may stand, or no text that is read.
_CLOSED = frozenset({"option", "script", "style", "svg", "textarea", "title"})
_QUOTED = re.compile("“[^“”]*”")
_WORDS = re.compile(r"[^\W_]+")
_MAIN = re.compile(r"(<main\b[^>]*>)(.*)(</main>)", re.DOTALL)


def finished(page: str) -> str:
    """The English `page`, HTML, with its Vietnamese marked and its terms explained."""
    return _explained(_marked(page))


def _marked(page: str) -> str:
    parts = _PART.split(page)
    within: list[tuple[str, str | None]] = []
    for place, part in enumerate(parts):
        if place % 2:
            _follow(part, within)
        elif _FOREIGN.search(part) and _is_english(within):
            parts[place] = _parted(part)
    return "".join(parts)


def _follow(tag: str, within: list[tuple[str, str | None]]) -> None:
    found = _TAG.match(tag)
    if found is None:
        return
    name = found[1].lower()
    if tag.startswith("</"):
        while within and within.pop()[0] != name:
            pass
    elif name not in _VOID and not tag.endswith("/>"):
        said = _LANG.search(tag)
        within.append((name, said[1] if said else None))


def _is_english(within: list[tuple[str, str | None]]) -> bool:
    if any(name in _CLOSED for name, _ in within):
        return False
    said = [language for _, language in within if language]
    return bool(said) and said[-1] == "en"


def _parted(text: str) -> str:
    """`text`, of an element, with its Vietnamese runs in parts of their own."""
    quoted = [found.span() for found in _QUOTED.finditer(text) if _FOREIGN.search(found[0])]
    spans = [(start + 1, end - 1) for start, end in quoted]
    words = [
        found
        for found in _WORDS.finditer(text)
        if not any(start <= found.start() < end for start, end in quoted)
    ]
    spans += _runs(text, words)
    for start, end in sorted(spans, reverse=True):
        text = f'{text[:start]}<span lang="vi">{text[start:end]}</span>{text[end:]}'
    return text


def _runs(text: str, words: list[re.Match[str]]) -> list[tuple[int, int]]:
    """From the first word to the last of each run: words with Vietnamese letters, and what
    stands between or beside them and can be Vietnamese.
    """
    found: list[tuple[int, int]] = []
    place = 0
    while place < len(words):
        if not _FOREIGN.search(words[place][0]):
            place += 1
            continue
        first = last = place
        while first > 0 and _goes_along(text, words[first - 1], words[first], "before"):
            first -= 1
        while last + 1 < len(words) and _goes_along(text, words[last], words[last + 1], "behind"):
            last += 1
        found.append((words[first].start(), words[last].end()))
        place = last + 1
    return found


def _goes_along(text: str, one: re.Match[str], other: re.Match[str], side: str) -> bool:
    if text[one.end() : other.start()].strip(" -–/.") != "":
        return False
    word = (one if side == "before" else other)[0]
    if _FOREIGN.search(word):
        return True
    # "Thi hành", "Cao Bằng", "quyết định thi hành"; not "In Cục", "Cục or".
    return word[:1].isupper() and word[1:].islower() and is_plain(word.lower())


def _explained(page: str) -> str:
    found = _MAIN.search(page)
    if found is None:
        return page
    said = re.sub(r'<(\w+)[^>]* lang="vi"[^>]*>.*?</\1>', " ", found[2], flags=re.DOTALL)
    said = re.sub(r"<(script|style|svg|select)\b.*?</\1>", " ", said, flags=re.DOTALL)
    terms = used_in(" ".join(unescape(re.sub(r"<[^>]*>", " ", said)).split()))
    if not terms:
        return page
    rows = "".join(
        f'<div><dt>{escape(each.english)} <span class="soft" lang="vi">{escape(each.vietnamese)}'
        f"</span></dt><dd>{escape(each.meaning)}</dd></div>"
        for each in terms
    )
    words = (
        '<div class="width"><details class="glossary"><summary>Words of the law on this page, in'
        f' plain English</summary><dl class="data">{rows}</dl></details></div>'
    )
    return page[: found.end(2)] + words + page[found.end(2) :]
