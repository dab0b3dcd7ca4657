"""Problem details (RFC 9457) for what is refused: our `code` and bilingual `message` stay beside them."""

from thads_portal.i18n import language_of
from typing import Any


CONTENT_TYPE = "application/problem+json"
#: What a proxy's way into the site ends with; before it stand names of ours.
_ROOT = "/VirtualHostRoot"
#: Before the code: names the kind of problem, and is not to be fetched.
KIND = "urn:thads:problem:"


def problem(request, status: int, answer: dict[str, Any]) -> dict[str, Any]:
    """`answer` (with ``code`` and ``message``) with the members of problem details.

    `instance` is the path only: what was asked for may be somebody's name.
    """
    told = answer.get("message") or {}
    text = told.get(language_of(request), "") if isinstance(told, dict) else ""
    return {
        "type": f"{KIND}{answer.get('code', 'error')}",
        "title": text.partition(". ")[0].rstrip("."),
        "status": status,
        "detail": text,
        "instance": request.environ.get("PATH_INFO", "").rpartition(_ROOT)[2],
        **answer,
    }
