"""Copies the queue's own migrations that no step contains yet into steps of the register.

    .venv/bin/python scripts/queue_steps.py NUMBER

After a change of procrastinate's pin, NUMBER being the next free one. Those that procrastinate
names `pre` go into a step that expands, those named `post` into a further one that contracts: it
writes `post` for when no older release is left, as we do.
"""

from importlib.resources import files
from pathlib import Path
from thads_portal.register import steps

import procrastinate
import sys


#: The newest one that the first release's step contains, which was copied as a whole.
IN_FIRST_RELEASE = "03.04.00_50_post_add_retry_failed_job_procedure.sql"
FOLDER = Path(__file__).resolve().parents[1] / "src/thads_portal/register/migrations"


def missing() -> list[tuple[str, str]]:
    """(name, text) of each migration of the installed release that is in no step."""
    taken = {name for step in steps.steps() for name in step.procrastinate}
    shipped = (files(procrastinate) / "sql" / "migrations").iterdir()
    return sorted(
        (entry.name, entry.read_text(encoding="utf-8"))
        for entry in shipped
        if entry.name.endswith(".sql") and entry.name > IN_FIRST_RELEASE and entry.name not in taken
    )


def written(found: list[tuple[str, str]], number: int) -> dict[str, str]:
    """Name of a file -> its text, of the steps from `number` on that contain `found`."""
    made = {}
    for kind, words in (("expand", "brings"), ("contract", "takes away")):
        mine = [pair for pair in found if ("_post_" in pair[0]) == (kind == "contract")]
        if not mine:
            continue
        lines = [f"-- What procrastinate {procrastinate.__version__} {words} in its tables."]
        lines += [f"-- kind: {kind}"] if kind == "contract" else []
        for name, text in mine:
            lines += [f"-- procrastinate: {name}", text.rstrip(), ""]
        made[f"{number + len(made):04}_queue_{kind}.sql"] = "\n".join(lines)
    return made


def main() -> int:
    made = written(missing(), int(sys.argv[1]))
    for name, text in made.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(FOLDER / name)
    if not made:
        print("every migration of the queue is in a step")
    return 0


if __name__ == "__main__":
    sys.exit(main())
