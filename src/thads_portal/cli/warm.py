"""Asks a new worker for its pages once, before the first visitor can.

Rendering a page for the first time compiles its templates. That takes a second; and Python
before 3.11.8 may fail to compile in two threads at once, after which Zope answers 500 for that
page until the worker is started again.
"""

from collections.abc import Callable
from collections.abc import Iterable
from contextlib import closing
from datetime import date
from thads_portal.domain.working_days import default_calendar
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

import logging
import psycopg2


logger = logging.getLogger(__name__)

Application = Callable[[dict, Callable], Iterable[bytes]]

_PAGES = (
    "/",
    "/cao-bang",
    "/cao-bang/cuc",
    "/cao-bang/nguoi-phai-thi-hanh-an",
    "/tra-cuu?q=an",
    "/login",
    "/khong-co-trang-nay",
)
_LISTINGS = """
    (SELECT province, number FROM thads_listing WHERE state = 'published' LIMIT 1)
    UNION ALL
    (SELECT province, number FROM thads_listing WHERE state = 'ended' LIMIT 1)
"""


def warm(application: Application, dsn: str) -> None:
    """Render a page of each kind. One that fails is logged, and keeps no other from visitors."""
    default_calendar().is_working_day(date(2026, 1, 1))
    for address in (*_PAGES, *_listings(dsn)):
        try:
            status = _ask(application, address)
        except Exception as error:  # noqa: BLE001 - whatever it is, other pages can be served
            status = f"500 {type(error).__name__}"
        if status.startswith("5"):
            logger.error("%s answers %s", address, status)


def _listings(dsn: str) -> list[str]:
    try:
        with closing(psycopg2.connect(dsn)) as connection, connection.cursor() as cursor:
            cursor.execute(_LISTINGS)
            found = cursor.fetchall()
    except psycopg2.Error as error:
        logger.error("no listing to render: %s", type(error).__name__)
        return []
    return [f"/{province}/nguoi-phai-thi-hanh-an/{number}" for province, number in found]


def _ask(application: Application, address: str) -> str:
    """The status of the answer to a visitor's request."""
    parts = urlsplit(address)
    environ = {
        "PATH_INFO": parts.path,
        "QUERY_STRING": parts.query,
        "SCRIPT_NAME": "",
        "REMOTE_ADDR": "127.0.0.1",
    }
    setup_testing_defaults(environ)
    answered = []

    def start_response(status: str, headers: list, *exception) -> Callable:
        answered.append(status)
        return answered.append

    answer = application(environ, start_response)
    try:
        for _part in answer:
            pass
    finally:
        if hasattr(answer, "close"):
            answer.close()
    return answered[0]
