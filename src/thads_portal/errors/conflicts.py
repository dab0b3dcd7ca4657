"""Steps that come too late: another was faster, or the thing is elsewhere by now."""

from collections.abc import Iterable
from thads_portal.errors.codes import Code
from thads_portal.errors.problems import ThadsError


class Conflict(ThadsError):
    """Another writer was faster; the request may be sent again."""

    code = Code.CONFLICT


class RoleRequestOver(Conflict):
    """Somebody has decided on this request, or it is too old."""

    code = Code.ROLE_REQUEST_OVER


class WrongState(Conflict):
    """The step does not start from the listing's state. Params: state, allowed (states)."""

    code = Code.WRONG_STATE

    def __init__(self, *, state: str, allowed: Iterable[str]) -> None:
        super().__init__(state=str(state), allowed=", ".join(str(each) for each in allowed))


class RegisterNotEmpty(Conflict):
    """A register with listings, or a container above one, was to be removed or moved."""

    code = Code.REGISTER_NOT_EMPTY


class JobOver(Conflict):
    """The job cannot be stopped or run again: it is not where that starts."""

    code = Code.JOB_OVER
