"""The table of duties, from which compliance is told: one row for each clock of each listing.

Made by triggers from the column ``duties`` of ``thads_listing``, in the transaction of the
listing's row, whoever writes it; so it cannot drift from the rows, and a rebuild of the rows
makes it anew. It holds no name and no text.
"""

from dataclasses import dataclass
from datetime import date
from thads_portal.domain.clocks import Duty


_TEXT = 'text COLLATE "C"'
_ROWS = """
    SELECT number, province, agency, split_part(each, ' ', 1), split_part(each, ' ', 2)::date,
        split_part(each, ' ', 3)::date, nullif(split_part(each, ' ', 4), '-')::date
    FROM {source}, unnest(duties) AS each
"""
TABLES = f"""
CREATE TABLE thads_duty (
    number {_TEXT} NOT NULL,
    province {_TEXT} NOT NULL,
    agency {_TEXT} NOT NULL,
    duty {_TEXT} NOT NULL,
    started_on date NOT NULL,
    due_on date NOT NULL,
    done_on date
);
CREATE INDEX thads_duty_number ON thads_duty (number);
CREATE INDEX thads_duty_due ON thads_duty (due_on, province, duty, done_on);

CREATE FUNCTION thads_duty_insert() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    INSERT INTO thads_duty {_ROWS.format(source="added")};
    RETURN NULL;
END
$body$;
CREATE TRIGGER thads_duty_insert AFTER INSERT ON thads_listing
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION thads_duty_insert();

CREATE FUNCTION thads_duty_update() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    touched text[];
BEGIN
    -- Most updates leave the duties alone: those rows are not written again.
    SELECT array_agg(added.number) INTO touched
    FROM added JOIN removed USING (number)
    WHERE (added.duties, added.province, added.agency)
        IS DISTINCT FROM (removed.duties, removed.province, removed.agency);
    IF touched IS NULL THEN
        RETURN NULL;
    END IF;
    DELETE FROM thads_duty WHERE number = ANY(touched);
    INSERT INTO thads_duty {_ROWS.format(source="added")} WHERE number = ANY(touched);
    RETURN NULL;
END
$body$;
CREATE TRIGGER thads_duty_update AFTER UPDATE ON thads_listing
    REFERENCING NEW TABLE AS added OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION thads_duty_update();

CREATE FUNCTION thads_duty_delete() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    DELETE FROM thads_duty USING removed WHERE thads_duty.number = removed.number;
    RETURN NULL;
END
$body$;
CREATE TRIGGER thads_duty_delete AFTER DELETE ON thads_listing
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION thads_duty_delete();
"""

_SUMS = """
    SELECT {group} AS place, duty,
        count(*) FILTER (WHERE done_on <= due_on),
        count(*) FILTER (WHERE done_on > due_on),
        count(*) FILTER (WHERE done_on IS NULL AND due_on < %(today)s),
        count(*) FILTER (WHERE done_on IS NULL AND due_on >= %(today)s)
    FROM thads_duty
    WHERE due_on >= %(first)s AND due_on <= %(last)s
        AND (%(province)s::text IS NULL OR province = %(province)s)
    GROUP BY 1, 2
"""
_GROUPS = {
    "province": "province",
    "agency": "agency",
    "month": "to_char(due_on, 'YYYY-MM')",
}


@dataclass(frozen=True, slots=True)
class Sums:
    """Duties whose last day is in the asked-for time. `overdue` and `open` are not done yet."""

    place: str
    duty: Duty
    in_time: int
    late: int
    overdue: int
    open: int

    @property
    def judged(self) -> int:
        """Those that can be judged: done, or past their day."""
        return self.in_time + self.late + self.overdue


def sums(
    cursor, *, by: str, first: date, last: date, today: date, province: str | None = None
) -> list[Sums]:
    """By ``province``, ``agency`` or ``month`` of the last day, and by duty."""
    parameters = {"first": first, "last": last, "today": today, "province": province}
    cursor.execute(_SUMS.format(group=_GROUPS[by]), parameters)
    return [Sums(place, Duty(duty), *numbers) for place, duty, *numbers in cursor]
