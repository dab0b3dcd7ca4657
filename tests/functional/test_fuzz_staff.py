"""Whatever a member of the staff sends, by hand or by mistake: never a fault of ours, nothing written.

Every page of the desks is asked for with values that no field can mean, and every form on it
is sent back with them, button by button.
"""

from html.parser import HTMLParser
from tests.support.everybody import account_of
from tests.support.everybody import make_everything
from tests.support.exhaustive import part
from thads_portal.domain.codes import State
from thads_portal.testing_http import Visitor
from urllib.parse import quote
from urllib.parse import urlencode

import pytest
import re


REGISTER = "/cao-bang/nguoi-phai-thi-hanh-an"
TRACES = re.compile(r"Traceback|zExceptions|psycopg|ZODB|AttributeError|site-packages")
#: Parameters that stand in addresses and in no form.
PARAMETERS = [
    "ma",
    "sau",
    "truoc",
    "viec",
    "tinh",
    "co-quan",
    "han",
    "canh-bao",
    "loc",
    "tu",
    "den",
    "theo",
    "tep",
    "nam",
    "ky",
    "tai",
    "xong",
    "dinh-dang",
    "actor",
    "listing",
    "what",
    "province",
    "since",
    "until",
    "page",
    "hien",
    "loai",
    "q",
    "trang-thai",
    "cua",
    "state",
]
#: Those that lead to one thing or one page of a list.
ALONE = ("ma", "sau", "tu", "tinh", "actor")
VALUES = {
    "nul": "a\0b",
    "digits": "9" * 5000,
    "sign": "²",
    "minus": "-1",
    "quote": "'; DROP TABLE thads_listing; --",
    "pattern": "%_\\%",
    "hidden": "\u202e\u200b\u2066",
    "brackets": "[" * 12_000,
    "formula": "=HYPERLINK(1)",
    "day": "99/99/99999999999999",
    "place": "x~1-2.3/4",
    "far": "9999-12-31.x",
    "late": "31/12/9999",
    "long": "Nguyễn " * 900,
    "emoji": "👩‍👩‍👧‍👦\ufffe",
}
#: What is no UTF-8 comes as bytes.
BROKEN = b"\xed\xa0\x80\xff"
#: Account -> its pages.
PAGES = {
    "provincial_editor": (
        "/cao-bang/ban-lam-viec",
        "/cao-bang/cham-dut-hang-loat",
        "/cao-bang/cham-dut-tu-excel",
        "/cao-bang/lich-han",
        "/cao-bang/niem-yet-tu-excel",
        "/cao-bang/thu-tien-tu-excel",
        "/cao-bang/xac-minh-tu-excel",
        "/cao-bang/viec-den-han",
        "/cao-bang/thong-ke-theo-doi",
        "/cao-bang/in-danh-sach",
        "/cao-bang/nhap-excel",
        "/cao-bang/dot-cong-khai",
        "/cao-bang/dot-cong-khai/2026-0001",
        f"{REGISTER}/them-moi",
        f"{REGISTER}/goi-y-nhap",
        "{draft}/ho-so",
        "{draft}/sua",
        "{published}/sua",
        "{published}/cham-dut",
        "{published}/niem-yet",
        "{published}/thong-bao-niem-yet",
        "{published}/theo-doi-rieng",
        "{published}/theo-doi-viec",
        "{published}/ghi-xac-minh",
        "{published}/ghi-thu-tien",
        "{published}/ghi-so",
        "{published}/dao-but-toan",
        "{published}/lap-viec",
        "{published}/cap-nhat-cong-khai",
        "{published}/tai-lieu-viec",
        "{ended}/cong-khai-lai",
        "/cong-viec",
        "/thu-bao-viec",
    ),
    "agency_head": (
        "/cao-bang/ban-lam-viec",
        "/cao-bang/tai-khoan",
        "/nhat-ky",
        "/tuan-thu",
        "/dieu-hanh",
    ),
    "editorial_board": (
        "/ban-lam-viec",
        "/cao-bang/dot-cong-khai/2026-0001",
        "/de-nghi-dang",
        "/nhan-du-lieu",
        "/viec-den-han",
        "/thong-ke-theo-doi",
        "/tuan-thu",
        "{board_review}/ho-so",
        "{ended}/uy-thac",
    ),
    "administrator": (
        "/ban-lam-viec",
        "/tai-khoan",
        "/lich-lam-viec",
        "/co-quan",
        "/sap-nhap",
        "/sap-nhap?tinh=yen-bai",
        "/cong-viec",
        "/cao-bang/quy-trinh",
    ),
}
CASES = [(who, path) for who, paths in PAGES.items() for path in paths]


class Forms(HTMLParser):
    """The forms of a page that are sent: names of fields, values of hidden ones, buttons."""

    def __init__(self, text):
        super().__init__()
        self.forms = []
        self.names = set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        name = given.get("name")
        if tag == "form":
            posts = given.get("method", "").lower() == "post"
            self.forms.append(
                {"posts": posts, "names": set(), "kept": {}, "buttons": set(),
                 "action": given.get("action") or ""}
            )  # fmt: skip
        elif self.forms and name and tag in ("input", "textarea", "select"):
            self.names.add(name)
            form = self.forms[-1]
            if name == "_authenticator":
                form["kept"][name] = given.get("value") or ""
            elif given.get("type") != "file":
                form["names"].add(name)
        elif self.forms and tag == "button" and name == "action":
            self.forms[-1]["buttons"].add(given.get("value") or "")


@pytest.fixture(scope="module")
def numbers(portal):
    return make_everything(portal)


@pytest.fixture(scope="module")
def visitors(portal, server, numbers):
    return {who: Visitor(server, account_of(portal, who)) for who in PAGES}


def sound(answer, *about):
    assert answer.status < 500, (about, answer.status, answer.text[-1500:])
    assert not TRACES.search(answer.text), (about, answer.text[:1000])
    return answer


def place_of(path):
    return sum(path.encode())


def in_query(name, value):
    raw = value if isinstance(value, bytes) else value.encode()
    return f"{quote(name)}={quote(raw[:6000])}"


@pytest.mark.parametrize(("who", "path"), CASES)
def test_nothing_that_is_sent_breaks_a_page(portal, visitors, numbers, who, path):
    visitor = visitors[who]
    places = {str(state): f"{REGISTER}/{numbers[state]}" for state in State}
    path = path.format(**places)
    before = portal.query("SELECT number, state, revision FROM thads_listing ORDER BY number")
    page = sound(visitor.get(path), path)
    assert page.status == 200, path
    found = Forms(page.text)
    values = [*VALUES.values(), BROKEN]
    names = sorted({*PARAMETERS, *found.names} - {"_authenticator"})
    # A sixth of the turns, other ones on the next page; each value is met on every page all the same.
    for turn in part(range(len(values)), place_of(path), 6):
        # Each name has its turn with each value; some values end the reading, others are alone.
        together = "&".join(
            in_query(name, values[(turn + place) % len(values)]) for place, name in enumerate(names)
        )
        sound(visitor.get(f"{path}?{together[:30_000]}"), path, turn)
    for name in ALONE:
        for value in part(values, place_of(path) + ALONE.index(name), 9):
            sound(visitor.get(f"{path}?{in_query(name, value)}"), path, name, value[:20])
    for form in found.forms:
        if not form["posts"] or not form["kept"]:
            continue
        for place, button in enumerate(sorted(form["buttons"] or {""})):
            for value in part(values, place_of(path) + place, 12):
                fields = dict.fromkeys(form["names"], value)
                fields |= {**form["kept"], "action": button, "confirmed": "1", "revision": "999"}
                sent = visitor.ask(
                    "POST",
                    path,
                    body=urlencode(fields),
                    headers={"Content-Type": "application/x-www-form-urlencoded"},
                )
                sound(sent, path, button, value[:20])
    after = portal.query("SELECT number, state, revision FROM thads_listing ORDER BY number")
    assert after == before
