"""What the feed reports about a case is applied by itself where the province wants it, and nowhere else."""

from plone import api
from tests.support.feeding import as_body
from tests.support.feeding import body_of
from tests.support.feeding import events_of
from tests.support.feeding import feed
from tests.support.feeding import number_of
from thads_portal.content.register import REGISTER_ID
from thads_portal.importing.ledger_follow import FollowLedgers
from thads_portal.register.own_transaction import own_transaction
from thads_portal.security.province_policy import LEDGER_FOLLOWED_PROVINCES
from thads_portal.security.province_policy import TRUSTED_PROVINCES
from types import SimpleNamespace

import pytest
import transaction


SUM = 10_000_000


@pytest.fixture
def trust(portal):
    def to(*, trusted: bool, followed: bool):
        with portal.site():
            here = ["cao-bang"]
            api.portal.set_registry_record(TRUSTED_PROVINCES, here if trusted else [])
            api.portal.set_registry_record(LEDGER_FOLLOWED_PROVINCES, here if followed else [])
            transaction.commit()

    to(trusted=True, followed=True)
    yield to
    to(trusted=True, followed=False)


_SEEDS = iter(range(9100, 9200))


@pytest.fixture
def issued(portal, trust):
    """A listing that the feed has published, with SUM to be paid: its `issued` event."""
    (event,) = events_of(body_of(count=1, seed=next(_SEEDS), provinces=("cao-bang",)))[:1]
    event["listing"].update(
        obligation="Trả nợ 10.000.000 đồng", obligation_amount=SUM, obligation_kinds=["debt"]
    )
    feed(portal, as_body([event]))
    return event


def about(event, kind, number, **more):
    return {
        "event": kind,
        "external_id": event["external_id"],
        "province": "cao-bang",
        "occurred_on": "2026-11-26",
        "document": {"number": number, "date": "2026-11-26"},
        **more,
    }


def stated(event):
    line = {"line": "1", "kind": "debt", "to_do": SUM}
    return about(event, "case_stated", "1/QĐ", case={"origin": "on_request", "lines": [line]})


def paid(event, amount, number="7/BL"):
    return about(event, "collected", number, line="1", amount=amount)


def public(portal, event):
    number = number_of(portal, event["external_id"])
    with portal.site() as site:
        listing = site["cao-bang"][REGISTER_ID][number]
        return listing.state.value, listing.obligation_amount, listing.obligation, listing.history


def asked(portal, event) -> int:
    number = number_of(portal, event["external_id"])
    return len(portal.query("SELECT 1 FROM thads_case_proposal WHERE number = %s", number))


def followed(portal, event):
    number = number_of(portal, event["external_id"])
    return portal.query(
        "SELECT actor, details->>'effect', details->>'document' FROM thads_record"
        " WHERE listing = %s AND action = 'case_followed' ORDER BY id",
        number,
    )


@pytest.mark.parametrize("atomic", [False, True])
def test_a_payment_amends_and_the_last_one_ends(portal, issued, atomic):
    feed(portal, as_body([stated(issued), paid(issued, 4_000_000)]), atomic=atomic)
    state, amount, text, history = public(portal, issued)
    assert (state, amount) == ("published", 6_000_000)
    assert "còn phải thi hành 6.000.000 đồng" in text
    assert history[-1]["kind"] == "amended" and history[-1]["document_number"] == "7/BL"
    assert history[-1]["public"] and history[-1]["note"]
    assert asked(portal, issued) == 0
    # The register and the public row say the same.
    assert portal.query(
        "SELECT obligation_amount FROM thads_listing WHERE external_id = %s",
        issued["external_id"],
    ) == [(6_000_000,)]
    feed(portal, as_body([paid(issued, 6_000_000, "8/BL")]), atomic=atomic)
    assert public(portal, issued)[0] == "ended"
    assert followed(portal, issued) == [("feed", "amend", "7/BL"), ("feed", "end", "8/BL")]
    # Sent again, nothing happens.
    feed(portal, as_body([stated(issued), paid(issued, 4_000_000)]))
    assert len(followed(portal, issued)) == 2


@pytest.mark.parametrize(("trusted", "wanted"), [(False, True), (True, False), (False, False)])
def test_elsewhere_it_is_proposed_only(portal, trust, issued, trusted, wanted):
    trust(trusted=trusted, followed=wanted)
    feed(portal, as_body([stated(issued), paid(issued, 4_000_000)]))
    assert public(portal, issued)[:2] == ("published", SUM)
    assert asked(portal, issued) == 1 and followed(portal, issued) == []


def test_postponed_and_transferred_touch_nothing(portal, issued):
    feed(portal, as_body([
        stated(issued),
        about(issued, "postponed", "2/QĐ", basis="46(1)(b)", until="2027-02-01"),
        about(issued, "transferred", "3/QĐ", giver="Ông A", taker="Bà B"),
        paid(issued, 1_000_000),
    ]))  # fmt: skip
    assert public(portal, issued)[:2] == ("published", SUM)
    assert asked(portal, issued) == 1


def test_a_transfer_that_is_taken_back_is_left_to_the_editor(portal, issued):
    """The public text has followed the transfer; whose name stands there is again nobody's sum."""
    moved = about(issued, "transferred", "3/QĐ", giver="Ông A", taker="Bà B")
    feed(portal, as_body([stated(issued), moved]))
    number = number_of(portal, issued["external_id"])
    with own_transaction(portal.dsn) as cursor:
        cursor.execute(
            "UPDATE thads_case_listing SET settled = (SELECT max(id) FROM thads_case_entry)"
            " WHERE number = %s",
            (number,),
        )
    document = {"number": "3/QĐ", "date": "2026-11-26"}
    back = about(
        issued, "reversed", "4/QĐ", reverses={"event": "transferred", "document": document}
    )
    feed(portal, as_body([back, paid(issued, 1_000_000)]))
    assert public(portal, issued)[:2] == ("published", SUM)
    assert asked(portal, issued) == 1


def test_what_waits_for_somebody_is_left_to_them(portal, issued):
    number = number_of(portal, issued["external_id"])
    with portal.site() as site:
        listing = site["cao-bang"][REGISTER_ID][number]
        listing.proposed_ending = {
            "end_reason": "resumed",
            "document_number": "5/QĐ",
            "document_date": None,
            "occurred_on": None,
            "proposed_by": "ai",
            "proposed_at": None,
            "comment": None,
        }
        transaction.commit()
    feed(portal, as_body([stated(issued), paid(issued, 4_000_000)]))
    assert public(portal, issued)[:2] == ("published", SUM)


def test_what_a_run_has_left_is_done_by_the_job(portal, trust, issued):
    trust(trusted=True, followed=False)
    feed(portal, as_body([stated(issued), paid(issued, 4_000_000)]))
    trust(trusted=True, followed=True)
    with portal.site() as site:
        job = SimpleNamespace(dsn=portal.dsn)
        assert FollowLedgers().run(site, job)["followed"] >= 1
        assert FollowLedgers().run(site, job) == {"followed": 0}
    assert public(portal, issued)[1] == 6_000_000


def test_a_counter_entry_takes_the_text_back(portal, issued):
    feed(portal, as_body([stated(issued), paid(issued, 4_000_000)]))
    back = about(
        issued,
        "reversed",
        "9/BB",
        reverses={"event": "collected", "document": {"number": "7/BL", "date": "2026-11-26"}},
    )
    feed(portal, as_body([back]))
    state, amount, _text, _history = public(portal, issued)
    assert (state, amount) == ("published", SUM)
    assert asked(portal, issued) == 0
