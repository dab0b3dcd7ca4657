"""Everything that can be refused: the exception tree, the closed list of codes, their messages.

A code without a message or an exception without a status would reach a client
as "500"; a message that repeats a restricted value would publish it. Both are
tested over the whole lists. The texts themselves stand in ``messages.py``.

    ThadsError
    ├── BadRequest                   400
    │   ├── BadFilter                400  a filter of a search, with the allowed values
    │   ├── UnknownParameter         400  parameters that the service does not know, mistyped perhaps
    │   ├── AddressNotUtf8           400  bytes in the address that are no UTF-8
    │   └── FeedUnreadable           400  no line of the feed can be read
    ├── WeakPassword                 400  a password against the policy
    ├── NotAllowed                   403
    │   ├── NotYourProvince          403  the account belongs to another province
    │   ├── OwnWork                  403  nobody approves what they entered
    │   ├── RoleNeedsAnother         403  a role that a second person must confirm
    │   ├── ForeignOrigin            403  sent by a page of another site
    │   ├── SettingFixed             403  a setting that is fixed, or has a page of its own
    │   └── PublicAlready            403  what is public changes by a proposed change only
    ├── ListingNotFound              404
    ├── JobNotFound                  404
    ├── FileGone                     404  never there, or kept as long as promised and removed
    ├── ListingEnded                 410
    ├── CursorExpired                410  changes older than are kept: start from the files again
    ├── FeedTooLarge                 413
    ├── UnsupportedFeed              415
    ├── UnsupportedMedia             415  a service that takes JSON was sent something else
    ├── TooManyRequests              429  a fair share is used up; says when to come again
    ├── SpreadsheetRefused           4xx  an uploaded file that cannot be read, and what to do
    ├── UploadNotFound               404  no upload with this id in the province
    ├── Conflict                     409
    │   ├── JobOver                  409  the job has ended, or has not failed
    │   ├── RoleRequestOver          409  the request was decided on, or is too old
    │   ├── WrongState               409  the listing is not where this step starts
    │   └── RegisterNotEmpty         409  a register with listings cannot be removed or moved
    ├── Misdirected                  421  the Host header names another site
    ├── TooManyAttempts              429  sign-ins that failed; the wait is in the answer
    ├── Rejected                     422  carries the problems found
    │   ├── BatchRefused             409  a batch with rows that cannot take the step
    │   └── FeedRejected             422  an atomic feed with at least one bad line
    ├── MailFailed                   502  the mail server took no message
    ├── RegisterUnavailable          503  never to be read as "nothing found"
    ├── TooLongForPaper              422  more results than a PDF is made of at once
    ├── CannotSign                   503  the configured certificate of the official papers fails
    └── ConfigurationError           -    at start-up: one clear line, exit code not 0
"""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from enum import StrEnum
from thads_portal.messages import MESSAGES
from types import MappingProxyType
from typing import Any

import reprlib


#: Longest piece of a rejected public value that a message repeats, in characters.
MAX_ECHO = 80


class Code(StrEnum):
    """The closed list of refusals; clients compare these, so one is never renamed."""

    # the body as a whole
    FEED_TOO_LARGE = "feed_too_large"
    LINE_TOO_LONG = "line_too_long"
    TOO_MANY_LINES = "too_many_lines"
    UNSUPPORTED_FEED = "unsupported_feed"
    UNSUPPORTED_ENCODING = "unsupported_encoding"
    FEED_UNREADABLE = "feed_unreadable"
    FEED_REJECTED = "feed_rejected"
    # one line, before its fields are looked at
    WRONG_ENCODING = "wrong_encoding"
    NUL_BYTE = "nul_byte"
    NOT_JSON = "not_json"
    NOT_AN_OBJECT = "not_an_object"
    REPEATED_KEY = "repeated_key"
    # one field
    MISSING = "missing"
    UNKNOWN_KEY = "unknown_key"
    WRONG_TYPE = "wrong_type"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    BAD_CHARACTER = "bad_character"
    BAD_DATE = "bad_date"
    DATE_IN_FUTURE = "date_in_future"
    DATE_TOO_EARLY = "date_too_early"
    TRACK_TOO_EARLY = "track_too_early"
    UNKNOWN_VALUE = "unknown_value"
    GROUND_OF_ANOTHER_LAW = "ground_of_another_law"
    REPEATED_VALUE = "repeated_value"
    OUT_OF_RANGE = "out_of_range"
    BAD_SHAPE = "bad_shape"
    NOTHING_CHANGES = "nothing_changes"
    DATES_CONTRADICT = "dates_contradict"
    # an entry in the ledger of a case
    ENTRY_BEFORE_CASE = "entry_before_case"
    CASE_CLOSED = "case_closed"
    UNKNOWN_LINE = "unknown_line"
    OVERPAID = "overpaid"
    LESS_THAN_DONE = "less_than_done"
    PAID_OUT_TOO_MUCH = "paid_out_too_much"
    PAID_OUT_ALREADY = "paid_out_already"
    NOTHING_TO_REVERSE = "nothing_to_reverse"
    REVERSED_ALREADY = "reversed_already"
    LINE_OF_ANOTHER_KIND = "line_of_another_kind"
    EVIDENCE_WRONG_TYPE = "evidence_wrong_type"
    NO_CASE = "no_case"
    BAD_MOMENT = "bad_moment"
    ENDS_BEFORE = "ends_before"
    PICTURE_WITHOUT_WORDS = "picture_without_words"
    NO_PICTURE = "no_picture"
    PICTURE_TOO_LARGE = "picture_too_large"
    FILE_REFUSED = "file_refused"
    TEMPLATE_GAP = "template_gap"
    IN_BIN = "in_bin"
    PERIOD_DOES_NOT_ADD_UP = "period_does_not_add_up"
    PERIOD_NOT_OVER = "period_not_over"
    UNKNOWN_PROVINCE = "unknown_province"
    UNKNOWN_AGENCY = "unknown_agency"
    AGENCY_OF_ANOTHER_PROVINCE = "agency_of_another_province"
    # the line against what is stored
    SAME_KEY_OTHER_PAYLOAD = "same_key_other_payload"
    ALREADY_LISTED = "already_listed"
    UNKNOWN_LISTING = "unknown_listing"
    ALREADY_ENDED = "already_ended"
    NOT_ENDED = "not_ended"
    LISTED_IN_ANOTHER_PROVINCE = "listed_in_another_province"
    NOT_YOUR_PROVINCE = "not_your_province"
    # an uploaded spreadsheet as a whole
    SPREADSHEET_EMPTY = "spreadsheet_empty"
    SPREADSHEET_TOO_LARGE = "spreadsheet_too_large"
    SPREADSHEET_UNPACKS_TOO_LARGE = "spreadsheet_unpacks_too_large"
    SPREADSHEET_TOO_MANY_ROWS = "spreadsheet_too_many_rows"
    SPREADSHEET_DAMAGED = "spreadsheet_damaged"
    SPREADSHEET_ENCRYPTED = "spreadsheet_encrypted"
    SPREADSHEET_WRONG_TYPE = "spreadsheet_wrong_type"
    SPREADSHEET_WEB_PAGE = "spreadsheet_web_page"
    SPREADSHEET_UNKNOWN_ENCODING = "spreadsheet_unknown_encoding"
    SPREADSHEET_STRAY_QUOTE = "spreadsheet_stray_quote"
    SPREADSHEET_NO_LIST = "spreadsheet_no_list"
    # one of its cells or rows
    CELL_BAD_DATE = "cell_bad_date"
    CELL_NO_DAY = "cell_no_day"
    CELL_BAD_AMOUNT = "cell_bad_amount"
    CELL_BAD_PARTS = "cell_bad_parts"
    CELL_UNKNOWN_WORD = "cell_unknown_word"
    CELL_LOST_ZEROS = "cell_lost_zeros"
    CELL_NO_VALUE = "cell_no_value"
    COLUMN_MISSING = "column_missing"
    ROW_LISTING_WAITS = "row_listing_waits"
    # what is done with an upload
    UPLOAD_CELL_CHANGED = "upload_cell_changed"
    UPLOAD_NOT_FOUND = "upload_not_found"
    UPLOAD_HAS_PROBLEMS = "upload_has_problems"
    UPLOAD_WRITTEN = "upload_written"
    # accounts
    PASSWORD_TOO_SHORT = "password_too_short"  # noqa: S105 - a code
    PASSWORD_TOO_LONG = "password_too_long"  # noqa: S105 - a code
    PASSWORD_HAS_NAME = "password_has_name"  # noqa: S105 - a code
    PASSWORD_COMMON = "password_common"  # noqa: S105 - a code
    TOO_MANY_ATTEMPTS = "too_many_attempts"
    LOGIN_TAKEN = "login_taken"
    ROLE_NEEDS_ANOTHER = "role_needs_another"
    ROLE_REQUEST_OVER = "role_request_over"
    FOREIGN_ORIGIN = "foreign_origin"
    UNSUPPORTED_MEDIA = "unsupported_media"
    SETTING_FIXED = "setting_fixed"
    # the calendar
    BAD_CALENDAR_LINE = "bad_calendar_line"
    REPEATED_CALENDAR_DAY = "repeated_calendar_day"
    CALENDAR_WITHOUT_SOURCE = "calendar_without_source"
    # a list of offices
    OFFICE_NO_LIST = "office_no_list"
    ACTS_NO_LIST = "acts_no_list"
    OFFICE_NO_ROWS = "office_no_rows"
    OFFICE_PROVINCE = "office_province"
    OFFICE_UNKNOWN = "office_unknown"
    OFFICE_AMBIGUOUS = "office_ambiguous"
    OFFICE_BY_LAW = "office_by_law"
    OFFICE_BAD_KEY = "office_bad_key"
    OFFICE_KEY_TAKEN = "office_key_taken"
    OFFICE_REPEATED = "office_repeated"
    OFFICE_TELEPHONE = "office_telephone"
    OFFICE_PERSONAL_NUMBER = "office_personal_number"
    OFFICE_TOO_EARLY = "office_too_early"
    OFFICE_BAD_SUCCESSOR = "office_bad_successor"
    # requests and actions
    BAD_REQUEST = "bad_request"
    BAD_FILTER = "bad_filter"
    PERSONAL_NUMBER_TYPED = "personal_number_typed"
    UNKNOWN_PARAMETER = "unknown_parameter"
    ADDRESS_NOT_UTF8 = "address_not_utf8"
    NOT_ALLOWED = "not_allowed"
    UNAUTHORIZED = "unauthorized"
    NOT_FOUND = "not_found"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    OWN_WORK = "own_work"
    PUBLIC_ALREADY = "public_already"
    LISTING_NOT_FOUND = "listing_not_found"
    LISTING_ENDED = "listing_ended"
    CURSOR_EXPIRED = "cursor_expired"
    WRONG_STATE = "wrong_state"
    WAITS_FOR_BOARD = "waits_for_board"
    WAITS_FOR_HEAD = "waits_for_head"
    SIGNATURE_NEEDED = "signature_needed"
    NOT_SENDER = "not_sender"
    SENT_IN_BATCH = "sent_in_batch"
    UNKNOWN_COLLEAGUE = "unknown_colleague"
    NO_AUTHORITY = "no_authority"
    IS_HEAD = "is_head"
    NOTHING_PENDING = "nothing_pending"
    BAD_SUCCESSOR = "bad_successor"
    BATCH_CHANGED = "batch_changed"
    BATCH_REFUSED = "batch_refused"
    BATCH_EMPTY = "batch_empty"
    BATCH_FULL = "batch_full"
    BATCH_BUSY = "batch_busy"
    FILE_TOO_LARGE = "file_too_large"
    ROW_CHANGED = "row_changed"
    ROW_ELSEWHERE = "row_elsewhere"
    IN_ANOTHER_BATCH = "in_another_batch"
    NOT_IN_BATCH = "not_in_batch"
    STEP_NOT_POSSIBLE = "step_not_possible"
    NOT_PUBLIC_YET = "not_public_yet"
    CONFLICT = "conflict"
    REGISTER_NOT_EMPTY = "register_not_empty"
    JOB_NOT_FOUND = "job_not_found"
    JOB_FAILED = "job_failed"
    JOB_INTERRUPTED = "job_interrupted"
    JOB_OVER = "job_over"
    MAIL_FAILED = "mail_failed"
    FILE_GONE = "file_gone"
    REJECTED = "rejected"
    TOO_MANY_REQUESTS = "too_many_requests"
    REGISTER_UNAVAILABLE = "register_unavailable"
    CANNOT_SIGN = "cannot_sign"
    TOO_LONG_FOR_PAPER = "too_long_for_paper"
    MISDIRECTED = "misdirected"
    INTERNAL_ERROR = "internal_error"
    CONFIGURATION = "configuration"


#: HTTP status of the codes that answer a whole request; the others stand beside a line or field.
STATUS: Mapping[Code, int] = MappingProxyType(
    {
        Code.BAD_REQUEST: 400,
        Code.BAD_FILTER: 400,
        Code.PERSONAL_NUMBER_TYPED: 400,
        Code.UNKNOWN_PARAMETER: 400,
        Code.ADDRESS_NOT_UTF8: 400,
        Code.FEED_UNREADABLE: 400,
        Code.UNAUTHORIZED: 401,
        Code.NOT_ALLOWED: 403,
        Code.NOT_YOUR_PROVINCE: 403,
        Code.OWN_WORK: 403,
        Code.PUBLIC_ALREADY: 403,
        Code.ROLE_NEEDS_ANOTHER: 403,
        Code.FOREIGN_ORIGIN: 403,
        Code.SETTING_FIXED: 403,
        Code.WAITS_FOR_BOARD: 403,
        Code.WAITS_FOR_HEAD: 403,
        Code.SIGNATURE_NEEDED: 403,
        Code.NOT_SENDER: 403,
        Code.SENT_IN_BATCH: 409,
        Code.NOT_FOUND: 404,
        Code.LISTING_NOT_FOUND: 404,
        Code.JOB_NOT_FOUND: 404,
        Code.FILE_GONE: 404,
        Code.METHOD_NOT_ALLOWED: 405,
        Code.WRONG_STATE: 409,
        Code.NOTHING_PENDING: 409,
        Code.BATCH_CHANGED: 409,
        Code.BATCH_REFUSED: 409,
        Code.STEP_NOT_POSSIBLE: 409,
        Code.IN_BIN: 409,
        Code.NOT_PUBLIC_YET: 409,
        Code.BATCH_BUSY: 409,
        Code.CONFLICT: 409,
        Code.REGISTER_NOT_EMPTY: 409,
        Code.ROLE_REQUEST_OVER: 409,
        Code.JOB_OVER: 409,
        Code.LISTING_ENDED: 410,
        Code.CURSOR_EXPIRED: 410,
        Code.FEED_TOO_LARGE: 413,
        Code.LINE_TOO_LONG: 413,
        Code.TOO_MANY_LINES: 413,
        Code.UNSUPPORTED_FEED: 415,
        Code.UNSUPPORTED_ENCODING: 415,
        Code.UNSUPPORTED_MEDIA: 415,
        Code.SPREADSHEET_EMPTY: 422,
        Code.SPREADSHEET_TOO_LARGE: 413,
        Code.SPREADSHEET_UNPACKS_TOO_LARGE: 413,
        Code.SPREADSHEET_TOO_MANY_ROWS: 413,
        Code.SPREADSHEET_DAMAGED: 422,
        Code.SPREADSHEET_ENCRYPTED: 422,
        Code.SPREADSHEET_WRONG_TYPE: 415,
        Code.SPREADSHEET_WEB_PAGE: 415,
        Code.SPREADSHEET_UNKNOWN_ENCODING: 415,
        Code.SPREADSHEET_STRAY_QUOTE: 422,
        Code.SPREADSHEET_NO_LIST: 422,
        Code.OFFICE_NO_LIST: 422,
        Code.ACTS_NO_LIST: 422,
        Code.UPLOAD_NOT_FOUND: 404,
        Code.UPLOAD_HAS_PROBLEMS: 409,
        Code.UPLOAD_WRITTEN: 409,
        Code.TOO_MANY_ATTEMPTS: 429,
        Code.MISDIRECTED: 421,
        Code.REJECTED: 422,
        Code.FEED_REJECTED: 422,
        Code.TOO_MANY_REQUESTS: 429,
        Code.INTERNAL_ERROR: 500,
        Code.MAIL_FAILED: 502,
        Code.REGISTER_UNAVAILABLE: 503,
        Code.CANNOT_SIGN: 503,
        Code.TOO_LONG_FOR_PAPER: 422,
    }
)


def message(code: Code, params: Mapping[str, Any] = MappingProxyType({})) -> dict[str, str]:
    """The bilingual text of `code`: ``{"vi", "en"}``. KeyError if `params` lacks a placeholder."""
    vietnamese, english = MESSAGES[code]
    return {"vi": vietnamese.format_map(params), "en": english.format_map(params)}


def echo(value: object) -> str:
    """A rejected *public* value, fit for a message: short, printable, long numbers masked.

    Numbers of nine digits and more are masked, because a personal number typed
    into a public field would otherwise travel on in answers and logs.
    """
    # Of a list within lists within lists as many levels as can be read, not all there are.
    nested = isinstance(value, (list, dict, tuple, set))
    text = (reprlib.repr(value) if nested else str(value))[: MAX_ECHO + 1]
    if len(text) > MAX_ECHO:
        text = text[: MAX_ECHO - 1] + "…"
    if sum(map(str.isdigit, text)) >= 9:
        text = "".join("•" if character.isdigit() else character for character in text)
    return "".join(character if character.isprintable() else "�" for character in text)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why one line (or one form) was rejected. `field` is a dotted path, `line` counts from 1.

    `params` fill the message; a restricted value never goes in there.
    """

    line: int
    external_id: str | None
    field: str | None
    code: Code
    params: Mapping[str, Any] = dataclass_field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return {
            "line": self.line,
            "external_id": self.external_id,
            "field": self.field,
            "code": self.code.value,
            "message": message(self.code, self.params),
        }


class ThadsError(Exception):
    """Base of all refusals. `params` fill the message of `code`; ``str()`` is the English text."""

    code: Code = Code.BAD_REQUEST

    def __init__(
        self, same: "ThadsError | None" = None, /, *, code: Code | None = None, **params: Any
    ) -> None:
        if same is not None:
            # Plone's workflow tool raises what a step refused anew: its class, made of itself.
            code, params = same.code, same.params
        if code is not None:
            self.code = code
        self.params = params
        super().__init__(message(self.code, params)["en"])

    @property
    def status(self) -> int:
        """HTTP status of the answer."""
        return STATUS.get(self.code, 500)

    def as_dict(self) -> dict[str, Any]:
        """The answer's body: ``{"code", "message": {"vi", "en"}}``."""
        return {"code": self.code.value, "message": message(self.code, self.params)}


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


class FeedUnreadable(BadRequest):
    """No line of the feed is a JSON object. `problems` says why, line by line (the first ones)."""

    code = Code.FEED_UNREADABLE

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        self.problems = tuple(problems)
        super().__init__()

    def as_dict(self) -> dict[str, Any]:
        answer = super().as_dict()
        return {**answer, "problems": [problem.as_dict() for problem in self.problems]}


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


class FeedTooLarge(ThadsError):
    """A limit of the feed is passed: code feed_too_large, line_too_long or too_many_lines."""

    code = Code.FEED_TOO_LARGE


class UnsupportedFeed(ThadsError):
    """The body is of a type, or packed in a way, that the feed does not read."""

    code = Code.UNSUPPORTED_FEED


class UnsupportedMedia(ThadsError):
    """A service that takes JSON was sent something else."""

    code = Code.UNSUPPORTED_MEDIA


class SpreadsheetRefused(ThadsError):
    """An uploaded file cannot be read; the code says why, its message what to do."""

    code = Code.SPREADSHEET_DAMAGED


class UploadNotFound(ThadsError):
    """No upload with this id, or of another province."""

    code = Code.UPLOAD_NOT_FOUND


class WeakPassword(ThadsError):
    """A password that the policy refuses, at a door that has no form to say so beside."""

    @property
    def status(self) -> int:
        return 400


class Misdirected(ThadsError):
    """The Host header names another site than this portal."""

    code = Code.MISDIRECTED


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


class ListingNotFound(ThadsError):
    """No listing with this number, or none that the account may know of."""

    code = Code.LISTING_NOT_FOUND


class JobNotFound(ThadsError):
    """No job with this id, or none that the account may know of."""

    code = Code.JOB_NOT_FOUND


class FileGone(ThadsError):
    """No file with this id: it never was, or it was kept as long as promised."""

    code = Code.FILE_GONE


class ListingEnded(ThadsError):
    """The listing is a tombstone."""

    code = Code.LISTING_ENDED


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


class MailFailed(ThadsError):
    """The mail server took no message; `reason` is what it, or the network, said."""

    code = Code.MAIL_FAILED

    def __init__(self, *, reason: str = "") -> None:
        super().__init__(reason=reason)


class Rejected(ThadsError):
    """Input with problems; nothing was written."""

    code = Code.REJECTED

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__()

    def as_dict(self) -> dict[str, Any]:
        answer = super().as_dict()
        return {**answer, "problems": [problem.as_dict() for problem in self.problems]}


class BatchRefused(Rejected):
    """A step of a posting batch that some rows cannot take; nothing was written.

    Each problem's params hold the row's public ``number``. `going` is how many rows could.
    """

    code = Code.BATCH_REFUSED

    def __init__(self, problems: Iterable[Problem], *, going: int) -> None:
        super().__init__(problems)
        self.going = going


class FeedRejected(Rejected):
    """An all-or-nothing feed in which at least one line is wrong; `report` counts its lines."""

    code = Code.FEED_REJECTED

    def __init__(self, problems: Iterable[Problem], *, report: Any = None) -> None:
        super().__init__(problems)
        self.report = report


class TooManyRequests(ThadsError):
    """A client has used up its fair share. Params: seconds (until it may come again)."""

    code = Code.TOO_MANY_REQUESTS

    def __init__(self, *, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(seconds=seconds)


class RegisterUnavailable(ThadsError):
    """The database does not answer. Never shown as an empty result."""

    code = Code.REGISTER_UNAVAILABLE


class TooLongForPaper(ThadsError):
    """Results as a PDF, but too many. Params: total, most."""

    code = Code.TOO_LONG_FOR_PAPER


class ConfigurationError(ThadsError):
    """The installation cannot start. Params: detail (one line, without passwords)."""

    code = Code.CONFIGURATION
