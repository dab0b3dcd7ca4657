"""A statement on the register's tables as part of the transaction that is under way."""

from dataclasses import dataclass
from thads_portal.content.zope_types import Content
from thads_portal.database.sql import Cursor
from thads_portal.register.join import queue_of
from typing import Any


@dataclass(frozen=True, slots=True)
class _Statement:
    text: str
    parameters: tuple[Any, ...]
    refusal: Exception | type[Exception] | None


class _Statements:
    """Statements in the order in which they were asked for."""

    def prepare(self, statements: list[_Statement]) -> list[_Statement]:
        return statements

    def write(self, cursor: Cursor, statements: list[_Statement]) -> None:
        for statement in statements:
            cursor.execute(statement.text, statement.parameters)
            if statement.refusal is not None and not cursor.rowcount:
                raise statement.refusal


_statements = _Statements()


def execute(
    context: Content,
    text: str,
    parameters: tuple[Any, ...],
    refusal: Exception | type[Exception] | None = None,
) -> None:
    """Run the statement at the commit of `context`'s transaction.

    `refusal` is raised then, and nothing is committed, if it touches no row.
    """
    queue_of(context).write(_statements, _Statement(text, parameters, refusal))
