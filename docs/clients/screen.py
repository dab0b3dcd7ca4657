#!/usr/bin/env python3
"""Screens a file of customers against the register, by night. Standard library only.

    THADS_KEY=thads_… python3 screen.py https://… customers.csv result.csv --purpose credit --reference night-2026-11-28

`customers.csv` has the columns ``id, kind, name, birth_date, personal_id, enterprise_code, address``; all but
``id`` and ``name`` may be empty or missing. `result.csv` gets a line for each: ``id, status, decision, total, best, score,
name, birth, number, inquiry``. A customer who could not be asked about has another status than 200 and no
decision: that is never "nobody". Cut or killed, it goes on behind the last whole batch when it is run
again. It ends with 0 only if everybody was answered.
"""

from pathlib import Path
from urllib.error import HTTPError
from urllib.error import URLError
from urllib.request import Request
from urllib.request import urlopen

import argparse
import csv
import json
import os
import sys
import time


COLUMNS = (
    "id",
    "status",
    "decision",
    "total",
    "best",
    "score",
    "name",
    "birth",
    "number",
    "inquiry",
)
ASKED = ("kind", "name", "birth_date", "personal_id", "enterprise_code", "address")
#: Seconds between two attempts while the portal is busy or away, and how many there are.
WAIT, ATTEMPTS = 5, 60


def ask(portal: str, key: str, body: dict) -> dict:
    """The answer to one request; waits where it is told to, and raises for everything else."""
    request = Request(
        f"{portal}/++api++/@match",
        data=json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
    )
    for attempt in range(ATTEMPTS):
        try:
            with urlopen(request, timeout=120) as answer:
                return json.load(answer)
        except HTTPError as error:
            problem = json.load(error)
            # The day's quota comes back tomorrow: this run is over.
            if error.code not in (409, 429, 503) or problem.get("code") == "quota_used_up":
                raise SystemExit(
                    f"{error.code} {problem.get('code')}: {problem.get('detail')}"
                ) from error
            time.sleep(float(error.headers.get("Retry-After") or WAIT))
        except (URLError, ConnectionError, TimeoutError):
            if attempt == ATTEMPTS - 1:
                raise
            time.sleep(WAIT)
    raise SystemExit("the portal is busy; run this again")


def line_of(customer: str, told: dict, inquiry: str) -> dict[str, object]:
    best = (told.get("results") or [{}])[0]
    features = best.get("features", {})
    return {
        "id": customer,
        "status": told["status"],
        "decision": told.get("decision", ""),
        "total": told.get("total", ""),
        "best": best.get("number", ""),
        "score": best.get("score", ""),
        "name": features.get("name", told.get("code", "")),
        "birth": features.get("birth", ""),
        "number": features.get("id", ""),
        "inquiry": inquiry,
    }


def whole_lines(result: Path) -> list[dict[str, str]]:
    """What an earlier run has written, without a last line that was cut."""
    if not result.exists():
        return []
    text = result.read_text(encoding="utf-8")
    kept = text[: text.rfind("\n") + 1]
    if kept != text:
        result.write_text(kept, encoding="utf-8")
    return list(csv.DictReader(kept.splitlines()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("portal", help="address of the portal, without a path")
    parser.add_argument("customers", type=Path)
    parser.add_argument("result", type=Path)
    parser.add_argument("--purpose", required=True, help="a purpose of the agreement")
    parser.add_argument("--reference", required=True, help="stands in the log of inquiries")
    parser.add_argument("--threshold", type=float, default=0.85)
    parser.add_argument("--batch", type=int, default=1000)
    asked = parser.parse_args()
    portal, key = asked.portal.rstrip("/"), os.environ["THADS_KEY"]
    done = whole_lines(asked.result)
    answered = {line["id"] for line in done}
    failed = sum(line["status"] != "200" for line in done)
    with asked.customers.open(encoding="utf-8-sig", newline="") as file:
        left = [row for row in csv.DictReader(file) if row["id"] not in answered]
    with asked.result.open("a", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, COLUMNS)
        if not done and file.tell() == 0:
            out.writeheader()
        for start in range(0, len(left), asked.batch):
            batch = {row["id"]: row for row in left[start : start + asked.batch]}
            answer = ask(
                portal,
                key,
                {
                    "purpose": asked.purpose,
                    "case_reference": asked.reference,
                    "threshold": asked.threshold,
                    "limit": 1,
                    "queries": {
                        name: {each: row[each] for each in ASKED if row.get(each)}
                        for name, row in batch.items()
                    },
                },
            )
            for name, told in answer["responses"].items():
                out.writerow(line_of(name, told, answer["inquiry"]))
                failed += told["status"] != 200
            file.flush()
            os.fsync(file.fileno())
    print(f"{len(answered) + len(left)} customers, {failed} not answered")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
