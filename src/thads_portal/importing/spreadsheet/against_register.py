"""Rows of a list against the register: new, the same, an update, a twin within the file, wrong.

Asked in bulk: three questions to the database for five thousand rows, and the objects of
those listings only that are there already. A row is judged in the same way when the file
is read and when one of its cells was corrected. What is planned may be overtaken before it is
written; ``write.py`` looks again.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from thads_portal.actions.load import load
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.changes import AGENCY
from thads_portal.domain.changes import DUPLICATE_FIELDS
from thads_portal.domain.changes import duplicate_key_of
from thads_portal.domain.codes import State
from thads_portal.domain.identifiers import personal_hmac
from thads_portal.domain.names import sort_key
from thads_portal.domain.records import DATE_FIELDS
from thads_portal.domain.screening import screen
from thads_portal.domain.words import VIETNAM
from thads_portal.errors import Code
from thads_portal.errors import ListingNotFound
from thads_portal.importing.spreadsheet.rows import Setting
from thads_portal.register.join import connection_of
from thads_portal.register.join import dsn_of
from thads_portal.register.pool import reading
from thads_portal.register.uploads import Mark
from thads_portal.register.uploads import NO_KEY
from thads_portal.secret_keys import personal_number_key
from typing import Any


#: Seconds for one of the questions, about thousands of rows.
_PATIENCE = 20.0
_OWNERS = (
    "SELECT duplicate_key, number, province, state, revision FROM thads_listing"
    " WHERE duplicate_key = ANY(%s) ORDER BY state = 'ended', number"
)
_NAMESAKES = (
    "SELECT sort_name, number FROM thads_search WHERE province = %s AND sort_name = ANY(%s)"
    " ORDER BY number"
)
_PERSONS = (
    "SELECT personal_hmac, number FROM thads_listing"
    " WHERE province = %s AND personal_hmac = ANY(%s) AND state <> 'ended' ORDER BY number"
)
_WAITING = (State.SUBMITTED, State.BOARD_REVIEW)
#: Numbers named in a hint.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Owner:
    number: str
    province: str
    state: State
    revision: int


def judge(site, rows: Sequence[dict[str, Any]], setting: Setting) -> list[bytes]:
    """Set in each proposal what it comes to against the register; returns their duplicate keys.

    `site` is the province's, `rows` are those of ``evaluate``. Set here: ``m`` mark, ``k`` the
    listing (number, revision, state), ``v`` differences, ``h`` hints, ``w`` flags. Twins are
    told by ``mark_twins``.
    """
    keys: list[bytes] = []
    for row in rows:
        _begin(row, setting.today)
        complete = all(row["f"].get(name) for name in DUPLICATE_FIELDS)
        keys.append(duplicate_key_of(row["f"]) if complete else NO_KEY)
    dsn = dsn_of(connection_of(site).db())
    owners = _owners(dsn, keys)
    province = site.getId()
    _compare(site, rows, keys, owners, province)
    _hint(dsn, rows, province)
    return keys


def texts_of(row: Mapping[str, Any]) -> dict[int, str]:
    """Column -> the text that counts: as corrected, else in Unicode as read."""
    texts = {int(column): cell[1] for column, cell in row["c"].items()}
    texts.update((int(column), text) for column, text in (row.get("e") or {}).items())
    return texts


def _begin(row: dict[str, Any], today: date) -> None:
    row["w"] = [flag.value for flag in screen(row["f"], today=today)]
    if row.get("x"):
        row["m"] = Mark.SKIPPED
    elif row["q"]:
        row["m"] = Mark.ASKED
    else:
        row["m"] = Mark.WRONG if row["p"] else Mark.NEW
    for name in ("k", "v", "h"):
        row.pop(name, None)


def _owners(dsn: str, keys: Sequence[bytes]) -> dict[bytes, list[Owner]]:
    wanted = list({key for key in keys if key != NO_KEY})
    found: dict[bytes, list[Owner]] = {}
    if not wanted:
        return found
    with reading(dsn, statement_timeout=_PATIENCE) as cursor:
        cursor.execute(_OWNERS, (wanted,))
        for key, number, province, state, revision in cursor:
            owner = Owner(number, province, State(state), revision)
            found.setdefault(bytes(key), []).append(owner)
    return found


def _compare(site, rows, keys, owners: Mapping[bytes, list[Owner]], province: str) -> None:
    chosen: dict[int, Owner] = {}
    for place, key in enumerate(keys):
        mine = [owner for owner in owners.get(key, ()) if owner.province == province]
        if mine:
            chosen[place] = mine[0]
        elif owners.get(key):
            elsewhere = owners[key][0]
            rows[place].setdefault("h", []).append(["elsewhere", [elsewhere.number]])
    register = site[REGISTER_ID]
    numbers = sorted({owner.number for owner in chosen.values()})
    try:
        listings = {listing.getId(): listing for listing in load(register, numbers)}
    except ListingNotFound:
        # A row whose object this transaction does not see yet.
        listings = {number: register[number] for number in numbers if number in register}
    for place, owner in chosen.items():
        listing = listings.get(owner.number)
        if listing is not None:
            _against(rows[place], owner, listing)


def _against(row: dict[str, Any], owner: Owner, listing) -> None:
    """The row is about a listing that is there already."""
    row["k"] = [owner.number, listing.revision, listing.state.value]
    if row["m"] in (Mark.SKIPPED, Mark.ASKED):
        return
    if listing.state == State.ENDED:
        # Also with a mistake or something new in the row: it is not entered a second time.
        row["m"], row["p"] = Mark.ENDED, []
        row["k"] += [listing.ended_at.astimezone(VIETNAM).date().isoformat(), listing.end_reason]
        return
    told = {name: row["f"][name] for name in row["o"] if name in row["f"]}
    for name in row["d"]:
        told.pop(name, None)
    changes = different(told, listing)
    if not changes:
        # Also with a mistake elsewhere in the row: there is nothing to write.
        row["m"], row["p"] = Mark.SAME, []
        return
    row["v"] = changes
    if listing.state in _WAITING:
        row["p"].append(["debtor_name", None, Code.ROW_LISTING_WAITS, {"number": owner.number}])
    # Of an update only what it changes must be right.
    row["p"] = [problem for problem in row["p"] if problem[2] != Code.COLUMN_MISSING]
    row["m"] = Mark.WRONG if row["p"] else Mark.UPDATE


def different(told: Mapping[str, Any], listing) -> dict[str, list[Any]]:
    """Field -> [old, new] of what the row says otherwise; case and signs alone do not count."""
    snapshot = listing.snapshot()
    waiting = snapshot.pending or {}
    present = {**snapshot.fields, AGENCY: snapshot.agency, **waiting}
    changes = {}
    for name, new in told.items():
        old = _plain(present.get(name))
        if not _alike(name, old, new):
            changes[name] = [old, new]
    return changes


def _alike(name: str, old: Any, new: Any) -> bool:
    if isinstance(old, list) and isinstance(new, list):
        # The kinds of an obligation stand in no order.
        return sorted(old) == sorted(new)
    if isinstance(old, str) and isinstance(new, str) and name not in DATE_FIELDS:
        return old.casefold() == new.casefold()
    return old == new


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _hint(dsn: str, rows: Sequence[dict[str, Any]], province: str) -> None:
    """Namesakes that are published in the province, and others with the same personal number."""
    names: dict[str, list[int]] = {}
    persons: dict[bytes, list[int]] = {}
    secret = personal_number_key()
    for place, row in enumerate(rows):
        fields = row["f"]
        if row["m"] == Mark.SAME or not fields.get("debtor_name"):
            continue
        key = sort_key(fields["debtor_name"], fields.get("debtor_kind") or "individual")
        names.setdefault(key, []).append(place)
        if fields.get("personal_id"):
            digest = personal_hmac(fields["personal_id"], key=secret)
            persons.setdefault(digest, []).append(place)
    with reading(dsn, statement_timeout=_PATIENCE) as cursor:
        asked: tuple[tuple[str, str, Mapping[Any, list[int]]], ...] = (
            ("namesake", _NAMESAKES, names),
            ("same_person", _PERSONS, persons),
        )
        for kind, question, wanted in asked:
            if not wanted:
                continue
            cursor.execute(question, (province, list(wanted)))
            for found, number in cursor:
                of = found if isinstance(found, str) else bytes(found)
                for place in wanted[of]:
                    _add_hint(rows[place], kind, number)


def _add_hint(row: dict[str, Any], kind: str, number: str) -> None:
    if row.get("k") and row["k"][0] == number:
        return
    hints = row.setdefault("h", [])
    for hint in hints:
        if hint[0] == kind:
            if len(hint[1]) < _NAMED:
                hint[1].append(number)
            return
    hints.append([kind, [number]])


def mark_twins(marks: list[str], keys: Sequence[bytes]) -> dict[int, int]:
    """Mark in `marks` rows that say the same as an earlier one; place -> the earlier place.

    Only rows that would be written count.
    """
    first: dict[bytes, int] = {}
    twins: dict[int, int] = {}
    for place, (mark, key) in enumerate(zip(marks, keys, strict=True)):
        if key == NO_KEY or mark not in (Mark.NEW, Mark.UPDATE, Mark.TWIN):
            continue
        if key in first:
            marks[place] = Mark.TWIN
            twins[place] = first[key]
        else:
            first[key] = place
    return twins
