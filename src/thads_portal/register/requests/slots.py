"""Hours for appointments that an agency offers, and who has taken them."""

from dataclasses import dataclass
from datetime import datetime
from thads_portal.database.sql import Cursor
from thads_portal.errors import SlotTaken


@dataclass(frozen=True, slots=True)
class Slot:
    id: int
    starts: datetime
    minutes: int
    request: int | None


def offer(cursor: Cursor, province: str, starts: list[datetime], minutes: int) -> int:
    """Add hours; one that is there already stays. Returns how many are new."""
    added = 0
    for each in starts:
        cursor.execute(
            "INSERT INTO thads_request_slot (province, starts, minutes) VALUES (%s, %s, %s)"
            " ON CONFLICT (province, starts) DO NOTHING",
            (province, each, minutes),
        )
        added += cursor.rowcount
    return added


def free(cursor: Cursor, province: str, *, most: int = 30) -> list[Slot]:
    cursor.execute(
        "SELECT id, starts, minutes, request FROM thads_request_slot WHERE province = %s"
        " AND request IS NULL AND starts > now() + interval '2 hours' ORDER BY starts LIMIT %s",
        (province, most),
    )
    return [Slot(*row) for row in cursor.fetchall()]


def taken(cursor: Cursor, province: str, *, most: int = 200) -> list[Slot]:
    """Those that are to come and taken."""
    cursor.execute(
        "SELECT id, starts, minutes, request FROM thads_request_slot WHERE province = %s"
        " AND request IS NOT NULL AND starts > now() - interval '1 day' ORDER BY starts LIMIT %s",
        (province, most),
    )
    return [Slot(*row) for row in cursor.fetchall()]


def of(cursor: Cursor, request: int) -> Slot | None:
    cursor.execute(
        "SELECT id, starts, minutes, request FROM thads_request_slot WHERE request = %s"
        " ORDER BY starts DESC LIMIT 1",
        (request,),
    )
    row = cursor.fetchone()
    return Slot(*row) if row else None


def take(cursor: Cursor, province: str, slot: int, request: int) -> Slot:
    """Book it, giving back what the request had. Raises SlotTaken."""
    cursor.execute(
        "UPDATE thads_request_slot SET request = %s WHERE id = %s AND province = %s"
        " AND request IS NULL AND starts > now() RETURNING id, starts, minutes, request",
        (request, slot, province),
    )
    row = cursor.fetchone()
    if row is None:
        raise SlotTaken
    cursor.execute(
        "UPDATE thads_request_slot SET request = NULL WHERE request = %s AND id <> %s",
        (request, slot),
    )
    return Slot(*row)


def remove_free(cursor: Cursor, province: str, slot: int) -> bool:
    cursor.execute(
        "DELETE FROM thads_request_slot WHERE id = %s AND province = %s AND request IS NULL",
        (slot, province),
    )
    return bool(cursor.rowcount)
