"""Which accounts see numbers of bank accounts in the requests of a province."""

from collections.abc import Iterable
from thads_portal.database.sql import Cursor


def named(cursor: Cursor, province: str) -> frozenset[str]:
    cursor.execute("SELECT account FROM thads_request_accountant WHERE province = %s", (province,))
    return frozenset(account for (account,) in cursor.fetchall())


def name(cursor: Cursor, province: str, accounts: Iterable[str], by: str) -> None:
    """These and no others from now on."""
    wanted = sorted(set(accounts))
    cursor.execute(
        "DELETE FROM thads_request_accountant WHERE province = %s AND account <> ALL(%s)",
        (province, wanted),
    )
    for each in wanted:
        cursor.execute(
            "INSERT INTO thads_request_accountant (province, account, named_by)"
            " VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            (province, each, by),
        )


def sees(cursor: Cursor, province: str, account: str, *, head: bool) -> bool:
    """Whether `account` sees them: who is named; the head, until somebody is."""
    found = named(cursor, province)
    return account in found if found else head
