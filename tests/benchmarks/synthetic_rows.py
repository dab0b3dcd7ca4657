"""Synthetic rows of the register for timing searches: names as frequent as in the country.

Nobody's data: every name is drawn from lists of common words by their known shares.
"""

from collections.abc import Iterator
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from itertools import accumulate
from thads_portal.domain.document_numbers import number_keys
from thads_portal.domain.names import search_tokens
from thads_portal.domain.names import sort_key
from thads_portal.domain.provinces import all_provinces

import hashlib
import io
import random


FAMILIES = (
    "Nguyễn 314, Trần 109, Lê 89, Phạm 59, Hoàng 36, Huỳnh 31, Vũ 24, Võ 24, Phan 28, Trương 22,"
    "Bùi 21, Đặng 19, Đỗ 19, Ngô 17, Hồ 15, Dương 14, Đinh 10, Đoàn 8, Lâm 7, Mai 6, Trịnh 6,"
    "Đào 6, Cao 6, Lý 6, Hà 5, Lương 5, Lưu 5, Thái 4, Châu 4, Phùng 3, Tô 3, Vương 3, Tạ 3,"
    "Quách 2, Triệu 2, Nông 2, Hứa 2, Vi 2, Giàng 2, Thạch 2, Sơn 1, Kiều 1, La 1, Mạc 1, Ông 1"
)
MIDDLES_MEN = (
    "Văn 420, Đức 55, Hữu 45, Minh 45, Quang 40, Thanh 40, Công 30, Đình 30, Ngọc 30, Xuân 25,"
    "Quốc 25, Hoàng 25, Anh 15, Trọng 15, Thành 15, Duy 15, Tấn 12, Bá 10, Mạnh 10, Viết 8"
)
MIDDLES_WOMEN = (
    "Thị 560, Ngọc 50, Thanh 45, Thu 40, Kim 35, Minh 25, Hồng 25, Bích 20, Mỹ 20, Phương 20,"
    "Thùy 15, Tuyết 12, Diệu 10, Hoài 10, Quỳnh 8, Bảo 8, Như 8, Cẩm 6"
)
GIVEN_MEN = (
    "Hùng 25, Tuấn 24, Dũng 23, Minh 20, Hải 20, Hưng 15, Sơn 19, Long 18, Thành 20, Nam 18, An 12,"
    "Bình 17, Cường 20, Đức 16, Hiếu 16, Hoàng 15, Huy 15, Khánh 10, Kiên 9, Lâm 9, Linh 5, Phong 11,"
    "Phúc 13, Quân 10, Quang 13, Thắng 18, Thịnh 9, Tiến 11, Toàn 10, Trung 14, Tùng 11, Việt 9, Vinh 9,"
    "Lý 3, Quý 5, Hòa 9, Hào 3, Đạt 10, Tú 8, Tài 7, Lộc 6, Nghĩa 7, Phát 5, Tâm 8, Ẩn 1, Ân 4, Anh 15"
)
GIVEN_WOMEN = (
    "Hương 24, Lan 22, Hoa 20, Hà 19, Hạnh 15, Hằng 17, Hiền 17, Hồng 15, Huệ 8, Huyền 13, Linh 16,"
    "Loan 13, Mai 15, My 6, Mỹ 3, Nga 14, Ngân 9, Ngọc 14, Nguyệt 8, Nhung 11, Phương 18, Quỳnh 8,"
    "Tâm 8, Thảo 15, Thanh 12, Thủy 17, Thúy 12, Trang 16, Tuyết 10, Vân 12, Vy 5, Yến 12, An 4, Anh 14,"
    "Dung 13, Duyên 7, Hòa 6, Liên 9, Lý 5, Oanh 8, Oánh 1, Thơm 4, Trinh 5, Xuân 7, Ánh 5"
)
COMPANY_FORMS = (
    "Công ty TNHH 40, CÔNG TY CỔ PHẦN 25, Công ty TNHH MTV 15, CTY TNHH 8, DNTN 8,"
    "Chi nhánh Công ty CP 4, Hợp tác xã 4"
)
COMPANY_WORDS = (
    "Minh 20, Phát 25, Thành 20, Đại 15, Việt 30, Nam 25, Hưng 15, Thịnh 15, An 15, Phú 20, Long 12,"
    "Xây dựng 30, Thương mại 35, Dịch vụ 30, Sản xuất 15, Vận tải 15, Hòa 10, Bình 10, Tân 12, Gia 10"
)
KINDS = (
    "civil 480, criminal 230, marriage_family 150, business_commercial 90, labour 25,"
    " administrative 15, other 8, bankruptcy 1, arbitration 1, competition 1"
)
GROUNDS = "a 950, b 20, c 30"


class Drawer:
    """Draws from "word share, word share, ..." in those shares."""

    def __init__(self, shares: str):
        pairs = [pair.strip().rsplit(" ", 1) for pair in shares.split(",")]
        self.words = [word for word, _ in pairs]
        self.limits = list(accumulate(int(share) for _, share in pairs))

    def __call__(self, chance: random.Random) -> str:
        return chance.choices(self.words, cum_weights=self.limits)[0]


_draw = {
    name: Drawer(value)
    for name, value in list(globals().items())
    if name.isupper() and isinstance(value, str)
}


def person(chance: random.Random) -> str:
    side = "MEN" if chance.random() < 0.62 else "WOMEN"
    words = [_draw["FAMILIES"](chance)]
    if chance.random() < 0.93:
        words.append(_draw[f"MIDDLES_{side}"](chance))
    if chance.random() < 0.22:
        words.append(_draw[f"GIVEN_{'MEN' if chance.random() < 0.5 else 'WOMEN'}"](chance))
    words.append(_draw[f"GIVEN_{side}"](chance))
    return " ".join(words)


def company(chance: random.Random) -> str:
    words = [_draw["COMPANY_FORMS"](chance)]
    words += [_draw["COMPANY_WORDS"](chance) for _ in range(chance.randint(2, 4))]
    return " ".join(words)


COLUMNS = (
    "number", "external_id", "province", "agency", "state", "debtor_name", "debtor_kind",
    "debtor_address", "judgment_number", "judgment_date", "judgment_body", "judgment_kind",
    "enforcement_decision_number", "enforcement_decision_date", "no_conditions_decision_number",
    "no_conditions_decision_date", "obligation", "obligation_kinds", "obligation_amount", "ground",
    "ground_text", "first_published", "number_keys", "sort_name", "name_tokens", "personal_hmac",
    "duplicate_key", "applied", "created", "changed", "revision",
)  # fmt: skip


def rows(count: int, *, seed: int = 1, start: int = 1) -> Iterator[tuple]:
    """`count` published rows in the order of COLUMNS, oldest first; the same for one seed."""
    chance = random.Random(seed)
    slugs = [province.slug for province in all_provinces()]
    limits = list(accumulate(60 if place in (0, 49) else 5 + place % 20 for place in range(63)))
    first = datetime(2016, 7, 1, tzinfo=UTC)
    for place in range(start, start + count):
        province = chance.choices(slugs, cum_weights=limits)[0]
        organisation = chance.random() < 0.06
        name = company(chance) if organisation else person(chance)
        kind = "organisation" if organisation else "individual"
        published = first + timedelta(seconds=place * 310 * 1_000_000 / max(count, 1_000_000))
        decided = (published - timedelta(days=chance.randint(1, 5))).date()
        number = f"{published.year}-{place:07d}"
        judgment = f"{chance.randint(1, 400):02d}/{decided.year - 1}/DS-ST"
        enforcement = f"{chance.randint(1, 900)}/QĐ-CCTHADS"
        decision = f"{chance.randint(1, 300)}/QĐ-CCTHADS"
        digest = hashlib.blake2b(str(place).encode(), digest_size=32).digest()
        amount = None if chance.random() < 0.1 else chance.randint(2, 20000) * 100_000
        yield (
            number, f"synthetic:{place}", province, f"{province}/chi-cuc-{chance.randint(1, 9)}",
            "published", name, kind,
            f"Thôn {chance.randint(1, 12)}, xã Tân Lập, huyện {chance.randint(1, 9)}, tỉnh {province}",
            judgment, date(decided.year - 1, 5, 6), "Tòa án nhân dân huyện", _draw["KINDS"](chance),
            enforcement, date(decided.year - 1, 9, 6), decision, decided,
            "Phải nộp án phí dân sự sơ thẩm và bồi thường thiệt hại cho người được thi hành án",
            ["court_fee", "compensation"], amount, _draw["GROUNDS"](chance), None, published,
            number_keys((number, judgment, enforcement, decision)), sort_key(name, kind),
            search_tokens(name), digest if chance.random() < 0.5 else None, digest[:16], [digest],
            published, published, 1,
        )  # fmt: skip


def copy_rows(
    cursor, made: Iterator[tuple], *, chunk: int = 20000, columns: tuple[str, ...] = COLUMNS
) -> int:
    """COPY `made` into ``thads_listing``; the number of rows written."""
    written = 0
    names = ", ".join(columns)
    while True:
        text = io.StringIO()
        here = 0
        for row in made:
            text.write("\t".join(map(_field, columns, row)) + "\n")
            here += 1
            if here == chunk:
                break
        if not here:
            return written
        text.seek(0)
        cursor.copy_expert(f"COPY thads_listing ({names}) FROM STDIN", text)
        written += here


def _field(column: str, value: object) -> str:
    if value is None:
        return r"\N"
    if column == "name_tokens":
        return " ".join(f"'{token}'" for token in value)
    if column == "applied":
        return "{" + ",".join(rf'"\\\\x{item.hex()}"' for item in value) + "}"
    if isinstance(value, bytes):
        return rf"\\x{value.hex()}"
    if isinstance(value, list):
        return "{" + ",".join(f'"{item}"' for item in value) + "}"
    return str(value).replace("\\", "\\\\") if column == "sort_name" else str(value)
