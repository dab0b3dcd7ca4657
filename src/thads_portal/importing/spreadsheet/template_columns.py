"""The columns of the template, what each holds of a listing, and the rows of its example."""

from collections.abc import Iterator
from dataclasses import dataclass
from thads_portal.domain.field_shapes import Audience
from thads_portal.domain.field_shapes import ExcelColumn
from thads_portal.domain.field_shapes import heading_of
from thads_portal.domain.field_shapes import Kind
from thads_portal.domain.field_shapes import ListingField
from thads_portal.domain.listing_fields import LISTING_TABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateColumn:
    """`field` is what it holds of a listing; `body` the format of its cells."""

    field: str
    heading: str
    width: int
    note: str = ""
    needed: bool = False
    body: str = "plain"
    restricted: bool = False


_BODIES = {Kind.DATE: "day", Kind.BIRTH: "day", Kind.AMOUNT: "money"}
#: The agency stands behind whoever signed its decision.
_AGENCY_AFTER = "signed_by"
_AGENCY = TemplateColumn(
    field="agency", heading="Cơ quan thi hành án", width=34, note="Chọn trong danh mục."
)


def _column(field: ListingField, told: ExcelColumn) -> TemplateColumn:
    return TemplateColumn(
        field=field.name,
        heading=heading_of(field),
        width=told.width,
        note=told.note,
        needed=field.required and not told.guessed,
        body=_BODIES.get(field.kind, "plain"),
        restricted=field.audience is Audience.RESTRICTED,
    )


def _columns() -> Iterator[TemplateColumn]:
    yield TemplateColumn(field="", heading="STT", width=6)
    for field in LISTING_TABLE:
        if field.column is not None:
            yield _column(field, field.column)
        if field.name == _AGENCY_AFTER:
            yield _AGENCY


COLUMNS = tuple(_columns())
PLACES = {column.field: place for place, column in enumerate(COLUMNS)}
EXAMPLE_ROWS = (
    {
        "debtor_name": "Nguyễn Văn Mẫu (tức Ba Mẫu)",
        "debtor_kind": "individual",
        "debtor_address": "Thôn Ví Dụ, xã Mẫu, huyện Mẫu",
        "judgment_number": "15/2024/DS-ST",
        "judgment_date": "2024-03-05",
        "judgment_body": "TAND huyện Mẫu",
        "judgment_kind": "civil",
        "enforcement_decision_number": "210/QĐ-CCTHADS",
        "enforcement_decision_date": "2024-06-10",
        "no_conditions_decision_number": "12/QĐ-CCTHADS",
        "no_conditions_decision_date": "2025-11-20",
        "signed_by": "Trần Thị Ký",
        "obligation": "Trả nợ số tiền 12.500.000 đồng",
        "obligation_kinds": ["debt"],
        "obligation_amount": 12_500_000,
        "ground": "a",
        "ground_text": "Không có tài sản, không có thu nhập",
        "personal_id": "001000000000",
        "date_of_birth": "1979-04-02",
    },
    {
        "debtor_name": "Công ty TNHH Ví Dụ",
        "debtor_kind": "organisation",
        "debtor_address": "Số 1 đường Mẫu, thành phố Mẫu",
        "judgment_number": "03/2023/KDTM-ST",
        "judgment_date": "2023-09-12",
        "judgment_body": "TAND tỉnh Mẫu",
        "judgment_kind": "business_commercial",
        "enforcement_decision_number": "99/QĐ-CTHADS",
        "enforcement_decision_date": "2024-01-08",
        "no_conditions_decision_number": "07/QĐ-CTHADS",
        "no_conditions_decision_date": "2025-11-20",
        "signed_by": "Trần Thị Ký",
        "obligation": "Thanh toán tiền hàng 250.000.000 đồng",
        "obligation_kinds": ["debt"],
        "obligation_amount": 250_000_000,
        "ground": "c",
        "ground_text": "Chưa xác định được địa chỉ trụ sở",
        "personal_id": "0100000000",
    },
)
