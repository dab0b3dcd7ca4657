"""Who acts for whom: kept, looked at, lapsed, ended, handed on; and who sees money."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from tests.support.made_requests import handler
from tests.support.made_requests import sent
from thads_portal.actions.requests import following
from thads_portal.actions.requests import mandating
from thads_portal.actions.requests import passing_on
from thads_portal.actions.requests import retention
from thads_portal.actions.requests.paying import note_payment
from thads_portal.domain.requests.clocks import variant_of
from thads_portal.domain.requests.mandates import Standing
from thads_portal.domain.requests.steps import Mode
from thads_portal.errors import NotAllowed
from thads_portal.errors import Rejected
from thads_portal.errors import RequestMovedOn
from thads_portal.errors import RequestNotFound
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.requests import accountants
from thads_portal.register.requests import agencies
from thads_portal.register.requests import entries
from thads_portal.register.requests import files
from thads_portal.register.requests import inbox
from thads_portal.register.requests import mandates
from thads_portal.register.requests import rows

import pytest


GROUP = {
    "behalf": "group",
    "principal": "Bà Hoàng Thị Nhờ",
    "group_who": "Mười hai hộ dân thôn Nà Rì",
    "group_size": "12",
    "representatives": "Nông Thị Hỏi\nLý Văn Đáp",
    "mandate_paper": "Biên bản ngày 01/11/2026",
    "mandate_scope": "Toàn bộ việc khiếu nại",
}


def one(portal, procedure="xac-nhan-ket-qua", **more):
    receipt = sent(portal.dsn, procedure, **more)
    with own_transaction(portal.dsn) as cursor:
        return rows.by_number(cursor, receipt.number)


def of(portal, id):
    with own_transaction(portal.dsn) as cursor:
        return mandates.of_request(cursor, id)


def kinds(portal, id):
    with own_transaction(portal.dsn) as cursor:
        return [each.kind.value for each in entries.of(cursor, id)]


def test_who_asks_for_themselves_has_none(portal):
    assert of(portal, one(portal).id) == []


def test_representatives_of_a_group_are_kept_and_sealed(portal):
    request = one(portal, **GROUP)
    (kept,) = of(portal, request.id)
    assert kept.kind == "group"
    assert kept.people["representatives"].split("\n") == ["Nông Thị Hỏi", "Lý Văn Đáp"]
    assert kept.people["group_size"] == "12"
    for (row,) in portal.query("SELECT row_to_json(t)::text FROM thads_request_mandate AS t"):
        assert "Nà Rì" not in row


@pytest.mark.parametrize(
    ("days", "standing"), [(-1, Standing.LAPSED), (0, Standing.UNCHECKED), (30, Standing.UNCHECKED)]
)
def test_it_lapses_by_itself(portal, days, standing):
    today = handler(portal.dsn).today
    until = (today + timedelta(days=days)).strftime("%d/%m/%Y")
    mandate = {**GROUP, "behalf": "mandate", "mandate_until": until}
    request = one(portal, **mandate)
    (kept,) = of(portal, request.id)
    assert kept.standing(today) is standing
    assert kept.people["representative"] == "Nông Thị Hỏi"
    with own_transaction(portal.dsn) as cursor:
        assert mandates.standings(cursor, [request.id], today) == {request.id: standing}


def test_the_agency_looks_at_the_paper_and_tells(portal):
    editor = handler(portal.dsn)
    request = one(portal, **GROUP)
    (kept,) = of(portal, request.id)
    with pytest.raises(Rejected):
        # Why not must be said.
        mandating.check_paper(editor, request.id, kept.id, accepted=False)
    mandating.check_paper(editor, request.id, kept.id, accepted=True)
    (kept,) = of(portal, request.id)
    assert kept.standing(editor.today) is Standing.VALID
    assert kept.checked_by == editor.account
    mandating.end(editor, request.id, kept.id, "Nhóm cử người khác")
    (kept,) = of(portal, request.id)
    assert kept.standing(editor.today) is Standing.ENDED
    with pytest.raises(RequestNotFound):
        mandating.end(editor, request.id, kept.id, "Lần nữa")
    with pytest.raises(RequestNotFound):
        mandating.check_paper(editor, one(portal).id, kept.id, accepted=True)
    assert kinds(portal, request.id)[-2:] == ["mandate_checked", "mandate_ended"]
    with own_transaction(portal.dsn) as cursor:
        assert [each.is_public for each in entries.of(cursor, request.id)] == [True] * 3


def test_one_that_comes_later_is_noted(portal):
    editor, request = handler(portal.dsn), one(portal)
    people = {"principal": "Ông A", "representative": "Bà B", "mandate_paper": "Số 5"}
    first, last = editor.today, editor.today + timedelta(days=9)
    with pytest.raises(Rejected):
        mandating.add(editor, request.id, kind="x", people=people, since=None, until=None)
    with pytest.raises(Rejected):
        mandating.add(editor, request.id, kind="mandate", people={}, since=None, until=None)
    with pytest.raises(Rejected):
        mandating.add(editor, request.id, kind="mandate", people=people, since=last, until=first)
    mandating.add(editor, request.id, kind="mandate", people=people, since=first, until=last)
    (kept,) = of(portal, request.id)
    assert kept.people == people
    assert kinds(portal, request.id)[-1] == "mandate_added"
    with pytest.raises(RequestNotFound):
        mandating.end(handler(portal.dsn, province="bac-kan"), request.id, kept.id, "Lý do")


def test_a_letter_is_split_with_its_mandate_its_clock_and_its_mode(portal):
    editor = handler(portal.dsn)
    request = one(portal, "kien-nghi-phan-anh")
    mandating.add(
        editor,
        request.id,
        kind="group",
        people={"principal": "A", "representative": "B", "mandate_paper": "C"},
        since=None,
        until=None,
    )
    with own_transaction(portal.dsn) as cursor:
        agencies.set_mode(cursor, "khieu-nai", "cao-bang", Mode.LINK, "x")
    number = passing_on.split(editor, request.id, "khieu-nai", "Việc thứ hai")
    with own_transaction(portal.dsn) as cursor:
        made = rows.by_number(cursor, number)
        agencies.set_mode(cursor, "khieu-nai", "cao-bang", Mode.SUPPORT, "x")
    assert (made.step, made.mode, made.head_only) == ("accept", "support", True)
    assert made.due_on
    assert made.variant == variant_of("khieu-nai", rows.answers_of(made))
    assert of(portal, made.id)[0].people["principal"] == "A"
    assert rows.answers_of(made)["content"] == "Việc thứ hai"


def test_letters_of_others_or_of_another_kind_are_not_joined(portal):
    editor = handler(portal.dsn)
    first, second = one(portal, "kien-nghi-phan-anh"), one(portal, "kien-nghi-phan-anh")
    other = one(portal, "thong-tin-moi")
    complaint = one(portal, "khieu-nai")
    for number in (other.number, complaint.number, second.number, "YC-2026-9999999", ""):
        with pytest.raises(Rejected):
            passing_on.join(editor, second.id, number)
    passing_on.join(editor, second.id, first.number)
    third = one(portal, "kien-nghi-phan-anh")
    with pytest.raises(Rejected):
        # What is joined itself takes up no other.
        passing_on.join(editor, third.id, second.number)
    # In the books it stands once.
    with own_transaction(portal.dsn) as cursor:
        book = inbox.of_year(
            cursor, "cao-bang", ("kien-nghi-phan-anh",), editor.today.year,
            accounts=[editor.account], head=False, most=100,
        )  # fmt: skip
        assert files.of_request(cursor, second.id) == []
    assert second.id not in [each.id for each in book]


def test_only_the_accountant_sees_and_notes_money(portal):
    head = handler(portal.dsn, account="thu-truong", head=True)
    editor = handler(portal.dsn, account="ke-toan")
    request = one(portal, "nhan-lai-tien-tai-san", account="0123456789 Ngân hàng X")
    paid = {"amount": 12_500_000, "voucher": "PC-15", "on": head.today}
    with own_transaction(portal.dsn) as cursor:
        assert accountants.sees(cursor, "cao-bang", "thu-truong", head=True)
        assert not accountants.sees(cursor, "cao-bang", "ke-toan", head=False)
    with pytest.raises(NotAllowed):
        note_payment(editor, request.id, **paid)
    with own_transaction(portal.dsn) as cursor:
        accountants.name(cursor, "cao-bang", ["ke-toan"], "thu-truong")
    with pytest.raises(NotAllowed):
        note_payment(head, request.id, **paid)
    for wrong in (
        {"amount": None},
        {"amount": 0},
        {"voucher": " "},
        {"voucher": "x" * 101},
        {"on": None},
        {"on": head.today + timedelta(days=1)},
    ):
        with pytest.raises(Rejected):
            note_payment(editor, request.id, **{**paid, **wrong})
    note_payment(editor, request.id, **paid)
    with own_transaction(portal.dsn) as cursor:
        last = entries.of(cursor, request.id)[-1]
        assert last.is_public
        assert "12.500.000" in last.text.replace("\N{NO-BREAK SPACE}", " ")
        assert "PC-15" in last.text
        asked = inbox.Asked(
            province="cao-bang", account="ke-toan", head=False,
            procedures=("nhan-lai-tien-tai-san", "giam-chi-phi-cuong-che"),
        )  # fmt: skip
        assert request.id in [each.id for each in inbox.page(cursor, asked).rows]
    with pytest.raises(RequestMovedOn):
        note_payment(editor, one(portal, "thong-tin-moi").id, **paid)
    with own_transaction(portal.dsn) as cursor:
        accountants.name(cursor, "cao-bang", [], "thu-truong")


def test_it_is_erased_with_its_request(portal):
    request = one(portal, **GROUP)
    following.withdraw(portal.dsn, request.id, when=datetime.now(UTC))
    retention.erase(portal.dsn, datetime.now(UTC).date() + timedelta(days=400))
    (kept,) = of(portal, request.id)
    assert kept.people == {}
