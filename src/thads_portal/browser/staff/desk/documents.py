"""The fields for what a step rests on: an act with its number and date, and the day it counts from."""

from collections.abc import Iterator
from thads_portal.browser.staff.desk.forms import Field
from thads_portal.browser.staff.desk.reading import iso_day
from thads_portal.i18n import _


_NUMBER = _("field_document_number", default="Số văn bản")
_DATE = _("field_document_date", default="Ngày văn bản")


def document_fields(
    make, *, hint="", number_label=_NUMBER, date_label=_DATE, day: str = ""
) -> Iterator[Field]:
    """Number and date, both needed; `day` is proposed."""
    yield make("document.number", number_label, hint=hint, required=True, longest=100)
    yield make("document.date", date_label, kind="date", value=day, required=True)


def document_sent(sent) -> dict[str, str]:
    """The act that a form names: ``number`` and ``date``."""
    return {
        "number": sent.text("document.number"),
        "date": iso_day(sent.text("document.date")),
    }


def occurred_field(make) -> Field:
    """The day from which the term counts; absent, that of the document."""
    return make(
        "occurred_on",
        _("field_occurred", default="Ngày sự việc"),
        hint=_("field_occurred_hint", default="Hạn tính từ ngày này. Để trống: lấy ngày văn bản."),
        kind="date",
    )


def occurred_sent(sent) -> str | None:
    return iso_day(sent.text("occurred_on")) or None
