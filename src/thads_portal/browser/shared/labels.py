"""What filters, sorts and match levels are called on the results page."""

from thads_portal.browser.shared.values import whole_number
from thads_portal.domain.codes import DebtorKind
from thads_portal.domain.codes import GroundScheme
from thads_portal.domain.codes import JudgmentKind
from thads_portal.domain.codes import label
from thads_portal.domain.name_match import Level
from thads_portal.domain.provinces import by_slug
from thads_portal.domain.provinces import find_2025
from thads_portal.i18n import _
from thads_portal.register.facets import ground_label
from thads_portal.register.query import Sort
from thads_portal.services.items import agency_name


MATCHES = {
    Level.EXACT: _("match_exact", default="Đúng tên"),
    Level.TONES: _("match_tones", default="Khác dấu thanh"),
    Level.MARKS: _("match_marks", default="Khác dấu"),
    Level.CONTAINS: _("match_contains", default="Có chứa"),
    Level.CLOSE: _("match_close", default="Gần giống"),
}
SORTS = {
    Sort.RELEVANCE: _("sort_relevance", default="Khớp nhất"),
    Sort.NEWEST: _("sort_newest", default="Mới nhất"),
    Sort.NAME: _("sort_name", default="Theo tên"),
}
FILTERS = {
    "province": _("filter_province", default="Tỉnh, thành phố"),
    "province_2025": _("filter_province_2025", default="Tỉnh, thành phố mới (từ 01/07/2025)"),
    "agency": _("filter_agency", default="Cơ quan thi hành án"),
    "debtor_kind": _("filter_debtor_kind", default="Loại đối tượng"),
    "judgment_kind": _("filter_judgment_kind", default="Loại bản án, quyết định"),
    "ground": _("filter_ground", default="Lý do chưa có điều kiện"),
    "ground_scheme": _("filter_ground_scheme", default="Luật của lý do"),
    "year": _("filter_year", default="Năm của quyết định"),
    "amount_min": _("filter_amount_min", default="Số tiền từ"),
    "amount_max": _("filter_amount_max", default="Số tiền đến"),
    "number": _("filter_number", default="Số công khai, bản án hoặc quyết định"),
    "sort": _("filter_sort", default="Sắp xếp"),
    "b_size": _("filter_size", default="Số kết quả mỗi trang"),
    "b_start": _("filter_start", default="Vị trí trang"),
    "whole": _("filter_whole", default="Chỉ đúng cả tên"),
    "exact": _("filter_exact", default="Đúng từng dấu"),
    "as_typed": _("filter_as_typed", default="Đúng như đã gõ"),
    "initials": _("filter_initials", default="Đọc là chữ viết tắt"),
    "close": _("filter_close", default="Chỉ tên gần giống"),
    "after": _("filter_after", default="Vị trí trang"),
    "q": _("search_name", default="Họ tên hoặc tên tổ chức"),
}
#: The formats that results are offered in.
TAKEAWAY = {
    "xlsx": _("takeaway_xlsx", default="Tải tệp Excel"),
    "pdf": _("takeaway_pdf", default="Bản in PDF"),
    "csv": _("takeaway_csv", default="Tải tệp CSV"),
    "json": _("search_as_data", default="Kết quả này dạng JSON"),
    "ndjson": _("takeaway_ndjson", default="Tải tệp NDJSON, mỗi dòng một mục"),
    "atom": _("takeaway_atom", default="Báo khi có kết quả mới: nguồn tin Atom cho trình đọc tin"),
    "feed.json": _("takeaway_jsonfeed", default="Báo khi có kết quả mới: nguồn tin dạng JSON Feed"),
}
#: Those that the head of the page names for feed readers and programs.
ALTERNATES = {
    "atom": "Atom",
    "feed.json": "JSON Feed",
    "json": "JSON",
    "csv": "CSV",
    "ndjson": "NDJSON",
}
_CODES = {
    "debtor_kind": DebtorKind,
    "judgment_kind": JudgmentKind,
    "ground_scheme": GroundScheme,
}


def value_label(page, field: str, value: str) -> str:
    """What a person reads for `value` of the filter `field`, in the language of `page`."""
    if field in _CODES and value in list(_CODES[field]):
        return label(_CODES[field](value), page.language)
    if field == "ground":
        return ground_label(value, page.language, short=True)
    if field == "province":
        province = by_slug(value)
        return province.name if province else value
    if field == "province_2025":
        province = find_2025(value)
        return province.successor_official_name if province else value
    if field == "agency":
        return agency_name(value)
    if field in ("amount_min", "amount_max") and (amount := whole_number(value)) is not None:
        return page.money(amount)
    return value
