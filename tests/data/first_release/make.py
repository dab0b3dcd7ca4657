"""Makes the installation of the first release that the tests of upgrading begin with.

It runs the first release's own code, in a checkout of it:

    git worktree add CHECKOUT 1.0.0
    make -C CHECKOUT install
    (cd CHECKOUT && .venv/bin/python -P HERE/make.py HERE)

and writes to HERE, the folder of this file: ``database.sql.xz``, as `pg_dump` gives it;
``listings.ndjson.xz``, as `thads export-listings` does; ``accounts.json``, the accounts by role.
All of it is synthetic. Every type of content is in it, 2,000 listings in every state and with
everything that can wait on one, a list from Excel, posting batches at every step, jobs that are
over and one that waits, papers, visits and ratings.
"""

from datetime import date
from pathlib import Path

import json
import lzma
import os
import subprocess
import sys


HERE = Path(sys.argv[1]).resolve()
CHECKOUT = Path.cwd()
sys.path[:0] = [str(CHECKOUT / "tests" / "integration"), str(CHECKOUT / "tests" / "functional")]
#: As in the test: digests of personal numbers are made with it.
os.environ["THADS_PERSONAL_NUMBER_KEY"] = "5e" * 32
LISTINGS = 2_000
EVENTS = 2_170

from batches import batch_of  # noqa: E402 - the checkout's, found only now
from batches import make_batch  # noqa: E402
from desk import at_desk  # noqa: E402
from desk import BOARD  # noqa: E402
from desk import BY_PERMISSION  # noqa: E402
from desk import HEAD  # noqa: E402
from desk import make_colleagues  # noqa: E402
from desk import policy_for  # noqa: E402
from desk import STEPS  # noqa: E402
from plone import api  # noqa: E402
from plone.namedfile.file import NamedBlobFile  # noqa: E402
from plone.namedfile.file import NamedBlobImage  # noqa: E402
from test_excel_pages import field  # noqa: E402
from test_excel_pages import post  # noqa: E402
from test_excel_pages import uploaded  # noqa: E402
from test_papers_page import post as issue_paper  # noqa: E402
from thads_portal.actions.batch_approve import approve_batch  # noqa: E402
from thads_portal.actions.batch_return import return_rows  # noqa: E402
from thads_portal.cli import demo  # noqa: E402
from thads_portal.cli.demo_content import load_content  # noqa: E402
from thads_portal.cli.serve import _release  # noqa: E402
from thads_portal.database import marks  # noqa: E402
from thads_portal.database.binaries import tool  # noqa: E402
from thads_portal.domain.lifecycle import Step  # noqa: E402
from thads_portal.domain.lifecycle import TRANSITIONS  # noqa: E402
from thads_portal.generator.feed import FeedOptions  # noqa: E402
from thads_portal.generator.feed import lines  # noqa: E402
from thads_portal.generator.lists import ListOptions  # noqa: E402
from thads_portal.generator.lists import messy_workbook  # noqa: E402
from thads_portal.importing.feed import Line  # noqa: E402
from thads_portal.importing.run import feed_lines  # noqa: E402
from thads_portal.importing.transfer import export  # noqa: E402
from thads_portal.jobs.queue import enqueue  # noqa: E402
from thads_portal.opendata.issuing import LIST_JOB  # noqa: E402
from thads_portal.opendata.nightly import Statistics  # noqa: E402
from thads_portal.register import visits  # noqa: E402
from thads_portal.register.ratings import rate  # noqa: E402
from thads_portal.register.ratings import Rating  # noqa: E402
from thads_portal.testing import fresh_portal  # noqa: E402
from thads_portal.testing import make_listing  # noqa: E402
from thads_portal.testing import SITE_PATH  # noqa: E402
from thads_portal.testing_http import Visitor  # noqa: E402

import test_actions  # noqa: E402
import transaction  # noqa: E402


def content(portal) -> None:
    with portal.site() as site, api.env.adopt_roles(["Manager"]):
        demo._trust_provinces()
        demo._fill_contacts(site)
        load_content(site)
        news = site["cao-bang"]["tin-tuc"] if "tin-tuc" in site["cao-bang"] else site["cao-bang"]
        for kind, more in {
            "Document": {"title": "Trang giới thiệu mẫu"},
            "Link": {"title": "Liên kết mẫu", "remoteUrl": "https://www.example.org/"},
            "File": {"title": "Tệp mẫu", "file": NamedBlobFile(b"mau", filename="mau.txt")},
            "Image": {"title": "Hình mẫu", "image": NamedBlobImage(_DOT, filename="mau.gif")},
        }.items():
            for place in (site, news):
                if kind in {each.getId() for each in place.allowedContentTypes()}:
                    api.content.create(place, kind, id=f"mau-{kind.lower()}", **more)
                    break
        transaction.commit()


_DOT = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,"
    b"\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)


def fed(portal) -> None:
    options = FeedOptions(count=EVENTS, seed=7, all_events=True, flagged_share=0.01)
    with portal.site() as site:
        feed_lines(site, map(Line, range(1, EVENTS + 1), lines(options)), actor="demo")
        transaction.commit()


def steps(portal) -> None:
    """Each step of the desks taken once, from each state it may be taken in."""
    with portal.site() as site:
        make_colleagues(site)
        transaction.commit()
        for transition in TRANSITIONS:
            if transition.step is Step.CREATE:
                continue
            for state in sorted(transition.sources):
                listing = test_actions.ready(portal, site, transition, state)
                transaction.commit()
                # Once as it waits, once as it is after the step.
                test_actions.ready(portal, site, transition, state)
                name = BY_PERMISSION[transition.permission]
                policy = policy_for(transition.step)
                STEPS[transition.step](listing, at_desk(site, name, policy=policy))
                transaction.commit()


def excel_and_batches(portal, address) -> None:
    editor = Visitor(address, portal.accounts["provincial_editor"])
    data = messy_workbook(ListOptions(rows=40, wrong=frozenset({2}), serial=9000))
    path = uploaded(portal, editor, data)
    page, upload = editor.get(f"{path}&loc=e").text, path.partition("ma=")[2]
    post(editor, page, action="correct", ma=upload, shown="2", **{"o-2-7": "19/11/2026"})
    page = editor.get(path).text
    post(editor, page, action="write", ma=upload, revision=field(page, "revision"))
    portal.run_jobs()
    post(editor, editor.get(path).text, action="batch", ma=upload)
    # A second list, read and left.
    uploaded(portal, editor, messy_workbook(ListOptions(rows=3, serial=9500, seed=9)), "2.xlsx")
    with portal.site() as site:
        for until in ("draft", "submitted", "board_review"):
            make_batch(portal, site, until=until)
        approved, _numbers = make_batch(portal, site, 6, until="board_review")
        approve_batch(batch_of(site, approved), at_desk(site, BOARD))
        transaction.commit()
        for until, who, left in (("submitted", HEAD, 0), ("board_review", BOARD, 1)):
            returned, numbers = make_batch(portal, site, until=until)
            reasons = dict.fromkeys(numbers[left:], "Thiếu quyết định")
            return_rows(batch_of(site, returned), at_desk(site, who), reasons)
        transaction.commit()


def rest(portal, address) -> None:
    visitor = Visitor(address)
    numbers = portal.query(
        "SELECT number FROM thads_listing WHERE state = 'published' AND province = 'cao-bang'"
        " ORDER BY number LIMIT 2"
    )
    editor = Visitor(address, portal.accounts["provincial_editor"])
    for (number,) in numbers:
        notice = f"/cao-bang/nguoi-phai-thi-hanh-an/{number}/thong-bao-niem-yet"
        answer = issue_paper(editor, notice, commune="UBND xã Mẫu")
        assert answer.status == 303, answer.status
    with portal.site(role="provincial_editor") as site:
        of = {"province": "cao-bang", "agency": None, "root": "https://thads.example"}
        enqueue(site, LIST_JOB, of, title="Danh sách", province="cao-bang")
        transaction.commit()
    visits.add(portal.dsn, {(date(2026, 11, 20), "cao-bang", "listing"): 12})
    for path in ("/", "/cao-bang", "/tra-cuu?q=nguyen"):
        assert visitor.get(path).status == 200
    for answer in (Rating.SATISFIED, Rating.SATISFIED, Rating.NEUTRAL, Rating.DISSATISFIED):
        rate(portal.dsn, answer, today=date(2026, 11, 20))
    with portal.site() as site:
        enqueue(site, "statistics", title=Statistics.title, owner="")
        transaction.commit()
    portal.run_jobs()
    missing = LISTINGS - portal.query("SELECT count(*) FROM thads_listing")[0][0]
    assert missing >= 0, f"{-missing} listings too many: lower EVENTS"
    with portal.site() as site:
        for place in range(missing):
            make_listing(portal, site, province="ha-noi", debtor_name=f"Đỗ Văn {place}")
        transaction.commit()
        # One that waits while the release is changed.
        enqueue(site, "statistics", title=Statistics.title, owner="")
        transaction.commit()


def written(portal) -> None:
    with portal.site():
        listings = b"".join(export(portal.database, site_path=SITE_PATH))
    _pack("listings.ndjson.xz", listings)
    dump = subprocess.run(
        [str(tool("pg_dump")), "--no-owner", "--no-privileges", portal.dsn],
        stdout=subprocess.PIPE,
        check=True,
    ).stdout
    _pack("database.sql.xz", dump)
    accounts = json.dumps(portal.accounts, indent=2, sort_keys=True)
    (HERE / "accounts.json").write_text(accounts + "\n", encoding="utf-8")


def _pack(name: str, data: bytes) -> None:
    packed = lzma.compress(data, preset=9 | lzma.PRESET_EXTREME)
    (HERE / name).write_bytes(packed)
    print(f"{name}: {len(packed):,} bytes")


def main() -> None:
    with fresh_portal() as portal:
        content(portal)
        fed(portal)
        steps(portal)
        address = portal.serve()
        excel_and_batches(portal, address)
        rest(portal, address)
        # As `thads serve --demo` leaves it.
        marks.write(portal.dsn, "site", _release())
        marks.write(portal.dsn, demo.MARK, str(LISTINGS))
        print(portal.query("SELECT state, count(*) FROM thads_listing GROUP BY 1 ORDER BY 1"))
        print(portal.query("SELECT state, count(*) FROM thads_batch GROUP BY 1 ORDER BY 1"))
        print(portal.query("SELECT kind, state, count(*) FROM thads_job GROUP BY 1, 2"))
        print(portal.query("SELECT kind, count(*) FROM thads_paper GROUP BY 1"))
        written(portal)


main()
