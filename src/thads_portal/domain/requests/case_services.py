"""Services about a case: confirmation of its results, change of its officer, news about a debtor."""

from thads_portal.domain.requests.common import AGENCY
from thads_portal.domain.requests.common import ASKING
from thads_portal.domain.requests.common import CASE
from thads_portal.domain.requests.common import CONTACT
from thads_portal.domain.requests.common import ON_BEHALF
from thads_portal.domain.requests.common import SENDER
from thads_portal.domain.requests.common import WHERE
from thads_portal.domain.requests.common import WHO
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


RESULTS = Procedure(
    id="xac-nhan-ket-qua",
    title=("Xác nhận kết quả thi hành án", "Confirmation of results"),
    lead=(
        "Giấy xác nhận phần đã thi hành và phần còn phải thi hành.",
        "A paper on what has been enforced and what is left.",
    ),
    who=("Đương sự và thân nhân của đương sự", "Parties and their relatives"),
    article="Nghị định 152/2026/NĐ-CP, Điều 32 khoản 3",
    form_title="ĐƠN ĐỀ NGHỊ XÁC NHẬN KẾT QUẢ THI HÀNH ÁN",
    questions=(
        AGENCY,
        CASE,
        *SENDER,
        Question(
            id="quan-he",
            title=("Bạn là ai trong việc này?", "What are you in this case?"),
            fields=(
                Field(
                    name="relation",
                    label=("Quan hệ", "Relation"),
                    shape=Shape.CHOICE,
                    options=(
                        ("debtor", ("Người phải thi hành án", "Debtor")),
                        ("creditor", ("Người được thi hành án", "Creditor")),
                        ("concerned", ("Người có quyền lợi liên quan", "Person concerned")),
                        ("relative", ("Thân nhân của đương sự", "Relative of a party")),
                    ),
                ),
                Field(
                    name="relative_of",
                    label=("Nếu là thân nhân: của ai, quan hệ gì", "If a relative: of whom, which"),
                    required=False,
                ),
            ),
        ),
        *ON_BEHALF,
        Question(
            id="pham-vi",
            title=("Cần xác nhận phần nào?", "What is to be confirmed?"),
            fields=(
                Field(
                    name="extent",
                    label=("Phạm vi", "Extent"),
                    shape=Shape.CHOICE,
                    options=(
                        ("whole", ("Toàn bộ", "The whole")),
                        ("part", ("Một phần", "A part")),
                        ("period", ("Theo từng kỳ", "By period")),
                    ),
                ),
                Field(
                    name="purpose",
                    label=("Dùng vào việc gì", "Purpose"),
                    required=False,
                    hint=(
                        "Ví dụ: xóa án tích, xét giảm thời hạn tù.",
                        "For example: judicial record, early release.",
                    ),
                ),
            ),
        ),
        CONTACT,
    ),
    papers=(Paper(id="mandate", label=("Giấy ủy quyền", "Mandate")),),
    outcomes=(
        Outcome(
            code="confirmed",
            label=("Cấp giấy xác nhận", "Confirmed"),
            title="GIẤY XÁC NHẬN KẾT QUẢ THI HÀNH ÁN",
            template="Nghĩa vụ theo bản án, quyết định: {judged}\nNghĩa vụ theo quyết định thi hành án:"
            " {ordered}\nKết quả thi hành đến thời điểm xác nhận: {done}",
            article="Nghị định 152/2026/NĐ-CP, Điều 32 khoản 3",
            certificate=True,
        ),
    ),
    refusals=(
        Refusal(
            code="no_relation",
            text=(
                "Người đề nghị không phải đương sự, thân nhân hoặc người được ủy quyền",
                "Neither party, relative nor mandated",
            ),
            article="Nghị định 152/2026/NĐ-CP, Điều 32 khoản 3",
        ),
        Refusal(
            code="not_here",
            text=(
                "Việc không do cơ quan này tổ chức thi hành",
                "The case is not with this agency",
            ),
            article="Nghị định 152/2026/NĐ-CP, Điều 32 khoản 3",
        ),
    ),
)

OFFICER = Procedure(
    id="thay-doi-chap-hanh-vien",
    title=("Đề nghị thay đổi chấp hành viên", "Change of enforcement officer"),
    lead=(
        "Khi có căn cứ cho rằng chấp hành viên không được hoặc không nên giải quyết việc của bạn.",
        "When there are grounds for which the officer must not handle your case.",
    ),
    who=("Đương sự", "Parties"),
    article="Nghị định 152/2026/NĐ-CP, Điều 13",
    form_title="ĐƠN ĐỀ NGHỊ THAY ĐỔI CHẤP HÀNH VIÊN",
    handling=Handling.HEAD_FIRST,
    questions=(
        AGENCY,
        CASE,
        Question(
            id="can-cu",
            title=("Căn cứ nào?", "On which ground?"),
            help=(
                "Nêu rõ lý do và kèm chứng cứ nếu có. Chấp hành viên không xem được đề nghị trước thủ trưởng.",
                "Say why, with proof if there is any. The officer does not see it before the head.",
            ),
            fields=(
                Field(name="officer", label=("Chấp hành viên", "Officer")),
                Field(
                    name="ground",
                    label=("Căn cứ", "Ground"),
                    shape=Shape.CHOICE,
                    options=(
                        (
                            "a",
                            (
                                "Làm việc pháp luật cấm (Luật 106/2025/QH15, Điều 16 khoản 2)",
                                "An act forbidden by Law 106/2025, Art. 16(2)",
                            ),
                        ),
                        (
                            "b",
                            (
                                "Đã là người bảo vệ quyền lợi của đương sự hoặc người làm chứng trong cùng"
                                " vụ việc",
                                "Was protector of a party's rights or witness in the same case",
                            ),
                        ),
                    ),
                ),
                Field(name="reasons", label=("Lý do cụ thể", "Reasons"), shape=Shape.AREA),
            ),
        ),
        *ASKING,
    ),
    papers=(Paper(id="proof", label=("Chứng cứ", "Proof")),),
    outcomes=(
        Outcome(
            code="changed",
            label=("Thay đổi chấp hành viên", "Officer changed"),
            title="QUYẾT ĐỊNH THAY ĐỔI CHẤP HÀNH VIÊN",
            template="Chấp nhận đề nghị số {number}. Phân công chấp hành viên khác tiếp tục giải quyết.\nLý"
            " do: {reasons}",
            article="Nghị định 152/2026/NĐ-CP, Điều 13",
        ),
    ),
    refusals=(
        Refusal(
            code="no_ground",
            text=("Không thuộc căn cứ thay đổi", "None of the grounds"),
            article="Nghị định 152/2026/NĐ-CP, Điều 13",
            since=NEW_LAW,
        ),
        Refusal(
            code="old_no_ground",
            text=("Không thuộc căn cứ thay đổi", "None of the grounds"),
            article="Nghị định 62/2015/NĐ-CP, Điều 10",
            until=OLD_LAW_ENDS,
        ),
        Refusal(
            code="no_party",
            text=("Người đề nghị không phải đương sự", "Not a party"),
            article="Nghị định 152/2026/NĐ-CP, Điều 13",
        ),
    ),
)

NEWS = Procedure(
    id="thong-tin-moi",
    title=(
        "Cung cấp thông tin mới về điều kiện thi hành án",
        "New information about a debtor's conditions",
    ),
    lead=(
        "Bạn biết người phải thi hành án có tài sản, thu nhập hoặc nơi ở mới.",
        "You know of property, income or a new address of a debtor.",
    ),
    who=("Mọi người", "Everybody"),
    article="Luật 106/2025/QH15, Điều 38 khoản 2",
    questions=(
        Question(
            id="muc",
            title=("Về ai?", "About whom?"),
            fields=(
                Field(
                    name="listing",
                    label=("Số công khai", "Public number"),
                    shape=Shape.LISTING,
                    hint=("Ví dụ 2026-0000123.", "For example 2026-0000123."),
                ),
            ),
        ),
        Question(
            id="thong-tin",
            title=("Bạn biết gì?", "What do you know?"),
            fields=(
                Field(
                    name="information",
                    label=("Thông tin", "Information"),
                    shape=Shape.AREA,
                    hint=(
                        "Tài sản gì, ở đâu, từ khi nào, làm sao bạn biết.",
                        "What, where, since when, how you know.",
                    ),
                ),
            ),
        ),
        WHO,
        WHERE,
        CONTACT,
    ),
    papers=(Paper(id="proof", label=("Ảnh, giấy tờ", "Pictures, papers")),),
    outcomes=(
        Outcome(
            code="verified",
            label=("Đã xác minh", "Verified"),
            title="THÔNG BÁO VỀ VIỆC XÁC MINH",
            template="Cơ quan đã xác minh thông tin theo yêu cầu số {number}. Kết quả: {done}",
            article="Luật 106/2025/QH15, Điều 38 khoản 2",
        ),
    ),
    refusals=(
        Refusal(
            code="not_new",
            text=("Thông tin không mới hoặc không xác minh được", "Not new, or not verifiable"),
            article="Luật 106/2025/QH15, Điều 38 khoản 2",
        ),
    ),
)
