"""`thads upgrade` of a release with two steps more, which take long enough to be killed in.

A process of its own: ``python long_upgrade.py``, with the environment of a command.
"""

from thads_portal.cli import main
from thads_portal.register import steps
from thads_portal.register import upgrade

import sys


_MORE = {
    "9001_mark.sql": """-- A mark for each listing.
ALTER TABLE thads_listing ADD COLUMN mark text COLLATE "C";
-- backfill: thads_listing (number)
UPDATE thads_listing SET mark = 'm' || number
    WHERE {rows} AND mark IS NULL AND pg_sleep(0.001) IS NOT NULL;
CREATE INDEX CONCURRENTLY thads_listing_mark ON thads_listing (mark);
ANALYZE thads_listing;
""",
    "9002_rows.sql": """-- Rows as their objects say.
-- rows: from the objects
CREATE INDEX CONCURRENTLY thads_listing_mark_two ON thads_listing (mark, number);
""",
}


def released() -> None:
    """Let this process be of that release."""
    made = (*steps.steps(), *(steps.parse(name, text) for name, text in _MORE.items()))
    # Before anything has taken it over.
    assert "thads_portal.register.schema" in sys.modules
    from thads_portal.register import schema

    steps.steps = schema.steps = lambda: made
    # Small pieces, so that there are many places to be killed at.
    upgrade._CHUNK_SECONDS, upgrade._FIRST, upgrade._SMALLEST = 0.05, 20, 20


if __name__ == "__main__":
    released()
    sys.exit(main.main(sys.argv[1:]))
