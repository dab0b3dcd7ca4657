"""Names for the types of what statements run on, for annotations.

Cursors come from psycopg 2 and, while a transaction of objects is being written, from RelStorage.
"""

from collections.abc import Iterator
from psycopg2.extensions import connection
from typing import Any
from typing import Protocol
from typing import TypeAlias


#: Of psycopg 2, not of the object database.
Connection: TypeAlias = connection


class Cursor(Protocol):
    """What the register asks of a cursor."""

    itersize: int

    @property
    def connection(self) -> Connection: ...

    @property
    def description(self) -> Any: ...

    @property
    def rowcount(self) -> int: ...

    def execute(self, query: str, vars: Any = None, /) -> None: ...

    def executemany(self, query: str, vars_list: Any, /) -> None: ...

    def copy_expert(self, sql: str, file: Any, size: int = 8192, /) -> None: ...

    def mogrify(self, query: str, vars: Any = None, /) -> bytes: ...

    def fetchone(self) -> Any:
        """A row; None when there is none left, which an aggregate never says first."""

    def fetchmany(self, size: int | None = None, /) -> list[Any]: ...

    def fetchall(self) -> list[Any]: ...

    def __iter__(self) -> Iterator[Any]: ...


def one(cursor: Cursor) -> Any:
    """The only value of the only row of an aggregate."""
    (value,) = cursor.fetchone()
    return value
