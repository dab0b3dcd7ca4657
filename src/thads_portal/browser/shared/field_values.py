"""Values of a listing's fields in words, one by one: what an entry of its history changed."""

from thads_portal.browser.shared.labels import agency_name
from thads_portal.domain import grounds
from thads_portal.domain.field_shapes import Kind
from thads_portal.domain.listing_fields import BY_NAME
from typing import Any


def value_text(page, name: str, value: Any) -> str:
    """A stored value of the field `name` (or ``agency``), in the language of `page`."""
    if value is None or value == ():
        return "–"
    if name == "agency":
        return agency_name(value)
    field = BY_NAME.get(name)
    if field is not None and field.kind is Kind.CODES:
        return ", ".join(page.label(field.code_list(each)) for each in value)
    if name == grounds.GROUND:
        # Alone among changes: of the law, its own field tells.
        return grounds.letter_label(value, page.language)
    if field is not None and field.kind is Kind.CODE:
        return page.label(field.code_list(value))
    if field is not None and field.kind is Kind.AMOUNT:
        return page.money(value)
    if hasattr(value, "isoformat"):
        return page.words.day(value)
    return str(value)
