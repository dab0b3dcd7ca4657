"""Which parameters a service knows; all others are refused before anything is done.

A mistyped ``dryrun=1`` would write, a mistyped filter would show the whole register.
"""

from collections.abc import Collection
from thads_portal.errors import BadRequest
from thads_portal.errors import UnknownParameter
from urllib.parse import parse_qsl


def only(request, allowed: Collection[str]) -> None:
    """Raise UnknownParameter if the address of `request` has a parameter beyond `allowed`.

    Names are compared as they were sent: Zope's converters (``q:list``) are none of ours.
    """
    query = request.get("QUERY_STRING") or ""
    if not query:
        return
    try:
        given = parse_qsl(query, keep_blank_values=True, max_num_fields=1000)
    except ValueError:
        given = [("…", "")]
    unknown = dict.fromkeys(name for name, _value in given if name not in allowed)
    if unknown:
        raise UnknownParameter(unknown=unknown, allowed=allowed)


#: Parameters of text: an empty one counts as none.
TEXTS = frozenset(
    [
        "q",
        "province",
        "province_2025",
        "agency",
        "ground",
        "number",
        "after",
        "since",
        "purpose",
        "case_reference",
    ]
)


def valued(request) -> None:
    """Raise BadRequest if a parameter that takes no text, as a number does, came without a value."""
    query = request.get("QUERY_STRING") or ""
    for name, value in parse_qsl(query, keep_blank_values=True):
        if not value and name not in TEXTS:
            raise BadRequest(detail=f"{name[:40]}=…")
