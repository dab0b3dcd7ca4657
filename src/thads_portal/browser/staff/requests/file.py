"""``xu-ly-yeu-cau?id=``: one request, what it says, every step, and what may be done with it now.

Each opening is recorded. Who sees a request at all is for the handler to say (``actions/requests``).
"""

from functools import cached_property
from thads_portal.actions.requests.handler import procedure_of
from thads_portal.actions.requests.reminders import publish_by
from thads_portal.browser.shared import request_steps
from thads_portal.browser.staff.requests.doing import Doing
from thads_portal.browser.staff.requests.place import FILE
from thads_portal.domain.provinces import all_provinces
from thads_portal.domain.recording import Recorded
from thads_portal.domain.requests.clocks import is_to_be_published
from thads_portal.domain.requests.clocks import Step
from thads_portal.domain.requests.clocks import term
from thads_portal.domain.requests.clocks import warnings
from thads_portal.domain.requests.masking import masked
from thads_portal.domain.requests.procedures import PROCEDURES
from thads_portal.domain.requests.routing import CENTRE
from thads_portal.domain.requests.steps import Entry
from thads_portal.domain.requests.steps import State
from thads_portal.errors import CannotUnseal
from thads_portal.errors import RequestNotFound
from thads_portal.i18n import _
from thads_portal.opendata.request_papers import value_in_words
from thads_portal.register.record import write_now
from thads_portal.register.requests import agencies
from thads_portal.register.requests import entries
from thads_portal.register.requests import files
from thads_portal.register.requests import informants
from thads_portal.register.requests import papers
from thads_portal.register.requests import rows
from thads_portal.register.requests import slots
from thads_portal.templates import PageTemplate


SEALED = _(
    "rqs_sealed",
    default="Chưa mở được nội dung đã mã hóa: máy này không có khóa. Các bước và hạn vẫn xem được; hãy báo"
    " quản trị hệ thống.",
)


class RequestFile(Doing):
    template = PageTemplate("file.pt")
    #: Who the informant is, once it was opened with this very answer.
    identity = None
    text_sent = ""

    @property
    def title(self):
        return f"{self.found.number} – {request_steps.procedure_title(self.found.procedure, self.language)}"

    @cached_property
    def found(self):
        with self.register() as cursor:
            found = rows.by_id(cursor, self.sent.number("id"))
        if not self.handler.sees(found):
            raise RequestNotFound
        return found

    @property
    def address(self):
        return f"{self.place}/{FILE}?id={self.found.id}"

    def update(self):
        super().update()
        found = self.found
        if self.request.method != "POST":
            write_now(
                self.database,
                Recorded.REQUEST_VIEWED,
                actor=self.acting.user_id,
                province=self.province,
                about=found.number,
            )
        self.sealed = False
        with self.register() as cursor:
            self.written = entries.of(cursor, found.id)
            self.waiting = papers.waiting(cursor, found.id)
            self.signed = papers.signed_of(cursor, found.id)
            self.templates = agencies.templates(cursor, self.province, found.procedure)
            self.booked = slots.of(cursor, found.id)
            self.readers = informants.readers(cursor, found.id)
            try:
                self.files = files.of_request(cursor, found.id)
                self.answers = rows.answers_of(found)
            except CannotUnseal:
                self.files, self.answers, self.sealed = [], {}, True
                self.errors.say(SEALED)

    # What it says

    @property
    def pages(self) -> list[dict]:
        procedure = procedure_of(self.found)
        apart = procedure.identity_fields
        found = []
        for page in procedure.asked(self.answers):
            told = [
                {
                    "label": field.label[self.language == "en"],
                    "value": self.account_value(
                        field,
                        value_in_words(field, self.answers.get(field.name, ""), self.language),
                    ),
                }
                for field in page.fields
                if field.name not in apart and self.answers.get(field.name)
            ]
            if told:
                found.append({"title": page.title[self.language == "en"], "rows": told})
        return found

    @property
    def identity_rows(self) -> list[dict]:
        """Who the informant is, once it has been opened."""
        procedure = procedure_of(self.found)
        opened: dict[str, str] = self.identity or {}
        return [
            {
                "label": field.label[self.language == "en"],
                "value": value_in_words(field, opened[field.name], self.language),
            }
            for page in procedure.questions
            for field in page.fields
            if field.name in procedure.identity_fields and opened.get(field.name)
        ]

    @property
    def warned(self) -> list[str]:
        told = []
        for kind, day in warnings(self.found.procedure, self.answers, self.today):
            day = self.words.day(day)
            if kind == "limitation":
                told.append(
                    _(
                        "rqs_limitation",
                        default="Theo ngày người gửi ghi, thời hiệu 5 năm đã hết ngày ${day}; còn phải xét trở"
                        " ngại khách quan, bất khả kháng.",
                        mapping={"day": day},
                    )
                )
            else:
                told.append(
                    _(
                        "rqs_late_complaint",
                        default="Theo ngày người gửi ghi, thời hiệu khiếu nại đã hết ngày ${day}; còn phải xét"
                        " trở ngại khách quan, bất khả kháng.",
                        mapping={"day": day},
                    )
                )
        return [self.say(each) for each in told]

    @property
    def listing(self) -> str:
        """The address of the listing that it is about."""
        number = self.answers.get("listing", "")
        if not number or self.province == CENTRE:
            return ""
        return f"{self.place}/nguoi-phai-thi-hanh-an/{number}/ho-so"

    @property
    def deadline(self):
        return request_steps.deadline(self.found, self.today, self.language)

    @property
    def state(self) -> str:
        return request_steps.state(self.found, self.language)

    @property
    def log(self) -> list[dict]:
        found = []
        for each in self.written:
            try:
                text = each.text
            except CannotUnseal:
                text = "…"
            numbers = [
                str(value)
                for name, value in each.details.items()
                if name in ("number", "joined", "from", "to", "due", "listings") and value
            ]
            found.append(
                {
                    "label": request_steps.entry_label(each, self.language),
                    "at": request_steps.moment(each.at),
                    "who": self.people.name(each.actor) if each.actor else "",
                    "text": text,
                    "more": "; ".join(numbers),
                    "public": each.is_public,
                }
            )
        return found

    @property
    def assigned(self) -> str:
        return self.people.name(self.found.assigned) if self.found.assigned else "–"

    # What may be done

    @property
    def accepts(self) -> bool:
        return self.found.open and self.found.step == Step.ACCEPT.value

    @property
    def extends(self) -> bool:
        found = self.found
        row = term(found.procedure, Step.EXTEND, found.law_day, found.variant)
        extended = any(each.kind is Entry.EXTENDED for each in self.written)
        return bool(found.open and row and found.decide_by and not extended)

    @property
    def to_sign(self) -> bool:
        return self.found.state is State.TO_SIGN and self.waiting is not None

    @property
    def can_publish(self) -> bool:
        """What the law has published is published once, masked, by the head (who may know an informant)."""
        found = self.found
        lawful = is_to_be_published(found.procedure, found.law_day, found.variant)
        known = self.opens_informant or not self.has_informant
        published = any(each.kind is Entry.PUBLISHED for each in self.written)
        decided = found.state is State.ANSWERED and bool(self.signed) and not published
        return lawful and known and decided and self.is_head and not self.sealed

    @property
    def publish_by(self) -> str:
        return self.words.day(publish_by(self.found)) or "–"

    @property
    def masked_text(self) -> str:
        typed = self.sent.text("masked")
        return typed or masked(self.signed[-1].text, self.answers)

    @property
    def corrects(self) -> bool:
        return self.found.open and any(each.effect for each in procedure_of(self.found).outcomes)

    @property
    def has_informant(self) -> bool:
        return procedure_of(self.found).identity_apart

    @property
    def opens_informant(self) -> bool:
        return self.acting.user_id in self.readers

    @property
    def not_refused(self) -> list[str]:
        return [each[self.language == "en"] for each in procedure_of(self.found).not_refused]

    @property
    def fields(self) -> dict:
        """The fields of all forms of the page, by name."""
        english = self.language == "en"
        procedure = procedure_of(self.found)
        choose = ("", self.say(_("choose", default="– Chọn –")))
        outcomes = [(each.code, each.label[english]) for each in procedure.outcomes]
        refusals = [
            (
                f"refusal:{each.code}",
                self.say(
                    _(
                        "rqs_refuse_for",
                        default="Từ chối: ${ground} (${article})",
                        mapping={"ground": each.text[english], "article": each.article},
                    )
                ),
            )
            for each in procedure.refusals_on(self.found.law_day)
        ]
        provinces = [
            (CENTRE, self.say(_("rqs_centre", default="Cục Quản lý Thi hành án dân sự"))),
            *((each.slug, each.official_name) for each in all_provinces()),
        ]
        make = self.make
        return {
            "account": make(
                "account",
                _("rqs_give_to", default="Giao cho"),
                kind="select",
                options=[choose, *self.colleagues],
                value=self.found.assigned or "",
            ),
            "text": make(
                "text",
                _("rqs_text", default="Nội dung"),
                kind="area",
                rows=8,
                longest=5000,
                value=self.text_sent,
                required=True,
            ),
            "outcome": make(
                "outcome",
                _("rqs_outcome", default="Kết quả"),
                kind="select",
                options=[choose, *outcomes, *refusals],
                required=True,
            ),
            "province": make(
                "province",
                _("rqs_transfer_to", default="Chuyển đến"),
                kind="select",
                options=[choose, *provinces],
            ),
            "number": make(
                "number", _("rqs_join_number", default="Số yêu cầu trước đó"), longest=30
            ),
            "procedure": make(
                "procedure",
                _("rqs_split_as", default="Tách thành"),
                kind="select",
                options=[
                    choose,
                    *(
                        (each.id, each.title[english])
                        for each in PROCEDURES
                        if not each.identity_apart
                    ),
                ],
            ),
            "readers": make(
                "readers",
                _("rqs_readers", default="Người được mở thông tin người tố cáo"),
                kind="checks",
                options=self.colleagues,
                values=tuple(self.readers),
            ),
            "reason": make("reason", _("rqs_reason", default="Lý do mở"), longest=300),
        }
