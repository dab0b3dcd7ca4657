"""A listing as an editor types it into the form."""

ROW = {
    "debtor_name": "Bế Văn Nhập",
    "debtor_kind": "individual",
    "debtor_address": "Xóm 2, xã Mẫu, tỉnh Cao Bằng",
    "judgment_number": "31/2023/DS-ST",
    "judgment_date": "05/03/2023",
    "judgment_body": "Tòa án nhân dân tỉnh Cao Bằng",
    "judgment_kind": "civil",
    "agency": "cao-bang/cuc",
    "enforcement_decision_number": "88/QĐ-CTHADS",
    "enforcement_decision_date": "10-6-2023",
    "no_conditions_decision_number": "90/QĐ-CTHADS",
    "no_conditions_decision_date": "20/11/2026",
    "signed_by": "Hoàng Thị Mẫu",
    "obligation": "Trả nợ 5.000.000 đồng",
    "obligation_kinds": "debt",
    "obligation_amount": "5.000.000",
    "ground": "a",
}
