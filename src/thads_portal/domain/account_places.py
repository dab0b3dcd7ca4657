"""From where an account may sign in: networks, and certificates of clients. Pure.

A rule is a line: the account, then what it is bound to, parted by blanks: networks (``203.0.113.0/24``,
``2001:db8::/32``, an address) and certificates (``certificate:`` and the SHA-256 of one in hex, with or
without colons). Where a rule names both, both are asked. An account without a rule may come from anywhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address
from ipaddress import ip_network
from ipaddress import IPv4Network
from ipaddress import IPv6Address
from ipaddress import IPv6Network

import re


_CERTIFICATE = "certificate:"
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Bound:
    """`certificates` are digests in hex, small letters, without colons."""

    networks: tuple[IPv4Network | IPv6Network, ...] = ()
    certificates: tuple[str, ...] = ()

    def admits(self, address: str, certificate: str | None) -> bool:
        """Whether a client at `address` that showed `certificate` (a digest, None: none) may sign in."""
        if self.networks and not self._is_in(address):
            return False
        return not self.certificates or certificate in self.certificates

    def _is_in(self, address: str) -> bool:
        try:
            place = ip_address(address.strip())
        except ValueError:
            return False
        if isinstance(place, IPv6Address) and place.ipv4_mapped is not None:
            place = place.ipv4_mapped
        return any(place in network for network in self.networks)


def rules(lines: Iterable[str]) -> dict[str, Bound | None]:
    """account -> what it is bound to; None for a rule that cannot be read: it admits nobody."""
    found: dict[str, Bound | None] = {}
    for line in lines:
        account, *words = line.split()
        try:
            found[account] = _bound(words)
        except ValueError:
            found[account] = None
    return found


def _bound(words: list[str]) -> Bound:
    """Raises ValueError, also for a rule that binds to nothing."""
    networks, certificates = [], []
    for word in words:
        if word.startswith(_CERTIFICATE):
            digest = word.removeprefix(_CERTIFICATE).replace(":", "").lower()
            if not _DIGEST.fullmatch(digest):
                raise ValueError(word)
            certificates.append(digest)
        else:
            networks.append(ip_network(word))
    if not words:
        raise ValueError("nothing")
    return Bound(tuple(networks), tuple(certificates))
