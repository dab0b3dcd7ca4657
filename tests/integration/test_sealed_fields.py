"""What is restricted lies sealed: a dump, the instance's folder and a backup tell none of it.

Marks of every restricted kind are put in by every way; then everything that is stored is searched, as
text and as a database writes bytes.
"""

from contextlib import suppress
from io import BytesIO
from pathlib import Path
from tests.support.batches import make_batch
from tests.support.desk import at_desk
from tests.support.desk import EDITOR
from tests.support.desk import HEAD
from tests.support.desk import make_colleagues
from tests.support.excel_pages import post
from tests.support.excel_pages import uploaded
from tests.support.feeding import as_body
from tests.support.feeding import body_of
from tests.support.feeding import events_of
from tests.support.feeding import feed
from tests.support.feeding import number_of
from tests.support.made_requests import sent
from tests.support.staff import hidden
from thads_portal import field_keys
from thads_portal.actions.batch_documents import attach as attach_to_batch
from thads_portal.actions.batch_return import return_rows
from thads_portal.actions.batch_submit import submit_batch
from thads_portal.actions.ledger.attach import attach as attach_evidence
from thads_portal.actions.ledger.enter import enter
from thads_portal.content.register import REGISTER_ID
from thads_portal.database.binaries import tool
from thads_portal.domain.ledger.kinds import EntryKind
from thads_portal.errors import CannotUnseal
from thads_portal.generator.lists import ListOptions
from thads_portal.generator.lists import messy_workbook
from thads_portal.jobs import files
from thads_portal.register import notes
from thads_portal.register import resealing
from thads_portal.register.ledger import evidence
from thads_portal.register.ledger.books import case_of
from thads_portal.register.ledger.books import load
from thads_portal.register.ledger.due import officers_and_communes
from thads_portal.register.pool import reading
from thads_portal.register.rebuild import rebuild
from thads_portal.setup.site import SITE_ID
from thads_portal.testing_http import Visitor

import datetime
import openpyxl
import os
import pytest
import re
import subprocess
import transaction


SITE = f"/{SITE_ID}"
BORN = datetime.date(1911, 8, 23)
MARKS = {
    "personal_id": "004011777888",
    "creditor": "Mốcniêm Chủnợ",
    "enforcement_officer": "Mốcniêm Chấphành",
    "case_number": "MOCNIEM-HS-77",
}
WORDS = "Mốcniêm lời trong nội bộ"
PDF = b"%PDF-1.4 MOCNIEM-TRONG-TEP\n%%EOF\n"
#: Everything by which a mark would be known; upper and lower case are told apart.
KNOWN = ("Mốcniêm", "MOCNIEM", "004011777888", "1911-08-23", "23/08/1911")


@pytest.fixture(scope="module")
def filled(portal, server):
    """The marks are in by every way; returns what reads them back."""
    found = {}
    (event, other) = events_of(body_of(count=2, seed=51, provinces=("cao-bang",)))[:2]
    event["listing"]["restricted"] = {**MARKS, "date_of_birth": BORN.isoformat()}
    feed(portal, as_body([event, other]))
    # An amendment: the old values and the new ones stand in the history, and what waits is kept.
    amended = {
        "event": "amended",
        "external_id": event["external_id"],
        "province": event["province"],
        "occurred_on": "2026-11-26",
        "document": {"number": "9/QĐ-MN", "date": "2026-11-26"},
        "listing": {"restricted": {"creditor": "Mốcniêm Chủnợ mới"}},
    }
    feed(portal, as_body([amended]))
    found["number"] = number_of(portal, event["external_id"])
    with portal.site() as site:
        make_colleagues(site)
        transaction.commit()
        listing = site["cao-bang"][REGISTER_ID][found["number"]]
        editor = at_desk(site, EDITOR)
        enter(
            listing,
            editor,
            EntryKind.VERIFIED,
            occurred_on="2026-11-26",
            details={
                "conclusion": "none",
                "channel": "direct",
                "officer": MARKS["enforcement_officer"],
                "findings": WORDS,
            },
        )
        transaction.commit()
        found["file"] = attach_evidence(listing, editor, name="MOCNIEM.pdf", stream=BytesIO(PDF))
        transaction.commit()
        notes.add(portal.dsn, found["number"], EDITOR, WORDS, (), listing=found["number"])
        found["batch"], numbers = make_batch(
            portal, site, 2, personal_id=MARKS["personal_id"], date_of_birth=BORN
        )
        batch = site["cao-bang"]["dot-cong-khai"][found["batch"]]
        attach_to_batch(batch, at_desk(site, EDITOR), name="quyet-dinh.pdf", stream=BytesIO(PDF))
        submit_batch(batch, at_desk(site, EDITOR), comment=WORDS)
        transaction.commit()
        return_rows(batch, at_desk(site, HEAD), {numbers[0]: WORDS})
        transaction.commit()
    found["upload"] = upload(portal, server)
    sent(portal.dsn, "kien-nghi-phan-anh", name="Mốcniêm Người gửi")
    portal.run_jobs()
    return found


def upload(portal, server):
    """A list in which every row holds marks, corrected once, and left as it is then."""
    book = openpyxl.load_workbook(
        BytesIO(
            messy_workbook(ListOptions(rows=20, wrong=frozenset({2}), serial=700, encoding=None))
        )
    )
    sheet = book.active
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith("Hoàng"):
                cell.value = "Mốcniêm Chấphành"
            elif str(cell.value or "").isdecimal() and len(str(cell.value)) in (11, 12):
                cell.value = MARKS["personal_id"]
    data = BytesIO()
    book.save(data)
    editor = Visitor(server, portal.accounts["provincial_editor"])
    path = uploaded(portal, editor, data.getvalue(), name="danh sach.xlsx")
    wrong = editor.get(f"{path}&loc=e").text
    name = re.search(r'name="(o-\d+-7)"', wrong)[1]
    answer = post(
        editor,
        wrong,
        action="correct",
        ma=path.partition("ma=")[2],
        revision=hidden(wrong, "revision"),
        **{name.replace("o-", "w-"): hidden(wrong, name), name: "23/08/1911"},
    )
    assert answer.status == 303
    return editor, path


def marks_in(data: bytes) -> list[str]:
    """The marks that can be read in `data`, as text or as PostgreSQL writes bytes, and pickled days."""
    forms = {mark: mark.encode() for mark in KNOWN}
    forms["a pickled day"] = b"C\x04" + BORN.year.to_bytes(2, "big") + bytes((BORN.month, BORN.day))
    return [mark for mark, form in forms.items() if form in data or form.hex().encode() in data]


def dump(portal) -> bytes:
    command = [str(tool("pg_dump")), "--large-objects", "-d", portal.dsn]
    return subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout


def test_a_mark_would_be_found(portal, filled, monkeypatch):
    """The search proves something: unsealed, as an earlier release wrote them, all are there."""
    monkeypatch.setattr(field_keys, "current", lambda source: None)
    event = events_of(body_of(count=1, seed=52, provinces=("cao-bang",)))[0]
    event["listing"]["restricted"] = {**MARKS, "date_of_birth": BORN.isoformat()}
    feed(portal, as_body([event]))
    number = number_of(portal, event["external_id"])
    with portal.site():
        notes.add(portal.dsn, number, EDITOR, WORDS, (), listing=number)
    assert {"Mốcniêm", "MOCNIEM", "004011777888", "a pickled day"} <= set(marks_in(dump(portal)))
    # What an earlier release has left is sealed by the command.
    monkeypatch.undo()
    done = resealing.reseal(portal.database, dsn=portal.dsn, site_path=SITE)
    assert done.sealed >= 3 and not done.closed
    assert marks_in(dump(portal)) == []


def test_a_dump_tells_nothing(portal, filled):
    assert marks_in(dump(portal)) == []


def test_nor_does_the_folder_of_the_instance(filled):
    found = {}
    for path in Path(os.environ["THADS_VAR"]).rglob("*"):
        if path.is_file():
            with suppress(FileNotFoundError):
                if marks := marks_in(path.read_bytes()):
                    found[path.name] = marks
    assert found == {}


def test_who_may_reads_it_all(portal, server, filled):
    with portal.site() as site:
        listing = site["cao-bang"][REGISTER_ID][filled["number"]]
        for name, value in MARKS.items():
            expected = "Mốcniêm Chủnợ mới" if name == "creditor" else value
            waits = (listing.pending or {}).get("changes", {})
            assert waits.get(name, getattr(listing, name)) == expected
        assert listing.date_of_birth == BORN
        batch = site["cao-bang"]["dot-cong-khai"][filled["batch"]]
        assert any(each.get("comment") == WORDS for each in batch.history)
        assert [reason for reason, *_ in batch.rows.returned.values()] == [WORDS]
        (document,) = batch.documents.values()
        with document.open() as opened:
            assert opened.read() == PDF
        assert document.length() == len(PDF)
    with reading(portal.dsn) as cursor:
        assert [each.text for each in notes.of(cursor, filled["number"])] == [WORDS]
        case = case_of(cursor, filled["number"])
        (entry,) = load(cursor, [case], ids=iter(()))[case].entries
        assert entry.details["findings"] == WORDS
        (kept,) = evidence.of_case(cursor, case)
        officers, _communes = officers_and_communes(cursor, province="cao-bang")
    assert kept.name == "MOCNIEM.pdf"
    assert MARKS["enforcement_officer"] in officers
    assert files.info(portal.dsn, filled["file"]).name == "MOCNIEM.pdf"
    assert b"MOCNIEM" in files.read_whole(portal.dsn, filled["file"])
    editor, path = filled["upload"]
    page = editor.get(path).text
    assert MARKS["enforcement_officer"] in page


def test_a_new_key_while_it_serves(portal, server, filled):
    """Everything is read under the old key, sealed under the new one, and read without the old."""
    with portal.site() as site:
        before = site["cao-bang"][REGISTER_ID][filled["number"]].creditor
    resealing.rotate(portal.dsn)
    test_who_may_reads_it_all(portal, server, filled)
    assert resealing.forget_older(portal.dsn) == 0
    done = resealing.reseal(portal.database, dsn=portal.dsn, site_path=SITE)
    assert done.sealed > 8 and not done.closed
    again = resealing.reseal(portal.database, dsn=portal.dsn, site_path=SITE)
    assert (again.sealed, again.closed) == (0, 0)
    assert resealing.forget_older(portal.dsn) >= 1
    portal.database.cacheMinimize()
    test_who_may_reads_it_all(portal, server, filled)
    with portal.site() as site:
        assert site["cao-bang"][REGISTER_ID][filled["number"]].creditor == before
    assert marks_in(dump(portal)) == []


def test_sealing_goes_on_where_it_was_stopped(portal, filled, monkeypatch):
    resealing.rotate(portal.dsn)

    def stop(*_arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(resealing, "seal_batches", stop)
    with pytest.raises(KeyboardInterrupt):
        resealing.reseal(portal.database, dsn=portal.dsn, site_path=SITE)
    monkeypatch.undo()
    seen = []
    resealing.reseal(
        portal.database,
        dsn=portal.dsn,
        site_path=SITE,
        progress=lambda what, done: seen.append(what),
    )
    assert seen[0] == "batches"
    assert resealing.keys(portal.dsn)[0].whole


def test_without_the_master_key(portal, server, filled, monkeypatch):
    """Public pages go on, what is restricted is refused in words, nothing is changed or lost."""
    number = filled["number"]
    address = f"/cao-bang/{REGISTER_ID}/{number}"
    visitor = Visitor(server)
    public = visitor.get(address).status
    monkeypatch.setenv("THADS_FIELDS_KEYS", "77" * 32)
    field_keys.forget()
    portal.database.cacheMinimize()
    try:
        assert [each.opens for each in resealing.keys(portal.dsn)][:1] == [False]
        assert visitor.get(address).status == public
        staff = Visitor(server, portal.accounts["editorial_board"])
        answer = staff.get(f"{address}/ho-so")
        assert answer.status == 503, answer.status
        with portal.site() as site:
            listing = site["cao-bang"][REGISTER_ID][number]
            with pytest.raises(CannotUnseal):
                listing.snapshot()
            with pytest.raises(CannotUnseal):
                listing.creditor  # noqa: B018 - read for its refusal
            listing.debtor_address = "khác"
            with pytest.raises(CannotUnseal):
                transaction.commit()
            transaction.abort()
        with pytest.raises(CannotUnseal):
            feed(portal, as_body(events_of(body_of(count=1, seed=53, provinces=("cao-bang",)))))
        with pytest.raises(CannotUnseal):
            rebuild(portal.database, dsn=portal.dsn, site_path=SITE)
    finally:
        monkeypatch.undo()
        field_keys.forget()
        portal.database.cacheMinimize()
    test_who_may_reads_it_all(portal, server, filled)


def test_a_sealed_value_opens_nowhere_else(portal, filled):
    sealed = field_keys.seal(portal.dsn, b"one", "listing:1")
    assert field_keys.unseal(portal.dsn, sealed, "listing:1") == b"one"
    for wrong, about in ((sealed, "listing:2"), (sealed[:-1] + b"x", "listing:1")):
        with pytest.raises(CannotUnseal):
            field_keys.unseal(portal.dsn, wrong, about)
    again = field_keys.seal(portal.dsn, b"one", "listing:1")
    assert again != sealed
    found = [field_keys.seal(portal.dsn, b"one", "officer", findable=True) for _ in range(2)]
    assert found[0] == found[1]
