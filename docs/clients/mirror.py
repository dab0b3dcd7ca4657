#!/usr/bin/env python3
"""Keeps a copy of the public register in SQLite and follows its changes. Standard library only.

    python3 mirror.py https://… copy.sqlite

The first run takes the full file, each later one what has changed since. It may be cut or killed
anywhere and is simply run again: a page of changes and the cursor behind it are one transaction.
What ends goes from the copy at once, as the terms of use demand. Run it at least once a day; a copy
that has fallen further behind than changes are kept (90 days) starts again by itself.
"""

from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request
from urllib.request import urlopen

import argparse
import gzip
import json
import sqlite3
import time


TABLES = """
CREATE TABLE IF NOT EXISTS listing (number TEXT PRIMARY KEY, province TEXT, record TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS place (one INTEGER PRIMARY KEY CHECK (one = 1), cursor TEXT NOT NULL);
"""
#: Seconds between two attempts while the portal is busy or away, and how many there are.
WAIT, ATTEMPTS = 5, 60


class TooOld(Exception):
    """The cursor is from before what is kept: start again from the full file."""


def get(address: str):
    """The answer to a GET; waits where it is told to, and raises for everything else."""
    for _ in range(ATTEMPTS):
        try:
            return urlopen(Request(address, headers={"User-Agent": "thads-mirror/1"}), timeout=120)
        except HTTPError as error:
            if error.code == 410:
                raise TooOld from error
            if error.code not in (429, 503):
                raise
            time.sleep(float(error.headers.get("Retry-After") or WAIT))
    raise TimeoutError(address)


def start(portal: str, copy: sqlite3.Connection) -> str:
    """Fill `copy` from the full file, in one transaction; the cursor from which to go on."""
    manifest = json.load(get(f"{portal}/du-lieu/manifest.json"))
    with copy, gzip.open(get(f"{portal}/du-lieu/thads-ca-nuoc.ndjson.gz")) as lines:
        copy.execute("DELETE FROM listing")
        for line in lines:
            put(copy, json.loads(line))
        keep(copy, manifest["cursor"])
    return manifest["cursor"]


def follow(portal: str, copy: sqlite3.Connection, cursor: str, limit: int) -> None:
    """Apply what has changed since `cursor`, a page at a time."""
    more = True
    while more:
        asked = urlencode({"since": cursor, "limit": limit})
        page = json.load(get(f"{portal}/++api++/@changes?{asked}"))
        with copy:
            for item in page["items"]:
                if "listing" in item:
                    put(copy, item["listing"])
                else:
                    copy.execute("DELETE FROM listing WHERE number = ?", (item["number"],))
            keep(copy, page["cursor"])
        cursor, more = page["cursor"], page["more"]


def put(copy: sqlite3.Connection, record: dict) -> None:
    copy.execute(
        "INSERT OR REPLACE INTO listing VALUES (?, ?, ?)",
        (
            record["number"],
            record["province"],
            json.dumps(record, ensure_ascii=False, sort_keys=True),
        ),
    )


def keep(copy: sqlite3.Connection, cursor: str) -> None:
    copy.execute("INSERT OR REPLACE INTO place VALUES (1, ?)", (cursor,))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("portal", help="address of the portal, without a path")
    parser.add_argument("copy", help="the SQLite file")
    parser.add_argument("--limit", type=int, default=1000, help="changes of one request")
    asked = parser.parse_args()
    portal = asked.portal.rstrip("/")
    copy = sqlite3.connect(asked.copy)
    copy.executescript(TABLES)
    row = copy.execute("SELECT cursor FROM place").fetchone()
    try:
        follow(portal, copy, row[0] if row else start(portal, copy), asked.limit)
    except TooOld:
        follow(portal, copy, start(portal, copy), asked.limit)
    (count,) = copy.execute("SELECT count(*) FROM listing").fetchone()
    print(f"{count} listings")


if __name__ == "__main__":
    main()
