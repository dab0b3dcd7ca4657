"""Restricted values that a listing of a test holds, and the texts by which they would be known."""

import datetime


SECRETS = {
    "personal_id": "004079000123",
    "date_of_birth": datetime.date(1979, 4, 2),
    "creditor": "Lý Thị Được",
    "enforcement_officer": "Hà Văn Chấp",
    "case_number": "HS-2026-77",
}
SECRET_TEXTS = ("004079000123", "1979", "Lý Thị Được", "Hà Văn Chấp", "HS-2026-77")
