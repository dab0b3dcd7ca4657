"""Edit a draft, or propose to amend a published listing: ``sua``, old and new side by side.

The form holds the texts as they were shown (``base``) and the revision they were of. If
somebody else was faster nothing is lost on either side: what only they changed is taken
over, what both changed is shown beside the field, and the person decides.
"""

from functools import cached_property
from thads_portal.actions.amend import amend
from thads_portal.actions.propose_amendment import propose_amendment
from thads_portal.browser.staff.casework import listing_form
from thads_portal.browser.staff.casework.hints import hints_for
from thads_portal.browser.staff.casework.new import NewListing
from thads_portal.browser.staff.casework.one_step import about_text
from thads_portal.browser.staff.desk.documents import document_fields
from thads_portal.browser.staff.desk.documents import document_sent
from thads_portal.browser.staff.desk.documents import occurred_sent
from thads_portal.browser.staff.desk.forms import field_maker
from thads_portal.content.listing_schema import IDebtorListing
from thads_portal.domain.clocks import Duty
from thads_portal.domain.clocks import legal_term
from thads_portal.domain.clocks import Trigger
from thads_portal.domain.codes import State
from thads_portal.domain.lifecycle import WITH_EDITOR
from thads_portal.domain.records import RESTRICTED_FIELDS
from thads_portal.errors import Conflict
from thads_portal.errors import WrongState
from thads_portal.i18n import _

import json


class EditListing(NewListing):
    def admit(self):
        if not self.amends and self.context.state not in WITH_EDITOR:
            raise WrongState(state=self.context.state, allowed=(*WITH_EDITOR, State.PUBLISHED))

    @property
    def amends(self) -> bool:
        """A published listing is not changed but proposed to be."""
        return self.context.state is State.PUBLISHED

    @property
    def title(self):
        if self.amends:
            return _("edit_title_published", default="Đề nghị sửa đổi nội dung đang công khai")
        return _("edit_title_draft", default="Sửa bản nháp")

    @property
    def about(self):
        return about_text(self)

    @property
    def explained(self):
        if not self.amends:
            return ""
        return self.say(
            _(
                "edit_text_published",
                default="Chỉ sửa những mục có thay đổi, rồi ghi văn bản làm căn cứ ở cuối trang. Nội"
                " dung đang công khai đứng nguyên cho đến khi Ban Biên tập duyệt.",
            )
        )

    @property
    def effect(self):
        if self.amends:
            return self.say(_("edit_effect_published", default="Gửi đề nghị sửa đổi"))
        return self.say(_("edit_effect_draft", default="Ghi thay đổi"))

    @property
    def number(self):
        return self.context.getId()

    @property
    def kept_name(self):
        return f"edit:{self.number}"

    @property
    def trail(self):
        return [*super().trail, (f"{self.place}/ho-so", self.context.debtor_name)]

    @cached_property
    def present(self) -> dict[str, str]:
        """The open fields as they stand, with a waiting amendment laid over them."""
        fields = dict(self.context.snapshot().fields)
        agency = self.context.agency
        if self.context.pending:
            changes = dict(self.context.pending["changes"])
            agency = changes.pop("agency", agency)
            fields.update(changes)
        return listing_form.texts_of(fields, agency)

    @property
    def base(self) -> str:
        return json.dumps(self.present, ensure_ascii=False)

    @cached_property
    def _base_sent(self) -> dict[str, str]:
        try:
            base = json.loads(self.sent.text("base"))
        except (ValueError, RecursionError):
            return self.present
        return {
            name: base[name] if isinstance(base, dict) and isinstance(base.get(name), str) else ""
            for name in listing_form.OPEN_NAMES
        }

    def update(self):
        self.make = make = field_maker(self)
        warnings: dict[str, str] = {}
        #: (label, what the other wrote, what was typed here) of what the other has changed.
        self.both: list[tuple[str, str, str]] = []
        if self._posted_form:
            sent = listing_form.sent_texts(self.sent)
            base = self._base_sent
            texts = dict(sent)
            for name in listing_form.OPEN_NAMES:
                if self.present[name] == base[name]:
                    continue
                title = self.say(IDebtorListing[name].title)
                typed = sent[name] if sent[name] != base[name] else ""
                self.both.append((title, self.present[name], typed))
                if sent[name] == base[name]:
                    # Only the other one changed it.
                    texts[name] = self.present[name]
                    self._take_over(name)
                elif sent[name] != self.present[name]:
                    warnings[name] = self.say(
                        _(
                            "edit_other_changed",
                            default="Người khác vừa sửa mục này thành: ${value}",
                            mapping={"value": self.present[name] or "–"},
                        )
                    )
            self.texts = texts
        else:
            self.texts = dict(self.present)
        kept = [name for name in RESTRICTED_FIELDS if getattr(self.context, name, None)]
        self.groups = list(
            listing_form.form_groups(
                self, make, self.texts, province=self.province, warnings=warnings, kept=kept
            )
        )
        self.revision = str(self.context.revision)
        self.hints = (
            hints_for(
                self,
                self.texts,
                province=self.province,
                own=self.number,
                published=self.amends,
            )
            if self._posted_form
            else []
        )
        self.document_fields = self._document_fields(make) if self.amends else ()
        self.compare = self._compare() if self.amends else ()

    def _take_over(self, name: str) -> None:
        present = self.present[name]
        self.request.form[name] = present.split("|") if name == listing_form.KINDS else present

    def _compare(self):
        """What would change: (label, old, new), of what is published."""
        published = listing_form.texts_of(self.context.snapshot().fields, self.context.agency)
        return [
            (self.say(IDebtorListing[name].title), published[name], self.texts.get(name, ""))
            for name in listing_form.OPEN_NAMES
            if published[name] != self.texts.get(name, "")
        ]

    def _document_fields(self, make):
        hint = _("field_amend_hint", default="Văn bản làm căn cứ sửa đổi, ví dụ biên bản xác minh.")
        return [
            *document_fields(make, hint=hint),
            make(
                "occurred_on",
                _("field_established", default="Ngày xác định có thay đổi"),
                hint=_(
                    "field_established_hint",
                    default="Hạn sửa là ${days} ngày làm việc từ ngày này. Để trống: lấy ngày văn"
                    " bản.",
                    mapping={
                        "days": legal_term(
                            Duty.AMEND, Trigger.CHANGE_ESTABLISHED, self.today
                        ).working_days
                    },
                ),
                kind="date",
            ),
            make(
                "note",
                _("field_note", default="Ghi chú thay đổi, được công khai"),
                hint=_(
                    "field_note_hint",
                    default="Ví dụ: sửa địa chỉ theo xác minh. Để trống: hệ thống ghi tên mục đã sửa.",
                ),
                kind="area",
                rows=2,
                longest=1000,
            ),
        ]

    def handle(self, action):
        if self.asks_to_fill(action):
            return None
        self.refuse_gaps()
        expected = self.sent.number("revision")
        if expected is None or expected != self.context.revision:
            self._refuse(Conflict().status)
            self.errors.say(
                _(
                    "edit_conflict",
                    default="Người khác vừa sửa mục này. So sánh hai nội dung dưới đây rồi ghi lại.",
                )
            )
            return None
        sent, base = listing_form.sent_texts(self.sent), self._base_sent
        texts = {name: sent[name] for name in listing_form.OPEN_NAMES if sent[name] != base[name]}
        texts.update({name: sent[name] for name in RESTRICTED_FIELDS if sent[name]})
        changes = listing_form.values_of(texts)
        if self.amends:
            propose_amendment(
                self.context,
                self.acting,
                changes,
                document=document_sent(self.sent),
                occurred_on=occurred_sent(self.sent),
                note=self.sent.text("note"),
                expected=expected,
            )
            message = _("edit_done_published", default="Đã gửi đề nghị sửa đổi, chờ Ban Biên tập.")
        else:
            amend(self.context, self.acting, changes, expected=expected)
            message = _("edit_done_draft", default="Đã ghi thay đổi.")
        return self.done(message, f"{self.place}/ho-so?xong={self.kept_name}")
