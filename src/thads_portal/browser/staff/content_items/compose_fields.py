"""The fields of the portal's own forms for items of the sections, with their labels and hints."""

from collections.abc import Mapping
from plone.dexterity.utils import iterSchemataForType
from thads_portal.browser.staff.desk.forms import Field
from thads_portal.domain import topics
from thads_portal.domain.content_form import Part
from thads_portal.domain.content_form import Typed
from thads_portal.domain.topics import BY_ITEM_TYPE
from thads_portal.i18n import _
from zope.schema import getFieldsInOrder


#: Of fields that are Plone's own, or called otherwise by who writes.
_LABELS = {
    "title": _("label_title", default="Tiêu đề"),
    "description": _("compose_lead", default="Tóm tắt (đoạn mở đầu)"),
    "text": _("label_text", default="Nội dung"),
    "effective": _("compose_effective", default="Hẹn giờ đăng"),
    "start": _("compose_start", default="Bắt đầu"),
    "end": _("compose_end", default="Kết thúc"),
    "whole_day": _("compose_whole_day", default="Cả ngày (không nêu giờ)"),
    "location": _("label_notice_place", default="Địa điểm"),
    "contact_name": _("compose_contact_name", default="Người, bộ phận liên hệ"),
    "contact_phone": _("compose_contact_phone", default="Điện thoại liên hệ"),
}
#: Of types that call it otherwise.
_OWN_TITLES = ("LegalDocument", "Procedure")
_MOMENT = _("compose_moment_hint", default="Ngày và giờ Việt Nam, ví dụ 23/11/2026 09:30.")
_HINTS = {
    "description": _("help_summary", default="Một hai câu, hiện trong danh sách và trên máy tìm kiếm."),
    "effective": _(
        "compose_effective_hint",
        default="Ví dụ 23/11/2026 09:30, giờ Việt Nam. Để trống: hiện ngay khi được duyệt. Trước giờ hẹn"
        " người ngoài không thấy ở bất cứ đâu; đến giờ tự hiện.",
    ),
    "start": _MOMENT,
    "end": _MOMENT,
}  # fmt: skip
_KINDS = {
    Typed.AREA: "area",
    Typed.LINES: "area",
    Typed.RICH: "rich",
    Typed.DAY: "date",
    Typed.CHOICE: "select",
    Typed.BOX: "check",
}
#: A text of the editor carries tags, which are not what is counted.
_UNCOUNTED = (Typed.RICH, Typed.CHOICE, Typed.BOX)


def labels_of(portal_type: str) -> dict[str, str]:
    """Name of a part -> its label (a message)."""
    found = {
        name: field.title
        for schema in iterSchemataForType(portal_type)
        for name, field in getFieldsInOrder(schema)
    }
    own = {
        name: label
        for name, label in _LABELS.items()
        if not (name in ("title", "description") and portal_type in _OWN_TITLES)
    }
    return {**found, **own}


def fields_for(page, make, portal_type: str, parts: tuple[Part, ...], texts: Mapping[str, str]) -> list[Field]:  # fmt: skip
    """The fields as the macro shows them; of kind ``rich`` the form shows the editor."""
    labels = labels_of(portal_type)
    hints = {
        name: field.description
        for schema in iterSchemataForType(portal_type)
        for name, field in getFieldsInOrder(schema)
        if str(getattr(field.description, "domain", "")) == "thads"
    }
    return [
        make(
            part.name,
            labels[part.name],
            kind=_KINDS.get(part.typed, "text"),
            value=texts.get(part.name, ""),
            hint=_HINTS.get(part.name) or hints.get(part.name) or "",
            required=part.required,
            rows=part.rows,
            longest=None if part.typed in _UNCOUNTED else part.longest,
            options=_options(page, portal_type) if part.typed is Typed.CHOICE else (),
        )
        for part in parts
    ]


def _options(page, portal_type: str) -> list[tuple[str, str]]:
    kinds = BY_ITEM_TYPE[portal_type].kinds or ()
    chosen = [(str(kind), topics.label(kind, page.language)) for kind in kinds]
    return [("", page.say(_("choose", default="– Chọn –"))), *chosen]
