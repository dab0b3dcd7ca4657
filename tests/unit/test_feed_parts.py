"""A batch that always meets other writers is written in parts, in order, each line once."""

from thads_portal.errors import Conflict
from thads_portal.importing.feed import Line
from thads_portal.importing.report import Report
from thads_portal.importing.run import in_parts

import pytest


# What it imports loads Plone.
pytestmark = pytest.mark.slow


class Busy:
    """Commits only batches of at most `most` lines, and remembers them."""

    def __init__(self, most):
        self.most = most
        self.written = []

    def write(self, lines, *, attempts=None):
        if len(lines) > self.most:
            raise Conflict
        self.written.append([line.number for line in lines])
        return Report(received=len(lines))


@pytest.mark.parametrize("most", [1, 3, 250, 1000])
def test_each_line_is_written_once_and_in_order(most):
    writer = Busy(most)
    lines = [Line(number, b"{}") for number in range(1, 1001)]
    assert in_parts(writer.write, lines).received == 1000
    assert [number for part in writer.written for number in part] == list(range(1, 1001))
    assert max(map(len, writer.written)) <= most


def test_a_single_line_that_meets_others_every_time_is_a_conflict():
    with pytest.raises(Conflict):
        in_parts(Busy(0).write, [Line(1, b"{}")])
