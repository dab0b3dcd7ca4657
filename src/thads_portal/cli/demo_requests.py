"""The demo's requests of citizens: each procedure, and every state among them; made-up people only.

The number and code of one are written beside the demo accounts, so that somebody can follow it.
"""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from thads_portal.actions.requests import accepting
from thads_portal.actions.requests import answering
from thads_portal.actions.requests import asking_more
from thads_portal.actions.requests import following
from thads_portal.actions.requests import giving
from thads_portal.actions.requests import informant
from thads_portal.actions.requests import mandating
from thads_portal.actions.requests import passing_on
from thads_portal.actions.requests import publishing
from thads_portal.actions.requests import writing
from thads_portal.actions.requests.handler import Handler
from thads_portal.actions.requests.submit import submit
from thads_portal.domain.paper_codes import new_code
from thads_portal.domain.paper_codes import shown
from thads_portal.domain.requests.checking import with_seen
from thads_portal.domain.requests.common import BORN
from thads_portal.domain.requests.procedures import BY_ID
from thads_portal.domain.requests.procedures import PROCEDURES
from thads_portal.domain.requests.shapes import Procedure
from thads_portal.domain.requests.shapes import Shape
from thads_portal.domain.words import VIETNAM
from thads_portal.domain.working_days import default_calendar
from thads_portal.opendata import request_papers
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.requests import accountants
from thads_portal.register.requests import drafts
from thads_portal.register.requests import mandates
from thads_portal.register.requests import papers
from thads_portal.register.requests import rows
from thads_portal.register.requests import slots
from typing import Any


PROVINCE = "cao-bang"
_NAMES = (
    "Nông Thị Mai",
    "Lý Văn Sơn",
    "Hoàng Thị Lan",
    "Đàm Văn Tư",
    "Bế Thị Hương",
    "Mã Văn Quân",
)
#: What somebody types, by the name of the field; other fields by their shape.
_TYPED = {
    "address": "Xóm Nà Rì, xã Hòa An, tỉnh Cao Bằng",
    "behalf": "self",
    "province": PROVINCE,
    "court": "Tòa án nhân dân khu vực 1 - Cao Bằng",
    "judgment_number": "15/2026/DS-ST",
    "decision_number": "123/QĐ-THADS",
    "debtor_name": "Lương Văn Thử",
    "debtor_address": "Xã Hòa An, tỉnh Cao Bằng",
    "items": "Trả số tiền 45.000.000 đồng theo bản án",
    "content": "Đã gửi đơn ngày 05/11/2026 nhưng chưa được trả lời",
    "officer": "Chấp hành viên Hoàng Văn Mẫu",
    "against": "Hoàng Văn Mẫu, chấp hành viên",
    "right": "Địa chỉ đúng là xóm Bản Sáy, xã Hòa An",
    "information": "Người này có thửa đất tại xóm Bản Sáy",
    "known_on": "2026-11-20",
}


def make_requests(site: Any, dsn: str) -> dict[str, str]:
    """Make them; returns the number and code of one to follow."""
    made = [_sent(dsn, procedure, place) for place, procedure in enumerate(PROCEDURES)]
    others = [_sent(dsn, PROCEDURES[0], place + 20) for place in range(7)]
    editor, head = _handlers(dsn)
    tomorrow = datetime.now(VIETNAM) + timedelta(days=1)
    with own_transaction(dsn) as cursor:
        hours = [tomorrow.replace(hour=8 + n, minute=0, second=0, microsecond=0) for n in range(3)]
        slots.offer(cursor, PROVINCE, hours, 30)
    for id, _receipt in made[1:4]:
        giving.give(head, id, editor.account)
    asking_more.ask_more(editor, made[1][0], "Đề nghị gửi bản sao bản án có dấu của Tòa án.")
    writing.reply(editor, made[2][0], "Cơ quan đang đối chiếu hồ sơ việc thi hành án.")
    writing.invite(editor, made[5][0], "Mời chọn giờ đến nhận tài sản.")
    for id, _receipt in made[7:9]:
        accepting.accept(head, id)
    first = [id for id, _receipt in others]
    _answered(site, editor, head, first[0], "corrected", "Đề nghị có cơ sở. Cơ quan sửa địa chỉ.")
    _answered(site, editor, head, first[1], "refusal:right", "Thông tin đúng với quyết định.")
    answering.draft(editor, first[2], outcome="namesake", text="Người đề nghị chỉ trùng tên.")
    following.withdraw(dsn, first[3], when=datetime.now(UTC))
    passing_on.join(editor, first[4], made[0][1].number)
    passing_on.transfer(editor, first[5], "bac-kan", "Việc do cơ quan nơi khác thi hành.")
    _represented(dsn, editor)
    _concluded(site, editor, head)
    with own_transaction(dsn) as cursor:
        accountants.name(cursor, PROVINCE, [editor.account], head.account)
    receipt = made[0][1]
    return {"number": receipt.number, "code": receipt.code}


def _represented(dsn: str, editor: Handler) -> None:
    """Twelve households through two of them, whose paper was looked at; and a mandate that was not yet."""
    group = {
        "behalf": "group",
        "group_who": "Mười hai hộ dân xóm Nà Rì",
        "group_size": "12",
        "representatives": "Nông Thị Mai\nLý Văn Sơn",
        "mandate_paper": "Biên bản họp xóm ngày 02/11/2026",
        "mandate_scope": "Toàn bộ việc thi hành án",
    }
    id, _receipt = _sent(dsn, BY_ID["xac-nhan-ket-qua"], 30, **group)
    with own_transaction(dsn) as cursor:
        (mandate,) = mandates.of_request(cursor, id)
    mandating.check_paper(editor, id, mandate.id, accepted=True)
    one = {
        "behalf": "mandate",
        "principal": "Bế Thị Hương",
        "mandate_paper": "Giấy ủy quyền số 45/CC ngày 10/11/2026",
        "mandate_scope": "Nhận lại tiền",
        "mandate_until": "2027-11-10",
        "account": "0123 456 789, ngân hàng thử",
    }
    _sent(dsn, BY_ID["nhan-lai-tien-tai-san"], 31, **one)


def _concluded(site: Any, editor: Handler, head: Handler) -> None:
    """A denunciation that was looked into; its conclusion is published, without the informant."""
    id, _receipt = _sent(head.dsn, BY_ID["to-cao"], 32)
    giving.give(head, id, editor.account)
    text = (
        "Tố cáo đúng một phần: hồ sơ được trả lời chậm 12 ngày so với hạn. Cơ quan đã kiểm điểm người"
        " phụ trách và trả lời người có đơn. Không có căn cứ về việc nhận tiền."
    )
    _answered(site, editor, head, id, "part", text)
    informant.name_readers(head, id, [head.account])
    publishing.publish(head, id, text, checked=True)


def _handlers(dsn: str) -> tuple[Handler, Handler]:
    now = datetime.now(UTC)
    common: dict[str, Any] = {
        "dsn": dsn,
        "province": PROVINCE,
        "when": now,
        "today": now.astimezone(VIETNAM).date(),
        "calendar": default_calendar(),
    }
    return (
        Handler(account="bien-tap-cao-bang", head=False, **common),
        Handler(account="thu-truong-cao-bang", head=True, **common),
    )


def _sent(dsn: str, procedure: Procedure, place: int, **more: str) -> tuple[int, Any]:
    answers: dict[str, str] = {"name": _NAMES[place % len(_NAMES)], **more}
    for question in procedure.questions:
        for field in question.fields:
            answers.setdefault(field.name, _value(dsn, field))
        answers = with_seen(answers, question.id)
    token = drafts.begin(dsn, procedure.id, answers)
    when = datetime.now(UTC) - timedelta(days=place % 9, hours=place % 5)
    receipt = submit(dsn, token, when=when, calendar=default_calendar(), listing_province=PROVINCE)
    with own_transaction(dsn) as cursor:
        found = rows.by_number(cursor, receipt.number)
    if found is None:
        raise LookupError(receipt.number)
    return found.id, receipt


def _value(dsn: str, field: Any) -> str:
    if field.name in _TYPED:
        return _TYPED[field.name]
    match field.shape:
        case Shape.CHOICE:
            return str(field.options[0][0])
        case Shape.DAY:
            return "1979-11-23" if field.name == BORN.name else "2026-03-05"
        case Shape.LISTING:
            return _a_listing(dsn)
        case Shape.PROVINCE:
            return PROVINCE
        case Shape.COUNT:
            return "12"
    return "Như đã nêu trong hồ sơ" if field.required else ""


def _a_listing(dsn: str) -> str:
    with own_transaction(dsn) as cursor:
        cursor.execute(
            "SELECT number FROM thads_listing WHERE province = %s AND state = 'published'"
            " ORDER BY number LIMIT 1",
            (PROVINCE,),
        )
        row = cursor.fetchone()
    return str(row[0]) if row else "2026-0000001"


def _answered(site: Any, editor: Handler, head: Handler, id: int, outcome: str, text: str) -> None:
    answering.draft(editor, id, outcome=outcome, text=text)
    with own_transaction(head.dsn) as cursor:
        request, waiting = rows.by_id(cursor, id), papers.waiting(cursor, id)
    if waiting is None:
        raise LookupError(request.number)
    code = new_code()
    content = request_papers.answer(
        site,
        title=waiting.title,
        text=waiting.text,
        number=request.number,
        province=request.province,
        code=shown(code),
        check="",
        when=head.when,
    )
    document = answering.Document(code, content, digital=False)
    answering.sign(head, id, waiting, document, revision=request.revision)
