"""Matches subjects against what is public, up to a thousand at once, each decided on its own.

Three rounds, each one question to the register for all subjects: names as written; other readings of
what nobody has; names that are close where there are few better ones. Nothing is looked for by
beginnings. Numbers are looked up by their digests whatever the name.
"""

from collections import defaultdict
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from functools import lru_cache
from thads_portal.database.sql import Cursor
from thads_portal.domain import matching
from thads_portal.domain.matching import Decision
from thads_portal.domain.matching import Held
from thads_portal.domain.matching import NameScore
from thads_portal.domain.name_match import NameQuery
from thads_portal.register.matching import candidates
from thads_portal.register.matching.candidates import Candidate
from thads_portal.register.matching.known import Known
from typing import Any
from typing import NamedTuple

import re


#: Listings that are looked at one by one for one key: of a whole name, of a close one.
_NAMESAKES, _CLOSE = 200, 20
_COLUMNS = (
    "listing.number, listing.debtor_name, listing.debtor_kind, listing.debtor_address,"
    " listing.personal_hmac, listing.birth_digest, listing.sort_name"
)
# Who is asked about by name only: those of one spelling together, with the newest of them. Counted from
# the index alone; of thousands of namesakes no more numbers are fetched than may be shown.
_SPELLINGS = f"""
SELECT asked.key, spelt.n, newest.numbers, {_COLUMNS}
FROM unnest(%s::bigint[]) AS asked (key)
CROSS JOIN LATERAL (
    SELECT exact, count(*) AS n FROM thads_match WHERE thads_match.key = asked.key GROUP BY exact
) AS spelt
CROSS JOIN LATERAL (
    SELECT array_agg(number) AS numbers FROM (
        SELECT number FROM thads_match
        WHERE thads_match.key = asked.key AND thads_match.exact = spelt.exact
        ORDER BY key DESC, exact DESC, number DESC LIMIT %s
    ) AS few
) AS newest
JOIN thads_listing AS listing ON listing.number = newest.numbers[1]
"""
_BY_KEY = f"""
SELECT asked.key, 1, NULL, {_COLUMNS}
FROM unnest(%s::bigint[]) AS asked (key)
CROSS JOIN LATERAL (
    SELECT number FROM thads_match WHERE thads_match.key = asked.key ORDER BY number DESC LIMIT %s
) AS found
JOIN thads_listing AS listing ON listing.number = found.number AND listing.state = 'published'
"""
_COUNTS = "SELECT key, count(*) FROM thads_match WHERE key = ANY(%s) GROUP BY key"
_BY_NUMBER = f"""
SELECT asked.place, {_COLUMNS}
FROM unnest(%s::int[], %s::bytea[]) AS asked (place, digest)
JOIN thads_listing AS listing
    ON listing.personal_hmac = asked.digest AND listing.state = 'published'
"""


@dataclass(frozen=True, slots=True)
class Subject:
    """`names` are the name and aliases; `number` is the digest of a number; `birth` as written."""

    names: tuple[str, ...]
    kind: str | None = None
    birth: str | None = None
    number: bytes | None = None
    address: str | None = None

    @property
    def by_name_only(self) -> bool:
        return self.birth is None and self.number is None and self.address is None


# A thousand subjects have some ten thousand of these: tuples are made in a third of the time.
class Result(NamedTuple):
    """One listing; None for what was not asked about."""

    number: str
    score: float
    name: str
    birth: Held | None
    id: Held | None
    address: float | None


@dataclass(frozen=True, slots=True)
class Answer:
    """`total` counts all results, `results` are the best of them."""

    decision: Decision
    total: int
    results: tuple[Result, ...]

    @property
    def truncated(self) -> bool:
        return self.total > len(self.results)


class _Row(NamedTuple):
    number: str
    name: str
    kind: str | None
    address: str | None
    personal: bytes | None
    birth: bytes | None
    sort_name: str


@dataclass(slots=True)
class _Found:
    """What was found for one subject: number -> (how its name compares, row); `more` are counted only.

    Namesakes that nothing else is asked of share the row of one of them.
    """

    least: float
    rows: dict[str, tuple[NameScore, _Row]] = field(default_factory=dict)
    more: int = 0

    def add(self, score: NameScore, row: _Row) -> bool:
        """Whether it was not there yet."""
        known = self.rows.get(row.number)
        if known is None or known[0].score < score.score:
            self.rows[row.number] = (score, row)
        return known is None

    def add_namesakes(self, score: NameScore, row: _Row, n: int, numbers: Sequence[str]) -> None:
        """Others of the same spelling as `row`, of which there are `n`; `numbers` are the newest."""
        for number in numbers[1:]:
            self.rows.setdefault(number, (score, row))
        if score.score >= self.least:
            self.more += n - len(numbers)


def match(
    cursor: Cursor,
    known: Known,
    subjects: Sequence[Subject],
    *,
    threshold: float,
    limit: int,
    key: bytes,
) -> list[Answer]:
    """An answer for each of `subjects`: results whose name scores `threshold` or more, the best
    `limit` of them. `key` is the installation's secret for births.
    """
    known.refresh(cursor)
    found = [_Found(threshold) for _ in subjects]
    simple: dict[str, bool] = {}

    def ask(places: Iterable[int], make: Callable[[str], Iterable[Candidate]], most: int) -> None:
        light: _Wanted = defaultdict(list)
        rich: _Wanted = defaultdict(list)
        for place in places:
            wanted = light if subjects[place].by_name_only else rich
            for name in subjects[place].names:
                for each in make(name):
                    wanted[each.key].append((place, each))
        _ask(cursor, light, found, _SPELLINGS, limit)
        _ask(cursor, rich, found, _BY_KEY, most)

    def plain(name: str) -> list[Candidate]:
        return [each for each in candidates.plain(name) if known.has(each.key)]

    def is_simple(name: str) -> bool:
        if name not in simple:
            query = candidates.parsed(name)
            simple[name] = bool(query.words) and candidates.is_simple(name, query, known)
        return simple[name]

    def otherwise(name: str) -> Iterable[Candidate]:
        return () if is_simple(name) else candidates.read_otherwise(name, known)

    def by_words(name: str) -> Iterable[Candidate]:
        return () if is_simple(name) else candidates.read_by_words(name, known)

    def close(name: str) -> Iterable[Candidate]:
        return candidates.close(name, known, threshold, simple=is_simple(name))

    ask(range(len(subjects)), plain, _NAMESAKES)
    ask([place for place, each in enumerate(found) if not each.rows], otherwise, _NAMESAKES)
    ask([place for place, each in enumerate(found) if not each.rows], by_words, _NAMESAKES)
    ask([place for place, each in enumerate(found) if len(each.rows) < limit], close, _CLOSE)
    _by_number(cursor, subjects, found)
    return [
        _answer(subject, each, threshold=threshold, limit=limit, key=key)
        for subject, each in zip(subjects, found, strict=True)
    ]


_Wanted = dict[int, list[tuple[int, Candidate]]]


def _ask(
    cursor: Cursor, wanted: _Wanted, found: Sequence[_Found], statement: str, most: int
) -> None:
    if not wanted:
        return
    cursor.execute(statement, (list(wanted), most))
    rows: dict[int, list[tuple[int, list[str], _Row]]] = defaultdict(list)
    for key, n, numbers, *row in cursor.fetchall():
        rows[key].append((n, numbers, _row(row)))
    counts: dict[int, int] = {}
    full = [key for key, those in rows.items() if statement is _BY_KEY and len(those) >= most]
    if full:
        cursor.execute(_COUNTS, (full,))
        counts = dict(cursor.fetchall())
    for key, those in rows.items():
        for place, candidate in wanted[key]:
            taken = 0
            for n, numbers, row in those:
                score = _score(candidate, row)
                if score is None:
                    continue
                taken += 1
                if found[place].add(score, row) and numbers:
                    found[place].add_namesakes(score, row, n, numbers)
            if taken == len(those):
                found[place].more += max(0, counts.get(key, 0) - len(those))


def _score(candidate: Candidate, row: _Row) -> NameScore | None:
    if candidate.pattern and not re.search(candidate.pattern, row.sort_name):
        return None
    if candidate.how is not None:
        return matching.close_name(candidate.how)
    return _whole(candidate.query, row.name, candidate.reading)


@lru_cache(maxsize=65_536)
def _whole(query: NameQuery, name: str, reading: str | None) -> NameScore | None:
    return matching.whole_name(query, name, reading) or matching.by_name(query, name)


def _by_number(cursor: Cursor, subjects: Sequence[Subject], found: Sequence[_Found]) -> None:
    asked = [(place, each.number) for place, each in enumerate(subjects) if each.number]
    if not asked:
        return
    places, digests = zip(*asked, strict=True)
    cursor.execute(_BY_NUMBER, (list(places), list(digests)))
    for place, *row in cursor.fetchall():
        found[place].add(matching.OTHER_NAME, _row(row))


def _row(row: Sequence[Any]) -> _Row:
    number, name, kind, address, personal, birth, sort_name = row
    return _Row(
        number,
        name or "",
        kind,
        address,
        bytes(personal) if personal else None,
        bytes(birth) if birth else None,
        sort_name,
    )


def _answer(subject: Subject, found: _Found, *, threshold: float, limit: int, key: bytes) -> Answer:
    kept = []
    for listing, (score, row) in found.rows.items():
        number = birth = None
        if subject.number is not None:
            number = matching.compare_number(subject.number, row.personal)
        if number is not Held.EQUAL and (
            score.score < threshold or (subject.kind and row.kind and row.kind != subject.kind)
        ):
            continue
        if subject.birth is not None:
            birth = matching.compare_birth(subject.birth, row.birth, number=listing, key=key)
        kept.append((score, number, birth, row, listing))
    if not kept:
        return Answer(Decision.NONE, 0, ())
    if subject.by_name_only:
        # There may be hundreds, of which the best are shown.
        decision = matching.decide({(each[0], None, None) for each in kept})
        kept.sort(key=lambda each: (each[0].score, each[4]), reverse=True)
        results = [_result(subject, *each) for each in kept[:limit]]
    else:
        decision = matching.decide(each[:3] for each in kept)
        results = [_result(subject, *each) for each in kept]
        # The best first; the newest number settles what is equal.
        results.sort(key=lambda each: each.number, reverse=True)
        results.sort(key=_goodness, reverse=True)
    return Answer(decision, len(kept) + found.more, tuple(results[:limit]))


def _goodness(result: Result) -> tuple[bool, float, bool, float]:
    return (
        result.id is Held.EQUAL,
        result.score,
        result.birth is Held.EQUAL,
        result.address or 0.0,
    )


def _result(
    subject: Subject,
    score: NameScore,
    number: Held | None,
    birth: Held | None,
    row: _Row,
    listing: str,
) -> Result:
    address = (
        matching.address_score(subject.address, row.address or "") if subject.address else None
    )
    return Result(
        number=listing,
        score=matching.final_score(score, number, birth),
        name=score.feature,
        birth=birth,
        id=number,
        address=address,
    )
