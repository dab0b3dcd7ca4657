"""Questions that several procedures share: who asks, for whom, how to be reached, which case."""

from thads_portal.domain.requests.shapes import Field
from thads_portal.domain.requests.shapes import Question
from thads_portal.domain.requests.shapes import Shape


YES_NO = (("yes", ("Có", "Yes")), ("no", ("Không", "No")))

NAME = Field(name="name", label=("Họ và tên", "Full name"), autocomplete="name")
ADDRESS = Field(
    name="address",
    label=("Nơi ở hiện nay", "Present address"),
    hint=(
        "Số nhà, đường hoặc thôn; xã, phường; tỉnh, thành phố.",
        "House and street or hamlet; commune; province.",
    ),
    autocomplete="street-address",
)
BORN = Field(
    name="born",
    label=("Ngày sinh", "Date of birth"),
    shape=Shape.DAY,
    hint=("Ví dụ 23/11/1979", "For example 23/11/1979"),
    autocomplete="bday",
)
NUMBER = Field(
    name="personal_number",
    label=("Số định danh cá nhân", "Personal identification number"),
    shape=Shape.PERSONAL_NUMBER,
    required=False,
    hint=(
        "12 chữ số. Không cần và không gửi ảnh căn cước.",
        "12 digits. No picture of the identity card is needed; do not send one.",
    ),
)

WHO = Question(
    id="nguoi-gui",
    title=("Bạn là ai?", "Who are you?"),
    help=(
        "Cơ quan dùng để đối chiếu với hồ sơ. Thông tin được mã hóa, chỉ người xử lý xem được.",
        "The agency compares it with its file. It is encrypted; only who handles it can read it.",
    ),
    fields=(NAME, BORN, NUMBER),
    identity=True,
)
WHERE = Question(
    id="dia-chi",
    title=("Bạn ở đâu?", "Where do you live?"),
    fields=(ADDRESS,),
    identity=True,
)
CONTACT = Question(
    id="lien-he",
    title=("Liên hệ với bạn bằng cách nào?", "How can you be reached?"),
    help=(
        "Không bắt buộc: bạn luôn xem được việc xử lý bằng số và mã bí mật trên giấy hẹn. Thư điện tử chỉ"
        " báo có bước mới, không kèm nội dung và không thay việc thông báo theo luật.",
        "Not required: you can always follow the request by its number and secret code. Mail only says"
        " that there is something new; it is a courtesy and no legal notice.",
    ),
    fields=(
        Field(
            name="phone",
            label=("Số điện thoại", "Telephone"),
            shape=Shape.PHONE,
            required=False,
            autocomplete="tel",
        ),
        Field(
            name="email",
            label=("Thư điện tử", "E-mail"),
            shape=Shape.EMAIL,
            required=False,
            autocomplete="email",
        ),
    ),
    identity=True,
)
BEHALF = Question(
    id="thay-mat",
    title=("Bạn gửi cho mình hay thay người khác?", "For yourself or for somebody else?"),
    fields=(
        Field(
            name="behalf",
            label=("Bạn gửi", "You ask"),
            shape=Shape.CHOICE,
            options=(
                ("self", ("Cho chính tôi", "For myself")),
                ("mandate", ("Theo ủy quyền", "Under a mandate")),
                ("legal", ("Là người đại diện theo pháp luật", "As the legal representative")),
                ("group", ("Là người đại diện của nhiều người", "As representative of a group")),
            ),
        ),
    ),
    identity=True,
)
PRINCIPAL = Question(
    id="nguoi-duoc-dai-dien",
    title=("Bạn đại diện cho ai?", "Whom do you represent?"),
    when="behalf",
    values=("mandate", "legal"),
    fields=(
        Field(
            name="principal", label=("Người, tổ chức được đại diện", "Person or body represented")
        ),
    ),
    identity=True,
)
GROUP = Question(
    id="nhom",
    title=("Nhóm của bạn", "Your group"),
    help=(
        "Từ 5 đến 10 người cùng nội dung: cử không quá 2 người đại diện; từ 11 người: không quá 5 người,"
        " bằng văn bản có chữ ký của tất cả (Nghị định 152/2026/NĐ-CP, Điều 77).",
        "5 to 10 people with one content send at most 2 representatives; 11 or more at most 5, in writing,"
        " signed by all (Decree 152/2026, Art. 77).",
    ),
    when="behalf",
    values=("group",),
    fields=(
        Field(
            name="group_who",
            label=("Nhóm là những ai", "Who they are"),
            hint=("Ví dụ: 12 hộ dân thôn Nà Rì.", "For example: 12 households of one hamlet."),
        ),
        Field(name="group_size", label=("Có bao nhiêu người", "How many"), shape=Shape.COUNT),
        Field(
            name="representatives",
            label=("Họ tên những người đại diện", "Names of the representatives"),
            shape=Shape.AREA,
            hint=("Mỗi người một dòng, kể cả bạn.", "One a line, yourself included."),
            speak_for="group_size",
        ),
    ),
    identity=True,
)
MANDATE = Question(
    id="uy-quyen",
    title=("Giấy tờ về việc đại diện", "The paper about it"),
    help=(
        "Giấy ủy quyền phải công chứng, chứng thực hoặc được cơ quan thi hành án xác nhận (Nghị định"
        " 152/2026/NĐ-CP, Điều 2). Cơ quan kiểm tra giấy rồi làm việc với người đại diện; giấy hết hạn thì việc"
        " đại diện tự chấm dứt.",
        "A mandate is notarised, certified or confirmed at the agency (Decree 152/2026, Art. 2). The agency"
        " checks the paper, then deals with the representative; after its last day the mandate lapses.",
    ),
    when="behalf",
    values=("mandate", "legal", "group"),
    fields=(
        Field(
            name="mandate_paper",
            label=("Giấy ủy quyền, văn bản cử đại diện: số, ngày", "Paper: number and date"),
        ),
        Field(
            name="mandate_scope",
            label=("Phạm vi ủy quyền", "Scope"),
            hint=("Ví dụ: toàn bộ việc thi hành án này", "For example: all of this case"),
        ),
        Field(
            name="mandate_since",
            label=("Có giá trị từ ngày", "Valid from"),
            shape=Shape.DAY,
            required=False,
        ),
        Field(
            name="mandate_until",
            label=("Có giá trị đến ngày", "Valid until"),
            shape=Shape.DAY,
            required=False,
            past=False,
            hint=("Để trống nếu không ghi hạn.", "Leave empty if none is given."),
        ),
    ),
    identity=True,
)
LISTING = Field(
    name="listing",
    label=("Số công khai", "Public number"),
    shape=Shape.LISTING,
    hint=("Ví dụ 2026-0000123, ở đầu trang của mục công khai.", "For example 2026-0000123."),
)
AGENCY = Question(
    id="co-quan",
    title=("Cơ quan nào đang giải quyết việc?", "Which agency handles the case?"),
    help=(
        "Xem ở đầu quyết định thi hành án. Nếu cơ quan đã sáp nhập, Cổng tự chuyển đến nơi kế thừa.",
        "See the head of the enforcement decision. A merged agency's successor is found by the portal.",
    ),
    fields=(Field(name="province", label=("Tỉnh, thành phố", "Province"), shape=Shape.PROVINCE),),
)
CASE = Question(
    id="viec",
    title=("Quyết định thi hành án nào?", "Which enforcement decision?"),
    fields=(
        Field(
            name="decision_number",
            label=("Số quyết định thi hành án", "Number of the enforcement decision"),
            hint=("Ví dụ 123/QĐ-THADS", "For example 123/QĐ-THADS"),
        ),
        Field(
            name="decision_date",
            label=("Ngày ra quyết định", "Date of the decision"),
            shape=Shape.DAY,
            required=False,
        ),
    ),
)
JUDGMENT_FIELDS = (
    Field(
        name="judgment_number",
        label=("Số bản án, quyết định", "Number of the judgment"),
        hint=("Ví dụ 15/2026/DS-ST", "For example 15/2026/DS-ST"),
    ),
    Field(name="judgment_date", label=("Ngày tuyên, ngày ra", "Its date"), shape=Shape.DAY),
    Field(
        name="effective_date",
        label=("Ngày có hiệu lực hoặc ngày đến hạn trả", "Day it took effect or fell due"),
        shape=Shape.DAY,
        past=False,
        hint=(
            "Thời hiệu 5 năm tính từ ngày này; trả theo kỳ thì tính cho từng kỳ.",
            "The limitation of 5 years runs from it; for instalments from each one.",
        ),
    ),
)
#: Who it is; for whom; both, and how to be reached.
SENDER = (WHO, WHERE)
ON_BEHALF = (BEHALF, PRINCIPAL, GROUP, MANDATE)
ASKING = (*SENDER, *ON_BEHALF, CONTACT)
