"""Alerts by e-mail: asked twice, a digest a day, one click to end them, nothing left behind."""

from email.message import EmailMessage
from plone import api
from plone.registry.interfaces import IRegistry
from tests.support.staff import token_of
from thads_portal.actions.context import ActionContext
from thads_portal.actions.end import end
from thads_portal.content.register import REGISTER_ID
from thads_portal.jobs import alerts as alert_mails
from thads_portal.register import alerts
from thads_portal.register.own_transaction import own_transaction
from thads_portal.testing import make_listing
from thads_portal.testing_http import Visitor
from types import SimpleNamespace
from urllib.parse import urlencode
from zope.component import getUtility

import pytest
import re
import transaction


ADDRESS = "nguoi.doc@thu.example"
NAME = "Lương Thị Báo-Tin"
DOCUMENT = {"number": "9/QĐ-CCTHADS", "date": "2026-11-20"}


@pytest.fixture(scope="module")
def visitor(portal, server):
    with portal.site() as site:
        api.portal.set_registry_record("plone.smtp_host", "mail.thads.example")
        getUtility(IRegistry)["plone.email_from_address"] = "cong@thads.example"
        make_listing(portal, site, debtor_name=NAME)
        transaction.commit()
    return Visitor(server)


@pytest.fixture
def outbox(monkeypatch) -> list[EmailMessage]:
    from Products.MailHost.MailHost import MailHost

    sent: list[EmailMessage] = []
    monkeypatch.setattr(
        MailHost, "send", lambda self, message, immediate=False, **more: sent.append(message)
    )
    return sent


@pytest.fixture(autouse=True)
def nobody_else(portal):
    with own_transaction(portal.dsn) as cursor:
        cursor.execute("DELETE FROM thads_alert")


def form(visitor, **fields):
    return visitor.ask(
        "POST",
        "/bao-tin",
        body=urlencode(fields),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )


def ask(visitor, name=NAME, address=ADDRESS, **more):
    token = token_of(visitor.get("/bao-tin").text)
    return form(visitor, q=name, thu=address, _authenticator=token, **more)


def link_in(message: EmailMessage, parameter: str) -> str:
    body = message.get_content()
    return "/bao-tin?" + re.search(rf"/bao-tin\?({parameter}=\S+)", body)[1]


def digests(portal) -> dict[str, int]:
    with portal.site() as site:
        return alert_mails.Digests().run(
            site, SimpleNamespace(dsn=portal.dsn, progress=lambda done, total: None)
        )


def confirmed(portal, visitor, outbox, **asked) -> None:
    assert "Hãy mở hộp thư" in ask(visitor, **asked).text
    portal.run_jobs()
    link = link_in(outbox.pop(), "xac-nhan")
    # A program that follows links confirms nothing.
    assert "Xác nhận nhận thư" in visitor.get(link).text
    assert portal.query("SELECT count(*) FROM thads_alert WHERE confirmed IS NOT NULL") == [(0,)]
    assert "Đã xác nhận" in form(visitor, **{"xac-nhan": link.partition("=")[2]}).text


def yesterday(portal) -> None:
    with own_transaction(portal.dsn) as cursor:
        cursor.execute("UPDATE thads_alert SET told_on = told_on - 1")


def test_a_life_of_an_alert(portal, visitor, outbox):
    confirmed(portal, visitor, outbox)
    assert digests(portal)["sent"] == 0 and not outbox
    with portal.site() as site:
        number = make_listing(portal, site, debtor_name=NAME.upper()).getId()
        make_listing(portal, site, debtor_name="Ai Đó Khác")
        transaction.commit()
    assert digests(portal)["sent"] == 1
    mail = outbox.pop()
    body = mail.get_content()
    assert mail["To"] == ADDRESS and number in body and "Mới công khai" in body
    # What was typed is the asker's own; nobody found is named.
    assert NAME.upper() not in body and "Ai Đó Khác" not in body
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    # Once a day, and each thing once.
    with portal.site(role="editorial_board") as site:
        listing = site["cao-bang"][REGISTER_ID][number]
        end([listing], ActionContext(), end_reason="discharged", document=DOCUMENT)
        transaction.commit()
    assert digests(portal)["sent"] == 0
    yesterday(portal)
    assert digests(portal)["sent"] == 1
    body = outbox.pop().get_content()
    assert "Đã chấm dứt công khai" in body and number in body and "Mới công khai" not in body
    yesterday(portal)
    assert digests(portal)["sent"] == 0
    with portal.site() as site:
        make_listing(portal, site, debtor_name=NAME)
        transaction.commit()
    assert digests(portal)["sent"] == 1
    link = link_in(outbox.pop(), "thoi")
    assert "Đã thôi báo tin" in visitor.get(link).text
    assert portal.query("SELECT count(*) FROM thads_alert") == [(0,)]
    assert "Đã thôi báo tin" in visitor.get(link).text


def test_address_and_search_stand_nowhere_in_clear(portal, visitor, outbox):
    confirmed(portal, visitor, outbox)
    rows = portal.query("SELECT to_jsonb(a)::text FROM thads_alert a")
    rows += portal.query("SELECT to_jsonb(j)::text FROM thads_job j")
    rows += portal.query("SELECT args::text FROM procrastinate_jobs")
    everything = " ".join(row for (row,) in rows)
    for secret in (ADDRESS, "Báo-Tin", ADDRESS.encode().hex(), NAME.encode().hex()):
        assert secret not in everything


def test_mail_clients_end_it_with_one_post(portal, visitor, outbox):
    confirmed(portal, visitor, outbox)
    ((name,),) = portal.query("SELECT id FROM thads_alert")
    answer = visitor.ask(
        "POST",
        f"/bao-tin?thoi={alerts.token(name, 'end')}",
        body="List-Unsubscribe=One-Click",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert answer.status == 200
    assert portal.query("SELECT count(*) FROM thads_alert") == [(0,)]


def test_a_stranger_can_neither_confirm_nor_end(portal, visitor, outbox):
    ask(visitor)
    ((name,),) = portal.query("SELECT id FROM thads_alert")
    for text in (f"{name}.{'0' * 32}", alerts.token(name, "end"), "x", name):
        assert visitor.get(f"/bao-tin?xac-nhan={text}").status == 404
    for text in (f"{name}.{'0' * 32}", alerts.token(name, "confirm")):
        assert visitor.get(f"/bao-tin?thoi={text}").status == 404
    assert portal.query("SELECT confirmed FROM thads_alert") == [(None,)]


def test_nobody_is_asked_again_and_again(portal, visitor, outbox):
    answers = {ask(visitor, name=f"Nông Văn {n}").text for n in ("An", "Ba", "Ca", "Do", "Em")}
    assert all("Hãy mở hộp thư" in each for each in answers)
    portal.run_jobs()
    assert len(outbox) == alerts.QUESTIONS


def test_what_nobody_confirms_goes(portal, visitor, outbox):
    ask(visitor)
    with own_transaction(portal.dsn) as cursor:
        cursor.execute("UPDATE thads_alert SET made = made - interval '49 hours'")
    digests(portal)
    assert portal.query("SELECT count(*) FROM thads_alert") == [(0,)]


@pytest.mark.parametrize(
    "address",
    ["", "x", "a@b", "a b@c.vn", "a@c.vn\nBcc: d@e.vn", "<a@c.vn>", "á@c.vn", "a@c.vn,d@e.vn"],
)
def test_what_is_no_address_is_refused(portal, visitor, address):
    answer = ask(visitor, address=address)
    assert answer.status == 400 and 'role="alert"' in answer.text
    assert portal.query("SELECT count(*) FROM thads_alert") == [(0,)]


def test_no_form_of_another_site_and_no_number(portal, visitor):
    assert form(visitor, q=NAME, thu=ADDRESS).status == 403
    assert ask(visitor, name="004079000123").status == 400
    assert ask(visitor, name="").status == 400
    assert portal.query("SELECT count(*) FROM thads_alert") == [(0,)]


def test_results_lead_there(visitor):
    page = visitor.get("/cao-bang/nguoi-phai-thi-hanh-an?" + urlencode({"q": NAME})).text
    assert re.search(r'href="[^"]*/bao-tin\?[^"]*province=cao-bang', page)
