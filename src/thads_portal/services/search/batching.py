"""Links from a page of results to the others.

``next`` carries ``after``, the place of the last hit in the order: listings that are
published or end meanwhile neither repeat nor skip others, and a page far on costs no
more than the first. ``prev`` and ``last`` need places that are counted from the start,
so they are there only for those who page by ``b_start``, or stand at its beginning.
"""

from collections.abc import Mapping
from thads_portal.register.query import MAX_START
from thads_portal.register.search import Page
from urllib.parse import urlencode


_PLACE = ("b_start", "after")


def batching(page: Page, *, address: str, parameters: Mapping[str, str]) -> dict[str, str]:
    """``@id``, ``first``, and where there are such pages ``prev``, ``next``, ``last``."""
    query = page.query
    kept = {name: value for name, value in parameters.items() if name not in _PLACE}

    def link(**place: str) -> str:
        parts = urlencode({**kept, **place})
        return f"{address}?{parts}" if parts else address

    links = {
        "@id": link(**{name: parameters[name] for name in _PLACE if name in parameters}),
        "first": link(),
    }
    if query.after is None and query.start:
        before = query.start - query.size
        links["prev"] = link(b_start=str(before)) if before > 0 else link()
    if page.next_after is not None:
        links["next"] = link(after=page.next_after)
    if query.after is None and page.total_is_exact and page.listed:
        last = (page.listed - 1) // query.size * query.size
        if last <= MAX_START:
            links["last"] = link(b_start=str(last)) if last else link()
    return links
