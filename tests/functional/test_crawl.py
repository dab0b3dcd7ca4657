"""A crawler without an account follows every link of a small portal: nothing is missing, nothing breaks."""

from html.parser import HTMLParser
from thads_portal.domain.codes import State
from thads_portal.testing import make_listing
from thads_portal.testing_http import Visitor
from urllib.parse import urldefrag
from urllib.parse import urljoin
from urllib.parse import urlsplit

import re
import transaction


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


def test_every_link_leads_somewhere(portal, server):
    with portal.site() as site:
        for number in range(3):
            make_listing(portal, site, debtor_name=f"Nông Văn Thử {number}")
        make_listing(portal, site, debtor_name="Công ty TNHH Mẫu", debtor_kind="organisation")
        make_listing(portal, site, debtor_name="Lục Văn Xong", state=State.ENDED)
        for number in range(22):
            make_listing(portal, site, province="ha-noi", debtor_name=f"Đàm Văn Tập {number}")
        transaction.commit()
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
        if alike[kind] > _ALIKE:
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
    assert wrong == []
    assert asked > 60
    for expected in ("/tra-cuu", "/cao-bang/nguoi-phai-thi-hanh-an", "/gop-y", "/tro-nang"):
        assert f"{server}{expected}" in seen
