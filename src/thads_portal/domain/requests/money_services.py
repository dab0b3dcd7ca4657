"""Services about money: what is given back, what coercion costs."""

from thads_portal.domain.requests.common import AGENCY
from thads_portal.domain.requests.common import ASKING
from thads_portal.domain.requests.common import CASE
from thads_portal.domain.requests.shapes import Field
from thads_portal.domain.requests.shapes import Outcome
from thads_portal.domain.requests.shapes import Paper
from thads_portal.domain.requests.shapes import Procedure
from thads_portal.domain.requests.shapes import Question
from thads_portal.domain.requests.shapes import Refusal
from thads_portal.domain.requests.shapes import Shape


MONEY_BACK = Procedure(
    id="nhan-lai-tien-tai-san",
    title=("Nhận lại tiền, tài sản", "Return of money or property"),
    lead=(
        "Nhận tiền bằng chuyển khoản hoặc hẹn ngày đến nhận tài sản.",
        "Have money transferred, or agree on a day to fetch property.",
    ),
    who=("Đương sự", "Parties"),
    article="Luật 106/2025/QH15, Điều 59; Nghị định 152/2026/NĐ-CP, Điều 30, 41",
    fee=(
        "Không thu phí; có thể phải trả chi phí bảo quản.",
        "No fee; the cost of storage may fall due.",
    ),
    form_title="GIẤY ĐỀ NGHỊ NHẬN LẠI TIỀN, TÀI SẢN",
    about_money=True,
    questions=(
        AGENCY,
        CASE,
        Question(
            id="nhan",
            title=("Nhận lại gì, bằng cách nào?", "What, and how?"),
            fields=(
                Field(
                    name="what",
                    label=("Nhận lại", "What"),
                    shape=Shape.CHOICE,
                    options=(
                        ("money", ("Tiền", "Money")),
                        ("things", ("Tài sản, giấy tờ", "Property, papers")),
                    ),
                ),
                Field(
                    name="account",
                    label=(
                        "Số tài khoản, ngân hàng (nếu nhận tiền)",
                        "Account and bank (for money)",
                    ),
                    required=False,
                    accountant=True,
                    hint=(
                        "Chỉ kế toán của cơ quan xem được.",
                        "Only the agency's accountant sees it.",
                    ),
                ),
                Field(
                    name="notice",
                    label=("Số giấy báo của cơ quan", "Number of the agency's notice"),
                    required=False,
                ),
            ),
        ),
        *ASKING,
    ),
    outcomes=(
        Outcome(
            code="arranged",
            label=("Đã chuyển trả, đã hẹn nhận", "Paid back or arranged"),
            title="THÔNG BÁO TRẢ TIỀN, TÀI SẢN",
            template="Về đề nghị số {number}: {done}",
            article="Luật 106/2025/QH15, Điều 59",
        ),
    ),
    refusals=(
        Refusal(
            code="state",
            text=(
                "Tiền, tài sản đã được xử lý sung quỹ nhà nước do quá hạn",
                "Fell to the State after the term",
            ),
            article="Luật 106/2025/QH15, Điều 59",
        ),
        Refusal(
            code="none",
            text=("Không có tiền, tài sản để trả", "There is nothing to give back"),
            article="Luật 106/2025/QH15, Điều 59",
        ),
    ),
)

COERCION = Procedure(
    id="giam-chi-phi-cuong-che",
    title=("Miễn, giảm chi phí cưỡng chế", "Reduction of the costs of coercion"),
    lead=(
        "Dành cho cá nhân có khó khăn. Giấy tờ y tế chỉ xuất trình tại cơ quan, không gửi qua mạng.",
        "For individuals in hardship. Medical papers are shown at the counter, not sent online.",
    ),
    who=("Đương sự là cá nhân", "Parties who are individuals"),
    article="Nghị định 152/2026/NĐ-CP, Điều 87",
    form_title="ĐƠN ĐỀ NGHỊ MIỄN, GIẢM CHI PHÍ CƯỠNG CHẾ",
    about_money=True,
    questions=(
        AGENCY,
        CASE,
        Question(
            id="hoan-canh",
            title=("Hoàn cảnh của bạn", "Your circumstances"),
            fields=(
                Field(
                    name="hardship",
                    label=("Thuộc trường hợp", "Case"),
                    shape=Shape.CHOICE,
                    options=(
                        ("a", ("Thu nhập dưới chuẩn nghèo", "Income under the poverty line")),
                        (
                            "b",
                            ("Gia đình chính sách, có công", "Family with merit to the nation"),
                        ),
                        (
                            "c",
                            (
                                "Neo đơn, tàn tật, ốm đau kéo dài",
                                "Alone, disabled, ill for long",
                            ),
                        ),
                    ),
                ),
                Field(name="reasons", label=("Lý do", "Reasons"), shape=Shape.AREA),
                Field(
                    name="confirmed_by",
                    label=("Nơi xác nhận (xã, phường, nơi làm việc)", "Who confirms it"),
                ),
            ),
        ),
        *ASKING,
    ),
    papers=(
        Paper(
            id="confirmation",
            label=("Xác nhận của xã, phường hoặc nơi làm việc", "Confirmation"),
            required=True,
        ),
        Paper(id="medical", label=("Giấy tờ y tế", "Medical papers"), online=False),
    ),
    outcomes=(
        Outcome(
            code="reduced",
            label=("Miễn, giảm", "Reduced or exempted"),
            title="QUYẾT ĐỊNH MIỄN, GIẢM CHI PHÍ CƯỠNG CHẾ",
            template="Chấp nhận đề nghị số {number}. Mức miễn, giảm: {done}\nLý do: {reasons}",
            article="Nghị định 152/2026/NĐ-CP, Điều 87",
        ),
    ),
    refusals=(
        Refusal(
            code="not_met",
            text=("Không thuộc trường hợp được miễn, giảm", "Not one of the cases"),
            article="Nghị định 152/2026/NĐ-CP, Điều 87",
        ),
    ),
)
