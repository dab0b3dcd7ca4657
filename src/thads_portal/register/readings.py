"""Which reading of what was typed finds somebody: the plain one, if it finds a whole name.

The readings themselves are ``domain/readings.py``'s; here the register is asked. Most names
have no reading but the plain one, and nothing more is asked then. Whatever is done to a
text stands in the query (`reading`, `read_as`, `dropped`), so that it can be told.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from thads_portal.database.sql import Cursor
from thads_portal.domain.name_match import NameQuery
from thads_portal.domain.name_match import parse_query
from thads_portal.domain.name_parts import left_of
from thads_portal.domain.name_parts import parts
from thads_portal.domain.names import clean
from thads_portal.domain.readings import bare_name
from thads_portal.domain.readings import by_words as readings_by_words
from thads_portal.domain.readings import Reading
from thads_portal.domain.readings import readings
from thads_portal.domain.readings import tokens_to_know
from thads_portal.domain.spelling import is_plain
from thads_portal.domain.syllables import word_forms
from thads_portal.domain.typed import names_in_address
from thads_portal.domain.typed import number_in
from thads_portal.register import ranked
from thads_portal.register import search_plan
from thads_portal.register import terms
from thads_portal.register.query import Query
from thads_portal.register.search_plan import SearchPlan
from thads_portal.register.terms import both
from thads_portal.register.terms import either
from thads_portal.register.terms import quoted

import re


_VOWEL = re.compile("[aeiouyăâêôơư]")
#: Readings that are tried for whole names, and for names that contain them.
_TRIED, _TRIED_PARTS = 60, 8
#: Listings that have a word which is then no word of another spelling.
_COMMON = 50
#: What was done where the words typed cannot be meant, also if some name contains them.
_DECIDED = frozenset({"telex", "vni", "parted"})

# Each test apart: how many rows another finds must not hide one.
_FOUND = """
SELECT place FROM unnest(%s::text[]) WITH ORDINALITY AS each (test, place)
WHERE EXISTS (SELECT FROM thads_search WHERE words @@ test::tsquery)
ORDER BY place
"""


def by_text(cursor: Cursor, planned: SearchPlan) -> SearchPlan | None:
    """The plan of another reading that the text itself shows; None: the plain one is to stand."""
    query = planned.query
    if query.names is None or query.as_typed or query.reading is not None or planned.terms is None:
        return None
    number = number_in(query.q) if query.number is None else None
    if number is not None:
        asked = replace(
            query, names=None, number=number, reading="number", done=("number",), read_as=query.q
        )
        return search_plan.prepare(cursor, asked)
    tries = list(readings(query.typed)[1:][:_TRIED])
    if query.initials:
        meant = next((each for each in tries if each.pattern is not None), None)
        return _planned(cursor, query, meant) if meant is not None else None
    if not tries:
        return None
    if planned.terms.found is not None:
        if _found(cursor, [both([_whole(query.names), *planned.index_words])]):
            return None
        if _finds(cursor, planned):
            tries = [each for each in tries if each.sure or _DECIDED.intersection(each.done)]
            return _best(cursor, planned, tries, parts=False)
    return _best(cursor, planned, tries, parts=True)


def by_words(cursor: Cursor, planned: SearchPlan) -> SearchPlan | None:
    """The plan of a reading by the words present, where no other finds anything.

    Where none finds anything either, that of the name without titles and years, since close
    names are looked for beside it.
    """
    query = planned.query
    if query.names is None or query.as_typed or query.reading is not None or planned.terms is None:
        return None
    base = bare_name(readings(query.typed))
    common = {
        word.plain
        for word in query.names.words
        if planned.terms.present.get("m" + word.marks, 0) >= _COMMON
    }
    asked = {piece: _token(piece) for piece in tokens_to_know(base, common)}
    present = terms.words_present(cursor, set(asked.values())) if asked else {}
    words = {piece: present[token] for piece, token in asked.items() if token in present}
    found = _best(cursor, planned, readings_by_words(base, words)[:_TRIED], parts=True)
    if found is None and base.done:
        found = _planned(cursor, query, base)
    return found


def by_parts(cursor: Cursor, planned: SearchPlan) -> SearchPlan | None:
    """The plan of a part of what was typed, where nobody has the whole of it or a name close to it."""
    query = planned.query
    asked = query.names is not None and not (query.as_typed or query.whole or query.close)
    return next(_by_parts(cursor, planned), None) if asked else None


def _by_parts(cursor: Cursor, planned: SearchPlan) -> Iterator[SearchPlan]:
    """The plans of the parts of what was typed that are whole names; none lies upon another."""
    query = planned.query
    typed = " ".join(clean(query.typed).split())
    tries = [(part, names) for part in parts(typed) if not (names := _names(part, False)).hopeless]
    taken: set[int] = set()
    for place in _found(cursor, [both([_whole(n), *planned.index_words]) for _, n in tries]):
        part = tries[place][0]
        begin = typed.find(part)
        span = {*range(begin, begin + len(part))}
        if begin < 0 or taken & span:
            continue
        made = _planned(
            cursor, query, Reading(part, ("part_dropped",), False, left_of(typed, part))
        )
        if _finds(cursor, made):
            taken |= span
            yield made


def _token(bare: str) -> str:
    # Only y at the end changes: Lý is kept as li.
    return "m" + (word_forms(bare).marks if bare.endswith("y") else bare)


@dataclass(frozen=True, slots=True)
class Offer:
    """Another reading of what was typed that finds somebody, beside the one that answers: what
    would be done to it, and the text that then is to be looked for.
    """

    reading: str
    text: str


def offered(cursor: Cursor, planned: SearchPlan) -> Offer | None:
    """What else was perhaps meant, where the plain reading of a name answers."""
    query = planned.query
    if query.names is not None and query.reading == "part_dropped":
        more = next(islice(_by_parts(cursor, planned), 1, None), None)
        return None if more is None else Offer("part_dropped", more.query.read_as or "")
    if query.names is None or query.reading is not None or query.names.strict:
        return None
    if words := names_in_address(query.q):
        return Offer("address_dropped", words)
    others = list(readings(query.typed)[1:][:_TRIED])
    if planned.terms is not None and not all(is_plain(word.plain) for word in query.names.words):
        base = readings(query.typed)[0]
        asked = {piece: _token(piece) for piece in tokens_to_know(base)}
        present = terms.words_present(cursor, set(asked.values())) if asked else {}
        words_known = {piece: present[token] for piece, token in asked.items() if token in present}
        others += readings_by_words(base, words_known)[:_TRIED]
    tries = []
    for each in others:
        names = _names(each.text, False)
        if each.pattern is None and names.words and names.fulls != query.names.fulls:
            tries.append((each, names))
    tests = [both([_whole(names), *planned.index_words]) for _, names in tries]
    for place in _found(cursor, tests):
        return Offer(tries[place][0].name or "", _shown(tries[place][0].text))
    for each in others:
        # Y An is a name, and may be short for Yên Văn An.
        if each.pattern is not None and _finds_more(cursor, query, each):
            return Offer("initials", query.q)
    return None


def _finds_more(cursor: Cursor, query: Query, reading: Reading) -> bool:
    """Whether `reading`, of initials, finds whom the name as typed does not."""
    if query.whole:
        return False
    meant = _planned(cursor, query, reading)
    if meant.nothing or query.names is None:
        return False
    conditions, parameters = search_plan.other_conditions(meant.query)
    tests, test_parameters = search_plan.index_tests(meant)
    plain = either(map(quoted, query.names.fulls))
    where = " AND ".join([*tests, *conditions, "NOT words @@ %s::tsquery"])
    cursor.execute(
        f"SELECT EXISTS (SELECT FROM thads_search WHERE {where})",
        [*test_parameters, *parameters, plain],
    )
    return bool(cursor.fetchone()[0])


def settled(cursor: Cursor, query: Query) -> SearchPlan:
    """The plan of the reading that answers `query`: what a search of it shows."""
    planned = search_plan.prepare(cursor, query)
    found = by_text(cursor, planned)
    if found is None and query.names is not None and not _finds(cursor, planned):
        found = by_words(cursor, planned)
    planned = found or planned
    if query.names is None or _finds(cursor, planned):
        return planned
    if ranked.close_matches(cursor, planned, 1, 1):
        return planned
    return by_parts(cursor, planned) or planned


def _finds(cursor: Cursor, planned: SearchPlan) -> bool:
    if planned.nothing or planned.terms is None:
        return False
    if ranked.glance(cursor, planned):
        return True
    conditions, parameters = search_plan.other_conditions(planned.query)
    tests, test_parameters = search_plan.index_tests(planned)
    where = " AND ".join([*tests, *conditions])
    cursor.execute(
        f"SELECT EXISTS (SELECT FROM thads_search WHERE {where})", [*test_parameters, *parameters]
    )
    return bool(cursor.fetchone()[0])


def _best(
    cursor: Cursor, planned: SearchPlan, tries: Sequence[Reading], *, parts: bool
) -> SearchPlan | None:
    """The first of `tries` with whole names; with `parts`, else the first that finds any."""
    query = planned.query
    parsed = [(each, _names(each.text, query.whole)) for each in tries]
    parsed = [(each, names) for each, names in parsed if not names.hopeless]
    plain = [(each, names) for each, names in parsed if each.pattern is None and names.words]
    tests = [both([_whole(names), *planned.index_words]) for _, names in plain]
    for place in _found(cursor, tests):
        made = _planned(cursor, query, plain[place][0])
        if _finds(cursor, made):
            return made
    if not parts:
        return None
    for each, _ in parsed:
        if each.pattern is not None:
            made = _planned(cursor, query, each)
            if _finds(cursor, made):
                return made
    if query.whole:
        return None
    for each, _ in plain[:_TRIED_PARTS]:
        made = _planned(cursor, query, each)
        if _finds(cursor, made):
            return made
    return None


def _planned(cursor: Cursor, query: Query, reading: Reading) -> SearchPlan:
    names = _names(reading.text, query.whole and reading.pattern is None)
    asked = replace(
        query,
        names=replace(names, prefix=False) if reading.pattern else names,
        reading=reading.name,
        done=reading.done,
        read_as=query.q if reading.pattern else _shown(reading.text),
        dropped=reading.dropped,
        pattern=reading.pattern,
    )
    return search_plan.prepare(cursor, asked)


def _shown(text: str) -> str:
    """A reading's text as a name is written, unless it is written so already."""
    if text != text.lower():
        return text
    # TNHH, MTV: what has no vowel is no word.
    vowelled = _VOWEL.search
    return " ".join(word.title() if vowelled(word) else word.upper() for word in text.split())


@lru_cache(maxsize=1024)
def _names(text: str, whole: bool) -> NameQuery:
    return replace(parse_query(text), whole=whole)


def _whole(names: NameQuery) -> str:
    return either(map(quoted, names.fulls))


def _found(cursor: Cursor, tests: Iterable[str]) -> list[int]:
    tests = list(tests)
    if not tests:
        return []
    cursor.execute(_FOUND, (tests,))
    return [place - 1 for (place,) in cursor.fetchall()]
