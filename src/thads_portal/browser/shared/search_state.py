"""The state of a search as it stands in an address, and addresses of searches next to it."""

from collections.abc import Mapping
from thads_portal.domain.provinces import find_2025
from thads_portal.domain.provinces import find_place
from thads_portal.register.query import FILTERS
from thads_portal.register.query import WAYS
from urllib.parse import urlencode


#: What selects the page within the results; any other change starts again at the first.
PAGING = ("b_start", "after")
KEPT = (*FILTERS, *WAYS, "sort", "b_size")


class State:
    """The parameters of a search that are set, and where it is asked.

    `path` is the page's; `fixed` is the province that the page itself stands for.
    """

    def __init__(self, path: str, params: Mapping[str, object], *, fixed: str | None = None):
        self.path = path
        self.fixed = fixed
        # What was not UTF-8 arrives as surrogates, which no page can hold.
        self.params = {
            name: value.encode(errors="replace").decode()
            for name in (*KEPT, *PAGING)
            if isinstance(value := params.get(name), str) and value.strip()
        }
        if fixed:
            self.params.pop("province", None)
        self._name_places()

    def _name_places(self) -> None:
        """Let the address hold a place by its slug, under whatever name it was asked for; what
        names none stays, to be refused.
        """
        found = find_place(self.params.get("province", ""))
        if found is not None:
            del self.params["province"]
            named = dict(zip(("province", "province_2025"), found, strict=True))
            self.params |= {name: slug for name, slug in named.items() if slug}
        now = find_2025(self.params.get("province_2025", ""))
        if now is not None:
            self.params["province_2025"] = now.slug

    def address(self, *, path: str | None = None, **changes: str | None) -> str:
        """This search with `changes` (None takes a parameter out), from its first page."""
        params = {name: self.params.get(name) for name in KEPT} | changes
        query = urlencode([(name, value) for name, value in params.items() if value])
        path = self.path if path is None else path
        return f"{path}?{query}" if query else path

    def page(self, *, start: int | None, after: str | None = None) -> str:
        """Another page of this search; `after` continues behind the last hit shown."""
        return self.address(b_start=str(start) if start else None, after=after)
