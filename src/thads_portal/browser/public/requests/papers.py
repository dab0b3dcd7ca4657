"""``…/giay-to``: papers and photographs, as many as wanted, one or several at a time."""

from thads_portal.actions.requests.attach import attach
from thads_portal.actions.requests.attach import To
from thads_portal.browser.public.requests.page import RequestPage
from thads_portal.errors import message
from thads_portal.errors import Rejected
from thads_portal.errors import ThadsError
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.requests import drafts
from thads_portal.register.requests import files
from thads_portal.templates import PageTemplate


def uploads(request, name: str = "tep") -> list:
    """The files that were sent under `name`."""
    sent = request.form.get(name)
    given = sent if isinstance(sent, list) else [sent]
    return [each for each in given if getattr(each, "filename", "")]


def attach_all(view, to: To, *, paper: str = "") -> None:
    """Keep what was sent, each by itself; what is refused is told in `view.errors`."""
    for each in uploads(view.request):
        try:
            attach(view.database, to, name=str(each.filename), stream=each, paper=paper)
        except ThadsError as error:
            problems = error.problems if isinstance(error, Rejected) else ()
            code, params = (
                (problems[0].code, problems[0].params) if problems else (error.code, error.params)
            )
            text = message(code, {"name": str(each.filename)[:80], **params})[view.language]
            view.errors.append(("f-tep", f"{str(each.filename)[:80]}: {text}"))
            view.refuse(422 if problems else error.status)


class Papers(RequestPage):
    template = PageTemplate("papers.pt")

    def got(self):
        return self.go(self.service) if self.open_draft is None else None

    def posted(self):
        draft = self.open_draft
        if draft is None:
            return self.go(self.service)
        if gone := self.sent.text("bo"):
            with own_transaction(self.database) as cursor:
                files.remove_from_draft(cursor, drafts.id_of(draft.token), gone)
            return self.go(self.here)
        known = {each.id for each in self.procedure.papers}
        paper = self.sent.text("loai")
        attach_all(self, To(draft=draft.token), paper=paper if paper in known else "")
        if self.errors:
            return None
        if self.sent.text("tiep"):
            return self.go(f"{self.service}/kiem-tra")
        return self.go(self.here)

    def update(self):
        with self.register() as cursor:
            self.files = files.of_draft(cursor, drafts.id_of(self.open_draft.token))

    @property
    def wanted(self):
        return [
            {
                "id": each.id,
                "label": self.t(each.label),
                "required": each.required,
                "online": each.online,
            }
            for each in self.procedure.papers
        ]

    @property
    def last(self) -> str:
        return f"{self.service}/{self.procedure.asked(self.answers)[-1].id}"
