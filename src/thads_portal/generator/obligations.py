"""What synthetic debtors owe: sentences, kinds and sums that fit the kind of judgment.

No sentence names a person or holds a long number: such a text would be flagged and
wait for the board instead of being published.
"""

from dataclasses import dataclass
from thads_portal.domain.codes import JudgmentKind
from thads_portal.domain.codes import ObligationKind
from thads_portal.generator.draw import Draw
from thads_portal.generator.draw import spread


#: No sum reaches twelve digits, which would read like a personal number.
HIGHEST = 90_000_000_000


@dataclass(frozen=True, slots=True)
class Part:
    """One duty of an obligation. `sums` are fixed sums, else the log-normal one is drawn.

    A part with `fee` is the court fee for the money owed before it in the sentence.
    """

    kind: ObligationKind
    text: str
    sums: tuple[int, ...] = ()
    median: int = 0
    sigma: float = 1.0
    step: int = 1000
    fee: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """An obligation of one or more parts and the ground that it makes certain, if any."""

    parts: tuple[Part, ...]
    ground: str | None = None


@dataclass(frozen=True, slots=True)
class Obligation:
    """A drawn obligation; `amount` is None where no money is owed."""

    text: str
    kinds: tuple[str, ...]
    amount: int | None
    ground: str | None
    to_the_state: bool


def court_fee(value: int) -> int:
    """The first-instance fee for a claim of `value` VND (Nghị quyết 326/2016/UBTVQH14)."""
    if value <= 6_000_000:
        return 300_000
    if value <= 400_000_000:
        return value * 5 // 100
    if value <= 800_000_000:
        return 20_000_000 + (value - 400_000_000) * 4 // 100
    if value <= 2_000_000_000:
        return 36_000_000 + (value - 800_000_000) * 3 // 100
    if value <= 4_000_000_000:
        return 72_000_000 + (value - 2_000_000_000) * 2 // 100
    return 112_000_000 + (value - 4_000_000_000) // 1000


K = ObligationKind
CRIMINAL_FEE = Part(K.COURT_FEE, "nộp {} đồng án phí hình sự sơ thẩm", (200_000,))
CRIMINAL_FEE_2 = Part(K.COURT_FEE, "nộp {} đồng án phí hình sự sơ thẩm và phúc thẩm", (400_000,))
FEE_IN_CRIMINAL = Part(K.COURT_FEE, "nộp {} đồng án phí dân sự trong vụ án hình sự", fee=True)
CIVIL_FEE = Part(K.COURT_FEE, "nộp {} đồng án phí dân sự sơ thẩm", fee=True)
CIVIL_FEE_FLAT = Part(K.COURT_FEE, "nộp {} đồng án phí dân sự sơ thẩm", (300_000,))
BUSINESS_FEE = Part(K.COURT_FEE, "nộp {} đồng án phí kinh doanh thương mại sơ thẩm", fee=True)
FAMILY_FEE = Part(K.COURT_FEE, "nộp {} đồng án phí hôn nhân và gia đình sơ thẩm", (300_000,))
FINE = Part(
    K.FINE,
    "nộp {} đồng tiền phạt sung quỹ Nhà nước",
    (3_000_000, 5_000_000, 5_000_000, 7_000_000, 10_000_000, 10_000_000, 15_000_000, 20_000_000,
     30_000_000, 50_000_000),
)  # fmt: skip
PROFIT = Part(
    K.RECOVERY_CONFISCATION,
    "nộp {} đồng tiền thu lợi bất chính sung quỹ Nhà nước",
    median=4_500_000,
    sigma=1.3,
    step=10_000,
)
CONFISCATION = Part(
    K.RECOVERY_CONFISCATION,
    "truy thu {} đồng sung ngân sách nhà nước",
    median=9_000_000,
    sigma=1.2,
    step=50_000,
)
DAMAGE = Part(
    K.COMPENSATION,
    "bồi thường thiệt hại tài sản cho người bị hại số tiền {} đồng",
    median=28_000_000,
    sigma=1.4,
)
HEALTH = Part(
    K.COMPENSATION,
    "bồi thường thiệt hại về sức khỏe số tiền {} đồng",
    median=32_000_000,
    sigma=0.9,
)
LIFE = Part(
    K.COMPENSATION,
    "bồi thường thiệt hại do tính mạng bị xâm phạm số tiền {} đồng",
    median=120_000_000,
    sigma=0.6,
    step=100_000,
)
LOAN = Part(K.DEBT, "trả số tiền vay còn nợ {} đồng", median=75_000_000, sigma=1.3, step=100_000)
LOAN_INTEREST = Part(
    K.DEBT,
    "trả {} đồng tiền nợ gốc, nợ lãi và lãi chậm thi hành án theo quy định",
    median=110_000_000,
    sigma=1.4,
)
BANK = Part(
    K.DEBT,
    "trả cho tổ chức tín dụng {} đồng nợ gốc và nợ lãi theo hợp đồng tín dụng",
    median=240_000_000,
    sigma=1.5,
)
PURCHASE = Part(K.DEBT, "trả {} đồng tiền mua bán hàng hóa còn thiếu", median=60_000_000, sigma=1.5)
HUI = Part(K.DEBT, "trả {} đồng tiền nợ hụi", median=48_000_000, sigma=1.1, step=50_000)
CONTRACT = Part(K.DEBT, "thanh toán {} đồng theo hợp đồng kinh tế", median=420_000_000, sigma=1.5)
CREDIT = Part(
    K.DEBT,
    "thanh toán {} đồng nợ gốc, nợ lãi và phí phạt theo hợp đồng tín dụng",
    median=1_900_000_000,
    sigma=1.4,
)
CIVIL_DAMAGE = Part(
    K.COMPENSATION, "bồi thường thiệt hại ngoài hợp đồng {} đồng", median=24_000_000, sigma=1.2
)
LAND = Part(
    K.HAND_OVER_PROPERTY,
    "giao trả quyền sử dụng đất và tài sản gắn liền với đất theo bản án",
)
HOUSE = Part(K.HAND_OVER_PROPERTY, "giao nhà và đất cho người mua trúng đấu giá")
PAPERS = Part(K.RETURN_THING, "trả lại bản chính giấy chứng nhận quyền sử dụng đất")
VEHICLE = Part(K.RETURN_THING, "trả lại xe mô tô theo đặc điểm ghi trong bản án")
FENCE = Part(K.ACT_OR_REFRAIN, "tháo dỡ hàng rào và trả lại lối đi chung")
REMOVE = Part(K.ACT_OR_REFRAIN, "chấm dứt hành vi cản trở quyền sử dụng đất liền kề")
MAINTENANCE = Part(
    K.MAINTENANCE,
    "cấp dưỡng nuôi con chung, tổng số tiền còn phải thi hành {} đồng",
    median=30_000_000,
    sigma=0.8,
    step=500_000,
)
SHARE = Part(
    K.DEBT,
    "thanh toán {} đồng giá trị chênh lệch tài sản chung khi ly hôn",
    median=150_000_000,
    sigma=1.0,
    step=100_000,
)
MINOR = Part(
    K.HAND_OVER_MINOR, "giao con chung chưa thành niên cho người được giao trực tiếp nuôi dưỡng"
)
WAGES = Part(
    K.WAGES,
    "trả tiền lương và trợ cấp thôi việc cho người lao động {} đồng",
    median=38_000_000,
    sigma=1.0,
)
INSURANCE = Part(
    K.WAGES,
    "trả tiền lương và đóng bảo hiểm xã hội còn thiếu {} đồng",
    median=85_000_000,
    sigma=1.1,
)
REVOKE = Part(K.ACT_OR_REFRAIN, "thực hiện hành vi hành chính theo bản án đã tuyên")
ADMINISTRATIVE_FEE = Part(K.COURT_FEE, "nộp {} đồng án phí hành chính sơ thẩm", (300_000,))
BANKRUPTCY = Part(
    K.DEBT,
    "thanh toán {} đồng cho các chủ nợ theo quyết định tuyên bố phá sản",
    median=2_600_000_000,
    sigma=1.1,
    step=10_000,
)
AWARD = Part(K.DEBT, "thanh toán {} đồng theo phán quyết trọng tài", median=900_000_000, sigma=1.2)
COMPETITION = Part(
    K.FINE,
    "nộp {} đồng tiền phạt theo quyết định xử lý vụ việc cạnh tranh",
    (100_000_000, 200_000_000, 400_000_000),
)
OTHER = Part(K.OTHER, "thực hiện nghĩa vụ theo quyết định giải quyết việc dân sự")
OTHER_FEE = Part(K.COURT_FEE, "nộp {} đồng lệ phí việc dân sự", (300_000,))


def _patterns(*rows: tuple[float, Pattern]) -> tuple[Pattern, ...]:
    return spread({pattern: weight for weight, pattern in rows}, 1024)


def _p(*parts: Part, ground: str | None = None) -> Pattern:
    return Pattern(parts, ground)


PATTERNS: dict[JudgmentKind, tuple[Pattern, ...]] = {
    JudgmentKind.CRIMINAL: _patterns(
        (20, _p(CRIMINAL_FEE)),
        (2, _p(CRIMINAL_FEE_2)),
        (10, _p(CRIMINAL_FEE, FINE)),
        (12, _p(FINE)),
        (9, _p(CRIMINAL_FEE, PROFIT)),
        (4, _p(PROFIT, FINE)),
        (3, _p(CONFISCATION)),
        (14, _p(DAMAGE, FEE_IN_CRIMINAL, CRIMINAL_FEE)),
        (8, _p(DAMAGE)),
        (9, _p(HEALTH, FEE_IN_CRIMINAL)),
        (4, _p(HEALTH)),
        (4, _p(LIFE)),
        (0.5, _p(VEHICLE, ground="b")),
    ),
    JudgmentKind.CIVIL: _patterns(
        (18, _p(LOAN)),
        (14, _p(LOAN, CIVIL_FEE)),
        (12, _p(LOAN_INTEREST)),
        (14, _p(BANK)),
        (6, _p(BANK, CIVIL_FEE)),
        (6, _p(PURCHASE)),
        (5, _p(HUI)),
        (8, _p(CIVIL_FEE_FLAT)),
        (5, _p(CIVIL_DAMAGE, CIVIL_FEE)),
        (2, _p(LAND)),
        (0.6, _p(HOUSE)),
        (1.2, _p(FENCE)),
        (0.8, _p(REMOVE)),
        (3.2, _p(PAPERS, ground="b")),
        (1.6, _p(VEHICLE, ground="b")),
    ),
    JudgmentKind.MARRIAGE_FAMILY: _patterns(
        (30, _p(FAMILY_FEE)),
        (34, _p(MAINTENANCE)),
        (8, _p(MAINTENANCE, FAMILY_FEE)),
        (12, _p(SHARE)),
        (5, _p(SHARE, CIVIL_FEE)),
        (4, _p(MINOR, ground="c")),
    ),
    JudgmentKind.BUSINESS_COMMERCIAL: _patterns(
        (40, _p(CONTRACT)), (18, _p(CONTRACT, BUSINESS_FEE)), (30, _p(CREDIT))
    ),
    JudgmentKind.LABOUR: _patterns((60, _p(WAGES)), (40, _p(INSURANCE))),
    JudgmentKind.ADMINISTRATIVE: _patterns((70, _p(ADMINISTRATIVE_FEE)), (30, _p(REVOKE))),
    JudgmentKind.BANKRUPTCY: _patterns((1, _p(BANKRUPTCY))),
    JudgmentKind.ARBITRATION: _patterns((1, _p(AWARD))),
    JudgmentKind.COMPETITION: _patterns((1, _p(COMPETITION))),
    JudgmentKind.OTHER: _patterns((60, _p(OTHER_FEE)), (40, _p(OTHER))),
}
TO_THE_STATE = frozenset({K.COURT_FEE.value, K.FINE.value, K.RECOVERY_CONFISCATION.value})
OWED_JOINTLY = frozenset({K.DEBT.value, K.COMPENSATION.value})
JOINT = "Liên đới cùng những người phải thi hành án khác "


def money(amount: int) -> str:
    """12500000 as it is written in Vietnam: "12.500.000"."""
    return f"{amount:,}".replace(",", ".")


def draw_obligation(draw: Draw, kind: JudgmentKind, *, joint: bool = False) -> Obligation:
    """An obligation that fits a judgment of `kind`; debts and damages may be owed jointly."""
    pattern = draw.one_of(PATTERNS[kind])
    total = 0
    texts = []
    for part in pattern.parts:
        if part.fee:
            amount = court_fee(total)
        elif part.sums:
            amount = draw.one_of(part.sums)
        elif part.median:
            amount = draw.money(part.median, part.sigma, part.step, HIGHEST)
        else:
            amount = 0
        total += amount
        texts.append(part.text.format(money(amount)) if amount else part.text)
    text = "; ".join(texts)
    kinds = tuple(dict.fromkeys(part.kind.value for part in pattern.parts))
    joint = joint and not OWED_JOINTLY.isdisjoint(kinds)
    return Obligation(
        text=(JOINT + text if joint else text[0].upper() + text[1:]) + ".",
        kinds=kinds,
        amount=total or None,
        ground=pattern.ground,
        to_the_state=all(kind in TO_THE_STATE for kind in kinds),
    )
