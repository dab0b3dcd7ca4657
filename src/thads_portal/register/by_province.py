"""A work over all listings, chunk by chunk, by as many processes as there are.

A province is walked by one process at a time, the chunks in their order, so that how far it is can
be remembered by one number.
"""

from collections import deque
from collections.abc import Iterator
from collections.abc import Mapping
from thads_portal.content.zope_types import Database
from thads_portal.register.processes import answers
from thads_portal.register.processes import available
from thads_portal.register.processes import helpers
from thads_portal.register.processes import Work
from typing import Any
from typing import NamedTuple


class Part(NamedTuple):
    """What is asked for: a chunk of a province behind a number (None: its first)."""

    province: str
    after: str | None


class Done(NamedTuple):
    """What came of a part; `last` is None when there is nothing behind it."""

    result: Any
    last: str | None


def by_province(
    places: Mapping[str, str | None],
    sizes: Mapping[str, int],
    work: Work,
    database: Database,
    *arguments: Any,
) -> Iterator[tuple[str, Done]]:
    """Let `work` do every province of `places` from the number that stands there.

    It is given a `Part` and answers with `Done`. Yields each answer with its province. Raises
    WorkInterrupted when one of the processes dies.
    """
    with helpers(available(), work, *arguments) as crew:
        if not crew:
            with work(database, *arguments) as do:
                for province, place in places.items():
                    after = place
                    while True:
                        done: Done = do(Part(province, after))
                        yield province, done
                        after = done.last
                        if after is None:
                            break
            return
        # The largest first, so that all are done at about the same time.
        waiting = deque(sorted(places, key=lambda each: -sizes.get(each, 0)))
        for helper in crew[: len(waiting)]:
            province = waiting.popleft()
            helper.give(Part(province, places[province]))
        while any(helper.given for helper in crew):
            for helper, (province, _after), done in answers(crew):
                if done.last is not None:
                    helper.give(Part(province, done.last))
                elif waiting:
                    following = waiting.popleft()
                    helper.give(Part(following, places[following]))
                yield province, done
