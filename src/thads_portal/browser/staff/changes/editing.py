"""Plone's form, for things whose change waits: it changes a draft, never what is public."""

from plone.dexterity.browser.edit import DefaultEditForm
from plone.dexterity.interfaces import IDexterityEditForm
from plone.z3cform.layout import wrap_form
from thads_portal.actions.changes.draft import draft_of
from thads_portal.actions.changes.draft import needs_review
from thads_portal.actions.changes.propose import propose_change
from thads_portal.actions.context import ActionContext
from thads_portal.browser.staff.changes.fields import WithoutMakers
from thads_portal.content.reviewed import waiting_change
from thads_portal.i18n import _
from z3c.form import form
from zope.i18n import translate
from zope.interface import classImplements


_LEAD = _(
    "change_form_lead",
    default="Nội dung này đang công khai. Bản sửa được giữ lại chờ Ban Biên tập duyệt; đến lúc đó"
    " người đọc vẫn thấy bản đang đăng.",
)


class EditForm(WithoutMakers, DefaultEditForm):
    """The draft is the context, so that each part of the form reads and writes it."""

    waits = False
    _public = None

    def update(self):
        if needs_review(self.context):
            self.waits = True
            self._public = self.context
            self.context = draft_of(self.context)
        super().update()

    @property
    def label(self):
        """Of this thing, not of its type, whose name is Plone's."""
        title = self.context.title or self.context.getId()
        return _("edit_heading", default="Sửa: ${title}", mapping={"title": title})

    @property
    def description(self):
        return translate(_LEAD, context=self.request) if self.waits else super().description

    def applyChanges(self, data):
        if not self.waits:
            return super().applyChanges(data)
        changed = [
            form.applyChanges(part, part.getContent(), data) for part in (self, *self.groups)
        ]
        if propose_change(self._public, self.context, ActionContext()):
            self.success_message = _(
                "change_sent", default="Bản sửa đã gửi, đang chờ người khác duyệt."
            )
        return changed

    def nextURL(self):
        if self.waits and waiting_change(self._public):
            return f"{self._public.absolute_url()}/ban-sua"
        return super().nextURL()


EditView = wrap_form(EditForm)
classImplements(EditView, IDexterityEditForm)  # type: ignore[misc]  # a class made by a function
