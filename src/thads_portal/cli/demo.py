"""``thads demo``: demo accounts, trust for most provinces, and a synthetic feed through the real import.

Everything here is repeatable: an interrupted first start is taken up by the
next, and a second run of the feed changes nothing.
"""

from argparse import ArgumentParser
from argparse import Namespace
from collections.abc import Iterable
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from plone import api
from thads_portal.cli import accounts
from thads_portal.cli.progress import progress
from thads_portal.cli.settings import instance_folder
from thads_portal.cli.zope import application
from thads_portal.content.settings import CONTACT_ADDRESS
from thads_portal.content.settings import CONTACT_EMAIL
from thads_portal.content.settings import CONTACT_TELEPHONE
from thads_portal.database import marks
from thads_portal.domain.provinces import all_provinces
from thads_portal.domain.words import VIETNAM
from thads_portal.generator.feed import FeedOptions
from thads_portal.generator.feed import lines
from thads_portal.generator.ledger import ledger_lines
from thads_portal.importing.feed import Line
from thads_portal.jobs.queue import enqueue
from thads_portal.opendata.nightly import BulkFiles
from thads_portal.opendata.nightly import PublicLists
from thads_portal.opendata.nightly import Statistics
from thads_portal.security.accounts import ensure_demo_accounts
from thads_portal.security.province_policy import TRUSTED_PROVINCES

import json
import os
import sys
import transaction


#: Provinces whose feed waits for the board in the demo.
UNTRUSTED = ("ha-noi", "bac-giang", "an-giang")
LISTINGS = 20_000
#: The province whose cases have a year of follow-up.
_FOLLOWED = b'"cao-bang"'
#: Set in the database when the demo content is whole.
MARK = "demo"
SEED = 1
_MADE_LATER = {"statistics": Statistics, "bulk-files": BulkFiles, "public-lists": PublicLists}


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--count", type=int, default=LISTINGS, help=f"synthetic listings (default {LISTINGS})"
    )


def run(arguments: Namespace) -> int:
    # Imported late: only together with Zope.
    from thads_portal.cli.demo_content import load_content
    from thads_portal.importing.run import feed_lines

    var = instance_folder() / "var"
    with application() as zope:
        _trust_provinces()
        _fill_contacts(zope.portal)
        load_content(zope.portal)
        transaction.commit()
        rejected = 0
        if MARK in marks.read(zope.dsn):
            # Another number of listings would be other listings under the same ids.
            sys.stderr.write("thads: the demo listings are there already\n")
        else:
            with progress("demo listings", "listings", arguments.count) as reached:
                issued: list[dict] = []
                drawn = lines(FeedOptions(count=arguments.count, seed=SEED))
                rejected = feed_lines(
                    zope.portal,
                    map(Line, count(1), _noting(drawn, issued)),
                    actor="demo",
                    progress=reached,
                ).rejected
            followed = ledger_lines(issued, today=datetime.now(VIETNAM).date())
            rejected += feed_lines(
                zope.portal, map(Line, count(1), followed), actor="demo"
            ).rejected
        # The portal does not wait for these: its jobs make them when it serves.
        for kind, job in _MADE_LATER.items():
            enqueue(zope.portal, kind, title=job.title, owner="")
        # Last: the file says that everything before it is done.
        written = ensure_demo_accounts(_known(var))
        transaction.commit()
        _write(var, written)
        if rejected:
            sys.stderr.write(f"thads: {rejected} demo listings were rejected\n")
            return 1
        marks.write(zope.dsn, MARK, str(arguments.count))
    return 0


def _noting(drawn: Iterable[bytes], issued: list[dict]) -> Iterator[bytes]:
    """`drawn`, while the issued events of the province with a year of follow-up are put by."""
    for line in drawn:
        if _FOLLOWED in line and b'"issued"' in line:
            issued.append(json.loads(line))
        yield line


def _trust_provinces() -> None:
    """Only where nobody has decided yet."""
    if not api.portal.get_registry_record(TRUSTED_PROVINCES):
        trusted = [p.slug for p in all_provinces() if p.slug not in UNTRUSTED]
        api.portal.set_registry_record(TRUSTED_PROVINCES, trusted)


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


def _write(var, written: dict[str, dict[str, str]]) -> None:
    """Whole or not at all, readable by the owner only."""
    target = accounts.path(var)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(written, file, indent=2)
        file.write("\n")
    draft.replace(target)
