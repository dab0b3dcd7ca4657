"""Sums of cases and money, counted from the listings now and then and kept as small tables.

What is counted
  case (việc)  one enforcement decision of one agency, however many debtors it names. It is
               public while any of its listings is, new in the month of its first listing,
               over in the month in which the last one ended. Kind and ground are those of
               its first listing.
  money        VND. Under one enforcement decision the same sum counts once where the debtors
               owe it jointly: the obligation is worded alike, or says "liên đới". Other sums
               add up. New and over count a case's whole sum, public the sum still public.

A case with several kinds of obligation counts in each of them, so that these do not add up
to the total. Everything comes from one snapshot, whose time is kept beside it.
"""

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from thads_portal.register.at_once import at_once


_JOINT = "(obligation LIKE '%iên đới%' OR obligation LIKE '%IÊN ĐỚI%')"
_MONTH = "date_trunc('month', {} AT TIME ZONE 'Asia/Ho_Chi_Minh')::date"
_CASES = f"""
CREATE TEMPORARY TABLE thads_case ON COMMIT DROP AS
SELECT min(province) AS province, agency,
    bool_or(live) AS live, sum(live_listings) AS listings,
    coalesce(sum(amount) FILTER (WHERE live), 0) AS live_money,
    coalesce(sum(amount), 0) AS money,
    {_MONTH.format("min(first_published)")} AS new_in,
    CASE WHEN bool_and(over) THEN {_MONTH.format("max(ended_at)")} END AS over_in,
    split_part(min(first), '|', 2) AS judgment_kind,
    split_part(min(first), '|', 3) AS ground,
    string_agg(kinds, ',') AS kinds
FROM (
    SELECT min(province) AS province, agency, decision, day, amount,
        bool_or(live) AS live, bool_and(over) AS over, count(*) FILTER (WHERE live) AS live_listings,
        min(first_published) AS first_published, max(ended_at) AS ended_at,
        min(number || '|' || coalesce(judgment_kind, '') || '|' || ground) AS first,
        string_agg(DISTINCT array_to_string(obligation_kinds, ','), ',') AS kinds
    FROM (
        SELECT province, agency, coalesce(enforcement_decision_number, number) AS decision,
            enforcement_decision_date AS day, state = 'published' AS live, state = 'ended' AS over,
            number, first_published, ended_at, judgment_kind,
            thads_ground_key(ground, ground_scheme) AS ground, obligation_kinds,
            obligation_amount AS amount, CASE WHEN {_JOINT} THEN '' ELSE obligation END AS duty
        FROM thads_listing WHERE first_published IS NOT NULL
    ) AS listed
    GROUP BY agency, decision, day, amount, duty
) AS owed
GROUP BY agency, decision, day
"""
_WAYS = """
CROSS JOIN LATERAL (
    SELECT 'total' AS dimension, '' AS value
    UNION ALL SELECT 'province', province
    UNION ALL SELECT 'agency', agency
    UNION ALL SELECT 'judgment_kind', judgment_kind
    UNION ALL SELECT 'ground', ground
    UNION ALL SELECT 'obligation_kind', each FROM (
        SELECT DISTINCT unnest(string_to_array(kinds, ','))
    ) AS kind (each) WHERE each <> ''
) AS way
CROSS JOIN LATERAL (SELECT '' AS scope UNION ALL SELECT province) AS place
WHERE NOT (scope = '' AND dimension = 'agency') AND NOT (scope <> '' AND dimension = 'province')
"""
_NOW = f"""
INSERT INTO thads_statistic (scope, dimension, value, cases, listings, money)
SELECT scope, dimension, value, count(*), sum(listings), sum(live_money)
FROM thads_case {_WAYS} AND live
GROUP BY scope, dimension, value
"""
_FLOW = f"""
INSERT INTO thads_statistic_flow
    (scope, month, dimension, value, new_cases, new_money, over_cases, over_money)
SELECT scope, month, dimension, value,
    count(*) FILTER (WHERE NOT ends), coalesce(sum(money) FILTER (WHERE NOT ends), 0),
    count(*) FILTER (WHERE ends), coalesce(sum(money) FILTER (WHERE ends), 0)
FROM (
    SELECT thads_case.*, new_in AS month, false AS ends FROM thads_case
    UNION ALL SELECT thads_case.*, over_in, true FROM thads_case WHERE over_in IS NOT NULL
) AS happened {_WAYS}
GROUP BY scope, month, dimension, value
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
    with at_once(dsn) as cursor:
        # One at a time; and all statements see the listings as of now.
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SET LOCAL work_mem = '128MB'")
        cursor.execute(_CASES)
        cursor.execute("DELETE FROM thads_statistic")
        cursor.execute("DELETE FROM thads_statistic_flow")
        cursor.execute(_NOW)
        cursor.execute(_FLOW)
        cursor.execute(
            "INSERT INTO thads_statistic_taken (taken) VALUES (now())"
            " ON CONFLICT (only_row) DO UPDATE SET taken = excluded.taken"
        )
        cursor.execute("SELECT count(*) FROM thads_case WHERE live")
        return cursor.fetchone()[0]


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


def read(cursor, *, province: str | None, first: date, end: date) -> Statistics | None:
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
