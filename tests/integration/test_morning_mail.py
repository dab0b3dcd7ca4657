"""The mail of the morning: to whom, about what, once a day, and never with a name."""

from datetime import date
from plone import api
from plone.registry.interfaces import IRegistry
from tests.support.staff import Staff
from thads_portal.actions.morning import send
from thads_portal.domain.codes import State
from thads_portal.register import assignment
from thads_portal.register import notes
from thads_portal.testing import make_listing
from thads_portal.testing_http import Visitor
from zope.component import getUtility

import logging
import pytest
import re
import transaction


ROOT = "https://thads.example"
EDITOR, HEAD, BOARD = "bien-tap-cao-bang", "thu-truong-cao-bang", "ban-bien-tap"
#: Decided on Friday 20/11/2026: with the holiday of 24/11 the five working days end on 30/11.
DECIDED = date(2026, 11, 20)
LAST = date(2026, 11, 30)
NEXT = date(2026, 12, 1)
SECRETS = {
    "debtor_name": "Lục Văn Kín",
    "personal_id": "004085001234",
    "debtor_address": "Ngõ Bí Mật",
}


def mail_server(on=True):
    api.portal.set_registry_record("plone.smtp_host", "mail.thads.example" if on else "")
    getUtility(IRegistry)["plone.email_from_address"] = "cong@thads.example" if on else None


@pytest.fixture(scope="module")
def waiting(portal):
    """Two drafts, one returned, three to sign and one for the board, all of Cao Bằng."""
    with portal.site() as site:
        for state, count in (
            (State.DRAFT, 2), (State.RETURNED, 1), (State.SUBMITTED, 3), (State.BOARD_REVIEW, 1),
        ):  # fmt: skip
            for _each in range(count):
                make_listing(
                    portal, site, state=state, no_conditions_decision_date=DECIDED, **SECRETS
                )
        api.portal.set_registry_record("thads_portal.public_address", f"{ROOT}/")
        api.user.get(userid=HEAD).setMemberProperties({"language": "en"})
        mail_server()
        transaction.commit()


@pytest.fixture
def outbox(portal, waiting, monkeypatch):
    from Products.MailHost.MailHost import MailHost

    sent = []
    monkeypatch.setattr(
        MailHost, "send", lambda self, message, immediate=False, **more: sent.append(message)
    )
    portal.query("DELETE FROM thads_morning")
    return sent


def morning(portal, today):
    with portal.site() as site:
        counted = send(site, portal.dsn, today=today)
        transaction.commit()
    portal.run_jobs()
    return counted


def letters(outbox):
    return {each["To"].partition("@")[0]: (each["Subject"], each.get_content()) for each in outbox}


def test_each_is_told_of_the_own_desk(portal, outbox):
    assert morning(portal, LAST) == {"people": 3, "mails": 3}
    told = letters(outbox)
    assert set(told) == {EDITOR, HEAD, BOARD}
    subject, body = told[EDITOR]
    assert subject == "Việc hôm nay 30/11/2026: 0 quá hạn, 3 hết hạn hôm nay"
    assert "Cao Bằng – biên tập viên" in body
    assert "- Hết hạn hôm nay: 3\n- Bị trả lại, chờ sửa: 1\n" in body
    assert f"{ROOT}/cao-bang/ban-lam-viec" in body
    assert f"{ROOT}/thu-bao-viec" in body
    subject, body = told[HEAD]
    assert subject == "Work of 30/11/2026: 0 overdue, 3 due today"
    assert "Cao Bằng – head of the agency\n- Due today: 3\nOpen the desk: " in body
    subject, body = told[BOARD]
    assert "- Hết hạn hôm nay: 1\n" in body
    assert f": {ROOT}/ban-lam-viec" in body


@pytest.mark.parametrize(
    ("today", "line"),
    [
        (date(2026, 11, 27), "- Due on the next working day: 3"),
        (NEXT, "- Overdue: 3\n- Overdue, waiting for somebody else: 4"),
    ],
)
def test_the_days_before_and_after(portal, outbox, today, line):
    morning(portal, today)
    assert line in letters(outbox)[HEAD][1]


def test_nothing_due_is_no_mail(portal, outbox):
    morning(portal, date(2026, 11, 23))
    # The returned one is told of at once; the head and the board have time.
    assert set(letters(outbox)) == {EDITOR}


def test_no_person_is_named(portal, outbox):
    morning(portal, LAST)
    numbers = [number for (number,) in portal.query("SELECT number FROM thads_listing")]
    text = "\n".join(f"{subject}\n{body}" for subject, body in letters(outbox).values())
    jobs = str(portal.query("SELECT title, parameters, result FROM thads_job"))
    for secret in (*SECRETS.values(), *numbers, "Lục"):
        assert secret not in text + jobs


def test_once_a_day(portal, outbox):
    assert morning(portal, LAST)["mails"] == 3
    assert morning(portal, LAST) == {"people": 0, "mails": 0}
    assert len(outbox) == 3
    assert morning(portal, NEXT)["mails"] == 3


def test_two_workers_at_once_send_one(portal, outbox):
    with portal.site() as site:
        send(site, portal.dsn, today=LAST)
        # The other one commits between.
        portal.query("INSERT INTO thads_morning VALUES (%s, 3)", LAST)
        with pytest.raises(transaction.interfaces.TransientError):
            transaction.commit()
    portal.run_jobs()
    assert outbox == []


@pytest.mark.parametrize("day", [date(2026, 11, 24), date(2026, 11, 29), date(2027, 1, 1)])
def test_days_off_are_quiet(portal, outbox, day):
    assert morning(portal, day)["mails"] == 0
    assert portal.query("SELECT day FROM thads_morning") == []


def test_who_wants_none_gets_none(portal, server, outbox):
    head = Visitor(server, portal.accounts["agency_head"])
    page = head.get("/thu-bao-viec")
    token = re.search(r'name="_authenticator"[^>]*value="([^"]+)"', page.text) or re.search(
        r'value="([^"]+)"[^>]*name="_authenticator"', page.text
    )

    def say(action):
        answer = head.ask(
            "POST",
            "/thu-bao-viec",
            body=f"_authenticator={token[1]}&action={action}",
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )
        assert answer.status == 303

    say("off")
    assert 'value="on"' in head.get("/thu-bao-viec").text
    morning(portal, LAST)
    assert set(letters(outbox)) == {EDITOR, BOARD}
    say("on")
    morning(portal, NEXT)
    assert HEAD in letters(outbox)


def test_the_page_is_for_who_is_signed_in(portal, server):
    assert Visitor(server).get("/thu-bao-viec").status in (302, 303)


def test_disabled_accounts_get_none(portal, outbox):
    with portal.site() as site:
        site.acl_users.source_users.disable(HEAD)
        transaction.commit()
    morning(portal, LAST)
    assert HEAD not in letters(outbox)
    with portal.site() as site:
        site.acl_users.source_users.enable(HEAD)
        transaction.commit()


def test_the_switch_of_the_portal(portal, outbox):
    with portal.site():
        api.portal.set_registry_record("thads_portal.morning_mail", False)
        transaction.commit()
    assert morning(portal, LAST)["mails"] == 0
    with portal.site():
        api.portal.set_registry_record("thads_portal.morning_mail", True)
        transaction.commit()


def test_without_a_mail_server_a_line_in_the_log(portal, outbox, caplog):
    with portal.site():
        mail_server(on=False)
        transaction.commit()
    with caplog.at_level(logging.INFO):
        assert morning(portal, LAST) == {"people": 0, "mails": 0}
    assert "no mail server" in caplog.text
    # It is told when there is one.
    assert portal.query("SELECT day FROM thads_morning") == []
    with portal.site():
        mail_server()
        transaction.commit()


def test_who_is_named_or_given_work_is_told_how_often_and_never_what(portal, server, outbox):
    quiet = date(2026, 11, 25)
    notes.add(portal.dsn, "cao-bang/tin-tuc/x", EDITOR, f"Nhờ @{HEAD} xem Lục Văn Kín", [HEAD])
    numbers = [
        number
        for (number,) in portal.query(
            "SELECT number FROM thads_listing WHERE waits = 'board_review'"
        )
    ]
    assignment.take(portal.dsn, [*numbers, "cao-bang/tin-tuc/x"], BOARD, by="ai-khac")
    morning(portal, quiet)
    told = letters(outbox)
    subject, body = told[HEAD]
    assert subject == "Work of 25/11/2026: named 1 times, 0 newly given"
    assert "For you\n- Notes that name you, not opened: 1\n" in body
    assert "- Việc mới được giao cho bạn: 2\n" in told[BOARD][1]
    assert f"{ROOT}/thu-bao-viec" in body and f"{ROOT}/ban-lam-viec" in body
    for secret in (*SECRETS.values(), "Lục", "@", *numbers):
        assert all(secret not in text for _subject, text in told.values())
    # Who has opened the note, or wants no such lines, is not told.
    notes.opened(portal.dsn, "cao-bang/tin-tuc/x", HEAD)
    with portal.site():
        api.user.get(userid=BOARD).setMemberProperties({"named_mail": False})
        transaction.commit()
    outbox.clear()
    portal.query("DELETE FROM thads_morning RETURNING day")
    morning(portal, quiet)
    assert not {HEAD, BOARD} & set(letters(outbox))
    # The setting is the person's, on their own page.
    board = Staff(server, portal.accounts["editorial_board"])
    assert 'value="named_on"' in board.get("/thu-bao-viec").text
    assert board.post("/thu-bao-viec", [("action", "named_on")]).status == 303
    assert 'value="named_off"' in board.get("/thu-bao-viec").text
    portal.query("DELETE FROM thads_assignment RETURNING item")
    portal.query("DELETE FROM thads_mention RETURNING note")
