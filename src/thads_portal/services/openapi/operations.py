"""The operations of the API: one table, which the description, ``405`` and the tests go by.

A service that is registered and has no row here, or a row without a service, fails a test.
"""

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from thads_portal.register.query import PARAMETERS
from types import MappingProxyType

import re


#: What a request must show; `session`: any account, `key` of an organisation, "" nothing.
OPEN, KEY, ACCOUNT = "", "organisationKey", "account"


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path below ``/++api++``. `parameters` are those of the address.

    `body` and `answer` name schemas of :mod:`.schemas`; `kinds` are the media types of the body.
    `path` may hold ``{province}``, ``{run}``; `also` are statuses beside those that all have.
    """

    method: str
    path: str
    summary: str
    answer: str
    parameters: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    body: str | None = None
    kinds: tuple[str, ...] = ("application/json",)
    security: tuple[str, ...] = (OPEN,)
    also: tuple[int, ...] = ()
    #: Those of `also` that bring the answer itself, where nothing else is wrong.
    answered: tuple[int, ...] = ()
    #: Of an answer that is no refusal.
    status: int = 200
    #: Whether its service says so in ``Deprecation`` and ``Sunset``.
    deprecated: bool = False

    @property
    def name(self) -> str:
        """The service's name: ``@match``."""
        return next(part for part in self.path.split("/") if part.startswith("@"))

    @property
    def id(self) -> str:
        words = [part for part in self.path.replace("{", "").replace("}", "").split("/") if part]
        return "_".join(
            [self.method.lower(), *(word.lstrip("@").replace("-", "_") for word in words)]
        )


OPERATIONS: tuple[Operation, ...] = (
    Operation("GET", "/@register-search", "Search the public listings of the country", "SearchPage", PARAMETERS),
    Operation("GET", "/{province}/@register-search", "Search one province", "SearchPage", PARAMETERS, also=(404,)),
    Operation("GET", "/@register-suggest", "Names that go on from what was typed", "Suggestions", ("q", "province", "province_2025")),
    Operation("GET", "/{province}/@register-suggest", "The same of one province", "Suggestions", ("q", "province", "province_2025"), also=(404,)),
    Operation("GET", "/@changes", "Every act of publication in the order of its commit", "Changes", ("since", "province", "limit"), also=(410,)),
    Operation("GET", "/@as-of/{number}", "Whether a listing was public at a moment, with its proof", "AsOf", ("at", "purpose", "case_reference"), security=(OPEN, KEY), also=(403, 404)),
    Operation("POST", "/@certificates", "A certificate of a search, as of now", "Certificate", body="CertificateRequest", security=(KEY, OPEN), also=(403,)),
    Operation("POST", "/@match", "Who of up to a thousand subjects is listed", "MatchAnswer", body="MatchRequest", security=(KEY, OPEN), also=(403, 413, 415)),
    Operation("POST", "/@case-feed", "Events of the case system", "FeedReport", ("dry_run", "atomic", "report"), body="FeedBody", kinds=("application/x-ndjson", "application/json"), security=(ACCOUNT,), also=(403, 413, 415, 422), answered=(422,)),
    Operation("GET", "/@case-feed/runs/{run}", "One run of the feed with its refused lines", "FeedRun", ("after",), security=(ACCOUNT,), also=(403, 404)),
    Operation("GET", "/@case-feed/listings", "A listing by the case system's id", "FedListing", ("external_id",), ("external_id",), security=(ACCOUNT,), also=(403, 404)),
    Operation("GET", "/@cases", "The case of a listing with its ledger", "Case", ("external_id",), ("external_id",), security=(ACCOUNT,), also=(404,)),
    Operation("POST", "/@watches", "Watch subjects, kept as digests under the organisation's key", "WatchBegun", body="WatchRequest", security=(KEY,), also=(403, 413, 415), status=201),
    Operation("GET", "/@watches", "The organisation's watches", "Watches", ("after",), security=(KEY,), also=(403,)),
    Operation("GET", "/@watches/{watch}", "One watch", "Watch", security=(KEY,), also=(403, 404)),
    Operation("DELETE", "/@watches/{watch}", "End a watch; its subjects are forgotten", "Anything", security=(KEY,), also=(403, 404)),
    Operation("GET", "/@watches/{watch}/deliveries", "What was, or could not be, delivered", "Deliveries", ("since", "dead"), security=(KEY,), also=(403, 404)),
    Operation("GET", "/@openapi", "This description", "Anything"),
    Operation("GET", "/@schemas", "The JSON Schemas of bodies and events", "Anything"),
    Operation("GET", "/@schemas/{schema}", "One JSON Schema", "Anything", also=(404,)),
)  # fmt: skip


def _methods(of: Callable[[Operation], str]) -> Mapping[str, tuple[str, ...]]:
    """What `of` says of the operations -> the methods that are taken there."""
    found: dict[str, dict[str, None]] = {}
    for each in OPERATIONS:
        methods = found.setdefault(of(each), {})
        methods[each.method] = None
        if each.method == "GET":
            methods["HEAD"] = None
    return MappingProxyType({name: (*methods, "OPTIONS") for name, methods in found.items()})


#: By the name of a service; and by path, as patterns.
METHODS = _methods(lambda each: each.name)
_PATHS = tuple(
    (re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), methods)
    for path, methods in _methods(lambda each: each.path).items()
)


def methods_of(request) -> tuple[str, ...] | None:
    """What the service at the request's address takes, if it is one of ours and takes not this."""
    path = request.environ.get("PATH_INFO", "")
    _before, found, rest = path.rpartition("++api++")
    if not found:
        return None
    for pattern, methods in _PATHS:
        if pattern.fullmatch(rest.rstrip("/")):
            return None if request.environ.get("REQUEST_METHOD", "GET") in methods else methods
    return None
