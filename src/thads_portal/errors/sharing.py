"""Agencies outside that ask: their keys, their agreements, their shares."""

from collections.abc import Iterable
from thads_portal.errors.codes import Code
from thads_portal.errors.problems import echo
from thads_portal.errors.problems import ThadsError
from thads_portal.errors.rights import NotAllowed


class KeyRefused(ThadsError):
    """No key of an organisation, or one that is unknown, over, revoked, or of who is suspended.

    Which of them is not told: a stranger learns nothing about keys.
    """

    code = Code.KEY_REFUSED


class ScopeMissing(NotAllowed):
    """The key does not open this service. Params: scope."""

    code = Code.SCOPE_MISSING


class PurposeNotAgreed(ThadsError):
    """No agreement in force names the purpose. Params: purpose, allowed."""

    code = Code.PURPOSE_NOT_AGREED

    def __init__(self, *, purpose: str, allowed: Iterable[str]) -> None:
        super().__init__(purpose=echo(purpose), allowed=", ".join(sorted(allowed)) or "–")


class QuotaUsedUp(ThadsError):
    """The organisation's subjects of the day are used up. Params: most."""

    code = Code.QUOTA_USED_UP
