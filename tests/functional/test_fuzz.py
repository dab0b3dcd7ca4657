"""Whatever a stranger sends: never our fault, never a trace of the machinery, and a page that helps."""

from hypothesis import example
from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st
from thads_portal.register.query import After
from thads_portal.register.query import Sort
from thads_portal.testing import make_listing
from urllib.parse import quote
from urllib.parse import quote_from_bytes

import http.client
import pytest
import re
import transaction


TRACES = re.compile(
    rb"Traceback|zExceptions|psycopg|plone\.|Products\.|ZODB|NotFound|AttributeError|site-packages"
)
PATHS = (
    "/",
    "/tra-cuu",
    "/goi-y",
    "/cao-bang",
    "/cao-bang/nguoi-phai-thi-hanh-an",
    "/cao-bang/cuc",
    "/gop-y",
    "/yeu-cau/chua-dung/muc",
    "/yeu-cau/theo-doi",
    "/chon-tinh",
    "/sitemap.xml",
    "/thads-static/portal.000000000000.css",
    "/.well-known/security.txt",
    "/++api++/@register-search",
    "/login",
)
PARAMETERS = [
    "q",
    "province",
    "agency",
    "debtor_kind",
    "judgment_kind",
    "ground",
    "year",
    "amount_min",
    "amount_max",
    "number",
    "sort",
    "b_size",
    "b_start",
    "after",
    "set_language",
    "answer",
    "came_from",
    "template",
    "ajax_load",
    "-C",
]
CONVERTERS = (
    "",
    ":int",
    ":list",
    ":record",
    ":date",
    ":utf8:string",
    ":method",
    ":action",
    ":json",
)

#: Where a page of results ends.
PLACE = After(Sort.NEWEST, 0, 0, "2026-0000001").encode()

fuzz = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(scope="module")
def ask(portal, server):
    with portal.site() as site:
        listing = make_listing(portal, site)
        transaction.commit()
    place = server.removeprefix("http://")

    def asked(path, headers=None, method="GET"):
        connection = http.client.HTTPConnection(place, timeout=120)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            sent = {"Host": place, **(headers or {})}
            for name, value in sent.items():
                connection.putheader(name, value)
            connection.endheaders()
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        assert answer.status < 500, (path, headers, answer.status, body[:300])
        assert not TRACES.search(body), (path, headers, body[:500])
        if answer.status >= 400 and "text/html" in answer.headers.get("Content-Type", ""):
            assert "Về trang chủ".encode() in body or b"/login" in body, (path, headers, body[:300])
        return answer

    asked.listing = f"/cao-bang/nguoi-phai-thi-hanh-an/{listing.getId()}"
    return asked


_TEXT = st.text(max_size=30)
_VALUES = st.one_of(
    _TEXT.map(lambda text: quote(text.encode("utf-8", "surrogatepass"), safe="")),
    st.binary(max_size=20).map(quote_from_bytes),
    st.integers().map(str),
    st.sampled_from(["", "0", "-1", "1e9", "NaN", "9" * 40, "..", "%00", "%ff", "'", "a" * 2000]),
)
_NAMES = st.one_of(st.sampled_from(PARAMETERS), _TEXT.map(lambda text: quote(text, safe="")))
_PAIR = st.tuples(_NAMES, st.sampled_from(CONVERTERS), _VALUES)


@fuzz
@given(path=st.sampled_from(PATHS), pairs=st.lists(_PAIR, max_size=5))
@example(path="/tra-cuu", pairs=[("q", "", "%00%01"), ("after", "", "e30")])
@example(path="/", pairs=[("set_language", "", "xx"), ("set_language", ":list", "en")])
@example(path="/tra-cuu", pairs=[("after", "", PLACE), ("b_start", "", "9" * 5000)])
@example(path="/tra-cuu", pairs=[("amount_min", "", "9" * 5000)])
def test_any_query_string(ask, path, pairs):
    ask(f"{path}?" + "&".join(f"{name}{kind}={value}" for name, kind, value in pairs))


@fuzz
@given(
    start=st.sampled_from((*PATHS, "listing")),
    segments=st.lists(
        st.one_of(
            _TEXT.map(lambda text: quote(text.encode("utf-8", "surrogatepass"), safe="")),
            st.binary(max_size=12).map(lambda raw: quote_from_bytes(raw, safe="")),
            st.sampled_from(
                [
                    "@@",
                    "++",
                    "++x++y",
                    "..",
                    "%2e%2e",
                    "@@listing",
                    "view",
                    "edit",
                    "index_html",
                    "__class__",
                    "_x",
                    "acl_users",
                    "manage",
                    "title",
                    "@x",
                    ";a=b",
                    "a" * 500,
                ]
            ),
        ),
        min_size=1,
        max_size=3,
    ),
)
def test_any_path(ask, start, segments):
    start = ask.listing if start == "listing" else start
    ask("/".join((start.rstrip("/"), *segments)))


_HEADER = st.text(
    st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=60
).map(lambda text: text.encode("latin-1"))


@fuzz
@given(
    path=st.sampled_from((*PATHS, "listing")),
    headers=st.dictionaries(
        st.sampled_from(
            [
                "Accept",
                "Accept-Language",
                "Accept-Encoding",
                "If-None-Match",
                "If-Modified-Since",
                "User-Agent",
                "Referer",
                "Authorization",
                "X-Forwarded-For",
                "X-Forwarded-Proto",
                "X-Requested-With",
                "Range",
                "Content-Type",
                "Origin",
            ]
        ),
        _HEADER,
        max_size=4,
    ),
    method=st.sampled_from(["GET", "HEAD", "OPTIONS", "DELETE", "FOO"]),
)
@example(path="/tra-cuu", headers={"Authorization": b"Basic \xff\xff"}, method="GET")
@example(path="listing", headers={"Authorization": b"Basic /w=="}, method="GET")
@example(path="/", headers={"Authorization": b"Basic eA"}, method="GET")
@example(path="/", headers={"Accept": b"application/json;q=\xe9"}, method="GET")
def test_any_header(ask, path, headers, method):
    ask(ask.listing if path == "listing" else path, headers, method)


@fuzz
@given(
    path=st.sampled_from(("/", "/tra-cuu", "/gop-y", "/login", "listing")),
    name=st.sampled_from(["I18N_LANGUAGE", "__ac", "thads-danh-gia", "statusmessages", "_ZopeId"]),
    value=_HEADER,
)
@example(path="/", name="I18N_LANGUAGE", value=b"../../etc")
@example(path="/", name="__ac", value=b"%22%00")
def test_any_cookie(ask, path, name, value):
    ask(ask.listing if path == "listing" else path, {"Cookie": name.encode() + b"=" + value})
