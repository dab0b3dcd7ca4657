"""The columns of the template, what each holds of a listing, and the rows of its example."""

from dataclasses import dataclass


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


COLUMNS = (
    TemplateColumn(field="", heading="STT", width=6),
    TemplateColumn(
        field="debtor_name",
        heading="Họ và tên người phải thi hành án",
        width=30,
        note="Ghi đúng như quyết định. Tên gọi khác ghi trong ngoặc: (tức ...).",
        needed=True,
    ),
    TemplateColumn(
        field="debtor_kind",
        heading="Loại đối tượng",
        width=16,
        note="Chọn Cá nhân hoặc Cơ quan, tổ chức.",
    ),
    TemplateColumn(
        field="debtor_address",
        heading="Địa chỉ",
        width=40,
        note="Địa chỉ được công khai. Không ghi số CCCD ở đây.",
        needed=True,
    ),
    TemplateColumn(
        field="judgment_number",
        heading="Số bản án, quyết định",
        width=20,
        note="Ví dụ 15/2024/DS-ST.",
        needed=True,
    ),
    TemplateColumn(
        field="judgment_date",
        heading="Ngày bản án, quyết định",
        width=14,
        note="Ngày/tháng/năm, ví dụ 05/03/2024.",
        needed=True,
        body="day",
    ),
    TemplateColumn(
        field="judgment_body",
        heading="Cơ quan ra bản án, quyết định",
        width=30,
        note="Ví dụ TAND huyện Hòa An.",
        needed=True,
    ),
    TemplateColumn(
        field="judgment_kind",
        heading="Loại bản án, quyết định",
        width=22,
        note="Chọn trong danh mục.",
    ),
    TemplateColumn(
        field="enforcement_decision_number",
        heading="Số quyết định thi hành án",
        width=20,
        note="Ví dụ 210/QĐ-CCTHADS.",
        needed=True,
    ),
    TemplateColumn(
        field="enforcement_decision_date",
        heading="Ngày quyết định thi hành án",
        width=14,
        note="Ngày/tháng/năm.",
        needed=True,
        body="day",
    ),
    TemplateColumn(
        field="no_conditions_decision_number",
        heading="Số quyết định về việc chưa có điều kiện thi hành án",
        width=20,
        note="Ví dụ 12/QĐ-CCTHADS.",
        needed=True,
    ),
    TemplateColumn(
        field="no_conditions_decision_date",
        heading="Ngày quyết định về việc chưa có điều kiện thi hành án",
        width=14,
        note="Ngày/tháng/năm.",
        needed=True,
        body="day",
    ),
    TemplateColumn(
        field="signed_by",
        heading="Người ký quyết định",
        width=22,
        note="Họ tên người ký quyết định chưa có điều kiện.",
        needed=True,
    ),
    TemplateColumn(
        field="agency",
        heading="Cơ quan thi hành án",
        width=34,
        note="Chọn trong danh mục.",
    ),
    TemplateColumn(
        field="obligation",
        heading="Nghĩa vụ chưa có điều kiện thi hành",
        width=44,
        note="Không ghi tên người chưa thành niên; có thể viết tắt, ví dụ cháu N.V.B.",
        needed=True,
    ),
    TemplateColumn(
        field="obligation_kinds",
        heading="Loại nghĩa vụ",
        width=24,
        note="Có thể để trống: hệ thống nhận ra từ nghĩa vụ. Nhiều loại cách nhau bằng dấu chấm phẩy.",
    ),
    TemplateColumn(
        field="obligation_amount",
        heading="Số tiền (đồng)",
        width=16,
        note="Chỉ ghi số; để trống nếu nghĩa vụ không tính bằng tiền.",
        body="money",
    ),
    TemplateColumn(
        field="ground",
        heading="Căn cứ (a, b, c)",
        width=10,
        note="Điểm a, b hoặc c khoản 1; xem trang Hướng dẫn.",
        needed=True,
    ),
    TemplateColumn(field="ground_text", heading="Lý do", width=36, note="Ghi ngắn gọn."),
    *(
        TemplateColumn(
            field=field,
            heading=heading,
            width=width,
            note="Thông tin hạn chế, không công khai.",
            body=body,
            restricted=True,
        )
        for field, heading, width, body in (
            ("personal_id", "Số CCCD hoặc mã số doanh nghiệp", 20, "plain"),
            ("date_of_birth", "Ngày sinh", 14, "day"),
            ("creditor", "Người được thi hành án", 28, "plain"),
            ("enforcement_officer", "Chấp hành viên", 22, "plain"),
            ("case_number", "Số hồ sơ", 16, "plain"),
        )
    ),
)
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
