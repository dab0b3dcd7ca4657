"""Headers for caches in front, unchanged pages that are not sent again, purging after a commit."""

from http.server import BaseHTTPRequestHandler
from http.server import HTTPServer
from thads_portal.actions.context import ActionContext
from thads_portal.actions.end import end
from thads_portal.testing import make_listing
from thads_portal.testing_http import Visitor

import gzip
import pytest
import threading
import time
import transaction


REGISTER = "/cao-bang/nguoi-phai-thi-hanh-an"
SHARED = ("/", "/cao-bang", "/cao-bang/cuc", "/tro-nang")


@pytest.fixture(scope="module")
def listing(portal):
    with portal.site() as site:
        made = make_listing(portal, site, debtor_name="Nông Văn Thử")
        transaction.commit()
        return f"{REGISTER}/{made.getId()}"


@pytest.fixture(scope="module")
def visitor(server, listing):
    return Visitor(server)


@pytest.mark.parametrize("path", SHARED)
def test_pages_without_persons_may_be_shared_for_a_minute(visitor, path):
    headers = visitor.get(path).headers
    assert headers["Cache-Control"] == "public, max-age=0, s-maxage=60, must-revalidate"
    assert headers["Vary"] == "Cookie, Accept"
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize("path", ["/tin-tuc", "/van-ban", "/thu-tuc", "/cao-bang/thong-bao"])
def test_news_may_be_shared_and_has_a_tag(visitor, path):
    headers = visitor.get(path).headers
    assert headers["Cache-Control"] == "public, max-age=0, s-maxage=60, must-revalidate"
    assert visitor.get(path, if_none_match=headers["Etag"]).status == 304


def test_statistics_may_be_shared_for_five_minutes(visitor):
    for path in ("/thong-ke", "/cao-bang/thong-ke"):
        headers = visitor.get(path).headers
        assert "s-maxage=300" in headers["Cache-Control"] and "Etag" in headers
    # Another period is another address; a wrong one is no page to keep.
    assert "s-maxage" not in visitor.get("/thong-ke?nam=1066").headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/", "/tra-cuu?q=nong", "/thong-ke", "/no-such-page"])
def test_pages_are_packed_where_no_proxy_asks(visitor, path):
    plain, packed = visitor.get(path), visitor.get(path, accept_encoding="br, gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert gzip.decompress(packed.body)[:200] == plain.body[:200]
    assert len(packed.body) < len(plain.body) / 2
    for refused in ({}, {"accept_encoding": "gzip;q=0"}):
        assert "Content-Encoding" not in visitor.get(path, **refused).headers
    for proxy in ("x_forwarded_for", "via", "forwarded", "x_real_ip"):
        answer = visitor.get(path, accept_encoding="gzip", **{proxy: "10.0.0.1"})
        assert "Content-Encoding" not in answer.headers, proxy


def test_what_holds_a_secret_is_never_packed(visitor, server, portal):
    # The token of a form, and all that somebody signed in sees.
    assert "Content-Encoding" not in visitor.get("/gop-y", accept_encoding="gzip").headers
    staff = Visitor(server, portal.accounts["agency_head"])
    for path in ("/", "/cao-bang/ban-lam-viec", "/tra-cuu?q=nong"):
        assert "Content-Encoding" not in staff.get(path, accept_encoding="gzip").headers
    for cookie in ("__ac=x", "__Host-__ac=x"):
        answer = visitor.get("/", accept_encoding="gzip", cookie=cookie)
        assert "Content-Encoding" not in answer.headers


def test_pages_of_persons_are_kept_by_no_cache_in_front(visitor, listing):
    for path in ("/tra-cuu?q=nong", REGISTER, listing, "/goi-y?q=nong"):
        assert visitor.get(path).headers["Cache-Control"] == "no-cache", path


def test_pages_of_the_staff_are_private(server, portal, listing):
    staff = Visitor(server, portal.accounts["agency_head"])
    for path in (*SHARED, listing):
        headers = staff.get(path).headers
        assert headers["Cache-Control"] == "private, no-cache"
        assert "Etag" not in headers


def test_an_unchanged_page_is_not_sent_again(visitor, listing):
    for path in (*SHARED, "/tra-cuu?q=nong", listing):
        tag = visitor.get(path).headers["Etag"]
        again = visitor.get(path, if_none_match=tag)
        assert (again.status, again.body) == (304, b""), path
        assert again.headers["Cache-Control"]
        # As a proxy that packs pages, or a list of tags, writes it.
        assert visitor.get(path, if_none_match=f'"x", {tag.removeprefix("W/")}').status == 304
        assert visitor.get(path, if_none_match='"other"').status == 200


def test_the_other_language_is_another_page(visitor):
    tag = visitor.get("/tro-nang").headers["Etag"]
    english = visitor.get("/tro-nang", cookie="I18N_LANGUAGE=en", if_none_match=tag)
    assert english.status == 200


def test_errors_have_no_tag(visitor):
    assert "Etag" not in visitor.get("/no-such-page").headers


@pytest.fixture
def cache():
    """A cache in front that writes down what it is told to forget."""
    asked = []

    class Cache(BaseHTTPRequestHandler):
        def do_PURGE(self):
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_arguments):
            pass

    served = HTTPServer(("127.0.0.1", 0), Cache)
    thread = threading.Thread(target=served.serve_forever, daemon=True)
    thread.start()
    served.asked = asked
    yield served
    served.shutdown()
    thread.join()
    served.server_close()


def _waited(asked, path):
    deadline = time.monotonic() + 60
    while path not in asked and time.monotonic() < deadline:
        time.sleep(0.05)
    return path in asked


def test_what_ends_is_purged_after_the_commit_and_gone_at_once(portal, visitor, cache):
    with portal.site() as site:
        made = make_listing(portal, site, debtor_name="Lục Văn Xong")
        path = f"{REGISTER}/{made.getId()}"
        registry = site.portal_registry
        prefix = "plone.cachepurging.interfaces.ICachePurgingSettings"
        registry[f"{prefix}.enabled"] = True
        registry[f"{prefix}.cachingProxies"] = (f"http://127.0.0.1:{cache.server_port}",)
        transaction.commit()
    assert _waited(cache.asked, path)
    tag = visitor.get(path).headers["Etag"]
    cache.asked.clear()
    with portal.site(role="editorial_board") as site:
        listing = site.unrestrictedTraverse(path.removeprefix("/"))
        document = {"number": "77/QĐ-CTHADS", "date": "2026-11-20"}
        end(listing, ActionContext(), end_reason="discharged", document=document)
        time.sleep(0.3)
        # Not before it is true.
        assert cache.asked == []
        transaction.commit()
    for forgotten in ("/", "/cao-bang", REGISTER, path):
        assert _waited(cache.asked, forgotten), forgotten
    assert visitor.get(path, if_none_match=tag).status == 410
