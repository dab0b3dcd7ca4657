"""The numbers that a portal tells of itself (OpenMetrics), each declared here once.

What happens in a process is counted in files that all worker processes of the machine share
(:mod:`.shared_counts`); what stands in the database is read when somebody asks
(:mod:`.gauges`).
"""

from dataclasses import dataclass
from prometheus_client import CollectorRegistry
from prometheus_client import Counter
from prometheus_client import Histogram
from prometheus_client import multiprocess
from prometheus_client.openmetrics.exposition import CONTENT_TYPE_LATEST
from prometheus_client.openmetrics.exposition import generate_latest
from thads_portal.watching.gauges import Gauges
from thads_portal.watching.shared_counts import VARIABLE

import os


CONTENT_TYPE = CONTENT_TYPE_LATEST

#: Seconds; the budgets of the pages lie between them.
_SECONDS = (0.005, 0.01, 0.02, 0.03, 0.06, 0.1, 0.15, 0.3, 0.6, 1, 3, 10, 60)


@dataclass(frozen=True, slots=True)
class Counted:
    """What a process counts while it serves."""

    requests: Counter
    seconds: Histogram
    failures: Counter


def counted(registry: CollectorRegistry) -> Counted:
    """The counters, in `registry`; in a process once for each."""
    return Counted(
        Counter(
            "thads_requests", "Answers, by kind of address and status.",
            ["route", "method", "status"], registry=registry,
        ),
        Histogram(
            "thads_request_seconds", "Time until an answer began.",
            ["route"], buckets=_SECONDS, registry=registry,
        ),
        Counter(
            "thads_failures", "Requests that no answer could be made for (5xx or an error).",
            ["route"], registry=registry,
        ),
    )  # fmt: skip


def exposition(own: CollectorRegistry, gauges: Gauges) -> bytes:
    """All metrics as OpenMetrics text, of all processes where they share a folder."""
    registry = CollectorRegistry()
    if os.environ.get(VARIABLE):
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(own)
    registry.register(gauges)
    text: bytes = generate_latest(registry)  # type: ignore[no-untyped-call]
    return text
