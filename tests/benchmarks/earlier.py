"""An earlier revision measured in the same run: a checkout of it with an environment of its own."""

from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import contextmanager
from pathlib import Path
from tests.benchmarks.vanilla import scratch

import os
import shutil
import subprocess
import tempfile


ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def checkout(revision: str) -> Iterator[Path]:
    """The files of `revision` (a tag, a commit), installed; removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="thads-earlier-", dir=scratch()))
    folder.chmod(0o711)
    place = folder / "checkout"
    git = ["git", "worktree"]
    try:
        add = [*git, "add", "--quiet", "--detach", str(place), revision]
        subprocess.run(add, cwd=ROOT, check=True)
        subprocess.run(["make", "--quiet", "install"], cwd=place, check=True)
        yield place
    finally:
        subprocess.run([*git, "remove", "--force", str(place)], cwd=ROOT, check=False)
        shutil.rmtree(folder, ignore_errors=True)


def measured(revision: str, words: Sequence[str]) -> Path:
    """The figures of `revision` in a file, from its own benchmark with the arguments `words`.

    Run before this revision's, on the same machine with the same arguments.
    """
    figures = Path(tempfile.mkdtemp(prefix="thads-earlier-")) / "figures.json"
    # What this run is told by variables is not meant for that one.
    own = ("BEFORE", "JSON", "KEEP")
    environment = {name: value for name, value in os.environ.items() if name not in own}
    with checkout(revision) as place:
        print(f"{revision} first:", flush=True)
        subprocess.run(
            [place / ".venv/bin/python", "-m", "tests.benchmarks", "--json", figures, *words],
            cwd=place,
            env=environment,
            check=True,
        )
    return figures
