"""How far the sealing under the newest data key has come: kept with that key."""

from thads_portal.register.own_transaction import own_transaction
from typing import Any

import orjson


_NEWEST = "number = (SELECT max(number) FROM thads_data_key)"


class Places:
    """One run's; each change is committed at once."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        with own_transaction(dsn) as cursor:
            cursor.execute(f"SELECT place FROM thads_data_key WHERE {_NEWEST}")
            row = cursor.fetchone()
        self._places: dict[str, Any] = row[0] if row else {}

    def done(self, name: str) -> bool:
        return name in self._places.get("done", ())

    def of(self, name: str) -> Any:
        """Behind what to go on; None: from the start."""
        return self._places.get(name)

    def reached(self, name: str, place: Any) -> None:
        self._places[name] = place
        self._keep()

    def finish(self, name: str) -> None:
        self._places.pop(name, None)
        self._places["done"] = [*self._places.get("done", ()), name]
        self._keep()

    def whole(self) -> None:
        """Everything is sealed under it; the next run looks at all again."""
        self._places = {}
        self._keep(", whole = now()")

    def again(self) -> None:
        """Something was left: the next run looks at all again."""
        self._places = {}
        self._keep()

    def _keep(self, more: str = "") -> None:
        with own_transaction(self._dsn) as cursor:
            cursor.execute(
                f"UPDATE thads_data_key SET place = %s{more} WHERE {_NEWEST}",
                (orjson.dumps(self._places).decode(),),
            )
