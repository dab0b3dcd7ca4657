"""Sums of cases and money, counted from the listings now and then and kept as small tables.

What is counted
  case (việc)  one enforcement decision of one agency (that there was on the decision's day,
               under whatever key it was sent), however many debtors it names. It is
               public while any of its listings is, new in the month of its first listing,
               over in the month in which the last one ended. Kind and ground are those of
               its first listing.
  money        VND. Under one enforcement decision the same sum counts once where the debtors
               owe it jointly: the obligation is worded alike, or says "liên đới". Other sums
               add up. New and over count a case's whole sum, public the sum still public.

Kinds of obligation add up to the total: a sum that is owed for one kind counts there, one
for several kinds (nobody has written what part is for which) apart as ``several``. A case
counts in the kind that all its sums have, else in ``several``.

A case that is over has the reason of its last ending, and has lasted from its first publication
until then; one that is public has stood until now (``SPANS``). Everything comes from one
snapshot, whose time is kept beside it.
"""

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from psycopg2.extras import execute_values
from thads_portal.content.calendar import current_calendar
from thads_portal.database.sql import Cursor
from thads_portal.database.sql import one
from thads_portal.domain.agencies import issuers_since
from thads_portal.domain.words import VIETNAM
from thads_portal.register import punctuality
from thads_portal.register.own_transaction import own_transaction


_JOINT = "(obligation LIKE '%iên đới%' OR obligation LIKE '%IÊN ĐỚI%')"
_MONTH = f"date_trunc('month', {{}} AT TIME ZONE '{VIETNAM.key}')::date"
#: The value of ``obligation_kind`` for what is owed for more than one.
SEVERAL = "several"
#: How long: name -> days at most; the last has no end.
SPANS: dict[str, int | None] = {
    "1m": 30,
    "6m": 183,
    "1y": 365,
    "2y": 730,
    "3y": 1095,
    "5y": 1826,
    "more": None,
}
_SPAN = " ".join(f"WHEN days <= {days} THEN '{name}'" for name, days in SPANS.items() if days)
#: Under the key of an agency that ended case systems go on sending: the case is of the agency that
#: there was on the day of its decision, and counts there once.
_ISSUERS = "CREATE TEMPORARY TABLE thads_issuer (key text, first date, last date, issuer text) ON COMMIT DROP"
_OWED = f"""
CREATE TEMPORARY TABLE thads_owed ON COMMIT DROP AS
SELECT min(province) AS province, agency, decision, day, amount,
    bool_or(live) AS live, bool_and(over) AS over, count(*) FILTER (WHERE live) AS live_listings,
    min(first_published) AS first_published, max(ended_at) AS ended_at,
    min(number || '|' || coalesce(judgment_kind, '') || '|' || ground) AS first,
    max(to_char(ended_at AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSUS') || '|' || coalesce(end_reason, ''))
        FILTER (WHERE over) AS last,
    CASE WHEN min(kinds) = max(kinds) AND max(several) = 0 THEN min(kinds)
        ELSE '{SEVERAL}' END AS kind
FROM (
    SELECT province, coalesce(since.issuer, agency) AS agency,
        coalesce(enforcement_decision_number, number) AS decision,
        enforcement_decision_date AS day, state = 'published' AS live, state = 'ended' AS over,
        number, first_published, ended_at, end_reason, judgment_kind,
        thads_ground_key(ground, ground_scheme) AS ground,
        coalesce(array_to_string(obligation_kinds, ','), '') AS kinds,
        CASE WHEN cardinality(obligation_kinds) > 1 THEN 1 ELSE 0 END AS several,
        obligation_amount AS amount, CASE WHEN {_JOINT} THEN '' ELSE obligation END AS duty
    FROM thads_listing LEFT JOIN thads_issuer AS since ON since.key = agency
        AND coalesce(enforcement_decision_date, no_conditions_decision_date) BETWEEN since.first AND since.last
    WHERE first_published IS NOT NULL
) AS listed
GROUP BY agency, decision, day, amount, duty
"""
_CASES = f"""
CREATE TEMPORARY TABLE thads_case ON COMMIT DROP AS
SELECT done.*, CASE {_SPAN} ELSE 'more' END AS span
FROM (
SELECT min(province) AS province, agency, decision, day,
    bool_or(live) AS live, sum(live_listings) AS listings,
    coalesce(sum(amount) FILTER (WHERE live), 0) AS live_money,
    coalesce(sum(amount), 0) AS money,
    {_MONTH.format("min(first_published)")} AS new_in,
    CASE WHEN bool_and(over) THEN {_MONTH.format("max(ended_at)")} END AS over_in,
    split_part(min(first), '|', 2) AS judgment_kind,
    split_part(min(first), '|', 3) AS ground,
    split_part(max(last), '|', 2) AS end_reason,
    CASE WHEN bool_and(over) THEN max(ended_at) ELSE now() END::date
        - min(first_published)::date AS days,
    CASE WHEN min(kind) = max(kind) THEN min(kind) ELSE '{SEVERAL}' END AS kind
FROM thads_owed
GROUP BY agency, decision, day
) AS done
"""
_WAYS = """
CROSS JOIN LATERAL (
    SELECT 'total' AS dimension, '' AS value
    UNION ALL SELECT 'province', province
    UNION ALL SELECT 'agency', agency
    UNION ALL SELECT 'judgment_kind', judgment_kind
    UNION ALL SELECT 'ground', ground
    UNION ALL SELECT 'obligation_kind', kind
    {more}
) AS way
CROSS JOIN LATERAL (SELECT '' AS scope UNION ALL SELECT province) AS place
WHERE NOT (scope = '' AND dimension = 'agency') AND NOT (scope <> '' AND dimension = 'province')
"""
_STANDING = _WAYS.format(more="UNION ALL SELECT 'standing', span")
_ENDING = _WAYS.format(
    more="UNION ALL SELECT 'end_reason', end_reason WHERE ends"
    " UNION ALL SELECT 'lasted', span WHERE ends"
)
_PLACES = "CROSS JOIN LATERAL (SELECT '' AS scope UNION ALL SELECT province) AS place"
_OF_CASE = "CASE WHEN dimension = 'obligation_kind' THEN 0 ELSE money END"
_OWED_CASE = """thads_owed AS owed JOIN thads_case AS done
        ON done.agency IS NOT DISTINCT FROM owed.agency AND done.decision = owed.decision
        AND done.day IS NOT DISTINCT FROM owed.day"""
_NOW = f"""
INSERT INTO thads_statistic (scope, dimension, value, cases, listings, money)
SELECT scope, dimension, value, count(*), sum(listings),
    sum(CASE WHEN dimension = 'obligation_kind' THEN 0 ELSE live_money END)
FROM thads_case {_STANDING} AND live
GROUP BY scope, dimension, value
"""
#: Money by kind of obligation is that of the sums, not of whole cases.
_MONEY_NOW = f"""
INSERT INTO thads_statistic AS counted (scope, dimension, value, cases, listings, money)
SELECT scope, 'obligation_kind', kind, 0, 0, sum(amount)
FROM thads_owed {_PLACES}
WHERE live AND amount IS NOT NULL
GROUP BY scope, kind
ON CONFLICT (scope, dimension, value) DO UPDATE SET money = counted.money + excluded.money
"""
_FLOW = f"""
INSERT INTO thads_statistic_flow
    (scope, month, dimension, value, new_cases, new_money, over_cases, over_money)
SELECT scope, month, dimension, value,
    count(*) FILTER (WHERE NOT ends), coalesce(sum({_OF_CASE}) FILTER (WHERE NOT ends), 0),
    count(*) FILTER (WHERE ends), coalesce(sum({_OF_CASE}) FILTER (WHERE ends), 0)
FROM (
    SELECT thads_case.*, new_in AS month, false AS ends FROM thads_case
    UNION ALL SELECT thads_case.*, over_in, true FROM thads_case WHERE over_in IS NOT NULL
) AS happened {_ENDING}
GROUP BY scope, month, dimension, value
"""
_MONEY_FLOW = f"""
INSERT INTO thads_statistic_flow AS counted
    (scope, month, dimension, value, new_cases, new_money, over_cases, over_money)
SELECT scope, month, 'obligation_kind', kind, 0, coalesce(sum(amount) FILTER (WHERE NOT ends), 0),
    0, coalesce(sum(amount) FILTER (WHERE ends), 0)
FROM (
    SELECT owed.province, owed.kind, owed.amount, new_in AS month, false AS ends FROM {_OWED_CASE}
    UNION ALL
    SELECT owed.province, owed.kind, owed.amount, over_in, true FROM {_OWED_CASE}
    WHERE over_in IS NOT NULL
) AS happened {_PLACES}
WHERE amount IS NOT NULL
GROUP BY scope, month, kind
ON CONFLICT (scope, month, dimension, value) DO UPDATE
    SET new_money = counted.new_money + excluded.new_money,
        over_money = counted.over_money + excluded.over_money
"""


@dataclass(frozen=True, slots=True)
class Sums:
    """Of one value: public now, and new and over in a period. Money in whole VND."""

    cases: int = 0
    listings: int = 0
    money: int = 0
    new_cases: int = 0
    new_money: int = 0
    over_cases: int = 0
    over_money: int = 0


@dataclass(frozen=True, slots=True)
class Statistics:
    """`by`: dimension -> value -> sums; ``total`` has the value ''. `months`: flow by month."""

    taken: datetime
    by: dict[str, dict[str, Sums]]
    months: dict[date, Sums]

    @property
    def total(self) -> Sums:
        return self.by.get("total", {}).get("", Sums())


def take(dsn: str) -> int:
    """Count anew, from one moment, and commit. How many cases are public."""
    with own_transaction(dsn) as cursor:
        # One at a time; and all statements see the listings as of now.
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SET LOCAL work_mem = '128MB'")
        cursor.execute(_ISSUERS)
        execute_values(
            cursor,
            "INSERT INTO thads_issuer VALUES %s",
            [
                (key, first, last or date.max, key_then)
                for key, first, last, key_then in issuers_since()
            ],
        )
        cursor.execute("ANALYZE thads_issuer")
        cursor.execute(_OWED)
        cursor.execute(_CASES)
        cursor.execute("DELETE FROM thads_statistic")
        cursor.execute("DELETE FROM thads_statistic_flow")
        for statement in (_NOW, _MONEY_NOW, _FLOW, _MONEY_FLOW):
            cursor.execute(statement)
        calendar, today = current_calendar(), datetime.now(VIETNAM).date()
        punctuality.take(cursor, calendar=calendar, today=today)
        cursor.execute(
            "INSERT INTO thads_statistic_taken (taken) VALUES (now())"
            " ON CONFLICT (only_row) DO UPDATE SET taken = excluded.taken"
        )
        cursor.execute("SELECT count(*) FROM thads_case WHERE live")
        cases: int = one(cursor)
        return cases


_READ = """
SELECT dimension, value, sum(cases), sum(listings), sum(money),
    sum(new_cases), sum(new_money), sum(over_cases), sum(over_money)
FROM (
    SELECT dimension, value, cases, listings, money, 0 AS new_cases, 0 AS new_money,
        0 AS over_cases, 0 AS over_money
    FROM thads_statistic WHERE scope = %(scope)s
    UNION ALL
    SELECT dimension, value, 0, 0, 0, new_cases, new_money, over_cases, over_money
    FROM thads_statistic_flow WHERE scope = %(scope)s AND month >= %(first)s AND month < %(end)s
) AS both_tables GROUP BY dimension, value
"""


def read(cursor: Cursor, *, province: str | None, first: date, end: date) -> Statistics | None:
    """The sums of a province or the nation; flow from `first` until before `end`.

    None if nothing has been counted yet.
    """
    cursor.execute("SELECT taken FROM thads_statistic_taken")
    row = cursor.fetchone()
    if row is None:
        return None
    place = {"scope": province or "", "first": first, "end": end}
    cursor.execute(_READ, place)
    by: dict[str, dict[str, Sums]] = {}
    for dimension, value, *sums in cursor.fetchall():
        by.setdefault(dimension, {})[value] = Sums(*map(int, sums))
    cursor.execute(
        "SELECT month, new_cases, new_money, over_cases, over_money FROM thads_statistic_flow"
        " WHERE scope = %(scope)s AND dimension = 'total' AND month >= %(first)s"
        " AND month < %(end)s",
        place,
    )
    months = {month: Sums(0, 0, 0, *map(int, sums)) for month, *sums in cursor.fetchall()}
    return Statistics(row[0], by, months)
