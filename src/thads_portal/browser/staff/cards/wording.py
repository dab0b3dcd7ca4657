"""Stored values, fields and signs of a listing in words, as every page of the staff says them."""

from thads_portal.browser.shared.field_values import value_text
from thads_portal.content.listing_schema import IDebtorListing
from thads_portal.domain import grounds
from thads_portal.domain import recording
from thads_portal.domain.codes import Flag
from thads_portal.domain.recording import Recorded
from thads_portal.domain.records import RESTRICTED_FIELDS
from thads_portal.i18n import _


_SHORT_FLAGS = {
    Flag.PERSONAL_NUMBER: _("flag_number", default="Có số giống số định danh"),
    Flag.MINOR_NAMED: _("flag_minor", default="Có thể nêu tên người chưa thành niên"),
    Flag.LIKELY_DUPLICATE: _("flag_duplicate", default="Có thể trùng"),
    Flag.OWN_RESTRICTED: _("flag_own_restricted", default="Lộ thông tin hạn chế"),
    Flag.CONTACT: _("flag_contact", default="Có số điện thoại hoặc tài khoản"),
    Flag.BIRTH_DATE: _("flag_birth_date", default="Có ngày sinh"),
    Flag.DAMAGED_TEXT: _("flag_damaged", default="Chữ có vẻ hỏng"),
    Flag.GROUND_NAMES_OTHERS: _("flag_ground_names", default="Lý do nêu tên người khác"),
    Flag.DATES_CONTRADICT: _("flag_dates", default="Ngày mâu thuẫn"),
}
_HIDDEN = (*RESTRICTED_FIELDS, "external_id")


def flag_tags(page, flags) -> tuple[tuple[str, str], ...]:
    return tuple((page.say(_SHORT_FLAGS[Flag(flag)]), "flag") for flag in flags)


def ground_text(page, values) -> str:
    """The ground of `values` in the words of its own law."""
    row = grounds.ground_row(values[grounds.GROUND], values[grounds.SCHEME])
    return f"{row.full[page.language == 'en']} ({row.article(page.language)})"


def field_title(page, name: str, others=None) -> str:
    """What a field is called; `others` names what is recorded beside fields."""
    field = IDebtorListing.get(name)
    title = field.title if field is not None else (others or {}).get(name, name)
    return page.say(title)


def kind_label(page, kind: str) -> str:
    """What an entry of a history is called."""
    labels = recording.LABELS.get(Recorded(kind)) if kind in set(Recorded) else None
    return labels[page.language == "en"] if labels else kind


def moment_text(page, value) -> str:
    return f"{page.words.time(value)} {page.words.day(value)}"


def old_and_new(page, name: str, pair) -> str:
    """One change in a line; a restricted field by its name only."""
    if name in _HIDDEN:
        return page.say(_("restricted_changed", default="(thông tin hạn chế)"))
    old, new = pair
    return f"{value_text(page, name, old)} → {value_text(page, name, new)}"
