"""Two transactions on the same rows, and a database that refuses some: all or nothing."""

from tests.support.feeding import as_body
from tests.support.feeding import body_of
from tests.support.feeding import editor
from tests.support.feeding import events_of
from tests.support.feeding import feed
from tests.support.feeding import save
from tests.support.killing import assert_agreement
from tests.support.killing import external_ids
from thads_portal.content.register import REGISTER_ID
from thads_portal.errors import RegisterUnavailable
from thads_portal.register.trouble import RegisterConflict
from thads_portal.testing import make_listing
from transaction.interfaces import TransientError

import psycopg2
import psycopg2.errors
import pytest
import threading
import time
import transaction


def test_two_editors_change_one_listing(portal):
    with portal.site() as site:
        number = make_listing(portal, site).id
        transaction.commit()
    with editor(portal) as (first, one), editor(portal) as (second, two):
        first.begin()
        second.begin()
        listing = one["cao-bang"][REGISTER_ID][number]
        listing.debtor_address = "Một"
        listing.reindexObject()
        other = two["cao-bang"][REGISTER_ID][number]
        other.signed_by = "Hai"
        other.reindexObject()
        first.commit()
        with pytest.raises(TransientError):
            second.commit()
        second.abort()
        save(second, two, number, signed_by="Hai")
        first.begin()
        listing = one["cao-bang"][REGISTER_ID][number]
        assert (listing.debtor_address, listing.signed_by) == ("Một", "Hai")
    assert_agreement(portal.dsn)


def test_same_external_id_from_two_transactions_at_once(portal):
    with portal.site() as site:
        make_listing(portal, site, external_id="cùng một mã")
        with editor(portal) as (manager, other):
            manager.begin()
            twin = make_listing(portal, other, external_id="cùng một mã")
            transaction.commit()
            with pytest.raises(RegisterConflict):
                manager.commit()
            manager.abort()
            assert twin.id not in other["cao-bang"][REGISTER_ID]._tree
    assert_agreement(portal.dsn)


def test_deadlock_is_repeated(portal):
    with portal.site() as site:
        numbers = sorted(make_listing(portal, site).id for _ in range(2))
        transaction.commit()
    errors = []

    def change_both(manager, site):
        manager.begin()
        for number in numbers:
            listing = site["cao-bang"][REGISTER_ID][number]
            listing.debtor_address = "Sửa cả hai"
            listing.reindexObject()
        try:
            manager.commit()
        except (TransientError, RegisterUnavailable) as error:
            errors.append(error)
            manager.abort()

    touch = "UPDATE thads_listing SET changed = changed WHERE number = %s"
    opponent = psycopg2.connect(portal.dsn)
    with opponent.cursor() as cursor, editor(portal) as (manager, site):
        cursor.execute(touch, (numbers[1],))
        changing = threading.Thread(target=change_both, args=(manager, site))
        changing.start()
        deadline = time.monotonic() + 30
        while not portal.query(
            "SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'"
        ):
            assert time.monotonic() < deadline
            time.sleep(0.01)
        # The other way round. The editor has waited longer and is the one to be told.
        cursor.execute(touch, (numbers[0],))
        changing.join(120)
        opponent.rollback()
        assert [type(error) for error in errors] == [RegisterConflict]
        assert isinstance(errors[0].__cause__, psycopg2.errors.DeadlockDetected)
        change_both(manager, site)
        assert len(errors) == 1
    opponent.close()
    assert_agreement(portal.dsn)


@pytest.fixture
def refusing(portal):
    """Makes the database refuse rows of one external id with a given SQLSTATE."""

    def refuse(sqlstate):
        portal.query(
            "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" RAISE EXCEPTION 'refused' USING ERRCODE = '{sqlstate}'; END $$;"
            " CREATE OR REPLACE TRIGGER refuse AFTER INSERT ON thads_listing FOR EACH ROW"
            " WHEN (NEW.external_id = 'không ghi được') EXECUTE FUNCTION refuse()"
        )

    yield refuse
    portal.query("DROP TRIGGER refuse ON thads_listing")


@pytest.mark.parametrize(
    ("sqlstate", "expected"),
    [
        # A statement that takes too long, a full disk, no memory: come back later.
        ("57014", RegisterUnavailable),
        ("53100", RegisterUnavailable),
        ("53200", RegisterUnavailable),
        # Met another writer: repeat.
        ("40001", RegisterConflict),
        ("40P01", RegisterConflict),
        ("55P03", RegisterConflict),
        ("23505", RegisterConflict),
        # A fault of ours: neither.
        ("23514", psycopg2.errors.CheckViolation),
        ("P0001", psycopg2.errors.RaiseException),
    ],
)
def test_failing_vote_leaves_neither_object_nor_row(portal, refusing, sqlstate, expected):
    refusing(sqlstate)
    before = external_ids(portal.dsn)
    with editor(portal) as (manager, site):
        manager.begin()
        good = make_listing(portal, site).id
        bad = make_listing(portal, site, external_id="không ghi được").id
        with pytest.raises(expected):
            manager.commit()
        manager.abort()
        manager.begin()
        register = site["cao-bang"][REGISTER_ID]
        assert good not in register._tree
        assert bad not in register._tree
        assert external_ids(portal.dsn) == before
        # The connection is as good as before.
        make_listing(portal, site)
        manager.commit()
    assert len(external_ids(portal.dsn)) == len(before) + 1
    assert_agreement(portal.dsn)


def test_feed_into_a_full_disk(portal, refusing):
    refusing("53100")
    events = events_of(body_of(count=50, seed=45, provinces=("cao-bang",)))
    events[30]["external_id"] = "không ghi được"
    before = external_ids(portal.dsn)
    with pytest.raises(RegisterUnavailable):
        feed(portal, as_body(events))
    assert external_ids(portal.dsn) == before
    assert_agreement(portal.dsn)
