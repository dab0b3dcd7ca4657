"""State a case (lập việc): its origin and circumstances, and what is to be done on each line."""

from collections.abc import Mapping
from collections.abc import Sequence
from thads_portal.actions.context import ActionContext
from thads_portal.actions.entered import EnteredValues
from thads_portal.actions.ledger.opening import close
from thads_portal.actions.ledger.opening import opened
from thads_portal.actions.ledger.opening import refuse
from thads_portal.content.listing import DebtorListing
from thads_portal.domain.fields import check_text
from thads_portal.domain.ledger.book import StatedLine
from thads_portal.domain.ledger.details import checked_details
from thads_portal.domain.ledger.kinds import EntryKind
from thads_portal.domain.ledger.kinds import LineKind
from thads_portal.errors import Code
from typing import Any


#: Characters of a line's key, lines of a case.
LONGEST_LINE, MOST_LINES = 40, 30


def state(
    listing: DebtorListing,
    acting: ActionContext,
    *,
    lines: Sequence[Mapping[str, Any]],
    details: Mapping[str, Any],
    expected: int | None = None,
) -> None:
    """`lines` are ``{"line", "kind", "to_do", "listing"}``; those named before are set anew.

    Raises as ``opening.opened``, and Rejected with the place of each line that is wrong.
    """
    book = opened(listing, acting, expected=expected)
    read = EnteredValues(acting.today)
    stated: list[StatedLine] = []
    kinds = [each.value for each in LineKind]
    for place, given in enumerate(lines[:MOST_LINES], start=1):
        key = read.check("line", check_text, given.get("line"), LONGEST_LINE, line=place)
        if given.get("kind") not in kinds:
            allowed = ", ".join(kinds)
            read.add("kind", Code.UNKNOWN_VALUE, place, value="…", allowed=allowed)
        to_do = given.get("to_do")
        if type(to_do) is not int:
            read.add(
                "to_do",
                Code.WRONG_TYPE,
                place,
                expected_vi="số tiền bằng đồng",
                expected_en="a sum in đồng",
            )
        else:
            stated.append(
                StatedLine(
                    line=key or "",
                    kind=str(given.get("kind")),
                    to_do=to_do,
                    listing=given.get("listing"),
                )
            )
    stored, problems = checked_details(EntryKind.STATED, details, acting.today)
    for field, code, params in problems:
        read.add(f"details.{field}", code, **params)
    read.done()
    refuse(
        book.state(
            stated,
            occurred_on=book.case.decided_on,
            document=None,
            details=stored,
            today=acting.today,
            actor=acting.user_id,
        )
    )
    close(book, listing, acting)
