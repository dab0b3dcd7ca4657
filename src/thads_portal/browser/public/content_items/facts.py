"""What is told of an item in its list of facts, by type: label and value."""

from plone.app.contenttypes.interfaces import IEvent
from thads_portal.catalog.lists import today
from thads_portal.content.document import ILegalDocument
from thads_portal.content.notice import IPublicNotice
from thads_portal.content.procedure import IProcedure
from thads_portal.domain import topics
from thads_portal.domain.words import day
from thads_portal.domain.words import time
from thads_portal.i18n import _


IN_FORCE = {
    "yes": ("Còn hiệu lực", "In force"),
    "no": ("Hết hiệu lực", "No longer in force"),
    "later": ("Chưa có hiệu lực", "Not yet in force"),
}


def in_force(document, on) -> str:
    """``yes``, ``no`` or ``later``: whether a document is in force on a day."""
    if document.in_force_until and document.in_force_until <= on:
        return "no"
    if document.in_force_from and document.in_force_from > on:
        return "later"
    return "yes"


def facts_of(item, language: str = "vi") -> list[tuple]:
    """``(label message, text)`` in reading order, without what is empty."""
    for interface, facts in _FACTS:
        if interface.providedBy(item):
            return [(label, value) for label, value in facts(item, language) if value]
    return []


def _of_document(item, language):
    state = IN_FORCE[in_force(item, today())][language == "en"]
    yield _("label_document_number", default="Số, ký hiệu"), item.number
    yield (
        _("label_document_kind", default="Loại văn bản"),
        _kind(topics.DocumentKind, item, language),
    )
    yield _("label_document_issued", default="Ngày ban hành"), day(item.issued)
    yield _("label_document_issuer", default="Cơ quan ban hành"), item.issuer
    yield _("label_document_signatory", default="Người ký"), item.signatory
    yield _("fact_in_force", default="Hiệu lực"), state
    yield _("label_document_from", default="Có hiệu lực từ ngày"), day(item.in_force_from)
    yield _("label_document_until", default="Hết hiệu lực từ ngày"), day(item.in_force_until)
    yield _("label_document_replaced", default="Văn bản thay thế"), item.replaced_by


def _of_notice(item, language):
    yield _("label_notice_kind", default="Loại thông báo"), _kind(topics.NoticeKind, item, language)
    yield _("label_notice_number", default="Số thông báo"), item.number
    yield _("label_notice_date", default="Ngày thông báo"), day(item.noticed)
    yield _("label_notice_until", default="Hạn cuối"), day(item.valid_until)
    yield _("label_notice_agency", default="Cơ quan thông báo"), item.agency
    yield _("label_notice_place", default="Địa điểm"), item.place
    yield _("label_notice_contact", default="Liên hệ"), item.contact


def _of_procedure(item, language):
    yield _("label_procedure_time", default="Thời hạn giải quyết"), item.time_limit
    yield _("label_procedure_fee", default="Phí, lệ phí"), item.fee
    yield _("label_procedure_applicants", default="Ai thực hiện"), item.applicants
    yield _("label_procedure_result", default="Kết quả nhận được"), item.result
    yield _("label_procedure_copies", default="Số lượng hồ sơ"), item.copies
    yield _("label_procedure_code", default="Mã thủ tục"), item.code


def _of_event(item, language):
    yield _("fact_event_when", default="Thời gian"), _when(item)
    yield _("label_notice_place", default="Địa điểm"), getattr(item, "location", None)
    contact = [getattr(item, name, None) for name in ("contact_name", "contact_phone")]
    yield _("label_notice_contact", default="Liên hệ"), ", ".join(filter(None, contact))


def _when(item) -> str:
    start, end = item.start, item.end
    if start is None:
        return ""
    if getattr(item, "whole_day", False):
        return day(start) if end is None or day(start) == day(end) else f"{day(start)} – {day(end)}"
    if end is None or day(start) == day(end):
        until = f"–{time(end)}" if end and time(end) != time(start) else ""
        return f"{time(start)}{until}, {day(start)}"
    return f"{time(start)}, {day(start)} – {time(end)}, {day(end)}"


def _kind(kinds, item, language):
    return topics.label(kinds(item.kind), language) if item.kind in list(kinds) else ""


_FACTS = (
    (ILegalDocument, _of_document),
    (IPublicNotice, _of_notice),
    (IProcedure, _of_procedure),
    (IEvent, _of_event),
)
