"""Certificates that were issued, by code, and what has happened since then."""

from dataclasses import dataclass
from thads_portal.database.sql import Cursor
from thads_portal.domain.certificates import Certificate
from thads_portal.domain.certificates import name_key
from thads_portal.domain.certificates import Rules
from thads_portal.register import acts
from thads_portal.register.acts import ActKind


_FIELDS = tuple(Certificate.__slots__)
_COLUMNS = ", ".join(_FIELDS)
#: Names of what was published since are compared up to so many.
_COMPARED = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What was done since: to the listings of the certificate, and in all. `same_name` counts the
    others of the name that are public now and were published or amended since; None: too many to tell.
    """

    ended: int
    amended: int
    reopened: int
    acts: int
    same_name: int | None

    @property
    def nothing(self) -> bool:
        return not (self.ended or self.amended or self.reopened) and self.same_name == 0


def store(cursor: Cursor, certificate: Certificate) -> None:
    values = [getattr(certificate, name) for name in _FIELDS]
    values[_FIELDS.index("numbers")] = list(certificate.numbers)
    cursor.execute(
        f"INSERT INTO thads_certificate ({_COLUMNS}) VALUES ({', '.join(['%s'] * len(_FIELDS))})",
        values,
    )


def by_code(cursor: Cursor, code: str) -> Certificate | None:
    cursor.execute(f"SELECT {_COLUMNS} FROM thads_certificate WHERE code = %s", (code,))
    row = cursor.fetchone()
    if row is None:
        return None
    fields = dict(zip(_FIELDS, row, strict=True))
    return Certificate(
        **{
            **fields,
            "numbers": tuple(fields["numbers"]),
            "rules": Rules(fields["rules"]),
            "subject": bytes(fields["subject"]),
            "name_key": bytes(fields["name_key"]),
        }
    )


def since(cursor: Cursor, certificate: Certificate, *, key: bytes) -> Since | None:
    """What has happened since; None where the register is of another time (a backup was restored)."""
    place = acts.place_of(cursor, certificate.cursor)
    if place is None:
        return None
    cursor.execute(
        "SELECT kind, count(*) FROM thads_act WHERE seq > %s AND number = ANY(%s) GROUP BY kind",
        (place, list(certificate.numbers)),
    )
    counts = dict(cursor.fetchall())
    cursor.execute("SELECT coalesce(max(seq), 0) - %s FROM thads_act", (place,))
    (done,) = cursor.fetchone()
    return Since(
        ended=counts.get(ActKind.ENDED, 0),
        amended=counts.get(ActKind.AMENDED, 0),
        reopened=counts.get(ActKind.REOPENED, 0),
        acts=max(0, done),
        same_name=_same_name(cursor, certificate, place, key),
    )


def _same_name(cursor: Cursor, certificate: Certificate, place: int, key: bytes) -> int | None:
    cursor.execute(
        "SELECT number, debtor_name FROM thads_listing WHERE state = 'published'"
        " AND number <> ALL(%s) AND number IN (SELECT number FROM thads_act"
        " WHERE seq > %s AND kind <> 'ended') LIMIT %s",
        (list(certificate.numbers), place, _COMPARED + 1),
    )
    rows = cursor.fetchall()
    if len(rows) > _COMPARED:
        return None
    return sum(name_key(name or "", key=key) == certificate.name_key for _number, name in rows)


def with_number(cursor: Cursor, digest: bytes) -> list[str]:
    """The public listings whose debtor has the personal or enterprise number of `digest`."""
    cursor.execute(
        "SELECT number FROM thads_listing WHERE personal_hmac = %s AND state = 'published'"
        " ORDER BY number LIMIT 1000",
        (digest,),
    )
    return [number for (number,) in cursor.fetchall()]
