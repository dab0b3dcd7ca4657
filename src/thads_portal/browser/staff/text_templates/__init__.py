"""``mau-van-ban``: the texts that an agency, or the gateway for all, keeps to start from."""

from functools import cached_property
from plone.base.interfaces import IPloneSiteRoot
from thads_portal.actions.syndication.account import record
from thads_portal.browser.staff.desk.forms import field_maker
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.record.people import People
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain import codes
from thads_portal.domain import fields
from thads_portal.domain.codes import JudgmentKind
from thads_portal.domain.lifecycle import Permission
from thads_portal.domain.recording import Recorded
from thads_portal.domain.text_templates import GAPS
from thads_portal.domain.text_templates import LABELS
from thads_portal.domain.text_templates import shipped
from thads_portal.domain.text_templates import Use
from thads_portal.domain.topics import GATEWAY
from thads_portal.domain.topics import label
from thads_portal.domain.topics import Topic
from thads_portal.errors import Code
from thads_portal.errors import Conflict
from thads_portal.errors import NotAllowed
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from thads_portal.i18n import _
from thads_portal.register import text_templates
from thads_portal.templates import PageTemplate


LONGEST_TITLE = 150
LONGEST = 4000
_ADD = "Add portal content"


def place_of(page) -> str:
    """Whose templates are kept here."""
    return GATEWAY if IPloneSiteRoot.providedBy(page.context) else page.context.getId()


class Templates(DeskPage):
    template = PageTemplate("templates.pt")
    title = _("templates_title", default="Mẫu văn bản")

    def admit(self):
        """Who enters listings here, or writes here."""
        register = self.context.get(REGISTER_ID)
        lists = register is not None and self.may(Permission.CREATE.value, register)
        news = self.context.get("tin-tuc")
        if not lists and not (news is not None and self.may(_ADD, news)):
            raise NotAllowed

    @cached_property
    def kept(self):
        with self.register() as cursor:
            return text_templates.of_places(cursor, [place_of(self)], [*Use, *Topic])

    @cached_property
    def changed(self):
        """The template that is looked at, to be changed."""
        number = self.sent.number("sua")
        return next(
            (each for each in self.kept if each.id == number and each.use in list(Use)), None
        )

    def update(self):
        people = People(self)
        self.rows = [
            {
                "id": each.id,
                "title": each.title,
                "use": self._use(each.use),
                "text": each.texts.get("text", "") if each.use in list(Use) else "",
                "by": people.name(each.account),
                "at": self.words.day(each.at),
                "edit": f"{self.address}?sua={each.id}" if each.use in list(Use) else "",
            }
            for each in self.kept
        ]
        self.shipped = [
            {"title": each.title, "use": self._use(each.use), "text": each.text}
            for each in shipped()
        ]
        self.fields = self._fields(field_maker(self))

    def _use(self, use: str) -> str:
        if use in list(Use):
            return LABELS[Use(use)][self.language == "en"]
        return label(Topic(use), self.language)

    def _fields(self, make):
        old = self.changed
        texts = old.texts if old else {}
        yield make(
            "use",
            _("template_for", default="Dùng cho"),
            kind="select",
            options=[(use.value, self._use(use)) for use in Use],
            value=old.use if old else "",
            required=True,
        )
        kinds = tuple(filter(None, texts.get("judgment_kinds", "").split("|")))
        yield make(
            "judgment_kinds",
            _("template_kinds", default="Loại án"),
            hint=_("template_kinds_hint", default="Không chọn: dùng cho mọi loại án."),
            kind="checks",
            options=[(kind.value, codes.label(kind, self.language)) for kind in JudgmentKind],
            values=kinds,
        )
        yield make(
            "title",
            _("template_name", default="Tên mẫu"),
            value=old.title if old else "",
            required=True,
            longest=LONGEST_TITLE,
        )
        yield make(
            "text",
            _("template_text", default="Nội dung mẫu"),
            kind="area",
            rows=5,
            value=texts.get("text", ""),
            hint=_(
                "template_text_hint",
                default="Chỗ trống ghi trong ngoặc vuông, hệ thống điền số liệu của vụ việc: ${gaps}.",
                mapping={"gaps": ", ".join(f"[{gap}]" for gap in GAPS)},
            ),
            required=True,
            longest=LONGEST,
        )

    def handle(self, action):
        if action == "keep":
            return self._keep()
        if action == "remove":
            return self._remove()
        raise NotAllowed

    def _keep(self):
        sent, problems = self.sent, []
        values = {"title": sent.text("title"), "text": sent.text("text").replace("\r\n", "\n")}
        for name, longest in (("title", LONGEST_TITLE), ("text", LONGEST)):
            if not values[name].strip():
                problems.append(Problem(0, None, name, Code.MISSING))
                continue
            try:
                values[name] = fields.check_text(values[name], longest)
            except fields.Fault as fault:
                problems.append(Problem(0, None, name, fault.code, fault.params))
        kinds = sent.texts("judgment_kinds")
        if sent.text("use") not in list(Use):
            problems.append(Problem(0, None, "use", Code.MISSING))
        if not set(kinds) <= set(JudgmentKind):
            problems.append(Problem(0, None, "judgment_kinds", Code.UNKNOWN_VALUE, {"allowed": ", ".join(JudgmentKind)}))  # fmt: skip
        if problems:
            raise Rejected(problems)
        old = self.changed
        if sent.text("sua") and (old is None or str(old.revision) != sent.text("revision")):
            raise Conflict(code=Code.CONFLICT)
        text_templates.keep(
            self.context,
            use=sent.text("use") if old is None else old.use,
            place=place_of(self),
            title=values["title"],
            texts={**(old.texts if old else {}), "text": values["text"], "judgment_kinds": "|".join(kinds)},
            account=self.acting.user_id,
            number=old.id if old else None,
            revision=old.revision if old else 0,
        )  # fmt: skip
        note_change(self)
        return self.done(_("template_kept", default="Đã ghi mẫu."))

    def _remove(self):
        number = self.sent.number("id")
        if number not in [each.id for each in self.kept]:
            raise Conflict(code=Code.STEP_NOT_POSSIBLE)
        text_templates.remove(
            self.context, number=number, place=place_of(self), account=self.acting.user_id
        )
        note_change(self)
        return self.done(_("template_removed", default="Đã bỏ mẫu."))


def note_change(page) -> None:
    """In the record of actions: whose templates were changed, and by whom."""
    record(page.context, Recorded.TEMPLATE_CHANGED, page.acting)
