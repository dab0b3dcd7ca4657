"""The listing at the other agency that follows a delegated one (ủy thác): a draft, linked.

The new agency's editor checks it, brings its own decision and submits it; until then
nothing of it is public. Both listings keep their histories and name each other.
"""

from Acquisition import aq_inner
from Acquisition import aq_parent
from thads_portal.actions import apply
from thads_portal.actions import steps
from thads_portal.actions.checks import checked
from thads_portal.actions.checks import Expected
from thads_portal.actions.context import ActionContext
from thads_portal.actions.entered import EnteredValues
from thads_portal.actions.entered import subsite_of
from thads_portal.actions.link_successor import check_link
from thads_portal.actions.link_successor import link
from thads_portal.content.listing import DebtorListing
from thads_portal.content.register import REGISTER_ID
from thads_portal.content.store import place
from thads_portal.domain.agencies import by_key
from thads_portal.domain.changes import AGENCY
from thads_portal.domain.codes import EndReason
from thads_portal.domain.codes import EventKind
from thads_portal.domain.codes import State
from thads_portal.domain.lifecycle import Step
from thads_portal.domain.records import LegalEvent
from thads_portal.domain.records import LISTING_FIELDS
from thads_portal.errors import Code
from thads_portal.register.join import connection_of
from thads_portal.register.join import dsn_of
from thads_portal.register.numbers import numbering


def delegate(
    listing: DebtorListing, acting: ActionContext, *, agency: str | None, expected: Expected = None
) -> DebtorListing:
    """Make the successor of `listing`, ended by delegation, at `agency` (``<slug>/<id>``).

    Raises Rejected (bad_successor) if it ended for another reason or has a successor.
    """
    checked(Step.DELEGATE, listing, acting, expected=expected)
    entry = EnteredValues(acting.today)
    if not agency or by_key(agency) is None or agency == listing.agency:
        entry.add(AGENCY, Code.MISSING if not agency else Code.BAD_SUCCESSOR)
    if listing.end_reason != EndReason.DELEGATED or listing.successor is not None:
        entry.add("successor", Code.BAD_SUCCESSOR)
    entry.done()
    slug = str(agency).partition("/")[0]
    portal = aq_parent(aq_inner(subsite_of(listing)))
    register = portal[slug][REGISTER_ID]
    with numbering(dsn_of(connection_of(register).db())) as numbers:
        (number,) = numbers.take(1, now=acting.when)
    successor = DebtorListing(
        number, created_by=acting.user_id, created_at=acting.when, changed_at=acting.when
    )
    fields = {name: listing.__dict__.get(name) for name in LISTING_FIELDS}
    apply.write_fields(
        successor,
        {name: value for name, value in fields.items() if value is not None} | {AGENCY: agency},
    )
    decided = listing.no_conditions_decision_date
    apply.record(
        successor,
        LegalEvent(
            kind=EventKind.ISSUED,
            occurred_on=decided,
            recorded_at=acting.when,
            actor=acting.user_id,
            document_number=fields["no_conditions_decision_number"],
            document_date=decided,
            due_on=acting.due_on(EventKind.ISSUED, decided),
        ),
    )
    apply.enter_state(
        successor, State.DRAFT, action=Step.CREATE.value, actor=acting.user_id, when=acting.when
    )
    placed: DebtorListing = place(register, successor)
    check_link(listing, placed, listing.end_reason, acting)
    link(listing, placed, acting)
    steps.take(Step.DELEGATE, listing, acting)
    return placed
