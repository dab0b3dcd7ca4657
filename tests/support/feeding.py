"""What tests of feeds and of editors at the same time share."""

from contextlib import contextmanager
from thads_portal.content.register import REGISTER_ID
from thads_portal.generator.feed import FeedOptions
from thads_portal.generator.feed import lines
from thads_portal.importing.run import run_feed
from thads_portal.setup.site import SITE_ID

import io
import json
import transaction


def body_of(**options) -> bytes:
    return b"".join(lines(FeedOptions(**options)))


def events_of(body: bytes) -> list[dict]:
    return [json.loads(line) for line in body.splitlines()]


def amendment(event: dict, number: str, **listing) -> dict:
    return {
        "event": "amended",
        "external_id": event["external_id"],
        "province": event["province"],
        "occurred_on": "2026-11-21",
        "document": {"number": number, "date": "2026-11-21"},
        "listing": listing,
    }


def as_body(events: list[dict]) -> bytes:
    return "\n".join(json.dumps(event, ensure_ascii=False) for event in events).encode()


def feed(portal, body: bytes, **options):
    with portal.site() as site:
        return run_feed(site, io.BytesIO(body), actor="feed", **options)


@contextmanager
def editor(portal):
    """An editor's own connection and transaction manager: (manager, site)."""
    manager = transaction.TransactionManager()
    connection = portal.database.open(manager)
    try:
        yield manager, connection.root()["Application"][SITE_ID]
    finally:
        manager.abort()
        connection.close()


def number_of(portal, external_id: str) -> str:
    ((number,),) = portal.query(
        "SELECT number FROM thads_listing WHERE external_id = %s", external_id
    )
    return number


def field_of(portal, external_id: str, name: str):
    ((value,),) = portal.query(
        f"SELECT {name} FROM thads_listing WHERE external_id = %s",  # noqa: S608 - own names
        external_id,
    )
    return value


def save(manager, site, number, **fields) -> int:
    """An editor's save, repeated as Zope repeats a request; returns how often."""
    tries = 0
    for attempt in manager.attempts(4):
        with attempt:
            tries += 1
            listing = site["cao-bang"][REGISTER_ID][number]
            for name, value in fields.items():
                setattr(listing, name, value)
            listing.reindexObject()
    return tries
