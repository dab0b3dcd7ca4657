"""``thads upgrade`` of a release with two trial steps: ``python -m tests.benchmarks.trial_upgrade``.

A column that SQL fills, with an index, and one pass over the rows by their objects: what a release
with a new field asks for, whatever the steps of today's release are.
"""

from thads_portal.cli import main
from thads_portal.register import schema
from thads_portal.register import steps

import sys


#: The statement is what a step for a new field would have.
COLUMN = steps.parse(
    "9001_trial_column.sql",
    """-- A trial: a column of every listing, filled, with an index.
ALTER TABLE thads_listing ADD COLUMN trial text COLLATE "C";
-- backfill: thads_listing (number)
UPDATE thads_listing SET trial = ground WHERE {rows} AND trial IS NULL;
CREATE INDEX CONCURRENTLY thads_listing_trial ON thads_listing (trial, number);
""",
)
ROWS = steps.parse(
    "9002_trial_rows.sql",
    """-- A trial: the rows once more from their objects.
-- rows: from the objects
ANALYZE thads_listing;
""",
)


def release(*more: steps.Step) -> None:
    """Let this process be of a release with these steps besides."""
    made = (*steps.steps(), *more)
    steps.steps = schema.steps = lambda: made


if __name__ == "__main__":
    release(COLUMN, ROWS)
    sys.exit(main.main(["upgrade"]))
