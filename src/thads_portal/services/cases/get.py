"""Finds the case of a listing by the case system's id, for its staff, the board and the feed's account.

What entries hold beside days, papers and money is restricted and not in the answer.
"""

from AccessControl import getSecurityManager
from thads_portal.content.calendar import current_calendar
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.agencies import responsible_key
from thads_portal.domain.ledger.book import CaseBook
from thads_portal.domain.ledger.duties import waiting
from thads_portal.domain.ledger.entries import Entry
from thads_portal.domain.lifecycle import Permission
from thads_portal.domain.words import VIETNAM
from thads_portal.errors import BadRequest
from thads_portal.errors import ListingNotFound
from thads_portal.register.ledger import books
from thads_portal.register.pool import reading
from thads_portal.security import permissions
from thads_portal.services.answer import database_of
from thads_portal.services.answer import RegisterService
from typing import Any

import datetime


class Cases(RegisterService):
    limited = False
    parameters = ("external_id",)

    def reply(self) -> dict[str, Any]:
        external_id = self.request.form.get("external_id")
        if not isinstance(external_id, str) or not external_id.strip():
            raise BadRequest(detail="external_id")
        with reading(database_of(self.context)) as cursor:
            place = books.places_of(cursor, [external_id.strip()]).get(external_id.strip())
            if place is None or place.case is None or not self._may(place):
                raise ListingNotFound
            book = books.load(cursor, [place.case])[place.case]
        return case_as_dict(book)

    def _may(self, place: books.Place) -> bool:
        """The staff of the listing who see restricted fields, and who feeds its province."""
        site = self.context.get(place.province)
        if site is None:
            return False
        check = getSecurityManager().checkPermission
        if check(Permission.FEED.value, site) or check(permissions.VIEW_RESTRICTED, site):
            return place.number in site[REGISTER_ID]
        return False


def case_as_dict(book: CaseBook) -> dict[str, Any]:
    """The answer, in the order of the contract."""
    case = book.stated_case()
    today = datetime.datetime.now(VIETNAM).date()
    balances = book.balances()
    undone = {entry.reverses for entry in book.entries if entry.reverses is not None}
    duties = [
        {"duty": duty.duty.value, "due_on": duty.due_on, "source": duty.source}
        for duty in waiting(book.duties(current_calendar()), today)
    ]
    return {
        "case": {
            "enforcement_decision": {"number": case.decision_number, "date": case.decided_on},
            "agency": case.agency,
            "responsible_agency": responsible_key(case.agency, case.province, today),
            "origin": case.origin.value,
            "prisoner_two_years": case.prisoner,
            "address_unknown": case.address_unknown,
            "listings": sorted(book.settled),
        },
        "lines": [
            {"line": key, "kind": line.kind, **balances[key].as_dict()}
            for key, line in sorted(book.lines.items())
            if key in balances
        ],
        "entries": [_entry(entry, entry.id in undone) for entry in book.entries],
        "next_duties": duties,
    }


def _entry(entry: Entry, undone: bool) -> dict[str, Any]:
    document = entry.document
    return {
        "event": entry.kind.value,
        "occurred_on": entry.occurred_on,
        "document": {"number": document.number, "date": document.date} if document else None,
        "line": entry.line,
        "amount": entry.amount,
        "reversed": undone,
    }
