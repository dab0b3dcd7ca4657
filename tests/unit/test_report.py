"""The answer to a feed adds up and stays small."""

from thads_portal.errors import Code
from thads_portal.errors import FeedUnreadable
from thads_portal.errors import Problem
from thads_portal.importing import report
from thads_portal.importing.report import Report

import json
import pytest


def problems(*lines):
    return tuple(Problem(line, None, None, Code.NOT_JSON, {"column": 1}) for line in lines)


def test_the_keys_of_the_answer_are_those_of_the_contract():
    answer = Report(received=2, created=1, rejected=1, problems=problems(2)).as_dict(dry_run=True)
    assert list(answer) == [
        "received",
        "created",
        "amended",
        "ended",
        "withdrawn",
        "reopened",
        "unchanged",
        "flagged",
        "rejected",
        "dry_run",
        "problems",
        "problems_omitted",
    ]
    assert answer["dry_run"] is True
    assert list(answer["problems"][0]) == ["line", "external_id", "field", "code", "message"]
    json.dumps(answer)


def test_a_line_with_several_problems_is_rejected_once():
    made = report.batch_report(
        received=3, readable=2, unchanged=1, decisions=(), problems=problems(1, 1, 3)
    )
    assert (made.rejected, len(made.problems), made.unchanged) == (2, 3, 1)


def test_problems_beyond_the_limit_are_counted():
    parts = [
        report.batch_report(
            received=4,
            readable=0,
            unchanged=0,
            decisions=(),
            problems=problems(*range(first, first + 4)),
            most=5,
        )
        for first in (1, 5, 9)
    ]
    merged = Report(most=5)
    for part in parts:
        merged = report.merge(merged, part)
    assert [problem.line for problem in merged.problems] == [1, 2, 3, 4, 5]
    assert (merged.problems_omitted, merged.rejected, merged.received) == (7, 12, 12)
    alone = report.batch_report(
        received=9, readable=0, unchanged=0, decisions=(), problems=problems(*range(9)), most=5
    )
    assert (len(alone.problems), alone.problems_omitted, alone.rejected) == (5, 4, 9)


def test_an_all_or_nothing_feed_that_fails_has_written_nothing():
    failed = Report(
        received=9, created=3, amended=1, ended=1, reopened=1, flagged=2, unchanged=2, rejected=1
    ).nothing_written()
    assert (failed.created, failed.amended, failed.ended, failed.flagged) == (0, 0, 0, 0)
    assert (failed.received, failed.unchanged, failed.rejected) == (9, 2, 1)


def test_a_feed_without_a_readable_line():
    report.require_readable(Report(received=2, readable=1, problems=problems(1)))
    with pytest.raises(FeedUnreadable) as refused:
        report.require_readable(Report(received=50, problems=problems(*range(50))))
    assert refused.value.status == 400
    assert len(refused.value.as_dict()["problems"]) == report.MAX_REASONS
