"""The demo's feed: a number of listings, and for some of them what happened later."""

from collections.abc import Iterator
from datetime import date
from thads_portal.generator.feed import events
from thads_portal.generator.feed import FeedOptions
from typing import Any

import zlib


#: Of so many listings one has a later life; more would make the demo start slowly.
_LATER = 4
#: So many decisions of seven: of twice as many events a little more than the listings asked for.
_SHARE = 5


def demo_events(count: int, *, seed: int, end: date) -> Iterator[dict[str, Any]]:
    """`count` listings, oldest first, with amendments, ends and reopenings between them; nothing is
    dated after `end`. Of the few too many that are drawn some of every time are left out.
    """
    options = FeedOptions(count=2 * count, seed=seed, all_events=True, end_date=end)
    drawn = [event for event in events(options) if _kept(event)]
    issued = [event["external_id"] for event in drawn if event["event"] == "issued"]
    too_many = max(len(issued) - count, 0)
    left_out = {issued[nth * len(issued) // too_many] for nth in range(too_many)}
    there = set(issued) - left_out
    return (event for event in drawn if event["external_id"] in there)


def _kept(event: dict[str, Any]) -> bool:
    """All debtors of about two decisions in three, and of some of them what happened later."""
    known = event["external_id"]
    if zlib.crc32(known.rpartition(":")[0].encode()) % 7 >= _SHARE:
        return False
    return event["event"] == "issued" or zlib.crc32(known.encode()) % _LATER == 0
