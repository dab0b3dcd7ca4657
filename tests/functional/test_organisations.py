"""Agencies outside over HTTP: the administrators' page, and the log of inquiries with who looked."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from tests.support.staff import Staff
from thads_portal.domain.identifiers import personal_hmac
from thads_portal.domain.names import full_token
from thads_portal.domain.names import parse_name
from thads_portal.domain.sharing import digest_of
from thads_portal.domain.sharing import name_digest
from thads_portal.domain.sharing import number_digest
from thads_portal.domain.sharing import parts_of_key
from thads_portal.domain.words import VIETNAM
from thads_portal.register import inquiries
from thads_portal.register.inquiries import Subject
from thads_portal.register.own_transaction import own_transaction
from thads_portal.secret_keys import personal_number_key

import html
import psycopg2
import pytest
import re


PAGE, LOG = "/to-chuc-khai-thac", "/nhat-ky-khai-thac"
OWN = f"{PAGE}?to-chuc=ngan-hang-a"
TODAY = datetime.now(UTC).astimezone(VIETNAM).date()
NUMBER = "001079000123"


@pytest.fixture(scope="module")
def people(portal, server):
    return {role: Staff(server, account) for role, account in portal.accounts.items()}


@pytest.fixture(scope="module")
def administrator(people):
    staff = people["administrator"]
    made = staff.press(staff.page(PAGE), PAGE, "keep", id="ngan-hang-a", name="Ngân hàng A")
    assert "to-chuc=ngan-hang-a" in made.answer.text
    return staff


def day(days: int) -> str:
    return f"{TODAY + timedelta(days=days):%d/%m/%Y}"


def test_an_organisation_gets_an_agreement_and_two_keys_at_once(portal, administrator):
    agreed = administrator.press(
        administrator.page(OWN), PAGE, "agree",
        number="12/TT-2026", purposes="credit, notary", kinds=["id", "birth"],
        valid_from=day(-1), valid_until=day(300),
    )  # fmt: skip
    assert "credit, notary" in agreed.answer.text
    keys = []
    for _ in range(2):
        made = administrator.press(administrator.page(OWN), PAGE, "key", scopes=["match"])
        assert made.answer.headers["Cache-Control"] == "no-store"
        keys += re.findall(r"thads_[a-z2-7]{10}_[\w-]{43}", made.answer.text)
    assert len({*keys}) == 2
    stored = portal.query("SELECT id, digest FROM thads_organisation_key ORDER BY created")
    assert [(each[0], bytes(each[1])) for each in stored] == [
        (name, digest_of(secret)) for name, secret in map(parts_of_key, keys)
    ]
    # What was shown once is nowhere: not on the page, not in the record, not in the tables.
    page = administrator.page(OWN).answer.text
    record = str(portal.query("SELECT details FROM thads_record WHERE about = 'ngan-hang-a'"))
    for text in (page, record, administrator.page("/nhat-ky").answer.text):
        assert not any(parts_of_key(key)[1] in text for key in keys)
    refused = administrator.press(administrator.page(OWN), PAGE, "key", scopes=["match"])
    assert refused.answer.status == 409
    assert "đã có 2 khóa" in refused.answer.text
    administrator.press(administrator.page(OWN), PAGE, "revoke")
    assert "Đã thu hồi" in administrator.page(OWN).answer.text
    assert administrator.press(administrator.page(OWN), PAGE, "key", scopes=["match"]).answer.status == 200  # fmt: skip
    actions = portal.query(
        "SELECT details ->> 'what' FROM thads_record WHERE about = 'ngan-hang-a'"
    )
    assert [each for (each,) in actions] == ["organisation", "agreement", "key", "key", "key_revoked", "key"]  # fmt: skip


@pytest.mark.parametrize(
    ("action", "sent", "said"),
    [
        ("key", {"expires": day(500)}, "không quá"),
        ("key", {"expires": "31/02/2026"}, "ngày/tháng/năm"),
        ("key", {"scopes": "everything"}, "Hãy điền mục này"),
        ("agree", {"number": "1", "purposes": "Tín dụng!", "valid_from": day(0), "valid_until": day(9)}, "các mã như"),
        ("agree", {"number": "1", "purposes": "credit", "valid_from": day(9), "valid_until": day(0)}, "sau ngày bắt đầu"),
        ("keep", {"name": ""}, "Hãy điền mục này"),
        ("keep", {"per_minute": "many"}, "số nguyên"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_beside_the_field(portal, administrator, action, sent, said):
    before = portal.query("SELECT count(*) FROM thads_record WHERE about = 'ngan-hang-a'")
    refused = administrator.press(administrator.page(OWN), PAGE, action, **sent)
    assert refused.answer.status in (409, 422)
    assert said in refused.answer.text
    assert portal.query("SELECT count(*) FROM thads_record WHERE about = 'ngan-hang-a'") == before


def subject(name: str, number: str | None, decision: str, *numbers: str) -> Subject:
    key = personal_number_key()
    return Subject(
        name_digest(full_token(parse_name(name).own), key=key),
        number_digest(personal_hmac(number, key=key)) if number else None,
        decision,
        numbers,
    )


@pytest.fixture(scope="module")
def asked(portal):
    """Three inquiries; one about a person with the number NUMBER."""
    with portal.site():
        one = inquiries.note(portal.dsn, [subject("Nông Văn Thử", NUMBER, "same_id", "2026-0000001")], asker=None, service="match", today=TODAY)  # fmt: skip
        other = inquiries.note(portal.dsn, [subject("Thử Văn Nong", None, "same_name"), subject("Lê Thị B", None, "none")], asker=None, service="match", today=TODAY)  # fmt: skip
        third = inquiries.note(portal.dsn, [subject("Trần C", None, "none")], asker=None, service="match", today=TODAY)  # fmt: skip
    return one, other, third


def test_a_person_is_told_who_looked_and_the_look_is_recorded(portal, people, asked):
    inspector = people["inspector"]
    page = inspector.page(LOG)
    # Every row has the number as its label; here it is enough how many there are.
    assert page.answer.text.count("Công chúng, không khóa") >= 3
    by_number = inspector.press(page, LOG, "who", number="001 079 000 123").answer
    assert by_number.status == 200
    assert by_number.text.count("Công chúng, không khóa") == 1
    assert "trùng số" in by_number.text
    by_name = inspector.press(page, LOG, "who", name="Nông Văn Thử", number="").answer.text
    assert by_name.count("Công chúng, không khóa") == 2
    assert inspector.press(page, LOG, "who", number="12345").answer.status == 400
    by_listing = inspector.page(f"{LOG}?listing=2026-0000001").answer.text
    assert by_listing.count("Công chúng, không khóa") == 1
    looks = portal.query("SELECT details ->> 'by' FROM thads_record WHERE action = 'inquiries_viewed' ORDER BY id")  # fmt: skip
    assert [each for (each,) in looks] == [None, "number", "name", None]
    kept = str(portal.query("SELECT * FROM thads_inquiry, thads_inquiry_subject, thads_record"))
    assert NUMBER not in kept and "Nông" not in kept
    assert people["provincial_editor"].get(LOG).status == 403
    assert people["agency_head"].get(LOG).status == 403


def test_who_looked_is_told_to_the_last_of_them(portal, people, monkeypatch):
    """An answer that ends at a page of looks would keep the others from the person."""
    with portal.site():
        for n in range(5):
            inquiries.note(portal.dsn, [subject("Mã Thị Đếm", None, "same_name", "2026-0000777")], asker=None, service="match", case_reference=f"dem-{n}", today=TODAY)  # fmt: skip
    monkeypatch.setattr(inquiries, "PAGE", 2)
    inspector, path, seen = people["inspector"], f"{LOG}?listing=2026-0000777", []
    for _ in range(3):
        text = inspector.page(path).answer.text
        seen += re.findall(r"dem-\d", text)
        follow = re.search(r'href="([^"]*)"[^>]*>Trang sau<', text)
        path = html.unescape(follow[1]) if follow else ""
    assert seen == [f"dem-{n}" for n in (4, 3, 2, 1, 0)] and not path
    # The name stands in no address: all at once, or it is said that there are more.
    page = inspector.page(LOG)
    told = inspector.press(page, LOG, "who", name="Mã Thị Đếm", number="").answer.text
    assert len(re.findall(r"dem-\d", told)) == 5 and "Chỉ hiện" not in told
    monkeypatch.setattr("thads_portal.browser.staff.organisations.inquiries.MOST_TOLD", 3)
    told = inspector.press(inspector.page(LOG), LOG, "who", name="Mã Thị Đếm", number="").answer.text  # fmt: skip
    assert len(re.findall(r"dem-\d", told)) == 3 and "Chỉ hiện 3 lần hỏi mới nhất" in told


def test_the_log_only_grows_and_forgets_after_its_time(portal, asked):
    for statement in (
        "DELETE FROM thads_inquiry",
        "UPDATE thads_inquiry SET purpose = 'x'",
        "DELETE FROM thads_inquiry_subject",
        "UPDATE thads_inquiry_subject SET decision = 'none'",
        "TRUNCATE thads_inquiry",
        "TRUNCATE thads_inquiry_subject",
    ):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege), own_transaction(portal.dsn) as cursor:  # fmt: skip
            cursor.execute(statement)
    with own_transaction(portal.dsn) as cursor:
        cursor.execute(
            "INSERT INTO thads_inquiry (id, at, service, subjects, found)"
            " VALUES (gen_random_uuid(), now() - interval '40 days', 'match', 0, 0)"
        )
        # A setting below the least counts as the least.
        assert inquiries.forget_old(cursor, 90) == 0
        assert inquiries.forget_old(cursor, 1) == 1
    assert portal.query("SELECT count(*) FROM thads_inquiry")[0][0] >= len(asked)
