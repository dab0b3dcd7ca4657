"""Tells the national service portal how requests stand: status messages out. Off unless configured.

``THADS_STATUS_URL`` takes them (``POST``, JSON), ``THADS_STATUS_KEY`` (hex) signs them: HMAC-SHA256 over the
body, in the header ``X-Thads-Signature``. A message names number, service, step and day; nothing of a
person, and nothing of a denunciation. What was taken (2xx) is not sent again; the receiver knows a
message by its ``seq``, since one may come twice after a break.
"""

from http.client import HTTPException
from thads_portal.database.sql import one
from thads_portal.domain.requests.procedures import PROCEDURES
from thads_portal.domain.requests.steps import PUBLIC
from thads_portal.jobs.interfaces import IPeriodicJob
from thads_portal.register.own_transaction import own_transaction
from typing import Any
from zope.interface import implementer

import hashlib
import hmac
import logging
import orjson
import os
import urllib.request


URL = "THADS_STATUS_URL"
KEY = "THADS_STATUS_KEY"
SIGNATURE = "X-Thads-Signature"
CONNECTOR = "national-portal"
_AT_ONCE = 500
_PATIENCE = 20
_TOLD = [each.id for each in PROCEDURES if not each.identity_apart]
_KINDS = [each.value for each in PUBLIC]
logger = logging.getLogger(__name__)


@implementer(IPeriodicJob)
class StatusOut:
    title = "Gửi trạng thái yêu cầu sang Cổng Dịch vụ công"
    cron = "*/10 * * * *"

    def run(self, site: Any, job: Any) -> dict[str, int]:
        url = os.environ.get(URL, "").strip()
        if not url.startswith(("https://", "http://")):
            return {"sent": 0}
        return {"sent": send(job.dsn, url, bytes.fromhex(os.environ.get(KEY, "")))}


def signature(key: bytes, body: bytes) -> str:
    return hmac.digest(key, body, hashlib.sha256).hex()


def send(dsn: str, url: str, key: bytes) -> int:
    """Send what is new, in order; returns how many were taken. A receiver that is away gets them later."""
    count = 0
    while True:
        with own_transaction(dsn) as cursor:
            # Held, so that two workers do not send side by side.
            cursor.execute(
                "INSERT INTO thads_request_outward (connector, entry) VALUES (%s, 0)"
                " ON CONFLICT (connector) DO NOTHING",
                (CONNECTOR,),
            )
            cursor.execute(
                "SELECT entry FROM thads_request_outward WHERE connector = %s FOR UPDATE",
                (CONNECTOR,),
            )
            after = one(cursor)
            cursor.execute(
                "SELECT entry.id, request.number, request.procedure, request.mode, entry.kind,"
                " request.state, entry.at, request.due_on FROM thads_request_entry AS entry"
                " JOIN thads_request AS request ON request.id = entry.request"
                " WHERE entry.id > %s AND entry.kind = ANY(%s) AND request.procedure = ANY(%s)"
                # What is younger may be overtaken by one with a smaller number.
                " AND entry.at < now() - interval '5 seconds' ORDER BY entry.id LIMIT %s",
                (after, _KINDS, _TOLD, _AT_ONCE),
            )
            names = ("seq", "number", "service", "mode", "step", "state", "at", "due")
            found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
            if not found or not _taken(url, key, orjson.dumps({"messages": found})):
                return count
            cursor.execute(
                "UPDATE thads_request_outward SET entry = %s, at = now() WHERE connector = %s",
                (found[-1]["seq"], CONNECTOR),
            )
        count += len(found)


def _taken(url: str, key: bytes, body: bytes) -> bool:
    asked = urllib.request.Request(  # noqa: S310 - the operator's own address, http(s) only
        url,
        data=body,
        headers={"Content-Type": "application/json", SIGNATURE: signature(key, body)},
        method="POST",
    )
    try:
        with urllib.request.urlopen(asked, timeout=_PATIENCE):  # noqa: S310 - as above
            return True
    except (OSError, HTTPException) as error:
        logger.warning("Status messages not taken: %s", type(error).__name__)
        return False
