"""The portal served as a role that owns nothing: every main way works, and the record cannot be changed."""

from contextlib import closing
from pathlib import Path
from plone import api
from plone.namedfile.file import NamedBlobFile
from tests.support.batches import make_batch
from tests.support.citizen import Citizen
from tests.support.feeding import body_of
from tests.support.made_requests import sent
from tests.support.second_step import Browser
from tests.support.staff import Staff
from tests.support.web_role import web_role
from thads_portal.content.register import REGISTER_ID
from thads_portal.database.connect import OWNER_VARIABLE
from thads_portal.database.connect import VARIABLE
from thads_portal.register.record_chain.checking import check
from thads_portal.register.record_chain.growing import grow
from thads_portal.secret_keys import personal_number_key
from thads_portal.testing import fresh_portal
from thads_portal.testing_http import Visitor

import os
import psycopg2
import pytest
import subprocess
import sys
import transaction


@pytest.fixture(scope="module")
def owners():
    """The owner's connection string."""
    return []


@pytest.fixture(scope="module")
def portal(owners):
    def served_as(dsn):
        owners.append(dsn)
        return web_role(dsn)

    with fresh_portal(served_as) as fresh:
        yield fresh


def test_it_owns_nothing(portal, owners):
    rows = portal.query("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole")
    assert rows == [(0,)]
    assert portal.dsn not in owners


def test_a_feed_is_published_and_found(portal, server):
    with portal.site():
        api.portal.set_registry_record("thads_portal.trusted_provinces", ["cao-bang"])
        transaction.commit()
    feeder = Visitor(server, portal.accounts["case_system"])
    headers = {"Content-Type": "application/x-ndjson", "Accept": "application/json"}
    lines = body_of(count=10, seed=3, provinces=("cao-bang",))
    answer = feeder.ask("POST", "/@case-feed", body=lines, headers=headers)
    assert answer.json()["created"] == 10, answer.text
    again = feeder.ask("POST", "/@case-feed", body=lines, headers=headers)
    assert again.json()["unchanged"] == 10
    ((number, name),) = portal.query(
        "SELECT number, debtor_name FROM thads_listing WHERE state = 'published' LIMIT 1"
    )
    public = Citizen(server)
    assert name in public.get(f"/cao-bang/{REGISTER_ID}/{number}").text
    assert public.get(f"/tra-cuu?q={number}").status in (200, 303)


def test_the_board_approves_a_batch(portal, server):
    with portal.site() as site:
        batch, numbers = make_batch(portal, site, 3, until="board_review")
    board = Staff(server, portal.accounts["editorial_board"])
    path = f"/cao-bang/dot-cong-khai/{batch}"
    board.press(board.press(board.page(path), path, "approve"), path, "approve")
    portal.run_jobs()
    states = portal.query(
        "SELECT DISTINCT state FROM thads_listing WHERE number = ANY(%s)", numbers
    )
    assert states == [("published",)]


def test_a_session_a_request_and_a_file(portal, server):
    browser = Browser(server)
    browser.log_in(portal.accounts["provincial_editor"])
    assert browser.is_in
    receipt = sent(portal.dsn, "kien-nghi-phan-anh")
    assert portal.query("SELECT count(*) FROM thads_request WHERE number = %s", receipt.number) == [
        (1,)
    ]
    # A file is a large object, which its owner alone may replace or take away.
    with portal.site() as site, api.env.adopt_roles(["Manager"]):
        file = NamedBlobFile(b"mot" * 1000, filename="van-ban.txt")
        api.content.create(site, "File", "tep-thu", file=file)
        transaction.commit()
    with portal.site() as site, api.env.adopt_roles(["Manager"]):
        site["tep-thu"].file = NamedBlobFile(b"hai" * 1000, filename="van-ban.txt")
        transaction.commit()
        assert site["tep-thu"].file.data == b"hai" * 1000
        api.content.delete(site["tep-thu"], check_linkintegrity=False)
        transaction.commit()


def test_the_record_grows_and_cannot_be_changed(portal):
    grow(portal.dsn)
    assert not check(portal.dsn)
    for statement in ("UPDATE thads_record SET actor = 'x'", "DELETE FROM thads_record"):
        with (
            closing(psycopg2.connect(portal.dsn)) as connection,
            connection.cursor() as cursor,
            pytest.raises(psycopg2.errors.InsufficientPrivilege),
        ):
            cursor.execute(statement)


@pytest.mark.parametrize("words", [("register", "check"), ("upgrade",)], ids=" ".join)
def test_commands(portal, owners, tmp_path: Path, words):
    """As processes of their own, by Zope's own configuration; the owner is named for upgrades."""
    environment = {
        **os.environ,
        VARIABLE: portal.dsn,
        OWNER_VARIABLE: owners[0],
        "THADS_INSTANCE": str(tmp_path),
        "THADS_PERSONAL_NUMBER_KEY": personal_number_key().hex(),
    }
    ended = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "thads_portal.cli.main", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
