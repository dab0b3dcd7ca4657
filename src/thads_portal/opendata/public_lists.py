"""The whole public list of each province as an official paper, whatever its length.

Made at night and kept until it changes: a list that says the same as before keeps its
file, its code and its moment. A long one comes in parts, each a paper of its own, so that
neither memory nor a reader's telephone has to hold eight thousand pages at once.
"""

from collections import deque
from collections.abc import Callable
from collections.abc import Collection
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from functools import partial
from itertools import islice
from thads_portal.database.sql import one
from thads_portal.domain.provinces import all_provinces
from thads_portal.domain.words import VIETNAM
from thads_portal.jobs import files
from thads_portal.opendata.official import Digest
from thads_portal.opendata.official import Draft
from thads_portal.opendata.official import entries_of
from thads_portal.opendata.official import log_line
from thads_portal.opendata.official import PaperKind
from thads_portal.opendata.official import part_of_list
from thads_portal.opendata.pdf.debtor_list import Part as Place
from thads_portal.opendata.pdf.heads import head_of
from thads_portal.opendata.pdf.heads import names_in_list
from thads_portal.opendata.pdf.signature import VARIABLE as CERTIFICATE
from thads_portal.register import public_lists
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.papers import IssuedPaper
from thads_portal.register.papers import printed_rows
from thads_portal.register.public_lists import Part
from thads_portal.register.public_lists import PublicList
from thads_portal.security.public_address import public_address

import orjson
import os


#: Listings of a part: about 330 pages, set in fifteen seconds of the processor.
PART = 5_000
#: The form of the papers; a new number has all lists made again.
FORM = "3"
_OWNER = "public-lists"
#: Files of a list that never became complete go after this.
_UNFINISHED = timedelta(days=1)


def make(
    site,
    dsn: str,
    *,
    reached: Callable[[int, int], None] = lambda done, total: None,
    most: int | None = None,
    only: Collection[str] | None = None,
) -> dict[str, int]:
    """Bring the list of every province up to date: ``{"made", "unchanged", "listings"}``.

    Each province is swapped in by itself: a run that is cut off leaves whole lists, and the
    next goes on. `most` are the rows of a part, `only` the slugs of the provinces looked at. Raises RegisterUnavailable, CannotSign.
    """
    with own_transaction(dsn) as cursor:
        cursor.execute("SELECT count(*) FROM thads_search")
        total: int = one(cursor)
    done = made = unchanged = 0
    for province in all_provinces():
        if only is not None and province.slug not in only:
            continue
        count, renewed = _bring_up_to_date(
            site[province.slug],
            dsn,
            most or PART,
            partial(_after, reached, done, total),
        )
        done += count
        made += renewed
        unchanged += not renewed and count > 0
        reached(done, max(total, done))
    return {"made": made, "unchanged": unchanged, "listings": done}


def _after(reached: Callable[[int, int], None], before: int, total: int, rows: int) -> None:
    reached(before + rows, max(total, before + rows))


def _bring_up_to_date(
    subsite, dsn: str, most: int, reached: Callable[[int], None]
) -> tuple[int, bool]:
    """How many listings its list has, and whether it is a new one."""
    slug = subsite.getId()
    root = public_address()
    now = datetime.now(UTC)
    today = now.astimezone(VIETNAM).date()
    subject = _subject(subsite, today, root)
    digest = Digest(*subject)
    with printed_rows(dsn, province=slug) as (count, rows):
        deque(digest.over(entries_of(rows)), maxlen=0)
    with own_transaction(dsn) as cursor:
        if public_lists.still_the_same(cursor, slug, digest.value, now=now):
            return count, False
    # Set from a look of its own: what it says is digested again while it is set.
    now = datetime.now(UTC)
    digest = Digest(*subject)
    log = log_line(dsn, root)
    parts: list[Part] = []
    issued: list[IssuedPaper] = []
    with printed_rows(dsn, province=slug) as (count, rows):
        entries = digest.over(entries_of(rows))
        places, size = _places(count, most)
        for place in places:
            draft = part_of_list(
                subsite,
                islice(entries, size),
                place,
                when=now,
                today=today,
                root=root,
                log=log,
                reached=reached,
            )
            part, paper = _stored(dsn, slug, draft, place, now)
            parts.append(part)
            issued.append(paper)
    made = PublicList(province=slug, made=now, checked=now, listings=count, parts=tuple(parts))
    with own_transaction(dsn) as cursor:
        public_lists.swap_in(cursor, made, digest.value, issued)
    return count, bool(parts)


def _subject(subsite, today: date, root: str) -> tuple[str, ...]:
    """What a list says beside its rows: if any of it changes, a new one is made."""
    head = head_of(subsite, None, today)
    signed = os.environ.get(CERTIFICATE, "").strip()
    names = orjson.dumps(names_in_list(subsite, today), option=orjson.OPT_SORT_KEYS).decode()
    return (FORM, subsite.getId(), head.over, head.agency, head.place, names, root, signed)


def _places(count: int, most: int) -> tuple[list[Place], int]:
    """The parts of `count` rows, and how many rows each has but the last: none is a mere rest."""
    of = -(-count // most)
    size = -(-count // of) if of else 0
    places = [Place(number=nth + 1, of=of, first=nth * size + 1, total=count) for nth in range(of)]
    return places, size


def _stored(
    dsn: str, slug: str, draft: Draft, place: Place, now: datetime
) -> tuple[Part, IssuedPaper]:
    name = name_of(slug, place.number, place.of)
    file = files.write(
        dsn,
        [draft.document],
        name=name,
        content_type="application/pdf",
        owner=_OWNER,
        province=slug,
        kept=_UNFINISHED,
        sealed=False,
    )
    part = Part(
        part=place.number,
        name=name,
        first=place.first,
        listings=draft.listings,
        code=draft.code,
        size=file.size,
        sha256=file.sha256,
        signed=draft.signed,
        file=file.id,
    )
    paper = draft.issued(
        kind=PaperKind.PUBLIC_LIST, file=file.id, province=slug, made=now, made_by=_OWNER
    )
    return part, paper


def name_of(slug: str, number: int, of: int) -> str:
    """The name of a part's file below ``/du-lieu``; it stays the same from list to list."""
    return f"thads-{slug}.pdf" if of == 1 else f"thads-{slug}-phan-{number:02}.pdf"
