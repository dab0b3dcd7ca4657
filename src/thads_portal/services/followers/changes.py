"""``GET @changes``: every act of publication in the order of the commits, with a cursor.

What is told of a listing is what is public of it now, never what was: of one that has ended
meanwhile there is an id and a time, also in the acts before its ending.
"""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from plone import api
from thads_portal.content.register import REGISTER_ID
from thads_portal.content.settings import shows_decision
from thads_portal.domain.provinces import find
from thads_portal.domain.provinces import provinces_by_slug
from thads_portal.errors import BadFilter
from thads_portal.errors import CursorExpired
from thads_portal.opendata import ndjson
from thads_portal.opendata.feeds import id_of
from thads_portal.opendata.records import COLUMNS
from thads_portal.opendata.records import Layout
from thads_portal.register import acts
from thads_portal.register.acts import Act
from thads_portal.register.export import public_rows
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.pool import reading
from thads_portal.services.answer import database_of
from thads_portal.services.answer import moment
from thads_portal.services.answer import RegisterService
from typing import Any

import hashlib
import orjson


#: Days for which acts are told.
KEPT = "thads_portal.changes_kept_days"
DEFAULT_KEPT = 90
DEFAULT_LIMIT, MAX_LIMIT = 1_000, 10_000
_EXAMPLE = "81235-1f2e3d4c5b6a"


class Changes(RegisterService):
    """Parameters: ``since`` (a cursor; without: from the oldest act kept), ``province``, ``limit``."""

    parameters = ("since", "province", "limit")

    def reply(self) -> dict[str, Any]:
        form = self.request.form
        province, limit = _province(form.get("province")), _limit(form.get("limit"))
        dsn = database_of(self.context)
        with reading(dsn) as cursor:
            anything = acts.waiting(cursor)
        if anything:
            with own_transaction(dsn) as cursor:
                acts.sequence(cursor)
        days = api.portal.get_registry_record(KEPT, default=DEFAULT_KEPT)
        with reading(dsn) as cursor:
            oldest = acts.first_since(cursor, datetime.now(UTC) - timedelta(days=days))
            start = self._start(cursor, form.get("since"), oldest, days)
            newest = acts.newest(cursor)
            last = newest.seq if newest is not None else 0
            found = acts.between(cursor, start, last, province=province, limit=limit + 1)
            more, found = len(found) > limit, found[:limit]
            records = _records(cursor, {act.number for act in found})
        return {
            "items": [_item(act, records.get(act.number)) for act in found],
            "cursor": acts.cursor_at(found[-1] if more else newest),
            "more": more,
            "retained_from": moment(oldest.at) if oldest is not None else None,
        }

    def _start(self, cursor, given: object, oldest: Act | None, days: int) -> int:
        """The place behind which is told."""
        first = oldest.seq - 1 if oldest is not None else None
        if given in (None, ""):
            return first or 0
        try:
            place = acts.place_of(cursor, str(given))
        except ValueError:
            raise BadFilter(name="since", allowed=[acts.START, _EXAMPLE]) from None
        newest = acts.newest(cursor)
        kept = newest.seq if first is None and newest is not None else first or 0
        if place is None or place < kept:
            root = api.portal.get().absolute_url()
            raise CursorExpired(days=days, snapshot=f"{root}/du-lieu/manifest.json")
        return place


def _province(given: object) -> str | None:
    if given in (None, ""):
        return None
    found = find(given) if isinstance(given, str) else None
    if found is None:
        raise BadFilter(name="province", allowed=provinces_by_slug())
    return found.slug


def _limit(given: object) -> int:
    if given in (None, ""):
        return DEFAULT_LIMIT
    text = str(given)
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MAX_LIMIT):
        raise BadFilter(name="limit", allowed=[f"1–{MAX_LIMIT}"])
    return int(text)


def _records(cursor, numbers: set[str]) -> dict[str, bytes]:
    """Those of `numbers` that are public now, each as the line that it is in the open files."""
    layout = Layout(base="", register_id=REGISTER_ID, decision=shows_decision(), ids=True)
    return {
        row[0]: ndjson.line(dict(zip(layout.fields, layout.row(row), strict=True))).rstrip()
        for row in public_rows(cursor, sorted(numbers), COLUMNS)
    }


def _item(act: Act, record: bytes | None) -> dict[str, Any]:
    """One act; `record` is absent for what is not public any more."""
    item = {
        "seq": act.seq,
        "at": moment(act.at),
        "type": act.kind,
        "number": act.number,
        "id": id_of(act.number),
    }
    if record is None or act.kind == acts.ActKind.ENDED:
        return item
    return {
        **item,
        "etag": hashlib.sha256(record).hexdigest()[:32],
        "listing": orjson.Fragment(record),
    }
