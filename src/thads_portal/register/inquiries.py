"""The log of inquiries (nhật ký khai thác): who asked, when, why, about whom, and what was answered.

Written before the answer leaves, in a transaction of its own: no answer without its entry. A
subject stands there as keyed digests only, so that the log tells nothing to who reads it and
can still answer a person who asks who looked. The tables only grow (a trigger refuses all
else); what is older than the setting says is forgotten by ``jobs/upkeep.py``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from thads_portal.database.sql import Cursor
from thads_portal.domain.sharing import Asker
from thads_portal.domain.words import VIETNAM
from thads_portal.errors import QuotaUsedUp
from thads_portal.register.own_transaction import own_transaction
from typing import Any
from uuid import UUID
from uuid import uuid4

import orjson


#: Days for which an entry is kept; never fewer than the least.
KEPT = "thads_portal.inquiries_kept_days"
DEFAULT_KEPT, LEAST_KEPT = 730, 30
#: Entries of one page.
PAGE = 50


@dataclass(frozen=True, slots=True)
class Subject:
    """One subject: digests of name and number (``domain/sharing.py``), the answer, and what was shown."""

    name_digest: bytes
    number_digest: bytes | None
    decision: str
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One entry of the log; `organisation` None: the public."""

    id: str
    at: datetime
    organisation: str | None
    key: str | None
    service: str
    purpose: str | None
    case_reference: str | None
    subjects: int
    found: int
    decision: str | None = None


_COLUMNS = "id, at, organisation, key, service, purpose, case_reference, subjects, found"


def note(
    dsn: str,
    subjects: Sequence[Subject],
    *,
    asker: Asker | None,
    service: str,
    purpose: str | None = None,
    case_reference: str | None = None,
    today: date,
) -> str:
    """Write an inquiry about `subjects` and take them from the day's share; its id.

    Raises QuotaUsedUp (then nothing is written and nothing may be answered), RegisterUnavailable.
    """
    name = uuid4()
    with own_transaction(dsn) as cursor:
        if asker is not None and subjects:
            _take(cursor, asker, len(subjects), today)
        write(
            cursor,
            name,
            subjects,
            organisation=asker.id if asker else None,
            key=asker.key.id if asker else None,
            service=service,
            purpose=purpose,
            case_reference=case_reference,
        )
    return str(name)


def write(
    cursor: Cursor,
    name: UUID,
    subjects: Sequence[Subject],
    *,
    organisation: str | None,
    key: str | None,
    service: str,
    purpose: str | None,
    case_reference: str | None,
) -> None:
    """The same in the transaction of `cursor`, whatever the share."""
    cursor.execute(
        "INSERT INTO thads_inquiry"
        " (id, organisation, key, service, purpose, case_reference, subjects, found)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
        (
            str(name),
            organisation,
            key,
            service,
            purpose,
            case_reference,
            len(subjects),
            sum(bool(each.numbers) for each in subjects),
        ),
    )
    rows = [
        (
            each.name_digest.hex(),
            each.number_digest.hex() if each.number_digest else None,
            each.decision,
            each.numbers,
        )
        for each in subjects
    ]
    cursor.execute(
        "INSERT INTO thads_inquiry_subject (inquiry, name_digest, number_digest, decision, numbers)"
        " SELECT %s, decode(row ->> 0, 'hex'), decode(row ->> 1, 'hex'), row ->> 2,"
        " ARRAY(SELECT json_array_elements_text(row -> 3))"
        " FROM json_array_elements(%s) AS row",
        (str(name), orjson.dumps(rows).decode()),
    )


def _take(cursor: Cursor, asker: Asker, count: int, today: date) -> None:
    most = asker.organisation.subjects_per_day
    cursor.execute(
        "INSERT INTO thads_organisation_use AS used (organisation, day, subjects)"
        " SELECT %(id)s, %(day)s, %(n)s WHERE %(n)s <= %(most)s"
        " ON CONFLICT (organisation, day) DO UPDATE SET subjects = used.subjects + %(n)s"
        " WHERE used.subjects + %(n)s <= %(most)s",
        {"id": asker.id, "day": today, "n": count, "most": most},
    )
    if not cursor.rowcount:
        raise QuotaUsedUp(most=most)


def used(cursor: Cursor, organisation: str, today: date) -> int:
    """How many subjects `organisation` has asked about today."""
    cursor.execute(
        "SELECT subjects FROM thads_organisation_use WHERE organisation = %s AND day = %s",
        (organisation, today),
    )
    row = cursor.fetchone()
    return int(row[0]) if row else 0


def search(
    cursor: Cursor,
    *,
    organisation: str | None = None,
    purpose: str | None = None,
    case_reference: str | None = None,
    since: date | None = None,
    until: date | None = None,
    before: tuple[datetime, str] | None = None,
    limit: int = PAGE + 1,
) -> list[Inquiry]:
    """The newest entries of these conditions; `before` is the last one that is known."""
    where, parameters = ["true"], list[Any]()
    for column, value in (
        ("organisation", organisation),
        ("purpose", purpose),
        ("case_reference", case_reference),
    ):
        if value:
            where.append(f"{column} = %s")
            parameters.append(value)
    if since:
        where.append("at >= %s")
        parameters.append(datetime.combine(since, datetime.min.time(), VIETNAM))
    if until:
        where.append("at < %s + interval '1 day'")
        parameters.append(datetime.combine(until, datetime.min.time(), VIETNAM))
    if before:
        where.append("(at, id) < (%s, %s::uuid)")
        parameters += before
    cursor.execute(
        f"SELECT {_COLUMNS} FROM thads_inquiry WHERE {' AND '.join(where)}"
        " ORDER BY at DESC, id DESC LIMIT %s",
        [*parameters, limit],
    )
    return [Inquiry(str(row[0]), *row[1:]) for row in cursor.fetchall()]


def about(
    cursor: Cursor,
    *,
    listing: str | None = None,
    name_digest: bytes | None = None,
    number_digest: bytes | None = None,
    before: tuple[datetime, str] | None = None,
    limit: int = PAGE + 1,
) -> list[Inquiry]:
    """Who looked: the newest inquiries that were shown `listing`, or asked for the name or number,
    of those before the entry `before`.
    """
    value: str | bytes | None
    if listing is not None:
        test, value = "numbers @> ARRAY[%s] AND numbers <> '{}'", listing
    elif number_digest is not None:
        test, value = "number_digest = %s", number_digest
    else:
        test, value = "name_digest = %s", name_digest
    columns = ", ".join(f"asked.{each.strip()}" for each in _COLUMNS.split(","))
    older = " AND (asked.at, asked.id) < (%s, %s::uuid)" if before else ""
    cursor.execute(
        f"SELECT {columns}, subject.decision FROM thads_inquiry_subject AS subject"
        f" JOIN thads_inquiry AS asked ON asked.id = subject.inquiry WHERE {test}{older}"
        " ORDER BY asked.at DESC, asked.id DESC LIMIT %s",
        (value, *(before or ()), limit),
    )
    return [Inquiry(str(row[0]), *row[1:]) for row in cursor.fetchall()]


def forget_old(cursor: Cursor, days: int) -> int:
    """Forget what is older than `days`, at least LEAST_KEPT; how many inquiries that were."""
    days = max(days, LEAST_KEPT)
    for table in ("thads_inquiry_subject", "thads_inquiry"):
        cursor.execute(
            f"DELETE FROM {table} WHERE at < now() - make_interval(days => %s)", (days + 1,)
        )
    gone: int = cursor.rowcount
    cursor.execute("DELETE FROM thads_organisation_use WHERE day < current_date - 400")
    return gone
