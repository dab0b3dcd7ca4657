"""Rows of the register made directly, for tests of what reads them. Nobody's data."""

from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from itertools import count
from psycopg2.extras import execute_values
from thads_portal.domain.document_numbers import number_keys
from thads_portal.domain.names import search_tokens
from thads_portal.domain.names import sort_key


_serial = count(1)
_START = datetime(2026, 1, 1, tzinfo=UTC)


def row(name="Nguyễn Văn An", *, kind="individual", province="cao-bang", **fields):
    """A published listing; each is published a minute after the one made before."""
    serial = next(_serial)
    made = {
        "number": f"2026-{serial:07d}",
        "external_id": f"synthetic:{serial}",
        "province": province,
        "agency": f"{province}/cuc",
        "state": "published",
        "debtor_name": name,
        "debtor_kind": kind,
        "debtor_address": "Xã Tân Lập",
        "judgment_number": f"{serial}/2024/DS-ST",
        "judgment_date": date(2024, 5, 6),
        "judgment_body": "Tòa án nhân dân",
        "judgment_kind": "civil",
        "enforcement_decision_number": f"{serial}/QĐ-CCTHADS",
        "enforcement_decision_date": date(2024, 9, 6),
        "no_conditions_decision_number": f"{serial + 7000}/QĐ-CCTHADS",
        "no_conditions_decision_date": date(2026, 1, 5),
        "obligation": "Phải nộp án phí",
        "obligation_kinds": ["court_fee"],
        "obligation_amount": 1_000_000,
        "ground": "a",
        "first_published": _START + timedelta(minutes=serial),
        "created": _START,
        "changed": _START,
        **fields,
    }
    made["sort_name"] = sort_key(made["debtor_name"], made["debtor_kind"])
    made["name_tokens"] = search_tokens(made["debtor_name"])
    made["number_keys"] = number_keys(
        made[field]
        for field in (
            "number",
            "judgment_number",
            "enforcement_decision_number",
            "no_conditions_decision_number",
        )
    )
    return made


def insert(cursor, rows):
    """Write `rows`; returns their numbers."""
    rows = list(rows)
    columns = list(rows[0])
    template = ", ".join(
        "array_to_tsvector(%s::text[])" if name == "name_tokens" else "%s" for name in columns
    )
    execute_values(
        cursor,
        f"INSERT INTO thads_listing ({', '.join(columns)}) VALUES %s",  # noqa: S608 - own names
        [tuple(each.values()) for each in rows],
        template=f"({template})",
    )
    return [each["number"] for each in rows]
