"""Who asks too often waits: fair shares for programs that read, instead of a captcha."""

from plone.registry.interfaces import IRegistry
from thads_portal.errors import TooManyRequests
from thads_portal.opendata.rate import client_of
from thads_portal.opendata.rate import Limiter
from zope.component import getUtility


READS = "thads_portal.reads_per_minute"
EXPORTS = "thads_portal.exports_per_minute"
#: Tiles of the publication log: small files, of which a whole check reads thousands. No setting.
LOG = "thads_portal.log_reads_per_minute"
#: Asking for a link to set a password: no setting, nobody needs many.
PASSWORDS = "thads_portal.passwords_per_minute"
#: Pages of a request that are sent, and requests that are sent as a whole.
REQUEST_PAGES = "thads_portal.request_pages_per_minute"
REQUESTS = "thads_portal.requests_per_minute"
_DEFAULTS = {READS: 120, EXPORTS: 12, PASSWORDS: 6, LOG: 1_200, REQUEST_PAGES: 90, REQUESTS: 6}
limiter = Limiter()


def take_share(request, kind: str = READS, *, cost: int = 1) -> None:
    """Count a request of `kind` (READS, EXPORTS, PASSWORDS, LOG …), as `cost` many. Raises TooManyRequests."""
    environ = request.environ
    client = client_of(environ.get("REMOTE_ADDR", ""), environ.get("HTTP_X_FORWARDED_FOR", ""))
    if client is None:
        return
    allowed = int(getUtility(IRegistry).get(kind, _DEFAULTS[kind]) or 0)
    seconds = limiter.take(f"{kind}|{client}", allowed, cost=cost)
    tell_share(request, f"{kind}|{client}", allowed)
    if seconds:
        raise TooManyRequests(seconds=seconds)


def tell_share(request, share: str, per_minute: int) -> None:
    """Say in the answer's ``RateLimit`` headers what is left of `share`.

    ``RateLimit`` and ``RateLimit-Policy`` as the IETF drafts them, and the three that clients know
    from before.
    """
    if per_minute <= 0:
        return
    left, seconds = limiter.left(share, per_minute)
    told = {
        "RateLimit-Policy": f'"minute";q={per_minute};w=60',
        "RateLimit": f'"minute";r={left};t={seconds}',
        "RateLimit-Limit": str(per_minute),
        "RateLimit-Remaining": str(left),
        "RateLimit-Reset": str(seconds),
    }
    for name, value in told.items():
        request.response.setHeader(name, value)
