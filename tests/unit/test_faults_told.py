"""The table of faults in ``docs/operations.md``: each row names tests, and they are there."""

from pathlib import Path

import re


ROOT = Path(__file__).parents[2]


def test_each_fault_names_its_test():
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    table = text.partition("### When something dies")[2].partition("### ")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ") and "| test |" not in line]
    assert len(rows) > 20
    for row in rows:
        fault, happens, tests = (part.strip() for part in row.strip("|").split("|"))
        assert fault and happens
        named = re.findall(r"`([^`]+)`", tests)
        assert named, row
        for name in named:
            assert name == "make cluster-check" or (ROOT / "tests" / name).exists(), name
