"""Who uses the portal meanwhile: the case system, the board, and fifty searches a second.

A refusal (503, or no connection) is no wrong answer; whoever is refused tries again. Everything else that
contradicts what was acknowledged is wrong.
"""

from collections.abc import Callable
from contextlib import closing
from http.client import HTTPException
from tests.cluster.known import Known
from tests.cluster.known import Listing
from tests.cluster.known import WAITS
from tests.support.staff import hidden
from tests.support.staff import token_of
from thads_portal.generator.feed import FeedOptions
from thads_portal.generator.feed import lines
from thads_portal.testing_http import Answer
from thads_portal.testing_http import Visitor
from urllib.parse import quote
from urllib.parse import urlencode

import json
import psycopg2
import random
import threading
import time


SEARCHES = 50
_SEARCHERS = 20
_FEED = "/++api++/@case-feed"
_LINES = {"Content-Type": "application/x-ndjson"}
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_TRUSTED = ("lang-son", "ha-giang", "bac-kan")
_BATCH, _ENDED = 20, 3
_BATCHES = "SELECT external_id, number, debtor_name FROM thads_listing WHERE external_id = ANY(%s)"


class Traffic:
    """Asks at `address`; `dsn` is for looking up the numbers that the portal gave."""

    def __init__(self, address: str, dsn: str, accounts: dict[str, dict[str, str]]):
        self.known = Known()
        self._address, self._dsn = address, dsn
        self._system = Visitor(address, accounts["case_system"])
        self._board = Visitor(address, accounts["editorial_board"])
        self._visitor = Visitor(address)
        self._over = threading.Event()
        self._threads = [
            threading.Thread(target=self._until_over, args=(work,), daemon=True)
            for work in (self._feed, self._approve, *[self._search] * _SEARCHERS)
        ]
        self._seed = 1000
        self._begun = time.monotonic()

    @property
    def seconds(self) -> float:
        """Since it began."""
        return time.monotonic() - self._begun

    def start(self) -> None:
        self._begun = time.monotonic()
        for each in self._threads:
            each.start()

    def stop(self) -> None:
        self._over.set()
        for each in self._threads:
            each.join(60)

    def _until_over(self, work: Callable[[], None]) -> None:
        while not self._over.is_set():
            try:
                work()
            except (OSError, HTTPException, psycopg2.Error):
                self.known.refuse()
                time.sleep(0.1)
            except AssertionError as error:
                self.known.answer(str(error)[:300])
                time.sleep(0.1)

    # The case system

    def _feed(self) -> None:
        """New listings, some that end; sent again until they are acknowledged."""
        self._seed += 1
        waits = self._seed % 3 == 0
        provinces = (WAITS,) if waits else _TRUSTED
        sent = [
            json.loads(line)
            for line in lines(FeedOptions(count=_BATCH, seed=self._seed, provinces=provinces))
        ]
        ending = [] if waits else self._about_to_end()
        events = [*sent, *map(_ending, ending)]
        body = "\n".join(json.dumps(event, ensure_ascii=False) for event in events).encode()
        self._send(body, len(events))
        listings = [
            Listing(
                each["external_id"], each["province"], state="waiting" if waits else "published"
            )
            for each in sent
        ]
        with self.known.lock:
            for each in ending:
                each.state, each.uncertain = "ended", False
            self.known.ended += len(ending)
        self.known.add(listings)
        self._look_up(listings)
        time.sleep(0.1)

    def _about_to_end(self) -> list[Listing]:
        found = {each.external_id: each for _ in range(_ENDED) if (each := self._certain())}
        return list(found.values())

    def _certain(self) -> Listing | None:
        each = self.known.pick("published")
        # The board's province has listings of other acts under way.
        if each is None or each.province == WAITS:
            return None
        each.uncertain = True
        return each

    def _send(self, body: bytes, count: int) -> None:
        while True:
            answer = self._ask(
                lambda: self._system.ask("POST", _FEED, body=body, headers=_LINES), patient=True
            )
            if answer is None:
                continue
            assert answer.status == 200, f"feed: {answer.status} {answer.text[:200]}"
            told = answer.json()
            assert not told["rejected"], f"feed: {answer.text[:300]}"
            self.known.acknowledge(count)
            return

    def _ask(self, ask: Callable[[], Answer], *, patient: bool = False) -> Answer | None:
        """The answer, None for a refusal."""
        try:
            answer = ask()
        except (OSError, HTTPException):
            answer = None
        if answer is not None and answer.status != 503:
            return answer
        self.known.refuse()
        time.sleep(0.2 if patient else 0.05)
        return None

    def _look_up(self, listings: list[Listing]) -> None:
        wanted = {each.external_id: each for each in listings}
        while not self._over.is_set():
            try:
                with (
                    closing(psycopg2.connect(self._dsn)) as opened,
                    opened.cursor() as cursor,
                ):
                    cursor.execute(_BATCHES, (list(wanted),))
                    for external_id, number, name in cursor.fetchall():
                        wanted[external_id].name = name
                        wanted[external_id].number = number
            except psycopg2.Error:
                time.sleep(0.2)
                continue
            if all(each.number for each in listings):
                return
            # A standby that answers meanwhile may be a moment behind.
            time.sleep(0.2)

    # The board

    def _approve(self) -> None:
        each = self.known.pick("waiting")
        if each is None:
            time.sleep(0.2)
            return
        each.uncertain = True
        card = f"{_path(each)}/xem-duyet"
        answer = None
        while answer is None and not self._over.is_set():
            page = self._ask(lambda: self._board.get(card), patient=True)
            if page is None:
                continue
            assert page.status == 200, f"card: {page.status} {page.text[:200]}"
            if 'value="approve"' not in page.text:
                # What was sent before it was refused has been done.
                break
            body = urlencode(
                {
                    "_authenticator": token_of(page.text),
                    "revision": hidden(page.text, "revision"),
                    "events": hidden(page.text, "events"),
                    "action": "approve",
                }
            )
            answer = self._ask(
                lambda body=body: self._board.ask("POST", card, body=body, headers=_FORM),
                patient=True,
            )
        if answer is not None:
            assert answer.status == 303, f"approval: {answer.status} {answer.text[-400:]}"
            self.known.acknowledge(1)
        with self.known.lock:
            each.state, each.uncertain = "published", False
            self.known.approved += 1
        time.sleep(0.5)

    # Visitors

    def _search(self) -> None:
        begun = time.monotonic()
        kind = random.random()
        self._visit("ended" if kind < 0.25 else "published", by_name=kind < 0.8)
        time.sleep(max(0.0, _SEARCHERS / SEARCHES - (time.monotonic() - begun)))

    def _visit(self, state: str, *, by_name: bool) -> None:
        each = self.known.pick(state)
        if each is None:
            return
        answer = self._ask(lambda: self._look(each, by_name=by_name))
        if answer is None:
            return
        # What has been changed since is no contradiction.
        if each.state != state or each.uncertain:
            return
        self.known.answer(_contradiction(answer, each, by_name=by_name))

    def _look(self, each: Listing, *, by_name: bool) -> Answer:
        if by_name:
            asked = f"q={quote(each.name)}&province={each.province}&b_size=100"
            return self._visitor.get(f"/++api++/@register-search?{asked}")
        return self._visitor.get(_path(each))


def _path(each: Listing) -> str:
    return f"/{each.province}/nguoi-phai-thi-hanh-an/{each.number}"


def _ending(each: Listing) -> dict:
    return {
        "event": "ended",
        "external_id": each.external_id,
        "province": each.province,
        "occurred_on": "2026-11-23",
        "end_reason": "discharged",
        "document": {"number": f"{each.number[-7:]}/QĐ-CTHADS", "date": "2026-11-23"},
    }


def _contradiction(answer: Answer, each: Listing, *, by_name: bool) -> str | None:
    """What is wrong with an answer about `each`; None: nothing."""
    about = f"{each.state} {each.number}: {answer.status}"
    if not by_name:
        wanted = 200 if each.state == "published" else 410
        return None if answer.status == wanted else f"page of {about}"
    if answer.status != 200:
        return f"search for {about}"
    found = each.number in {item["number"] for item in answer.json()["items"]}
    return None if found == (each.state == "published") else f"search for {about}, found: {found}"
