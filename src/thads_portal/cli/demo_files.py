"""The files that the demo's items have attached: PDFs in the form of State papers, Excel, Word.

Each holds what its item says, and says that it is a sample.
"""

from collections.abc import Mapping
from datetime import date
from datetime import datetime
from datetime import time
from html import unescape
from io import BytesIO
from thads_portal.domain.words import VIETNAM
from thads_portal.generator.item import Item
from thads_portal.opendata import xlsx
from thads_portal.opendata.pdf import paper
from thads_portal.opendata.pdf.letter import letter
from thads_portal.opendata.pdf.paper import Paper
from typing import Any

import re
import zipfile


_NOTE = "Tệp mẫu để chạy thử Cổng thông tin điện tử Thi hành án dân sự, không có giá trị pháp lý."
_NUMBER = "Số mẫu"
_PLACE = "Việt Nam"
_WORD = {
    "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/document.xml": '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>Tệp mẫu để chạy thử.</w:t></w:r></w:p></w:body></w:document>',
}


def sample_file(item: Item, name: str, today: date) -> bytes:
    """The file called `name` of `item`, of the kind that its ending says."""
    match name.rpartition(".")[2]:
        case "pdf":
            return _pdf(item, today)
        case "xlsx":
            return _book(item)
    return _document()


def _pdf(item: Item, today: date) -> bytes:
    fields: Mapping[str, Any] = item.fields
    issuer = str(fields.get("issuer") or fields.get("agency") or "Cục Quản lý Thi hành án dân sự")
    day = fields.get("issued") or fields.get("noticed") or today
    title = str(fields["title"])
    over = "Bộ Tư pháp" if issuer.startswith(("Bộ", "Cục Quản lý")) else "Cục Quản lý THADS"
    sheet = Paper(
        title=title, code="", check=_NOTE, made=datetime.combine(day, time(8), tzinfo=VIETNAM)
    )
    texts = [unescape(re.sub(r"<[^>]+>", "", each)) for each in item.text.split("</p>")]
    return letter(
        sheet,
        title=_kind_of(item),
        subtitle=title,
        paragraphs=[*(each for each in texts if each.strip()), _NOTE],
        head=paper.head(
            over=over,
            agency=issuer,
            number=str(fields.get("number") or _NUMBER),
            place=_PLACE,
            day=day,
        ),
        signature=paper.signature(
            left=["Nơi nhận:", "- Như trên;", "- Lưu: VT (mẫu)."],
            title="Thủ trưởng cơ quan",
            name="Nguyễn Văn Mẫu",
        ),
    )


_KINDS = {
    "directive": "CHỈ THỊ",
    "circular": "THÔNG TƯ",
    "official_letter": "CÔNG VĂN",
    "plan": "KẾ HOẠCH",
    "decision": "QUYẾT ĐỊNH",
    "guideline": "HƯỚNG DẪN",
}


def _kind_of(item: Item) -> str:
    return _KINDS.get(str(item.fields.get("kind")), "THÔNG BÁO")


def _book(item: Item) -> bytes:
    out = BytesIO()
    rows = [
        [nth, f"Phần việc {nth} (mẫu)", f"Phòng Nghiệp vụ {1 + nth % 3}", f"Tháng {nth}"]
        for nth in range(1, 13)
    ]
    header = ["STT", "Nội dung", "Đơn vị thực hiện", "Thời hạn"]
    title = str(item.fields["title"])[:31].replace("/", "-")
    xlsx.write(out, rows, header, title=title, notes=[_NOTE], widths=[8, 40, 28, 16])
    return out.getvalue()


def _document() -> bytes:
    body = BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        for part, text in _WORD.items():
            archive.writestr(zipfile.ZipInfo(part), text)
    return body.getvalue()
