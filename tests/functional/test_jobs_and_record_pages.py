"""The pages of jobs, of the feed's runs and of the record: who sees what, and what they do."""

from contextlib import contextmanager
from thads_portal.domain.recording import Recorded
from thads_portal.importing.run import run_feed
from thads_portal.jobs import files
from thads_portal.jobs import queue
from thads_portal.jobs.interfaces import IJobKind
from thads_portal.jobs.periodic import job_of
from thads_portal.register import record
from thads_portal.testing_http import Visitor
from urllib.parse import urlencode
from zope.component import getGlobalSiteManager

import csv
import io
import json
import pytest
import re
import transaction


FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PEOPLE = (
    "administrator",
    "editorial_board",
    "central_editor",
    "inspector",
    "case_system",
    "provincial_editor",
    "agency_head",
)


@pytest.fixture(scope="module")
def people(portal, server):
    """role -> a visitor who is signed in as its demo account; None: a stranger."""
    signed_in = {role: Visitor(server, portal.accounts[role]) for role in PEOPLE}
    return {**signed_in, None: Visitor(server)}


@contextmanager
def kind(work):
    class Kind:
        run = staticmethod(work)

    utility = Kind()
    manager = getGlobalSiteManager()
    manager.registerUtility(utility, IJobKind, "test-pages")
    try:
        yield
    finally:
        manager.unregisterUtility(utility, IJobKind, "test-pages")


def enqueue(portal, role="provincial_editor", **options) -> str:
    with portal.site(role=role) as site:
        job_id = queue.enqueue(site, "test-pages", title="Đọc tệp Excel", **options)
        transaction.commit()
    return job_id


def post(visitor, page: str, path: str, **fields):
    token = re.search(r'name="_authenticator"[^>]*value="([0-9a-f]+)"', page)
    token = token or re.search(r'value="([0-9a-f]+)"[^>]*name="_authenticator"', page)
    body = urlencode({"_authenticator": token[1] if token else "", **fields})
    return visitor.ask("POST", path, body=body, headers=FORM)


# Jobs


def test_a_stranger_is_sent_to_the_login(people):
    for path in ("/cong-viec", "/cong-viec-tien-do?ma=x", "/nhat-ky", "/nhan-du-lieu"):
        answer = people[None].get(path)
        assert answer.status in (302, 303, 401), path


def test_a_job_from_asking_to_its_result(portal, people):
    def work(site, job):
        job.progress(40, 100)
        return {"address": "/cao-bang/nhap-excel?ma=7", "rows": 40}

    editor, address = people["provincial_editor"], f"/cong-viec?ma={enqueue(portal)}"
    page = editor.get(address)
    assert page.status == 200
    assert "Đang chờ đến lượt" in page.text
    assert 'http-equiv="refresh"' in page.text
    assert "có thể rời trang này" in page.text
    assert "no" in page.headers["Cache-Control"]
    assert "Đọc tệp Excel" in editor.get("/cong-viec").text
    told = editor.get(address.replace("cong-viec", "cong-viec-tien-do"))
    assert told.headers["Content-Type"].startswith("application/json")
    assert told.json()["state"] == "waiting"
    with kind(work):
        portal.run_jobs()
    page = editor.get(address)
    assert "Đã xong" in page.text
    assert 'href="/cao-bang/nhap-excel?ma=7"' in page.text
    assert "http-equiv" not in page.text
    assert editor.get(address.replace("cong-viec", "cong-viec-tien-do")).json()["over"] is True


def test_whose_job_it_is(portal, people, entries):
    job_id = enqueue(portal)
    for role, status in (
        ("provincial_editor", 200),
        ("administrator", 200),
        ("agency_head", 404),
        ("editorial_board", 404),
        ("inspector", 404),
    ):
        assert people[role].get(f"/cong-viec?ma={job_id}").status == status, role
        assert people[role].get(f"/cong-viec-tien-do?ma={job_id}").status == status, role
        answer = people[role].get("/cong-viec")
        assert answer.status == 200
        assert (job_id in answer.text) == (status == 200), role
    assert people["provincial_editor"].get("/cong-viec?ma=khong-co").status == 404
    page = people["agency_head"].get("/nhat-ky?province=cao-bang").text
    refused = post(people["agency_head"], page, "/cong-viec", ma=job_id, action="dung")
    assert refused.status == 404
    with kind(lambda site, job: None):
        portal.run_jobs()


def test_stopped_and_run_again(portal, people):
    job_id = enqueue(portal)
    editor, address = people["provincial_editor"], f"/cong-viec?ma={job_id}"
    page = editor.get(address).text
    assert (
        editor.ask("POST", "/cong-viec", body=f"ma={job_id}&action=dung", headers=FORM).status
        == 403
    )
    assert post(editor, page, "/cong-viec", ma=job_id, action="dung").status == 303
    page = editor.get(address).text
    assert "Đã dừng" in page
    # A second click finds it stopped.
    assert post(editor, page, "/cong-viec", ma=job_id, action="dung").status == 409
    assert post(editor, page, "/cong-viec", ma=job_id, action="chay-lai").status == 303
    with kind(lambda site, job: {"rows": 3}):
        portal.run_jobs()
    assert "Đã xong" in editor.get(address).text
    entries = portal.query(
        "SELECT action FROM thads_record WHERE about = %s ORDER BY at, id", job_id
    )
    assert entries == [("job_cancelled",), ("job_retried",)]


def test_a_failed_job_says_why(portal, people):
    def work(site, job):
        raise ValueError("001099012345")

    job_id = enqueue(portal)
    with kind(work):
        portal.run_jobs()
    page = people["provincial_editor"].get(f"/cong-viec?ma={job_id}").text
    assert "Công việc dừng vì lỗi của hệ thống" in page
    assert "Chạy lại" in page
    assert "001099012345" not in page
    listed = people["administrator"].get("/cong-viec?trang-thai=failed").text
    assert job_id in listed


def test_a_job_by_the_clock_that_failed_is_run_again_by_the_administrator(portal, people):
    job_id = job_of(portal.dsn, "test-pages", "Tệp hằng đêm", 1)
    portal.query("UPDATE thads_job SET state = 'failed' WHERE id = %s", job_id)
    administrator, address = people["administrator"], f"/cong-viec?ma={job_id}"
    page = administrator.get(address).text
    assert "Chạy lại" in page
    assert post(administrator, page, "/cong-viec", ma=job_id, action="chay-lai").status == 303
    with kind(lambda site, job: {"rows": 3}):
        portal.run_jobs()
    assert "Đã xong" in administrator.get(address).text


def test_a_file_is_for_its_owner_and_recorded(portal, people):
    stored = files.write(
        portal.dsn,
        ["số,tên\n".encode()],
        name="kết quả.csv",
        content_type="text/csv",
        owner=portal.accounts["provincial_editor"]["username"],
    )
    job_id = enqueue(portal)
    with kind(lambda site, job: {"file": stored.id}):
        portal.run_jobs()
    editor, address = people["provincial_editor"], f"/cong-viec?ma={job_id}"
    page = editor.get(address).text
    assert "Tải tệp về" in page
    answer = post(editor, page, "/cong-viec", ma=job_id, action="tai")
    assert (answer.status, answer.body) == (200, "số,tên\n".encode())
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    admin = people["administrator"]
    page = admin.get(address).text
    assert "Tải tệp về" not in page
    assert post(admin, page, "/cong-viec", ma=job_id, action="tai").status == 404
    assert portal.query(
        "SELECT actor FROM thads_record WHERE action = 'exported' AND about = %s", job_id
    ) == [(portal.accounts["provincial_editor"]["username"],)]


def test_a_result_cannot_lead_away(portal, people):
    job_id = enqueue(portal)
    with kind(lambda site, job: {"address": "//evil.example/"}):
        portal.run_jobs()
    assert "evil.example" not in people["provincial_editor"].get(f"/cong-viec?ma={job_id}").text


# The record


@pytest.fixture(scope="module")
def entries(portal):
    for number, province in ((1, "cao-bang"), (2, "cao-bang"), (3, "ha-noi")):
        record.write_now(
            portal.dsn,
            Recorded.RESTRICTED_VIEWED,
            actor="ai-do",
            listing=f"2026-000000{number}",
            province=province,
            details={"fields": ["personal_id"], "document": "=1+1/QĐ"},
        )


def test_who_sees_which_entries(entries, people):
    for role, sees in (
        ("administrator", {1, 2, 3}),
        ("editorial_board", {1, 2, 3}),
        ("inspector", {1, 2, 3}),
        ("agency_head", {1, 2}),
    ):
        answer = people[role].get("/nhat-ky?what=restricted_viewed")
        assert answer.status == 200, role
        assert {int(n) for n in re.findall(r">2026-000000(\d)<", answer.text)} == sees, role
    for role in ("provincial_editor", "central_editor", "case_system"):
        assert people[role].get("/nhat-ky").status == 403, role
    head = people["agency_head"]
    assert head.get("/nhat-ky?province=ha-noi").status == 400
    assert head.get("/nhat-ky?province=HN").status == 400
    for name in ("HN", "H%C3%A0+N%E1%BB%99i", "gso-2004:01"):
        page = people["inspector"].get(f"/nhat-ky?what=restricted_viewed&province={name}").text
        assert set(re.findall(r">2026-000000(\d)<", page)) == {"3"}, name
        # The form shows what was understood.
        assert re.search(r'<option[^>]*value="ha-noi"[^>]*selected', page), name
    assert ">2026-0000003<" not in head.get("/nhat-ky?listing=2026-0000003").text
    assert head.get("/nhat-ky?listing=2026-0000001").text.count(">2026-0000001<") == 1


def test_an_entry_in_words(entries, people):
    text = people["inspector"].get("/nhat-ky?listing=2026-0000001").text
    assert "Xem thông tin hạn chế" in text
    assert "Số định danh cá nhân" in text
    assert 'href="/cao-bang/nguoi-phai-thi-hanh-an/2026-0000001/ho-so"' in text
    english = people["inspector"].get("/nhat-ky?listing=2026-0000001&set_language=en").text
    assert "Restricted fields viewed" in english


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("since=99/99/2026", "ngày/tháng/năm"),
        ("until=hôm qua", "ngày/tháng/năm"),
        ("listing=12", "2026-0001234"),
        ("what=khong-co", "trong danh sách"),
        ("province=khong-co", "một tỉnh"),
    ],
)
def test_a_wrong_question_is_told(people, query, told):
    name, value = query.split("=")
    answer = people["inspector"].get(f"/nhat-ky?{urlencode({name: value})}")
    assert answer.status == 400
    assert told in answer.text
    assert f'value="{value}"' in answer.text or name in ("what", "province")


def test_pages_do_not_lose_an_entry(entries, portal, people):
    for number in range(110):
        record.write_now(portal.dsn, Recorded.SIGNED_IN, actor="dem", about=f"n{number:03}")
    seen, path = [], "/nhat-ky?actor=dem"
    while path:
        text = people["inspector"].get(path).text
        seen += re.findall(r"\b(n\d{3})\b", text)
        found = re.search(r'rel="next"[^>]*href="([^"]+)"|href="([^"]+)"[^>]*rel="next"', text)
        path = (found[1] or found[2]).replace("&amp;", "&") if found else None
    assert seen == [f"n{number:03}" for number in reversed(range(110))]


def test_the_file_is_safe_and_recorded(entries, portal, people):
    head = people["agency_head"]
    page = head.get("/nhat-ky?what=restricted_viewed").text
    answer = post(head, page, "/nhat-ky", action="csv")
    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig"))))
    assert {row[6] for row in rows[1:]} == {"cao-bang"}
    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@\t" and cell]
    ((actor,),) = portal.query(
        "SELECT actor FROM thads_record WHERE action = 'exported' AND about = 'nhat-ky'"
    )
    assert actor == portal.accounts["agency_head"]["username"]
    refused = people["provincial_editor"].ask("POST", "/nhat-ky", body="action=csv", headers=FORM)
    assert refused.status == 403


# Runs of the feed


def test_runs_and_refused_lines(portal, people):
    line = json.dumps({"event": "issued", "external_id": "x-1", "province": "cao-bang"})
    with portal.site() as site:
        run_feed(site, io.BytesIO(f"{line}\nkhong\n".encode()), actor="phan-mem-thu-ly")
    for role, status in (("administrator", 200), ("inspector", 200), ("agency_head", 403)):
        assert people[role].get("/nhan-du-lieu").status == status, role
    text = people["administrator"].get("/nhan-du-lieu").text
    address = re.search(r'href="([^"]*nhan-du-lieu\?ma=\d+)"', text)[1]
    one = people["administrator"].get(address).text
    assert "x-1" in one
    assert "Cao Bằng" in one
    assert "Thiếu trường bắt buộc này" in one
    assert people["administrator"].get("/nhan-du-lieu?ma=999999").status == 404
    assert people["administrator"].get("/nhan-du-lieu?ma=x").status == 404
