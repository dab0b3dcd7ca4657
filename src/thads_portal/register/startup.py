"""Makes sure at start-up that the register can be written with the objects, or stops the start."""

from thads_portal.content.zope_types import Event
from thads_portal.register import schema
from thads_portal.register.join import dsn_of
from thads_portal.register.join import recognise_broken_connections
from thads_portal.register.join import verify

import psycopg2


def prepare(event: Event) -> None:
    """On opening the object database: check its storage and bring the tables up to date.

    Raises UnsuitableStorage when the register could not be kept in step.
    """
    database = event.database
    verify(database)
    recognise_broken_connections(database)
    connection = psycopg2.connect(dsn_of(database))
    try:
        schema.ensure(connection)
    finally:
        connection.close()
