"""What each province's policy allows: read from the registry in one place.

Where the policy says nothing, everything waits for the editorial board: a slug that is
misspelt in the registry then keeps a listing back and never shows one.
"""

from dataclasses import dataclass
from plone import api
from thads_portal.domain.signing import DEFAULT
from thads_portal.domain.signing import Signing


TRUSTED_PROVINCES = "thads_portal.trusted_provinces"
HEAD_PUBLISHES_PROVINCES = "thads_portal.head_publishes_provinces"
LEDGER_FOLLOWED_PROVINCES = "thads_portal.ledger_followed_provinces"
BOARD_ALONE_PROVINCES = "thads_portal.board_alone_provinces"


@dataclass(frozen=True, slots=True)
class ProvincePolicy:
    """Slugs of provinces: whose feed is published at once, whose public texts follow what it
    reports about cases, and who signs and approves where.
    """

    trusted: frozenset[str] = frozenset()
    ledger_followed: frozenset[str] = frozenset()
    head_publishes: frozenset[str] = frozenset()
    board_alone: frozenset[str] = frozenset()

    @property
    def follows(self) -> frozenset[str]:
        """Where public texts follow by themselves: only a feed that is trusted may do that."""
        return self.ledger_followed & self.trusted

    def signing(self, province: str) -> Signing:
        """The way of new listings of `province`; named twice, it has both steps."""
        alone = province in self.head_publishes, province in self.board_alone
        return {
            (True, False): Signing.HEAD_ALONE,
            (False, True): Signing.BOARD_ALONE,
        }.get(alone, DEFAULT)


def province_policy() -> ProvincePolicy:
    """The policy of the portal as it is now; ask once for a request or a batch."""
    return ProvincePolicy(
        trusted=_slugs(TRUSTED_PROVINCES),
        ledger_followed=_slugs(LEDGER_FOLLOWED_PROVINCES),
        head_publishes=_slugs(HEAD_PUBLISHES_PROVINCES),
        board_alone=_slugs(BOARD_ALONE_PROVINCES),
    )


def _slugs(record: str) -> frozenset[str]:
    return frozenset(api.portal.get_registry_record(record, default=None) or ())
