"""The ledger of cases over HTTP: ``python -m tests.benchmarks.ledger 140000 6``.

In a portal of its own, filled with synthetic rows as for the desks, a case each; and so many entries a
case, written straight into the table, whose triggers keep the balances. An eighth is of one province.
"""

from contextlib import closing
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from io import BytesIO
from tests.benchmarks import results
from tests.benchmarks.desk_pages import fill
from tests.benchmarks.installation import Installation
from tests.benchmarks.installation import serving
from tests.benchmarks.load import Client
from tests.benchmarks.load import percentile
from tests.benchmarks.results import Goal
from tests.benchmarks.results import Row
from thads_portal.domain.ledger.form import failures
from thads_portal.domain.ledger.kinds import EntryKind
from thads_portal.domain.spreadsheet_cells import workbook
from thads_portal.domain.words import VIETNAM
from thads_portal.importing.case_lists.columns import LISTS
from thads_portal.register.ledger.statistics import period_figures
from thads_portal.register.own_transaction import own_transaction
from thads_portal.security.accounts import DEMO_PROVINCE
from thads_portal.testing_http import Visitor
from urllib.parse import urlencode

import json
import psycopg2
import re
import sys
import time


ROUNDS = 40
FEED = 20_000
LIST = 5_000
TIMELINE = 200
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_DUE = f"/{DEMO_PROVINCE}/viec-den-han"
#: key -> role -> pages
PAGES = {
    "due.province": {
        "provincial_editor": [
            f"/{DEMO_PROVINCE}/ban-lam-viec",
            *(f"{_DUE}?danh-sach={each}" for each in ("thang", "qua-han", "chua-ghi", "cong-khai")),
        ]
    },
    "due.nation": {
        "editorial_board": [
            "/ban-lam-viec",
            *(f"/viec-den-han?danh-sach={each}" for each in ("thang", "qua-han", "chua-ghi")),
        ]
    },
    "compliance": {"editorial_board": ["/tuan-thu", f"/tuan-thu?tinh={DEMO_PROVINCE}"]},
}


def entries(dsn: str, each: int) -> int:
    """`each` entries (a statement, verifications, payments) for every case; how many."""
    today = datetime.now(VIETNAM).date()
    made = 0
    with closing(psycopg2.connect(dsn)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT min(id), max(id) FROM thads_case")
        low, high = cursor.fetchone()
        for start in range(low, high + 1, 20_000):
            values = {"low": start, "high": start + 20_000, "today": today, "each": each}
            with connection:
                cursor.execute(
                    "INSERT INTO thads_case_line (case_id, line, kind) SELECT id, '1', 'debt'"
                    " FROM thads_case WHERE id >= %(low)s AND id < %(high)s",
                    values,
                )
                cursor.execute(_ENTRIES, values)
                made += cursor.rowcount
                cursor.execute(_STANDING, values)
        connection.autocommit = True
        cursor.execute("VACUUM ANALYZE")
    return made


_ENTRIES = """
    INSERT INTO thads_case_entry (case_id, occurred_on, recorded_at, kind, line, amount, bucket, signed,
        actor, origin)
    SELECT id, day, day + interval '10 hours', kind,
        CASE WHEN kind <> 'verified' THEN '1' END,
        CASE kind WHEN 'case_stated' THEN 90000000 WHEN 'collected' THEN 1000000 END,
        CASE kind WHEN 'case_stated' THEN 'to_do' WHEN 'collected' THEN 'done' END,
        CASE kind WHEN 'case_stated' THEN 90000000 WHEN 'collected' THEN 1000000 END, 'bench', 'feed'
    FROM (
        SELECT own.id, n, CASE WHEN n = 1 THEN 'case_stated' WHEN n %% 2 = 0 THEN 'verified'
                ELSE 'collected' END AS kind,
            CASE WHEN n = 1 THEN own.decision_date
                ELSE %(today)s - ((%(each)s - n) * 50 + (own.id %% 200)::integer) END AS day
        FROM thads_case AS own, generate_series(1, %(each)s) AS n
        WHERE own.id >= %(low)s AND own.id < %(high)s
    ) AS made ORDER BY id, n
"""
_STANDING = """
    UPDATE thads_case AS own SET entries = %(each)s, last_verified = %(today)s - (
        (%(each)s - %(each)s / 2 * 2) * 50 + (own.id %% 200)::integer), conclusion = 'none'
    WHERE own.id >= %(low)s AND own.id < %(high)s AND %(each)s > 1
"""


def measured(count: int, each: int = 6, *, rounds: int = ROUNDS) -> list[Row]:
    """All figures over `count` cases with `each` entries."""
    found = []
    with serving(1) as (portal, _filled):
        fill(portal.dsn, 1, count, 0.05)
        held = entries(portal.dsn, each)
        print(f"   {held:,} entries", file=sys.stderr)
        for key, pages in PAGES.items():
            found.append(_pages(portal, key, pages, rounds))
        found.append(_case(portal, rounds))
        found.append(_feed(portal))
        found += _list(portal)
        found.append(_statistics(portal, count, held))
    return found


def _timed(client, path: str) -> float:
    start = time.perf_counter()
    status, _body = client.send("GET", path)
    assert status == 200, (path, status)
    return 1000 * (time.perf_counter() - start)


def _pages(portal: Installation, key: str, pages: dict[str, list[str]], rounds: int) -> Row:
    taken: dict[str, list[float]] = {}
    for role, paths in pages.items():
        client = Client(portal.port, portal.accounts[role], accept="text/html")
        for path in paths:
            _timed(client, path)
        for _round in range(rounds):
            for path in paths:
                taken.setdefault(path, []).append(_timed(client, path))
        client.close()
    slowest = max(taken, key=lambda path: percentile(taken[path], 0.95))
    for path in taken:
        print(f"   {percentile(taken[path], 0.95):7.1f} ms  {path}", file=sys.stderr)
    every = [each for values in taken.values() for each in values]
    return Row(
        f"ledger.{key}",
        f"follow-up, {key}: p95",
        percentile(every, 0.95),
        "ms",
        Goal(100, 60, most=True),
        note=f"slowest {percentile(taken[slowest], 0.95):.0f} ms: {slowest}",
    )


def _line(event: str, external_id: str, province: str, serial: int, **more) -> dict:
    day = (datetime.now(VIETNAM).date() - timedelta(days=serial % 20)).isoformat()
    return {
        "event": event,
        "external_id": external_id,
        "province": province,
        "occurred_on": day,
        "document": {"number": f"{serial}/BB", "date": day},
        **more,
    }


_CHECKED = {"channel": "direct", "place": "UBND xã", "conclusion": "none", "declared": True}


def _case(portal: Installation, rounds: int) -> Row:
    """The page of a case with TIMELINE entries; its listing is the one that is an object."""
    ((number, external_id, province),) = portal.query(
        "SELECT number, external_id, province FROM thads_listing"
        " WHERE state = 'published' AND external_id IS NOT NULL ORDER BY created DESC LIMIT 1"
    )
    lines = [
        _line("verified", external_id, province, n, verification=_CHECKED) for n in range(TIMELINE)
    ]
    _took, answer = portal.send_feed("\n".join(map(json.dumps, lines)).encode())
    assert answer["rejected"] == 0, answer
    client = Client(portal.port, portal.accounts["editorial_board"], accept="text/html")
    path = f"/{province}/nguoi-phai-thi-hanh-an/{number}/theo-doi-viec"
    for _n in range(3):
        _timed(client, path)
    taken = [_timed(client, path) for _n in range(rounds)]
    client.close()
    return Row(
        "ledger.case",
        f"page of a case with {TIMELINE} entries: p95",
        percentile(taken, 0.95),
        "ms",
        Goal(60, 40, most=True),
    )


def _feed(portal: Installation) -> Row:
    found = portal.query(
        "SELECT external_id, province FROM thads_listing WHERE state = 'published'"
        " AND external_id IS NOT NULL ORDER BY md5(number) LIMIT %s",
        FEED,
    )
    lines = []
    for serial in range(FEED):
        external_id, province = found[serial % len(found)]
        if serial % 2:
            more = {"verification": _CHECKED}
            lines.append(_line("verified", external_id, province, serial + 1000, **more))
        else:
            more = {"line": "1", "amount": 1000, "kind": "debt", "to_do": 1_000_000}
            lines.append(_line("collected", external_id, province, serial + 1000, **more))
    took, answer = portal.send_feed("\n".join(map(json.dumps, lines)).encode())
    assert answer["rejected"] < FEED / 10, answer["problems"][:3]
    return Row(
        "ledger.feed",
        f"feed of {FEED:,} entries of ledgers",
        answer["entered"] / took if "entered" in answer else answer["amended"] / took,
        "/s",
        Goal(1500, 2500),
        note=f"{answer['rejected']} refused",
    )


def _list(portal: Installation) -> list[Row]:
    """LIST payments from Excel: until the preview is there, and until they are written."""
    place = f"/{DEMO_PROVINCE}/thu-tien-tu-excel"
    found = portal.query(
        "SELECT number FROM thads_listing WHERE state = 'published' AND province = %s"
        " ORDER BY md5(number) LIMIT %s",
        DEMO_PROVINCE,
        LIST,
    )
    target = BytesIO()
    kind = LISTS[EntryKind.COLLECTED]
    names = ("number", "occurred_on", "amount", "receipt")
    headings = {column.field: column.heading for column in kind.columns}
    with workbook(target) as book:
        sheet = book.add_worksheet(kind.sheet)
        sheet.write_row(0, 0, [headings[name] for name in names])
        for n in range(LIST):
            number = found[n % len(found)][0]
            sheet.write_row(n + 1, 0, [number, "20/11/2026", 1500, f"BL{n}"])
    editor = Visitor(f"http://127.0.0.1:{portal.port}", portal.accounts["provincial_editor"])
    token = re.search(r'name="_authenticator"[^>]*value="([^"]+)"', editor.get(place).text)[1]
    mark = "----thads"
    body = b"".join(
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in (("_authenticator", token), ("action", "check"))
    )
    body += (
        f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="list.xlsx"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    ).encode()
    body += target.getvalue() + f"\r\n--{mark}--\r\n".encode()
    headers = {"Content-Type": f"multipart/form-data; boundary={mark}"}
    start = time.perf_counter()
    answer = editor.ask("POST", place, body=body, headers=headers)
    address = re.sub(r"^https?://[^/]+", "", answer.headers["Location"])
    page = editor.get(address).text
    previewed = time.perf_counter() - start
    assert 'value="write"' in page, re.findall(r"x-sum.*", page)[:2]
    sent = {
        name: re.search(rf'name="{name}"[^>]*value="([^"]+)"', page)[1]
        for name in ("_authenticator", "ma", "revision")
    }
    start = time.perf_counter()
    answer = editor.ask(
        "POST", place, body=urlencode({**sent, "action": "write"}).encode(), headers=_FORM
    )
    written = time.perf_counter() - start
    assert answer.status == 303, answer.text[:2000]
    goal = Goal(6, 4, most=True)
    return [
        Row("ledger.list.preview", f"{LIST:,} payments from Excel: preview", previewed, "s", goal),
        Row("ledger.list.write", f"{LIST:,} payments from Excel: written", written, "s", goal),
    ]


def _statistics(portal: Installation, count: int, held: int) -> Row:
    now = datetime.now(UTC)
    today = now.astimezone(VIETNAM).date()
    start = time.perf_counter()
    with own_transaction(portal.dsn) as cursor:
        cursor.execute("SET LOCAL work_mem = '64MB'")
        rows, drift = period_figures(
            cursor,
            scope="",
            first=date(2025, 10, 1),
            last=date(2026, 9, 30),
            today=today,
            cutoff=now,
        )
    took = time.perf_counter() - start
    wrong = failures(rows)
    return Row(
        "ledger.statistics",
        f"statistics of a year over {count:,} cases, {held:,} entries",
        took,
        "s",
        Goal(20, 10, most=True),
        note="; ".join([*wrong[:1], *([drift] if drift else [])]),
    )


if __name__ == "__main__":
    print(results.table(measured(int(sys.argv[1]), int([*sys.argv, 6][2]))))
