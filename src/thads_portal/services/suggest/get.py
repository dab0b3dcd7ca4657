"""Distinct public names that go on from what was typed, the likeliest first."""

from thads_portal.register.query import parse
from thads_portal.register.suggest import suggest
from thads_portal.services.answer import database_of
from thads_portal.services.answer import RegisterService
from typing import Any
from urllib.parse import urlencode


_READ = ("q", "province", "province_2025")


class RegisterSuggest(RegisterService):
    """Names from the whole country."""

    parameters = _READ

    @property
    def province(self) -> str | None:
        """The slug that the search is bound to."""
        return None

    def reply(self) -> dict[str, Any]:
        given = {name: value for name in _READ if (value := self.request.form.get(name))}
        query = parse(given, fixed_province=self.province)
        found = suggest(
            database_of(self.context),
            query.q,
            province=query.province,
            province_2025=query.province_2025,
        )
        address = self.request["ACTUAL_URL"]
        return {
            "@id": f"{address}?{urlencode(given)}" if given else address,
            "items": [
                {
                    "name": each.name,
                    "match": each.match,
                    "reading": each.reading,
                    "count": each.count,
                }
                for each in found
            ],
        }


class ProvinceSuggest(RegisterSuggest):
    """Names from one province."""

    @property
    def province(self) -> str:
        return self.context.getId()
