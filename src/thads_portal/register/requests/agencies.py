"""How each agency takes each procedure, its texts of answers, and who stands in for whom."""

from dataclasses import dataclass
from datetime import date
from thads_portal.database.sql import Cursor
from thads_portal.domain.requests.steps import DEFAULT_MODE
from thads_portal.domain.requests.steps import Mode


def mode(cursor: Cursor, procedure: str, province: str) -> Mode:
    cursor.execute(
        "SELECT mode FROM thads_request_mode WHERE procedure = %s AND province = %s",
        (procedure, province),
    )
    row = cursor.fetchone()
    return Mode(row[0]) if row else DEFAULT_MODE


def modes(cursor: Cursor, province: str) -> dict[str, Mode]:
    """procedure -> mode, where one is set."""
    cursor.execute(
        "SELECT procedure, mode FROM thads_request_mode WHERE province = %s", (province,)
    )
    return {procedure: Mode(value) for procedure, value in cursor.fetchall()}


def set_mode(cursor: Cursor, procedure: str, province: str, value: Mode, by: str) -> None:
    cursor.execute(
        "INSERT INTO thads_request_mode (procedure, province, mode, set_by) VALUES (%s, %s, %s, %s)"
        " ON CONFLICT (procedure, province) DO UPDATE SET mode = excluded.mode,"
        " set_by = excluded.set_by, at = now()",
        (procedure, province, value.value, by),
    )


@dataclass(frozen=True, slots=True)
class Template:
    id: int
    title: str
    text: str
    procedure: str


def templates(cursor: Cursor, province: str, procedure: str = "") -> list[Template]:
    """Texts of the agency for a procedure and for all; without one, all of them."""
    cursor.execute(
        "SELECT id, title, text, procedure FROM thads_request_template WHERE province = %s"
        " AND (%s = '' OR procedure IN (%s, '')) ORDER BY title",
        (province, procedure, procedure),
    )
    return [Template(*row) for row in cursor.fetchall()]


def keep_template(
    cursor: Cursor, province: str, procedure: str, title: str, text: str, by: str
) -> None:
    cursor.execute(
        "INSERT INTO thads_request_template (province, procedure, title, text, account)"
        " VALUES (%s, %s, %s, %s, %s) ON CONFLICT (province, procedure, title)"
        " DO UPDATE SET text = excluded.text, account = excluded.account, at = now()",
        (province, procedure, title, text, by),
    )


def remove_template(cursor: Cursor, province: str, id: int) -> None:
    cursor.execute(
        "DELETE FROM thads_request_template WHERE province = %s AND id = %s", (province, id)
    )


def set_absence(
    cursor: Cursor, province: str, account: str, deputy: str, since: date, until: date
) -> None:
    cursor.execute(
        "INSERT INTO thads_request_absence (account, province, deputy, since, until)"
        " VALUES (%s, %s, %s, %s, %s) ON CONFLICT (account, province, since)"
        " DO UPDATE SET deputy = excluded.deputy, until = excluded.until",
        (account, province, deputy, since, until),
    )


def stands_in(cursor: Cursor, province: str, account: str, day: date) -> str:
    """Who does the work of `account` on `day`: the deputy while they are away."""
    cursor.execute(
        "SELECT deputy FROM thads_request_absence WHERE province = %s AND account = %s"
        " AND since <= %s AND until >= %s ORDER BY since DESC LIMIT 1",
        (province, account, day, day),
    )
    row = cursor.fetchone()
    return row[0] if row else account


def stood_in_for(cursor: Cursor, province: str, deputy: str, day: date) -> frozenset[str]:
    """Whose work `deputy` does on `day`, besides their own."""
    cursor.execute(
        "SELECT account FROM thads_request_absence WHERE province = %s AND deputy = %s"
        " AND since <= %s AND until >= %s",
        (province, deputy, day, day),
    )
    return frozenset(account for (account,) in cursor.fetchall())


def absences(cursor: Cursor, province: str, day: date) -> list[tuple[str, str, date, date]]:
    cursor.execute(
        "SELECT account, deputy, since, until FROM thads_request_absence WHERE province = %s"
        " AND until >= %s ORDER BY since",
        (province, day),
    )
    return list(cursor.fetchall())
