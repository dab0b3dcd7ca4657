"""Record the posting at the commune (niêm yết tại UBND cấp xã): sent, posted, until when."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from thads_portal.actions import steps
from thads_portal.actions.checks import checked
from thads_portal.actions.checks import Expected
from thads_portal.actions.checks import Listings
from thads_portal.actions.context import ActionContext
from thads_portal.actions.entered import EnteredValues
from thads_portal.domain import fields
from thads_portal.domain import words
from thads_portal.domain.clocks import posted_until
from thads_portal.domain.fields import Fault
from thads_portal.domain.lifecycle import Step
from thads_portal.errors import Code
from typing import Any


#: What is recorded of a posting when publication has ended, in the order in which it happens.
END_DAYS = ("end_sent_on", "end_received_on", "taken_down_on")
#: Latest day somebody may enter for the end of a posting.
_FURTHEST = date(2100, 1, 1)


def commune_posted(
    listings: Listings,
    acting: ActionContext,
    posting: Mapping[str, Any],
    *,
    expected: Expected = None,
) -> None:
    """`posting`: ``commune``, ``sent_on``, and once it is confirmed ``posted_from`` and
    ``posted_until`` (absent: the length the law of the decision's day sets, if any). When
    publication has ended: ``end_sent_on`` (the paper about it), ``end_received_on``, from which
    the commune's term runs, and ``taken_down_on``.

    It takes the place of what was recorded before; the history keeps that.
    """
    chosen = checked(Step.COMMUNE_POSTED, listings, acting, expected=expected)
    entry = EnteredValues(acting.today)
    commune = _commune(entry, posting.get("commune"))
    sent = entry.day("sent_on", posting.get("sent_on"), None)
    if sent is None and not entry.problems:
        entry.add("sent_on", Code.MISSING)
    begun = entry.day("posted_from", posting.get("posted_from"), None)
    ends = posting.get("posted_until")
    until = entry.check("posted_until", fields.check_date, ends, _FURTHEST) if ends else None
    if begun and until and until < begun:
        entry.add("posted_until", Code.DATE_TOO_EARLY, earliest=words.day(begun))
    if sent and begun and begun < sent:
        entry.add("posted_from", Code.DATE_TOO_EARLY, earliest=words.day(sent))
    end = _end_of_posting(entry, posting)
    entry.done()
    for listing in chosen:
        decided = listing.no_conditions_decision_date
        last = until or (posted_until(begun) if begun and posted_until(decided) else None)
        old = listing.commune_posting
        new: dict[str, Any] = {
            "commune": commune,
            "sent_on": sent,
            "posted_from": begun,
            "posted_until": last,
        }
        new |= end
        if old and "end_due" in old:
            new["end_due"] = old["end_due"]
        if received := end.get("end_received_on"):
            new["take_down_due"] = acting.take_down_due_on(received)
        listing.commune_posting = new
        steps.take(
            Step.COMMUNE_POSTED,
            listing,
            acting,
            occurred_on=begun or sent,
            due_on=acting.posting_due_on(listing),
            changes={
                name: ((old or {}).get(name), value)
                for name, value in new.items()
                if (old or {}).get(name) != value
            }
            or None,
        )


def _end_of_posting(entry: EnteredValues, posting: Mapping[str, Any]) -> dict[str, date]:
    """The days that are given, each not before the one it follows."""
    days = {name: entry.day(name, posting.get(name), None) for name in END_DAYS}
    found = {name: day for name, day in days.items() if day is not None}
    for earlier, later in pairwise(END_DAYS):
        if later in found and earlier not in found:
            entry.add(earlier, Code.MISSING)
        elif later in found and found[later] < found[earlier]:
            entry.add(later, Code.DATE_TOO_EARLY, earliest=words.day(found[earlier]))
    return found


def _commune(entry: EnteredValues, value: Any) -> str | None:
    if not value or not str(value).strip():
        entry.add("commune", Code.MISSING)
        return None
    try:
        return fields.check_text(value, 255)
    except Fault as fault:
        entry.add("commune", fault.code, **fault.params)
        return None
