"""Behind one door three requests: what is wrong, "that is not me", and the rights of a data subject."""

from thads_portal.domain.requests.common import AGENCY
from thads_portal.domain.requests.common import ASKING
from thads_portal.domain.requests.common import LISTING
from thads_portal.domain.requests.shapes import Field
from thads_portal.domain.requests.shapes import Outcome
from thads_portal.domain.requests.shapes import Paper
from thads_portal.domain.requests.shapes import Procedure
from thads_portal.domain.requests.shapes import Question
from thads_portal.domain.requests.shapes import Refusal
from thads_portal.domain.requests.shapes import Shape


_PUBLICATION = "Nghị định 152/2026/NĐ-CP, Điều 23 khoản 2"
_L91 = "Luật 91/2025/QH15"

CORRECTION = Procedure(
    id="chua-dung",
    title=(
        "Thông tin chưa đúng, hoặc đây không phải là tôi",
        "The information is wrong, or this is not me",
    ),
    lead=(
        "Đề nghị sửa mục công khai, hoặc xác nhận bạn chỉ trùng tên.",
        "Ask for a listing to be corrected, or for confirmation that you only bear the same name.",
    ),
    who=(
        "Người có tên, người trùng tên, người bị ảnh hưởng",
        "Who is named, bears the same name, or is affected",
    ),
    article=f"{_PUBLICATION}; {_L91}, Điều 4",
    questions=(
        Question(
            id="muc",
            title=("Mục công khai nào?", "Which listing?"),
            help=(
                "Mở từ trang của mục thì số đã được điền sẵn.",
                "From the page of a listing its number is filled in.",
            ),
            fields=(LISTING,),
        ),
        Question(
            id="van-de",
            title=("Điều gì chưa đúng?", "What is wrong?"),
            fields=(
                Field(
                    name="matter",
                    label=("Vấn đề", "Matter"),
                    shape=Shape.CHOICE,
                    options=(
                        (
                            "not_me",
                            (
                                "Đây không phải là tôi, tôi chỉ trùng tên",
                                "This is not me; I only have the same name",
                            ),
                        ),
                        ("name", ("Sai họ tên, tên tổ chức", "The name is wrong")),
                        ("address", ("Sai địa chỉ", "The address is wrong")),
                        (
                            "paid",
                            (
                                "Đã thi hành xong hoặc một phần",
                                "All or a part has been complied with",
                            ),
                        ),
                        (
                            "ended",
                            (
                                "Việc đã đình chỉ, tiếp tục hoặc quyết định đã thu hồi",
                                "The case was terminated or resumed, or the decision withdrawn",
                            ),
                        ),
                        ("other", ("Điều khác", "Something else")),
                    ),
                ),
            ),
        ),
        Question(
            id="noi-dung-dung",
            title=("Thế nào mới đúng?", "What would be right?"),
            when="matter",
            values=("name", "address", "paid", "ended", "other"),
            fields=(
                Field(name="right", label=("Nội dung đúng", "The right content"), shape=Shape.AREA),
                Field(
                    name="proof",
                    label=("Giấy tờ chứng minh: số, ngày", "Proof: number and date"),
                    required=False,
                ),
            ),
        ),
        Question(
            id="khac-nhau",
            title=("Bạn khác người được nêu ở chỗ nào?", "How do you differ from who is named?"),
            when="matter",
            values=("not_me",),
            fields=(
                Field(
                    name="difference",
                    label=(
                        "Điểm khác: nơi ở, quê quán, việc chưa từng có bản án",
                        "What differs: address, place of origin, never a judgment",
                    ),
                    shape=Shape.AREA,
                    required=False,
                ),
            ),
        ),
        *ASKING,
    ),
    papers=(
        Paper(
            id="proof",
            label=(
                "Giấy tờ chứng minh (không gửi ảnh căn cước)",
                "Proof (no picture of an identity card)",
            ),
        ),
    ),
    outcomes=(
        Outcome(
            code="corrected",
            label=("Sửa mục công khai", "The listing is corrected"),
            title="THÔNG BÁO VỀ VIỆC SỬA ĐỔI THÔNG TIN CÔNG KHAI",
            template="Đề nghị số {number} có cơ sở. Cơ quan sửa đổi thông tin công khai trong 3 ngày làm"
            " việc kể từ ngày xác định được thông tin về sự thay đổi.",
            article=_PUBLICATION,
            effect="amend",
        ),
        Outcome(
            code="ended",
            label=("Chấm dứt công khai", "Publication ends"),
            title="THÔNG BÁO VỀ VIỆC CHẤM DỨT CÔNG KHAI",
            template="Đề nghị số {number} có cơ sở. Cơ quan chấm dứt việc công khai trong 3 ngày làm việc.",
            article=_PUBLICATION,
            effect="end",
        ),
        Outcome(
            code="namesake",
            label=("Xác nhận chỉ trùng tên", "Only the same name"),
            title="GIẤY XÁC NHẬN KHÔNG PHẢI LÀ NGƯỜI PHẢI THI HÀNH ÁN ĐƯỢC CÔNG KHAI",
            template="Qua đối chiếu, người đề nghị tại yêu cầu số {number} không phải là người phải thi hành"
            " án được công khai tại mục số {listing}.\nGiấy này không xác nhận người đề nghị có hay không"
            " có nghĩa vụ thi hành án khác.",
            article=f"{_L91}, Điều 4",
            certificate=True,
        ),
    ),
    refusals=(
        Refusal(
            code="right",
            text=(
                "Thông tin công khai đúng với quyết định của cơ quan",
                "The listing agrees with the decision",
            ),
            article="Thông tư 04/2023/TT-BTP, Điều 3",
        ),
        Refusal(
            code="no_proof",
            text=("Không có căn cứ để xác định sự thay đổi", "Nothing establishes the change"),
            article=_PUBLICATION,
        ),
    ),
)

DATA_SUBJECT = Procedure(
    id="du-lieu-ca-nhan",
    title=("Yêu cầu của chủ thể dữ liệu cá nhân", "Request of a data subject"),
    lead=(
        "Xem, sửa, được cung cấp, hạn chế, phản đối hoặc xóa dữ liệu cá nhân của bạn.",
        "See, correct, receive, restrict, object to or delete your personal data.",
    ),
    who=("Chủ thể dữ liệu", "The person whose data they are"),
    article=f"{_L91}, Điều 4; Nghị định 356/2025/NĐ-CP, Điều 5",
    form_title="PHIẾU YÊU CẦU CỦA CHỦ THỂ DỮ LIỆU CÁ NHÂN",
    questions=(
        AGENCY,
        Question(
            id="quyen",
            title=("Bạn yêu cầu điều gì?", "What do you ask for?"),
            fields=(
                Field(
                    name="data_right",
                    label=("Yêu cầu", "Right"),
                    shape=Shape.CHOICE,
                    options=(
                        ("view", ("Xem, sửa, cung cấp dữ liệu", "View, correct, provide")),
                        (
                            "restrict",
                            (
                                "Rút lại đồng ý, hạn chế, phản đối xử lý",
                                "Withdraw, restrict, object",
                            ),
                        ),
                        ("delete", ("Xóa dữ liệu", "Delete")),
                        ("protect", ("Áp dụng biện pháp bảo vệ", "Protective measures")),
                    ),
                ),
                Field(
                    name="data_what", label=("Dữ liệu nào, vì sao", "Which, why"), shape=Shape.AREA
                ),
            ),
        ),
        *ASKING,
    ),
    outcomes=(
        Outcome(
            code="done",
            label=("Đã thực hiện", "Done"),
            title="THÔNG BÁO KẾT QUẢ THỰC HIỆN YÊU CẦU CỦA CHỦ THỂ DỮ LIỆU",
            template="Về yêu cầu số {number}: {done}",
            article=f"{_L91}, Điều 4",
        ),
    ),
    refusals=(
        Refusal(
            code="statutory",
            text=(
                "Dữ liệu được xử lý để thực hiện nhiệm vụ theo luật, không cần sự đồng ý",
                "Processed for a duty by law, without consent",
            ),
            article=f"{_L91}, Điều 19 khoản 1",
        ),
        Refusal(
            code="not_deleted",
            text=("Không xóa vì thuộc trường hợp luật định", "Not deleted in the cases of the law"),
            article=f"{_L91}, Điều 14 khoản 2",
        ),
        Refusal(
            code="not_subject",
            text=("Người yêu cầu không phải chủ thể dữ liệu", "Not the data subject"),
            article=f"{_L91}, Điều 4",
        ),
    ),
)
