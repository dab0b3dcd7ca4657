"""All listings and the ledgers of their cases out of an installation and into another one, as NDJSON.

Listings first, then the cases that have entries, a line each, then (where they are asked for) the files of
cases. The lines hold restricted fields in clear: the file is as confidential as the database. Numbers are kept, so an import goes into an installation that does
not use them yet; a listing that is there already is left as it is when it is
the same and reported when it is not.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from dataclasses import field
from functools import partial
from thads_portal.content.calendar import current_calendar
from thads_portal.content.listing import DebtorListing
from thads_portal.content.store import place
from thads_portal.domain.identifiers import parse_public_number
from thads_portal.importing import archive
from thads_portal.importing import transfer_files
from thads_portal.importing.repeated_transactions import repeated_transactions
from thads_portal.importing.repeated_transactions import RepeatedTransactions
from thads_portal.register import pool
from thads_portal.register import rows
from thads_portal.register.ledger import carrying
from thads_portal.register.numbers import raise_sequence
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.trouble import RegisterConflict
from thads_portal.register.walk import walking

import itertools
import orjson
import psycopg2


_BATCH = 1000


def export(
    database, *, site_path: str, dsn: str | None = None, files: bool = False
) -> Iterator[bytes]:
    """One line (with its end) for each listing, by province and number; with `dsn` then one for
    each case with entries, with `files` then the files of cases.
    """
    with walking(database, site_path) as walk:
        for chunk in walk.chunks():
            for listing in chunk.listings:
                yield archive.dump(listing) + b"\n"
    if dsn is None:
        return
    with closing(psycopg2.connect(dsn)) as connection:
        connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
        for carried in carrying.cases(connection):
            yield carrying.line_of(carried) + b"\n"
    if files:
        yield from transfer_files.lines(dsn)


@dataclass(slots=True)
class Imported:
    """What an import did. `problems` are (line, reason); reasons never repeat a value."""

    created: int = 0
    #: Cases whose ledgers were written.
    cases: int = 0
    #: Files of cases.
    files: int = 0
    unchanged: int = 0
    problems: list[tuple[int, str]] = field(default_factory=list)


def import_lines(
    database,
    lines: Iterable[bytes],
    *,
    dsn: str,
    site_path: str,
    progress: Callable[[int], None] = lambda done: None,
) -> Imported:
    """Store the listings of `lines`; good lines are stored, bad ones reported."""
    result = Imported()
    numbered = enumerate(lines, start=1)
    arriving = transfer_files.Arriving(dsn)
    last = 0
    with repeated_transactions(database, site_path) as run:
        while batch := list(itertools.islice(numbered, _BATCH)):
            last = batch[-1][0]
            about = [
                (line, text)
                for line, text in batch
                if not _is_case(text) and not transfer_files.is_file(text)
            ]
            done = run.commit(partial(_store, run, about, dsn), note="import of listings")
            result.created += done.created
            result.unchanged += done.unchanged
            # Behind their listings, which make the cases.
            ledgers = _bring(dsn, [each for each in batch if _is_case(each[1])])
            result.cases += ledgers.cases
            result.unchanged += ledgers.unchanged
            result.problems.extend(sorted(done.problems + ledgers.problems))
            # Behind the ledgers, whose entries they prove.
            for line, text in batch:
                if transfer_files.is_file(text) and (problem := arriving.take(text)):
                    result.problems.append((line, problem))
            progress(last)
    if problem := arriving.unfinished():
        result.problems.append((last, problem))
    result.files += arriving.brought
    result.unchanged += arriving.unchanged
    return result


def _is_case(text: bytes) -> bool:
    return text.startswith(b'{"case":')


def _bring(dsn: str, lines: Sequence[tuple[int, bytes]]) -> Imported:
    """Write the ledgers of cases, each in a transaction of its own."""
    done = Imported()
    for line, text in lines:
        try:
            record = orjson.loads(text)
            if record["format"] != carrying.FORMAT:
                raise archive.UnreadableArchive(f"format of a case {record['format']!r}")
            carried = record["case"]
            if carrying.line_of(carried) != text.strip():
                raise archive.UnreadableArchive("not as an export writes it")
            with own_transaction(dsn) as cursor:
                present = carrying.of_listing(cursor, next(iter(carried["listings"])))
                if present == carried:
                    done.unchanged += 1
                    continue
                problem = carrying.bring(cursor, carried, current_calendar())
        except archive.UnreadableArchive as error:
            problem = str(error)
        except (
            KeyError,
            TypeError,
            ValueError,
            AttributeError,
            IndexError,
            StopIteration,
        ) as error:
            problem = type(error).__name__
        except (psycopg2.Error, RegisterConflict) as error:
            # What does not come out is refused by the tables themselves.
            problem = type(error).__name__
        if problem is None:
            done.cases += 1
        else:
            done.problems.append((line, problem))
    return done


def _store(run: RepeatedTransactions, batch: list[tuple[int, bytes]], dsn: str) -> Imported:
    """Store one batch in the running transaction."""
    done = Imported()
    loaded = []
    for line, text in batch:
        if text.strip():
            try:
                listing = archive.load(text)
                # Also what the register makes of it, so that a bad line fails here and alone.
                rows.row_of(listing)
                loaded.append((line, listing, parse_public_number(listing.id)))
            except archive.UnreadableArchive as error:
                done.problems.append((line, str(error)))
            except (AttributeError, KeyError, TypeError, ValueError) as error:
                done.problems.append((line, type(error).__name__))
    taken = _Taken(dsn, [listing for _line, listing, _number in loaded])
    highest = 0
    for line, listing, number in loaded:
        if number is None:
            done.problems.append((line, "not a public number"))
            continue
        try:
            register = run.register(listing.province)
        except KeyError:
            done.problems.append((line, "no such province here"))
            continue
        highest = max(highest, number.sequence)
        present = register._tree.get(listing.id)
        if present is not None:
            if archive.dump(present) == archive.dump(listing):
                done.unchanged += 1
            else:
                problem = f"{listing.id} is there already, with other content"
                done.problems.append((line, problem))
        elif refused := taken.refusal(listing):
            done.problems.append((line, refused))
        else:
            place(register, listing)
            taken.add(listing)
            done.created += 1
    # Before the commit: a number that is there is never given again, whatever happens then.
    raise_sequence(dsn, highest)
    done.problems.sort()
    return done


class _Taken:
    """Which numbers and external ids the listings of a batch would meet elsewhere."""

    def __init__(self, dsn: str, listings: Sequence[DebtorListing]) -> None:
        self._provinces: dict[str, str] = {}
        self._owners: dict[str, str] = {}
        with pool.reading(dsn) as cursor:
            cursor.execute(
                "SELECT number, province, external_id FROM thads_listing"
                " WHERE number = ANY(%s) OR external_id = ANY(%s)",
                (
                    [listing.id for listing in listings],
                    [listing.external_id for listing in listings if listing.external_id],
                ),
            )
            for number, province, external_id in cursor:
                self._note(number, province, external_id)

    def _note(self, number: str, province: str, external_id: str | None) -> None:
        self._provinces[number] = province
        if external_id:
            self._owners[external_id] = number

    def add(self, listing: DebtorListing) -> None:
        self._note(listing.id, listing.province, listing.external_id)

    def refusal(self, listing: DebtorListing) -> str | None:
        """Why a listing that is not yet in its register cannot be stored there."""
        province = self._provinces.get(listing.id)
        if province is not None:
            return f"{listing.id} is there already, in {province}"
        owner = self._owners.get(listing.external_id)
        if owner is not None:
            return f"its external id is that of {owner}"
        return None
