"""Which columns give which fields of a listing."""

from collections.abc import Iterable
from collections.abc import Mapping
from thads_portal.domain.field_shapes import Kind
from thads_portal.domain.records import LISTING_FIELDS
from thads_portal.domain.records import OPTIONAL_FIELDS
from thads_portal.importing.spreadsheet.headings import Column
from thads_portal.importing.spreadsheet.headings import FURTHER
from typing import Any


AGENCY = "agency"
REQUIRED = tuple(name for name in LISTING_FIELDS if name not in OPTIONAL_FIELDS)
#: Columns whose cell is the value of one field, as text.
PLAIN = {
    column: column.value
    for column in (
        Column.JUDGMENT_NUMBER,
        Column.JUDGMENT_BODY,
        Column.ENFORCEMENT_NUMBER,
        Column.DECISION_NUMBER,
        Column.SIGNED_BY,
        Column.OBLIGATION,
        Column.CREDITOR,
        Column.OFFICER,
        Column.CASE_NUMBER,
    )
}
DATES = {
    Column.JUDGMENT_DATE: "judgment_date",
    Column.ENFORCEMENT_DATE: "enforcement_decision_date",
    Column.DECISION_DATE: "no_conditions_decision_date",
    Column.BIRTH: "date_of_birth",
}
ACTS = {
    Column.JUDGMENT: ("judgment_number", "judgment_date", "judgment_body"),
    Column.ENFORCEMENT: ("enforcement_decision_number", "enforcement_decision_date", AGENCY),
    Column.DECISION: ("no_conditions_decision_number", "no_conditions_decision_date", AGENCY),
    Column.JUDGMENT_NUMBER: ("judgment_number", "judgment_date", "judgment_body"),
    Column.ENFORCEMENT_NUMBER: (
        "enforcement_decision_number",
        "enforcement_decision_date",
        AGENCY,
    ),
    Column.DECISION_NUMBER: (
        "no_conditions_decision_number",
        "no_conditions_decision_date",
        AGENCY,
    ),
}
#: Which columns can give a field; for the address of a problem.
SOURCES: dict[str, tuple[Column, ...]] = {
    "debtor_name": (Column.NAME, Column.NAME_AND_ADDRESS),
    "debtor_address": (Column.ADDRESS, Column.NAME_AND_ADDRESS),
    "judgment_number": (Column.JUDGMENT_NUMBER, Column.JUDGMENT),
    "judgment_date": (Column.JUDGMENT_DATE, Column.JUDGMENT),
    "judgment_body": (Column.JUDGMENT_BODY, Column.JUDGMENT),
    "judgment_kind": (Column.JUDGMENT_KIND, Column.JUDGMENT_NUMBER, Column.JUDGMENT),
    "enforcement_decision_number": (Column.ENFORCEMENT_NUMBER, Column.ENFORCEMENT),
    "enforcement_decision_date": (Column.ENFORCEMENT_DATE, Column.ENFORCEMENT),
    "no_conditions_decision_number": (Column.DECISION_NUMBER, Column.DECISION),
    "no_conditions_decision_date": (Column.DECISION_DATE, Column.DECISION),
    "signed_by": (Column.SIGNED_BY,),
    "obligation": (Column.OBLIGATION,),
    "obligation_kinds": (Column.OBLIGATION_KINDS, Column.OBLIGATION),
    "obligation_amount": (Column.AMOUNT, Column.OBLIGATION),
    "ground": (Column.GROUND, Column.GROUND_TEXT),
    "ground_text": (Column.GROUND_TEXT, Column.GROUND),
    "personal_id": (Column.PERSONAL_ID, Column.NAME, Column.NAME_AND_ADDRESS),
    "date_of_birth": (Column.BIRTH, Column.NAME, Column.NAME_AND_ADDRESS),
    "creditor": (Column.CREDITOR,),
    "enforcement_officer": (Column.OFFICER,),
    "case_number": (Column.CASE_NUMBER,),
    "debtor_kind": (Column.KIND,),
    AGENCY: (Column.AGENCY,),
}


PLAIN |= {column: field.name for column, field in FURTHER.items() if field.kind is not Kind.DATE}
DATES |= {column: field.name for column, field in FURTHER.items() if field.kind is Kind.DATE}
SOURCES |= {field.name: (column,) for column, field in FURTHER.items()}


def first_field(column: Column) -> str:
    return next((name for name, sources in SOURCES.items() if column in sources), AGENCY)


def missing_columns(columns: Iterable[Column], defaults: Mapping[str, Any]) -> list[str]:
    """Fields that every row must have and that no column or default gives."""
    present = set(columns)
    free = {"debtor_kind", "judgment_kind", "obligation_kinds", AGENCY}
    return [
        name
        for name in REQUIRED
        if name not in free and not defaults.get(name) and not present.intersection(SOURCES[name])
    ]
