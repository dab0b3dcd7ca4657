"""What the log signs: its checkpoint, with the lines of its witnesses."""

from thads_portal.database.sql import Cursor
from thads_portal.domain.signed_notes import Checkpoint
from thads_portal.domain.signed_notes import signature
from thads_portal.domain.signed_notes import verification_key
from thads_portal.register.publication_log.tree import Head
from thads_portal.secret_keys import publication_log_key


def name_of(cursor: Cursor) -> str | None:
    """Under which name the log signs; None before its first checkpoint."""
    cursor.execute("SELECT origin FROM thads_log_name")
    row = cursor.fetchone()
    return None if row is None else row[0]


def settle_name(cursor: Cursor, name: str) -> None:
    """Let the log sign under `name` (a host and a path) for ever, unless it has one."""
    cursor.execute(
        "INSERT INTO thads_log_name (origin) VALUES (%s) ON CONFLICT DO NOTHING", (name,)
    )


def checkpoint(cursor: Cursor, name: str, head: Head) -> str:
    """The signed note about `head`. The same head has the same signature, whoever makes it."""
    text = Checkpoint(name, head.size, head.root).text
    cursor.execute(
        "SELECT line FROM thads_log_cosignature WHERE size = %s ORDER BY witness", (head.size,)
    )
    lines = [signature(text, name=name, seed=publication_log_key())]
    lines.extend(line for (line,) in cursor.fetchall())
    return "\n".join([text, *lines, ""])


def key_of(name: str) -> str:
    """What checks the log's signature."""
    return verification_key(name, publication_log_key())


def keep_cosignature(cursor: Cursor, size: int, witness: str, line: str) -> None:
    cursor.execute(
        "INSERT INTO thads_log_cosignature (size, witness, line) VALUES (%s, %s, %s)"
        " ON CONFLICT (size, witness) DO UPDATE SET line = excluded.line, at = clock_timestamp()",
        (size, witness, line),
    )


def cosigned_size(cursor: Cursor, witness: str) -> int:
    """The largest tree that `witness` has signed, 0 if none."""
    cursor.execute(
        "SELECT coalesce(max(size), 0) FROM thads_log_cosignature WHERE witness = %s", (witness,)
    )
    (size,) = cursor.fetchone()
    return int(size)
