"""In which order money that was collected pays the lines of a case: a rule by its date.

Until 30/06/2026 three ranks (Luật 26/2008/QH12, Điều 47 khoản 1), since then five (Luật
106/2025/QH15, Điều 54 khoản 1); within one rank pro rata. Interest comes after the principal
(Nghị định 152/2026/NĐ-CP, Điều 29).
"""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from thads_portal.domain.ledger.entries import Line
from thads_portal.domain.ledger.kinds import LineKind
from thads_portal.domain.ledger.kinds import NEW_LAW_FROM
from thads_portal.domain.ledger.money import Balance


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentOrder:
    """`ranks` are the kinds of lines of each rank, the first first; what is in none comes last,
    late interest after that. Both days belong to it.
    """

    ranks: tuple[tuple[LineKind, ...], ...]
    #: (Vietnamese, English)
    holds: tuple[str, str]
    source: str
    valid_from: date
    valid_to: date | None

    def rank(self, kind: str) -> int:
        """The rank of a line of `kind`, 0 the first."""
        for place, kinds in enumerate(self.ranks):
            if kind in kinds:
                return place
        # Principal first, then what has grown on it.
        return len(self.ranks) + (kind == LineKind.LATE_INTEREST)


PAYMENT_ORDERS = (
    PaymentOrder(
        ranks=(
            (LineKind.MAINTENANCE, LineKind.WAGES, LineKind.COMPENSATION),
            (LineKind.COURT_FEE,),
        ),
        holds=(
            "a) cấp dưỡng, tiền lương, bồi thường tính mạng, sức khỏe, tinh thần; b) án phí, lệ phí;"
            " c) các khoản khác; cùng hàng thì theo tỷ lệ",
            "a) maintenance, wages, compensation for life, health, mind; b) court fees; c) the rest;"
            " pro rata within a rank",
        ),
        source="Luật 26/2008/QH12, Điều 47 khoản 1",
        valid_from=date(2009, 7, 1),
        valid_to=date(2026, 6, 30),
    ),
    PaymentOrder(
        ranks=(
            (LineKind.MAINTENANCE, LineKind.WAGES, LineKind.COMPENSATION),
            (LineKind.COURT_FEE,),
            (LineKind.FINE, LineKind.RECOVERY_CONFISCATION),
            # Social insurance: no kind of a line of its own.
            (),
        ),
        holds=(
            "a) cấp dưỡng, tiền lương, bồi thường tính mạng, sức khỏe, tinh thần; b) án phí; c) phạt,"
            " truy thu; d) bảo hiểm xã hội; đ) các khoản khác; cùng hàng thì theo tỷ lệ",
            "a) maintenance, wages, compensation for life, health, mind; b) court fees; c) fines,"
            " recovery; d) social insurance; đ) the rest; pro rata within a rank",
        ),
        source="Luật 106/2025/QH15, Điều 54 khoản 1",
        valid_from=NEW_LAW_FROM,
        valid_to=None,
    ),
)


def payment_order(received_on: date) -> PaymentOrder:
    """The order in force on the day on which money was received; before the first row, the first."""
    for order in reversed(PAYMENT_ORDERS):
        if order.valid_from <= received_on:
            return order
    return PAYMENT_ORDERS[0]


def distribute(
    amount: int, lines: Iterable[Line], found: Mapping[str, Balance], received_on: date
) -> dict[str, int]:
    """Line -> what it gets of `amount`; together `amount`, or all that is left if that is less."""
    order = payment_order(received_on)
    by_rank: dict[int, list[tuple[str, int]]] = {}
    for line in lines:
        left = found[line.line].left if line.line in found else 0
        if left > 0:
            by_rank.setdefault(order.rank(line.kind), []).append((line.line, left))
    given: dict[str, int] = {}
    for rank in sorted(by_rank):
        part = min(amount, sum(left for _line, left in by_rank[rank]))
        given.update(_pro_rata(part, sorted(by_rank[rank])))
        amount -= part
    return {line: each for line, each in given.items() if each}


def _pro_rata(amount: int, claims: Sequence[tuple[str, int]]) -> dict[str, int]:
    """`amount` in the proportion of the claims; the đồng that do not come out go to the largest
    remainders, the first line first.
    """
    whole = sum(claim for _line, claim in claims)
    if not whole:
        return {}
    shares = {line: divmod(amount * claim, whole) for line, claim in claims}
    given = {line: share for line, (share, _rest) in shares.items()}
    missing = amount - sum(given.values())
    for line in sorted(shares, key=lambda line: (-shares[line][1], line))[:missing]:
        given[line] += 1
    return given
