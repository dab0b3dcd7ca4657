"""Lists of known content written out in the layouts that offices use, for tests of reading.

A list is known as `Debtor` items; a layout makes a `Book` of them, as a reader of files would
give it. Names, places and wordings are synthetic.
"""

from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from hypothesis import strategies as st
from thads_portal.importing.spreadsheet.cells import Book
from thads_portal.importing.spreadsheet.cells import Cell
from thads_portal.importing.spreadsheet.cells import Merge
from thads_portal.importing.spreadsheet.cells import Row
from thads_portal.importing.spreadsheet.cells import Sheet


FAMILIES = (
    "Nông",
    "Lý",
    "Hoàng",
    "Nguyễn",
    "Bế",
    "Đàm",
    "Triệu",
    "Trần",
    "Phạm",
    "Tống",
    "Cao",
    "Vi",
)
MIDDLES = ("Văn", "Thị", "Đình", "Mùi", "Ngọc", "Quốc", "A", "Thị Thu", "Đức")
GIVEN = ("Thuận", "Mến", "Khải", "Hòa", "Páo", "Dung", "Chài", "Lan", "Ánh", "Xuân", "Sùng", "Hai")
HAMLETS = (
    "xóm Nà Rị",
    "tổ 4",
    "thôn 7",
    "bản Giài",
    "xóm Khau Lỷ",
    "khối phố 3",
    "số 12 đường Kim Đồng",
)
COMMUNES = ("xã Nam Tuấn", "xã Đức Long", "thị trấn Nước Hai", "phường Sông Hiến", "xã Dân Chủ")
DISTRICTS = ("huyện Hòa An", "huyện Bảo Lạc", "thành phố Cao Bằng", "huyện Hạ Lang")
KINDS = ("DS-ST", "HS-ST", "HNGĐ-ST", "KDTM-PT", "QĐST-HNGĐ", "QĐST-DS")
OBLIGATIONS = (
    "Án phí dân sự sơ thẩm",
    "Trả nợ Ngân hàng Chính sách xã hội",
    "Bồi thường thiệt hại về sức khỏe",
    "Phạt tiền sung công quỹ",
    "Truy thu sung quỹ nhà nước",
)
REASONS = ("Không có tài sản để thi hành", "Không có thu nhập", "Thu nhập chỉ đủ sống tối thiểu")


@dataclass(frozen=True)
class Debtor:
    name: str
    address: str
    number: str
    day: date
    court: str
    enforcement: str
    enforced: date
    decision: str
    decided: date
    obligations: tuple[tuple[str, int], ...]
    reason: str

    @property
    def amount(self):
        return sum(amount for _text, amount in self.obligations)

    def fields(self):
        """What must be published of it."""
        return {
            "debtor_name": self.name,
            "debtor_address": self.address,
            "judgment_number": self.number,
            "judgment_date": self.day.isoformat(),
            "judgment_body": self.court,
            "enforcement_decision_number": self.enforcement,
            "enforcement_decision_date": self.enforced.isoformat(),
            "no_conditions_decision_number": self.decision,
            "no_conditions_decision_date": self.decided.isoformat(),
            "obligation_amount": self.amount,
            "ground_text": self.reason,
        }


def _days(first, last):
    return st.dates(min_value=first, max_value=last)


NAMES = st.builds(
    lambda *parts: " ".join(parts),
    st.sampled_from(FAMILIES),
    st.sampled_from(MIDDLES),
    st.sampled_from(GIVEN),
)
ADDRESSES = st.builds(
    lambda *parts: ", ".join(parts),
    st.sampled_from(HAMLETS),
    st.sampled_from(COMMUNES),
    st.sampled_from(DISTRICTS),
)
SUMS = st.integers(min_value=2, max_value=40_000).map(lambda thousands: thousands * 100_000)


@st.composite
def debtors(draw, *, most=6, obligations=1):
    """Different people under different decisions."""
    count = draw(st.integers(min_value=1, max_value=most))
    made = []
    for place in range(count):
        day = draw(_days(date(2015, 1, 1), date(2024, 12, 31)))
        many = draw(st.integers(min_value=1, max_value=obligations))
        texts = draw(st.permutations(OBLIGATIONS))[:many]
        made.append(
            Debtor(
                name=draw(NAMES),
                address=draw(ADDRESSES),
                number=f"{draw(st.integers(1, 400)):02d}/{day.year}/{draw(st.sampled_from(KINDS))}",
                day=day,
                court=f"TAND {draw(st.sampled_from(DISTRICTS))}",
                enforcement=f"{100 + place}/QĐ-CCTHADS",
                enforced=draw(_days(date(2025, 1, 1), date(2025, 12, 31))),
                decision=f"{200 + place}/QĐ-CCTHADS",
                decided=draw(_days(date(2026, 7, 2), date(2026, 11, 20))),
                obligations=tuple((text, draw(SUMS)) for text in texts),
                reason=draw(st.sampled_from(REASONS)),
            )
        )
    return made


# Writings


def day_in_words(day, style):
    return {
        0: f"{day:%d/%m/%Y}",
        1: f"{day.day}/{day.month}/{day.year}",
        2: f"{day:%d.%m.%Y}",
        3: f"ngày {day.day} tháng {day.month} năm {day.year}",
        4: f"{day:%d-%m-%Y}",
    }[style]


def amount_in_words(amount, style):
    dotted = f"{amount:,}".replace(",", ".")
    millions = amount / 10**6
    shown = f"{millions:.1f}".rstrip("0").rstrip(".").replace(".", ",")
    short = f"{amount // 10**6}tr{amount % 10**6 // 10**5}" if amount >= 10**6 else f"{dotted}đ"
    return {
        0: dotted,
        1: f"{dotted}đ",
        2: f"{dotted} đồng",
        3: f"{amount:,}.00",
        4: f"{shown} triệu",
        5: short,
        6: f"{dotted} đồng (bằng chữ: … đồng)",
        7: amount,
        8: f"{dotted}.đ",
        9: f"{dotted} VNĐ",
    }[style]


def judgment_in_words(debtor, style):
    day = day_in_words(debtor.day, 1)
    return {
        0: f"Bản án số {debtor.number} ngày {day} của {debtor.court}",
        1: f"{debtor.number}; {day}; {debtor.court}",
        2: f"{debtor.number}, ngày {day}, {debtor.court}",
        3: f"{debtor.court}, số {debtor.number} ngày {day}",
        4: f"Số {debtor.number}\nngày {day}\n{debtor.court}",
        5: f"BA số {debtor.number} ({day}) {debtor.court}",
        6: f"QĐ số {debtor.number} {day_in_words(debtor.day, 3)} của {debtor.court}",
        7: f"{debtor.number} - {day} - {debtor.court}",
    }[style]


def decision_in_words(number, day, style):
    return {
        0: f"{number} ngày {day:%d/%m/%Y}",
        1: f"Số {number}, {day.day}/{day.month}/{day.year}",
        2: f"QĐ số {number} ngày {day_in_words(day, 3).removeprefix('ngày ')}",
        3: f"{number}\n{day:%d.%m.%Y}",
        4: f"{number}; {day:%d/%m/%Y}",
    }[style]


# Sheets


def cell(value):
    text = f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)
    if isinstance(value, int):
        text = f"{value:,}".replace(",", ".")
    return Cell(value, text=text, live=text)


def book(rows, merges=(), hidden=()):
    """`rows`: lists of values by row number from 1, None for a blank cell."""
    made = [
        Row(
            number,
            {column: cell(value) for column, value in enumerate(values) if value not in (None, "")},
            number in hidden,
        )
        for number, values in enumerate(rows, 1)
        if any(value not in (None, "") for value in values)
    ]
    return Book("xlsx", [Sheet("DS", made, [Merge(*merge) for merge in merges])])


HEADING = (
    "STT",
    "Họ và tên người phải THA",
    "Địa chỉ",
    "Bản án, quyết định (số, ngày, cơ quan)",
    "QĐ thi hành án (số, ngày)",
    "Nội dung nghĩa vụ",
    "Số tiền (đồng)",
    "QĐ chưa có điều kiện (số, ngày)",
    "Lý do",
)
TITLES = (
    ["CỤC THADS TỈNH CAO BẰNG", None, None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["CHI CỤC THADS HUYỆN HÒA AN", None, None, None, "Độc lập - Tự do - Hạnh phúc"],
    [],
    ["DANH SÁCH NGƯỜI PHẢI THI HÀNH ÁN CHƯA CÓ ĐIỀU KIỆN THI HÀNH"],
    ["(Tháng 11 năm 2026)"],
    [],
)
SIGNATURES = (
    [],
    [None, "Người lập biểu", None, None, None, None, "Hòa An, ngày 24 tháng 11 năm 2026"],
    [None, "(Ký, ghi rõ họ tên)", None, None, None, None, "CHI CỤC TRƯỞNG"],
    [],
    [None, "Nông Thị Hằng", None, None, None, None, "Hoàng Văn Thắng"],
)


@dataclass(frozen=True)
class Style:
    """How the cells are written."""

    judgment: int = 0
    decision: int = 0
    amount: int = 0
    total: bool = False
    signatures: bool = True


STYLES = st.builds(
    Style,
    judgment=st.integers(0, 7),
    decision=st.integers(0, 4),
    amount=st.integers(0, 9),
    total=st.booleans(),
    signatures=st.booleans(),
)


def line(number, debtor, style, obligation=0):
    text, amount = debtor.obligations[obligation]
    return [
        number,
        debtor.name,
        debtor.address,
        judgment_in_words(debtor, style.judgment),
        decision_in_words(debtor.enforcement, debtor.enforced, style.decision),
        text,
        amount_in_words(amount, style.amount),
        decision_in_words(debtor.decision, debtor.decided, style.decision),
        debtor.reason,
    ]


def around(lines, style, total=0):
    rows = [*TITLES, list(HEADING), *lines]
    if style.total:
        rows.append([None, "Tổng cộng", None, None, None, None, total])
    return [*rows, *SIGNATURES] if style.signatures else rows


def plain(people, style):
    """One row a debtor."""
    lines = [line(number, debtor, style) for number, debtor in enumerate(people, 1)]
    return book(around(lines, style, sum(debtor.amount for debtor in people)))


def with_further_rows(people, style, *, merged):
    """A debtor's obligations in rows of their own, the other cells merged or blank below."""
    lines, merges = [], []
    start = len(TITLES) + 2
    for number, debtor in enumerate(people, 1):
        first = start + len(lines)
        lines.append(line(number, debtor, style))
        for place in range(1, len(debtor.obligations)):
            whole = line(number, debtor, style, place)
            lines.append([whole[column] if column in (5, 6) else None for column in range(9)])
        last = start + len(lines) - 1
        if merged and last > first:
            merges += [(first, last, column, column) for column in (0, 1, 2, 3, 4, 7, 8)]
    return book(around(lines, style), merges)


def with_ditto(people, style, mark):
    """Judgment and reason of all are the first's, written as a ditto mark."""
    head = people[0]
    people = [
        head,
        *(
            replace(each, number=head.number, day=head.day, court=head.court, reason=head.reason)
            for each in people[1:]
        ),
    ]
    lines = []
    for number, debtor in enumerate(people, 1):
        whole = line(number, debtor, style)
        if number > 1:
            whole[3] = whole[8] = mark
        lines.append(whole)
    return people, book(around(lines, style))


def with_sections(people, style, sections, *, addresses):
    """`sections`: a line above each debtor, some repeated; `addresses`: what the cells say."""
    lines = []
    before = None
    for number, (debtor, section, address) in enumerate(
        zip(people, sections, addresses, strict=True), 1
    ):
        if section != before:
            lines.append([None, section])
            before = section
        whole = line(number, debtor, style)
        whole[2] = address
        lines.append(whole)
    return book(around(lines, style))


def with_several_people(groups, style, how):
    """`groups`: (debtor, names): several people in one cell under one decision."""
    lines = []
    for number, (debtor, names) in enumerate(groups, 1):
        whole = line(number, debtor, style)
        whole[1] = people_in_words(names, how)
        whole[5] = f"Liên đới {whole[5][:1].lower()}{whole[5][1:]}"
        lines.append(whole)
    return book(around(lines, style))


def people_in_words(names, how):
    return {
        0: "\n".join(f"{place}. {name}" for place, name in enumerate(names, 1)),
        1: " ".join(f"{place}. {name}" for place, name in enumerate(names, 1)),
        2: "; ".join(names),
        3: "\n".join(names),
        4: "\n".join(f"- {name}" for name in names),
        5: " và ".join(
            f"{title} {name}"
            for title, name in zip(("Ông", "bà", "anh", "chị"), names, strict=False)
        ),
        6: ", ".join(names),
        7: "; ".join(f"{place}) {name}" for place, name in enumerate(names, 1)),
        8: "\n".join(f"{place}/ {name}" for place, name in enumerate(names, 1)),
    }[how]


def from_word(people, style, width=26):
    """Each cell broken into lines of their own rows, as pasted from Word."""
    lines = []
    for number, debtor in enumerate(people, 1):
        whole = [
            list(_wrapped(str(value), width)) if value is not None else []
            for value in line(number, debtor, style)
        ]
        for place in range(max(map(len, whole))):
            lines.append([cells[place] if place < len(cells) else None for cells in whole])
    return book(around(lines, style))


def _wrapped(text, width):
    pieces = [""]
    for word in text.split():
        if pieces[-1] and len(pieces[-1]) + 1 + len(word) > width:
            pieces.append(word)
        else:
            pieces[-1] = f"{pieces[-1]} {word}".strip()
    return pieces


def in_one_cell(people, style, how):
    """Name, year of birth and address in one cell."""
    heading = {
        0: "Họ tên, năm sinh, địa chỉ người phải THA",
        1: "Họ và tên, ngày tháng năm sinh, nơi cư trú của người phải thi hành án",
        2: "Người phải thi hành án (họ tên, năm sinh, địa chỉ)",
        3: "Họ và tên người phải thi hành án",
        4: "Tên, địa chỉ người phải thi hành án",
    }[how % 5]
    lines = []
    for number, debtor in enumerate(people, 1):
        whole = line(number, debtor, style)
        whole[1] = {
            0: f"{debtor.name}, sn 1979, trú tại: {debtor.address}",
            1: f"{debtor.name}, sinh năm 1985, thường trú: {debtor.address}",
            2: f"{debtor.name} (1990) - {debtor.address}",
            3: f"{debtor.name}\nSN 1981\n{debtor.address}",
            4: f"{debtor.name}, sinh ngày 05/3/1988, ĐKHKTT: {debtor.address}",
            5: f"{debtor.name}, 1977, dân tộc Tày, {debtor.address}",
            6: f"Ông {debtor.name}, SN: 1969; Nơi ở: {debtor.address}",
            7: f"{debtor.name}\nĐịa chỉ: {debtor.address}",
            8: f"{debtor.name} Đc: {debtor.address}",
            9: f"{debtor.name} - sinh năm: 1980 - HKTT: {debtor.address}",
        }[how]
        del whole[2]
        lines.append(whole)
    made = [*TITLES, [*HEADING[:1], heading, *HEADING[3:]], *lines, *SIGNATURES]
    return book(made)
