"""Papers of citizens' requests: the receipt, the filled-in form to sign, the signed answer.

In Vietnamese, in the form of State papers. None of them says more than its reader has: the form
and the answer are made for who has the secret code or handles the request, and kept sealed.
"""

from collections.abc import Sequence
from datetime import datetime
from thads_portal.content.request_agency import agency_of
from thads_portal.domain import words
from thads_portal.domain.central_bodies import central_body
from thads_portal.domain.provinces import by_slug
from thads_portal.domain.provinces import provinces_by_slug
from thads_portal.domain.requests.checking import read_day
from thads_portal.domain.requests.routing import CENTRE
from thads_portal.domain.requests.shapes import Field
from thads_portal.domain.requests.shapes import Procedure
from thads_portal.domain.requests.shapes import Shape
from thads_portal.domain.requests.steps import Mode
from thads_portal.opendata.pdf import paper
from thads_portal.opendata.pdf.heads import title_of_head
from thads_portal.opendata.pdf.letter import letter
from thads_portal.opendata.pdf.paper import Paper


_SUPPORT = (
    "Đây là hỗ trợ trực tuyến: việc tiếp nhận chính thức thực hiện khi cơ quan nhận bản giấy có chữ ký, tại"
    " trụ sở theo lịch hẹn hoặc qua bưu chính, hoặc qua Cổng Dịch vụ công quốc gia."
)
_OFFICIAL = "Thời điểm gửi thành công là ngày nộp yêu cầu."


def value_in_words(field: Field, value: str, language: str = "vi") -> str:
    """An answer as people read it."""
    if not value:
        return ""
    if field.shape is Shape.DAY and (day := read_day(value)):
        return words.day(day)
    if field.shape is Shape.CHOICE:
        texts = dict(field.options).get(value)
        return texts[language == "en"] if texts else value
    if field.shape is Shape.PROVINCE and (province := by_slug(value)):
        return province.official_name
    return value


def _lines(procedure: Procedure, answers: dict[str, str]) -> list[str]:
    found: list[str] = []
    for question in procedure.asked(answers):
        told = [
            f"{field.label[0]}: {value_in_words(field, answers.get(field.name, ''))}"
            for field in question.fields
            if answers.get(field.name)
        ]
        if told:
            found += [f"# {question.title[0].rstrip('?')}", *told]
    return found


def filled_form(
    site,
    procedure: Procedure,
    answers: dict[str, str],
    *,
    number: str,
    province: str,
    when: datetime,
) -> bytes:
    """The request on paper, to be signed by hand and handed in."""
    day = when.astimezone(words.VIETNAM).date()
    title = procedure.form_title or procedure.title[0].upper()
    sheet = Paper(title=title, code=number, check="", made=when)
    return letter(
        sheet,
        title=title,
        subtitle=f"Kính gửi: {agency_of(site, province, day)}",
        paragraphs=[
            *_lines(procedure, answers),
            "# Cam đoan",
            "Tôi cam đoan nội dung trên là đúng và chịu trách nhiệm trước pháp luật.",
            f"Bản này được điền từ yêu cầu số {number} trên Cổng. Căn cứ: {procedure.article}.",
        ],
        signature=paper.signature(
            left=["Tài liệu kèm theo:", *(f"- {each.label[0]}" for each in procedure.papers)],
            title="Người yêu cầu",
            name="",
        ),
    )


def receipt(
    site,
    procedure: Procedure,
    *,
    number: str,
    code: str,
    mode: Mode,
    province: str,
    when: datetime,
    steps: Sequence[str],
    follow: str,
) -> bytes:
    """What its sender keeps: number, secret code, what happens until when."""
    day = when.astimezone(words.VIETNAM).date()
    official = mode is Mode.OFFICIAL
    title = "GIẤY TIẾP NHẬN YÊU CẦU" if official else "PHIẾU HỖ TRỢ TRỰC TUYẾN"
    agency = agency_of(site, province, day)
    sheet = Paper(title=title, code=number, check=follow, made=when)
    return letter(
        sheet,
        title=title,
        subtitle=procedure.title[0],
        paragraphs=[
            f"Số: {number}",
            f"Mã bí mật: {code} (cần mã này để theo dõi; hãy giữ kín)",
            f"Cơ quan: {agency}",
            f"Lúc: {words.time(when)} ngày {words.day(when)}",
            _OFFICIAL if official else _SUPPORT,
            "# Việc tiếp theo",
            *steps,
            f"Theo dõi tại: {follow}",
        ],
    )


def answer(
    site,
    *,
    title: str,
    text: str,
    number: str,
    province: str,
    code: str,
    check: str,
    when: datetime,
) -> bytes:
    """The agency's answer as a State paper, with the code that it is checked by."""
    day = when.astimezone(words.VIETNAM).date()
    agency = agency_of(site, province, day)
    place = "Hà Nội" if province == CENTRE else provinces_by_slug()[province].successor_name
    sheet = Paper(title=title, code=code, check=check, made=when)
    return letter(
        sheet,
        title=title,
        subtitle=f"Về yêu cầu số {number}",
        paragraphs=[each for each in text.split("\n") if each.strip()],
        head=paper.head(
            over=central_body(day).name if province != CENTRE else "Bộ Tư pháp",
            agency=agency,
            number=None,
            place=place,
            day=day,
        ),
        signature=paper.signature(
            left=["Nơi nhận:", "- Người yêu cầu;", "- Lưu: VT, hồ sơ."],
            title=title_of_head(agency),
            name="",
        ),
    )
