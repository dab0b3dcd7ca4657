"""The whole list of a province as official papers: its moment, its parts, what becomes of old ones."""

from io import BytesIO
from pypdf import PdfReader
from tests.support.restricted_values import SECRET_TEXTS
from tests.support.restricted_values import SECRETS
from thads_portal.actions.context import ActionContext
from thads_portal.actions.end import end as end_listing
from thads_portal.browser.public.exports import paper
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.codes import State
from thads_portal.jobs import files
from thads_portal.jobs.queue import enqueue
from thads_portal.opendata import public_lists
from thads_portal.opendata.nightly import EndedLeave
from thads_portal.opendata.pdf.signature import CannotSign
from thads_portal.testing import make_listing
from thads_portal.testing import today
from thads_portal.testing_http import Visitor
from thads_portal.workflow.transitions import set_state

import datetime
import hashlib
import pytest
import re
import transaction
import unicodedata


PAGE = "/cao-bang/danh-sach-pdf"


@pytest.fixture(scope="module")
def numbers(portal):
    """Three rows in Cao Bằng, so two parts of two; one in Hà Nội."""
    with portal.site() as site:
        site.portal_registry["thads_portal.public_address"] = "https://thads.example"
        made = {
            name: make_listing(portal, site, debtor_name=f"Nông Văn {name}", **SECRETS).id
            for name in ("Ất", "Bính", "Giáp")
        }
        make_listing(portal, site, province="ha-noi", debtor_name="Lý Thị Một")
        make_listing(portal, site, debtor_name="Bế Văn Xong", state="ended")
        make_listing(portal, site, debtor_name="Bế Văn Nháp", state="draft")
        transaction.commit()
    return made


def make(portal, **options):
    with portal.site() as site:
        return public_lists.make(site, portal.dsn, most=2, **options)


@pytest.fixture(scope="module")
def first_night(portal, numbers):
    return make(portal)


@pytest.fixture
def visitor(server, first_night):
    return Visitor(server)


def text_of(document: bytes) -> str:
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(document)).pages)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))


def codes(page: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r"/xac-minh\?ma=([0-9A-Z]+)", page)))


def parts(visitor) -> list[bytes]:
    names = re.findall(r'href="(/du-lieu/[^"]+[.]pdf)"', visitor.get(PAGE).text)
    return [visitor.get(name).body for name in names]


def test_before_the_first_night(portal, server, numbers):
    if portal.query("SELECT FROM thads_public_list"):
        pytest.skip("made already")
    visitor = Visitor(server)
    assert "01:20" in visitor.get(PAGE).text
    assert visitor.get("/du-lieu/thads-cao-bang.pdf").status == 404
    assert visitor.get("/du-lieu/SHA256SUMS-PDF").status == 404
    assert "Chưa có danh sách PDF nào" in visitor.get("/du-lieu").text


def test_the_list_holds_who_is_public_and_nothing_else(visitor, first_night):
    assert first_night == {"made": 2, "unchanged": 0, "listings": 4}
    one, two = map(text_of, parts(visitor))
    assert "Nông Văn Ất" in one and "Nông Văn Bính" in one and "Phần 1/2" in one
    assert "Nông Văn Giáp" in two and "Phần 2/2" in two
    assert "số thứ tự từ 3 đến 3; toàn bộ danh sách có 3 trường hợp trong 2 phần" in two
    for hidden in ("Xong", "Nháp", "Hoàng Thị Mẫu", *SECRET_TEXTS):
        assert hidden not in one + two
    assert "Ký, ghi rõ họ tên" not in one + two


def test_every_page_has_its_moment_and_its_code(visitor):
    page = visitor.get(PAGE).text
    for document, code in zip(parts(visitor), codes(page), strict=True):
        for sheet in PdfReader(BytesIO(document)).pages:
            text = unicodedata.normalize("NFC", sheet.extract_text())
            assert "-".join(re.findall("....", code)) in text
            assert re.search(r"lập lúc \d\d:\d\d ngày \d\d/\d\d/\d{4}", text)
            assert f"https://thads.example/xac-minh?ma={code}" in text


def test_the_files_are_what_their_checksums_say(visitor):
    lines = visitor.get("/du-lieu/SHA256SUMS-PDF").text.splitlines()
    assert [line.split("  ")[1] for line in lines] == [
        "thads-cao-bang-phan-01.pdf",
        "thads-cao-bang-phan-02.pdf",
        "thads-ha-noi.pdf",
    ]
    for line in lines:
        digest, name = line.split("  ")
        answer = visitor.get(f"/du-lieu/{name}")
        assert hashlib.sha256(answer.body).hexdigest() == digest
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["X-Robots-Tag"].startswith("noindex")
        assert re.search(
            rf"attachment; filename.*\d{{8}}-{name}", answer.headers["Content-Disposition"]
        )
    part = visitor.get(f"/du-lieu/{name}", Range="bytes=0-3")
    assert (part.status, part.body) == (206, b"%PDF")
    assert "/ha-noi/danh-sach-pdf" in visitor.get("/du-lieu").text


def test_the_code_says_that_it_is_the_newest(visitor):
    for number, code in enumerate(codes(visitor.get(PAGE).text), start=1):
        answer = visitor.get(f"/xac-minh?ma={code}").text
        assert "Bản mới nhất và còn đúng." in answer
        assert f"{number}/2" in answer
        assert "Nông Văn" not in answer


def test_a_list_that_did_not_change_keeps_its_files(portal, visitor):
    before = portal.query("SELECT code, file FROM thads_paper ORDER BY code")
    assert make(portal) == {"made": 0, "unchanged": 2, "listings": 4}
    assert portal.query("SELECT code, file FROM thads_paper ORDER BY code") == before
    assert portal.query("SELECT DISTINCT checked > made FROM thads_public_list") == [(True,)]
    assert "không lập lại" in visitor.get(PAGE).text


@pytest.mark.parametrize("by_accept", [False, True])
@pytest.mark.parametrize(
    ("place", "target"),
    [
        (f"/cao-bang/{REGISTER_ID}", PAGE),
        (f"/ha-noi/{REGISTER_ID}", "/du-lieu/thads-ha-noi.pdf"),
        ("/tra-cuu?province=ha-noi&sort=name", "/du-lieu/thads-ha-noi.pdf"),
    ],
)
def test_a_list_too_long_to_be_set_at_once_is_there(visitor, monkeypatch, place, target, by_accept):
    path, _, query = place.partition("?")
    asked = "?".join(filter(None, (path if by_accept else f"{path}.pdf", query)))
    headers = {"accept": "application/pdf"} if by_accept else {}
    assert visitor.get(asked, **headers).headers["Content-Type"] == "application/pdf"
    monkeypatch.setattr(paper, "MOST", 0)
    answer = visitor.get(asked, **headers)
    assert (answer.status, answer.headers["Location"]) == (303, f"https://thads.example{target}")
    assert visitor.get(target).status == 200


@pytest.mark.parametrize(
    "asked",
    [
        "/tra-cuu.pdf",
        f"/cao-bang/{REGISTER_ID}.pdf?ground=a",
        f"/cao-bang/{REGISTER_ID}.pdf?ground_scheme=38/2025",
    ],
)
def test_other_long_lists_are_refused_and_say_where_the_lists_are(visitor, monkeypatch, asked):
    monkeypatch.setattr(paper, "MOST", 0)
    answer = visitor.get(asked)
    assert answer.status == 422
    assert "/du-lieu" in answer.text


def test_the_register_leads_to_the_list(visitor):
    assert f'href="{PAGE}"' in visitor.get(f"/cao-bang/{REGISTER_ID}").text
    assert "danh-sach-pdf" not in visitor.get("/tra-cuu").text


def end(portal, *numbers):
    now = datetime.datetime.now(datetime.UTC)
    with portal.site() as site:
        for number in numbers:
            listing = site["cao-bang"][REGISTER_ID][number]
            listing.ended_at = now
            listing.end_reason = "discharged"
            set_state(listing, State.ENDED, action="test", actor="test", when=now)
            listing.reindexObject()
        transaction.commit()


def test_after_an_ending_the_old_list_is_called_old(portal, visitor, numbers):
    old = codes(visitor.get(PAGE).text)
    end(portal, numbers["Ất"])
    for page in (visitor.get(PAGE), visitor.get(f"/xac-minh?ma={old[0]}")):
        assert "1 trường hợp đã chấm dứt công khai" in page.text
    assert make(portal) == {"made": 1, "unchanged": 1, "listings": 3}
    new = codes(visitor.get(PAGE).text)
    assert not set(new) & set(old)
    (document,) = parts(visitor)
    assert "Ất" not in text_of(document) and "Giáp" in text_of(document)
    assert visitor.get("/du-lieu/thads-cao-bang-phan-01.pdf").status == 404
    told = visitor.get(f"/xac-minh?ma={old[1]}").text
    assert "Văn bản này do Cổng phát hành" in told
    assert "Đã có bản mới hơn" in told
    assert "Bản mới nhất và còn đúng." in visitor.get(f"/xac-minh?ma={new[0]}").text


def test_the_file_of_an_old_list_goes_after_a_day(portal, visitor):
    """Its names may be of people who have ended; its code stays."""
    old = portal.query(
        "SELECT file FROM thads_paper WHERE kind = 'public_list'"
        " AND code NOT IN (SELECT code FROM thads_public_list_part)"
    )
    assert old
    for (file,) in old:
        left = portal.query("SELECT expires - now() FROM thads_file WHERE id = %s", file)[0][0]
        assert left <= datetime.timedelta(days=1)
    current = portal.query(
        "SELECT DISTINCT file.expires FROM thads_public_list_part"
        " JOIN thads_paper USING (code) JOIN thads_file AS file ON file.id = thads_paper.file"
    )
    assert current == [(None,)]


def test_the_staff_issue_their_own(portal, server):
    staff = Visitor(server, portal.accounts["provincial_editor"])
    page = staff.get("/cao-bang/in-danh-sach")
    code = portal.query("SELECT code FROM thads_public_list_part WHERE province = 'cao-bang'")[0][0]
    assert page.status == 200
    assert code[:4] not in page.text
    assert staff.get(f"/cao-bang/in-danh-sach?tai={code}").status == 404


def test_what_cannot_be_signed_leaves_the_list_before(portal, visitor, numbers, monkeypatch):
    before = parts(visitor)
    waiting = portal.query("SELECT count(*) FROM thads_file WHERE expires IS NULL")
    end(portal, numbers["Bính"])

    def fail(document):
        raise CannotSign

    monkeypatch.setattr("thads_portal.opendata.official.sign", fail)
    with pytest.raises(CannotSign):
        make(portal)
    assert parts(visitor) == before
    assert portal.query("SELECT count(*) FROM thads_file WHERE expires IS NULL") == waiting


def test_a_list_that_breaks_off_is_made_again(portal, visitor, monkeypatch):
    before = parts(visitor)

    def fail(*arguments):
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(public_lists.public_lists, "swap_in", fail)
        with pytest.raises(RuntimeError):
            make(portal)
    assert parts(visitor) == before
    assert make(portal)["made"] == 1
    assert parts(visitor) != before
    files.remove_expired(portal.dsn)


def test_what_ended_leaves_the_list_within_minutes(portal, server, visitor):
    """From the board's ending to the public's file, by the job of every third minute."""
    with portal.site() as site:
        leaves = make_listing(portal, site, province="ha-noi", debtor_name="Đàm Văn Hết").id
        transaction.commit()
    make(portal)
    page, name = "/ha-noi/danh-sach-pdf", "/du-lieu/thads-ha-noi.pdf"
    (old,) = codes(visitor.get(page).text)
    before = visitor.get(name).body
    assert "Đàm Văn Hết" in text_of(before)
    others = portal.query("SELECT code FROM thads_public_list_part WHERE province <> 'ha-noi'")
    with portal.site(role="editorial_board") as site:
        acting = ActionContext(when=datetime.datetime.now(datetime.UTC))
        document = {"number": "9/QĐ-CCTHADS", "date": today().isoformat()}
        listing = site["ha-noi"][REGISTER_ID][leaves]
        end_listing(listing, acting, end_reason="discharged", document=document)
        transaction.commit()
    assert EndedLeave.cron == "*/3 * * * *"
    with portal.site() as site:
        enqueue(site, "ended-leave", owner="", title="Đưa ra khỏi các tệp")
        transaction.commit()
    portal.run_jobs()
    (new,) = codes(visitor.get(page).text)
    after = visitor.get(name)
    assert new != old
    assert after.status == 200 and "Lý Thị Một" in text_of(after.body)
    assert "Đàm Văn Hết" not in text_of(after.body)
    assert hashlib.sha256(after.body).hexdigest() in visitor.get("/du-lieu/SHA256SUMS-PDF").text
    assert hashlib.sha256(before).hexdigest() not in visitor.get("/du-lieu/SHA256SUMS-PDF").text
    # Its code tells that it is old; no address gives the old file any more, not to the staff either.
    assert "Đã có bản mới hơn" in visitor.get(f"/xac-minh?ma={old}").text
    staff = Visitor(server, portal.accounts["administrator"])
    for path in (f"/ha-noi/in-danh-sach?tai={old}", f"/du-lieu/{old}", f"/du-lieu/{old}.pdf"):
        for who in (visitor, staff):
            assert who.get(path).status in (302, 403, 404), path
    # What did not change elsewhere was not made anew.
    stayed = portal.query("SELECT code FROM thads_public_list_part WHERE province <> 'ha-noi'")
    assert sorted(stayed) == sorted(others)


def test_the_job_takes_an_empty_list_away(portal, visitor, numbers):
    code = codes(visitor.get(PAGE).text)[0]
    end(portal, numbers["Giáp"])
    with portal.site() as site:
        enqueue(site, "public-lists", owner="", title="Danh sách")
        transaction.commit()
    portal.run_jobs()
    assert portal.query("SELECT state FROM thads_job WHERE kind = 'public-lists'") == [("done",)]
    assert "danh sách đang trống" in visitor.get(PAGE).text
    assert "Không còn là danh sách hiện hành" in visitor.get(f"/xac-minh?ma={code}").text
