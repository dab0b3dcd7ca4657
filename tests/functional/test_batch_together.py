"""Two editors and the case system at work in one province: nothing lost, no error page.

And one editor who clicks twice, on two connections at the same moment.
"""

from concurrent.futures import ThreadPoolExecutor
from plone import api
from tests.support import excel_pages as excel
from tests.support.batch_pages import BATCHES
from tests.support.batch_pages import drafts
from tests.support.staff import hidden
from tests.support.staff import Staff
from tests.support.staff import token_of
from tests.support.staff import where
from thads_portal.generator.feed import FeedOptions
from thads_portal.generator.feed import lines
from thads_portal.generator.lists import ListOptions
from thads_portal.generator.lists import messy_workbook
from thads_portal.register.check import check
from thads_portal.testing import SITE_PATH
from threading import Barrier

import json
import pytest
import re
import transaction


PASSWORD = "Bon-tu-khong-lien-quan-77"
#: What each editor does, and feeds that arrive meanwhile.
ROUNDS = 5
FEEDS = 3
LINES = 150


@pytest.fixture(scope="module")
def editors(portal, server):
    with portal.site():
        api.user.create(username="bien-tap-hai", email="x@thads.example", password=PASSWORD)
        api.group.add_user(groupname="editors-cao-bang", username="bien-tap-hai")
        transaction.commit()
    second = {"username": "bien-tap-hai", "password": PASSWORD}
    return [Staff(server, portal.accounts["provincial_editor"]), Staff(server, second)]


def put_together_and_submit(editor, rounds):
    """A batch from each list of numbers: one row is taken out again, the rest is submitted."""
    done = []
    for numbers in rounds:
        page = editor.page(BATCHES)
        token = token_of(page.answer.text)
        answer = editor.send(
            BATCHES, {"_authenticator": token, "action": "create", "number": numbers}
        )
        assert answer.status == 303, (answer.status, answer.text[:2000])
        path = where(answer)
        page = editor.press(editor.page(path), path, "remove", number=numbers[:1])
        assert page.answer.status == 200
        page = editor.press(editor.press(page, path, "submit"), path, "submit")
        assert page.answer.status == 200, page.answer.text[:2000]
        done.append(path.rpartition("/")[2])
    return done


def feed(system, seed):
    events = [
        {**json.loads(line), "province": "cao-bang", "agency": "cao-bang/cuc"}
        for line in lines(FeedOptions(count=LINES, seed=seed))
    ]
    body = "\n".join(json.dumps(event) for event in events)
    answer = system.ask(
        "POST",
        "/++api++/@case-feed",
        body=body.encode(),
        headers={"Content-Type": "application/x-ndjson", "Accept": "application/json"},
    )
    assert answer.status == 200, answer.text[:1000]
    return answer.json()


def test_two_editors_and_the_feed(portal, server, editors):
    work = [[drafts(portal, 4) for _ in range(ROUNDS)] for _ in editors]
    system = Staff(server, portal.accounts["case_system"])
    with ThreadPoolExecutor(4) as threads:
        batches = [
            threads.submit(put_together_and_submit, editor, rounds)
            for editor, rounds in zip(editors, work, strict=True)
        ]
        reports = threads.map(lambda seed: feed(system, seed), range(701, 701 + FEEDS))
        made = [name for each in batches for name in each.result()]
        assert [report["created"] for report in reports] == [LINES] * FEEDS
    assert len(set(made)) == 2 * ROUNDS
    for rounds in work:
        for numbers in rounds:
            states = portal.query(
                "SELECT number, state FROM thads_listing WHERE number = ANY(%s)", numbers
            )
            assert dict(states) == dict.fromkeys(numbers, "submitted") | {numbers[0]: "draft"}
    assert portal.query("SELECT count(*) FROM thads_listing WHERE external_id IS NOT NULL") == [
        (LINES * FEEDS,)
    ]
    assert portal.query(
        "SELECT count(*), min(waiting), max(waiting) FROM thads_batch WHERE state = 'submitted'"
    ) == [(2 * ROUNDS, 3, 3)]
    assert not check(portal.database, dsn=portal.dsn, site_path=SITE_PATH)


# Two clicks


def together(server, account, path, fields, count=3):
    """The same form from `count` connections at the same moment."""
    start = Barrier(count)

    def send(_place):
        person = Staff(server, account)
        start.wait()
        return person.send(path, fields)

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(send, range(count)))


@pytest.mark.parametrize("way", ["numbers", "desk", "drafts"])
def test_two_clicks_make_one_batch(portal, server, editors, way):
    """From a list of numbers, from boxes on the desk, from all drafts: led to the one batch.

    Wherever the second is when the first commits: before it looks, between, and after.
    """
    editor, account = editors[0], portal.accounts["provincial_editor"]
    chosen = drafts(portal, 3, debtor_name=f"Hai Lần {way}")
    if way == "desk":
        path = "/cao-bang/ban-lam-viec"
        page = editor.page(f"{path}?viec=ban-nhap")
        listed = "|".join(chosen)
        boxes = re.findall(rf'value="(cao-bang/(?:{listed})/[0-9]+)"', page.answer.text)
        fields = {"action": "batch", "muc": boxes}
    else:
        path = BATCHES
        page = editor.page(path)
        fields = {"action": "create", "number": chosen}
        if way == "drafts":
            key = re.search(r'name="form_key"[^>]*value="([^"]+)"', page.answer.text)[1]
            fields = {"action": "create", "from": "drafts", "form_key": key, "title": "Cả tháng"}
    fields["_authenticator"] = token_of(page.answer.text)
    before = portal.query("SELECT count(*) FROM thads_batch")[0][0]
    answers = together(server, account, path, fields)
    assert [answer.status for answer in answers] == [303] * 3, [a.text[:500] for a in answers]
    (place,) = {where(answer) for answer in answers}
    assert portal.query("SELECT count(*) FROM thads_batch")[0][0] == before + 1
    name = place.rpartition("/")[2]
    members = portal.query(
        "SELECT number FROM thads_batch_listing WHERE batch = %s AND outcome = 'waiting'", name
    )
    assert {number for (number,) in members} >= set(chosen)
    # Later, too.
    again = editor.send(path, fields)
    assert (again.status, where(again)) == (303, place)
    assert portal.query(
        "SELECT count(*) FROM thads_record WHERE action = 'batch_created' AND about = %s", name
    ) == [(1,)]
    assert not check(portal.database, dsn=portal.dsn, site_path=SITE_PATH)


def test_two_clicks_make_one_set_of_drafts(portal, server, editors):
    """ "Tạo bản nháp" of one upload, and meanwhile the batch of what it made."""
    editor, account = editors[0], portal.accounts["provincial_editor"]
    data = messy_workbook(ListOptions(rows=8, serial=9100, seed=91))
    path = excel.uploaded(portal, editor, data)
    upload = path.partition("ma=")[2]
    page = editor.page(path)
    revision = hidden(page.answer.text, "revision")
    fields = {"_authenticator": token_of(page.answer.text), "action": "write", "ma": upload,
              "revision": revision}  # fmt: skip
    count = "SELECT count(*) FROM thads_listing"
    before = portal.query(count)[0][0]
    answers = together(server, account, excel.PLACE, fields)
    assert [answer.status for answer in answers] == [303] * 3, [a.text[:500] for a in answers]
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert portal.query("SELECT count(*) FROM thads_job WHERE title LIKE 'Tạo bản nháp%%'") == [
        (1,)
    ]
    portal.run_jobs()
    assert portal.query(count)[0][0] == before + 8
    assert portal.query("SELECT state FROM thads_upload WHERE id = %s", upload) == [("written",)]
    fields = {"_authenticator": editor.token(path), "action": "batch", "ma": upload}
    answers = together(server, account, excel.PLACE, fields)
    assert [answer.status for answer in answers] == [303] * 3, [a.text[:500] for a in answers]
    assert len({where(answer) for answer in answers}) == 1
    assert portal.query(
        "SELECT count(*), min(waiting) FROM thads_batch WHERE source_id = %s", upload
    ) == [(1, 8)]


def test_a_second_click_on_reading_again_reads_once(portal, server, editors):
    editor, account = editors[0], portal.accounts["provincial_editor"]
    path = excel.uploaded(portal, editor, messy_workbook(ListOptions(rows=2, serial=9300)))
    fields = {"_authenticator": editor.token(path), "action": "again",
              "ma": path.partition("ma=")[2]}  # fmt: skip
    answers = together(server, account, excel.PLACE, fields)
    assert [answer.status for answer in answers] == [303] * 3, [a.text[:500] for a in answers]
    portal.run_jobs()
    assert "Tạo 2 bản nháp" in re.sub(r"<[^>]+>", "", editor.page(path).answer.text)
