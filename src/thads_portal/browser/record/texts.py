"""Entries of the record in words: what was done, to what, on which document, to which fields."""

from collections.abc import Iterator
from thads_portal.content.listing import IDebtorListing
from thads_portal.domain import codes
from thads_portal.domain.codes import EndReason
from thads_portal.domain.recording import LABELS
from thads_portal.domain.recording import Recorded
from thads_portal.i18n import _
from thads_portal.register.record_search import Entry
from typing import Any
from zope.schema import getFieldsInOrder


_FIELD_LABELS = {name: field.title for name, field in getFieldsInOrder(IDebtorListing)}

#: What `details` hold beside what has words of its own.
_NAMES = {
    "kind": _("detail_kind", default="Loại"),
    "owner": _("detail_owner", default="Của"),
    "rows": _("detail_rows", default="Số dòng"),
    "listings": _("detail_listings", default="Số mục"),
    "count": _("detail_count", default="Số lượng"),
    "received": _("feed_run_received", default="Nhận"),
    "created": _("feed_run_created", default="Mới"),
    "amended": _("feed_run_amended", default="Sửa"),
    "ended": _("feed_run_ended", default="Chấm dứt"),
    "rejected": _("feed_run_rejected", default="Từ chối"),
    "unchanged": _("feed_run_unchanged", default="Không đổi"),
    "code": _("detail_code", default="Mã"),
    "reason": _("detail_reason", default="Lý do"),
}


def action_label(action: str, language: str) -> str:
    """What the closed list calls it; an entry of a later release keeps its code."""
    if action not in {*Recorded}:
        return action
    vietnamese, english = LABELS[Recorded(action)]
    return english if language == "en" else vietnamese


def field_label(page, name: str) -> str:
    title = _FIELD_LABELS.get(name)
    return page.say(title) if title is not None else name


def details(page, entry: Entry) -> list[str]:
    """Lines that tell what the entry says beside who, when and what."""
    return [line for line in _details(page, dict(entry.details)) if line]


def _details(page, found: dict[str, Any]) -> Iterator[str]:
    document = found.pop("document", None)
    day = found.pop("document_date", None)
    if document:
        text = f"{document}, {_day(day)}" if day else str(document)
        yield page.say(
            _("detail_document", default="Văn bản ${document}", mapping={"document": text})
        )
    fields = found.pop("fields", None)
    if isinstance(fields, list):
        names = "; ".join(field_label(page, str(name)) for name in fields)
        yield page.say(
            _("detail_fields", default="Các trường: ${fields}", mapping={"fields": names})
        )
    reason = found.pop("end_reason", None)
    if reason:
        known = reason in {*EndReason}
        yield codes.label(EndReason(reason), page.language) if known else str(reason)
    found.pop("public", None)
    for name, value in sorted(found.items()):
        if value in (None, "", 0, False):
            continue
        label = page.say(_NAMES[name]) if name in _NAMES else name
        yield f"{label}: {_plain(page, value)}"


def _plain(page, value: Any) -> str:
    if isinstance(value, bool):
        return "✓"
    if isinstance(value, int):
        return page.number(value)
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return str(value)


def _day(text: str) -> str:
    return "/".join(reversed(str(text).split("-")))
