"""Mail about posting batches: to whom, in which language, and never in the way of the step."""

from email import message_from_string
from plone import api
from plone.registry.interfaces import IRegistry
from tests.support.batches import batch_of
from tests.support.batches import make_batch
from tests.support.desk import at_desk
from tests.support.desk import BOARD
from tests.support.desk import EDITOR
from tests.support.desk import HEAD
from thads_portal.actions.batch_take import Order
from thads_portal.actions.batch_take import take
from thads_portal.domain.batches import BatchState
from thads_portal.domain.batches import BatchStep
from thads_portal.jobs.states import JobState
from zope.component import getUtility

import pytest
import transaction


ADDRESS = "https://thads.example/cao-bang/dot-cong-khai/x"


@pytest.fixture
def outbox(portal, monkeypatch):
    """Messages that left, with a mail server set up."""
    from Products.MailHost.MailHost import MailHost

    sent = []
    monkeypatch.setattr(
        MailHost, "send", lambda self, message, immediate=False, **more: sent.append(message)
    )
    with portal.site():
        api.portal.set_registry_record("plone.smtp_host", "mail.thads.example")
        api.portal.set_registry_record("plone.email_from_address", "cong@thads.example")
        transaction.commit()
    yield sent
    with portal.site():
        getUtility(IRegistry)["plone.email_from_address"] = None
        transaction.commit()


def step(portal, name, step, who, **more):
    with portal.site() as site:
        order = Order(step=step, address=ADDRESS, **more)
        take(batch_of(site, name), at_desk(site, who), order)
        transaction.commit()
    portal.run_jobs()


def parts(message):
    parsed = message if not isinstance(message, str) else message_from_string(message)
    return parsed["To"], str(parsed["Subject"]), parsed.get_content()


def test_without_a_mail_server_nothing_is_queued(portal):
    with portal.site() as site:
        name, _ = make_batch(portal, site)
    step(portal, name, BatchStep.SUBMIT, EDITOR)
    assert portal.query("SELECT count(*) FROM thads_job WHERE kind = 'mail'") == [(0,)]


def test_head_and_editor_are_told(portal, outbox):
    with portal.site() as site:
        name, numbers = make_batch(portal, site, debtor_name="Lục Văn Kín")
        editor = api.user.get(userid=EDITOR)
        editor.setMemberProperties({"language": "en"})
        transaction.commit()
    step(portal, name, BatchStep.SUBMIT, EDITOR)
    step(
        portal,
        name,
        BatchStep.SIGN,
        HEAD,
        signatory="Hoàng Thị Mẫu",
        document={"number": "77/QĐ-CTHADS", "date": "2026-11-20"},
    )
    step(portal, name, BatchStep.RETURN, BOARD, reasons={numbers[0]: "Sai địa chỉ Lục Văn Kín"})
    step(portal, name, BatchStep.APPROVE, BOARD)
    told = [parts(message) for message in outbox]
    assert [(to, subject) for to, subject, _ in told] == [
        (f"{HEAD}@thads.example", f"Đợt công khai {name} chờ ký: 3 trường hợp"),
        (f"{EDITOR}@thads.example", f"Posting batch {name} has been signed: 3 listings"),
        (
            f"{EDITOR}@thads.example",
            f"Posting batch {name}: the editorial board returned 1 listings",
        ),
        (f"{EDITOR}@thads.example", f"Posting batch {name}: 2 listings are published"),
    ]
    for _to, subject, body in told:
        assert ADDRESS in body
        assert "Lục" not in subject + body


def test_a_dead_mail_server_stops_nobody(portal, outbox, monkeypatch):
    from Products.MailHost.MailHost import MailHost

    def fail(self, message, **more):
        raise ConnectionRefusedError

    monkeypatch.setattr(MailHost, "send", fail)
    with portal.site() as site:
        name, _ = make_batch(portal, site)
    step(portal, name, BatchStep.SUBMIT, EDITOR)
    with portal.site() as site:
        assert batch_of(site, name).state == BatchState.SUBMITTED
    states = portal.query(
        "SELECT state, error_code FROM thads_job WHERE kind = 'mail' ORDER BY enqueued DESC"
    )
    assert states[0] == (JobState.FAILED, "mail_failed")
