"""A progress bar on the terminal, or a line now and then where there is none (CI, a log)."""

from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from tqdm import tqdm

import sys


#: Seconds between lines in a log.
_LOG_INTERVAL = 10.0


@contextmanager
def progress(what: str, unit: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """A bar labelled `what`; call what is yielded with the count reached so far."""
    interval = 0.1 if sys.stderr.isatty() else _LOG_INTERVAL
    with tqdm(desc=what, unit=f" {unit}", total=total, mininterval=interval) as bar:

        def reached(done: int) -> None:
            bar.update(done - bar.n)

        yield reached
