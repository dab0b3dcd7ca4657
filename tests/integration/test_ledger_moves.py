"""Cases and ledgers move with an archive, and `thads register check` looks at them."""

from base64 import b64encode
from io import BytesIO
from tests.support.desk import at_desk
from tests.support.desk import EDITOR
from tests.support.feeding import as_body
from tests.support.feeding import body_of
from tests.support.feeding import events_of
from tests.support.feeding import feed
from tests.support.sent_forms import photograph
from thads_portal.actions.ledger.attach import attach
from thads_portal.content.register import REGISTER_ID
from thads_portal.importing import transfer_files
from thads_portal.importing.transfer import export
from thads_portal.importing.transfer import import_lines
from thads_portal.register.check import check
from thads_portal.register.rebuild import rebuild
from thads_portal.testing import fresh_portal
from thads_portal.testing import SITE_PATH

import orjson
import psycopg2
import pytest
import transaction


def about(event, kind, number, **more):
    return {
        "event": kind,
        "external_id": event["external_id"],
        "province": "cao-bang",
        "occurred_on": "2026-11-26",
        "document": {"number": number, "date": "2026-11-26"},
        **more,
    }


def lines_of(portal):
    return list(export(portal.database, site_path=SITE_PATH, dsn=portal.dsn))


def imported(portal, lines):
    return import_lines(portal.database, lines, dsn=portal.dsn, site_path=SITE_PATH)


def checked(portal):
    return check(portal.database, dsn=portal.dsn, site_path=SITE_PATH)


@pytest.fixture(scope="module")
def archived():
    """The lines of an installation with three cases, two of them with a ledger."""
    with fresh_portal() as portal:
        events = events_of(body_of(count=3, seed=4100, provinces=("cao-bang",)))
        feed(portal, as_body(events))
        first, second = events[:2]
        stated = [{"line": "1", "kind": "debt", "to_do": 9_000_000}, {"line": "2", "kind": "fine", "to_do": 500_000}]  # fmt: skip
        back = {"event": "collected", "document": {"number": "7/BL", "date": "2026-11-26"}}
        report = feed(portal, as_body([
            about(first, "case_stated", "1/QĐ", case={"origin": "on_request", "office": "Phòng 3", "lines": stated}),
            about(first, "verified", "2/BB", verification={"channel": "direct", "conclusion": "none"}),
            about(first, "collected", "7/BL", amount=700_000),
            about(first, "reversed", "8/BB", reverses=back),
            about(first, "collected", "9/BL", amount=600_000),
            about(first, "postponed", "10/QĐ", basis="46(1)(b)", until="2027-02-01"),
            about(second, "new_information", "3/CV", content="Có lương"),
        ]))  # fmt: skip
        assert report.rejected == 0, report.problems
        assert not checked(portal)
        yield lines_of(portal)


def test_export_import_export_gives_the_same_bytes(archived):
    assert sum(b'"case":' in line[:9] for line in archived) == 2
    with fresh_portal() as portal:
        done = imported(portal, archived)
        assert (done.created, done.cases, done.problems) == (3, 2, [])
        assert lines_of(portal) == archived
        assert not checked(portal)
        # What is computed has been computed anew.
        found = portal.query(
            "SELECT origin, office, entries, status, last_verified::text FROM thads_case"
            " WHERE entries > 1"
        )
        assert found[0][:2] == ("on_request", "Phòng 3")
        assert found[0][3:] == ("postponed", "2026-11-26")
        assert portal.query("SELECT count(*) FROM thads_case_duty")[0][0] >= 3
        again = imported(portal, archived)
        assert (again.created, again.cases, again.unchanged, again.problems) == (0, 0, 5, [])
        # A feed that is sent once more finds its keys.
        assert portal.query("SELECT count(*) FROM thads_case_entry WHERE key IS NOT NULL") == [(7,)]


def test_an_old_archive_without_ledgers_is_read(archived):
    old = [line for line in archived if not line.startswith(b'{"case"')]
    with fresh_portal() as portal:
        done = imported(portal, old)
        assert (done.created, done.cases, done.problems) == (3, 0, [])
        # The ledgers may follow later.
        assert imported(portal, archived).cases == 2


def test_what_was_tampered_with_is_refused_and_its_case_stays_empty(archived):
    cases = [line for line in archived if line.startswith(b'{"case"')]
    with fresh_portal() as portal:
        imported(portal, [line for line in archived if line not in cases])
        record = orjson.loads(next(line for line in cases if b'"collected"' in line))
        for entry in record["case"]["entries"]:
            if entry["kind"] == "collected":
                entry["signed"] = entry["amount"] = 10**12
        spoilt = orjson.dumps(record, option=orjson.OPT_SORT_KEYS)
        done = imported(portal, [spoilt, b'{"case":{},"format":1}', b'{"case":1,"format":9}'])
        assert done.cases == 0 and [line for line, _why in done.problems] == [1, 2, 3]
        assert portal.query("SELECT count(*) FROM thads_case_entry") == [(0,)]
        assert portal.query("SELECT count(*) FROM thads_case_line") == [(0,)]


def test_check_finds_and_rebuild_mends(archived):
    with fresh_portal() as portal:
        imported(portal, archived)
        connection = psycopg2.connect(portal.dsn)
        with connection, connection.cursor() as cursor:
            cursor.execute("UPDATE thads_case SET conclusion = 'all' WHERE entries > 1")
            cursor.execute("UPDATE thads_case SET listed = 7 WHERE entries = 0")
            cursor.execute("DELETE FROM thads_case_proposal")
        found = checked(portal)
        assert found and set(found.cases) == {"computed", "counted"}
        rebuild(portal.database, dsn=portal.dsn, site_path=SITE_PATH)
        assert not checked(portal)
        with connection, connection.cursor() as cursor:
            cursor.execute("ALTER TABLE thads_case_line DROP CONSTRAINT thads_case_line_comes_out")
            cursor.execute("UPDATE thads_case_line SET done = done + 5 WHERE line = '1'")
        connection.close()
        assert set(checked(portal).cases) == {"balances"}


@pytest.fixture(scope="module")
def with_files(archived):
    """The same with a photograph of an entry and a paper of the case that is longer than a piece."""
    with fresh_portal() as portal:
        imported(portal, archived)
        ((number, entry),) = portal.query(
            "SELECT min(number), min(entry.id) FROM thads_case_entry AS entry"
            " JOIN thads_case_listing USING (case_id) WHERE kind = 'verified'"
        )
        paper = b"%PDF-1.7\n" + bytes(range(256)) * 1000
        with portal.site() as site:
            listing = site["cao-bang"][REGISTER_ID][number]
            acting = at_desk(site, EDITOR)
            attach(listing, acting, name="bb.jpg", stream=BytesIO(photograph()), entry=entry)
            attach(listing, acting, name="don.pdf", stream=BytesIO(paper))
            transaction.commit()
        yield list(export(portal.database, site_path=SITE_PATH, dsn=portal.dsn, files=True))


def test_files_of_cases_move_with_their_digests(archived, with_files):
    assert with_files[: len(archived)] == archived
    with fresh_portal() as portal:
        # Before their cases are there, they are refused.
        files = with_files[len(archived) :]
        done = imported(portal, files)
        assert done.files == 0 and len(done.problems) == 2
        assert portal.query("SELECT count(*) FROM thads_file") == [(0,)]
        done = imported(portal, with_files)
        assert (done.files, done.problems) == (2, [])
        lines = export(portal.database, site_path=SITE_PATH, dsn=portal.dsn, files=True)
        assert list(lines) == with_files
        assert portal.query(
            "SELECT entry.kind FROM thads_case_file LEFT JOIN thads_case_entry AS entry"
            " ON entry.id = entry ORDER BY 1"
        ) == [("verified",), (None,)]
        assert portal.query("SELECT count(*) FROM thads_job WHERE kind = 'case-preview'") == [(2,)]
        assert portal.query("SELECT count(*) FROM thads_file WHERE expires IS NOT NULL") == [(0,)]
        again = imported(portal, with_files)
        assert (again.files, again.unchanged, again.problems) == (0, 7, [])


def test_a_file_that_was_touched_is_refused(archived, with_files):
    files = with_files[len(archived) :]
    heads = [place for place, line in enumerate(files) if line.startswith(b'{"file"')]
    touched = [*files]
    touched[heads[1] - 1] = orjson.dumps({"piece": b64encode(b"x" * 48 * 1024).decode()}) + b"\n"
    with fresh_portal() as portal:
        imported(portal, archived)
        done = imported(portal, touched)
        assert done.files == 1 and len(done.problems) == 1
        # Cut off, in the middle of a file.
        done = imported(portal, files[: heads[1] - 1] if heads[1] > 2 else files[:1])
        assert done.files == 0 and "missing" in done.problems[0][1]
        # Of the wrong type by its content.
        head = orjson.loads(files[heads[0]])
        head["file"].update(media_type="image/png", id="0" * 32)
        done = imported(
            portal, [orjson.dumps(head, option=orjson.OPT_SORT_KEYS), *files[1 : heads[1]]]
        )
        assert done.files == 0 and "another type" in done.problems[0][1]
        assert transfer_files.count(portal.dsn) == 1
