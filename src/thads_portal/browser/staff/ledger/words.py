"""The codes of the ledger in the language of a page."""

from thads_portal.domain.codes import ObligationKind
from thads_portal.domain.ledger.details import DETAILS
from thads_portal.domain.ledger.details import Shape
from thads_portal.domain.ledger.entries import Entry
from thads_portal.domain.ledger.entries import Line
from thads_portal.domain.ledger.kinds import BY_KIND
from thads_portal.domain.ledger.kinds import label
from thads_portal.domain.ledger.kinds import LineKind
from thads_portal.domain.ledger.kinds import Whole
from thads_portal.domain.ledger.terms import DUTY_LABELS
from thads_portal.domain.ledger.terms import FollowUp
from thads_portal.i18n import _

import datetime


STATUS = {
    Whole.OPEN: _("case_open", default="Đang theo dõi"),
    Whole.POSTPONED: _("case_postponed", default="Đang hoãn thi hành án"),
    Whole.SUSPENDED: _("case_suspended", default="Đang tạm đình chỉ"),
    Whole.MOVED: _("case_moved", default="Ở sổ theo dõi riêng"),
    Whole.ENDED: _("case_ended", default="Đã đình chỉ, ủy thác hoặc gửi lại yêu cầu"),
    Whole.CLOSED: _("case_closed", default="Đã kết thúc"),
}


def _pick(pair: tuple[str, str], page) -> str:
    return pair[page.language == "en"]


def kind_label(page, kind) -> str:
    return _pick(BY_KIND[kind].label, page)


def duty_label(page, duty: FollowUp) -> str:
    return _pick(DUTY_LABELS[duty], page)


def code_label(page, code) -> str:
    return _pick(label(code) or (code.value, code.value), page)


def line_kind_label(page, kind: str) -> str:
    if kind == LineKind.LATE_INTEREST:
        return code_label(page, LineKind.LATE_INTEREST)
    return page.label(ObligationKind(kind))


def line_label(page, line: Line) -> str:
    """``1. Án phí, lệ phí``."""
    return f"{line.line}. {line_kind_label(page, line.kind)}"


def line_kind_options(page) -> list[tuple[str, str]]:
    return [(each.value, line_kind_label(page, each.value)) for each in LineKind]


def details_in_words(page, entry: Entry) -> list[tuple[str, str]]:
    """(label, text) of what an entry holds beside its money, as far as it says something."""
    found = []
    for detail in DETAILS[entry.kind]:
        value = entry.details.get(detail.name)
        if value in (None, ""):
            continue
        if detail.shape is Shape.BOX:
            text = page.say(_("yes", default="Có") if value else _("no", default="Không"))
        elif detail.shape is Shape.CODE and detail.codes is not None:
            code = next((each for each in detail.codes if each.value == value), None)
            known = label(code) if code is not None else None
            text = _pick(known, page) if known else str(value)
        elif detail.shape in (Shape.DAY, Shape.UNTIL):
            text = page.words.day(datetime.date.fromisoformat(value))
        else:
            text = str(value)
        found.append((_pick(detail.label, page), text))
    return found
