"""A proved correction prepares the amendment or ending of its listings, however many, in one step.

The objects' proposals and the request's entry are written in one transaction. The day on which the
fault was established begins the listing's own clock (3 working days); the request keeps its own.
"""

from datetime import datetime
from datetime import UTC
from thads_portal.actions.context import ActionContext
from thads_portal.actions.propose_amendment import propose_amendment
from thads_portal.actions.propose_ending import propose_ending
from thads_portal.actions.requests.handler import Handler
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.recording import Recorded
from thads_portal.domain.requests.steps import Entry
from thads_portal.errors import Code
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from thads_portal.errors import RequestMovedOn
from thads_portal.register import record
from thads_portal.register.requests.rows import Request
from thads_portal.register.statements import execute
from typing import Any

import orjson


#: Public fields that a correction may set.
FIELDS = ("debtor_name", "debtor_address", "obligation", "judgment_number", "judgment_date")
#: Listings of one step.
MOST = 200

_ENTRY = """
    INSERT INTO thads_request_entry (request, kind, at, actor, details)
    SELECT id, %s, %s, %s, %s FROM thads_request WHERE id = %s AND open
"""


def prepare(
    subsite: Any,
    acting: ActionContext,
    handler: Handler,
    request: Request,
    *,
    numbers: list[str],
    document: dict[str, str],
    found_on: str,
    field: str = "",
    value: str = "",
    end_reason: str = "",
) -> int:
    """Propose to set `field` to `value`, or to end for `end_reason`; returns of how many listings.

    Raises what the proposals raise, and Rejected at ``numbers``.
    """
    if not handler.sees(request) or not request.open:
        raise RequestMovedOn
    register = subsite[REGISTER_ID]
    wanted = list(dict.fromkeys(numbers))
    chosen = [register.get(number) for number in wanted]
    if not wanted or len(wanted) > MOST or any(each is None for each in chosen):
        raise Rejected([Problem(0, None, "numbers", Code.LISTING_NOT_FOUND, {})])
    if end_reason:
        propose_ending(
            chosen, acting, end_reason=end_reason, document=document, occurred_on=found_on
        )
    elif field in FIELDS:
        propose_amendment(chosen, acting, {field: value}, document=document, occurred_on=found_on)
    else:
        raise Rejected([Problem(0, None, "field", Code.MISSING, {})])
    details = {"listings": wanted, "field": field, "end": end_reason, "found": found_on}
    execute(
        subsite,
        _ENTRY,
        (
            Entry.EFFECT.value,
            datetime.now(UTC),
            handler.account,
            orjson.dumps(details).decode(),
            request.id,
        ),
        RequestMovedOn,
    )
    record.note(
        subsite,
        Recorded.REQUEST_STEP,
        actor=handler.account,
        province=handler.province,
        about=request.number,
        details={"step": Entry.EFFECT.value, "listings": wanted},
    )
    return len(wanted)
