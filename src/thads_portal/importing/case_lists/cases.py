"""Which case each row of a list means: by public number, or by enforcement decision, day and name."""

from collections import defaultdict
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from thads_portal.database.sql import Cursor
from thads_portal.domain.own_values import folded
from thads_portal.errors import Code
from thads_portal.errors import Problem
from thads_portal.importing.case_lists.reading import RowEntry


#: Cases that one message names.
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Target:
    """A listing with its case. `amount` and `kinds` are what it publishes of the obligation."""

    number: str
    case: int
    name: str
    decision_key: str
    decision_number: str
    decision_date: date
    agency: str
    state: str
    amount: int | None
    kinds: tuple[str, ...]


_FOUND = """
    SELECT link.number, own.id, listing.debtor_name, own.decision_key, own.decision_number,
        own.decision_date, own.agency, listing.state, listing.obligation_amount,
        listing.obligation_kinds
    FROM thads_case AS own JOIN thads_case_listing AS link ON link.case_id = own.id
    JOIN thads_listing AS listing ON listing.number = link.number
    WHERE own.province = %s AND {}
    ORDER BY own.id, listing.state <> 'published', link.number
"""


@dataclass(frozen=True, slots=True)
class Found:
    """What the register has of the numbers that a list names."""

    by_number: Mapping[str, Target]
    by_key: Mapping[str, Sequence[Target]]
    #: decision as the list writes it -> its key
    keys: Mapping[str, str]


def found_for(cursor: Cursor, province: str, rows: Sequence[RowEntry]) -> Found:
    """The cases of `province` that `rows` name, in two queries."""
    decisions = sorted({row.decision for row in rows if row.decision})
    cursor.execute(
        "SELECT said, thads_case_key(said) FROM unnest(%s::text[]) AS each (said)", (decisions,)
    )
    keys = dict(cursor.fetchall())
    numbers = sorted({row.number for row in rows if row.number})
    cursor.execute(_FOUND.format("link.number = ANY(%s)"), (province, numbers))
    by_number = {target.number: target for target in _targets(cursor)}
    wanted = sorted({keys[row.decision] for row in rows if row.decision and not row.number})
    by_key: dict[str, list[Target]] = defaultdict(list)
    cursor.execute(_FOUND.format("own.decision_key = ANY(%s)"), (province, wanted))
    for target in _targets(cursor):
        by_key[target.decision_key].append(target)
    return Found(by_number, by_key, keys)


def _targets(cursor: Cursor) -> list[Target]:
    found = []
    for row in cursor:
        values = list(row)
        values[-1] = tuple(values[-1] or ())
        found.append(Target(*values))
    return found


def target_of(row: RowEntry, found: Found) -> Target | Problem:
    """The listing through which `row` names its case: the named debtor's, or the first."""
    if row.number:
        target = found.by_number.get(row.number)
        if target is None:
            return Problem(row.line, None, "number", Code.CASE_UNKNOWN)
        if row.decision and found.keys[row.decision] != target.decision_key:
            params = {"decision": target.decision_number}
            return Problem(row.line, None, "decision", Code.CASE_OTHER_DECISION, params)
        if row.name and folded(row.name) != folded(target.name):
            params = {"name": target.name}
            return Problem(row.line, None, "name", Code.CASE_OTHER_NAME, params)
        return target
    targets = list(found.by_key.get(found.keys[row.decision], ()))
    if row.decided is not None:
        targets = [each for each in targets if each.decision_date == row.decided]
    if not targets:
        return Problem(row.line, None, "decision", Code.CASE_UNKNOWN)
    if row.name:
        named = [each for each in targets if folded(each.name) == folded(row.name)]
        if not named:
            params = {"name": "; ".join(dict.fromkeys(each.name for each in targets[:_NAMED]))}
            return Problem(row.line, None, "name", Code.CASE_OTHER_NAME, params)
        targets = named
    if len({each.case for each in targets}) > 1:
        cases = "; ".join(f"{each.name} – {each.number}" for each in targets[:_NAMED])
        return Problem(row.line, None, "decided", Code.CASE_SEVERAL, {"cases": cases})
    return targets[0]
