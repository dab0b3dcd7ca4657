"""What happens to synthetic listings later: amended, ended, withdrawn, reopened.

An event is drawn only where the listing's life allows it, so a feed read from its
beginning applies without a refusal.
"""

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from thads_portal.generator.draw import Draw
from thads_portal.generator.draw import spread
from thads_portal.generator.obligations import money
from thads_portal.generator.places import Country
from thads_portal.generator.places import Office
from typing import Any


#: Listings kept in mind for later events; an older one gives way by chance.
POOL_SIZE = 20_000
LIVE_EVENTS = spread({"address": 30, "obligation": 22, "ended": 36, "withdrawn": 12}, 512)
END_REASONS = spread(
    {"discharged": 40, "resumed": 30, "terminated": 22, "delegated": 5, "listed_in_error": 3}, 512
)
#: Ends after which conditions may lack again, and the share that stays in mind for it.
MAY_RETURN = frozenset({"resumed", "terminated", "withdrawn"})
KEPT_SHARE = 0.3
ADDRESS_NOTE = "Sửa địa chỉ theo xác minh của cơ quan thi hành án."
OBLIGATION_NOTE = "Cập nhật nghĩa vụ còn phải thi hành."


@dataclass(frozen=True, slots=True)
class Known:
    """What a listing's later events need: `owed` is the first sum, `amount` what is left."""

    external_id: str
    country: Country
    office: Office
    obligation: str
    owed: int
    amount: int
    ended: bool = False

    @classmethod
    def of(cls, event: dict[str, Any], country: Country, office: Office) -> "Known":
        """What to keep of an issued event."""
        listing = event["listing"]
        amount = listing.get("obligation_amount", 0)
        return cls(event["external_id"], country, office, listing["obligation"], amount, amount)


class Followups:
    """The pool of listings and the events drawn from it."""

    __slots__ = ("_draw", "_next_number", "_pool")

    def __init__(self, draw: Draw, next_number: Callable[[Office, date], str]) -> None:
        self._draw = draw
        self._next_number = next_number
        self._pool: list[Known] = []

    def remember(self, known: Known) -> None:
        """Keep a new listing in mind, in place of a random one when the pool is full."""
        if len(self._pool) < POOL_SIZE:
            self._pool.append(known)
        else:
            self._pool[self._draw.below(POOL_SIZE)] = known

    def _forget(self, place: int) -> None:
        self._pool[place] = self._pool[-1]
        self._pool.pop()

    def event(self, day: date) -> dict[str, Any] | None:
        """A later event on `day` of some listing; None where none is known."""
        if not self._pool:
            return None
        place = self._draw.below(len(self._pool))
        known = self._pool[place]
        if known.ended:
            return self._reopened(place, known, day)
        kind = self._draw.one_of(LIVE_EVENTS)
        if kind == "address":
            return self._new_address(known, day)
        if kind == "obligation" and known.amount > 1_000_000:
            return self._paid_in_part(place, known, day)
        return self._ended(place, known, day, withdrawn=kind == "withdrawn")

    def _head(self, kind: str, known: Known, day: date) -> dict[str, Any]:
        number = self._next_number(known.office, day)
        return {
            "event": kind,
            "external_id": known.external_id,
            "province": known.country.province.slug,
            "occurred_on": day.isoformat(),
            "document": {"number": number, "date": day.isoformat()},
        }

    def _new_address(self, known: Known, day: date) -> dict[str, Any]:
        event = self._head("amended", known, day)
        address = known.country.address(self._draw, known.office)
        event["listing"] = {"debtor_address": address}
        event["note"] = ADDRESS_NOTE
        return event

    def _paid_in_part(self, place: int, known: Known, day: date) -> dict[str, Any]:
        event = self._head("amended", known, day)
        rest = max(known.amount * self._draw.between(30, 90) // 100 // 1000 * 1000, 1000)
        text = (
            f"{known.obligation} Đã thi hành {money(known.owed - rest)} đồng,"
            f" còn phải thi hành {money(rest)} đồng."
        )
        event["listing"] = {"obligation": text, "obligation_amount": rest}
        event["note"] = OBLIGATION_NOTE
        self._pool[place] = replace(known, amount=rest)
        return event

    def _ended(self, place: int, known: Known, day: date, *, withdrawn: bool) -> dict[str, Any]:
        event = self._head("withdrawn" if withdrawn else "ended", known, day)
        if not withdrawn:
            event["end_reason"] = self._draw.one_of(END_REASONS)
        may_return = event.get("end_reason", "withdrawn") in MAY_RETURN
        if may_return and self._draw.chance(KEPT_SHARE):
            self._pool[place] = replace(known, ended=True)
        else:
            self._forget(place)
        return event

    def _reopened(self, place: int, known: Known, day: date) -> dict[str, Any]:
        """Conditions lack again: most often under a new decision."""
        event = self._head("reopened", known, day)
        if self._draw.chance(0.7):
            document = event["document"]
            event["listing"] = {
                "no_conditions_decision_number": document["number"],
                "no_conditions_decision_date": document["date"],
                # A new decision names a ground of the law of its day.
                "ground": "a",
            }
        self._pool[place] = replace(known, ended=False)
        return event
