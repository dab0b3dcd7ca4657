"""How long a sign-in must wait after failed ones: pure rules, the time is passed in.

The wait doubles with each failure and has an end, so that guessing is slow and nobody is
locked out for ever. An account and an address are counted apart. Where an account has
signed in from before (a *known pair*), only that pair's own failures count: a stranger
who guesses, or a neighbour behind the same address, cannot keep its owner out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from enum import StrEnum
from ipaddress import ip_address
from ipaddress import ip_network


class Counter(StrEnum):
    """What failures are counted by."""

    ACCOUNT = "account"
    ADDRESS = "address"
    PAIR = "pair"


@dataclass(frozen=True, slots=True)
class Limit:
    """`free` failures cost nothing; then `first`, doubled each time up to `longest`."""

    free: int
    first: timedelta
    longest: timedelta


#: An office of many people stands behind one address.
LIMITS = {
    Counter.ACCOUNT: Limit(5, timedelta(seconds=5), timedelta(minutes=15)),
    Counter.PAIR: Limit(5, timedelta(seconds=5), timedelta(minutes=15)),
    Counter.ADDRESS: Limit(30, timedelta(seconds=5), timedelta(minutes=15)),
}
#: Failures this long ago are forgotten.
FORGOTTEN_AFTER = timedelta(hours=1)
#: How long a pair stays known after a sign-in, and how old that may be noted.
KNOWN_FOR = timedelta(days=30)
NOTED_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Tries:
    """What is stored of one counter."""

    failures: int = 0
    last_failed: datetime | None = None
    succeeded: datetime | None = None


NONE = Tries()


def wait(tries: Tries, limit: Limit, now: datetime) -> timedelta:
    """How long this counter still holds a sign-in back at `now` (aware)."""
    if tries.last_failed is None or tries.failures < limit.free:
        return timedelta()
    since = now - tries.last_failed
    if since >= FORGOTTEN_AFTER:
        return timedelta()
    # Above 2**20 the longest is long reached.
    doubled = limit.first * (1 << min(tries.failures - limit.free, 20))
    return max(timedelta(), min(doubled, limit.longest) - since)


def known(pair: Tries, now: datetime) -> bool:
    """Whether the account has signed in from this address lately."""
    return pair.succeeded is not None and now - pair.succeeded < KNOWN_FOR


def wait_of(tries: Mapping[Counter, Tries], now: datetime) -> timedelta:
    """How long a sign-in must wait; `tries` may lack counters that never counted."""
    return max(wait(tries.get(each, NONE), LIMITS[each], now) for each in counted(tries, now))


def counted(tries: Mapping[Counter, Tries], now: datetime) -> tuple[Counter, ...]:
    """Where a failure counts."""
    if known(tries.get(Counter.PAIR, NONE), now):
        return (Counter.PAIR,)
    return (Counter.ACCOUNT, Counter.ADDRESS)


def to_note(tries: Mapping[Counter, Tries], now: datetime) -> bool:
    """Whether a success is worth writing down: most of a feed's are not."""
    pair = tries.get(Counter.PAIR, NONE)
    return pair.failures > 0 or pair.succeeded is None or now - pair.succeeded >= NOTED_FOR


def network_of(address: str) -> str:
    """What an address counts as: itself, or the /64 network that one subscriber of IPv6 has."""
    try:
        parsed = ip_address(address.strip())
    except ValueError:
        return ""
    if parsed.version == 6:
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ip_network((parsed, 64), strict=False))
    return str(parsed)
