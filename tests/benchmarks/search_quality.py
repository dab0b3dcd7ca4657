"""How well the search finds a name by each way of writing it: ``make search-quality``.

Draws listed names with a seed, writes each as people do (:mod:`.writings`), searches within
its province and looks where the name stands. By default over synthetic rows in a
throw-away database, beside what others would use (PostgreSQL's unaccent and pg_trgm in a
server of the machine that has them, SQLite's FTS5 over folded names); with ``--address`` over HTTP in any
running register. The table and the same as JSON compare two revisions.
"""

from argparse import ArgumentParser
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from dataclasses import dataclass
from pathlib import Path
from psycopg2.extras import execute_values
from tests.benchmarks import contrib_server
from tests.benchmarks.bench_search import fill
from tests.benchmarks.synthetic_rows import person
from tests.benchmarks.writings import bare
from tests.benchmarks.writings import WAYS
from thads_portal.database.testing import fresh_database
from thads_portal.domain.names import parse_name
from thads_portal.domain.names import search_tokens
from thads_portal.domain.names import sort_key
from thads_portal.register import pool
from thads_portal.register.query import parse
from thads_portal.register.search import search
from urllib.parse import urlencode
from urllib.request import urlopen

import json
import psycopg2
import random
import sqlite3
import sys


#: Names that the synthetic rows lack, given to as many of them: minorities', foreign, by-names.
OTHERS = (
    "H’Hen Niê", "Y Bhiă Ê Ban", "R'Com H'Bia", "K'Brôi", "H'Linh Mlô", "Y Thoan Ê Ban", "Kpă Y Bút",
    "Ksor H'Nhan", "Ka Să Ha Tuấn", "Rơ Châm H'Yéo", "Søren Jørgensen", "Jürgen Müller", "Işık Demir",
    "Łukasz Nowak", "Björn Østergård", "Nguyễn Văn Tư (tức Tư Đen)", "Lê Thị Bảy (tên gọi khác: Bảy Lùn)",
    "Công ty TNHH Thương mại Dịch vụ Hoa Sen", "Công ty Cổ phần Sản xuất & Xây dựng Sao Mai",
    "Công ty TNHH MTV Xuất nhập khẩu Đại Dương", "Hợp tác xã Dịch vụ và Thương mại Tân Lập",
)  # fmt: skip
#: Copies of each of them.
_COPIES = 4
_PAGE = 20
_ABSENT = 200

#: (what is typed, province) -> names found, best first, each with its match
Finder = Callable[[str, str], list[tuple[str, str | None]]]


@dataclass(frozen=True, slots=True)
class Line:
    """Recall within the first and the first 20, and mean reciprocal rank, of one way."""

    way: str
    names: int
    first: float
    page: float
    mrr: float
    floor: float


def judge(finder: Finder, drawn: list[tuple[str, str]], seed: int, names: int) -> list[Line]:
    lines = []
    for way, (write, floor) in WAYS.items():
        chance = random.Random(f"{seed} {way}")
        ranks: list[int | None] = []
        for name, province in drawn:
            typed = write(name, chance)
            if typed is None:
                continue
            found = [each.casefold() for each, _ in finder(typed, province)[:_PAGE]]
            ranks.append(found.index(name.casefold()) + 1 if name.casefold() in found else None)
            if ranks[-1] is None and "-v" in sys.argv:
                print(f"    missed: {way}: {typed!r} for {name!r} in {province}: {found[:3]}")
            if len(ranks) == names:
                break
        if ranks:
            hit = [rank for rank in ranks if rank]
            lines.append(
                Line(way, len(ranks), hit.count(1) / len(ranks), len(hit) / len(ranks),
                     sum(1 / rank for rank in hit) / len(ranks), floor)
            )  # fmt: skip
    return lines


def absent(listed: set[str], seed: int, *, many: int = 1) -> list[str]:
    """`many` times 200 plausible full names that nobody listed has, compared without marks."""
    chance = random.Random(seed)
    known = {_compared(name) for name in listed}
    made: list[str] = []
    while len(made) < _ABSENT * many:
        name = person(chance)
        if len(name.split()) > 2 and _compared(name) not in known:
            made.append(name)
    return made


def _compared(name: str) -> tuple[str, ...]:
    return tuple(sorted(word.marks for word in parse_name(name).own))


# The register itself


def ours(dsn: str) -> Finder:
    def find(typed: str, province: str):
        page = search(dsn, parse({"q": typed, **({"province": province} if province else {})}))
        return [(hit.debtor_name, hit.match) for hit in page.hits]

    return find


def over_http(address: str) -> Finder:
    def find(typed: str, province: str):
        asked = {"q": typed, **({"province": province} if province else {})}
        with urlopen(f"{address}/++api++/@register-search?{urlencode(asked)}") as answer:
            found = json.load(answer)
        return [(item["debtor_name"], item["match"]) for item in found["items"]]

    return find


def drawn_over_http(address: str, count: int, seed: int) -> Iterator[tuple[str, str]]:
    chance = random.Random(seed)
    with urlopen(f"{address}/++api++/@register-search?b_size=1") as answer:
        total = json.load(answer)["total"]
    for _ in range(max(1, count // 20)):
        start = chance.randrange(max(1, min(total, 10_000) - 20))
        with urlopen(f"{address}/++api++/@register-search?b_size=20&b_start={start}") as answer:
            for item in json.load(answer)["items"]:
                yield item["debtor_name"], item["province"]


# Peers


def trigrams(connection) -> Finder:
    def find(typed: str, province: str):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT debtor_name FROM peer WHERE province = %s"
                " ORDER BY folded <-> lower(unaccent(%s)) LIMIT %s",
                (province, typed, _PAGE),
            )
            return [(name, None) for (name,) in cursor.fetchall()]

    return find


def full_text(rows: list[tuple[str, str]]) -> Finder:
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE peer USING fts5(folded, name UNINDEXED, province UNINDEXED)")
    base.executemany(
        "INSERT INTO peer VALUES (?, ?, ?)",
        ((" ".join(bare(name)), name, province) for name, province in rows),
    )

    def find(typed: str, province: str):
        words = [word for word in bare(typed) if word]
        if not words:
            return []
        asked = " ".join(f'"{word}"' for word in words) + "*"
        found = base.execute(
            "SELECT name FROM peer WHERE peer MATCH ? AND province = ? ORDER BY rank LIMIT ?",
            (asked, province, _PAGE),
        )
        return [(name, None) for (name,) in found]

    return find


def _with_others(dsn: str, seed: int) -> None:
    """Give the names of OTHERS to some of the synthetic listings."""
    chance = random.Random(seed)
    with closing(psycopg2.connect(dsn)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("SELECT number FROM thads_listing ORDER BY number")
        numbers = [number for (number,) in cursor.fetchall()]
        for number, name in zip(
            chance.sample(numbers, len(OTHERS) * _COPIES), OTHERS * _COPIES, strict=True
        ):
            kind = "organisation" if name.startswith(("Công ty", "Hợp")) else "individual"
            tokens = " ".join("'" + each.replace("'", "''") + "'" for each in search_tokens(name))
            cursor.execute(
                "UPDATE thads_listing SET debtor_name = %s, debtor_kind = %s, sort_name = %s,"
                " name_tokens = %s::tsvector WHERE number = %s",
                (name, kind, sort_key(name, kind), tokens, number),
            )


def _report(title: str, lines: list[Line]) -> None:
    print(f"\n{title}\n{'way of writing':44}{'names':>6}{'@1':>8}{'@20':>8}{'MRR':>7}{'floor':>8}")
    for line in lines:
        low = "" if line.page >= line.floor else "  below"
        print(
            f"{line.way:44}{line.names:6}{line.first:8.1%}{line.page:8.1%}{line.mrr:7.3f}"
            f"{line.floor:8.0%}{low}"
        )


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--address", help="a running portal; default: synthetic rows")
    parser.add_argument("--count", type=int, default=20_000, help="synthetic listings")
    parser.add_argument("--names", type=int, default=200, help="names for each way of writing")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, help="where to write the figures")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("-v", action="store_true", help="what was missed")
    asked = parser.parse_args()
    results: dict[str, object] = {}
    if asked.address:
        address = asked.address.rstrip("/")
        drawn = list(drawn_over_http(address, asked.names * 2, asked.seed))
        results["register"] = judge(over_http(address), drawn, asked.seed, asked.names)
        _report(address, results["register"])
        results["absent"] = _judge_absent(over_http(address), absent(set(), asked.seed, many=2))
    else:
        with fresh_database() as dsn:
            _synthetic(dsn, asked, results)
            pool.close(dsn)
    if asked.json:
        plain = {
            key: [asdict(line) for line in value] if isinstance(value, list) else value
            for key, value in results.items()
        }
        asked.json.write_text(json.dumps(plain, indent=2, ensure_ascii=False))


def _synthetic(dsn: str, asked, results: dict) -> None:
    fill(dsn, asked.count)
    _with_others(dsn, asked.seed)
    with closing(psycopg2.connect(dsn)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT debtor_name, province FROM thads_listing ORDER BY number")
            rows = cursor.fetchall()
        chance = random.Random(asked.seed)
        rare = [row for row in rows if row[0] in OTHERS]
        companies = [
            row for row in rows if row[0].lower().startswith(("công", "cty", "dntn", "hợp"))
        ]
        drawn = [*chance.sample(rows, min(len(rows), asked.names * 4)), *rare]
        drawn += chance.sample(companies, min(len(companies), asked.names))
        results["register"] = judge(ours(dsn), drawn, asked.seed, asked.names)
        _report(f"this register, {asked.count:,} synthetic listings", results["register"])
        missing = absent({name for name, _ in rows}, asked.seed)
        results["absent"] = _judge_absent(ours(dsn), missing)
        if asked.no_peers:
            return
        results["pg_trgm"] = _measure_trigrams(rows, drawn, asked)
        results["fts5"] = judge(full_text(rows), drawn, asked.seed, asked.names)
        _report("SQLite FTS5, folded names", results["fts5"])


def _measure_trigrams(rows, drawn, asked) -> list[Line] | str:
    """The lines of the peer, or why it cannot be had."""
    try:
        with contrib_server.server() as (name, dsn), closing(psycopg2.connect(dsn)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("DROP TABLE IF EXISTS pg_temp.peer")
                cursor.execute("CREATE TEMPORARY TABLE peer (debtor_name text, province text)")
                execute_values(cursor, "INSERT INTO peer VALUES %s", rows, page_size=5000)
                cursor.execute("ALTER TABLE peer ADD COLUMN folded text")
                cursor.execute("UPDATE peer SET folded = lower(unaccent(debtor_name))")
                cursor.execute("CREATE INDEX ON peer (province)")
                cursor.execute("ANALYZE peer")
            lines = judge(trigrams(connection), drawn, asked.seed, asked.names)
            _report(f"{name} with unaccent and pg_trgm, nearest first", lines)
            return lines
    except contrib_server.Absent as why:
        print(f"\nNOT MEASURED: PostgreSQL unaccent + pg_trgm: {why}.")
        return f"not measured: {why}"


def _judge_absent(finder: Finder, names: list[str]) -> dict[str, float]:
    """False exact hits and close ones, in the whole country.

    Of a running portal it is not known who is listed: a name whose words a result has, is.
    """
    exact = close = asked = 0
    for name in names:
        found = finder(name, "")
        if any(_compared(each) == _compared(name) for each, _ in found):
            continue
        asked += 1
        matches = [match for _, match in found]
        exact += any(match in ("exact", "tones", "marks") for match in matches)
        close += matches.count("close")
    told = {"names": asked, "called_exact": exact, "close_on_average": close / max(1, asked)}
    print(
        f"\n{asked} absent names: {exact} with a result called exact,"
        f" {told['close_on_average']:.2f} close ones on average"
    )
    return told


if __name__ == "__main__":
    main()
