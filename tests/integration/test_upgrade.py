"""An installation of the first release, upgraded, is one of this release, with all it held."""

from AccessControl.SecurityManagement import newSecurityManager
from AccessControl.users import system
from dataclasses import dataclass
from datetime import datetime
from plone import api
from tests.support.crawling import crawl
from tests.support.desk import at_desk
from tests.support.desk import BOARD
from tests.support.desk import DOCUMENT
from tests.support.desk import EDITOR
from tests.support.desk import HEAD
from tests.support.desk import ROW
from tests.support.first_release import accounts
from tests.support.first_release import exported
from tests.support.first_release import KEY
from tests.support.first_release import KEY_VARIABLE
from tests.support.first_release import LISTINGS
from tests.support.first_release import restored
from tests.support.first_release import schema_of
from tests.support.first_release import thads
from thads_portal.actions.approve import approve
from thads_portal.actions.create import create
from thads_portal.actions.end import end
from thads_portal.actions.sign import sign
from thads_portal.actions.submit import submit
from thads_portal.content.register import REGISTER_ID
from thads_portal.database import marks
from thads_portal.database.testing import fresh_database
from thads_portal.domain.codes import State
from thads_portal.domain.provinces import all_provinces
from thads_portal.generator.feed import FeedOptions
from thads_portal.generator.feed import lines
from thads_portal.importing.transfer import import_lines
from thads_portal.importing.transfer import Imported
from thads_portal.register.case_people import people_of
from thads_portal.register.check import check
from thads_portal.secret_keys import personal_number_key
from thads_portal.testing import fresh_portal
from thads_portal.testing import Portal
from thads_portal.testing import SITE_PATH
from thads_portal.testing import template
from thads_portal.testing_http import Visitor
from thads_portal.upgrades.run import PROFILE

import difflib
import io
import pytest
import tarfile
import transaction


@pytest.fixture(scope="module", autouse=True)
def key():
    """The first release's key, in place of the one that this process may have read already."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(KEY_VARIABLE, KEY)
        personal_number_key.cache_clear()
        yield
    personal_number_key.cache_clear()


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    """The first release's database after `thads upgrade --finish`."""
    instance = tmp_path_factory.mktemp("instance")
    with restored() as dsn:
        told = thads(dsn, instance, "upgrade", "--check")
        needed = "in all about" in told.stdout
        assert told.returncode == (5 if needed else 0), told.stderr
        if needed:
            refused = thads(dsn, instance, "register", "check")
            assert refused.returncode == 5
            assert "run `thads upgrade`" in refused.stderr and "Traceback" not in refused.stderr
        done = thads(dsn, instance, "upgrade", "--finish")
        assert done.returncode == 0, done.stderr
        again = thads(dsn, instance, "upgrade", "--check")
        assert (again.returncode, again.stdout) == (0, "the database is of this release\n")
        yield dsn


@dataclass(frozen=True, slots=True)
class New:
    """A new installation: what its profile says, and what reading the old export into it gave."""

    profile: dict[str, str]
    result: Imported
    listings: int
    agrees: bool


@pytest.fixture(scope="module")
def new():
    with fresh_portal() as fresh:
        with fresh.site() as site:
            profile = profile_of(site)
        result = import_lines(fresh.database, exported(), dsn=fresh.dsn, site_path=SITE_PATH)
        ((listings,),) = fresh.query("SELECT count(*) FROM thads_listing")
        agrees = not check(fresh.database, dsn=fresh.dsn, site_path=SITE_PATH)
    return New(profile, result, listings, agrees)


@pytest.fixture(scope="module")
def portal(database, new):
    # After `new`: Zope knows one database at a time.
    upgraded = Portal(database, accounts())
    upgraded.open()
    yield upgraded
    upgraded.close()


@pytest.fixture(scope="module")
def server(portal):
    return portal.serve()


def differences(new: str, upgraded: str) -> str:
    pair = new.splitlines(), upgraded.splitlines()
    return "\n".join(difflib.unified_diff(*pair, "new", "upgraded", lineterm="", n=1))


def test_the_tables_are_those_of_a_new_installation(portal):
    with fresh_database(template=template().database) as fresh:
        # A command leaves them, which the template was made without.
        marks.write(fresh, "site", "")
        assert differences(schema_of(fresh), schema_of(portal.dsn)) == ""


#: Steps of export that write what profiles say; the others write content.
_EXPORTED = (
    "typeinfo",
    "workflows",
    "rolemap",
    "catalog",
    "actions",
    "viewlets",
    "componentregistry",
    "memberdata-properties",
    "controlpanel",
    "skins",
)


#: The values of these are an administrator's, or the demo's. Times differ anyway.
_SET = "thads_portal."


def profile_of(site) -> dict[str, str]:
    """What GenericSetup writes of the site: file -> text."""
    newSecurityManager(None, system.__of__(site.acl_users))
    found = {}
    for step in _EXPORTED:
        exported = site.portal_setup.runExportStep(step)
        with tarfile.open(fileobj=io.BytesIO(exported["tarball"])) as archive:
            for member in filter(tarfile.TarInfo.isfile, archive):
                found[member.name] = archive.extractfile(member).read().decode()
    found["records"] = "\n".join(
        f"{name}: {_SET in name or isinstance(record.value, datetime) or record.value!r}"
        for name, record in sorted(site.portal_registry.records.items())
    )
    found["version"] = ".".join(site.portal_setup.getLastVersionForProfile(PROFILE))
    return found


def test_the_profile_is_that_of_a_new_installation(portal, new):
    with portal.site() as site:
        upgraded = profile_of(site)
    assert len(new.profile) > 20
    for name in sorted(upgraded.keys() | new.profile.keys()):
        assert differences(new.profile.get(name, ""), upgraded.get(name, "")) == "", name


def test_register_and_objects_agree(portal):
    found = check(portal.database, dsn=portal.dsn, site_path=SITE_PATH)
    assert not found, found
    assert found.listings == LISTINGS
    states = {state for (state,) in portal.query("SELECT DISTINCT state FROM thads_listing")}
    assert states == {state.value for state in State}


def test_officers_and_communes_stand_beside_their_cases(portal):
    """They were in the objects alone; the lists by officer and commune read them from the tables."""
    with portal.site() as site:
        found = [
            people_of(listing)
            for province in all_provinces()
            for listing in site[province.slug][REGISTER_ID].objectValues()
            if listing.state is not State.DRAFT and listing.enforcement_decision_date
        ]
    wanted = {each["number"]: (each["officer"], each["commune"]) for each in found if each}
    assert wanted
    kept = portal.query(
        "SELECT number, officer, commune FROM thads_case_listing"
        " WHERE officer IS NOT NULL OR commune IS NOT NULL"
    )
    assert {number: (officer, commune) for number, officer, commune in kept} == wanted
    people = {(each["province"], each["officer"]) for each in found if each and each["officer"]}
    choices = portal.query("SELECT province, value FROM thads_case_choice WHERE kind = 'officer'")
    assert people and set(choices) == people


def test_cases_are_made_with_their_next_duty(portal):
    """One for each decision; of none was anything entered; the law and the days are noted by which
    their duties were computed.
    """
    ((listings, cases, entries),) = portal.query(
        "SELECT (SELECT count(*) FROM thads_case_listing), count(*), sum(entries) FROM thads_case"
    )
    assert listings >= cases > 0 and entries == 0
    assert portal.query(
        "SELECT count(*) FROM thads_case WHERE listed > 0 AND (verify_on IS NULL"
        " OR verify_on <> (no_conditions_on + interval '6 months')::date)"
    ) == [(0,)]
    assert portal.query("SELECT place[2] FROM thads_maintenance WHERE task = 'case-duties'") == [
        ("done",)
    ]


def test_the_crawler_finds_every_page(server):
    found = crawl(server, most_alike=2)
    assert found.wrong == []
    assert found.asked > 100


def test_what_was_issued_is_still_known(portal, server):
    visitor = Visitor(server)
    codes = portal.query("SELECT code FROM thads_paper")
    assert codes
    for (code,) in codes:
        answer = visitor.get(f"/xac-minh?ma={code}")
        assert answer.status == 200 and "noindex" in answer.headers["X-Robots-Tag"]
    ((ratings,),) = portal.query("SELECT sum(n) FROM thads_rating")
    assert ratings == 4


def test_jobs_that_waited_are_done(portal):
    assert portal.query("SELECT count(*) FROM thads_job WHERE state = 'waiting'") == [(1,)]
    portal.run_jobs()
    assert portal.query("SELECT DISTINCT state FROM thads_job") == [("done",)]


def test_the_desks_take_their_steps(portal):
    with portal.site() as site:
        register = site["cao-bang"][REGISTER_ID]
        row = {**ROW, "no_conditions_decision_date": "2026-06-15"}
        (listing,) = create(register, row, at_desk(site, EDITOR))
        submit(listing, at_desk(site, EDITOR))
        sign(listing, at_desk(site, HEAD), document=DOCUMENT)
        approve(listing, at_desk(site, BOARD))
        transaction.commit()
        number = listing.getId()
        old = {
            state: register[found]
            for state, found in portal.query(
                "SELECT state, min(number) FROM thads_listing"
                " WHERE province = 'cao-bang' AND debtor_name = 'Nông Văn Thử' GROUP BY state"
            )
        }
        # What the first release left at each desk goes on there.
        submit(old["draft"], at_desk(site, EDITOR))
        sign(old["submitted"], at_desk(site, HEAD), document=DOCUMENT)
        end(old["published"], at_desk(site, BOARD), end_reason="discharged", document=DOCUMENT)
        transaction.commit()
    states = portal.query("SELECT state FROM thads_listing WHERE number = %s", number)
    assert states == [("published",)]


def test_the_case_system_feeds(portal, server):
    body = b"".join(lines(FeedOptions(count=5, seed=99)))
    feeder = Visitor(server, portal.accounts["case_system"])
    answer = feeder.ask(
        "POST",
        "/++api++/@case-feed",
        body=body,
        headers={"Content-Type": "application/x-ndjson", "Accept": "application/json"},
    )
    assert answer.status == 200, answer.text
    assert answer.json()["received"] == 5 and answer.json()["rejected"] == 0
    # What the first release took is known.
    again = b"".join(lines(FeedOptions(count=5, seed=7, all_events=True, flagged_share=0.01)))
    answer = feeder.ask(
        "POST",
        "/++api++/@case-feed",
        body=again,
        headers={"Content-Type": "application/x-ndjson", "Accept": "application/json"},
    )
    assert answer.json()["created"] == 0


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("administrator", "/tai-khoan"),
        ("editorial_board", "/ban-lam-viec"),
        ("central_editor", "/tin-tuc"),
        ("inspector", "/nhat-ky"),
        ("provincial_editor", "/cao-bang/ban-lam-viec"),
        ("agency_head", "/cao-bang/ban-lam-viec"),
    ],
)
def test_every_account_still_opens_its_desk(portal, server, role, path):
    assert Visitor(server, portal.accounts[role]).get(path).status == 200


def test_content_is_still_written(portal):
    with portal.site(role="central_editor") as site:
        section = next(each for each in site.objectValues() if each.portal_type == "NewsSection")
        item = api.content.create(section, "News Item", title="Tin sau khi nâng cấp")
        assert api.content.get_state(item) == "private"


def test_an_export_of_the_first_release_is_read(new):
    assert (new.result.created, new.result.problems) == (LISTINGS, [])
    assert new.listings == LISTINGS
    assert new.agrees
