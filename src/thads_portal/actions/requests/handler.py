"""Who handles requests: an account of a province, or of the centre; what they see and may do."""

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from thads_portal.database.sql import Cursor
from thads_portal.domain.recording import Recorded
from thads_portal.domain.requests.procedures import BY_ID
from thads_portal.domain.requests.shapes import Procedure
from thads_portal.domain.requests.steps import Entry
from thads_portal.domain.working_days import WorkingCalendar
from thads_portal.errors import NotAllowed
from thads_portal.errors import RequestMovedOn
from thads_portal.errors import RequestNotFound
from thads_portal.register import record
from thads_portal.register.requests import rows
from thads_portal.register.requests.rows import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Handler:
    """`head`: signs outgoing papers and sees first what is about the agency's own people.

    `also`: whose work they do while those are away; what these were given, they see too.
    """

    dsn: str
    province: str
    account: str
    head: bool
    when: datetime
    today: date
    calendar: WorkingCalendar
    also: frozenset[str] = frozenset()

    @property
    def accounts(self) -> list[str]:
        return [self.account, *sorted(self.also)]

    def sees(self, request: Request) -> bool:
        if request.province != self.province:
            return False
        return self.head or not request.head_only or request.assigned in self.accounts


def held(cursor: Cursor, handler: Handler, id: int, revision: int | None) -> Request:
    """The request, held, that `handler` works on and that is open.

    Raises RequestNotFound for what they do not see, RequestMovedOn.
    """
    found = rows.locked(cursor, id)
    if not handler.sees(found):
        raise RequestNotFound
    if revision is not None and found.revision != revision:
        raise RequestMovedOn
    if not found.open:
        raise RequestMovedOn
    return found


def needs_head(handler: Handler) -> None:
    if not handler.head:
        raise NotAllowed


def procedure_of(request: Request) -> Procedure:
    return BY_ID[request.procedure]


def note(cursor: Cursor, handler: Handler, request: Request, kind: Entry) -> None:
    """Put the step into the record of actions: the number and what kind it was."""
    record.write(
        cursor,
        Recorded.REQUEST_STEP,
        actor=handler.account,
        province=handler.province,
        about=request.number,
        details={"step": kind.value},
    )
