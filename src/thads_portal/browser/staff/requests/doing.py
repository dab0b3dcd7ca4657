"""The buttons of one request: each calls one action and leads back to the request."""

from thads_portal.actions.requests import accepting
from thads_portal.actions.requests import answering
from thads_portal.actions.requests import asking_more
from thads_portal.actions.requests import effects
from thads_portal.actions.requests import giving
from thads_portal.actions.requests import informant
from thads_portal.actions.requests import passing_on
from thads_portal.actions.requests import writing
from thads_portal.actions.requests.handler import procedure_of
from thads_portal.actions.requests.publishing import publish
from thads_portal.browser.staff.desk.reading import iso_day
from thads_portal.browser.staff.requests.standing_for import StandingFor
from thads_portal.domain.paper_codes import new_code
from thads_portal.domain.paper_codes import shown
from thads_portal.errors import Code
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from thads_portal.errors import RequestMovedOn
from thads_portal.i18n import _
from thads_portal.opendata import request_papers
from thads_portal.opendata.pdf.signature import sign as sign_document
from thads_portal.register.requests import agencies
from thads_portal.register.requests import papers
from thads_portal.register.requests import rows
from thads_portal.security.public_address import public_address

import re


DONE = _("rqs_done", default="Đã ghi.")
_NUMBER = re.compile(r"[12][0-9]{3}-[0-9]{7}", re.ASCII)


class Doing(StandingFor):
    """Answers the POSTs of ``xu-ly-yeu-cau``."""

    @property
    def revision(self) -> int:
        sent = self.sent.number("revision")
        return -1 if sent is None else sent

    def respond(self):
        if self.request.method == "GET" and self.sent.text("xem-truoc"):
            return self._preview()
        return super().respond()

    def handle(self, action):
        if action == "mau":
            self._fill_template()
            return None
        if action == "mo-nguoi-to-cao":
            self.identity = informant.open_identity(
                self.handler, self.found.id, self.sent.text("reason")
            )
            return None
        if not self.change_mandate(action):
            self._act(action)
        address = self.address
        with self.register() as cursor:
            now = rows.by_id(cursor, self.found.id)
        # What was given away or passed on is no longer theirs to see.
        return self.done(DONE, address if self.handler.sees(now) else self.inbox)

    def _act(self, action: str) -> None:
        handler, id, revision = self.handler, self.found.id, self.revision
        text = self.sent.text("text")
        match action:
            case "nhan":
                giving.give(handler, id, handler.account, revision=revision)
            case "giao":
                account = self.sent.text("account")
                if account not in dict(self.colleagues):
                    raise Rejected([Problem(0, None, "account", Code.MISSING, {})])
                giving.give(handler, id, account, revision=revision)
            case "tra-loi":
                writing.reply(handler, id, text, revision=revision)
            case "ghi-chu":
                writing.write_note(handler, id, text)
            case "moi-hen":
                writing.invite(handler, id, text, revision=revision)
            case "bo-sung":
                asking_more.ask_more(handler, id, text, revision=revision)
            case "thu-ly":
                accepting.accept(handler, id, revision=revision)
            case "gia-han":
                accepting.extend(handler, id, text, revision=revision)
            case "chuyen":
                passing_on.transfer(
                    handler, id, self.sent.text("province"), text, revision=revision
                )
            case "nhap-chung":
                passing_on.join(handler, id, self.sent.text("number"), revision=revision)
            case "tach":
                passing_on.split(handler, id, self.sent.text("procedure"), text)
            case "trinh":
                answering.draft(
                    handler, id, outcome=self.sent.text("outcome"), text=text, revision=revision
                )
            case "tra-lai":
                answering.give_back(handler, id, text, revision=revision)
            case "ky":
                self._sign(revision)
            case "nguoi-xem":
                known = dict(self.colleagues)
                wanted = [each for each in self.sent.texts("readers") if each in known]
                informant.name_readers(handler, id, wanted)
            case "cong-bo":
                publish(
                    handler, id, self.sent.text("masked"), checked=bool(self.sent.text("checked"))
                )
            case "sua-muc":
                self._prepare()
            case _:
                raise RequestMovedOn

    def _prepare(self) -> None:
        effects.prepare(
            self.context,
            self.acting,
            self.handler,
            self.found,
            numbers=_NUMBER.findall(self.sent.text("numbers")),
            document={
                "number": self.sent.text("document.number"),
                "date": iso_day(self.sent.text("document.date")),
            },
            found_on=iso_day(self.sent.text("found_on")),
            field=self.sent.text("field"),
            value=self.sent.text("value"),
            end_reason=self.sent.text("end_reason"),
        )

    # Papers

    def _waiting(self):
        with self.register() as cursor:
            waiting = papers.waiting(cursor, self.found.id)
        if waiting is None:
            raise RequestMovedOn
        return waiting

    def _document(self, waiting, code: str) -> bytes:
        found = self.found
        return request_papers.answer(
            self.layout.site,
            title=waiting.title,
            text=waiting.text,
            number=found.number,
            province=found.province,
            code=shown(code) if code else "",
            check=f"{public_address()}/xac-minh?ma={shown(code)}" if code else "",
            when=self.acting.when,
        )

    def _sign(self, revision: int) -> None:
        waiting = self._waiting()
        code = new_code()
        content, digital = sign_document(self._document(waiting, code))
        answering.sign(
            self.handler,
            self.found.id,
            waiting,
            answering.Document(code, content, digital),
            revision=revision,
        )

    def _preview(self):
        """The paper as it would be, without a code: nobody could take it for signed."""
        document = self._document(self._waiting(), "")
        response = self.request.response
        response.setHeader("Content-Type", "application/pdf")
        response.setHeader("Content-Disposition", 'attachment; filename="xem-truoc.pdf"')
        response.setHeader("Cache-Control", "no-store")
        return document

    def _fill_template(self) -> None:
        """Put the text of an outcome, or of the agency's own template, into the field."""
        wanted = self.sent.text("outcome")
        own = self.sent.text("template")
        outcome = procedure_of(self.found).outcome(wanted)
        text = ""
        if own:
            with self.register() as cursor:
                known = agencies.templates(cursor, self.province, self.found.procedure)
            text = next((each.text for each in known if str(each.id) == own), "")
        elif outcome is not None:
            answers = rows.answers_of(self.found)
            filled = {
                "number": self.found.number,
                "listing": answers.get("listing") or "{listing}",
                "content": answers.get("content") or "{content}",
            }
            text = outcome.template
            for name, value in filled.items():
                text = text.replace(f"{{{name}}}", value)
        self.request.form["text"] = text
        self.text_sent = text
