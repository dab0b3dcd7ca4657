"""Complaint, denunciation, petition: what is asked, by whom decided, on which grounds not accepted."""

from thads_portal.domain.requests.common import AGENCY
from thads_portal.domain.requests.common import ASKING
from thads_portal.domain.requests.common import CONTACT
from thads_portal.domain.requests.common import WHERE
from thads_portal.domain.requests.common import WHO
from thads_portal.domain.requests.common import YES_NO
from thads_portal.domain.requests.laws import NEW_LAW
from thads_portal.domain.requests.laws import OLD_LAW_ENDS
from thads_portal.domain.requests.shapes import Field
from thads_portal.domain.requests.shapes import Handling
from thads_portal.domain.requests.shapes import Outcome
from thads_portal.domain.requests.shapes import Paper
from thads_portal.domain.requests.shapes import Procedure
from thads_portal.domain.requests.shapes import Question
from thads_portal.domain.requests.shapes import Refusal
from thads_portal.domain.requests.shapes import Shape


_L106 = "Luật 106/2025/QH15"
_T13 = "Thông tư 13/2021/TT-BTP"
#: By how much of the complaint is right.
_RESULTS = (
    ("right", ("Khiếu nại đúng", "Right"), "đúng"),
    ("part", ("Khiếu nại đúng một phần", "Right in part"), "đúng một phần"),
    ("wrong", ("Khiếu nại sai toàn bộ", "Wrong"), "sai toàn bộ"),
)

COMPLAINT = Procedure(
    id="khieu-nai",
    title=("Khiếu nại về thi hành án dân sự", "Complaint"),
    lead=(
        "Khi quyết định hoặc hành vi của thủ trưởng, chấp hành viên trái luật, xâm phạm quyền của bạn.",
        "When a decision or act of the head or an officer is unlawful and harms your rights.",
    ),
    who=("Đương sự, người có quyền lợi liên quan", "Parties and persons concerned"),
    article=f"{_L106}, Điều 96-107",
    form_title="ĐƠN KHIẾU NẠI",
    handling=Handling.HEAD_FIRST,
    questions=(
        AGENCY,
        Question(
            id="lan",
            title=("Khiếu nại lần mấy?", "First or second complaint?"),
            help=(
                "Lần hai: khi không đồng ý với quyết định giải quyết lần đầu; do Cục Quản lý Thi hành án dân"
                " sự giải quyết.",
                "A second one is against the first decision; the central authority decides.",
            ),
            fields=(
                Field(
                    name="instance",
                    label=("Lần", "Instance"),
                    shape=Shape.CHOICE,
                    options=(
                        ("first", ("Lần đầu", "First")),
                        ("second", ("Lần hai", "Second")),
                    ),
                ),
            ),
        ),
        Question(
            id="ve-viec",
            title=("Khiếu nại về việc gì?", "What is it about?"),
            fields=(
                Field(
                    name="stage",
                    label=("Quyết định, hành vi thuộc giai đoạn", "Stage"),
                    shape=Shape.CHOICE,
                    options=(
                        (
                            "before",
                            (
                                "Trước khi bảo đảm, cưỡng chế (gồm việc công khai)",
                                "Before security or coercion (publication included)",
                            ),
                        ),
                        ("secure", ("Biện pháp bảo đảm", "Security measures")),
                        ("coercion", ("Cưỡng chế và sau cưỡng chế", "Coercion and after")),
                    ),
                ),
                Field(
                    name="known_on",
                    label=(
                        "Ngày nhận thông báo hợp lệ hoặc biết hành vi",
                        "Day of notice, or when you knew",
                    ),
                    shape=Shape.DAY,
                ),
                Field(
                    name="case_ended",
                    label=(
                        "Việc thi hành án đã kết thúc trước ngày 01/07/2026?",
                        "Did the case end before 01/07/2026?",
                    ),
                    shape=Shape.CHOICE,
                    options=YES_NO,
                ),
            ),
        ),
        Question(
            id="nguoi-bi-khieu-nai",
            title=("Ai bị khiếu nại?", "Against whom?"),
            help=(
                "Người bị khiếu nại không xem được đơn trước thủ trưởng.",
                "They do not see the letter before the head.",
            ),
            fields=(
                Field(name="against", label=("Họ tên, chức vụ, cơ quan", "Name, office, agency")),
            ),
        ),
        Question(
            id="noi-dung",
            title=("Nội dung khiếu nại", "The complaint"),
            fields=(
                Field(name="content", label=("Việc đã xảy ra", "What happened"), shape=Shape.AREA),
                Field(name="reasons", label=("Vì sao trái luật", "Why unlawful"), shape=Shape.AREA),
                Field(name="demand", label=("Yêu cầu giải quyết", "Demand"), shape=Shape.AREA),
            ),
        ),
        *ASKING,
    ),
    papers=(
        Paper(
            id="decision",
            label=("Quyết định bị khiếu nại (bản sao)", "The decision complained of (copy)"),
        ),
        Paper(
            id="first",
            label=(
                "Quyết định giải quyết lần đầu (nếu là lần hai)",
                "First decision (for a second)",
            ),
        ),
        Paper(id="mandate", label=("Giấy ủy quyền", "Mandate")),
    ),
    outcomes=tuple(
        Outcome(
            code=code,
            label=label,
            title="QUYẾT ĐỊNH GIẢI QUYẾT KHIẾU NẠI",
            template="1. Nội dung khiếu nại: {content}\n2. Kết quả xác minh: {done}\n3. Căn cứ pháp luật:"
            f" {{basis}}\n4. Kết luận: khiếu nại {words}.\n5. Giữ nguyên, sửa đổi hoặc hủy bỏ quyết định"
            " bị khiếu nại: {effect}\n6. Không đồng ý, người khiếu nại có quyền khiếu nại lần hai trong 15"
            " ngày.\n7. Quyết định có hiệu lực sau 15 ngày nếu không có khiếu nại lần hai; về biện pháp bảo"
            " đảm: có hiệu lực ngay.",
            article=f"{_L106}, Điều 107",
        )
        for code, label, words in _RESULTS
    ),
    refusals=(
        Refusal(
            code="no_right",
            text=(
                "Quyết định, hành vi không liên quan trực tiếp đến quyền, lợi ích của người khiếu nại",
                "Does not concern the complainant's own rights",
            ),
            article=f"{_L106}, Điều 97",
            since=NEW_LAW,
        ),
        Refusal(
            code="incapable",
            text=(
                "Người khiếu nại không có năng lực hành vi mà không có người đại diện",
                "No legal capacity and no representative",
            ),
            article=f"{_L106}, Điều 97",
            since=NEW_LAW,
        ),
        Refusal(
            code="no_mandate",
            text=("Người đại diện không có giấy tờ chứng minh", "No proof of representation"),
            article=f"{_L106}, Điều 97",
            since=NEW_LAW,
        ),
        Refusal(
            code="late",
            text=("Hết thời hiệu khiếu nại", "Too late"),
            article=f"{_L106}, Điều 97",
            since=NEW_LAW,
        ),
        Refusal(
            code="second_done",
            text=("Đã có quyết định giải quyết lần hai", "Decided at second instance already"),
            article=f"{_L106}, Điều 97",
            since=NEW_LAW,
        ),
        Refusal(
            code="court",
            text=("Thuộc thẩm quyền của Tòa án", "For the court"),
            article=f"{_L106}, Điều 97",
            since=NEW_LAW,
        ),
        Refusal(
            code="withdrawn",
            text=("Đã rút đơn, không có lý do mới", "Withdrawn, nothing new"),
            article=f"{_L106}, Điều 97",
            since=NEW_LAW,
        ),
        Refusal(
            code="old",
            text=("Thuộc trường hợp không được thụ lý", "One of the cases not accepted"),
            article="Luật 26/2008/QH12, Điều 141",
            until=OLD_LAW_ENDS,
        ),
    ),
    keep_days=3650,
)

DENUNCIATION = Procedure(
    id="to-cao",
    title=("Tố cáo", "Denunciation"),
    lead=(
        "Báo hành vi vi phạm pháp luật của công chức, người hành nghề thi hành án. Họ tên, địa chỉ của bạn"
        " được giữ bí mật và cất riêng dưới khóa riêng.",
        "Report unlawful acts. Your name and address are secret and lie apart under a key of their own.",
    ),
    who=("Cá nhân, có họ tên và địa chỉ", "Individuals, with name and address"),
    article=f"{_L106}, Điều 108-111; Nghị định 152/2026/NĐ-CP, Điều 75-76",
    handling=Handling.HEAD_FIRST,
    identity_apart=True,
    questions=(
        AGENCY,
        Question(
            id="nguoi-bi-to-cao",
            title=("Ai bị tố cáo?", "Who is denounced?"),
            fields=(
                Field(name="against", label=("Họ tên, chức vụ", "Name, office")),
                Field(
                    name="against_kind",
                    label=("Người đó là", "They are"),
                    shape=Shape.CHOICE,
                    options=(
                        (
                            "staff",
                            ("Chấp hành viên, công chức của cơ quan", "Officer or staff member"),
                        ),
                        (
                            "head",
                            (
                                "Thủ trưởng cơ quan thi hành án dân sự tỉnh",
                                "Head of the provincial agency",
                            ),
                        ),
                        (
                            "bailiff",
                            (
                                "Trưởng văn phòng, Thừa hành viên",
                                "Head of an office or private officer",
                            ),
                        ),
                    ),
                ),
            ),
        ),
        Question(
            id="hanh-vi",
            title=("Hành vi nào?", "Which act?"),
            help=(
                "Ghi việc, ngày, nơi, ai chứng kiến. Đừng ghi điều để lộ bạn là ai.",
                "What, when, where, who saw it. Leave out what tells who you are.",
            ),
            fields=(Field(name="content", label=("Nội dung", "Content"), shape=Shape.AREA),),
        ),
        WHO,
        WHERE,
        CONTACT,
    ),
    papers=(Paper(id="proof", label=("Chứng cứ", "Proof")),),
    outcomes=tuple(
        Outcome(
            code=code,
            label=(vietnamese, english),
            title="THÔNG BÁO KẾT LUẬN NỘI DUNG TỐ CÁO",
            template="Về tố cáo số {number}. Kết luận: {done}",
            article="Nghị định 152/2026/NĐ-CP, Điều 76",
        )
        for code, vietnamese, english in (
            ("right", "Tố cáo đúng", "Founded"),
            ("part", "Tố cáo đúng một phần", "Founded in part"),
            ("wrong", "Tố cáo sai", "Unfounded"),
        )
    ),
    refusals=(
        Refusal(
            code="nameless",
            text=(
                "Không rõ họ tên, địa chỉ; nội dung cụ thể thì chuyển kiểm tra",
                "No name or address; what is concrete is inspected",
            ),
            article=f"{_L106}, Điều 109; {_T13}, Điều 16 khoản 5",
        ),
        Refusal(
            code="settled",
            text=("Đã được giải quyết, không có tình tiết mới", "Settled, nothing new"),
            article=f"{_L106}, Điều 109",
        ),
        Refusal(
            code="no_ground",
            text=("Không có cơ sở xác định hành vi vi phạm", "Nothing points to an unlawful act"),
            article=f"{_L106}, Điều 109",
        ),
    ),
    keep_days=3650,
)

PETITION = Procedure(
    id="kien-nghi-phan-anh",
    title=("Kiến nghị, phản ánh", "Petition or feedback"),
    lead=(
        "Góp ý, phản ánh về hoạt động của cơ quan thi hành án.",
        "Remarks on the work of an enforcement agency.",
    ),
    who=("Mọi người", "Everybody"),
    article=f"{_T13}, Điều 28",
    questions=(
        AGENCY,
        Question(
            id="noi-dung",
            title=("Bạn muốn nói điều gì?", "What do you want to say?"),
            fields=(Field(name="content", label=("Nội dung", "Content"), shape=Shape.AREA),),
        ),
        WHO,
        WHERE,
        CONTACT,
    ),
    papers=(Paper(id="proof", label=("Tài liệu kèm theo", "Papers")),),
    outcomes=(
        Outcome(
            code="answered",
            label=("Trả lời", "Answered"),
            title="VĂN BẢN TRẢ LỜI KIẾN NGHỊ, PHẢN ÁNH",
            template="Về kiến nghị, phản ánh số {number}: {done}",
            article=f"{_T13}, Điều 28",
        ),
    ),
    refusals=(
        Refusal(
            code="filed",
            text=(
                "Lưu đơn: không rõ nội dung, xúc phạm, hoặc gửi nhiều nơi",
                "Filed: unclear, insulting, or sent to many",
            ),
            article=f"{_T13}, Điều 6",
        ),
    ),
)
