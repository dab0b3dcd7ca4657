"""What the portal has acknowledged, and what it may therefore never contradict; safe in threads."""

from dataclasses import dataclass
from dataclasses import field

import itertools
import random
import threading
import time


#: The province whose listings wait for the board.
WAITS = "cao-bang"


@dataclass(slots=True)
class Listing:
    """One listing that was acknowledged. `state`: waiting, published or ended."""

    external_id: str
    province: str
    name: str = ""
    number: str = ""
    state: str = "published"
    #: A change is under way whose end nobody knows: either answer is right.
    uncertain: bool = False


@dataclass(slots=True)
class Times:
    """When something succeeded: the moments, in order."""

    moments: list[float] = field(default_factory=list)

    def now(self) -> None:
        self.moments.append(time.monotonic())

    def longest_silence(self, since: float, until: float) -> float:
        """Seconds of the longest stretch without a success in that time."""
        inside = [moment for moment in list(self.moments) if since <= moment <= until]
        ends = [since, *inside, until]
        return max(after - before for before, after in itertools.pairwise(ends))


class Known:
    """The client's own book."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.listings: dict[str, Listing] = {}
        self.written, self.read = Times(), Times()
        self.acknowledged = self.refused = self.answers = 0
        self.approved = self.ended = 0
        self.wrong: list[str] = []

    def add(self, listings: list[Listing]) -> None:
        with self.lock:
            for each in listings:
                self.listings[each.external_id] = each

    def pick(self, state: str) -> Listing | None:
        """Any one that is in `state` for certain and whose number is known."""
        with self.lock:
            found = [
                each
                for each in self.listings.values()
                if each.state == state and not each.uncertain and each.number
            ]
        return random.choice(found) if found else None

    def acknowledge(self, lines: int) -> None:
        with self.lock:
            self.acknowledged += lines
        self.written.now()

    def refuse(self) -> None:
        with self.lock:
            self.refused += 1

    def answer(self, wrong: str | None) -> None:
        """A visitor got an answer that is no refusal."""
        with self.lock:
            self.answers += 1
            if wrong:
                self.wrong.append(wrong)
        if not wrong:
            self.read.now()
