"""JSON nested as deep as a parser goes is refused with its field; nothing runs out of stack."""

from datetime import date
from thads_portal.domain.digests import line_digests
from thads_portal.domain.validation import validate
from thads_portal.errors import echo
from thads_portal.importing.feed import Line
from thads_portal.importing.feed import parse

import pytest


KEYS = (
    "event", "external_id", "province", "agency", "occurred_on", "document", "listing", "note",
    "end_reason", "x",
)  # fmt: skip
LISTING = ("debtor_name", "debtor_kind", "obligation_kinds", "obligation_amount", "ground", "restricted", "x")  # fmt: skip


def nested(depth: int, kind: str) -> str:
    opened, closed = ("[", "]") if kind == "list" else ('{"a":', "}")
    return opened * depth + ("1" if kind == "dict" else "") + closed * depth


@pytest.mark.parametrize("kind", ["list", "dict"])
@pytest.mark.parametrize("depth", [200, 260, 500, 1000, 1020, 20_000])
@pytest.mark.parametrize("place", [None, *KEYS, *(f"listing.{name}" for name in LISTING)])
def test_deep_values_are_problems(depth, kind, place):
    value = nested(depth, kind)
    if place is None:
        text = value
    elif place.startswith("listing."):
        text = f'{{"event":"issued","listing":{{"{place.partition(".")[2]}":{value}}}}}'
    else:
        text = (
            f'{{"event":"issued","{place}":{value}}}'
            if place != "event"
            else f'{{"event":{value}}}'
        )
    data = parse(Line(1, text.encode()))
    if hasattr(data, "code"):
        return
    line_digests(data, "a")
    problems = validate(
        1, data, today=date(2026, 1, 1), known_province=lambda _: True, known_agency=lambda _: True
    )
    assert [problem.as_dict() for problem in problems]


def test_an_echo_is_short_whatever_is_echoed():
    value = []
    for _level in range(5000):
        value = [value]
    assert len(echo(value)) <= 80
