"""The example clients against the real portal: cut and killed, they end with what is right."""

from pathlib import Path
from plone import api
from tests.support.feeding import body_of
from tests.support.feeding import feed
from tests.support.organisations import enter_organisation
from thads_portal.content.register import REGISTER_ID
from thads_portal.opendata import bulk
from thads_portal.testing import make_listing

import csv
import json
import os
import pytest
import random
import sqlite3
import subprocess
import sys
import time
import transaction


CLIENTS = Path(__file__).parents[2] / "docs" / "clients"
PROVINCES = ("cao-bang", "lang-son")


@pytest.fixture(scope="module")
def address(portal, server):
    with portal.site():
        api.portal.set_registry_record("thads_portal.trusted_provinces", list(PROVINCES))
        transaction.commit()
    return server


def run(script, *arguments, **environment):
    command = [sys.executable, str(CLIENTS / script), *map(str, arguments)]
    return subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


def killed_at_random(script, *arguments, times, chance, **environment):
    """Start it and kill it after a moment, `times` times."""
    for _ in range(times):
        command = [sys.executable, str(CLIENTS / script), *map(str, arguments)]
        process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL)  # fmt: skip
        time.sleep(chance.uniform(0.1, 0.8))
        process.kill()
        process.wait()


def test_a_mirror_that_is_killed_becomes_the_register(portal, address, tmp_path):
    chance = random.Random(3)
    feed(portal, body_of(count=60, seed=1, provinces=PROVINCES))
    bulk.make(portal.dsn, register_id=REGISTER_ID)
    copy = tmp_path / "copy.sqlite"
    killed_at_random("mirror.py", address, copy, times=2, chance=chance)
    lines = body_of(count=200, seed=1, provinces=PROVINCES, all_events=True).splitlines(True)
    for part in (lines[n : n + 60] for n in range(0, len(lines), 60)):
        feed(portal, b"".join(part))
        killed_at_random("mirror.py", address, copy, "--limit", 7, times=1, chance=chance)
    done = run("mirror.py", address, copy, "--limit", 7)
    assert done.returncode == 0, done.stderr
    mirrored = dict(sqlite3.connect(copy).execute("SELECT number, record FROM listing"))
    public = portal.query("SELECT number, debtor_name FROM thads_listing WHERE state = 'published'")
    assert {n: json.loads(each)["debtor_name"] for n, each in mirrored.items()} == dict(public)
    # A cursor of another register: it starts again by itself.
    with sqlite3.connect(copy) as other:
        other.execute("UPDATE place SET cursor = '9-000000000000'")
        other.execute("DELETE FROM listing")
    bulk.make(portal.dsn, register_id=REGISTER_ID)
    assert run("mirror.py", address, copy).stdout == f"{len(public)} listings\n"


def test_a_screening_that_is_killed_asks_about_everybody_once_in_the_result(portal, address, tmp_path):  # fmt: skip
    number = "004079555777"
    with portal.site() as site:
        listed = make_listing(portal, site, debtor_name="Nông Văn Sàng", personal_id=number).getId()
        transaction.commit()
    key = enter_organisation(portal, "ngan-hang-dem", purposes=["credit"])
    customers = [{"id": f"k{n}", "name": f"Khách Hàng {n % 7}", "personal_id": ""} for n in range(60)]  # fmt: skip
    customers[5] = {"id": "k5", "name": "Nong Van Sang", "personal_id": number}
    customers[6] = {"id": "k6", "name": "nông văn sàng", "personal_id": ""}
    asked, result = tmp_path / "customers.csv", tmp_path / "result.csv"
    with asked.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, ["id", "name", "personal_id"])
        out.writeheader()
        out.writerows(customers)
    arguments = (
        address,
        asked,
        result,
        "--purpose",
        "credit",
        "--reference",
        "dem-1",
        "--batch",
        9,
    )
    killed_at_random("screen.py", *arguments, times=3, chance=random.Random(4), THADS_KEY=key)
    done = run("screen.py", *arguments, THADS_KEY=key)
    assert done.returncode == 0, done.stderr
    told = list(csv.DictReader(result.read_text(encoding="utf-8").splitlines()))
    assert sorted(each["id"] for each in told) == sorted(each["id"] for each in customers)
    found = {each["id"]: (each["decision"], each["best"], each["number"]) for each in told}
    assert found["k5"] == ("same_id", listed, "equal")
    assert found["k6"] == ("same_name", listed, "")
    assert number not in result.read_text(encoding="utf-8")
    logged = portal.query("SELECT sum(subjects) FROM thads_inquiry WHERE case_reference = 'dem-1'")
    assert logged[0][0] >= len(customers)
    # A key that opens nothing ends it, and nothing reads as "none".
    refused = run("screen.py", address, asked, tmp_path / "other.csv", "--purpose", "credit", "--reference", "x", THADS_KEY=key + "x")  # fmt: skip
    assert refused.returncode != 0 and "key_refused" in refused.stderr
    assert "none" not in (tmp_path / "other.csv").read_text(encoding="utf-8")
