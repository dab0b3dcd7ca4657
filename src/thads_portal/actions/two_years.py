"""Mark published listings about which there was no news for two years: the portal does, by the clock.

Who has amended or ended one meanwhile was right: each is looked at again.
"""

from collections.abc import Iterable
from datetime import date
from thads_portal.actions import steps
from thads_portal.actions.context import ActionContext
from thads_portal.actions.load import load_present
from thads_portal.content.register import DebtorRegister
from thads_portal.domain.codes import State
from thads_portal.domain.lifecycle import Step
from thads_portal.domain.two_years import quiet_since
from thads_portal.domain.two_years import two_years_after


def mark_quiet(
    register: DebtorRegister, numbers: Iterable[str], acting: ActionContext, *, limit: date
) -> int:
    """Mark those of `numbers` without news since `limit`; how many there were.

    Asks for no permission: nobody decides here.
    """
    for listing in load_present(register, numbers).values():
        if listing is None or listing.state is not State.PUBLISHED:
            continue
        news = quiet_since(
            listing.history, listing.no_conditions_decision_date, listing.separate_track
        )
        if news is None or news > limit:
            continue
        since = two_years_after(news)
        listing.separate_track = {"since": since, "document_number": None, "document_date": None}
        steps.take(Step.MARK_TRACK, listing, acting, occurred_on=since)
    return acting.taken
