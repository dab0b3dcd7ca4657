"""Tell the grounds of listings by the list of their decision's own law (Law 106/2025/QH15, Art. 38).

For listings that were entered with a letter of the list before it. A draft is amended; of a
published listing the change waits for approval like any other, and rests on the decision itself,
which has said the ground from the beginning.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from thads_portal.actions.amend import amend
from thads_portal.actions.context import ActionContext
from thads_portal.actions.load import load
from thads_portal.actions.propose_amendment import propose_amendment
from thads_portal.content.register import DebtorRegister
from thads_portal.domain import grounds
from thads_portal.domain.codes import State
from thads_portal.domain.lifecycle import WITH_EDITOR
from thads_portal.domain.records import Document


@dataclass(frozen=True, slots=True)
class Settled:
    """Public numbers: amended at once, waiting for approval, and not touched (being approved as
    they are, ended or settled meanwhile).
    """

    written: tuple[str, ...]
    proposed: tuple[str, ...]
    left: tuple[str, ...]


def settle_grounds(
    register: DebtorRegister, chosen: Mapping[str, str], acting: ActionContext
) -> Settled:
    """`chosen`: public number -> letter of the law of that listing's decision.

    Raises as ``amend`` and ``propose_amendment`` do; ListingNotFound.
    """
    written, proposed, left = [], [], []
    for listing in load(register, chosen):
        fields = listing.snapshot().fields
        decided = fields[grounds.DECIDED]
        if not grounds.of_the_old_list(fields[grounds.SCHEME], decided):
            left.append(listing.id)
            continue
        scheme = grounds.scheme_of(decided).value
        values = {grounds.GROUND: chosen[listing.id], grounds.SCHEME: scheme}
        if listing.state in WITH_EDITOR:
            amend(listing, acting, values)
            written.append(listing.id)
        elif listing.state is State.PUBLISHED:
            document = Document(fields["no_conditions_decision_number"], decided)
            propose_amendment(
                listing, acting, values, document=document, occurred_on=acting.today.isoformat()
            )
            proposed.append(listing.id)
        else:
            left.append(listing.id)
    return Settled(tuple(written), tuple(proposed), tuple(left))
