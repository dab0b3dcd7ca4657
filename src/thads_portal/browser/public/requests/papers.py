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
from thads_portal.register.requests import uploads as coming
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
            view.errors.append(("f-tep", said(view, error, str(each.filename))))
            view.refuse(422 if isinstance(error, Rejected) else error.status)


def said(view, error: ThadsError, name: str) -> str:
    """Why the file `name` was not taken."""
    problems = error.problems if isinstance(error, Rejected) else ()
    code, params = (
        (problems[0].code, problems[0].params) if problems else (error.code, error.params)
    )
    return f"{name[:80]}: {message(code, {'name': name[:80], **params})[view.language]}"


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
                id = drafts.id_of(draft.token)
                files.remove_from_draft(cursor, id, gone) or coming.remove(cursor, id, gone)
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
        draft = drafts.id_of(self.open_draft.token)
        with self.register() as cursor:
            self.files = files.of_draft(cursor, draft)
            self.coming = coming.of_draft(cursor, draft)

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
