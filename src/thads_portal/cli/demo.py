"""``thads demo``: demo accounts, trust for most provinces, and a synthetic feed through the real import.

Everything here is repeatable: an interrupted first start is taken up by the
next, and a second run of the feed changes nothing.
"""

from argparse import ArgumentParser
from argparse import Namespace
from collections.abc import Callable
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from functools import partial
from itertools import count
from plone import api
from thads_portal.cli import accounts
from thads_portal.cli.progress import progress
from thads_portal.cli.settings import instance_folder
from thads_portal.cli.zope import application
from thads_portal.content.settings import CONTACT_ADDRESS
from thads_portal.content.settings import CONTACT_EMAIL
from thads_portal.content.settings import CONTACT_TELEPHONE
from thads_portal.content.settings import mark_demo
from thads_portal.database import marks
from thads_portal.domain.provinces import all_provinces
from thads_portal.domain.words import VIETNAM
from thads_portal.generator.demo_feed import demo_events
from thads_portal.generator.ledger import ledger_lines
from thads_portal.generator.past import Past
from thads_portal.importing.feed import Line
from thads_portal.jobs.queue import enqueue
from thads_portal.opendata.nightly import BulkFiles
from thads_portal.opendata.nightly import PublicLists
from thads_portal.opendata.nightly import Statistics
from thads_portal.security.accounts import ensure_demo_accounts
from thads_portal.security.province_policy import TRUSTED_PROVINCES

import json
import orjson
import os
import subprocess
import sys
import transaction


#: Provinces whose feed waits for the board in the demo.
UNTRUSTED = ("ha-noi", "bac-giang", "an-giang")
LISTINGS = 20_000
#: The province whose cases have a year of follow-up.
_FOLLOWED = "cao-bang"
#: Set in the database when the demo content is whole.
MARK = "demo"
_END_MARK = "demo-end"
#: Set when the desks have something to do.
_WORK_MARK = "demo-work"
#: Set when citizens have asked for something.
_REQUESTS_MARK = "demo-requests"
#: What is younger waits for the board where a province is not trusted.
_WAITS = timedelta(days=45)
SEED = 1
_ALL = [province.slug for province in all_provinces()]
_TRUSTED = [slug for slug in _ALL if slug not in UNTRUSTED]
_MADE_LATER = {"statistics": Statistics, "bulk-files": BulkFiles, "public-lists": PublicLists}


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--count", type=int, default=LISTINGS, help=f"synthetic listings (default {LISTINGS})"
    )


def run(arguments: Namespace) -> int:
    code = _run(arguments)
    if code is not None:
        return code
    # What was looked up during the feed went with its connections: the rest begins afresh.
    again = [sys.executable, "-m", "thads_portal.cli.main", "demo", "--count", str(arguments.count)]
    return subprocess.run(again, check=False).returncode


def _run(arguments: Namespace) -> int | None:
    """The exit code; None when the listings have just been fed, and the rest is to be made."""
    # Imported late: only together with Zope.
    from thads_portal.cli.demo_content import load_content
    from thads_portal.cli.demo_requests import make_requests
    from thads_portal.cli.demo_work import make_work

    var = instance_folder() / "var"
    with application() as zope:
        _trust_provinces()
        _fill_contacts(zope.portal)
        mark_demo(zope.portal)
        load_content(zope.portal)
        transaction.commit()
        rejected = 0
        if MARK in marks.read(zope.dsn):
            # Another number of listings would be other listings under the same ids.
            sys.stderr.write("thads: the demo listings are there already\n")
        else:
            with progress("demo listings", "listings", arguments.count) as reached:
                rejected = _load_listings(zope, arguments.count, reached)
        # The portal does not wait for these: its jobs make them when it serves.
        for kind, job in _MADE_LATER.items():
            enqueue(zope.portal, kind, title=job.title, owner="")
        # Last: the file says that everything before it is done.
        written = ensure_demo_accounts(_known(var))
        transaction.commit()
        if MARK not in marks.read(zope.dsn) and not rejected:
            _write(var, written)
            marks.write(zope.dsn, MARK, str(arguments.count))
            return None
        if _WORK_MARK not in marks.read(zope.dsn):
            make_work(zope.portal, zope.dsn)
            marks.write(zope.dsn, _WORK_MARK, "made")
        if _REQUESTS_MARK not in marks.read(zope.dsn):
            _write_request(var, make_requests(zope.portal, zope.dsn))
            marks.write(zope.dsn, _REQUESTS_MARK, "made")
        _write(var, written)
        if rejected:
            sys.stderr.write(f"thads: {rejected} demo listings were rejected\n")
            return 1
        marks.write(zope.dsn, MARK, str(arguments.count))
    return 0


def _load_listings(zope, count_: int, reached: Callable[[int], None]) -> int:
    """Feed the portal two years of listings; how many lines were rejected.

    The board has accepted what is older in each province; in some of them what is new waits for it.
    """
    from thads_portal.importing.run import feed_lines

    end = _last_day(zope.dsn)
    waits_from = str(end - _WAITS)
    events = list(demo_events(count_, seed=SEED, end=end))
    past = Past(datetime.now(UTC))
    rejected = done = 0
    for trusted, part in (
        (_ALL, [each for each in events if each["occurred_on"] < waits_from]),
        (_TRUSTED, [each for each in events if each["occurred_on"] >= waits_from]),
    ):
        if not part:
            continue
        decided = api.portal.get_registry_record(TRUSTED_PROVINCES)
        api.portal.set_registry_record(TRUSTED_PROVINCES, trusted)
        transaction.commit()
        try:
            report = feed_lines(
                zope.portal,
                map(Line, count(1), map(orjson.dumps, part)),
                actor="demo",
                progress=partial(_behind, reached, done),
                moment=past.moment,
            )
        finally:
            api.portal.set_registry_record(TRUSTED_PROVINCES, decided)
            transaction.commit()
        rejected += report.rejected
        done += len(part)
    followed = ledger_lines(_followed(events), today=datetime.now(VIETNAM).date())
    rejected += feed_lines(zope.portal, map(Line, count(1), followed), actor="demo").rejected
    return rejected


def _behind(reached: Callable[[int], None], before: int, lines: int) -> None:
    reached(before + lines)


def _followed(events: list[dict]) -> list[dict]:
    """The issued events of the province with a year of follow-up, of listings that stay as issued."""
    here = [each for each in events if each["province"] == _FOLLOWED]
    later = {each["external_id"] for each in here if each["event"] != "issued"}
    return [each for each in here if each["external_id"] not in later]


def _last_day(dsn: str) -> date:
    """The last day of the demo's events: yesterday, and after an interrupted start the same again."""
    known = marks.read(dsn).get(_END_MARK)
    if known is None:
        known = str(datetime.now(VIETNAM).date() - timedelta(days=1))
        marks.write(dsn, _END_MARK, known)
    return date.fromisoformat(known)


def _trust_provinces() -> None:
    """Only where nobody has decided yet."""
    if not api.portal.get_registry_record(TRUSTED_PROVINCES):
        api.portal.set_registry_record(TRUSTED_PROVINCES, _TRUSTED)


def _fill_contacts(portal) -> None:
    """Made-up contact data for the gateway and each subsite without; marked as samples."""
    _fill_gateway()
    for province in all_provinces():
        site = portal[province.slug]
        if site.address:
            continue
        site.address = f"Số 1 đường Mẫu, {province.official_name} (dữ liệu mẫu)"
        site.telephone = f"0{province.code.value} 000 0000 (số mẫu)"
        site.email = f"{province.slug}@thads.example"
        site.leadership = [
            "Cục trưởng; Nguyễn Văn Mẫu (dữ liệu mẫu)",
            "Phó Cục trưởng; Trần Thị Mẫu (dữ liệu mẫu)",
        ]
        site.working_hours = "Thứ Hai đến thứ Sáu, 07:30–11:30 và 13:30–17:00"


def _fill_gateway() -> None:
    if not api.portal.get_registry_record(CONTACT_ADDRESS):
        api.portal.set_registry_record(CONTACT_ADDRESS, "Số 1 đường Mẫu, Hà Nội (dữ liệu mẫu)")
        api.portal.set_registry_record(CONTACT_TELEPHONE, "024 000 0000 (số mẫu)")
        api.portal.set_registry_record(CONTACT_EMAIL, "gop-y@thads.example")


def _known(var) -> dict[str, dict[str, str]]:
    try:
        return json.loads(accounts.path(var).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _write_request(var, receipt: dict[str, str]) -> None:
    """Number and secret code of one of the demo's requests, for who wants to follow one."""
    path = var / "demo-request.json"
    descriptor = os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(json.dumps(receipt) + "\n")


def _write(var, written: dict[str, dict[str, str]]) -> None:
    """Whole or not at all, readable by the owner only."""
    target = accounts.path(var)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(written, file, indent=2)
        file.write("\n")
    draft.replace(target)
