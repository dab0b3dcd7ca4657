"""Who asks with an organisation's key, for which purpose, and what its share still allows.

``Authorization: Bearer thads_…`` is a key; anything else there is an account's token. Every
service that takes keys asks here, so that scope, agreement and term are looked at on each
call.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import UTC
from thads_portal.domain import sharing
from thads_portal.domain.sharing import Asker
from thads_portal.domain.sharing import Scope
from thads_portal.domain.words import VIETNAM
from thads_portal.errors import BadRequest
from thads_portal.errors import KeyRefused
from thads_portal.errors import PurposeNotAgreed
from thads_portal.errors import ScopeMissing
from thads_portal.errors import TooManyRequests
from thads_portal.register import organisations
from thads_portal.register.pool import reading
from thads_portal.services.fairness import limiter
from thads_portal.services.fairness import tell_share


@dataclass(frozen=True, slots=True)
class Ground:
    """On what an organisation asks: `kinds` are those of data that the agreement covers."""

    purpose: str
    case_reference: str
    kinds: frozenset[str]


def today() -> date:
    """The day in Vietnam, by which agreements and shares of a day are counted."""
    return datetime.now(UTC).astimezone(VIETNAM).date()


def asker_of(request, dsn: str, scope: Scope) -> Asker | None:
    """The organisation whose key came with `request`; None if none came.

    Takes one request from its share. Raises KeyRefused, ScopeMissing, TooManyRequests.
    """
    scheme, _, text = (request._auth or "").partition(" ")
    text = text.strip()
    if scheme.lower() != "bearer" or not sharing.looks_like_key(text):
        return None
    parts = sharing.parts_of_key(text)
    if parts is None:
        raise KeyRefused
    with reading(dsn) as cursor:
        found = organisations.asker_with_key(cursor, parts[0])
    if found is None:
        raise KeyRefused
    asker, digest = found
    held = asker.key.holds_at(datetime.now(UTC)) and asker.organisation.active
    if not sharing.opens(parts[1], digest) or not held:
        raise KeyRefused
    if scope not in asker.key.scopes:
        raise ScopeMissing(scope=scope.value)
    share, per_minute = f"organisation|{asker.id}", asker.organisation.per_minute
    seconds = limiter.take(share, per_minute)
    tell_share(request, share, per_minute)
    if seconds:
        raise TooManyRequests(seconds=seconds)
    return asker


def needed_asker(request, dsn: str, scope: Scope) -> Asker:
    """The same where a key is needed. Raises KeyRefused too if none came."""
    asker = asker_of(request, dsn, scope)
    if asker is None:
        raise KeyRefused
    return asker


def ground_of(asker: Asker, purpose: object, case_reference: object) -> Ground:
    """What `asker` may compare for `purpose`. Raises BadRequest, PurposeNotAgreed."""
    if not isinstance(purpose, str) or not purpose:
        raise BadRequest(detail="purpose")
    kinds = asker.kinds_for(purpose, today())
    if kinds is None:
        raise PurposeNotAgreed(purpose=purpose, allowed=asker.purposes_on(today()))
    return Ground(purpose, reference_in(case_reference), kinds)


def reference_in(given: object) -> str:
    """A case reference: one line of text. Raises BadRequest."""
    fits = isinstance(given, str) and given.strip() and given.isprintable()
    if not fits or len(str(given)) > sharing.LONGEST_REFERENCE:
        raise BadRequest(detail=f"case_reference (1–{sharing.LONGEST_REFERENCE})")
    return str(given).strip()


def only_members(given: dict, allowed: Collection[str], where: str = "") -> None:
    """Raise BadRequest if `given` has a member beyond `allowed`."""
    unknown = [name for name in given if name not in allowed]
    if unknown:
        place = f"{where}: " if where else ""
        raise BadRequest(detail=f"{place}{', '.join(unknown)[:80]} ∉ {{{', '.join(allowed)}}}")
