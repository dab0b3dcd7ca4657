"""``ban-sua``: a change of something public that waits; what was, what is to be, and the decision."""

from functools import cached_property
from plone.app.textfield.interfaces import IRichText
from plone.namedfile.interfaces import INamed
from thads_portal.actions.changes.decide import accept_change
from thads_portal.actions.changes.decide import return_change
from thads_portal.actions.changes.decide import REVIEW
from thads_portal.actions.changes.decide import version_of
from thads_portal.actions.changes.decide import waiting_with
from thads_portal.actions.changes.draft import draft_of
from thads_portal.actions.changes.draft import fields_of
from thads_portal.actions.changes.draft import value_of
from thads_portal.actions.changes.propose import MODIFY
from thads_portal.actions.changes.propose import take_back
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.desk.whose import ACTIONS
from thads_portal.browser.staff.desk.whose import Whose
from thads_portal.browser.staff.record.people import People
from thads_portal.browser.staff.talk import whose_of
from thads_portal.content.reviewed import FILES
from thads_portal.content.reviewed import waiting_change
from thads_portal.content.section_item import ISectionItem
from thads_portal.errors import Conflict
from thads_portal.errors import NotAllowed
from thads_portal.i18n import _
from thads_portal.templates import PageTemplate


_KINDS = {
    "new": _("change_kind_new", default="Tệp mới"),
    "remove": _("change_kind_remove", default="Bỏ tệp"),
    "change": _("change_kind_change", default="Sửa tệp"),
}


class Change(DeskPage):
    template = PageTemplate("change.pt")
    title = _("change_heading", default="Bản sửa chờ duyệt")

    def admit(self):
        if not (self.may(MODIFY) or self.may(REVIEW)):
            raise NotAllowed

    @property
    def trail(self):
        return [(self.place, self.context.title)]

    def update(self):
        self.waiting = list(waiting_with(self.context))
        self.whose.load()
        self.version = version_of(self.context)
        accounts = [waiting_change(each) for each in self.waiting]
        self.people = sorted({person for account in accounts for person in account["by"]})
        self.names = [People(self).name(person) for person in self.people]
        self.reason = next((each["reason"] for each in accounts if each["reason"]), "")
        here = self.layout.user.getId() if self.layout.user is not None else ""
        open_ = bool(self.waiting) and not self.reason
        self.may_decide = open_ and self.may(REVIEW) and here not in self.people
        self.may_return = open_ and self.may(REVIEW)
        own = waiting_change(self.context)
        self.may_take_back = bool(own) and own["kind"] != "new" and self.may(MODIFY)
        self.is_own = open_ and self.may(REVIEW) and here in self.people

    @cached_property
    def whose(self) -> Whose:
        return whose_of(self)

    @property
    def has_preview(self) -> bool:
        return ISectionItem.providedBy(self.context)

    @property
    def moment(self) -> str:
        at = max(waiting_change(each)["at"] for each in self.waiting)
        return f"{self.words.time(at)} {self.words.day(at)}"

    @property
    def fields(self) -> list[dict]:
        """``label``, ``before``, ``after`` of each field that is to change."""
        account = waiting_change(self.context)
        if not account:
            return []
        draft = draft_of(self.context)
        return [
            {
                "label": self.say(field.title),
                "before": self._shown(field, value_of(self.context, field), self.context),
                "after": self._shown(field, value_of(draft, field), draft),
            }
            for schema, name, field in fields_of(self.context)
            if (schema.__identifier__, name) in account["fields"]
        ]

    def _shown(self, field, value, thing) -> dict:
        """``text``, or ``html`` that is safe to show."""
        if value in (None, "", [], ()):
            return {"text": "–", "html": ""}
        if IRichText.providedBy(field):
            return {"text": "", "html": value.output_relative_to(thing)}
        if INamed.providedBy(value):
            return {"text": value.filename or value.contentType, "html": ""}
        if isinstance(value, bool):
            return {"text": self.say(_("yes", default="Có") if value else _("no", default="Không")), "html": ""}  # fmt: skip
        if isinstance(value, (list, tuple)):
            return {"text": "\n".join(str(getattr(each, "title", each)) for each in value), "html": ""}  # fmt: skip
        if hasattr(value, "strftime"):
            return {"text": self.words.day(value), "html": ""}
        return {"text": str(getattr(value, "title", value)) if not isinstance(value, str) else value, "html": ""}  # fmt: skip

    @property
    def files(self) -> list[dict]:
        """The files that are to come, to go or to change."""
        return [
            {
                "title": each.title or each.getId(),
                "address": f"{each.absolute_url_path()}/view",
                "kind": self.say(_KINDS[waiting_change(each)["kind"]]),
                "change": f"{each.absolute_url_path()}/ban-sua"
                if waiting_change(each)["kind"] == "change" and each is not self.context
                else "",
            }
            for each in self.waiting
            if each.portal_type in FILES
        ]

    def handle(self, action):
        if action in ACTIONS:
            return self.whose.handle(action, self.address)
        if action == "accept":
            accept_change(self.context, self.acting, seen=self.sent.text("version"))
            said = _("change_accepted", default="Đã duyệt; bản sửa đang công khai.")
            return self.done(said, self.place)
        if action == "return":
            return_change(
                self.context,
                self.acting,
                reason=self.sent.text("reason"),
                seen=self.sent.text("version"),
            )
            return self.done(_("change_returned", default="Đã trả lại bản sửa."))
        if action == "take_back":
            if self.sent.text("version") != version_of(self.context):
                # Returned meanwhile, with a reason that whoever takes it back should read.
                raise Conflict
            take_back(self.context, self.acting)
            return self.done(_("change_taken_back", default="Đã bỏ bản sửa."), self.place)
        raise NotAllowed
