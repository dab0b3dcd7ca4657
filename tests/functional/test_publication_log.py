"""The publication log over HTTP, checked by the verifier that has nothing of the portal."""

from pathlib import Path
from plone import api
from tests.support.feeding import body_of
from tests.support.feeding import feed
from tests.support.organisations import bearer
from tests.support.organisations import enter_organisation
from tests.support.restricted_values import SECRET_TEXTS
from tests.support.restricted_values import SECRETS
from thads_portal.actions.context import ActionContext
from thads_portal.actions.end import end
from thads_portal.content.register import REGISTER_ID
from thads_portal.jobs.log_upkeep import PublicationLog
from thads_portal.register.own_transaction import own_transaction
from thads_portal.testing import make_listing
from thads_portal.testing_http import Visitor
from types import SimpleNamespace
from urllib.parse import quote

import json
import pytest
import re
import subprocess
import sys
import transaction


TOOL = Path(__file__).resolve().parents[2] / "tools" / "log-verifier" / "thads_log_verifier.py"
LOG = "/nhat-ky-cong-khai"
AS_OF = "/++api++/@as-of"
DOCUMENT = {"number": "9/QĐ-CCTHADS", "date": "2026-11-20"}


@pytest.fixture(scope="module")
def visitor(portal, server):
    with portal.site():
        api.portal.set_registry_record("thads_portal.trusted_provinces", ["cao-bang"])
        transaction.commit()
    feed(portal, body_of(count=300, seed=5, provinces=("cao-bang",)))
    return Visitor(server)


@pytest.fixture(scope="module")
def key(visitor, tmp_path_factory):
    path = tmp_path_factory.mktemp("log") / "log.key"
    path.write_text(visitor.get(f"{LOG}/key").text)
    return path


def verifier(*words) -> tuple[int, str]:
    """By itself: without the portal on its path."""
    done = subprocess.run(
        [sys.executable, "-I", str(TOOL), *map(str, words)], capture_output=True, text=True
    )
    return done.returncode, done.stdout + done.stderr


def kept(path: Path, answer) -> Path:
    assert answer.status == 200, answer.text
    path.write_text(answer.text)
    return path


def test_a_receipt_outlives_its_listing(portal, visitor, server, key, tmp_path):
    with portal.site(role="editorial_board") as site:
        listing = make_listing(portal, site, debtor_name="Nông Thị Biên-Nhận", **SECRETS)
        number = listing.getId()
        transaction.commit()
    page = visitor.get(f"/cao-bang/{REGISTER_ID}/{number}")
    assert f"/++api++/@as-of/{number}" in page.text
    told = visitor.get(f"/++api++/cao-bang/{REGISTER_ID}/{number}").json()
    assert told["proof"].endswith(f"/@as-of/{number}")
    first = visitor.get(f"{AS_OF}/{number}")
    assert not any(secret in first.text for secret in SECRET_TEXTS)
    receipt = kept(tmp_path / "receipt.json", first)
    code, said = verifier("receipt", receipt, "--key", key)
    assert code == 0 and "Nông Thị Biên-Nhận" in said and "published" in said, said
    state = tmp_path / "seen"
    assert verifier("log", f"{server}{LOG}", "--key", key, "--state", state)[0] == 0

    with portal.site(role="editorial_board") as site:
        listing = site["cao-bang"][REGISTER_ID][number]
        end([listing], ActionContext(), end_reason="discharged", document=DOCUMENT)
        transaction.commit()
    after = visitor.get(f"{AS_OF}/{number}")
    answer = after.json()
    assert answer["public"] is False and answer["to"] and answer["version"] == 1
    salt = first.json()["opening"]["salt"]
    for text in (after.text, visitor.get(f"{AS_OF}/{number}?at={quote(answer['from'])}").text):
        assert "Biên-Nhận" not in text and salt not in text
    # Who has kept the receipt proves it, and that the log went on from what it was.
    assert verifier("receipt", receipt, "--key", key)[0] == 0
    code, said = verifier("ended", receipt, kept(tmp_path / "end.json", after), "--key", key)
    assert code == 0 and "was public from" in said, said
    code, said = verifier("log", f"{server}{LOG}", "--key", key, "--state", state, "--full")
    assert code == 0 and "unchanged" in said and "1 new" in said, said


def test_at_a_moment(portal, visitor):
    with portal.site(role="editorial_board") as site:
        listing = make_listing(portal, site)
        number = listing.getId()
        transaction.commit()
        now = visitor.get(f"{AS_OF}/{number}").json()
        end([listing], ActionContext(), end_reason="discharged", document=DOCUMENT)
        transaction.commit()
    ((began, ended),) = portal.query(
        "SELECT public_from, public_to FROM thads_log_now WHERE number = %s", number
    )
    then = visitor.get(f"{AS_OF}/{number}?at={quote(began.isoformat())}").json()
    assert (then["public"], then["commitment"]) == (True, now["commitment"])
    assert then["to"] and "opening" not in then
    assert visitor.get(f"{AS_OF}/{number}?at={quote(ended.isoformat())}").json()["public"] is False
    before = visitor.get(f"{AS_OF}/{number}?at=2020-01-01T00:00:00Z").json()
    assert before == {"public": False, "from": None, "to": None, "version": 0}


def test_what_an_ended_listing_said_is_for_a_purpose(portal, visitor):
    with portal.site(role="editorial_board") as site:
        listing = make_listing(portal, site, debtor_name="Nông Văn Đã-Hết", **SECRETS)
        number = listing.getId()
        transaction.commit()
        end([listing], ActionContext(), end_reason="discharged", document=DOCUMENT)
        transaction.commit()
    key = enter_organisation(portal, "toa-an", purposes=["court"])
    asked = f"{AS_OF}/{number}?purpose=court&case_reference=TA-1"
    answer = visitor.ask("GET", asked, headers=bearer(key))
    assert answer.status == 200 and answer.json()["content"]["debtor_name"] == "Nông Văn Đã-Hết"
    assert not any(secret in answer.text for secret in SECRET_TEXTS)
    noted = portal.query(
        "SELECT service, purpose, case_reference FROM thads_inquiry WHERE organisation = 'toa-an'"
    )
    assert noted == [("as-of", "court", "TA-1")]
    assert visitor.ask("GET", f"{AS_OF}/{number}", headers=bearer(key)).status == 400
    without = enter_organisation(portal, "cong-ty", purposes=["court"], kinds=["id"])
    for headers in ({}, bearer(without)):
        told = visitor.ask("GET", asked, headers=headers)
        assert told.status == 200 and "Đã-Hết" not in told.text
    other = enter_organisation(portal, "khac", purposes=["court"], scopes=["match"])
    assert visitor.ask("GET", asked, headers=bearer(other)).status == 403


@pytest.mark.parametrize("at", ["yesterday", "2026-11-28T10:00:00", "2026-99-99", "1"])
def test_a_moment_that_is_none_is_refused(visitor, at):
    answer = visitor.get(f"{AS_OF}/2026-0000001?at={at}")
    assert (answer.status, answer.json()["code"]) == (400, "bad_filter")


def test_what_was_never_public_is_unknown(portal, visitor):
    with portal.site() as site:
        number = make_listing(portal, site, state="draft").getId()
        transaction.commit()
    hidden, unknown = (visitor.get(f"{AS_OF}/{each}") for each in (number, "2020-9999999"))
    assert hidden.status == unknown.status == 404
    # Each repeats the address that was asked for, and nothing else tells them apart.
    assert hidden.text.replace(number, "") == unknown.text.replace("2020-9999999", "")
    for path in ("", "/x", f"/{number}/x"):
        assert visitor.get(f"{AS_OF}{path}").status == 404
    assert visitor.get(f"{AS_OF}/2026-0000001?cursor=1").json()["code"] == "unknown_parameter"


def test_tiles_hold_no_word_of_anybody(portal, visitor):
    checkpoint = visitor.get(f"{LOG}/checkpoint")
    size = int(checkpoint.text.split("\n")[1])
    width = size - 256
    assert checkpoint.headers["Content-Type"].startswith("text/plain")
    full = visitor.get(f"{LOG}/tile/0/000")
    assert len(full.body) == 256 * 32 and "immutable" in full.headers["Cache-Control"]
    assert visitor.get(f"{LOG}/tile/0/000.p/7").body == full.body[: 7 * 32]
    assert len(visitor.get(f"{LOG}/tile/1/000.p/1").body) == 32
    entries = visitor.get(f"{LOG}/tile/entries/000").body
    entries += visitor.get(f"{LOG}/tile/entries/001.p/{width}").body
    assert len(entries) == size * 34
    # What is in an entry is 32 bytes that the act and its salt gave, of each a different one.
    found = {entries[n + 2 : n + 34] for n in range(0, len(entries), 34)}
    assert len(found) == size
    for path in (
        "tile/0/001", f"tile/0/001.p/{width + 1}", "tile/0/000.p/0", "tile/0/000.p/257",
        "tile/9/000", "tile/0/1", "tile/0/x999/x999/x999/x999/x999/000", "tile", "x", "tile/-1/000",
        "tile/entries/002", "consistency", "consistency?from=0&to=4", "consistency?from=5&to=4",
        f"consistency?from=1&to={size + 1}", "consistency?from=x&to=4",
    ):  # fmt: skip
        assert visitor.get(f"{LOG}/{path}").status == 404, path
    proof = visitor.get(f"{LOG}/consistency?from=3&to={size}").json()
    assert proof["path"] and proof["to"] == size


def test_a_false_log_is_seen(visitor, server, key, tmp_path):
    """The verifier on a copy of the tiles, as it is and changed at one place."""
    size = int(visitor.get(f"{LOG}/checkpoint").text.split("\n")[1])
    parts = [f"tile/{level}/000" for level in ("0", "entries")]
    parts += [f"tile/{level}/001.p/{size - 256}" for level in ("0", "entries")]
    for path in ("checkpoint", "tile/1/000.p/1", *parts):
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(visitor.get(f"{LOG}/{path}").body)
    code, said = verifier("log", tmp_path, "--key", key, "--full")
    assert code == 0 and f"{size} entries" in said, said
    entries = tmp_path / "tile/entries/000"
    data = entries.read_bytes()
    entries.write_bytes(data[:5] + bytes([data[5] ^ 1]) + data[6:])
    assert verifier("log", tmp_path, "--key", key, "--full")[0] == 1
    checkpoint = tmp_path / "checkpoint"
    checkpoint.write_text(checkpoint.read_text().replace(f"\n{size}\n", f"\n{size - 1}\n"))
    assert verifier("log", tmp_path, "--key", key)[0] == 1


@pytest.mark.parametrize("harm", ["salt", "act", "content", "commitment", "path", "checkpoint"])
def test_a_false_receipt_is_seen(portal, visitor, key, tmp_path, harm):
    ((number,),) = portal.query(
        "SELECT number FROM thads_listing WHERE state = 'published' LIMIT 1"
    )
    answer = visitor.get(f"{AS_OF}/{number}").json()
    if harm in answer["opening"]:
        kept_word = answer["opening"][harm]
        answer["opening"][harm] = kept_word[:-1] + ("2" if kept_word[-1] == "1" else "1")
    elif harm == "path":
        answer["proof"]["path"] = answer["proof"]["path"][:-1]
    elif harm == "checkpoint":
        note = answer["proof"]["checkpoint"].splitlines()
        answer["proof"]["checkpoint"] = "\n".join([*note[:2], note[2][::-1], *note[3:], ""])
    else:
        answer[harm] = answer[harm][::-1]
    path = tmp_path / "receipt.json"
    path.write_text(json.dumps(answer))
    code, said = verifier("receipt", path, "--key", key)
    assert code in (1, 2) and "holds" not in said.lower().replace("does not hold", ""), said


def test_witnesses_sign_what_goes_on(portal, visitor, key, tmp_path, monkeypatch):
    words = ["witness", "--name", "w.example/one", "--seed", str(tmp_path / "seed")]
    words += ["--state", str(tmp_path / "state"), "--log", str(key)]
    with subprocess.Popen(
        [sys.executable, "-I", str(TOOL), *words], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            line = process.stdout.readline()
            witness_key, port = re.fullmatch(r"(\S+): listening at (\d+)\n", line).groups()
            monkeypatch.setenv("THADS_LOG_WITNESSES", f"http://127.0.0.1:{port} {witness_key}")
            job = SimpleNamespace(dsn=portal.dsn)
            for _ in range(2):
                with portal.site() as site:
                    make_listing(portal, site)
                    transaction.commit()
                with portal.site() as site:
                    assert PublicationLog().run(site, job)["witnesses"] == 1
                checkpoint = visitor.get(f"{LOG}/checkpoint").text
                assert "w.example/one" in checkpoint
            ((number,),) = portal.query("SELECT max(number) FROM thads_log_now")
            receipt = kept(tmp_path / "receipt.json", visitor.get(f"{AS_OF}/{number}"))
            asked = ("receipt", receipt, "--key", key, "--witness", witness_key)
            code, said = verifier(*asked)
            assert code == 0 and "witnesses: w.example/one" in said, said
            # What it knows of otherwise it does not sign.
            size = int(checkpoint.split("\n")[1])
            (tmp_path / "state").write_text(f"{size - 1} {'A' * 43}=\n")
            with own_transaction(portal.dsn) as cursor:
                cursor.execute("DELETE FROM thads_log_cosignature")
            with portal.site() as site:
                assert PublicationLog().run(site, job)["witnesses"] == 0
        finally:
            process.kill()


def test_the_page_says_what_it_is(visitor):
    page = visitor.get(LOG)
    assert page.status == 200 and "Nhật ký công khai" in page.text
    assert visitor.get(f"{LOG}/key").text.strip() in page.text.replace("&#43;", "+")
    assert "Publication log" in visitor.get(f"/en{LOG}").text
