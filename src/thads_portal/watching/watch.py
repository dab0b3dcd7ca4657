"""The outermost part of the pipeline: names and counts requests, and answers ``/-/…`` itself.

``/-/live``: the process answers; touches nothing. ``/-/ready``: 200, or 503 with what is wrong.
``/-/metrics``: OpenMetrics, for this machine itself or with ``THADS_METRICS_TOKEN``. They come
before hosting: a health check needs no host name of the portal.
"""

from collections.abc import Callable
from collections.abc import Iterable
from prometheus_client import CollectorRegistry
from thads_portal.database.read_settings import read_dsn
from thads_portal.register.replica import replica_of
from thads_portal.watching import json_lines
from thads_portal.watching.away import unavailable
from thads_portal.watching.breaker import Breaker
from thads_portal.watching.gauges import Gauges
from thads_portal.watching.metrics import CONTENT_TYPE
from thads_portal.watching.metrics import counted
from thads_portal.watching.metrics import exposition
from thads_portal.watching.readiness import Readiness
from thads_portal.watching.request_ids import current
from thads_portal.watching.request_ids import from_this_machine
from thads_portal.watching.request_ids import HEADER
from thads_portal.watching.request_ids import id_of
from thads_portal.watching.request_ids import passed_on
from thads_portal.watching.routes import route_of
from typing import Any

import hmac
import json
import os
import time


VARIABLE = "THADS_METRICS_TOKEN"
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})
_PREFIX = "/-/"
#: Seconds without an answer after which the replica hangs: there is somebody else to ask.
_REPLICA_PATIENCE = 2.0

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]


def watched(application: Application, dsn: str, breaker: Breaker | None = None) -> Application:
    """`application` with its requests named and counted; `dsn`: whose database is asked after.

    While `breaker` says that the database hangs, nobody waits for it: 503.
    """
    registry = CollectorRegistry()
    counts = counted(registry)
    readiness, gauges = Readiness(dsn), Gauges(dsn)

    def serve(environ: Environ, start_response: Start) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path.startswith(_PREFIX):
            return _own(path, environ, start_response)
        # The path is written anew further down the line.
        route, begun = route_of(path), time.perf_counter()
        method = environ["REQUEST_METHOD"]
        name = id_of(environ)
        environ["HTTP_X_REQUEST_ID"] = name
        token = current.set(name)
        said = [500]

        def begin(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            said[0] = int(status[:3])
            return start_response(status, [*headers, (HEADER, name)], *more)

        try:
            if breaker is not None and breaker.hangs:
                return unavailable(environ, path, begin)
            return application(environ, begin)
        finally:
            seconds = time.perf_counter() - begun
            kind = method if method in _METHODS else "other"
            counts.requests.labels(route, kind, str(said[0])).inc()
            counts.seconds.labels(route).observe(seconds)
            if said[0] >= 500:
                counts.failures.labels(route).inc()
            json_lines.note(route, kind, said[0], seconds)
            current.reset(token)

    def _own(path: str, environ: Environ, start_response: Start) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return _answer(
                environ, start_response, "405 Method Not Allowed", {}, ("Allow", "GET, HEAD")
            )
        if path == "/-/live":
            return _answer(environ, start_response, "200 OK", {"live": True})
        if path == "/-/ready":
            wrong = [fault.as_dict() for fault in readiness.faults()]
            status = "503 Service Unavailable" if wrong else "200 OK"
            return _answer(environ, start_response, status, {"ready": not wrong, "wrong": wrong})
        if path == "/-/metrics":
            if not _may_read(environ):
                return _answer(environ, start_response, "403 Forbidden", {})
            return _answer(environ, start_response, "200 OK", exposition(registry, gauges))
        return _answer(environ, start_response, "404 Not Found", {})

    return serve


def filter_factory(
    global_configuration: Environ, **settings: str
) -> Callable[[Application], Application]:
    """For a pipeline in `zope.ini`."""
    dsn = os.environ["THADS_ZODB_DSN"]
    watch_replica(dsn)
    return lambda application: watched(application, dsn, Breaker(dsn).start())


def watch_replica(dsn: str) -> None:
    """Let nobody wait for a replica that hangs: the primary answers instead."""
    found = replica_of(dsn)
    if found is not None:
        breaker = Breaker(read_dsn(), patience=_REPLICA_PATIENCE, name="replica").start()
        found.hangs = lambda: breaker.hangs


def _may_read(environ: Environ) -> bool:
    wanted = os.environ.get(VARIABLE, "").strip()
    given = environ.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ")
    if wanted and hmac.compare_digest(given.encode(), wanted.encode()):
        return True
    # A proxy on this machine passes on who asks, and they are not from here.
    return from_this_machine(environ) and not passed_on(environ)


def _answer(
    environ: Environ,
    start_response: Start,
    status: str,
    said: dict[str, Any] | bytes,
    *more: tuple[str, str],
) -> Iterable[bytes]:
    text = isinstance(said, bytes)
    body = said if isinstance(said, bytes) else json.dumps(said, ensure_ascii=False).encode()
    kind = CONTENT_TYPE if text else "application/json"
    headers = [
        ("Content-Type", kind),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        *more,
    ]
    start_response(status, headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
