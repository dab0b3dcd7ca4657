"""The request for enforcement: what is asked, and the grounds on which it may be refused."""

from thads_portal.domain.requests.common import CONTACT
from thads_portal.domain.requests.common import JUDGMENT_FIELDS
from thads_portal.domain.requests.common import ON_BEHALF
from thads_portal.domain.requests.common import SENDER
from thads_portal.domain.requests.common import YES_NO
from thads_portal.domain.requests.laws import NEW_LAW
from thads_portal.domain.requests.laws import OLD_LAW_ENDS
from thads_portal.domain.requests.shapes import Field
from thads_portal.domain.requests.shapes import Outcome
from thads_portal.domain.requests.shapes import Paper
from thads_portal.domain.requests.shapes import Procedure
from thads_portal.domain.requests.shapes import Question
from thads_portal.domain.requests.shapes import Refusal
from thads_portal.domain.requests.shapes import Shape


_L106_34 = "Luật 106/2025/QH15, Điều 34 khoản 4"


def _debtor(name: str, vietnamese: str, english: str, **more: object) -> Field:
    return Field(name=name, label=(vietnamese, english), **more)  # type: ignore[arg-type] # a row's own keywords


ENFORCEMENT = Procedure(
    id="yeu-cau-thi-hanh-an",
    title=("Yêu cầu thi hành án", "Request for enforcement"),
    lead=(
        "Khi bản án, quyết định đã có hiệu lực mà bên kia không tự nguyện thi hành.",
        "When a judgment has taken effect and the other side does not comply.",
    ),
    who=(
        "Đương sự, Ủy ban Cạnh tranh Quốc gia, người đại diện",
        "Parties, the National Competition Commission, representatives",
    ),
    article="Luật 106/2025/QH15, Điều 32, 34; Nghị định 152/2026/NĐ-CP, Điều 9",
    form_title="ĐƠN YÊU CẦU THI HÀNH ÁN",
    fee=(
        "Không thu phí khi gửi. Người được thi hành án chịu phí thi hành án trên số thực nhận (Luật"
        " 106/2025/QH15, Điều 53).",
        "None to ask. The creditor pays the enforcement fee on what is received (Law 106/2025, Art. 53).",
    ),
    questions=(
        Question(
            id="toa-an",
            title=(
                "Tòa án nào đã xét xử sơ thẩm?",
                "Which court tried the case at first instance?",
            ),
            help=(
                "Cổng tìm cơ quan có thẩm quyền theo Tòa án. Trọng tài, cơ quan cạnh tranh, phá sản: chọn"
                " nơi cơ quan đó có trụ sở.",
                "The portal finds the competent agency from the court. Arbitration, competition,"
                " bankruptcy: where that body has its seat.",
            ),
            fields=(
                Field(
                    name="court",
                    label=("Tên Tòa án, cơ quan ra bản án", "Court or body"),
                    shape=Shape.COURT,
                    hint=(
                        "Ví dụ: Tòa án nhân dân khu vực 1 - Cao Bằng; TAND huyện Hòa An, tỉnh Cao Bằng.",
                        "The court's name as the judgment has it, with its province.",
                    ),
                ),
                Field(
                    name="court_province",
                    label=("Tỉnh, thành phố của Tòa án đó", "Province of that court"),
                    shape=Shape.PROVINCE,
                    required=False,
                    hint=(
                        "Chỉ cần chọn nếu tên Tòa án không có tên tỉnh.",
                        "Only if the court's name does not tell.",
                    ),
                ),
            ),
        ),
        Question(
            id="ban-an",
            title=("Bản án, quyết định nào?", "Which judgment?"),
            fields=JUDGMENT_FIELDS,
        ),
        *SENDER,
        *ON_BEHALF,
        Question(
            id="ben-phai-thi-hanh",
            title=("Ai phải thi hành?", "Who has to comply?"),
            fields=(
                _debtor("debtor_name", "Họ tên hoặc tên tổ chức", "Name of the person or body"),
                _debtor("debtor_address", "Địa chỉ", "Address"),
                _debtor(
                    "debtor_number",
                    "Số định danh hoặc mã số doanh nghiệp",
                    "Personal or enterprise number",
                    required=False,
                    hint=("Nếu biết.", "If known."),
                ),
                _debtor(
                    "debtor_born",
                    "Ngày sinh",
                    "Date of birth",
                    required=False,
                    shape=Shape.DAY,
                    hint=("Nếu biết.", "If known."),
                ),
            ),
        ),
        Question(
            id="noi-dung",
            title=("Bạn yêu cầu thi hành những khoản nào?", "What is to be enforced?"),
            fields=(
                Field(
                    name="items",
                    label=("Các khoản yêu cầu", "Items"),
                    shape=Shape.AREA,
                    hint=(
                        "Theo bản án: số tiền, tài sản, việc phải làm.",
                        "By the judgment: money, property, what is to be done.",
                    ),
                ),
                Field(
                    name="returned",
                    label=(
                        "Đây là yêu cầu gửi lại sau khi cơ quan đã trả yêu cầu?",
                        "Sent again after the agency returned an earlier request?",
                    ),
                    shape=Shape.CHOICE,
                    options=YES_NO,
                ),
            ),
        ),
        Question(
            id="tai-san",
            title=(
                "Bạn biết gì về tài sản của người đó?",
                "What do you know about their property?",
            ),
            help=(
                "Không biết thì để trống. Yêu cầu gửi lại phải kèm thông tin về điều kiện thi hành (Nghị"
                " định 152/2026/NĐ-CP, Điều 22).",
                "Leave empty if nothing. A request sent again needs it (Decree 152/2026, Art. 22).",
            ),
            fields=(
                Field(
                    name="assets",
                    label=("Tài sản, thu nhập, nơi có", "Property, income, where"),
                    shape=Shape.AREA,
                    required=False,
                ),
            ),
        ),
        Question(
            id="tai-khoan",
            title=("Nhận tiền vào tài khoản nào?", "To which account is money paid?"),
            fields=(
                Field(
                    name="account",
                    label=("Số tài khoản", "Account number"),
                    required=False,
                    accountant=True,
                    hint=(
                        "Chỉ kế toán của cơ quan xem được.",
                        "Only the agency's accountant sees it.",
                    ),
                ),
                Field(
                    name="bank",
                    label=("Ngân hàng, chi nhánh", "Bank, branch"),
                    required=False,
                    accountant=True,
                ),
            ),
        ),
        CONTACT,
    ),
    papers=(
        Paper(
            id="judgment",
            label=("Bản án, quyết định (bản sao)", "The judgment (copy)"),
            required=True,
        ),
        Paper(id="mandate", label=("Giấy ủy quyền", "Mandate")),
        Paper(
            id="award",
            label=(
                "Phán quyết trọng tài: giấy tờ về việc hủy, đăng ký phán quyết vụ việc",
                "Arbitral award: papers on annulment or registration",
            ),
        ),
        Paper(id="obstacle", label=("Giấy tờ về trở ngại khách quan", "Proof of an obstacle")),
    ),
    outcomes=(
        Outcome(
            code="decided",
            label=("Ra quyết định thi hành án", "Enforcement decision"),
            title="THÔNG BÁO VỀ VIỆC RA QUYẾT ĐỊNH THI HÀNH ÁN",
            template="Cơ quan đã ra Quyết định thi hành án số {decision} đối với yêu cầu số {number}.\n"
            "Quyết định được gửi cho đương sự theo quy định; văn bản này chỉ để thông tin.",
            article="Luật 106/2025/QH15, Điều 35",
        ),
    ),
    refusals=(
        Refusal(
            code="a",
            text=(
                "Người yêu cầu không có quyền yêu cầu hoặc nội dung không liên quan đến bản án, quyết định",
                "No right to ask, or not related to the judgment",
            ),
            article=f"{_L106_34} điểm a",
            since=NEW_LAW,
        ),
        Refusal(
            code="b",
            text=(
                "Bản án, quyết định không làm phát sinh quyền, nghĩa vụ để thi hành",
                "The judgment creates nothing to enforce",
            ),
            article=f"{_L106_34} điểm b",
            since=NEW_LAW,
        ),
        Refusal(
            code="c",
            text=("Cơ quan không có thẩm quyền thi hành", "The agency is not competent"),
            article=f"{_L106_34} điểm c",
            since=NEW_LAW,
        ),
        Refusal(
            code="d",
            text=("Hết thời hiệu yêu cầu thi hành án", "The limitation has passed"),
            article=f"{_L106_34} điểm d",
            since=NEW_LAW,
        ),
        Refusal(
            code="dd",
            text=("Đã có quyết định thi hành án", "Already decided"),
            article=f"{_L106_34} điểm đ",
            since=NEW_LAW,
        ),
        Refusal(
            code="old-a",
            text=(
                "Người yêu cầu không có quyền yêu cầu hoặc nội dung không liên quan; không làm phát sinh"
                " quyền, nghĩa vụ",
                "No right to ask, not related, or nothing to enforce",
            ),
            article="Luật 26/2008/QH12, Điều 31 khoản 5 điểm a",
            until=OLD_LAW_ENDS,
        ),
        Refusal(
            code="old-b",
            text=("Cơ quan không có thẩm quyền", "Not competent"),
            article="Luật 26/2008/QH12, Điều 31 khoản 5 điểm b",
            until=OLD_LAW_ENDS,
        ),
        Refusal(
            code="old-c",
            text=("Hết thời hiệu yêu cầu", "The limitation has passed"),
            article="Luật 26/2008/QH12, Điều 31 khoản 5 điểm c",
            until=OLD_LAW_ENDS,
        ),
    ),
    not_refused=(
        (
            "Tài sản, người chưa thành niên được giao nhưng không do người yêu cầu quản lý; quyền thăm nom",
            "Property or child handed over by the title but not with the requester; visiting rights",
        ),
        (
            "Yêu cầu gửi lại sau khi đã trả yêu cầu (Nghị định 152/2026/NĐ-CP, Điều 9 khoản 7)",
            "A request sent again after it was returned (Decree 152/2026, Art. 9(7))",
        ),
    ),
    keep_days=1825,
)
