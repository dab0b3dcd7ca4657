"""What was measured, what must be reached, and the table that shows both.

A figure without its goal beside it is forgotten; a goal that nothing is compared with
is not one. Results are kept as JSON so that two runs can be laid side by side.
"""

from collections.abc import Sequence
from dataclasses import asdict
from dataclasses import dataclass
from pathlib import Path

import json


@dataclass(frozen=True, slots=True)
class Goal:
    """`must` and `aim` in the unit of the row; `most` tells that less is better."""

    must: float
    aim: float
    most: bool = False

    def judge(self, measured: float) -> str:
        def reached(bound: float) -> bool:
            return measured <= bound if self.most else measured >= bound

        return "aim" if reached(self.aim) else "must" if reached(self.must) else "NO"

    def texts(self) -> tuple[str, str]:
        sign = "<=" if self.most else ">="
        return f"{sign} {number(self.must)}", f"{sign} {number(self.aim)}"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `key` names it in the JSON file and never changes."""

    key: str
    work: str
    measured: float
    unit: str
    goal: Goal | None = None
    note: str = ""


def number(value: float) -> str:
    """As many digits as mean something."""
    if abs(value) >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"


def table(rows: Sequence[Row], before: dict[str, float] | None = None) -> str:
    """The rows as text; with `before` (key -> measured) also how they changed."""
    head = ["work", "measured", "must", "aim", "reached"]
    if before:
        head.append("before")
    lines = [head]
    for row in rows:
        must, aim = row.goal.texts() if row.goal else ("", "")
        reached = row.goal.judge(row.measured) if row.goal else ""
        note = f" ({row.note})" if row.note else ""
        line = [row.work + note, f"{number(row.measured)} {row.unit}", must, aim, reached]
        if before:
            line.append(number(before[row.key]) if row.key in before else "-")
        lines.append(line)
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, ["-" * width for width in widths])
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def write(path: Path, rows: Sequence[Row], about: dict) -> None:
    """All of a run in one small file."""
    kept = {"about": about, "rows": [asdict(row) for row in rows]}
    path.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read(path: Path) -> tuple[dict, dict[str, float]]:
    """What an earlier run was about, and its figures by key."""
    kept = json.loads(path.read_text(encoding="utf-8"))
    return kept["about"], {row["key"]: row["measured"] for row in kept["rows"]}
