"""A statement on the register's tables as part of the transaction that is under way."""

from dataclasses import dataclass
from thads_portal.register.join import queue_of


@dataclass(frozen=True, slots=True)
class _Statement:
    text: str
    parameters: tuple
    refusal: Exception | type[Exception] | None


class _Statements:
    """Statements in the order in which they were asked for."""

    def prepare(self, statements: list[_Statement]) -> list[_Statement]:
        return statements

    def write(self, cursor, statements: list[_Statement]) -> None:
        for statement in statements:
            cursor.execute(statement.text, statement.parameters)
            if statement.refusal is not None and not cursor.rowcount:
                raise statement.refusal


_statements = _Statements()


def execute(
    context,
    text: str,
    parameters: tuple,
    refusal: Exception | type[Exception] | None = None,
) -> None:
    """Run the statement at the commit of `context`'s transaction.

    `refusal` is raised then, and nothing is committed, if it touches no row.
    """
    queue_of(context).write(_statements, _Statement(text, parameters, refusal))
