"""Input that is not taken: feeds, files, forms, batches, with the problems found."""

from collections.abc import Iterable
from thads_portal.errors.codes import Code
from thads_portal.errors.problems import Problem
from thads_portal.errors.problems import ThadsError
from thads_portal.errors.requests import BadRequest
from typing import Any


class FeedUnreadable(BadRequest):
    """No line of the feed is a JSON object. `problems` says why, line by line (the first ones)."""

    code = Code.FEED_UNREADABLE

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        self.problems = tuple(problems)
        super().__init__()

    def as_dict(self) -> dict[str, Any]:
        answer = super().as_dict()
        return {**answer, "problems": [problem.as_dict() for problem in self.problems]}


class FeedTooLarge(ThadsError):
    """A limit of the feed is passed: code feed_too_large, line_too_long or too_many_lines."""

    code = Code.FEED_TOO_LARGE


class UnsupportedFeed(ThadsError):
    """The body is of a type, or packed in a way, that the feed does not read."""

    code = Code.UNSUPPORTED_FEED


class SpreadsheetRefused(ThadsError):
    """An uploaded file cannot be read; the code says why, its message what to do."""

    code = Code.SPREADSHEET_DAMAGED


class UploadNotFound(ThadsError):
    """No upload with this id, or of another province."""

    code = Code.UPLOAD_NOT_FOUND


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
