"""``/yeu-cau/<service>/<question>``: one page of questions, saved as it is answered."""

from functools import cached_property
from thads_portal.browser.public.requests.page import RequestPage
from thads_portal.browser.shared.places import province_options
from thads_portal.domain import words
from thads_portal.domain.requests.checking import check_page
from thads_portal.domain.requests.checking import open_pages
from thads_portal.domain.requests.checking import read_day
from thads_portal.domain.requests.checking import with_seen
from thads_portal.domain.requests.courts import province_of
from thads_portal.domain.requests.faults import words as fault_words
from thads_portal.domain.requests.shapes import Shape
from thads_portal.errors import Code
from thads_portal.register import papers
from thads_portal.security import citizen_identity
from thads_portal.templates import PageTemplate


class Asking(RequestPage):
    template = PageTemplate("question.pt")
    typed: dict[str, str] | None = None
    wrong: dict[str, Code] = {}

    def got(self):
        first = self.procedure.questions[0]
        if self.question.id != first.id and self.open_draft is None:
            return self.go(self.service)
        if not self.question.is_asked(self.answers):
            return self.go(f"{self.service}/kiem-tra")
        return None

    def posted(self):
        first = self.procedure.questions[0]
        if self.question.id != first.id and self.open_draft is None:
            return self.go(self.service)
        sent = {field.name: self.sent.text(field.name) for field in self.question.fields}
        values, wrong = check_page(self.question, sent, today=self.today)
        self._look_up(values, wrong)
        if wrong:
            self.typed, self.wrong = {**sent, **values}, wrong
            self.refuse()
            return None
        answers = with_seen({**self.answers, **values}, self.question.id)
        self.keep_draft(answers)
        return self.go(self._next(answers))

    def _look_up(self, values, wrong) -> None:
        """What only the register or the table of courts knows."""
        for field in self.question.fields:
            value = values.get(field.name)
            if not value or field.name in wrong:
                continue
            if field.shape is Shape.LISTING:
                with self.register() as cursor:
                    if papers.public_state(cursor, value) is None:
                        wrong[field.name] = Code.LISTING_NOT_FOUND
            elif field.shape is Shape.COURT and not province_of(
                value, values.get("court_province", "")
            ):
                wrong[field.name] = Code.UNKNOWN_PROVINCE

    def _next(self, answers) -> str:
        asked = self.procedure.asked(answers)
        left = open_pages(self.procedure, answers, today=self.today)
        if self.sent.text("sua"):
            if not left:
                return f"{self.service}/kiem-tra"
            return f"{self.service}/{left[0].id}"
        place = next(n for n, each in enumerate(asked) if each.id == self.question.id)
        following = asked[place + 1 :]
        if not following:
            return (
                f"{self.service}/giay-to" if self.procedure.papers else f"{self.service}/kiem-tra"
            )
        return f"{self.service}/{following[0].id}"

    # What the template shows

    @property
    def place_of(self) -> tuple[int, int]:
        """Which of how many pages this is, as far as is known."""
        asked = self.procedure.asked(self.answers)
        at = next((n for n, each in enumerate(asked, 1) if each.id == self.question.id), 1)
        return at, len(asked) + bool(self.procedure.papers) + 1

    @property
    def back(self) -> str:
        asked = self.procedure.asked(self.answers)
        place = next((n for n, each in enumerate(asked) if each.id == self.question.id), 0)
        if self.sent.text("sua"):
            return f"{self.service}/kiem-tra"
        return f"{self.service}/{asked[place - 1].id}" if place else self.service

    @property
    def identifies(self) -> bool:
        """Whether a provider of identities can fill this page in."""
        names = {field.name for field in self.question.fields}
        wanted = "personal_number" in names and self.open_draft is not None
        return wanted and citizen_identity.configured()

    @property
    def changing(self) -> bool:
        return bool(self.sent.text("sua"))

    @cached_property
    def fields(self) -> list[dict]:
        single = len(self.question.fields) == 1
        return [self._field(field, single=single) for field in self.question.fields]

    def _field(self, field, *, single: bool) -> dict:
        value = (self.answers if self.typed is None else self.typed).get(field.name, "")
        if self.typed is None and field.shape is Shape.LISTING and not value:
            value = self.sent.text("muc")[: field.longest]
        if field.shape is Shape.DAY and (day := read_day(value)):
            value = words.day(day)
        code = self.wrong.get(field.name)
        error = self.t(fault_words(field, code)) if code else ""
        id = f"f-{field.name.replace('_', '-')}"
        hint = self.t(field.hint)
        described = [f"{id}-hint"] * bool(hint) + [f"{id}-error"] * bool(error)
        return {
            "name": field.name,
            "id": id,
            "label": self.t(field.label),
            "optional": not field.required,
            "hint": hint,
            "error": error,
            "described": " ".join(described) or None,
            "value": value,
            "kind": _KINDS.get(field.shape, "text"),
            "type": _TYPES.get(field.shape, "text"),
            "mode": _MODES.get(field.shape),
            "longest": field.longest,
            "autocomplete": field.autocomplete or "off",
            "options": [
                {"value": option, "label": self.t(label), "chosen": option == value}
                for option, label in field.options
            ],
            "provinces": province_options(value, self.language)
            if field.shape is Shape.PROVINCE
            else "",
            "heading": single and field.shape is Shape.CHOICE,
        }

    def update(self):
        self.errors = [(each["id"], each["error"]) for each in self.fields if each["error"]]


_KINDS = {Shape.AREA: "area", Shape.CHOICE: "choice", Shape.PROVINCE: "province"}
_TYPES = {Shape.EMAIL: "email", Shape.PHONE: "tel"}
_MODES = {
    Shape.DAY: None,
    Shape.PERSONAL_NUMBER: "numeric",
    Shape.MONEY: "numeric",
    Shape.COUNT: "numeric",
}
