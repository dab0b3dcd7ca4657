"""Two editors and the case system at work in one province: nothing lost, no error page."""

from concurrent.futures import ThreadPoolExecutor
from plone import api
from test_batch_pages import BATCHES
from test_batch_pages import drafts
from test_batch_pages import Person
from test_batch_pages import where
from thads_portal.generator.feed import FeedOptions
from thads_portal.generator.feed import lines
from thads_portal.register.check import check
from thads_portal.testing import SITE_PATH

import json
import pytest
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
    return [Person(server, portal.accounts["provincial_editor"]), Person(server, second)]


def put_together_and_submit(editor, rounds):
    """A batch from each list of numbers: one row is taken out again, the rest is submitted."""
    done = []
    for numbers in rounds:
        page = editor.page(BATCHES)
        token = next(
            dict(form["fields"])["_authenticator"]
            for form in page.forms
            if "_authenticator" in dict(form["fields"])
        )
        answer = editor.post(
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
    system = Person(server, portal.accounts["case_system"])
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
