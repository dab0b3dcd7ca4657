"""A request's life in the database: reminders, mails, retention, keys, joined and split letters, kills."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from functools import partial
from io import BytesIO
from plone import api
from plone.registry.interfaces import IRegistry
from Products.MailHost.MailHost import MailHost
from tests.support.made_requests import answered
from tests.support.made_requests import draft
from tests.support.made_requests import handler
from tests.support.made_requests import sent
from thads_portal import secret_keys
from thads_portal.actions.requests import answering
from thads_portal.actions.requests import asking_more
from thads_portal.actions.requests import following
from thads_portal.actions.requests import giving
from thads_portal.actions.requests import informant
from thads_portal.actions.requests import passing_on
from thads_portal.actions.requests import publishing
from thads_portal.actions.requests import resealing
from thads_portal.actions.requests import retention
from thads_portal.actions.requests.attach import attach
from thads_portal.actions.requests.attach import To
from thads_portal.actions.requests.reminders import Reminders
from thads_portal.actions.requests.submit import submit
from thads_portal.cli.demo_requests import make_requests
from thads_portal.domain.requests.procedures import BY_ID
from thads_portal.domain.requests.routing import CENTRE
from thads_portal.domain.requests.steps import State
from thads_portal.domain.working_days import default_calendar
from thads_portal.errors import CannotUnseal
from thads_portal.errors import NotAllowed
from thads_portal.errors import OwnWork
from thads_portal.errors import RegisterUnavailable
from thads_portal.errors import Rejected
from thads_portal.errors import RequestMovedOn
from thads_portal.errors import RequestNotFound
from thads_portal.jobs import sealed_files
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.requests import agencies
from thads_portal.register.requests import drafts
from thads_portal.register.requests import entries
from thads_portal.register.requests import files
from thads_portal.register.requests import inbox
from thads_portal.register.requests import papers
from thads_portal.register.requests import publications
from thads_portal.register.requests import rows
from thads_portal.testing import make_listing
from types import SimpleNamespace
from zope.component import getUtility

import os
import psycopg2
import pytest
import signal
import socket
import struct
import threading
import time
import transaction


PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


newest = partial(publications.newest, start=0, size=50)


def row(portal, receipt):
    with own_transaction(portal.dsn) as cursor:
        return rows.by_number(cursor, receipt.number)


def kinds(portal, id):
    with own_transaction(portal.dsn) as cursor:
        return [each.kind.value for each in entries.of(cursor, id)]


def test_before_the_deadline_and_after_it(portal):
    soon = sent(portal.dsn, "kien-nghi-phan-anh")
    late = sent(portal.dsn, "kien-nghi-phan-anh", when=datetime.now(UTC) - timedelta(days=60))
    due = default_calendar().add_working_days(datetime.now(UTC).date(), 1)
    portal.query("UPDATE thads_request SET due_on = %s WHERE number = %s", due, soon.number)
    with portal.site() as site:
        done = Reminders().run(site, SimpleNamespace(dsn=portal.dsn))
        transaction.commit()
    assert done["reminded"] >= 1
    assert done["late"] >= 1
    assert kinds(portal, row(portal, soon).id)[-1] == "reminded"
    assert kinds(portal, row(portal, late).id)[-2:] == ["escalated", "apology"]
    with portal.site() as site:
        assert Reminders().run(site, SimpleNamespace(dsn=portal.dsn)) == {"reminded": 0, "late": 0}


def test_mails_say_that_and_never_what(portal, monkeypatch):
    out = []
    monkeypatch.setattr(
        MailHost, "send", lambda self, message, immediate=False, **more: out.append(message)
    )
    with portal.site():
        api.portal.set_registry_record("plone.smtp_host", "mail.thads.example")
        getUtility(IRegistry)["plone.email_from_address"] = "cong@thads.example"
        transaction.commit()
    receipt = sent(portal.dsn, "chua-dung", email="nong@vidu.vn", right="Bí mật của tôi")
    secret = sent(portal.dsn, "to-cao", email="giau@vidu.vn")
    portal.run_jobs()
    assert [each["To"] for each in out] == ["nong@vidu.vn"]
    text = out[0].get_content()
    found = row(portal, receipt)
    # Before the address is confirmed nothing further goes out.
    giving.give(handler(portal.dsn), found.id, "bien-tap-cao-bang")
    portal.run_jobs()
    assert len(out) == 1
    key = bytes.fromhex(secret_keys.signing_key("request-mail"))
    digits = following.mail_code(receipt.number, key)
    assert digits in text
    assert not following.confirm_mail(portal.dsn, found.id, "x", key)
    assert following.confirm_mail(portal.dsn, found.id, digits, key)
    portal.run_jobs()
    # Then the receipt comes: what, where, until when, and how to follow it; without the code.
    paper = out[1].get_content()
    for told in (
        "Phiếu hỗ trợ trực tuyến",
        "không phải là tôi",
        "Cao Bằng",
        "Điều",
        "/yeu-cau/theo-doi",
    ):
        assert told in paper
    asking_more.ask_more(handler(portal.dsn), found.id, "Gửi thêm giấy tờ riêng tư")
    giving.give(handler(portal.dsn, head=True), row(portal, secret).id, "bien-tap-cao-bang")
    portal.run_jobs()
    today = handler(portal.dsn).today
    following.supplement(
        portal.dsn, found.id, "Giấy tờ riêng tư đây", today=today, calendar=default_calendar()
    )
    portal.run_jobs()
    assert [each["To"] for each in out] == ["nong@vidu.vn"] * 4
    assert "bổ sung" in out[2]["Subject"]
    assert "bổ sung" in out[3]["Subject"]
    names = answered("chua-dung")
    for each in out:
        for field in ("name", "born", "personal_number", "address", "right", "listing"):
            assert names[field] not in str(each["Subject"]) + each.get_content(), field
        whole = str(each) + each.get_content()
        assert receipt.code not in whole
        assert "Bí mật" not in whole
        assert "riêng tư" not in whole
        assert "đã nộp" not in whole.casefold()
    assert portal.query(
        "SELECT count(*) FROM thads_job WHERE parameters::text LIKE %s", "%vidu%"
    ) == [(0,)]


def test_the_digits_of_a_mail_are_tried_some_times_only(portal):
    receipt = sent(portal.dsn, "kien-nghi-phan-anh", email="nong@vidu.vn")
    id = row(portal, receipt).id
    key = bytes.fromhex(secret_keys.signing_key("request-mail"))
    for _try in range(rows.MAIL_TRIES):
        assert not following.confirm_mail(portal.dsn, id, "x", key)
    assert not following.confirm_mail(portal.dsn, id, following.mail_code(receipt.number, key), key)
    assert row(portal, receipt).mail_state == "asked"


def test_the_absent_give_to_their_deputy(portal):
    receipt = sent(portal.dsn, "kien-nghi-phan-anh")
    head = handler(portal.dsn, account="thu-truong-cao-bang", head=True)
    with own_transaction(portal.dsn) as cursor:
        agencies.set_absence(cursor, "cao-bang", "vang-mat", "nguoi-thay", head.today, head.today)
    assert giving.give(head, row(portal, receipt).id, "vang-mat") == "nguoi-thay"
    assert row(portal, receipt).assigned == "nguoi-thay"


def test_a_deputy_sees_and_is_reminded_of_what_the_absent_were_given(portal):
    receipt = sent(portal.dsn, "khieu-nai")
    id = row(portal, receipt).id
    head = handler(portal.dsn, account="thu-truong", head=True)
    giving.give(head, id, "nguoi-a")
    deputy = handler(portal.dsn, account="nguoi-b")
    assert not deputy.sees(row(portal, receipt))
    with own_transaction(portal.dsn) as cursor:
        agencies.set_absence(cursor, "cao-bang", "nguoi-a", "nguoi-b", head.today, head.today)
        also = agencies.stood_in_for(cursor, "cao-bang", "nguoi-b", head.today)
        assert also == {"nguoi-a"}
        tomorrow = head.today + timedelta(days=1)
        assert agencies.stood_in_for(cursor, "cao-bang", "nguoi-b", tomorrow) == frozenset()
        asked = inbox.Asked(
            province="cao-bang", account="nguoi-b", head=False, also=tuple(also), mine=True
        )
        assert id in [each.id for each in inbox.page(cursor, asked).rows]
    assert replace(deputy, also=also).sees(row(portal, receipt))


def test_who_must_publish_is_reminded_once(portal):
    receipt = sent(portal.dsn, "khieu-nai", instance="second", name="Hoàng Thị Nại")
    id = row(portal, receipt).id
    board = handler(portal.dsn, account="ban-bien-tap", head=True, province=CENTRE)
    answering.draft(
        replace(board, account="nguoi-soan"), id, outcome="wrong", text="Bác khiếu nại."
    )
    with own_transaction(portal.dsn) as cursor:
        paper = papers.waiting(cursor, id)
    document = answering.Document("AAAABBBBCCCCDDD9", PDF, digital=False)
    answering.sign(board, id, paper, document, revision=row(portal, receipt).revision)

    def reminded():
        with portal.site() as site:
            Reminders().run(site, SimpleNamespace(dsn=portal.dsn))
            transaction.commit()
        return kinds(portal, id).count("reminded")

    assert reminded() == 0
    portal.query(
        "UPDATE thads_request SET closed = closed - interval '11 days' WHERE id = %s RETURNING 1",
        id,
    )
    assert reminded() == 1
    assert reminded() == 1


def test_letters_are_joined_and_split(portal):
    first, second = (sent(portal.dsn, "kien-nghi-phan-anh") for _n in range(2))
    editor = handler(portal.dsn)
    passing_on.join(editor, row(portal, second).id, first.number)
    assert row(portal, second).state == "joined"
    with pytest.raises(RequestMovedOn):
        passing_on.join(editor, row(portal, second).id, first.number)
    # Who waits for the common answer hears of it.
    answering.draft(editor, row(portal, first).id, outcome="answered", text="Đã xem xét.")
    with own_transaction(portal.dsn) as cursor:
        paper = papers.waiting(cursor, row(portal, first).id)
    answering.sign(
        handler(portal.dsn, account="thu-truong", head=True),
        row(portal, first).id,
        paper,
        answering.Document("AAAABBBBCCCCDDD5", PDF, digital=False),
        revision=row(portal, first).revision,
    )
    with own_transaction(portal.dsn) as cursor:
        told = entries.of(cursor, row(portal, second).id)[-1]
    assert told.is_public
    assert first.number in told.text
    first = sent(portal.dsn, "kien-nghi-phan-anh")
    number = passing_on.split(editor, row(portal, first).id, "chua-dung", "Nội dung thứ hai")
    made = following.open_by_code(portal.dsn, number, first.code)
    assert made.procedure == "chua-dung"
    with pytest.raises(Rejected):
        passing_on.transfer(editor, made.id, "cao-bang", "Lý do")


def test_the_head_signs_what_somebody_else_drafted(portal):
    receipt = sent(portal.dsn, "khieu-nai")
    id = row(portal, receipt).id
    editor, head = handler(portal.dsn), handler(portal.dsn, account="thu-truong", head=True)
    with pytest.raises(RequestNotFound):
        answering.draft(editor, id, outcome="right", text="Khiếu nại đúng")
    with pytest.raises(Rejected):
        answering.draft(head, id, outcome="right", text="Kết quả: {done}")
    answering.draft(head, id, outcome="right", text="Khiếu nại đúng")
    with own_transaction(portal.dsn) as cursor:
        paper = papers.waiting(cursor, id)
    document = answering.Document("AAAABBBBCCCCDDDD", PDF, digital=False)
    with pytest.raises(OwnWork):
        answering.sign(head, id, paper, document, revision=row(portal, receipt).revision)
    with pytest.raises(NotAllowed):
        answering.sign(editor, id, paper, document, revision=0)
    assert row(portal, receipt).open


def test_a_refusal_names_its_article(portal):
    receipt = sent(portal.dsn, "yeu-cau-thi-hanh-an")
    id = row(portal, receipt).id
    answering.draft(handler(portal.dsn), id, outcome="refusal:d", text="Thời hiệu đã hết.")
    with own_transaction(portal.dsn) as cursor:
        assert "Điều 34 khoản 4 điểm d" in papers.waiting(cursor, id).text
    with pytest.raises(Rejected):
        # A ground of the old law is none for a request of today.
        answering.draft(handler(portal.dsn), id, outcome="refusal:old-c", text="Hết thời hiệu.")


def test_second_instance_is_published_masked_or_not_at_all(portal):
    receipt = sent(portal.dsn, "khieu-nai", instance="second", name="Hoàng Thị Nại")
    found = row(portal, receipt)
    assert found.province == CENTRE
    board = handler(portal.dsn, account="ban-bien-tap", head=True, province=CENTRE)
    other = handler(portal.dsn, account="nguoi-soan", head=True, province=CENTRE)
    text = "Bác khiếu nại của bà Hoàng Thị  Nại, xã Hòa An."
    answering.draft(other, found.id, outcome="wrong", text=text)
    with own_transaction(portal.dsn) as cursor:
        paper = papers.waiting(cursor, found.id)
    document = answering.Document("AAAABBBBCCCCDDD1", PDF, digital=False)
    answering.sign(board, found.id, paper, document, revision=row(portal, receipt).revision)
    for bad, checked in ((text, True), ("Bác khiếu nại của bà H.T.N.", False)):
        with pytest.raises(Rejected):
            publishing.publish(board, found.id, bad, checked=checked)
    publishing.publish(board, found.id, "Bác khiếu nại của bà H.T.N.", checked=True)
    with own_transaction(portal.dsn) as cursor:
        assert newest(cursor, "khieu-nai")[0].text == "Bác khiếu nại của bà H.T.N."
    with pytest.raises(RequestMovedOn):
        publishing.publish(board, found.id, "Bác khiếu nại.", checked=True)


def test_a_conclusion_is_published_without_its_informant(portal):
    """Nghị định 152/2026/NĐ-CP, Điều 76; Thông tư 13/2021/TT-BTP, Điều 21, 24: seven working days."""
    receipt = sent(portal.dsn, "to-cao", name="Hoàng Thị Giấu", against_kind="head")
    found = row(portal, receipt)
    board = handler(portal.dsn, account="ban-bien-tap", head=True, province=CENTRE)
    other = handler(portal.dsn, account="nguoi-soan", head=True, province=CENTRE)
    answering.draft(other, found.id, outcome="part", text="Tố cáo của bà Hoàng Thị Giấu.")
    with own_transaction(portal.dsn) as cursor:
        paper = papers.waiting(cursor, found.id)
    document = answering.Document("AAAABBBBCCCCDDD2", PDF, digital=False)
    answering.sign(board, found.id, paper, document, revision=row(portal, receipt).revision)
    good = "Tố cáo đúng một phần."
    with pytest.raises(NotAllowed):
        # By trying names nobody learns who it is.
        publishing.publish(board, found.id, good, checked=True)
    informant.name_readers(board, found.id, ["ban-bien-tap"])
    with pytest.raises(Rejected):
        publishing.publish(board, found.id, f"{good} Bà HOÀNG THỊ GIẤU.", checked=True)
    opened = "SELECT count(*) FROM thads_record WHERE action = 'informant_opened' AND about = %s"
    assert portal.query(opened, receipt.number) == [(1,)]
    publishing.publish(board, found.id, good, checked=True)
    with own_transaction(portal.dsn) as cursor:
        assert [each.text for each in newest(cursor, "to-cao")] == [good]
        assert publications.count(cursor, "to-cao") == 1
        assert good not in {each.text for each in newest(cursor, "khieu-nai")}


def test_what_is_over_its_time_is_erased_and_noted(portal):
    receipt = sent(portal.dsn, "to-cao", name="Hoàng Thị Giấu")
    id = row(portal, receipt).id
    with own_transaction(portal.dsn) as cursor:
        entry = entries.write(cursor, id, entries.Entry.MESSAGE_IN, text="Tin")
    file = attach(portal.dsn, To(request=id, entry=entry), name="a.pdf", stream=BytesIO(PDF))
    assert b"".join(sealed_files.read(portal.dsn, file)) == PDF
    following.withdraw(portal.dsn, id, when=datetime.now(UTC))
    retention.erase(portal.dsn, datetime.now(UTC).date() + timedelta(days=400))
    found = row(portal, receipt)
    assert found.erased
    assert rows.answers_of(found) == {}
    assert portal.query("SELECT count(*) FROM thads_file WHERE id = %s", file) == [(0,)]
    assert portal.query("SELECT identity FROM thads_request_informant WHERE request = %s", id) == [
        (None,)
    ]
    assert portal.query(
        "SELECT count(*) FROM thads_request_entry WHERE request = %s AND text IS NOT NULL", id
    ) == [(0,)]
    assert portal.query(
        "SELECT count(*) FROM thads_record WHERE action = 'request_erased' AND about = %s",
        receipt.number,
    ) == [(1,)]


def test_entries_only_grow(portal):
    receipt = sent(portal.dsn, "kien-nghi-phan-anh")
    for statement in (
        "UPDATE thads_request_entry SET kind = 'answered' WHERE request = %s",
        "DELETE FROM thads_request_entry WHERE request = %s",
    ):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            portal.query(statement, row(portal, receipt).id)


def test_a_rotation_and_a_key_that_is_lost(portal):
    receipt = sent(portal.dsn, "chua-dung", right="Dưới khóa cũ")
    path = secret_keys.ring_file("requests")
    before = path.read_text()
    secret_keys.add_to_ring("requests")
    try:
        assert resealing.reseal(portal.dsn).texts > 0
        assert resealing.reseal(portal.dsn) == resealing.Done(0, 0)
        path.write_text(path.read_text().splitlines()[0])
        secret_keys.ring_of.cache_clear()
        assert rows.answers_of(row(portal, receipt))["right"] == "Dưới khóa cũ"
        path.write_text("ab" * 32)
        secret_keys.ring_of.cache_clear()
        found = row(portal, receipt)
        with pytest.raises(CannotUnseal):
            rows.answers_of(found)
        # What is no content is there all the same.
        assert found.due_on
        assert kinds(portal, found.id) == ["received"]
    finally:
        path.write_text(before)
        secret_keys.ring_of.cache_clear()
    # The texts were sealed by the key that is gone now: as after a real loss.
    portal.query("UPDATE thads_request SET answers = NULL")


@contextmanager
def scanner(answer: bytes) -> Iterator[str]:
    """Speaks as ClamAV does; asks for whole files and says `answer`."""
    server = socket.create_server(("127.0.0.1", 0))
    seen = bytearray()

    def run() -> None:
        connection, _address = server.accept()
        with connection, connection.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while size := struct.unpack(">I", stream.read(4))[0]:
                seen.extend(stream.read(size))
            connection.sendall(b"stream: " + answer + b"\0")

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.getsockname()[1]}"
    finally:
        thread.join(10)
        server.close()
    assert bytes(seen) == PDF


def test_a_scanner_is_asked_where_there_is_one(portal, monkeypatch):
    token = draft(portal.dsn, "kien-nghi-phan-anh")
    to = To(draft=token)
    with scanner(b"OK") as place:
        monkeypatch.setenv("THADS_CLAMD", place)
        attach(portal.dsn, to, name="sach.pdf", stream=BytesIO(PDF))
    with scanner(b"Eicar-Test-Signature FOUND") as place, pytest.raises(Rejected):
        monkeypatch.setenv("THADS_CLAMD", place)
        attach(portal.dsn, to, name="doc.pdf", stream=BytesIO(PDF))
    with pytest.raises(RegisterUnavailable):
        # It is gone now: the file is not taken.
        attach(portal.dsn, to, name="khac.pdf", stream=BytesIO(PDF))
    monkeypatch.delenv("THADS_CLAMD")
    with pytest.raises(Rejected):
        attach(portal.dsn, to, name="trang.pdf", stream=BytesIO(b"<html><script>1</script>"))
    with own_transaction(portal.dsn) as cursor:
        kept = files.of_draft(cursor, drafts.id_of(token))
    assert [(each.name, each.scanned) for each in kept] == [("sach.pdf", "clean")]


def test_killed_while_it_is_sent(portal):
    """A receipt that came out is never lost; without one nothing is there by half."""
    for pause in (0.0, 0.02, 0.05, 0.1, 0.2, 0.5):
        token = draft(portal.dsn, "chua-dung")
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            try:
                receipt = submit(
                    portal.dsn,
                    token,
                    when=datetime.now(UTC),
                    calendar=default_calendar(),
                    listing_province="cao-bang",
                )
                os.write(writing, receipt.number.encode())
                time.sleep(30)
            finally:
                os._exit(1)
        os.close(writing)
        time.sleep(pause)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        shown = os.read(reading, 100).decode()
        os.close(reading)
        made = portal.query(
            "SELECT number FROM thads_request WHERE draft = %s", drafts.id_of(token)
        )
        if shown:
            assert made == [(shown,)]
        for (number,) in made:
            assert portal.query(
                "SELECT count(*) FROM thads_request_entry AS e JOIN thads_request AS r ON r.id = e.request"
                " WHERE r.number = %s",
                number,
            ) == [(1,)]
        # Sent again it makes one, and the same.
        again = submit(
            portal.dsn,
            token,
            when=datetime.now(UTC),
            calendar=default_calendar(),
            listing_province="cao-bang",
        )
        assert not made or again.number == made[0][0]


def test_only_the_named_open_an_informant(portal):
    receipt = sent(portal.dsn, "to-cao", name="Hoàng Thị Giấu")
    id = row(portal, receipt).id
    head = handler(portal.dsn, account="thu-truong", head=True)
    with pytest.raises(NotAllowed):
        informant.open_identity(head, id, "")
    informant.name_readers(head, id, ["thu-truong"])
    assert informant.open_identity(head, id, "Xác minh")["name"] == "Hoàng Thị Giấu"
    assert kinds(portal, id).count("identity_opened") == 1
    assert "name" not in rows.answers_of(row(portal, receipt))


def test_the_demo_has_requests_of_each_kind_and_state(portal):
    with portal.site() as site:
        made = make_requests(site, portal.dsn)
    assert following.open_by_code(portal.dsn, made["number"], made["code"]) is not None
    kept = portal.query("SELECT DISTINCT procedure FROM thads_request WHERE province = 'cao-bang'")
    assert {name for (name,) in kept} == set(BY_ID)
    states = portal.query("SELECT DISTINCT state FROM thads_request")
    assert {name for (name,) in states} == {each.value for each in State}
    with own_transaction(portal.dsn) as cursor:
        assert publications.count(cursor, "to-cao")


def test_a_case_that_names_its_request_closes_the_loop(portal):
    receipt = sent(portal.dsn, "yeu-cau-thi-hanh-an")
    with portal.site() as site:
        listing = make_listing(portal, site)
        transaction.commit()
        number = listing.id
    ((case,),) = portal.query("SELECT case_id FROM thads_case_listing WHERE number = %s", number)
    portal.query(
        "INSERT INTO thads_case_entry (case_id, occurred_on, recorded_at, kind, actor, details)"
        " VALUES (%s, current_date, now(), 'case_stated', 'thu-ly', jsonb_build_object('request', %s))",
        case,
        receipt.number,
    )
    assert kinds(portal, row(portal, receipt).id)[-1] == "case_linked"


def test_the_inbox_goes_on_page_after_page(portal):
    portal.query(
        "INSERT INTO thads_request (number, procedure, mode, province, state, received, law_day, due_on,"
        " code_hash) SELECT 'YC-2025-' || lpad(n::text, 7, '0'), 'kien-nghi-phan-anh', 'support',"
        " 'bac-lieu', 'received', now(), '2025-01-01',"
        " CASE WHEN n < 100 THEN '2026-01-01'::date + n / 7 END, '' FROM generate_series(1, 120) AS n"
    )
    seen, after = [], ""
    while True:
        asked = inbox.Asked(province="bac-lieu", account="x", head=False, after=after)
        with own_transaction(portal.dsn) as cursor:
            page = inbox.page(cursor, asked)
        seen += [each.number for each in page.rows]
        after = page.following
        if not after:
            break
    assert len(seen) == len(set(seen)) == 120
