"""Parses, asks the register once, and writes the answer in the shape that clients rely on."""

from collections import Counter
from functools import partial
from thads_portal.domain.grounds import parted
from thads_portal.domain.provinces import by_slug
from thads_portal.domain.provinces import provinces_2025
from thads_portal.i18n import language_of
from thads_portal.register.facets import Facet
from thads_portal.register.facets import Facets
from thads_portal.register.query import PARAMETERS
from thads_portal.register.query import parse
from thads_portal.register.query import Query
from thads_portal.register.search import Page
from thads_portal.register.search import search
from thads_portal.services.answer import database_of
from thads_portal.services.answer import RegisterService
from thads_portal.services.items import item_of
from thads_portal.services.items import label
from thads_portal.services.search.batching import batching
from typing import Any
from urllib.parse import urlencode


class RegisterSearch(RegisterService):
    """The whole country."""

    parameters = PARAMETERS

    @property
    def province(self) -> str | None:
        """The slug that the search is bound to."""
        return None

    def reply(self) -> dict[str, Any]:
        query = parse(self.request.form, fixed_province=self.province)
        return answer(self.context, self.request, query)


class ProvinceSearch(RegisterSearch):
    """One province: its subsite's."""

    @property
    def province(self) -> str:
        return self.context.getId()


def answer(context, request, query: Query) -> dict[str, Any]:
    """The answer to `query` asked at the request's address. Raises RegisterUnavailable."""
    language = language_of(request)
    page = search(database_of(context), query, label=partial(label, language))
    return as_dict(page, address=request["ACTUAL_URL"], parameters=dict(request.form))


def _of_today(facets: Facets) -> tuple[Facet, ...]:
    """The 34 provinces of today as sums of the old ones: those are so few that all are listed."""
    counts: Counter[str] = Counter()
    for each in facets.get("province", ()):
        province = by_slug(each.value)
        if province is not None:
            counts[province.successor_slug] += each.count
    return tuple(
        Facet(slug, provinces_2025()[slug].successor_name, n)
        for slug, n in sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    )


def _value(field: str, facet: Facet) -> str:
    """What the filter `field` takes to get this facet's listings: a ground with its law."""
    if field != "ground":
        return facet.value
    code, scheme = parted(facet.value)
    return f"{scheme}:{code}"


def as_dict(page: Page, *, address: str, parameters: dict[str, Any]) -> dict[str, Any]:
    """A page of results; `parameters` are those it was asked with, at `address`."""
    given = {name: value for name, value in parameters.items() if isinstance(value, str)}
    return {
        "@id": f"{address}?{urlencode(given)}" if given else address,
        "items": [item_of(hit) for hit in page.hits],
        "total": page.total,
        "total_is_exact": page.total_is_exact,
        "total_close": page.total_close,
        "read_as": page.query.read_as,
        "readings": list(page.query.done),
        "dropped": list(page.query.dropped),
        "other_reading": {"reading": page.offer.reading, "q": page.offer.text}
        if page.offer
        else None,
        "spellings": [{"name": each.name, "count": each.count} for each in page.spellings],
        "facets": {
            field: [
                {"value": _value(field, each), "label": each.label, "count": each.count}
                for each in values
            ]
            for field, values in (*page.facets.items(), ("province_2025", _of_today(page.facets)))
        },
        "batching": batching(page, address=address, parameters=given),
    }
