"""Entering, amending and ending: fields, flags, what the public sees meanwhile."""

from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from tests.support.desk import at_desk
from tests.support.desk import BOARD
from tests.support.desk import DOCUMENT
from tests.support.desk import EDITOR
from tests.support.desk import make_colleagues
from tests.support.desk import ROW
from thads_portal.actions import apply
from thads_portal.actions.amend import amend
from thads_portal.actions.approve import approve
from thads_portal.actions.approve_amendment import approve_amendment
from thads_portal.actions.create import create
from thads_portal.actions.discard import discard
from thads_portal.actions.end import end
from thads_portal.actions.end import end_as_proposed
from thads_portal.actions.link_successor import link_successor
from thads_portal.actions.propose_amendment import propose_amendment
from thads_portal.actions.propose_ending import propose_ending
from thads_portal.actions.reopen import reopen
from thads_portal.actions.return_amendment import return_amendment
from thads_portal.actions.return_ending import return_ending
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.codes import Flag
from thads_portal.domain.codes import State
from thads_portal.domain.records import Document
from thads_portal.errors import Code
from thads_portal.errors import Rejected
from thads_portal.importing.archive import dump
from thads_portal.importing.archive import load
from thads_portal.testing import make_listing

import pytest
import transaction


NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def colleagues(portal):
    with portal.site() as site:
        make_colleagues(site)
        transaction.commit()


def register_of(site, province="cao-bang"):
    return site[province][REGISTER_ID]


def row_of(portal, number, columns):
    sql = f"SELECT {columns} FROM thads_listing WHERE number = %s"  # noqa: S608 - names from here
    (row,) = portal.query(sql, number)
    return row


def problems_of(error):
    return {(each.line, each.field): each.code for each in error.value.problems}


def visible_to_the_public(portal, number):
    """Whether a visitor without an account has the right to view the object."""
    with portal.site() as site:
        listing = register_of(site)[number]
        from AccessControl import getSecurityManager

        return bool(getSecurityManager().checkPermission("View", listing))


# Create


def test_a_draft_gets_typed_values_a_number_and_its_agency(portal, site):
    acting = at_desk(site, EDITOR, when=NOW)
    row = {**ROW, "debtor_name": "  Lý  Thị Mẫu ", "personal_id": "012345678901", "creditor": ""}
    (listing,) = create(register_of(site), row, acting)
    assert listing.id.startswith("2026-")
    assert listing.state is State.DRAFT
    assert listing.debtor_name == "Lý Thị Mẫu"
    assert listing.judgment_date == date(2023, 3, 5)
    assert listing.obligation_kinds == ("debt",)
    assert listing.personal_id == "012345678901"
    assert listing.creditor is None
    assert listing.agency == "cao-bang/thads"
    assert listing.province == "cao-bang"
    assert listing.created_by == EDITOR
    assert listing.external_id is None
    (other,) = create(register_of(site), {**row, "agency": "cao-bang/cuc"}, acting)
    assert other.id > listing.id


def test_all_problems_of_all_rows_are_told_and_no_row_is_entered(portal, site):
    before = set(register_of(site)._tree)
    rows = [
        ROW,
        {**ROW, "debtor_name": "", "judgment_date": "2026-11-24", "ground": "i"},
        {**ROW, "agency": "bac-kan/cuc", "personal_id": "0123456789012345"},
        {**ROW, "agency": "cao-bang/khong-co", "external_id": "x"},
        {name: value for name, value in ROW.items() if name != "obligation"},
    ]
    with pytest.raises(Rejected) as error:
        create(register_of(site), rows, at_desk(site, EDITOR, when=NOW))
    assert problems_of(error) == {
        (2, "debtor_name"): Code.MISSING,
        (2, "judgment_date"): Code.DATE_IN_FUTURE,
        (2, "ground"): Code.UNKNOWN_VALUE,
        (3, "agency"): Code.AGENCY_OF_ANOTHER_PROVINCE,
        (3, "personal_id"): Code.BAD_SHAPE,
        (4, "agency"): Code.UNKNOWN_AGENCY,
        (4, "external_id"): Code.UNKNOWN_KEY,
        (5, "obligation"): Code.MISSING,
    }
    assert "0123456789012345" not in str(error.value.as_dict())
    assert set(register_of(site)._tree) == before


def test_what_is_entered_is_screened(portal, site):
    acting = at_desk(site, EDITOR)
    rows = [
        {**ROW, "debtor_name": "Sùng A Một"},
        {**ROW, "debtor_name": "Sùng A Hai", "obligation": "Trả nợ, số định danh 012345678901"},
        {**ROW, "debtor_name": "SÙNG A MỘT"},
    ]
    first, second, third = create(register_of(site), rows, acting)
    assert first.flags == third.flags == (Flag.LIKELY_DUPLICATE.value,)
    assert second.flags == (Flag.PERSONAL_NUMBER.value,)
    transaction.commit()
    (stored,) = create(register_of(site), {**ROW, "debtor_name": "sung a hai"}, acting)
    assert stored.flags == (Flag.LIKELY_DUPLICATE.value,)


def test_a_discarded_draft_leaves_a_gap(portal, site):
    acting = at_desk(site, EDITOR)
    first, second = create(register_of(site), [ROW, ROW], acting)
    number, last = first.id, second.id
    transaction.commit()
    discard(register_of(site)[number], acting)
    transaction.commit()
    assert number not in register_of(site)
    assert portal.query("SELECT number FROM thads_listing WHERE number = %s", number) == []
    (third,) = create(register_of(site), ROW, acting)
    assert third.id > last > number


# Amend what is not public


def test_an_edit_changes_the_draft_and_its_flags_at_once(portal, site):
    acting = at_desk(site, EDITOR)
    row = {
        **ROW,
        "debtor_name": "Hà Văn Sửa",
        "obligation": "Trả 012345678901",
        "ground_text": "Cũ",
    }
    (listing,) = create(register_of(site), row, acting)
    assert listing.flags
    revision = listing.revision
    amend(listing, acting, {"obligation": row["obligation"], "agency": "cao-bang/thads"})
    assert listing.revision == revision
    assert len(listing.history) == 1
    amend(listing, acting, {"obligation": "Trả 5.000.000 đồng", "ground_text": ""})
    assert listing.flags == ()
    assert listing.ground_text is None
    assert listing.history[-1]["changes"] == {
        "obligation": ("Trả 012345678901", "Trả 5.000.000 đồng"),
        "ground_text": ("Cũ", None),
    }
    assert "public" not in listing.history[-1]
    with pytest.raises(Rejected) as error:
        amend(
            listing, acting, {"debtor_name": "", "agency": None, "khác": 1, "signed_by": "x" * 256}
        )
    assert problems_of(error) == {
        (0, "debtor_name"): Code.MISSING,
        (0, "agency"): Code.MISSING,
        (0, "khác"): Code.UNKNOWN_KEY,
        (0, "signed_by"): Code.TOO_LONG,
    }
    assert listing.debtor_name == "Hà Văn Sửa"


# Amend what is public


def test_an_amendment_shows_only_after_approval_with_its_note(portal):
    with portal.site() as site:
        number = make_listing(portal, site, debtor_name="Đàm Thị Công", debtor_address="Cũ").id
        transaction.commit()
    with portal.site() as site:
        listing = register_of(site)[number]
        propose_amendment(
            listing,
            at_desk(site, EDITOR, when=NOW),
            {"debtor_address": "Mới", "creditor": "Ngân hàng Mẫu"},
            document={"number": "5/CV", "date": "2026-11-20"},
            occurred_on="2026-11-19",
            note="Sửa địa chỉ theo xác minh.",
        )
        transaction.commit()
    assert row_of(portal, number, "state, debtor_address, notes, last_amended") == (
        "published",
        "Cũ",
        [],
        None,
    )
    with portal.site() as site:
        listing = register_of(site)[number]
        assert listing.debtor_address == "Cũ"
        assert listing.creditor is None
        assert listing.snapshot().pending == {"debtor_address": "Mới", "creditor": "Ngân hàng Mẫu"}
        assert listing.pending["proposed_by"] == (EDITOR,)
        acting = at_desk(site, BOARD, when=NOW)
        approve_amendment(listing, acting, comment="Đồng ý")
        transaction.commit()
        listing = register_of(site)[number]
        assert listing.creditor == "Ngân hàng Mẫu"
        assert listing.pending is None
        assert listing.history[-1] == {
            "kind": "amended",
            "occurred_on": date(2026, 11, 19),
            "recorded_at": NOW,
            "actor": BOARD,
            "document_number": "5/CV",
            "document_date": date(2026, 11, 20),
            "changes": {"debtor_address": ("Cũ", "Mới"), "creditor": (None, "Ngân hàng Mẫu")},
            "note": "Sửa địa chỉ theo xác minh.",
            "public": True,
            # Three working days after Thursday 19/11; Tuesday 24/11 is a holiday.
            "due_on": date(2026, 11, 25),
            "comment": "Đồng ý",
        }
    address, notes, amended = row_of(portal, number, "debtor_address, notes, last_amended")
    assert address == "Mới"
    assert notes == [{"date": "2026-11-19", "note": "Sửa địa chỉ theo xác minh."}]
    assert amended == NOW


def test_a_change_of_restricted_fields_leaves_no_public_trace(portal, site):
    listing = make_listing(portal, site, debtor_name="Ma Văn Kín")
    acting = at_desk(site, EDITOR)
    propose_amendment(listing, acting, {"creditor": "Ông Giấu"}, document=DOCUMENT)
    approve_amendment(listing, at_desk(site, BOARD))
    assert listing.creditor == "Ông Giấu"
    assert "public" not in listing.history[-1]
    assert "note" not in listing.history[-1]
    assert listing.last_amended is None
    number = listing.id
    transaction.commit()
    assert row_of(portal, number, "notes") == ([],)


def test_without_a_note_the_changed_fields_are_named(portal, site):
    listing = make_listing(portal, site)
    propose_amendment(
        listing,
        at_desk(site, EDITOR),
        {"debtor_name": "Tên Đúng", "creditor": "Ông Giấu"},
        document=DOCUMENT,
    )
    approve_amendment(listing, at_desk(site, BOARD))
    assert listing.history[-1]["note"] == "Sửa đổi: tên người phải thi hành án."


def test_a_second_proposal_is_laid_over_the_first(portal, site):
    listing = make_listing(portal, site, debtor_name="Vi Văn Chồng")
    first = at_desk(site, EDITOR)
    propose_amendment(
        listing,
        first,
        {"debtor_address": "Một", "judgment_number": "99/2024"},
        document={"number": "1/CV", "date": "2026-11-18"},
        note="Sửa địa chỉ.",
    )
    propose_amendment(
        listing,
        at_desk(site, "bien-tap-hai"),
        {"debtor_address": "Hai", "judgment_number": listing.judgment_number},
        document={"number": "2/CV", "date": "2026-11-20"},
        note="Sửa lại địa chỉ.",
    )
    pending = listing.pending
    assert pending["changes"] == {"debtor_address": "Hai"}
    assert pending["proposed_by"] == (EDITOR, "bien-tap-hai")
    assert pending["note"] == "Sửa địa chỉ. Sửa lại địa chỉ."
    assert pending["document_number"] == "2/CV"
    assert pending["occurred_on"] == date(2026, 11, 18)
    # Taken back whole: nothing waits.
    propose_amendment(listing, first, {"debtor_address": listing.debtor_address}, document=DOCUMENT)
    assert listing.pending is None
    with pytest.raises(Rejected) as error:
        propose_amendment(
            listing, first, {"debtor_address": listing.debtor_address}, document=DOCUMENT
        )
    assert problems_of(error) == {(1, "changes"): Code.NOTHING_CHANGES}


def test_a_flagged_proposal_says_so_until_it_is_decided(portal, site):
    listing = make_listing(portal, site, obligation="Trả 012345678901", debtor_name="Lò Thị Cờ")
    propose_amendment(listing, at_desk(site, EDITOR), {"debtor_address": "X 2"}, document=DOCUMENT)
    # What the board has approved as it stands is not asked about again.
    assert listing.flags == ()
    propose_amendment(
        listing,
        at_desk(site, EDITOR),
        {"debtor_address": "Số 012345678902"},
        document=DOCUMENT,
    )
    assert listing.flags == listing.pending["flags"] == ("personal_number_in_public_text",)
    return_amendment(listing, at_desk(site, BOARD), reason="Có số định danh")
    assert listing.flags == ()
    assert listing.pending is None
    last = listing.history[-1]
    assert (last["kind"], last["comment"]) == ("return_amendment", "Có số định danh")
    assert last["changes"]["debtor_address"][1] == "Số 012345678902"
    assert listing.debtor_address != "Số 012345678902"


def test_a_note_with_a_personal_number_is_flagged(portal, site):
    listing = make_listing(portal, site, debtor_name="Lục Văn Ghi")
    propose_amendment(
        listing,
        at_desk(site, EDITOR),
        {"debtor_address": "Mới"},
        document=DOCUMENT,
        note="Của người có số 012345678901",
    )
    assert listing.flags == ("personal_number_in_public_text",)


def test_the_feeds_amendment_is_approved_like_any_other(portal, site):
    listing = make_listing(portal, site)
    apply.set_pending(
        listing,
        {"debtor_address": "Từ phần mềm", "agency": "cao-bang/cuc"},
        occurred_on=date(2026, 11, 20),
        document=Document("9/CV", date(2026, 11, 20)),
        proposed_by="phan-mem-thu-ly",
        proposed_at=NOW,
        flags=(Flag.MINOR_NAMED,),
    )
    assert listing.pending["flags"] == ("minor_named_in_public_text",)
    approve_amendment(listing, at_desk(site, BOARD))
    assert listing.debtor_address == "Từ phần mềm"
    assert listing.history[-1]["note"] == "Sửa đổi: địa chỉ."


# End and reopen


def test_an_ended_listing_is_hidden_and_reopened_under_its_number(portal):
    with portal.site() as site:
        number = make_listing(portal, site, debtor_name="Triệu Thị Hết").id
        transaction.commit()
    assert visible_to_the_public(portal, number)
    with portal.site() as site:
        listing = register_of(site)[number]
        editor = at_desk(site, EDITOR, when=NOW)
        propose_amendment(listing, editor, {"debtor_address": "X"}, document=DOCUMENT)
        propose_ending(listing, editor, end_reason="resumed", document=DOCUMENT)
        first = listing.first_published
        end(
            listing,
            at_desk(site, BOARD, when=NOW),
            end_reason="discharged",
            document={"number": "8/QĐ", "date": "2026-11-20"},
            occurred_on="2026-11-20",
        )
        assert listing.pending is None
        assert listing.proposed_ending is None
        transaction.commit()
    assert row_of(portal, number, "state, end_reason, ended_at") == ("ended", "discharged", NOW)
    assert not visible_to_the_public(portal, number)
    with portal.site() as site:
        listing = register_of(site)[number]
        # Three working days after Friday 20/11; Tuesday 24/11 is a holiday.
        assert listing.history[-1]["due_on"] == date(2026, 11, 26)
        reopen(listing, at_desk(site, EDITOR), reason="Chưa xong", document=DOCUMENT)
        transaction.commit()
    assert row_of(portal, number, "state") == ("board_review",)
    assert not visible_to_the_public(portal, number)
    with portal.site() as site:
        approve(register_of(site)[number], at_desk(site, BOARD))
        transaction.commit()
    assert visible_to_the_public(portal, number)
    columns = "state, end_reason, ended_at, first_published"
    assert row_of(portal, number, columns) == ("published", None, None, first)


def test_endings_are_decided_as_they_were_proposed(portal, site):
    decided = date(2026, 11, 10)
    one, two, three = (
        make_listing(portal, site, no_conditions_decision_date=decided) for _ in range(3)
    )
    acting = at_desk(site, EDITOR, when=NOW)
    propose_ending(
        one, acting, end_reason="resumed", document={"number": "1", "date": "2026-11-18"}
    )
    propose_ending(
        two,
        acting,
        end_reason="withdrawn",
        document={"number": "2", "date": "2026-11-20"},
        occurred_on="2026-11-19",
        comment="Đã thu hồi",
    )
    assert one.state is State.PUBLISHED
    assert load(dump(two)).proposed_ending == two.proposed_ending
    with pytest.raises(Rejected) as error:
        end_as_proposed([one, two, three], at_desk(site, BOARD))
    assert problems_of(error) == {(3, None): Code.NOTHING_PENDING}
    assert one.state is State.PUBLISHED
    end_as_proposed([one, two], at_desk(site, BOARD, when=NOW))
    keys = ("end_reason", "document_number", "occurred_on", "due_on")
    assert [tuple(each.history[-1][key] for key in keys) for each in (one, two)] == [
        ("resumed", "1", date(2026, 11, 18), date(2026, 11, 23)),
        ("withdrawn", "2", date(2026, 11, 19), date(2026, 11, 25)),
    ]
    assert [each.end_reason for each in (one, two)] == ["resumed", "withdrawn"]


def test_an_ending_before_the_decision_is_not_even_proposed(portal, site):
    decided = date(2026, 11, 10)
    listing = make_listing(portal, site, no_conditions_decision_date=decided)
    before = {"number": "1/QĐ", "date": (decided - timedelta(days=1)).isoformat()}
    acting = at_desk(site, EDITOR, when=NOW)
    with pytest.raises(Rejected) as error:
        propose_ending(listing, acting, end_reason="resumed", document=before)
    assert problems_of(error) == {(1, "occurred_on"): Code.DATES_CONTRADICT}
    assert listing.proposed_ending is None
    # What should not have stood there at all may have wrong days of its own.
    propose_ending(listing, acting, end_reason="listed_in_error", document=before)
    assert listing.proposed_ending is not None


def test_an_ending_is_measured_by_the_decision_as_amended_since(portal, site):
    listing = make_listing(portal, site, no_conditions_decision_date=date(2026, 11, 10))
    acting = at_desk(site, EDITOR, when=NOW)
    propose_ending(listing, acting, end_reason="resumed", document=DOCUMENT)
    listing.no_conditions_decision_date = listing.proposed_ending["occurred_on"] + timedelta(days=1)
    with pytest.raises(Rejected) as error:
        end_as_proposed(listing, at_desk(site, BOARD, when=NOW))
    assert problems_of(error) == {(1, "occurred_on"): Code.DATES_CONTRADICT}
    assert listing.state is State.PUBLISHED


def test_a_returned_ending_leaves_the_listing_published(portal, site):
    listing = make_listing(portal, site)
    propose_ending(listing, at_desk(site, EDITOR), end_reason="resumed", document=DOCUMENT)
    return_ending(listing, at_desk(site, BOARD), reason="Chưa có quyết định")
    assert listing.proposed_ending is None
    assert listing.state is State.PUBLISHED
    assert listing.history[-1]["end_reason"] == "resumed"


def test_delegation_links_both_listings(portal, site):
    here = make_listing(portal, site, debtor_name="Chu Văn Chuyển")
    there = make_listing(portal, site, province="bac-kan", debtor_name="Chu Văn Chuyển")
    acting = at_desk(site, BOARD)
    for reason, successor in (("discharged", there), ("delegated", here)):
        with pytest.raises(Rejected) as error:
            end(here, acting, end_reason=reason, document=DOCUMENT, successor=successor)
        assert problems_of(error) == {(0, "successor"): Code.BAD_SUCCESSOR}
        assert here.state is State.PUBLISHED
    end(here, acting, end_reason="delegated", document=DOCUMENT, successor=there)
    assert (here.successor, there.predecessor) == (there.id, here.id)
    assert here.state is State.ENDED
    assert there.state is State.PUBLISHED
    assert there.history[-1]["kind"] == "link_successor"
    other = make_listing(portal, site)
    with pytest.raises(Rejected):
        end(other, acting, end_reason="delegated", document=DOCUMENT, successor=there)
    assert there.predecessor == here.id


def test_a_successor_that_comes_later_is_linked_then(portal, site):
    here = make_listing(portal, site)
    acting = at_desk(site, BOARD)
    end(here, acting, end_reason="delegated", document=DOCUMENT)
    there = make_listing(portal, site, province="bac-kan")
    link_successor(here, acting, successor=there)
    assert (here.successor, there.predecessor) == (there.id, here.id)
    ended = make_listing(portal, site, state="ended", end_reason="discharged")
    with pytest.raises(Rejected):
        link_successor(ended, acting, successor=make_listing(portal, site))
    assert ended.successor is None
