"""Fair shares of what costs much: so many requests a minute for each address, no captcha.

Counted in memory in each worker: nobody's address is stored, and a limit costs no
query. With more workers an address can reach up to that many times the rate. A bucket
holds a minute's worth and fills up steadily, so a client that keeps to the rate is never
turned away.
"""

from collections import OrderedDict
from collections.abc import Callable
from ipaddress import ip_address
from ipaddress import IPv6Address

import math
import threading
import time


#: Addresses remembered; the least recent are forgotten.
_REMEMBERED = 20_000


class Limiter:
    """`per_minute` requests for each key; 0 lets everything through."""

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self._clock = clock
        self._lock = threading.Lock()
        #: key -> (what was left, when)
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str, per_minute: int, *, cost: float = 1.0) -> int:
        """0 if the request may go on, else the seconds to wait."""
        if per_minute <= 0:
            return 0
        now = self._clock()
        with self._lock:
            left, since = self._buckets.pop(key, (float(per_minute), now))
            left = min(float(per_minute), left + (now - since) * per_minute / 60)
            allowed = left >= cost
            self._buckets[key] = (left - cost if allowed else left, now)
            while len(self._buckets) > _REMEMBERED:
                self._buckets.popitem(last=False)
        return 0 if allowed else max(1, math.ceil((cost - left) * 60 / per_minute))

    def left(self, key: str, per_minute: int) -> tuple[int, int]:
        """How many requests `key` has left, and in how many seconds it has all of them again."""
        now = self._clock()
        with self._lock:
            left, since = self._buckets.get(key, (float(per_minute), now))
        left = min(float(per_minute), left + (now - since) * per_minute / 60)
        return int(left), math.ceil((per_minute - left) * 60 / per_minute)

    def forget(self) -> None:
        with self._lock:
            self._buckets.clear()


def client_of(remote: str, forwarded: str) -> str | None:
    """Whose share a request takes; None for a program on this machine itself.

    What the header X-Forwarded-For says counts only where a proxy on this machine set it:
    its last entry is the one that proxy has seen. A network of IPv6 is one client.
    """
    try:
        address = ip_address(remote.strip())
    except ValueError:
        return "?"
    mapped = getattr(address, "ipv4_mapped", None)
    address = mapped or address
    if address.is_loopback:
        last = forwarded.rpartition(",")[2].strip()
        if not last:
            return None
        try:
            address = ip_address(last)
        except ValueError:
            return "?"
    if isinstance(address, IPv6Address):
        return f"{int(address) >> 64:x}"
    return str(address)
