"""Who may give which role: pure rules; the portal's own, they stand in no law.

An administrator gives and takes roles. A role that publishes by itself, or that gives roles,
needs a second person: otherwise an administrator, who may approve nothing, could make an
approver of whom they like. The same holds for whatever would put such an account into an
administrator's hands: a new password for it, its lock taken off, another subject of single sign-on.
"""

from collections.abc import Collection
from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum


class Consent(StrEnum):
    """Who confirms what an administrator asks for."""

    EITHER = "either"
    ADMINISTRATOR = "administrator"
    BOARD = "board"


class Asked(StrEnum):
    """What waits for the second person."""

    GROUPS = "groups"
    PASSWORD = "password"  # noqa: S105 - a kind of request
    ENABLE = "enable"
    #: Who the account is at the provider of identities: whoever that is signs in as it.
    SUBJECT = "subject"
    #: Another value of this very setting.
    CONSENT = "consent"


DEFAULT = Consent.EITHER
#: A request that nobody decided on by then is over.
LASTS = timedelta(days=14)
#: Groups whose roles approve for the whole country, or give roles.
GUARDED = frozenset({"editorial-board", "administrators"})
_HEADS = "heads-"


def guarded(groups: Iterable[str], *, head_alone: Collection[str]) -> frozenset[str]:
    """Those of `groups` (ids) that a second person confirms.

    `head_alone`: slugs of the provinces whose head publishes by a signature alone.
    """
    return frozenset(
        group
        for group in groups
        if group in GUARDED
        or (group.startswith(_HEADS) and group.removeprefix(_HEADS) in head_alone)
    )


def may_confirm(
    consent: Consent,
    *,
    confirmer: str,
    administrator: bool,
    board: bool,
    asked_by: str,
    account: str,
) -> bool:
    """Whether `confirmer` (an account with these rights) is the second person.

    Neither who asked nor the `account` it is about; "" where it is about none.
    """
    if not confirmer or confirmer in (asked_by, account):
        return False
    by_administrator = administrator and consent is not Consent.BOARD
    by_board = board and consent is not Consent.ADMINISTRATOR
    return by_administrator or by_board
