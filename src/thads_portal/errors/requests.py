"""A request that cannot be answered: wrong parameters, nothing there, too much, no database."""

from collections.abc import Iterable
from thads_portal.errors.codes import Code
from thads_portal.errors.problems import echo
from thads_portal.errors.problems import ThadsError
from typing import Any


class BadRequest(ThadsError):
    """A parameter that cannot be used. Params: detail."""


class BadFilter(BadRequest):
    """A search filter with a value outside its list. Params: name, allowed (a sequence)."""

    code = Code.BAD_FILTER

    def __init__(self, *, name: str, allowed: Iterable[object]) -> None:
        self.allowed = tuple(str(value) for value in allowed)
        self.name = name
        super().__init__(name=name, allowed=", ".join(self.allowed))

    def as_dict(self) -> dict[str, Any]:
        answer = super().as_dict()
        return {**answer, "field": self.name, "allowed": list(self.allowed)}


class PersonalNumberTyped(BadRequest):
    """What may be an identity number where names are asked for; it is not repeated."""

    code = Code.PERSONAL_NUMBER_TYPED


class UnknownParameter(BadRequest):
    """Parameters that a service does not know: mistyped, they would do something else.

    `unknown` and `allowed` are names. Raised before anything is done.
    """

    code = Code.UNKNOWN_PARAMETER
    #: Names repeated in the answer.
    MOST = 20

    def __init__(self, *, unknown: Iterable[str], allowed: Iterable[str]) -> None:
        self.unknown = tuple(echo(name) for name in unknown)[: self.MOST]
        self.allowed = tuple(allowed)
        super().__init__(unknown=", ".join(self.unknown), allowed=", ".join(self.allowed) or "–")

    def as_dict(self) -> dict[str, Any]:
        answer = super().as_dict()
        return {**answer, "unknown": list(self.unknown), "allowed": list(self.allowed)}


class AddressNotUtf8(BadRequest):
    """Bytes in the address that are no UTF-8: read as something else they would find nothing."""

    code = Code.ADDRESS_NOT_UTF8


class CursorExpired(ThadsError):
    """A cursor of a place that is no longer kept, or of another register.

    Params: days. `snapshot` is where the list of the files stands, from which to start again.
    """

    code = Code.CURSOR_EXPIRED

    def __init__(self, *, days: int, snapshot: str) -> None:
        self.snapshot = snapshot
        super().__init__(days=days)

    def as_dict(self) -> dict[str, Any]:
        return {**super().as_dict(), "snapshot": self.snapshot}


class UnsupportedMedia(ThadsError):
    """A service that takes JSON was sent something else."""

    code = Code.UNSUPPORTED_MEDIA


class Misdirected(ThadsError):
    """The Host header names another site than this portal."""

    code = Code.MISDIRECTED


class ListingNotFound(ThadsError):
    """No listing with this number, or none that the account may know of."""

    code = Code.LISTING_NOT_FOUND


class JobNotFound(ThadsError):
    """No job with this id, or none that the account may know of."""

    code = Code.JOB_NOT_FOUND


class RequestNotFound(ThadsError):
    """No request of a citizen is there for who asks."""

    code = Code.REQUEST_NOT_FOUND


class RequestMovedOn(ThadsError):
    """The request of a citizen is not where this step starts, or somebody was quicker."""

    code = Code.REQUEST_MOVED_ON


class SlotTaken(ThadsError):
    """An appointment that somebody else has taken, or that is over."""

    code = Code.SLOT_TAKEN


class CannotUnseal(ThadsError):
    """The key that sealed a content is not in the ring: nobody can read it."""

    code = Code.CONTENT_SEALED


class FileGone(ThadsError):
    """No file with this id: it never was, or it was kept as long as promised."""

    code = Code.FILE_GONE


class ListingEnded(ThadsError):
    """The listing is a tombstone."""

    code = Code.LISTING_ENDED


class MailFailed(ThadsError):
    """The mail server took no message; `reason` is what it, or the network, said."""

    code = Code.MAIL_FAILED

    def __init__(self, *, reason: str = "") -> None:
        super().__init__(reason=reason)


class TooManyRequests(ThadsError):
    """A client has used up its fair share. Params: seconds (until it may come again)."""

    code = Code.TOO_MANY_REQUESTS

    def __init__(self, *, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(seconds=seconds)


class RegisterUnavailable(ThadsError):
    """The database does not answer. Never shown as an empty result."""

    code = Code.REGISTER_UNAVAILABLE


class RegisterReadOnly(RegisterUnavailable):
    """The database can be read and not written: a standby, or a full disk. Nothing was saved."""

    code = Code.REGISTER_READ_ONLY


class WorkInterrupted(ThadsError):
    """A process that did a part of a long work has died. What was done stays; to be sent again."""

    code = Code.WORK_INTERRUPTED


class TooLongForPaper(ThadsError):
    """Results as a PDF, but too many. Params: total, most."""

    code = Code.TOO_LONG_FOR_PAPER


class ConfigurationError(ThadsError):
    """The installation cannot start. Params: detail (one line, without passwords)."""

    code = Code.CONFIGURATION


class NotAcceptable(BadRequest):
    """The client takes no JSON (``Accept``)."""

    code = Code.NOT_ACCEPTABLE
