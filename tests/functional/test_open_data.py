"""The bulk files as a bank takes them, the page about them, and the statistics."""

from tests.support.reading import read_csv
from tests.support.staff import Staff
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.provinces import all_provinces
from thads_portal.opendata import bulk
from thads_portal.register import statistics
from thads_portal.security.public_address import listening_address
from thads_portal.services.fairness import EXPORTS
from thads_portal.services.fairness import limiter
from thads_portal.testing import make_listing
from thads_portal.testing_http import Visitor

import gzip
import hashlib
import http.client
import io
import json
import openpyxl
import orjson
import pytest
import re
import transaction


SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(scope="module")
def filled(portal):
    with portal.site() as site:
        for number in range(5):
            make_listing(
                portal,
                site,
                debtor_name=f"Nông Văn {number}",
                enforcement_decision_number=f"{number}/QĐ",
            )
        make_listing(portal, site, province="ha-noi", debtor_name="=Hoàng", ground="c")
        make_listing(portal, site, debtor_name="Lý Chấm Dứt", state="ended")
        make_listing(portal, site, debtor_name="Lý Bản Nháp", state="draft")
        transaction.commit()


@pytest.fixture(scope="module")
def made(portal, filled):
    """By the job, as every night."""
    statistics.take(portal.dsn)
    return bulk.make(portal.dsn, register_id=REGISTER_ID)


@pytest.fixture
def visitor(server, made):
    return Visitor(server)


def test_before_the_first_night(portal, server, filled):
    if portal.query("SELECT FROM thads_bulk_set"):
        pytest.skip("made already")
    visitor = Visitor(server)
    assert "01:00" in visitor.get("/du-lieu").text
    assert visitor.get("/du-lieu/SHA256SUMS").status == 404
    assert visitor.get("/thong-ke").status == 200
    assert visitor.get("/thong-ke.csv?bang=province").status == 404


def test_a_bank_takes_the_nation(visitor):
    """Checksums, manifest, file; what it has read is what is public and nothing else."""
    sums = dict(
        reversed(line.split("  ")) for line in visitor.get("/du-lieu/SHA256SUMS").text.splitlines()
    )
    manifest = visitor.get("/du-lieu/manifest.json")
    assert hashlib.sha256(manifest.body).hexdigest() == sums["manifest.json"]
    about = manifest.json()
    assert (about["listings"], about["provinces"]) == (6, {"cao-bang": 5, "ha-noi": 1})
    for file in about["files"]:
        answer = visitor.get(f"/du-lieu/{file['name']}")
        assert hashlib.sha256(answer.body).hexdigest() == sums[file["name"]] == file["sha256"]
        assert int(answer.headers["Content-Length"]) == file["size"] == len(answer.body)
        assert answer.headers["X-Robots-Tag"].startswith("noindex")
        assert answer.headers["X-Cursor"] == file["cursor"] == about["cursor"]
    lines = gzip.decompress(visitor.get("/du-lieu/thads-ca-nuoc.ndjson.gz").body).splitlines()
    records = [json.loads(line) for line in lines]
    assert [each["debtor_name"] for each in records] == [
        *(f"Nông Văn {n}" for n in range(5)),
        "=Hoàng",
    ]
    assert list(records[0]) == about["fields"]
    rows = read_csv(gzip.decompress(visitor.get("/du-lieu/thads-ha-noi.csv.gz").body))
    assert (len(rows), rows[1][6]) == (2, "'=Hoàng")


@pytest.mark.parametrize(
    ("path", "media", "asked"),
    [
        ("/du-lieu", {"application/gzip"}, 2),
        ("/thong-ke", {"text/csv", SHEET}, 10),
        ("/cao-bang/thong-ke", {"text/csv", SHEET}, 10),
    ],
)
def test_engines_are_told_of_the_data(visitor, path, media, asked):
    """By the portal's own address: what engines keep never repeats the host that was asked."""
    portal = listening_address()
    page = visitor.get(path).text
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    assert (data["@type"], data["url"]) == ("Dataset", f"{portal}{path}")
    assert data["dateModified"] and data["license"].startswith(f"{portal}/du-lieu")
    files = data["distribution"]
    assert {file["encodingFormat"] for file in files} == media
    assert len(files) >= asked
    for file in files[:2]:
        assert file["contentUrl"].startswith(f"{portal}/")
        assert visitor.get(file["contentUrl"].removeprefix(portal)).status == 200


def test_a_download_is_gone_on_with(visitor):
    whole = visitor.get("/du-lieu/thads-ca-nuoc.csv.gz")
    tag = whole.headers["Etag"]
    size = len(whole.body)
    for asked, expected in (
        ("bytes=10-", whole.body[10:]),
        ("bytes=-7", whole.body[-7:]),
        ("bytes=0-99999999", whole.body),
        ("bytes=3-5", whole.body[3:6]),
    ):
        part = visitor.get("/du-lieu/thads-ca-nuoc.csv.gz", Range=asked, If_Range=tag)
        assert part.body == expected
        assert part.status == (200 if len(expected) == size else 206)
    assert part.headers["Content-Range"] == f"bytes 3-5/{size}"
    other = visitor.get("/du-lieu/thads-ca-nuoc.csv.gz", Range="bytes=3-5", If_Range='"other"')
    assert (other.status, other.body) == (200, whole.body)
    beyond = visitor.get("/du-lieu/thads-ca-nuoc.csv.gz", Range=f"bytes={size}-")
    assert (beyond.status, beyond.headers["Content-Range"]) == (416, f"bytes */{size}")
    assert visitor.get("/du-lieu/thads-ca-nuoc.csv.gz", If_None_Match=tag).status == 304
    for junk in ("bytes=5-3", "bytes=a-b", "lines=1-2", "bytes=0-1,3-4"):
        assert visitor.get("/du-lieu/thads-ca-nuoc.csv.gz", Range=junk).body == whole.body


def test_a_file_that_breaks_off_is_short(visitor, monkeypatch):
    monkeypatch.setattr(bulk.files, "read", lambda dsn, file: broken())

    def broken():
        yield b"abc"
        raise bulk.files.FileGone

    with pytest.raises(http.client.IncompleteRead):
        visitor.get("/du-lieu/thads-ca-nuoc.csv.gz")


def test_a_new_set_takes_the_place_of_the_old(portal, visitor, filled):
    before = portal.query("SELECT count(*) FROM thads_file")[0][0]
    old = visitor.get("/du-lieu/thads-ca-nuoc.ndjson.gz")
    with portal.site() as site:
        make_listing(portal, site, debtor_name="Mới")
        transaction.commit()
    assert visitor.get("/du-lieu/thads-ca-nuoc.ndjson.gz").body == old.body
    for _ in range(3):
        bulk.make(portal.dsn, register_id=REGISTER_ID, decision=False)
    new = visitor.get("/du-lieu/thads-ca-nuoc.ndjson.gz")
    text = gzip.decompress(new.body).decode()
    assert "Mới" in text and "no_conditions_decision_number" not in text
    # The set before the last stays for who is downloading it; no other.
    assert portal.query("SELECT count(*) FROM thads_file")[0][0] == 2 * before
    assert portal.query("SELECT count(*) FROM thads_file WHERE expires IS NOT NULL") == [(0,)]
    assert portal.query("SELECT count(*) FROM thads_bulk_set") == [(2,)]


def test_without_a_change_every_file_has_the_same_bytes(portal, visitor):
    bulk.make(portal.dsn, register_id=REGISTER_ID)
    sums = visitor.get("/du-lieu/SHA256SUMS").body
    bulk.make(portal.dsn, register_id=REGISTER_ID)
    assert visitor.get("/du-lieu/SHA256SUMS").body == sums
    names = [line.split()[1] for line in sums.decode().splitlines()]
    # Two files of the nation and of each of the 63, and the list of them.
    assert len(names) == 2 * 64 + 1
    empty = gzip.decompress(visitor.get("/du-lieu/thads-ca-mau.csv.gz").body).decode("utf-8-sig")
    assert empty.startswith("number,") and empty.count("\n") == 1


def test_what_ended_leaves_within_minutes(portal, visitor):
    from thads_portal.opendata.nightly import EndedLeave

    with portal.site() as site:
        listing = make_listing(portal, site, debtor_name="Người Sẽ Hết")
        number = listing.id
        transaction.commit()
    bulk.make(portal.dsn, register_id=REGISTER_ID)
    nation = "/du-lieu/thads-ca-nuoc.{}.gz"
    other = visitor.get("/du-lieu/thads-ha-noi.csv.gz").body
    for suffix in ("csv", "ndjson"):
        assert number in gzip.decompress(visitor.get(nation.format(suffix)).body).decode()
    assert bulk.trim(portal.dsn, register_id=REGISTER_ID)["provinces"] == 0
    portal.query(
        "UPDATE thads_listing SET state = 'ended', ended_at = now() WHERE number = %s RETURNING 1",
        number,
    )
    assert EndedLeave.cron.startswith("*/3 ")
    assert bulk.trim(portal.dsn, register_id=REGISTER_ID)["provinces"] == 1
    province = "/du-lieu/thads-cao-bang.{}.gz"
    for path in (nation, province):
        for suffix in ("csv", "ndjson"):
            text = gzip.decompress(visitor.get(path.format(suffix)).body).decode()
            assert number not in text and "Người Sẽ Hết" not in text
    assert visitor.get("/du-lieu/thads-ha-noi.csv.gz").body == other
    sums = visitor.get("/du-lieu/SHA256SUMS").text
    for line in sums.splitlines():
        checksum, name = line.split()
        assert hashlib.sha256(visitor.get(f"/du-lieu/{name}").body).hexdigest() == checksum
    # As if made anew as a whole, and not again where nothing more has ended.
    assert bulk.trim(portal.dsn, register_id=REGISTER_ID)["provinces"] == 0
    trimmed = {line for line in sums.splitlines() if "manifest" not in line}
    bulk.make(portal.dsn, register_id=REGISTER_ID)
    again = visitor.get("/du-lieu/SHA256SUMS").text
    assert {line for line in again.splitlines() if "manifest" not in line} == trimmed


def test_a_set_that_fails_is_never_seen(portal, visitor, monkeypatch):
    old = visitor.get("/du-lieu/SHA256SUMS").body

    def fail(*arguments, **options):
        raise RuntimeError

    monkeypatch.setattr(bulk, "_checksums", fail)
    with pytest.raises(RuntimeError):
        bulk.make(portal.dsn, register_id=REGISTER_ID)
    assert visitor.get("/du-lieu/SHA256SUMS").body == old


def test_the_jobs_run(portal, visitor):
    from thads_portal.jobs.queue import enqueue

    with portal.site() as site:
        for kind in ("bulk-files", "ended-leave", "statistics"):
            enqueue(site, kind, title=kind, owner="")
        transaction.commit()
    portal.run_jobs()
    assert portal.query(
        "SELECT DISTINCT state FROM thads_job WHERE kind IN ('bulk-files', 'ended-leave', 'statistics')"
    ) == [("done",)]


def test_the_page(visitor):
    for address in ("/du-lieu", "/du-lieu?set_language=en"):
        answer = visitor.get(address)
        assert answer.status == 200
        assert "thads-ca-nuoc.csv.gz" in answer.text and "SHA256SUMS" in answer.text
        assert "debtor_address" in answer.text
        assert "index, follow" in answer.text
    for path in ("/du-lieu/x", "/du-lieu/SHA256SUMS/x", "/du-lieu/..", "/cao-bang/du-lieu"):
        assert visitor.get(path).status == 404


def test_downloads_have_their_share(visitor):
    limiter.forget()
    while not limiter.take(f"{EXPORTS}|203.0.113.9", 12):
        """The rest of the share."""
    answer = visitor.get("/du-lieu/thads-ca-nuoc.csv.gz", X_Forwarded_For="203.0.113.9")
    assert answer.status == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    # The other reason for this status is a wrong password.
    assert "Quá nhiều yêu cầu" in answer.text and "Too many requests" in answer.text
    assert "mật khẩu" not in answer.text
    limiter.forget()


# Statistics


def test_statistics_of_nation_and_province(visitor):
    nation = visitor.get("/thong-ke")
    assert nation.status == 200
    for text in ("<h1>Bao nhiêu việc chưa có ", "<svg", "Hà Nội", "<title id="):
        assert text in nation.text
    province = visitor.get("/cao-bang/thong-ke?nam=2026&ky=3")
    assert province.status == 200
    assert "01/10/2025" in province.text and "31/12/2025" in province.text
    assert visitor.get("/ha-giang/thong-ke").status == 200


def test_statistics_as_files(visitor):
    rows = read_csv(visitor.get("/thong-ke.csv?bang=province").body)
    assert {row[0]: row[1] for row in rows[1:]} == {"Cao Bằng": "6", "Hà Nội": "1"}
    assert len(read_csv(visitor.get("/thong-ke.csv?bang=month&ky=6").body)) == 7
    answer = visitor.get("/cao-bang/thong-ke.xlsx?bang=agency")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.body)).worksheets[0]
    assert sheet["B2"].value == 6


def test_statistics_as_data(visitor):
    found = orjson.loads(visitor.get("/thong-ke.json").body)
    assert found["place"] is None and found["period"]["months"] == 12
    tables = {table["name"]: table for table in found["tables"]}
    assert {"province", "judgment_kind", "standing", "per_people", "month"} <= set(tables)
    assert {row["key"]: row["cases"] for row in tables["province"]["rows"]} == {
        "cao-bang": 6,
        "ha-noi": 1,
    }
    # Whatever cases are told apart by, the parts are no more than the whole.
    for name in ("judgment_kind", "obligation_kind", "ground", "standing", "province_2025"):
        assert sum(row["cases"] for row in tables[name]["rows"]) == 7
    whole = sum(row["money"] for row in tables["province"]["rows"])
    for name in ("judgment_kind", "obligation_kind", "ground", "province_2025"):
        assert sum(row["money"] for row in tables[name]["rows"]) == whole
    shares = {row["key"]: row["per_100000"] for row in tables["per_people"]["rows"]}
    assert shares["cao-bang"] == 1.1
    assert "chưa đối chiếu" in tables["per_people"]["note"]
    one = orjson.loads(visitor.get("/cao-bang/thong-ke.json?bang=agency").body)
    assert one["place"] == "cao-bang" and [table["name"] for table in one["tables"]] == ["agency"]
    assert visitor.get("/thong-ke.json?bang=x").status == 400


def test_an_administrator_writes_other_counts_of_people(portal, server, visitor):
    """The page and the files divide by the new count and name its source, until it is taken back."""
    administrator = Staff(server, portal.accounts["administrator"])

    def told():
        tables = orjson.loads(visitor.get("/thong-ke.json?bang=per_people").body)["tables"]
        return {row["key"]: row["per_100000"] for row in tables[0]["rows"]}, tables[0]["note"]

    before = told()
    sent = [
        ("action", "add"),
        ("list", "Cao Bằng\t900.000\nKhông Đâu 5"),
        ("counted_on", "01/04/2024"),
    ]
    refused = administrator.post("/dan-so", [*sent, ("source", "")])
    assert refused.status == 422 and "Dòng 2: hãy ghi tên một tỉnh" in refused.text
    assert 'id="f-source-error"' in refused.text
    assert told() == before
    sent[1] = ("list", "Cao Bằng\t900.000")
    source = "Điều tra giữa kỳ 2024, trang 9"
    assert administrator.post("/dan-so", [*sent, ("source", source)]).status == 303
    shares, note = told()
    assert 0 < shares["cao-bang"] < before[0]["cao-bang"]
    assert source in note and "chưa đối chiếu" in note
    page = administrator.get("/dan-so").text
    assert "900.000" in page and source in page and "01/04/2024" in page
    assert portal.query(
        "SELECT details FROM thads_record WHERE action = 'populations_changed' ORDER BY id"
    ) == [({"provinces": ["cao-bang"]},)]
    removed = administrator.post("/dan-so", [("action", "remove"), ("tinh", "cao-bang")])
    assert removed.status == 303
    assert told() == before and source not in before[1]
    nothing = administrator.post("/dan-so", [("action", "remove")])
    assert "Hãy chọn tỉnh cần bỏ" in nothing.text


@pytest.mark.parametrize("measure", ["viec", "tien", "ty-le"])
def test_the_map_shows_one_measure(visitor, measure):
    page = visitor.get(f"/thong-ke?do={measure}").text
    assert page.count('class="level-') + page.count(" level-") > 60
    assert "Hoàng Sa" in page and "Trường Sa" in page
    assert ("Nguồn dân số" in page.split("map-wide", 1)[1].split("</section>")[0]) == (
        measure == "ty-le"
    )
    assert visitor.get("/thong-ke?do=x").status == 400


@pytest.mark.parametrize("asked", ["?nam=1900", "?ky=5", "?nam=x", "?ky=&nam=2026x"])
def test_statistics_refuse(visitor, asked):
    assert visitor.get(f"/thong-ke{asked}").status == 400
    assert visitor.get("/thong-ke.csv?bang=x").status == 400
    assert visitor.get("/thong-ke.json?bnag=province").status == 400


@pytest.mark.parametrize(
    ("name", "media"),
    [
        ("datapackage.json", "application/json"),
        ("csv-metadata.json", "application/csvm+json"),
        ("catalog.jsonld", "application/ld+json"),
    ],
)
def test_the_files_are_described_for_programs(visitor, name, media):
    answer = visitor.get(f"/du-lieu/{name}")
    assert (answer.status, answer.headers["Content-Type"]) == (200, media)
    assert "thads-cao-bang.csv.gz" in answer.text
    again = visitor.get(f"/du-lieu/{name}", If_None_Match=answer.headers["Etag"])
    assert (again.status, again.body) == (304, b"")


def test_every_province_has_its_page(visitor):
    for province in all_provinces()[::20]:
        assert visitor.get(f"/{province.slug}/thong-ke").status == 200
