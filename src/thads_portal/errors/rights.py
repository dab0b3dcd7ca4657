"""Who may not do what, and sign-ins that are refused."""

from collections.abc import Iterable
from thads_portal.errors.codes import Code
from thads_portal.errors.problems import ThadsError


class WeakPassword(ThadsError):
    """A password that the policy refuses, at a door that has no form to say so beside."""

    @property
    def status(self) -> int:
        return 400


class TooManyAttempts(ThadsError):
    """Sign-ins failed too often; the same whether the account exists or not. Params: seconds."""

    code = Code.TOO_MANY_ATTEMPTS


class NotAllowed(ThadsError):
    """The account lacks the right for this step."""

    code = Code.NOT_ALLOWED


class RoleNeedsAnother(NotAllowed):
    """Neither who asked for a role nor who gets it confirms it."""

    code = Code.ROLE_NEEDS_ANOTHER


class ForeignOrigin(NotAllowed):
    """A request that changes something, sent by a page of another site."""

    code = Code.FOREIGN_ORIGIN


class SettingFixed(NotAllowed):
    """A setting that the portal's rules fix, or that has a page of its own. Params: name."""

    code = Code.SETTING_FIXED


class NotYourProvince(NotAllowed):
    """The account is bound to other provinces. Params: allowed (their slugs)."""

    code = Code.NOT_YOUR_PROVINCE

    def __init__(self, *, allowed: Iterable[str]) -> None:
        super().__init__(allowed=", ".join(sorted(allowed)))


class OwnWork(NotAllowed):
    """Approval by the person who entered the listing."""

    code = Code.OWN_WORK


class PublicAlready(NotAllowed):
    """What everybody sees changes, moves and loses its files by a proposed change only."""

    code = Code.PUBLIC_ALREADY
