"""A crawler without an account that follows every link of a portal and tells what is wrong."""

from dataclasses import dataclass
from html.parser import HTMLParser
from thads_portal.testing_http import Visitor
from urllib.parse import urldefrag
from urllib.parse import urljoin
from urllib.parse import urlsplit

import re


#: Of pages that differ only in a value, as many are followed.
_ALIKE = 4
_MOST = 400
_VALUE = re.compile(r"(?<==)[^&]*")
_NUMBER = re.compile(r"\d{4}-\d{7}")


class _Links(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.ids = set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if given.get("id"):
            self.ids.add(given["id"])
        for name in ("href", "src"):
            if given.get(name) is not None and tag != "base":
                self.found.append(given[name])


def _kind(address):
    """What an address is like: those of one kind need not all be asked for."""
    parts = urlsplit(address)
    path = parts.path.split("/")
    if len(path) > 1 and re.fullmatch(r"[a-z-]+", path[1]) and path[1] in _SLUGS:
        path[1] = "*"
    if len(path) == 3 and path[1] == "*" and path[2].startswith("chi-cuc"):
        path[2] = "*"
    return _NUMBER.sub("N", "/".join(path)), _VALUE.sub("", parts.query)


def _slugs():
    from thads_portal.domain.provinces import all_provinces

    return frozenset(province.slug for province in all_provinces())


_SLUGS = _slugs()


@dataclass(frozen=True, slots=True)
class Crawled:
    """Addresses that were met, how many were asked for, and what was wrong with which."""

    seen: set[str]
    asked: int
    wrong: list[tuple]


def crawl(server: str, *, most_alike: int = _ALIKE) -> Crawled:
    """Every link that the front page of `server` leads to, of pages alike `most_alike`."""
    visitor = Visitor(server)
    waiting, seen, alike, wrong, asked = [f"{server}/"], set(), {}, [], 0
    origin = {}
    while waiting and asked < _MOST:
        address = waiting.pop(0)
        whole, _fragment = urldefrag(address)
        if whole in seen:
            continue
        seen.add(whole)
        kind = _kind(whole)
        alike[kind] = alike.get(kind, 0) + 1
        if alike[kind] > most_alike:
            continue
        parts = urlsplit(whole)
        answer = visitor.get(parts.path + (f"?{parts.query}" if parts.query else ""))
        asked += 1
        if answer.status >= 400:
            wrong.append((answer.status, whole, origin.get(address)))
            continue
        if answer.status in (301, 302, 303):
            onward = answer.headers["Location"]
            if onward.startswith(server):
                origin.setdefault(onward, whole)
                waiting.append(onward)
            continue
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        links = _Links(answer.text)
        for link in links.found:
            target = urljoin(whole, link)
            if not target.startswith(server):
                continue
            before, fragment = urldefrag(target)
            if before == whole and fragment and fragment not in links.ids:
                wrong.append(("no such place", target, whole))
            if before not in seen:
                origin.setdefault(target, whole)
                waiting.append(target)
    return Crawled(seen, asked, wrong)
