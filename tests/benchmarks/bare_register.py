"""The register's tables in a database that no instance stands behind."""

from thads_portal.database.sql import Connection
from thads_portal.register import schema

import os
import secrets


def ensure(connection: Connection) -> None:
    """As `schema.ensure`; what is restricted in it is sealed under a key that nobody keeps."""
    os.environ.setdefault("THADS_FIELDS_KEYS", secrets.token_hex(32))
    schema.ensure(connection)
