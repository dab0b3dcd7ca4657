"""Objects and register rows change together or not at all."""

from Acquisition import aq_base
from thads_portal.content.register import REGISTER_ID
from thads_portal.register.check import check
from thads_portal.register.rebuild import rebuild
from thads_portal.testing import make_listing
from thads_portal.testing import SITE_PATH

import pytest
import transaction


def differences(portal):
    return check(portal.database, dsn=portal.dsn, site_path=SITE_PATH)


def numbers(portal):
    return {number for (number,) in portal.query("SELECT number FROM thads_listing")}


def test_row_appears_with_its_object(portal):
    with portal.site() as site:
        listing = make_listing(portal, site, debtor_name="Lý Thị Hòa")
        number = listing.id
        assert number not in numbers(portal)
        transaction.commit()
    assert portal.query(
        "SELECT province, state, debtor_name FROM thads_listing WHERE number = %s", number
    ) == [("cao-bang", "published", "Lý Thị Hòa")]
    assert not differences(portal)


def test_aborted_listing_leaves_no_row(portal):
    before = numbers(portal)
    with portal.site() as site:
        make_listing(portal, site)
        transaction.abort()
        transaction.commit()
    assert numbers(portal) == before


def test_row_follows_the_last_change_in_the_transaction(portal):
    with portal.site() as site:
        listing = make_listing(portal, site, debtor_name="Tên cũ")
        listing.reindexObject()
        listing.debtor_name = "Tên mới"
        number = listing.id
        transaction.commit()
    assert portal.query("SELECT debtor_name FROM thads_listing WHERE number = %s", number) == [
        ("Tên mới",)
    ]


def test_savepoint_rollback_takes_its_rows_back(portal):
    with portal.site() as site:
        kept = make_listing(portal, site).id
        savepoint = transaction.savepoint()
        dropped = make_listing(portal, site).id
        savepoint.rollback()
        transaction.commit()
    assert kept in numbers(portal)
    assert dropped not in numbers(portal)
    assert not differences(portal)


def test_rollback_to_before_the_first_change_and_a_change_after_it(portal):
    with portal.site() as site:
        savepoint = transaction.savepoint()
        dropped = make_listing(portal, site).id
        savepoint.rollback()
        kept = make_listing(portal, site).id
        transaction.commit()
    assert kept in numbers(portal)
    assert dropped not in numbers(portal)
    assert not differences(portal)


def test_change_before_a_savepoint_that_empties_the_cache(portal):
    with portal.site() as site:
        listing = make_listing(portal, site, debtor_name="Trước")
        number = listing.id
        transaction.commit()
        listing.debtor_name = "Sau"
        listing.reindexObject()
        transaction.savepoint()
        site._p_jar.cacheMinimize()
        transaction.commit()
    assert portal.query("SELECT debtor_name FROM thads_listing WHERE number = %s", number) == [
        ("Sau",)
    ]
    assert not differences(portal)


def test_delete_rename_and_move(portal):
    with portal.site() as site:
        register = site["cao-bang"][REGISTER_ID]
        gone = make_listing(portal, site).id
        renamed = make_listing(portal, site).id
        moved = make_listing(portal, site).id
        transaction.commit()
        register._delObject(gone)
        listing = aq_base(register._getOb(renamed))
        register._delObject(renamed)
        listing.id = "2026-9999999"
        register._setObject(listing.id, listing)
        target = site["bac-kan"][REGISTER_ID]
        listing = aq_base(register._getOb(moved))
        register._delObject(moved)
        target._setObject(moved, listing)
        transaction.commit()
    rows = dict(portal.query("SELECT number, province FROM thads_listing"))
    assert gone not in rows
    assert renamed not in rows
    assert rows["2026-9999999"] == "cao-bang"
    assert rows[moved] == "bac-kan"
    assert not differences(portal)


def test_failure_in_the_vote_leaves_neither(portal):
    before = numbers(portal)
    with portal.site() as site:
        make_listing(portal, site, external_id="một mã")
        transaction.commit()
        twin = make_listing(portal, site, external_id="một mã")
        number = twin.id
        from thads_portal.register.trouble import RegisterConflict

        with pytest.raises(RegisterConflict):
            transaction.commit()
        transaction.abort()
        assert number not in site["cao-bang"][REGISTER_ID]._tree
    assert len(numbers(portal)) == len(before) + 1
    assert not differences(portal)


def test_with_a_blob_in_the_same_transaction(portal):
    from plone.dexterity.utils import addContentToContainer
    from plone.dexterity.utils import createContent
    from plone.namedfile.file import NamedBlobFile

    with portal.site() as site:
        file = createContent(
            "File", title="Tệp", file=NamedBlobFile(b"x" * 100_000, filename="a.bin")
        )
        addContentToContainer(site, file, checkConstraints=False)
        number = make_listing(portal, site).id
        transaction.commit()
    assert number in numbers(portal)
    assert not differences(portal)


def test_check_finds_and_rebuild_repairs(portal):
    with portal.site() as site:
        first, second, third = (make_listing(portal, site).id for _ in range(3))
        transaction.commit()
    portal.query("UPDATE thads_listing SET debtor_address = 'x' WHERE number = %s", first)
    portal.query("DELETE FROM thads_listing WHERE number = %s", second)
    portal.query("UPDATE thads_listing SET number = '1999-0000001' WHERE number = %s", third)
    found = differences(portal)
    assert found.different == {first: ("debtor_address",)}
    assert found.missing == [second, third]
    assert found.stray == ["1999-0000001"]
    rebuild(portal.database, dsn=portal.dsn, site_path=SITE_PATH)
    assert not differences(portal)


def test_listings_stay_out_of_the_catalog_even_when_it_is_rebuilt(portal):
    with portal.site() as site:
        make_listing(portal, site)
        transaction.commit()
        site.portal_catalog.clearFindAndRebuild()
        found = site.portal_catalog.unrestrictedSearchResults(portal_type="DebtorListing")
        assert len(found) == 0
        assert (
            len(site.portal_catalog.unrestrictedSearchResults(portal_type="ProvincialSite")) == 63
        )
