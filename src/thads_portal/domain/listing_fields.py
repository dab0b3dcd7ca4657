"""The one declaration of a listing's fields; whatever handles a listing derives from it.

The schema of the content type, the checks of the feed and of forms, the register's columns,
change notes, Excel, open data and papers read this table. A field that is declared public here
is published: by pages, files and feeds that are copied for ever. A field that a consumer leaves
out says so in its ``places``.

Adding a field: a row here; for a public one a migration that adds its column to
``thads_listing`` and a run of ``scripts/messages.py``. Where the field shall stand on a page of
its own making, that page's template.
"""

from collections.abc import Iterable
from thads_portal.domain import codes
from thads_portal.domain.field_shapes import Audience
from thads_portal.domain.field_shapes import ExcelColumn
from thads_portal.domain.field_shapes import Group
from thads_portal.domain.field_shapes import Kind
from thads_portal.domain.field_shapes import ListingField
from thads_portal.domain.field_shapes import Place


_KEPT_BACK = "Thông tin hạn chế, không công khai."
_ALL = frozenset(Place)
_FILES = frozenset({Place.OPEN_DATA})
_PRINTED = frozenset({Place.OPEN_DATA, Place.PAPER})

LISTING_TABLE: tuple[ListingField, ...] = (
    ListingField(
        name="debtor_name",
        audience=Audience.PUBLIC,
        kind=Kind.LINE,
        group=Group.DEBTOR,
        label=("Tên người phải thi hành án", "Name of the judgment debtor"),
        term="tên người phải thi hành án",
        title=("Người phải thi hành án", "Judgment debtor"),
        longest=255,
        places=_ALL,
        column=ExcelColumn(
            width=30,
            heading="Họ và tên người phải thi hành án",
            note="Ghi đúng như quyết định. Tên gọi khác ghi trong ngoặc: (tức ...).",
        ),
    ),
    ListingField(
        name="debtor_kind",
        audience=Audience.PUBLIC,
        kind=Kind.CODE,
        group=Group.DEBTOR,
        label=("Loại đối tượng", "Kind of debtor"),
        term="loại đối tượng",
        title=("Loại đối tượng (mã)", "Kind of debtor (code)"),
        code_list=codes.DebtorKind,
        places=frozenset({Place.OPEN_DATA, Place.RESULT}),
        radios=True,
        column=ExcelColumn(width=16, note="Chọn Cá nhân hoặc Cơ quan, tổ chức.", guessed=True),
    ),
    ListingField(
        name="debtor_address",
        audience=Audience.PUBLIC,
        kind=Kind.LINE,
        group=Group.DEBTOR,
        label=("Địa chỉ", "Address"),
        term="địa chỉ",
        title=("Địa chỉ", "Address of the debtor"),
        longest=500,
        places=_ALL,
        rows=2,
        column=ExcelColumn(width=40, note="Địa chỉ được công khai. Không ghi số CCCD ở đây."),
    ),
    ListingField(
        name="judgment_number",
        audience=Audience.PUBLIC,
        kind=Kind.LINE,
        group=Group.JUDGMENT,
        label=("Số bản án, quyết định", "Number of the judgment or decision"),
        term="số bản án, quyết định",
        title=("Số bản án, quyết định", "Number of the judgment"),
        longest=100,
        places=_ALL,
        column=ExcelColumn(width=20, note="Ví dụ 15/2024/DS-ST."),
    ),
    ListingField(
        name="judgment_date",
        audience=Audience.PUBLIC,
        kind=Kind.DATE,
        group=Group.JUDGMENT,
        label=("Ngày bản án, quyết định", "Date of the judgment or decision"),
        term="ngày bản án, quyết định",
        title=("Ngày bản án, quyết định", "Date of the judgment"),
        places=_ALL,
        column=ExcelColumn(width=14, note="Ngày/tháng/năm, ví dụ 05/03/2024."),
    ),
    ListingField(
        name="judgment_body",
        audience=Audience.PUBLIC,
        kind=Kind.LINE,
        group=Group.JUDGMENT,
        label=("Cơ quan ra bản án, quyết định", "Body that gave the judgment or decision"),
        term="cơ quan ra bản án, quyết định",
        title=("Cơ quan ra bản án, quyết định", "Body that gave the judgment"),
        longest=255,
        places=_PRINTED,
        column=ExcelColumn(width=30, note="Ví dụ TAND huyện Hòa An."),
    ),
    ListingField(
        name="judgment_kind",
        audience=Audience.PUBLIC,
        kind=Kind.CODE,
        group=Group.JUDGMENT,
        label=("Loại bản án, quyết định", "Kind of judgment or decision"),
        term="loại bản án, quyết định",
        title=("Loại bản án, quyết định (mã)", "Kind of judgment (code)"),
        code_list=codes.JudgmentKind,
        places=_FILES,
        column=ExcelColumn(width=22, note="Chọn trong danh mục.", guessed=True),
    ),
    ListingField(
        name="enforcement_decision_number",
        audience=Audience.PUBLIC,
        kind=Kind.LINE,
        group=Group.DECISIONS,
        label=("Số quyết định thi hành án", "Number of the enforcement decision"),
        term="số quyết định thi hành án",
        title=("Số quyết định thi hành án", "Number of the enforcement decision"),
        longest=100,
        places=_PRINTED,
        column=ExcelColumn(width=20, note="Ví dụ 210/QĐ-CCTHADS."),
    ),
    ListingField(
        name="enforcement_decision_date",
        audience=Audience.PUBLIC,
        kind=Kind.DATE,
        group=Group.DECISIONS,
        label=("Ngày quyết định thi hành án", "Date of the enforcement decision"),
        term="ngày quyết định thi hành án",
        title=("Ngày quyết định thi hành án", "Date of the enforcement decision"),
        places=_PRINTED,
        column=ExcelColumn(width=14, note="Ngày/tháng/năm."),
    ),
    ListingField(
        name="no_conditions_decision_number",
        audience=Audience.PUBLIC,
        kind=Kind.LINE,
        group=Group.DECISIONS,
        label=(
            "Số quyết định về việc chưa có điều kiện thi hành án",
            "Number of the decision that conditions are lacking",
        ),
        term="số quyết định về việc chưa có điều kiện thi hành án",
        title=(
            "Số quyết định về việc chưa có điều kiện thi hành án",
            "Number of the no-conditions decision",
        ),
        longest=100,
        places=_ALL,
        column=ExcelColumn(width=20, note="Ví dụ 12/QĐ-CCTHADS."),
    ),
    ListingField(
        name="no_conditions_decision_date",
        audience=Audience.PUBLIC,
        kind=Kind.DATE,
        group=Group.DECISIONS,
        label=(
            "Ngày quyết định về việc chưa có điều kiện thi hành án",
            "Date of the decision that conditions are lacking",
        ),
        term="ngày quyết định về việc chưa có điều kiện thi hành án",
        title=(
            "Ngày quyết định về việc chưa có điều kiện thi hành án",
            "Date of the no-conditions decision",
        ),
        places=_ALL,
        column=ExcelColumn(width=14, note="Ngày/tháng/năm."),
    ),
    ListingField(
        name="signed_by",
        audience=Audience.STAFF,
        kind=Kind.LINE,
        group=Group.DECISIONS,
        label=("Người ký quyết định", "Signatory of the decision"),
        longest=255,
        column=ExcelColumn(width=22, note="Họ tên người ký quyết định chưa có điều kiện."),
    ),
    ListingField(
        name="obligation",
        audience=Audience.PUBLIC,
        kind=Kind.TEXT,
        group=Group.OBLIGATION,
        label=(
            "Nghĩa vụ chưa có điều kiện thi hành",
            "Obligation lacking conditions for enforcement",
        ),
        term="nghĩa vụ thi hành án",
        title=("Nghĩa vụ chưa có điều kiện thi hành", "Obligation lacking conditions"),
        longest=4000,
        places=_ALL,
        rows=4,
        column=ExcelColumn(
            width=44, note="Không ghi tên người chưa thành niên; có thể viết tắt, ví dụ cháu N.V.B."
        ),
    ),
    ListingField(
        name="obligation_kinds",
        audience=Audience.PUBLIC,
        kind=Kind.CODES,
        group=Group.OBLIGATION,
        label=("Loại nghĩa vụ", "Kind of obligation"),
        term="loại nghĩa vụ",
        title=("Loại nghĩa vụ (mã)", "Kinds of obligation (codes)"),
        code_list=codes.ObligationKind,
        places=_FILES,
        column=ExcelColumn(
            width=24,
            note="Có thể để trống: hệ thống nhận ra từ nghĩa vụ. Nhiều loại cách nhau bằng dấu chấm phẩy.",
            guessed=True,
        ),
    ),
    ListingField(
        name="obligation_amount",
        audience=Audience.PUBLIC,
        kind=Kind.AMOUNT,
        group=Group.OBLIGATION,
        label=("Số tiền (đồng)", "Amount (VND)"),
        term="số tiền",
        title=("Số tiền (đồng)", "Amount (VND)"),
        required=False,
        places=frozenset({Place.OPEN_DATA, Place.RESULT}),
        column=ExcelColumn(
            width=16, note="Chỉ ghi số; để trống nếu nghĩa vụ không tính bằng tiền."
        ),
    ),
    ListingField(
        name="ground",
        audience=Audience.PUBLIC,
        kind=Kind.CODE,
        group=Group.OBLIGATION,
        label=("Căn cứ", "Ground"),
        term="căn cứ",
        title=("Căn cứ (mã)", "Ground (code)"),
        code_list=codes.Ground,
        places=_ALL,
        radios=True,
        column=ExcelColumn(
            width=10,
            heading="Căn cứ (a, b, c)",
            note="Điểm a, b hoặc c khoản 1; xem trang Hướng dẫn.",
        ),
    ),
    ListingField(
        name="ground_scheme",
        audience=Audience.PUBLIC,
        kind=Kind.CODE,
        group=Group.OBLIGATION,
        label=("Danh mục căn cứ", "List of the ground"),
        term="căn cứ",
        title=("Luật của căn cứ (mã)", "Law of the ground (code)"),
        required=False,
        code_list=codes.GroundScheme,
        places=_ALL,
        derived=True,
        stored_before=codes.GroundScheme.ART_44A.value,
    ),
    ListingField(
        name="ground_text",
        audience=Audience.PUBLIC,
        kind=Kind.TEXT,
        group=Group.OBLIGATION,
        label=(
            "Lý do chưa có điều kiện thi hành án",
            "Why conditions for enforcement are lacking",
        ),
        term="lý do chưa có điều kiện thi hành án",
        title=("Lý do chưa có điều kiện thi hành án", "Reason in words"),
        required=False,
        longest=2000,
        places=_PRINTED,
        rows=3,
        column=ExcelColumn(width=36, heading="Lý do", note="Ghi ngắn gọn."),
    ),
    ListingField(
        name="personal_id",
        audience=Audience.RESTRICTED,
        kind=Kind.PERSONAL_NUMBER,
        group=Group.RESTRICTED,
        label=(
            "Số định danh cá nhân hoặc mã số doanh nghiệp",
            "Personal number or enterprise code",
        ),
        required=False,
        column=ExcelColumn(width=20, heading="Số CCCD hoặc mã số doanh nghiệp", note=_KEPT_BACK),
    ),
    ListingField(
        name="date_of_birth",
        audience=Audience.RESTRICTED,
        kind=Kind.BIRTH,
        group=Group.RESTRICTED,
        label=("Ngày sinh", "Date of birth"),
        required=False,
        column=ExcelColumn(width=14, note=_KEPT_BACK),
    ),
    ListingField(
        name="creditor",
        audience=Audience.RESTRICTED,
        kind=Kind.LINE,
        group=Group.RESTRICTED,
        label=("Người được thi hành án", "Judgment creditor"),
        required=False,
        longest=500,
        column=ExcelColumn(width=28, note=_KEPT_BACK),
    ),
    ListingField(
        name="enforcement_officer",
        audience=Audience.RESTRICTED,
        kind=Kind.LINE,
        group=Group.RESTRICTED,
        label=("Chấp hành viên", "Enforcement officer"),
        required=False,
        longest=255,
        column=ExcelColumn(width=22, note=_KEPT_BACK),
    ),
    ListingField(
        name="case_number",
        audience=Audience.RESTRICTED,
        kind=Kind.LINE,
        group=Group.RESTRICTED,
        label=("Số hồ sơ thi hành án", "Case file number"),
        required=False,
        longest=100,
        column=ExcelColumn(width=16, heading="Số hồ sơ", note=_KEPT_BACK),
    ),
)
BY_NAME = {field.name: field for field in LISTING_TABLE}
#: field -> what a listing has that was stored before the field was declared
STORED_BEFORE = {
    field.name: field.stored_before for field in LISTING_TABLE if field.stored_before is not None
}


def names_of(
    *,
    audience: Audience | None = None,
    kinds: Iterable[Kind] | None = None,
    place: Place | None = None,
    group: Group | None = None,
    given: bool = False,
) -> tuple[str, ...]:
    """Names of the fields to which all of this applies, in the order of the table.

    `given`: only those that somebody gives, not what follows from others.
    """
    wanted = frozenset(kinds) if kinds is not None else None
    return tuple(
        field.name
        for field in LISTING_TABLE
        if (audience is None or field.audience is audience)
        and (wanted is None or field.kind in wanted)
        and (place is None or place in field.places)
        and (group is None or field.group is group)
        and not (given and field.derived)
    )
