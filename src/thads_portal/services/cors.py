"""Pages of other sites may read what is public: GET, without whatever signs somebody in."""

from plone.rest.cors import CORSPolicy
from plone.rest.interfaces import ICORSPolicy
from zope.interface import implementer


_READS = ("GET", "HEAD")


@implementer(ICORSPolicy)
class PublicReads(CORSPolicy):
    """``*`` and no credentials: a browser then neither sends cookies nor shows an answer to them."""

    allow_origin = ["*"]
    allow_methods = [*_READS]
    allow_credentials = False
    allow_headers = ["Accept", "Accept-Language", "If-None-Match"]
    expose_headers = [
        "ETag",
        "Link",
        "Retry-After",
        "RateLimit",
        "RateLimit-Policy",
        "RateLimit-Limit",
        "RateLimit-Remaining",
        "RateLimit-Reset",
        "Deprecation",
        "Sunset",
    ]
    max_age = "3600"

    def process_simple_request(self):
        if self.request.get("REQUEST_METHOD", "GET") not in _READS or self.request._auth:
            return False
        return super().process_simple_request()
