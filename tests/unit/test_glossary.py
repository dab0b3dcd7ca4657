"""The glossary names every code, so that a term of law can be found from either side."""

from pathlib import Path
from thads_portal.domain import clocks
from thads_portal.domain import codes

import pytest
import re


GLOSSARY = Path(__file__).parents[2] / "docs" / "glossary.md"


def section(heading: str) -> str:
    text = GLOSSARY.read_text("utf-8")
    match = re.search(rf"^### {heading}\n(.*?)(?=^##|\Z)", text, re.DOTALL | re.MULTILINE)
    return match[1]


@pytest.mark.parametrize(
    ("heading", "enumeration"),
    [
        ("Debtor", codes.DebtorKind),
        ("Judgment", codes.JudgmentKind),
        ("Obligation", codes.ObligationKind),
        ("Ground", codes.Ground),
        ("End", codes.EndReason),
        ("State", codes.State),
        ("Event", codes.EventKind),
        ("Duty with a legal term", clocks.Duty),
    ],
)
def test_each_code_has_its_row_in_order(heading, enumeration):
    rows = re.findall(r"^\| `(\w+)` \|", section(heading), re.MULTILINE)
    assert rows == [code.value for code in enumeration]


def test_the_triggers_of_the_clocks_are_explained():
    text = section("Duty with a legal term")
    assert all(f"`{trigger.value}`" in text for trigger in clocks.Trigger)
