"""The form of a listing: its groups of fields, from a listing to texts and back to values.

A text is what stands in a field of the form; values are what the actions take. Restricted
fields start empty, also where the listing has them: an empty one changes nothing.
"""

from collections.abc import Mapping
from datetime import date
from datetime import timedelta
from thads_portal.browser.shared.values import Values
from thads_portal.browser.staff.desk.forms import Field
from thads_portal.browser.staff.desk.forms import field_id
from thads_portal.browser.staff.desk.forms import Section
from thads_portal.browser.staff.desk.reading import amount
from thads_portal.browser.staff.desk.reading import iso_day
from thads_portal.content.listing_schema import IDebtorListing
from thads_portal.domain import grounds
from thads_portal.domain import words
from thads_portal.domain.agencies import issuers_of
from thads_portal.domain.agencies import REORGANISED
from thads_portal.domain.clocks import Duty
from thads_portal.domain.clocks import legal_term
from thads_portal.domain.clocks import Trigger
from thads_portal.domain.codes import label
from thads_portal.domain.field_shapes import Group
from thads_portal.domain.field_shapes import Kind
from thads_portal.domain.fields import MAX_LENGTH
from thads_portal.domain.listing_fields import BY_NAME
from thads_portal.domain.listing_fields import names_of
from thads_portal.domain.records import OPTIONAL_FIELDS
from thads_portal.domain.records import RESTRICTED_FIELDS
from thads_portal.i18n import _
from typing import Any


AGENCY = "agency"
KINDS = "obligation_kinds"
_DATES = (Kind.DATE, Kind.BIRTH)
#: Fields of which several values are sent.
_SEVERAL = names_of(kinds=[Kind.CODES])


def _publication_hint(today: date):
    """The term of first publication that is in force."""
    term = legal_term(Duty.FIRST_PUBLICATION, Trigger.DECISION_ISSUED, today)
    return _(
        "group_decisions_hint",
        default="Hạn đăng tải lần đầu là ${days} ngày làm việc, tính từ ngày sau ngày ra quyết"
        " định về việc chưa có điều kiện thi hành án.",
        mapping={"days": term.working_days},
    )


#: (legend, hint or what makes it for a day, fields)
GROUPS = (
    (
        _("group_debtor", default="Người phải thi hành án"),
        "",
        names_of(group=Group.DEBTOR),
    ),
    (
        _("group_judgment", default="Bản án, quyết định phải thi hành"),
        "",
        names_of(group=Group.JUDGMENT),
    ),
    (
        _("group_decisions", default="Quyết định của cơ quan thi hành án"),
        _publication_hint,
        (AGENCY, *names_of(group=Group.DECISIONS)),
    ),
    (
        _("group_obligation", default="Nghĩa vụ và lý do"),
        _(
            "group_obligation_hint",
            default="Phần này được công khai. Không ghi số định danh cá nhân; không ghi họ tên"
            " người chưa thành niên, chỉ ghi chữ cái đầu.",
        ),
        names_of(group=Group.OBLIGATION, given=True),
    ),
    (
        _("group_restricted", default="Chỉ dùng nội bộ, không công khai"),
        _(
            "group_restricted_hint",
            default="Dùng để phân biệt người trùng tên. Mỗi lần xem lại đều được ghi nhật ký.",
        ),
        names_of(group=Group.RESTRICTED),
    ),
)
NAMES = tuple(name for _legend, _hint, names in GROUPS for name in names)
OPEN_NAMES = tuple(name for name in NAMES if name not in RESTRICTED_FIELDS)

#: Field -> what is suggested while it is typed (``suggested.py``).
_ASKS = {"debtor_address": "xa", "judgment_body": "co-quan"}
_HINTS = {
    "debtor_name": _(
        "hint_debtor_name",
        default="Viết như trong bản án. Tên gọi khác ghi trong ngoặc: Nông Văn A (tức Nông Văn B).",
    ),
    "debtor_address": _(
        "hint_debtor_address", default="Số nhà, thôn, tổ; xã, phường, thị trấn; tỉnh, thành phố."
    ),
    "judgment_number": _("hint_judgment_number", default="Ví dụ: 15/2024/DS-ST."),
    "no_conditions_decision_number": _("hint_decision_number", default="Ví dụ: 12/QĐ-CCTHADS."),
    KINDS: _("hint_kinds", default="Chọn tất cả loại có trong nghĩa vụ này."),
    "obligation_amount": _(
        "hint_amount", default="Bằng đồng, ví dụ 12.500.000. Để trống nếu không phải là tiền."
    ),
    "personal_id": _(
        "hint_personal_id",
        default="Số định danh 12 chữ số hoặc CMND 9 chữ số; tổ chức: mã số doanh nghiệp.",
    ),
}


def text_of(name: str, value: Any) -> str:
    """A stored value as it stands in its field."""
    if value is None:
        return ""
    kind = BY_NAME[name].kind
    if kind in _DATES:
        return words.day(value)
    if kind is Kind.AMOUNT:
        return words.number(value)
    if kind is Kind.CODES:
        return "|".join(value)
    return str(value)


def texts_of(fields: Mapping[str, Any], agency: str) -> dict[str, str]:
    """The open fields of a listing as texts, by name."""
    texts = {
        name: agency if name == AGENCY else text_of(name, fields.get(name)) for name in OPEN_NAMES
    }
    if texts[grounds.GROUND]:
        texts[grounds.GROUND] = _chosen_ground(fields[grounds.GROUND], fields[grounds.SCHEME])
    return texts


def _chosen_ground(code: str, scheme: str) -> str:
    return f"{scheme}:{code}"


def sent_texts(sent: Values) -> dict[str, str]:
    """What was sent for each field, as a text like those of `texts_of`."""
    return {
        name: "|".join(sent.texts(name))
        if name in _SEVERAL
        else sent.text(name).replace("\r\n", "\n").strip()
        for name in NAMES
    }


def value_of(name: str, text: str) -> Any:
    """What an action takes for `text`."""
    if not text:
        return None
    kind = BY_NAME[name].kind if name in BY_NAME else Kind.LINE
    if kind in _DATES:
        return iso_day(text)
    if kind is Kind.AMOUNT:
        return amount(text)
    if kind is Kind.CODES:
        return text.split("|")
    return text


def values_of(texts: Mapping[str, str]) -> dict[str, Any]:
    """What an action takes; a ground that was chosen with its law gives both."""
    values = {name: value_of(name, text) for name, text in texts.items()}
    scheme, colon, code = (values.get(grounds.GROUND) or "").partition(":")
    if colon:
        values[grounds.GROUND], values[grounds.SCHEME] = code or None, scheme
    return values


def form_groups(page, make, texts: Mapping[str, str], *, province: str, warnings=None, kept=()):
    """The groups as the template shows them: ``legend``, ``hint``, ``fields``.

    `kept` are restricted fields that have a value; `warnings` stand beside their fields.
    """
    warnings = warnings or {}
    for legend, hint, names in GROUPS:
        if callable(hint):
            hint = hint(page.today)
        yield {
            "legend": page.say(legend),
            "hint": page.say(hint) if hint else "",
            "fields": [
                _field(page, make, name, texts.get(name, ""), province, warnings, kept)
                for name in names
            ],
        }


def _field(page, make, name, text, province, warnings, kept) -> Field:
    title = IDebtorListing[name].title
    required = name not in OPTIONAL_FIELDS
    hint = _HINTS.get(name, "")
    if name in kept:
        hint = _("hint_kept", default="Đã có giá trị. Để trống nếu không thay đổi.")
    more: dict[str, Any] = {
        "hint": hint,
        "required": required,
        "warning": warnings.get(name, ""),
        "longest": MAX_LENGTH.get(name),
    }
    if name in _ASKS:
        more["asks"] = f"{page.root}/{province}/goi-y-noi?loai={_ASKS[name]}"
    if name == AGENCY:
        options = _agencies(province, text)
        return make(name, title, kind="select", options=options, value=text, **more)
    field = BY_NAME[name]
    if field.kind is Kind.CODES:
        options = [(code.value, label(code, page.language)) for code in field.code_list]
        chosen = tuple(filter(None, text.split("|")))
        return make(name, title, kind="checks", options=options, values=chosen, **more)
    if name == grounds.GROUND:
        return make(name, title, kind="radios", sections=_grounds(page), value=text, **more)
    if field.kind is Kind.CODE:
        options = [(code.value, label(code, page.language)) for code in field.code_list]
        if field.radios:
            return make(name, title, kind="radios", options=options, value=text, **more)
        options = [("", page.say(_("choose", default="– Chọn –"))), *options]
        return make(name, title, kind="select", options=options, value=text, **more)
    if field.kind in _DATES:
        return make(name, title, kind="date", value=text, **more)
    if field.kind is Kind.AMOUNT:
        return make(name, title, kind="money", value=text, **more)
    if field.rows > 1:
        return make(name, title, kind="area", rows=field.rows, value=text, **more)
    return make(name, title, value=text, **more)


def _grounds(page) -> list[Section]:
    """The lists of both laws, the newer first: the day of the decision says which one holds."""
    return [
        Section(
            heading=label(law.scheme, page.language),
            options=[
                (
                    _chosen_ground(row.code, row.scheme),
                    f"{row.letter}) {row.full[page.language == 'en']}",
                )
                for row in grounds.grounds_of(law.scheme)
            ],
            day_field=field_id(grounds.DECIDED),
            valid_from=law.valid_from,
            valid_to=law.valid_to,
        )
        for law in reversed(list(grounds.LAWS.values()))
    ]


def _agencies(province: str, present: str) -> list[tuple[str, str]]:
    """Those that issue decisions, and those that did up to the reorganisation; one that ceased
    earlier only where a listing has it already.
    """
    last = REORGANISED - timedelta(days=1)
    return [
        (each.key, each.name)
        for each in issuers_of(province)
        if each.valid_to is None or each.valid_to >= last or each.key == present
    ]
