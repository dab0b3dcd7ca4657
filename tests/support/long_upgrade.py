"""`thads upgrade` of a release with two steps more, which take long enough to be killed in.

A process of its own: ``python long_upgrade.py``, with the environment of a command.
"""

from thads_portal.cli import main
from thads_portal.register import filling
from thads_portal.register import schema
from thads_portal.register import steps

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
    steps.steps = schema.steps = lambda: made
    # Small pieces, so that there are many places to be killed at.
    filling._CHUNK_SECONDS, filling._FIRST, filling._SMALLEST = 0.05, 20, 20


if __name__ == "__main__":
    released()
    sys.exit(main.main(sys.argv[1:]))
