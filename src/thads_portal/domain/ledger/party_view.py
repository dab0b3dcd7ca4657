"""What a party may see of a case: its own part, and nothing of anybody else.

Confidential stays what informants said and what was found (Nghị định 152/2026/NĐ-CP, Điều 21 khoản 6):
of a verification a party learns its day and its conclusion.
"""

from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from thads_portal.domain.ledger.duties import CaseDuty
from thads_portal.domain.ledger.duties import last_verified
from thads_portal.domain.ledger.entries import Entry
from thads_portal.domain.ledger.entries import Line
from thads_portal.domain.ledger.entries import standing
from thads_portal.domain.ledger.money import Balance
from thads_portal.domain.ledger.money import balances
from thads_portal.domain.ledger.money import total


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyView:
    """`conclusion` is a code of ``kinds.Conclusion``; `balance` that of the lines that concern the
    party; `next_duty` (code, last day) of the next duty with a term.
    """

    last_verified: date | None
    conclusion: str | None
    balance: Balance
    next_duty: tuple[str, date] | None


def party_view(
    entries: Iterable[Entry],
    lines: Iterable[Line],
    duties: Sequence[CaseDuty],
    *,
    listing: str | None,
) -> PartyView:
    """For the debtor of `listing`: own and common lines; for the creditor (None) all lines."""
    held = standing(entries)
    found = balances(held)
    verified = last_verified(
        [entry for entry in held if listing is None or entry.listing in (None, listing)]
    )
    own = [
        found[line.line]
        for line in lines
        if line.line in found and (listing is None or line.listing in (None, listing))
    ]
    due = sorted(
        (duty.due_on, duty.duty.value)
        for duty in duties
        if duty.done_on is None and duty.due_on is not None
    )
    return PartyView(
        last_verified=verified.occurred_on if verified else None,
        conclusion=verified.details.get("conclusion") if verified else None,
        balance=total(own),
        next_duty=(due[0][1], due[0][0]) if due else None,
    )
