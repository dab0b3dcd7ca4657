"""A request under ``++api++`` is none of WebDAV's, whatever its method.

Zope settles that before it meets ``++api++``, from the method alone, and would then
look for the service as for a file: PATCH and DELETE without an Accept header would
end in an error of the server instead of an answer.
"""

from zope.component import adapter
from ZPublisher.interfaces import IPubStart


@adapter(IPubStart)
def not_webdav(event) -> None:
    if "/++api++" in event.request.get("PATH_INFO", ""):
        event.request.maybe_webdav_client = 0
