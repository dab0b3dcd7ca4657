"""Times searches of the register, on the server's side: name, count, facets and page.

Run on synthetic rows in a throw-away database: ``python -m tests.benchmarks.bench_search 140000 1000000``;
with ``--keep FOLDER`` on the databases kept there, one for each size, filled when they are missing,
with ``--fill`` without measuring: a million rows take minutes, which need no quiet machine.
Suggestions are timed, too. Beside what passed on the clock stands the processor's time, of this process
and of the database's that answers it (Linux): a machine that others use as well changes only the first.
The queries are what people type, in the shares of QUERIES_BY_CLASS; the same for one seed.
"""

from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import closing
from contextlib import contextmanager
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tests.benchmarks import bare_register
from tests.benchmarks.synthetic_rows import copy_rows
from tests.benchmarks.synthetic_rows import rows
from tests.benchmarks.writings import bare
from tests.benchmarks.writings import WAYS
from thads_portal.database.connect import database
from thads_portal.database.connect import VARIABLE
from thads_portal.database.testing import fresh_database
from thads_portal.domain.syllables import word_forms
from thads_portal.register import pool
from thads_portal.register.query import parse
from thads_portal.register.search import search
from thads_portal.register.suggest import suggest
from typing import Any

import os
import psycopg2
import random
import shutil
import sys
import time


#: class -> how many in a thousand
QUERIES_BY_CLASS = {
    "full name": 180,
    "full name, no marks": 220,
    "full name, no tones": 60,
    "another word order": 60,
    "two words": 100,
    "being typed": 100,
    "given name": 40,
    "family name": 20,
    "one letter off": 60,
    "organisation": 40,
    "name in a province": 60,
    "filters only": 40,
    "number": 20,
}


@dataclass(frozen=True, slots=True)
class Line:
    """Milliseconds of one class of queries."""

    name: str
    queries: int
    p50: float
    p95: float
    longest: float


def fill(dsn: str, count: int, *, chunk: int = 20_000) -> float:
    """Make the tables and `count` published rows; seconds it took."""
    with closing(psycopg2.connect(dsn)) as connection:
        bare_register.ensure(connection)
        begun = time.perf_counter()
        for start in range(1, count + 1, chunk):
            with connection, connection.cursor() as cursor:
                here = min(chunk, count + 1 - start)
                copy_rows(cursor, rows(here, seed=start, start=start))
        took = time.perf_counter() - begun
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return took


def queries(dsn: str, count: int = 1000, *, seed: int = 5) -> Iterator[tuple[str, dict]]:
    """(class, parameters) of `count` searches for names that are there."""
    chance = random.Random(seed)
    with closing(psycopg2.connect(dsn)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT debtor_name, debtor_kind, province, judgment_number FROM thads_listing"
            " TABLESAMPLE BERNOULLI (%s) REPEATABLE (1) ORDER BY number",
            (min(100.0, 100.0 * count * 40 / _size(cursor)),),
        )
        known = cursor.fetchall()
    people = [row for row in known if row[1] == "individual" and len(row[0].split()) > 2]
    companies = [row for row in known if row[1] == "organisation"]
    shares = sum(QUERIES_BY_CLASS.values())
    for name, share in QUERIES_BY_CLASS.items():
        for _ in range(max(1, round(count * share / shares))):
            source = companies if name == "organisation" else people
            yield name, _asked(name, chance.choice(source), chance)


def _size(cursor) -> int:
    cursor.execute("SELECT count(*) FROM thads_search")
    return cursor.fetchone()[0]


def _asked(name: str, row: tuple, chance: random.Random) -> dict:
    debtor, _, province, number = row
    words = debtor.split()
    bare = [word_forms(word).plain for word in words]
    if name == "full name":
        return {"q": debtor}
    if name == "full name, no marks":
        return {"q": " ".join(bare)}
    if name == "full name, no tones":
        return {"q": " ".join(word_forms(word).tones for word in words)}
    if name == "another word order":
        return {"q": " ".join(chance.sample(words, len(words)))}
    if name == "two words":
        return {"q": " ".join(chance.sample(chance.choice([words, bare]), 2))}
    if name == "being typed":
        text = chance.choice([debtor, " ".join(bare)])
        return {"q": text[: chance.randint(2, len(text))]}
    if name == "given name":
        return {"q": chance.choice([words, bare])[-1]}
    if name == "family name":
        return {"q": chance.choice([words, bare])[0]}
    if name == "one letter off":
        place = chance.randrange(len(bare))
        at = chance.randrange(len(bare[place]))
        bare[place] = bare[place][:at] + bare[place][at + 1 :] or bare[place]
        return {"q": " ".join(bare)}
    if name == "organisation":
        return {"q": " ".join(["cty", *words[-2:]])}
    if name == "name in a province":
        return {"q": " ".join(chance.choice([bare, words, bare[:1]])), "province": province}
    if name == "number":
        return {"number": number}
    filters = {"province": province, "ground": chance.choice("abc"), "debtor_kind": "individual"}
    filters |= {"year": 2020, "judgment_kind": "competition", "sort": "name"}
    return {key: filters[key] for key in chance.sample(list(filters), chance.randint(0, 3))}


def measure(dsn: str, asked: list[tuple[str, dict]]) -> list[Line]:
    """Time each search once, after a warm-up; a line for each class and one for all."""
    for _, params in asked[:: max(1, len(asked) // 100)]:
        search(dsn, parse(params))
    taken: dict[str, list[float]] = defaultdict(list)
    mixed = list(asked)
    random.Random(1).shuffle(mixed)
    for name, params in mixed:
        begun = time.perf_counter()
        search(dsn, parse(params))
        taken[name].append((time.perf_counter() - begun) * 1000)
    classes = {name: taken[name] for name, _ in asked}
    classes["all"] = [each for times in taken.values() for each in times]
    return [_line(name, times) for name, times in classes.items()]


@dataclass(frozen=True, slots=True)
class Taken:
    """Milliseconds of one answer: on the clock, and of the processor (None where it is not told)."""

    clock: float
    processor: float | None


def suggestions(dsn: str, count: int = 500, *, seed: int = 11) -> list[str]:
    """Beginnings of names that are there, of three letters and more, and other ways to write them."""
    chance = random.Random(seed)
    with closing(psycopg2.connect(dsn)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT debtor_name FROM thads_listing ORDER BY number LIMIT 20000")
        names = [name for (name,) in cursor.fetchall()]
    ways = [write for write, _floor in WAYS.values()]
    typed = []
    for place in range(count):
        name = chance.choice(names)
        if place % 5 == 4:
            typed.append(chance.choice(ways)(name, chance) or name)
            continue
        text = chance.choice([name, " ".join(bare(name))])
        typed.append(text[: chance.randint(3, max(3, len(text)))])
    return typed


def measure_each(dsn: str, asked: list[Any], answer: Callable[[Any], object]) -> list[Taken]:
    """Each of `asked` three times after a warm-up; the least of each."""
    for each in asked[::10]:
        answer(each)
    with pool.reading(dsn) as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    found = []
    for each in asked:
        tries = []
        for _ in range(3):
            before, ours, begun = _processor(backend), time.process_time(), time.perf_counter()
            answer(each)
            clock, own = time.perf_counter() - begun, time.process_time() - ours
            after = _processor(backend)
            whole = None if before is None or after is None else own * 1000 + after - before
            tries.append(Taken(clock * 1000, whole))
        processor = [each.processor for each in tries if each.processor is not None]
        found.append(Taken(min(each.clock for each in tries), min(processor, default=None)))
    return found


def _processor(process: int) -> float | None:
    """Milliseconds that `process` has run."""
    try:
        return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e6
    except (OSError, ValueError, IndexError):
        return None


def _line(name: str, times: list[float]) -> Line:
    times = sorted(times)
    return Line(name, len(times), times[len(times) // 2], times[int(len(times) * 0.95)], times[-1])


@contextmanager
def register_of(size: int, keep: Path | None) -> Iterator[str]:
    """The connection string of a register of `size` rows, thrown away unless it is kept."""
    with ExitStack() as life:
        if keep is None:
            dsn, held = life.enter_context(fresh_database()), False
        else:
            folder = keep.resolve() / str(size)
            held = (folder / "filled").exists()
            if not held:
                # What was broken off is begun anew.
                shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True, exist_ok=True, mode=0o711)
            dsn = life.enter_context(database(folder))
        if held:
            print(f"\n{size:,} listings, kept")
        else:
            print(f"\n{size:,} listings, COPY at {size / fill(dsn, size):,.0f} rows/s", flush=True)
            if keep is not None:
                (folder / "filled").touch()
        yield dsn
        pool.close(dsn)


def main(arguments: list[str]) -> None:
    parser = ArgumentParser(prog="python -m tests.benchmarks.bench_search")
    parser.add_argument("sizes", type=int, nargs="*", default=[140_000])
    parser.add_argument("--keep", type=Path, help="a folder in which the registers are kept")
    parser.add_argument("--fill", action="store_true", help="make the kept registers, no figures")
    wanted = parser.parse_args(arguments)
    os.environ.pop(VARIABLE, None)
    for size in wanted.sizes:
        with register_of(size, wanted.keep) as dsn:
            if wanted.fill:
                continue
            asked = list(queries(dsn))
            report(measure(dsn, asked))
            mixed = [params for _, params in asked]
            for name, each, answer in (
                ("search", mixed, lambda params: search(dsn, parse(params))),
                ("suggestions", suggestions(dsn), lambda text: suggest(dsn, text)),
            ):
                report_taken(name, measure_each(dsn, each, answer))


def report_taken(name: str, taken: list[Taken]) -> None:
    for what, values in (
        ("on the clock", [each.clock for each in taken]),
        ("of the processor", [each.processor for each in taken if each.processor is not None]),
    ):
        if values:
            line = _line(name, values)
            print(
                f"{name}, {what}: p50 {line.p50:.1f} ms, p95 {line.p95:.1f} ms, max {line.longest:.1f} ms"
            )


def report(lines: list[Line]) -> None:
    print(f"{'class':24}{'queries':>8}{'p50 ms':>9}{'p95 ms':>9}{'max ms':>9}")
    for line in lines:
        print(f"{line.name:24}{line.queries:8}{line.p50:9.1f}{line.p95:9.1f}{line.longest:9.1f}")


if __name__ == "__main__":
    main(sys.argv[1:])
