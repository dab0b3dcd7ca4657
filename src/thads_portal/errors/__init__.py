"""Everything that can be refused: the exception tree, the closed list of codes, their messages.

A code without a message or an exception without a status would reach a client
as "500"; a message that repeats a restricted value would publish it. Both are
tested over the whole lists. The texts themselves stand in ``messages``. Everything is imported from
here; the modules are the areas.

    ThadsError
    ├── BadRequest                   400
    │   ├── BadFilter                400  a filter of a search, with the allowed values
    │   ├── UnknownParameter         400  parameters that the service does not know, mistyped perhaps
    │   ├── AddressNotUtf8           400  bytes in the address that are no UTF-8
    │   └── FeedUnreadable           400  no line of the feed can be read
    ├── WeakPassword                 400  a password against the policy
    ├── KeyRefused                   401  an organisation's key that opens nothing, or none at all
    ├── PurposeNotAgreed             403  a purpose that no agreement of the organisation names
    ├── NotAllowed                   403
    │   ├── NotYourProvince          403  the account belongs to another province
    │   ├── OwnWork                  403  nobody approves what they entered
    │   ├── ScopeMissing             403  the key does not open this service
    │   ├── RoleNeedsAnother         403  a role that a second person must confirm
    │   ├── ForeignOrigin            403  sent by a page of another site
    │   ├── SettingFixed             403  a setting that is fixed, or has a page of its own
    │   └── PublicAlready            403  what is public changes by a proposed change only
    ├── ListingNotFound              404
    ├── JobNotFound                  404
    ├── RequestNotFound              404  a citizen's request
    ├── RequestMovedOn               409  a citizen's request is elsewhere by now
    ├── SlotTaken                    409  an appointment that somebody else has
    ├── CannotUnseal                 503  the key of a sealed content is missing
    ├── FileGone                     404  never there, or kept as long as promised and removed
    ├── ListingEnded                 410
    ├── CursorExpired                410  changes older than are kept: start from the files again
    ├── FeedTooLarge                 413
    ├── UnsupportedFeed              415
    ├── UnsupportedMedia             415  a service that takes JSON was sent something else
    ├── TooManyRequests              429  a fair share is used up; says when to come again
    ├── QuotaUsedUp                  429  an organisation's subjects of the day
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
    │   └── RegisterReadOnly         503  can be read, not written
    ├── WorkInterrupted              503  a process of a feed died: what was written stays, send again
    ├── TooLongForPaper              422  more results than a PDF is made of at once
    ├── CannotSign                   503  the configured certificate of the official papers fails
    └── ConfigurationError           -    at start-up: one clear line, exit code not 0
"""

from thads_portal.errors.codes import Code
from thads_portal.errors.codes import STATUS
from thads_portal.errors.conflicts import Conflict
from thads_portal.errors.conflicts import JobOver
from thads_portal.errors.conflicts import RegisterNotEmpty
from thads_portal.errors.conflicts import RoleRequestOver
from thads_portal.errors.conflicts import WrongState
from thads_portal.errors.input import BatchRefused
from thads_portal.errors.input import FeedRejected
from thads_portal.errors.input import FeedTooLarge
from thads_portal.errors.input import FeedUnreadable
from thads_portal.errors.input import Rejected
from thads_portal.errors.input import SpreadsheetRefused
from thads_portal.errors.input import UnsupportedFeed
from thads_portal.errors.input import UploadNotFound
from thads_portal.errors.problems import echo
from thads_portal.errors.problems import MAX_ECHO
from thads_portal.errors.problems import message
from thads_portal.errors.problems import Problem
from thads_portal.errors.problems import ThadsError
from thads_portal.errors.requests import AddressNotUtf8
from thads_portal.errors.requests import BadFilter
from thads_portal.errors.requests import BadRequest
from thads_portal.errors.requests import CannotUnseal
from thads_portal.errors.requests import ConfigurationError
from thads_portal.errors.requests import CursorExpired
from thads_portal.errors.requests import FileGone
from thads_portal.errors.requests import JobNotFound
from thads_portal.errors.requests import ListingEnded
from thads_portal.errors.requests import ListingNotFound
from thads_portal.errors.requests import MailFailed
from thads_portal.errors.requests import Misdirected
from thads_portal.errors.requests import NotAcceptable
from thads_portal.errors.requests import PersonalNumberTyped
from thads_portal.errors.requests import RegisterReadOnly
from thads_portal.errors.requests import RegisterUnavailable
from thads_portal.errors.requests import RequestMovedOn
from thads_portal.errors.requests import RequestNotFound
from thads_portal.errors.requests import SlotTaken
from thads_portal.errors.requests import TooLongForPaper
from thads_portal.errors.requests import TooManyRequests
from thads_portal.errors.requests import UnknownParameter
from thads_portal.errors.requests import UnsupportedMedia
from thads_portal.errors.requests import WorkInterrupted
from thads_portal.errors.rights import ForeignOrigin
from thads_portal.errors.rights import NotAllowed
from thads_portal.errors.rights import NotYourProvince
from thads_portal.errors.rights import OwnWork
from thads_portal.errors.rights import PublicAlready
from thads_portal.errors.rights import RoleNeedsAnother
from thads_portal.errors.rights import SettingFixed
from thads_portal.errors.rights import TooManyAttempts
from thads_portal.errors.rights import WeakPassword
from thads_portal.errors.sharing import KeyRefused
from thads_portal.errors.sharing import PurposeNotAgreed
from thads_portal.errors.sharing import QuotaUsedUp
from thads_portal.errors.sharing import ScopeMissing


__all__ = [
    "NotAcceptable",
    "ScopeMissing",
    "QuotaUsedUp",
    "PurposeNotAgreed",
    "KeyRefused",
    "Code",
    "STATUS",
    "MAX_ECHO",
    "message",
    "echo",
    "Problem",
    "ThadsError",
    "BadRequest",
    "BadFilter",
    "PersonalNumberTyped",
    "UnknownParameter",
    "AddressNotUtf8",
    "CursorExpired",
    "UnsupportedMedia",
    "Misdirected",
    "ListingNotFound",
    "JobNotFound",
    "FileGone",
    "RequestNotFound",
    "RequestMovedOn",
    "SlotTaken",
    "CannotUnseal",
    "ListingEnded",
    "MailFailed",
    "TooManyRequests",
    "RegisterReadOnly",
    "RegisterUnavailable",
    "TooLongForPaper",
    "ConfigurationError",
    "FeedUnreadable",
    "FeedTooLarge",
    "UnsupportedFeed",
    "SpreadsheetRefused",
    "UploadNotFound",
    "Rejected",
    "BatchRefused",
    "FeedRejected",
    "WeakPassword",
    "WorkInterrupted",
    "TooManyAttempts",
    "NotAllowed",
    "RoleNeedsAnother",
    "ForeignOrigin",
    "SettingFixed",
    "NotYourProvince",
    "OwnWork",
    "PublicAlready",
    "Conflict",
    "RoleRequestOver",
    "WrongState",
    "RegisterNotEmpty",
    "JobOver",
]
