"""Two people on one item in the same moment, in every pair of steps, over HTTP.

Both have the item before them as it is; then both send. One is done; the other is told that
somebody was faster, and nothing of the first is lost: one step more in the history and in the record.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import combinations_with_replacement
from plone import api
from tests.support.exhaustive import part
from tests.support.staff import form_of
from tests.support.staff import Staff
from tests.support.staff import token_of
from thads_portal.actions.batch_create import create_batch
from thads_portal.actions.changes.draft import draft_of
from thads_portal.actions.changes.propose import propose_change
from thads_portal.actions.context import ActionContext
from thads_portal.actions.syndication.propose import propose
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.codes import State
from thads_portal.testing import make_listing
from threading import Barrier
from urllib.parse import unquote

import base64
import pytest
import re
import transaction


PASSWORD = "Bon-tu-cho-hai-nguoi-77"
#: Role -> its second person and their group.
SECOND = {
    "editorial_board": ("ban-hai", "editorial-board"),
    "agency_head": ("thu-truong-hai", "heads-cao-bang"),
    "provincial_editor": ("bien-tap-hai", "editors-cao-bang"),
}
BOARD, HEAD, EDITOR = "editorial_board", "agency_head", "provincial_editor"
DOCUMENT = {"document.number": "9/QĐ-CTHADS", "document.date": "20/11/2026"}
REASON = {"reason": "Thiếu căn cứ"}
SIGNED = {**DOCUMENT, "signatory": "Hoàng Thị Mẫu"}
ENDING = {**DOCUMENT, "end_reason": "discharged", "occurred_on": ""}


def desk_step(role, step, **fields):
    """A step that is taken on the desk."""
    return role, step, fields


#: What waits -> the steps that somebody may take there: (role, step or page, fields).
STEPS = {
    "draft": (
        desk_step(EDITOR, "submit"),
        desk_step(EDITOR, "discard"),
        (EDITOR, "sua", {"debtor_address": "Tổ 9, phường Mới, tỉnh Cao Bằng"}),
    ),
    "submitted": (
        desk_step(EDITOR, "recall"),
        desk_step(HEAD, "sign", **SIGNED),
        desk_step(HEAD, "return_unsigned", **REASON),
    ),
    "board_review": (
        desk_step(HEAD, "recall_signature"),
        desk_step(BOARD, "approve"),
        desk_step(BOARD, "return", **REASON),
        (BOARD, "cham-dut", ENDING),
    ),
    "amendment": (
        desk_step(EDITOR, "recall_amendment"),
        desk_step(BOARD, "approve_amendment"),
        desk_step(BOARD, "return_amendment", **REASON),
        (BOARD, "cham-dut", ENDING),
        (EDITOR, "cham-dut", ENDING),
        (EDITOR, "sua", {"judgment_body": "Tòa án khác", **DOCUMENT}),
    ),
    "ending": (
        desk_step(EDITOR, "recall_ending"),
        desk_step(BOARD, "end"),
        desk_step(BOARD, "return_ending", **REASON),
        (EDITOR, "sua", {"judgment_body": "Tòa án khác", **DOCUMENT}),
    ),
    "ended": ((EDITOR, "cong-khai-lai", {**DOCUMENT, **REASON}),),
}
PAIRS = [
    (waits, one, two)
    for waits, steps in STEPS.items()
    for one, two in combinations_with_replacement(steps, 2)
]


def named(value):
    return value if isinstance(value, str) else f"{value[0]}-{value[1]}"


@pytest.fixture(scope="module")
def people(portal, server):
    """Role -> the two persons who have it."""
    with portal.site():
        for account, group in SECOND.values():
            api.user.create(username=account, email=f"{account}@thads.example", password=PASSWORD)
            api.group.add_user(groupname=group, username=account)
        transaction.commit()
    return {
        role: (
            Staff(server, portal.accounts[role]),
            Staff(server, {"username": account, "password": PASSWORD}),
        )
        for role, (account, _group) in SECOND.items()
    }


def go(people, role, number, action, **fields):
    """Take a step of the desk beforehand; what it needs must not be refused."""
    person = people[role][0]
    desk = "/ban-lam-viec" if role == BOARD else "/cao-bang/ban-lam-viec"
    answer = person.send(desk, {**box(person, number), "action": action, **fields})
    assert answer.status == 303, told(answer)


def revision(person, number):
    return person.portal.query("SELECT revision FROM thads_listing WHERE number = %s", number)[0][0]


def box(person, number):
    page = person.get(f"/cao-bang/{REGISTER_ID}/{number}/ho-so").text
    return {
        "_authenticator": token_of(page),
        "muc": f"cao-bang/{number}/{revision(person, number)}",
        "confirmed": "1",
    }


def prepare(portal, people, waits):
    """A listing at which it `waits`, sent on by the first editor and head themselves."""
    for pair in people.values():
        for person in pair:
            person.portal = portal
    state = {"amendment": "published", "ending": "published"}.get(waits, waits)
    first = "draft" if state in ("submitted", "board_review") else state
    with portal.site() as site:
        number = make_listing(
            portal,
            site,
            state=State(first),
            created_by="bien-tap-cao-bang",
            no_conditions_decision_date=date(2026, 11, 20),
        ).id
        transaction.commit()
    if waits in ("submitted", "board_review"):
        go(people, EDITOR, number, "submit")
    if waits == "board_review":
        go(people, HEAD, number, "sign", **SIGNED)
    place = f"/cao-bang/{REGISTER_ID}/{number}"
    if waits == "amendment":
        sent = form(people[EDITOR][0], place, "sua", {"debtor_address": "Tổ 5", **DOCUMENT})
        answer = people[EDITOR][0].send(f"{place}/sua", sent)
        assert answer.status == 303, told(answer)
    if waits == "ending":
        sent = form(people[EDITOR][0], place, "cham-dut", ENDING)
        answer = people[EDITOR][0].send(f"{place}/cham-dut", sent)
        assert answer.status == 303, told(answer)
    return number, place


def said_next(answer):
    """What the page after `answer` will say, as the cookie holds it."""
    held = "".join(re.findall(r'statusmessages="?([^";]*)', " ".join(answer.cookies)))
    return base64.b64decode(unquote(held) + "==")


def told(answer):
    """What the page says is wrong."""
    found = re.search(r'id="loi".*?</div>', answer.text, re.S)
    shown = found[0] if found else answer.text.partition("<main")[2][:1500]
    return " ".join(re.sub("<[^>]*>", " ", shown).split())


def form(person, place, page, fields):
    """What the form of a page sends, with `fields` filled in."""
    kept, text = form_of(person, f"{place}/{page}")
    return {**kept, **fields, "_authenticator": token_of(text), "action": "save"}


def ready(person, number, place, step):
    """(address, what is sent): the person has looked at the item as it is now."""
    role, name, fields = step
    if "-" in name or name == "sua":
        return f"{place}/{name}", form(person, place, name, fields)
    desk = "/ban-lam-viec" if role == BOARD else "/cao-bang/ban-lam-viec"
    return desk, {**box(person, number), "action": name, **fields}


def at_once(people, one, two, make):
    """Both send in the same moment; the answers."""
    first = people[one[0]][0]
    second = people[two[0]][0 if two[0] != one[0] else 1]
    sent = [(person, *make(person, step)) for person, step in ((first, one), (second, two))]
    barrier = Barrier(2)

    def send(person, address, body):
        barrier.wait(60)
        return person.send(address, body)

    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(lambda each: send(*each), sent))


#: Steps that only who sent it may take: the second person of a role may not.
OF_SENDER = {"recall", "recall_signature", "recall_amendment", "recall_ending"}


@pytest.mark.parametrize(("waits", "one", "two"), part(PAIRS, 0, 2), ids=named)
def test_one_of_two_is_done_and_the_other_is_told(portal, people, waits, one, two):
    if one[0] == two[0] and two[1] in OF_SENDER:
        one, two = two, one
    number, place = prepare(portal, people, waits)
    recorded = "SELECT count(*) FROM thads_record WHERE listing = %s"
    before = portal.query(recorded, number)[0][0]
    [(seen, had)] = portal.query(
        "SELECT revision, state FROM thads_listing WHERE number = %s", number
    )
    answers = at_once(people, one, two, lambda person, step: ready(person, number, place, step))
    statuses = sorted(answer.status for answer in answers)
    texts = [(answer.status, told(answer)) for answer in answers]
    if one[1] == two[1] and one[1] in OF_SENDER:
        # Only one of them has sent it on.
        assert statuses == [303, 403] or (statuses[0] == 303 and statuses[1] in (403, 409)), texts
    else:
        assert statuses[0] == 303, texts
        # A draft that is gone is not there.
        assert statuses[1] in ((404, 409) if "discard" in (one[1], two[1]) else (409,)), texts
    lost = next(answer for answer in answers if answer.status != 303)
    assert any(
        words in lost.text
        for words in (
            "vừa sửa",
            "Chưa ghi gì",
            "vừa thay đổi",
            "đã thay đổi",
            "không còn",
            "người khác",
            "Người khác",
            "Không có trang này",
            "Không có mục này",
            "Chỉ người đã gửi",
            "Không được",
        )
    ), told(lost)
    after = portal.query(recorded, number)[0][0]
    assert after == before + 1
    rows = portal.query("SELECT revision FROM thads_listing WHERE number = %s", number)
    assert rows in ([], [(seen + 1,)]), had


# Batches

#: State -> what may be done with the whole batch there: (role, step, fields).
BATCH_STEPS = {
    "draft": ((EDITOR, "submit", {}), (EDITOR, "dissolve", {})),
    "submitted": (
        (EDITOR, "recall", {}),
        (HEAD, "sign", SIGNED),
        (HEAD, "return_unsigned", REASON),
    ),
    "board_review": (
        (HEAD, "recall_signature", {}),
        (BOARD, "approve", {}),
        (BOARD, "return", REASON),
        # One row of it, on its card.
        (BOARD, "card-approve", {}),
        (BOARD, "card-return", REASON),
    ),
}
BATCH_PAIRS = [
    (state, one, two)
    for state, steps in BATCH_STEPS.items()
    for one, two in combinations_with_replacement(steps, 2)
]


def batch_revision(portal, name):
    return portal.query("SELECT revision FROM thads_batch WHERE id = %s", name)[0][0]


def take_batch(person, name, action, fields):
    """What is sent for a step of the batch as it is now."""
    path = f"/cao-bang/dot-cong-khai/{name}"
    rows = person.portal.query(
        "SELECT number FROM thads_batch_listing WHERE batch = %s AND outcome = 'waiting'"
        " ORDER BY number",
        name,
    )
    numbers = [number for (number,) in rows]
    if action.startswith("card-"):
        card = f"/cao-bang/{REGISTER_ID}/{numbers[0]}/xem-duyet"
        token = token_of(person.get(card).text)
        sent = {"revision": revision(person, numbers[0]), "action": action.partition("-")[2]}
        return card, {"_authenticator": token, **sent, **fields}
    sent = {
        "_authenticator": token_of(person.get(path).text),
        "revision": batch_revision(person.portal, name),
        "confirmed": "1",
        "action": action,
        "number": numbers,
    }
    return path, {**sent, **fields}


@pytest.mark.parametrize(("state", "one", "two"), part(BATCH_PAIRS, 0, 2), ids=named)
def test_one_of_two_steps_of_a_batch_is_taken(portal, people, state, one, two):
    for pair in people.values():
        for person in pair:
            person.portal = portal
    with portal.site(role="provincial_editor") as site:
        numbers = [
            make_listing(
                portal,
                site,
                state=State.DRAFT,
                created_by="bien-tap-cao-bang",
                judgment_number=f"{place}/2025/DS-ST",
            ).id
            for place in range(2)
        ]
        transaction.commit()
        name = create_batch(site["cao-bang"], ActionContext(), numbers=numbers).id
        transaction.commit()
    for role, action, fields in ((EDITOR, "submit", {}), (HEAD, "sign", SIGNED)):
        if state == "draft" or (state == "submitted" and role == HEAD):
            break
        path, sent = take_batch(people[role][0], name, action, fields)
        answer = people[role][0].send(path, sent)
        assert answer.status == 303, told(answer)
    steps = "SELECT count(*) FROM thads_record WHERE about = %s AND action LIKE 'batch%%'"
    before = portal.query(steps, name)[0][0]
    answers = at_once(people, one, two, lambda person, step: take_batch(person, name, *step[1:]))
    statuses = sorted(answer.status for answer in answers)
    texts = [(answer.status, told(answer)) for answer in answers]
    rows = portal.query(
        "SELECT outcome FROM thads_batch_listing WHERE batch = %s ORDER BY number", name
    )
    assert statuses[0] == 303 and statuses[1] in (403, 404, 409, 422), texts
    assert all(answer.status != 500 for answer in answers)
    gone = portal.query("SELECT count(*) FROM thads_batch WHERE id = %s", name) == [(0,)]
    assert portal.query(steps, name)[0][0] == before + 1
    # Each listing stands where its batch says.
    for number in numbers:
        [(waits,)] = portal.query("SELECT state FROM thads_listing WHERE number = %s", number)
        assert waits in ("draft", "submitted", "board_review", "published", "returned")
    assert gone or len(rows) == 2


# News, changes, proposals

CONTENT = {
    "pending": ((BOARD, "publish", {}), (BOARD, "reject", {"ly-do": "Thiếu ảnh"})),
    "change": (
        (BOARD, "accept", {}),
        (BOARD, "return", REASON),
        (EDITOR, "take_back", {}),
    ),
    "proposal": (
        (BOARD, "accept", {}),
        (BOARD, "decline", {"ly-do": "Chỉ của tỉnh"}),
        (EDITOR, "take_back", {}),
    ),
}
CONTENT_PAIRS = [
    (waits, one, two)
    for waits, steps in CONTENT.items()
    for one, two in combinations_with_replacement(steps, 2)
]


def take_content(person, path, waits, action, fields):
    if waits == "change":
        kept, page = form_of(person, f"{path}/ban-sua")
        sent = {"version": kept["version"], "action": action}
        return f"{path}/ban-sua", {"_authenticator": token_of(page), **sent, **fields}
    kept, page = form_of(person, path)
    token = {"_authenticator": token_of(page)}
    if waits == "pending":
        seen = {"ban-da-xem": kept["ban-da-xem"]}
        return f"{path}/buoc", {**token, **seen, "buoc": action, **fields}
    return f"{path}/chia-se", {**token, "da-xem": kept["da-xem"], "viec": action, **fields}


@pytest.mark.parametrize(("waits", "one", "two"), part(CONTENT_PAIRS, 0, 2), ids=named)
def test_one_of_two_steps_of_content_is_taken(portal, people, waits, one, two):
    name = f"tin-{waits}-{one[1]}-{two[1]}".replace("_", "-")
    with portal.site(role="provincial_editor") as site:
        news = api.content.create(site["cao-bang"]["tin-tuc"], "News Item", id=name, title="Cũ")
        api.content.transition(news, "submit")
        transaction.commit()
    if waits != "pending":
        with portal.site(role="editorial_board") as site:
            api.content.transition(site["cao-bang"]["tin-tuc"][name], "publish")
            transaction.commit()
        with portal.site(role="provincial_editor") as site:
            news = site["cao-bang"]["tin-tuc"][name]
            if waits == "proposal":
                propose(news, ActionContext())
            else:
                draft = draft_of(news)
                draft.title = "Mới"
                propose_change(news, draft, ActionContext())
            transaction.commit()
    path = f"/cao-bang/tin-tuc/{name}"
    steps = "SELECT count(*) FROM thads_record WHERE about LIKE %s"
    before = portal.query(steps, f"%{name}")[0][0]
    answers = at_once(
        people, one, two, lambda person, step: take_content(person, path, waits, *step[1:])
    )
    assert all(answer.status in (302, 303, 409) for answer in answers), [
        (answer.status, told(answer)) for answer in answers
    ]
    if waits == "change":
        assert sorted(answer.status for answer in answers) == [303, 409]
        lost = next(answer for answer in answers if answer.status == 409)
        assert 'id="loi"' in lost.text
    else:
        # Both are led back to the item; one of them is told that it could not be done.
        assert sum(b"error" in said_next(answer) for answer in answers) == 1
    assert portal.query(steps, f"%{name}")[0][0] == before + 1


# Taking work


@pytest.mark.parametrize("kind", ["listing", "batch", "content"])
def test_one_of_two_takes_the_work(portal, people, kind):
    with portal.site(role="provincial_editor") as site:
        number = make_listing(portal, site, state=State.BOARD_REVIEW, created_by="ai đó").id
        news = api.content.create(
            site["cao-bang"]["tin-tuc"], "News Item", id=f"nhan-{kind}", title="Tin"
        )
        api.content.transition(news, "submit")
        uid = api.content.get_uuid(news)
        draft = make_listing(portal, site, state=State.DRAFT, created_by="x").id
        transaction.commit()
        batch = create_batch(site["cao-bang"], ActionContext(), numbers=[draft]).id
        transaction.commit()
    key, page = {
        "listing": (number, f"/cao-bang/{REGISTER_ID}/{number}/xem-duyet"),
        "batch": (f"cao-bang/dot-cong-khai/{batch}", f"/cao-bang/dot-cong-khai/{batch}"),
        "content": (uid, f"/cao-bang/tin-tuc/nhan-{kind}/trao-doi"),
    }[kind]

    def sent(person, _step):
        kept, text = form_of(person, page)
        return page, {"_authenticator": token_of(text), "luc": kept["luc"], "action": "take"}

    answers = at_once(people, (BOARD,), (BOARD,), sent)
    assert sorted(answer.status for answer in answers) == [303, 409]
    lost = next(answer for answer in answers if answer.status == 409)
    assert "Vừa có người nhận" in lost.text
    found = portal.query("SELECT account FROM thads_assignment WHERE item = %s", key)
    winner = answers.index(next(answer for answer in answers if answer.status == 303))
    assert found == [(("ban-bien-tap", SECOND[BOARD][0])[winner],)]
