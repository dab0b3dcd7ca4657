"""What a column means, told from its heading, in the many ways the offices write them.

Headings are compared without marks, case and signs, so "Số QĐ THA", "SO QUYET DINH THI
HANH AN" and the two rows "Quyết định thi hành án" over "Số" mean one thing. The order of the
rules counts: "địa chỉ người phải thi hành án" is an address, not a name.

A field that the table of fields declares and no rule knows has a column too: under the heading
that the template gives it, or under its label.
"""

from enum import StrEnum
from functools import lru_cache
from thads_portal.content.listing_schema import title_of
from thads_portal.domain.field_shapes import heading_of
from thads_portal.domain.listing_fields import LISTING_TABLE
from thads_portal.i18n import _
from unicodedata import normalize

import re


class Column(StrEnum):
    """What a column holds: a field of a listing, several of them together, or nothing for us."""

    NUMBER = "row_number"
    NAME = "debtor_name"
    NAME_AND_ADDRESS = "name_and_address"
    KIND = "debtor_kind"
    ADDRESS = "debtor_address"
    JUDGMENT = "judgment"
    JUDGMENT_NUMBER = "judgment_number"
    JUDGMENT_DATE = "judgment_date"
    JUDGMENT_BODY = "judgment_body"
    JUDGMENT_KIND = "judgment_kind"
    ENFORCEMENT = "enforcement"
    ENFORCEMENT_NUMBER = "enforcement_decision_number"
    ENFORCEMENT_DATE = "enforcement_decision_date"
    DECISION = "no_conditions"
    DECISION_NUMBER = "no_conditions_decision_number"
    DECISION_DATE = "no_conditions_decision_date"
    SIGNED_BY = "signed_by"
    AGENCY = "agency"
    OBLIGATION = "obligation"
    OBLIGATION_KINDS = "obligation_kinds"
    AMOUNT = "obligation_amount"
    GROUND = "ground"
    GROUND_TEXT = "ground_text"
    PERSONAL_ID = "personal_id"
    BIRTH = "date_of_birth"
    CREDITOR = "creditor"
    OFFICER = "enforcement_officer"
    CASE_NUMBER = "case_number"
    UNUSED = "unused"

    _ignore_ = "_field"
    for _field in LISTING_TABLE:
        if _field.column is not None and _field.name not in list(vars().values()):
            vars()[_field.name.upper()] = _field.name


#: How the preview names a column's meaning, and what an editor chooses from.
LABELS = {
    Column.NUMBER: _("column_row_number", default="Số thứ tự"),
    Column.NAME: _("column_name", default="Họ tên, tên tổ chức"),
    Column.NAME_AND_ADDRESS: _("column_name_and_address", default="Họ tên và địa chỉ"),
    Column.KIND: _("column_kind", default="Cá nhân hay tổ chức"),
    Column.ADDRESS: _("column_address", default="Địa chỉ"),
    Column.JUDGMENT: _("column_judgment", default="Bản án (số; ngày; cơ quan)"),
    Column.JUDGMENT_NUMBER: _("column_judgment_number", default="Số bản án"),
    Column.JUDGMENT_DATE: _("column_judgment_date", default="Ngày bản án"),
    Column.JUDGMENT_BODY: _("column_judgment_body", default="Cơ quan ra bản án"),
    Column.JUDGMENT_KIND: _("column_judgment_kind", default="Loại bản án"),
    Column.ENFORCEMENT: _("column_enforcement", default="Quyết định thi hành án (số; ngày)"),
    Column.ENFORCEMENT_NUMBER: _("column_enforcement_number", default="Số quyết định thi hành án"),
    Column.ENFORCEMENT_DATE: _("column_enforcement_date", default="Ngày quyết định thi hành án"),
    Column.DECISION: _("column_decision", default="Quyết định chưa có điều kiện (số; ngày)"),
    Column.DECISION_NUMBER: _("column_decision_number", default="Số quyết định chưa có điều kiện"),
    Column.DECISION_DATE: _("column_decision_date", default="Ngày quyết định chưa có điều kiện"),
    Column.SIGNED_BY: _("column_signed_by", default="Người ký quyết định"),
    Column.AGENCY: _("column_agency", default="Cơ quan thi hành án"),
    Column.OBLIGATION: _("column_obligation", default="Nghĩa vụ"),
    Column.OBLIGATION_KINDS: _("column_obligation_kinds", default="Loại nghĩa vụ"),
    Column.AMOUNT: _("column_amount", default="Số tiền"),
    Column.GROUND: _("column_ground", default="Căn cứ (a, b, c)"),
    Column.GROUND_TEXT: _("column_ground_text", default="Lý do"),
    Column.PERSONAL_ID: _("column_personal_id", default="Số định danh, mã số doanh nghiệp"),
    Column.BIRTH: _("column_birth", default="Ngày sinh"),
    Column.CREDITOR: _("column_creditor", default="Người được thi hành án"),
    Column.OFFICER: _("column_officer", default="Chấp hành viên"),
    Column.CASE_NUMBER: _("column_case_number", default="Số hồ sơ"),
    Column.UNUSED: _("column_unused", default="Không dùng"),
}

#: Column -> its field, for what is known by the table of fields alone.
FURTHER = {
    Column(field.name): field
    for field in LISTING_TABLE
    if field.column is not None and Column(field.name) not in LABELS
}
LABELS |= {column: title_of(field) for column, field in FURTHER.items()}

#: Columns that carry the name of the debtor: a list has one of them.
NAMES = frozenset({Column.NAME, Column.NAME_AND_ADDRESS})
_SIGNS = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=16384)
def folded(text: str) -> str:
    """`text` without marks, case and signs, its words parted by single blanks."""
    text = normalize("NFD", text.lower()).replace("đ", "d").replace("ð", "d")
    text = "".join([sign for sign in text if not "\u0300" <= sign <= "\u036f"])
    return _SIGNS.sub(" ", text).strip()


def _rule(pattern: str, column: Column) -> tuple[re.Pattern[str], Column]:
    return re.compile(pattern), column


#: Told by what they are about, whatever else stands there; the first that fits holds.
_FIRST = (
    _rule(r"^(stt|so tt|so thu tu|thu tu|tt|no)$", Column.NUMBER),
    _rule(r"^(ghi chu|chu thich|remarks?|luu y|trang thai|tinh trang|ket qua)\b", Column.UNUSED),
    _rule(r"^dia chi\b.*\b(duoc (thi hanh|tha)|nguoi duoc|dndtha|ndtha)\b", Column.UNUSED),
    _rule(r"\bda (thi hanh|tha|nop|thu|tra|khau tru)\b(?!.*\bcon\b)", Column.UNUSED),
    _rule(
        r"\b(duoc (thi hanh|tha)|nguoi duoc|nptha duoc|dndtha|ndtha)\b.*\bdia chi\b", Column.UNUSED
    ),
    _rule(
        r"\bnguoi duoc\b|(?<!dinh )(?<!an )\bduoc (thi hanh an|tha)\b|\bndtha\b", Column.CREDITOR
    ),
    _rule(
        r"\bcccd\b|\bcmnd\b|\bcmtnd\b|\bcmt\b|can cuoc|dinh danh|chung minh|\bma so (doanh nghiep|thue|dn)\b"
        r"|\bmst\b|\bmsdn\b",
        Column.PERSONAL_ID,
    ),
    _rule(r"\b(ngay|nam|thang nam) sinh\b|\bsinh (ngay|nam)\b|^sinh$", Column.BIRTH),
    _rule(r"chap hanh vien|^chv\b|can bo (thu ly|thi hanh)", Column.OFFICER),
    _rule(r"\bho so\b|so thu ly|\bthu ly so\b|ma viec", Column.CASE_NUMBER),
    _rule(r"\bnguoi ky\b|\bky boi\b|\bho ten nguoi ky\b", Column.SIGNED_BY),
    _rule(
        r"^(so tien|gia tri|tri gia|tong so tien|thanh tien)|\bso tien\b(?!.*nghia vu)(?<!nghia vu so tien)",
        Column.AMOUNT,
    ),
    _rule(r"\bly do\b|nguyen nhan|\bdieu kien cua\b", Column.GROUND_TEXT),
    _rule(
        r"^can cu\b|\bdiem\b.*\bkhoan\b|thuoc truong hop|^truong hop|^diem$|can cu (diem|phap ly|luat)",
        Column.GROUND,
    ),
    _rule(r"\bloai (nghia vu|khoan|viec)\b", Column.OBLIGATION_KINDS),
    _rule(
        r"\bnghia vu\b|^noi dung$|\bnoi dung (phai |nghia vu )?(thi hanh|tha)|khoan (phai )?(thi hanh|tha)"
        r"|\bcac khoan\b|^phai thi hanh|noi dung quyet dinh thi hanh",
        Column.OBLIGATION,
    ),
    _rule(r"\bloai (ban an|an|vu viec|vu an|ba|qd|quyet dinh)\b|^linh vuc", Column.JUDGMENT_KIND),
    _rule(
        r"\bloai (doi tuong|nguoi|chu the)\b|ca nhan.*to chuc|^doi tuong$|nguoi phai thi hanh an loai",
        Column.KIND,
    ),
)
_DECISION = re.compile(
    r"(chua|khong) (co |du |co du )?(dieu kien|dk)|\bccdk\b|\bccdktha\b|\bcdk\b|\bc ?c ?d ?k\b"
)
_ENFORCEMENT = re.compile(
    r"\b(qd|quyet dinh) (ve viec |cho |ve )?(thi hanh|tha)\b|\bqdtha\b|\bqd ?tha\b|\bthi hanh an so\b"
)
_JUDGMENT = re.compile(
    r"\bban an\b|^ba\b|\bba qd\b|\bqd ba\b|\b(qd|quyet dinh) (cua )?toa\b|^toa an|\bso ba\b|\bngay ba\b"
)
_AGENCY = re.compile(
    r"^noi (ra quyet dinh|thu ly|thi hanh an|tha)\b|^(co quan|don vi|chi cuc|cuc)\b ?(thi hanh an|tha|thads|ra quyet dinh|dan su|thu ly)?|\bco quan (tha|thads|thi hanh)"
)
#: Of the words that tell the document, what would be taken for a part of it.
_NO_PART = re.compile(r"\bco quan (tha|thads|thi hanh)\b(?! (so|ngay))")
_A_NUMBER = re.compile(r"\bso\b|\bso hieu\b|\bky hieu\b")
_A_DATE = re.compile(r"\bngay\b|\bthang\b")
_A_BODY = re.compile(r"\btoa an\b|\bcua toa\b|\bco quan\b|\bnoi ban hanh\b|\bdon vi\b|\bnoi ra\b")
_GROUPS = (
    (
        _DECISION,
        Column.DECISION,
        (Column.DECISION_NUMBER, Column.DECISION_DATE, Column.AGENCY),
    ),
    (
        _ENFORCEMENT,
        Column.ENFORCEMENT,
        (Column.ENFORCEMENT_NUMBER, Column.ENFORCEMENT_DATE, Column.AGENCY),
    ),
    (
        _JUDGMENT,
        Column.JUDGMENT,
        (Column.JUDGMENT_NUMBER, Column.JUDGMENT_DATE, Column.JUDGMENT_BODY),
    ),
)
_ADDRESS = re.compile(
    r"\bdia chi\b|\bnoi (o|cu tru|cu ngu)\b|\bcu tru\b|\btru so\b|\bcho o\b|\bho khau\b|\bthuong tru\b"
)
_A_NAME = re.compile(r"\bten\b|\bho (va )?(chu )?(dem|lot)\b|^ho$")
#: The first of two columns that hold a name together.
_FORE_NAME = re.compile(r"\b(dem|lot)\b|^ho$")
_LAST_NAME = re.compile(r"^(nguoi phai (thi hanh an|tha) )?ten( goi)?$")
_BESIDE_A_NAME = re.compile(
    r"\bsinh\b|\bcccd\b|\bcmnd\b|can cuoc|dinh danh|\bdia chi\b|\bnoi (o|cu tru)\b"
)
_NO_DEBTOR = re.compile(
    r"nguoi duoc|duoc (thi hanh|tha)|nguoi ky|toa an|chap hanh vien|co quan|don vi|\bndtha\b|\bloai\b"
)
_OWN_HEADINGS = {
    folded(heading): column
    for column, field in FURTHER.items()
    for heading in (*field.label, heading_of(field))
}
_AND_ADDRESS = re.compile(r"(?:[,;(+/&-]|\bvà) ?(?:địa chỉ|nơi (?:ở|cư trú)|chỗ ở|trú quán)")
_DEBTOR = re.compile(
    r"nguoi phai (thi hanh|tha)|\bnptha\b|\bduong su\b|\bnguoi bi thi hanh\b|\bphai tha\b"
)
#: Longer text is no heading.
MAX_HEADING = 240


def meaning(heading: str) -> Column | None:
    """What the column under `heading` holds; None if nobody knows."""
    if len(heading) > MAX_HEADING:
        return None
    text = folded(heading)
    if not text:
        return None
    if text in _OWN_HEADINGS:
        return _OWN_HEADINGS[text]
    together = _with_the_name(heading, text)
    if together is not None:
        return together
    for pattern, column in _FIRST:
        if pattern.search(text):
            return column
    for pattern, whole, parts in _GROUPS:
        if pattern.search(text):
            return _part(_NO_PART.sub(" ", text), whole, parts)
    has_address, has_name = _ADDRESS.search(text), _A_NAME.search(text)
    if has_address:
        return Column.NAME_AND_ADDRESS if has_name else Column.ADDRESS
    if has_name or _DEBTOR.search(text):
        return Column.NAME
    return Column.AGENCY if _AGENCY.search(text) else None


def _with_the_name(heading: str, text: str) -> Column | None:
    """ "Họ tên, năm sinh, địa chỉ": a name with more beside it is a name first of all."""
    if _NO_DEBTOR.search(text) or not _BESIDE_A_NAME.search(text):
        return None
    if _A_NAME.search(text):
        return Column.NAME_AND_ADDRESS if _ADDRESS.search(text) else Column.NAME
    if _DEBTOR.search(text) and _AND_ADDRESS.search(heading.lower()):
        return Column.NAME_AND_ADDRESS
    return None


def two_part_name(first: str, second: str) -> bool:
    """Whether two headings side by side are those of one name: "Họ và tên đệm", "Tên"."""
    return bool(_FORE_NAME.search(folded(first)) and _LAST_NAME.search(folded(second)))


def _part(text: str, whole: Column, parts: tuple[Column, Column, Column]) -> Column:
    """Which part of a document the column holds: one of them, or more than one together."""
    asked = tuple(
        part
        for pattern, part in zip((_A_NUMBER, _A_DATE, _A_BODY), parts, strict=True)
        if pattern.search(text)
    )
    return asked[0] if len(asked) == 1 else whole


_LEFT = re.compile(r"\bcon (lai|phai|no|thieu)\b")


def says_what_is_left(heading: str) -> bool:
    """Whether the column holds what is still owed, beside one of what was owed or paid."""
    return _LEFT.search(folded(heading[:MAX_HEADING])) is not None


#: "Ngày" or "Cơ quan" alone, right of the number of a document: the same document's.
_DAY_ALONE = re.compile(
    r"^ngay( thang)?( nam)?( ban an| ba| qd| quyet dinh| ban hanh| ra| ky| tuyen)*$"
)
_BODY_ALONE = re.compile(r"^(co quan|noi|don vi)( ra| ban hanh| xet xu| tuyen)*$")
_AFTER = {
    Column.JUDGMENT_NUMBER: (
        (_DAY_ALONE, Column.JUDGMENT_DATE),
        (_BODY_ALONE, Column.JUDGMENT_BODY),
    ),
    Column.JUDGMENT_DATE: ((_BODY_ALONE, Column.JUDGMENT_BODY),),
    Column.ENFORCEMENT_NUMBER: ((_DAY_ALONE, Column.ENFORCEMENT_DATE),),
    Column.DECISION_NUMBER: ((_DAY_ALONE, Column.DECISION_DATE),),
}


def continued(heading: str, beside: Column | None) -> Column | None:
    """What the column under `heading` holds by the column to its left; None if that says nothing."""
    text = folded(heading[:MAX_HEADING])
    return next(
        (column for pattern, column in _AFTER.get(beside, ()) if pattern.search(text)), None
    )
