"""Who the informant of a denunciation is: under a key of its own, for the named few."""

from thads_portal.database.sql import Cursor
from thads_portal.sealing import Ring
from thads_portal.sealing import seal_texts
from thads_portal.sealing import unseal_texts


def keep(cursor: Cursor, request: int, identity: dict[str, str]) -> None:
    cursor.execute(
        "INSERT INTO thads_request_informant (request, identity) VALUES (%s, %s)",
        (request, seal_texts(Ring.INFORMANTS, identity, _about(request))),
    )


def opened(cursor: Cursor, request: int) -> dict[str, str]:
    """Whoever calls this has noted it first. Raises CannotUnseal."""
    cursor.execute("SELECT identity FROM thads_request_informant WHERE request = %s", (request,))
    row = cursor.fetchone()
    if row is None or row[0] is None:
        return {}
    return unseal_texts(Ring.INFORMANTS, row[0], _about(request))


def readers(cursor: Cursor, request: int) -> list[str]:
    """The accounts that may open it."""
    cursor.execute(
        "SELECT account FROM thads_request_reader WHERE request = %s ORDER BY account", (request,)
    )
    return [row[0] for row in cursor.fetchall()]


def name_readers(cursor: Cursor, request: int, accounts: list[str], by: str) -> None:
    """These accounts and no others may open it."""
    cursor.execute("DELETE FROM thads_request_reader WHERE request = %s", (request,))
    cursor.executemany(
        "INSERT INTO thads_request_reader (request, account, named_by) VALUES (%s, %s, %s)",
        [(request, account, by) for account in sorted(set(accounts))],
    )


def _about(request: int) -> str:
    return f"request:{request}:informant"
