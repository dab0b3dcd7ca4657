"""The table of a listing's fields: whoever handles a listing knows each of them."""

from thads_portal.domain import records
from thads_portal.domain.changes import change_note
from thads_portal.domain.field_shapes import Audience
from thads_portal.domain.field_shapes import heading_of
from thads_portal.domain.field_shapes import Kind
from thads_portal.domain.field_shapes import Place
from thads_portal.domain.fields import CHECKS
from thads_portal.domain.fields import MAX_LENGTH
from thads_portal.domain.listing_fields import BY_NAME
from thads_portal.domain.listing_fields import LISTING_TABLE
from thads_portal.domain.listing_fields import names_of
from thads_portal.importing.spreadsheet.fields_of_columns import SOURCES
from thads_portal.importing.spreadsheet.headings import Column
from thads_portal.importing.spreadsheet.headings import LABELS
from thads_portal.importing.spreadsheet.headings import meaning

import pytest


@pytest.mark.parametrize("field", LISTING_TABLE, ids=lambda field: field.name)
class TestEachField:
    def test_has_words_in_both_languages(self, field):
        assert all(field.label)
        if field.audience is Audience.PUBLIC:
            assert field.term
            assert change_note([field.name]) == f"Sửa đổi: {field.term}."
        if Place.OPEN_DATA in field.places:
            assert all(field.title)

    def test_is_checked_and_bounded(self, field):
        assert field.name in CHECKS
        assert (field.kind in (Kind.LINE, Kind.TEXT)) == (field.name in MAX_LENGTH)
        assert (field.kind in (Kind.CODE, Kind.CODES)) == (field.code_list is not None)

    def test_has_a_column_that_the_import_reads(self, field):
        assert (field.column is None) == field.derived
        if field.column is not None:
            column = Column(field.name)
            assert meaning(heading_of(field)) is column
            assert column in LABELS
            assert column in SOURCES[field.name]

    def test_leaves_by_no_public_place_unless_it_is_public(self, field):
        if field.audience is not Audience.PUBLIC:
            assert not field.places
            assert field.name not in records.PUBLIC_FIELDS


def test_the_lists_together_are_the_table():
    names = [field.name for field in LISTING_TABLE]
    assert sorted(records.LISTING_FIELDS) == sorted(names)
    assert len(BY_NAME) == len(names)


def test_restricted_fields_are_a_closed_list():
    """A field moved into it or out of it changes what the public sees."""
    assert names_of(audience=Audience.RESTRICTED) == (
        "personal_id",
        "date_of_birth",
        "creditor",
        "enforcement_officer",
        "case_number",
    )
