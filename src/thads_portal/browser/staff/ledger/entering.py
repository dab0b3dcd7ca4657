"""The forms: ``ghi-xac-minh``, ``ghi-thu-tien``, ``ghi-so`` for all other kinds, ``dao-but-toan``."""

from functools import cached_property
from thads_portal.actions.ledger.enter import enter
from thads_portal.actions.ledger.reverse import reverse
from thads_portal.browser.staff.desk.reading import iso_day
from thads_portal.browser.staff.ledger import words as said
from thads_portal.browser.staff.ledger.entry_form import LedgerForm
from thads_portal.domain.ledger.details import DETAILS
from thads_portal.domain.ledger.kinds import Bucket
from thads_portal.domain.ledger.kinds import BY_KIND
from thads_portal.domain.ledger.kinds import Conclusion
from thads_portal.domain.ledger.kinds import EntryKind
from thads_portal.domain.ledger.kinds import KINDS
from thads_portal.errors import NotAllowed
from thads_portal.i18n import _


#: Of a verification what a phone asks first; the rest is folded away.
_QUICK = ("conclusion", "channel", "place", "findings")


class Verifying(LedgerForm):
    """``ghi-xac-minh``: a verification, in under a minute on a phone."""

    kind = EntryKind.VERIFIED
    title = _("case_verify_title", default="Ghi xác minh điều kiện thi hành án")
    text = _(
        "case_verify_text",
        default="Hạn xác minh lần tới tính lại từ ngày này. Kết luận có điều kiện thì hệ thống chuẩn bị"
        " việc chấm dứt công khai để bạn xem và gửi duyệt.",
    )

    def fields(self):
        yield self.day_field(_("case_verified_on", default="Ngày xác minh"))
        yield from self.detail_fields(self.kind, _QUICK)
        yield self.file_field()

    def more_fields(self):
        yield from self.document_fields(label=_("case_minutes", default="Số biên bản"))
        rest = [each.name for each in DETAILS[self.kind] if each.name not in _QUICK]
        yield from self.detail_fields(self.kind, rest)
        yield from self.only_field()

    def take(self, expected):
        book = enter(
            self.context,
            self.acting,
            self.kind,
            occurred_on=iso_day(self.sent.text("occurred_on")),
            document=self.sent_document(),
            details=self.sent_details(self.kind),
            only_this=bool(self.sent.text("only_this")),
            expected=expected,
        )
        self.attach_to(book)

    @property
    def done_message(self):
        if self.sent.text("details.conclusion") == Conclusion.ALL.value:
            return _(
                "case_verified_end",
                default="Đã ghi. Có điều kiện thi hành: hãy xem việc chấm dứt công khai bên dưới.",
            )
        return _("case_written", default="Đã ghi vào sổ theo dõi.")


class Collecting(LedgerForm):
    """``ghi-thu-tien``: money that came in."""

    kind = EntryKind.COLLECTED
    title = _("case_collect_title", default="Ghi thu tiền thi hành án")
    text = _(
        "case_collect_text",
        default="Số còn phải thi hành giảm ngay trong sổ. Nội dung công khai chưa đổi: hệ thống chuẩn"
        " bị phần sửa để bạn xem và gửi duyệt trong hạn 3 ngày làm việc.",
    )

    def fields(self):
        yield self.make(
            "amount",
            _("case_amount", default="Số tiền (đồng)"),
            kind="money",
            required=True,
            hint=self._left_hint,
        )
        yield from self.line_field(shared=True)
        yield self.day_field(_("case_received_on", default="Ngày nhận tiền"))
        yield from self.detail_fields(self.kind, ("source", "receipt"))
        yield self.file_field()

    def more_fields(self):
        yield from self.document_fields()
        yield from self.detail_fields(self.kind, ("issuer", "note"))
        yield from self.only_field()

    @property
    def _left_hint(self):
        left = sum(balance.left for _line, _label, balance in self.lines)
        if not self.lines:
            left = self.context.__dict__.get("obligation_amount") or 0
        return _(
            "case_left_hint",
            default="Còn phải thi hành: ${left}.",
            mapping={"left": self.money(left)},
        )

    def take(self, expected):
        book = enter(
            self.context,
            self.acting,
            self.kind,
            occurred_on=iso_day(self.sent.text("occurred_on")),
            document=self.sent_document(),
            line=self.sent.text("line") or None,
            amount=self.sent_amount(),
            only_this=bool(self.sent.text("only_this")),
            details=self.sent_details(self.kind),
            expected=expected,
        )
        self.attach_to(book)


#: With forms of their own.
_OWN = {EntryKind.STATED, EntryKind.VERIFIED, EntryKind.COLLECTED, EntryKind.REVERSED}


class Entering(LedgerForm):
    """``ghi-so``: any other kind; without ``loai`` the list of them."""

    title = _("case_enter_title", default="Ghi việc khác vào sổ theo dõi")

    @cached_property
    def kind(self) -> EntryKind | None:
        sent = self.sent.text("loai")
        kinds = [row.kind for row in KINDS if row.kind not in _OWN]
        return next((each for each in kinds if each.value == sent), None)

    @property
    def heading(self):
        return said.kind_label(self, self.kind) if self.kind else self.say(self.title)

    @property
    def explained(self):
        if self.kind is None:
            return ""
        return BY_KIND[self.kind].article(self.today)

    @property
    def hidden(self):
        return [("loai", self.kind.value)] if self.kind else []

    @property
    def effect(self):
        if self.kind is None:
            return self.say(_("case_choose", default="Chọn loại này"))
        return super().effect

    def fields(self):
        if self.kind is None:
            yield self.make(
                "loai",
                _("case_kind", default="Loại việc"),
                kind="radios",
                options=[
                    (row.kind.value, said.kind_label(self, row.kind))
                    for row in KINDS
                    if row.kind not in _OWN
                ],
                required=True,
            )
            return
        row = BY_KIND[self.kind]
        yield self.day_field(_("case_day", default="Ngày"))
        yield from self.document_fields()
        if row.bucket not in (None, Bucket.TO_DO) or row.needs_amount:
            hint = "" if row.needs_amount else _("case_whole_hint", default="Để trống: toàn bộ.")
            yield self.make(
                "amount",
                _("case_amount", default="Số tiền (đồng)"),
                kind="money",
                required=row.needs_amount,
                hint=hint,
            )
            yield from self.line_field(shared=False)
        yield from self.detail_fields(self.kind)
        yield from self.only_field()
        yield self.file_field()

    def handle(self, action):
        if self.kind is None:
            self._refuse(422)
            self.errors.say(_("form_missing", default="Hãy điền mục này."), "loai")
            return None
        if "occurred_on" not in self.sent:
            return self.go(f"{self.address}?loai={self.kind.value}")
        return super().handle(action)

    def take(self, expected):
        line = self.sent.text("line") or None
        if line is None and self.sent_amount() is not None and len(self.lines) <= 1:
            line = self.lines[0][0].line if self.lines else "1"
        book = enter(
            self.context,
            self.acting,
            self.kind,
            occurred_on=iso_day(self.sent.text("occurred_on")),
            document=self.sent_document(),
            line=line,
            amount=self.sent_amount(),
            only_this=bool(self.sent.text("only_this")),
            details=self.sent_details(self.kind),
            expected=expected,
        )
        self.attach_to(book)


class Reversing(LedgerForm):
    """``dao-but-toan``: a counter-entry for the entry ``muc``."""

    title = _("case_reverse_title", default="Ghi bút toán đảo")
    text = _(
        "case_reverse_text",
        default="Mục ghi nhầm vẫn nằm trong sổ, có dấu đã đảo. Sau đó hãy ghi lại mục đúng.",
    )
    effect_message = _("case_reverse_effect", default="Đảo mục này")
    done_message = _("case_reversed", default="Đã ghi bút toán đảo.")

    @cached_property
    def target(self):
        wanted = self.sent.number("muc")
        return next((each for each in self.book.entries if each.id == wanted), None)

    @property
    def hidden(self):
        return [("muc", str(self.target.id))] if self.target else []

    @property
    def about(self):
        if self.target is None:
            return super().about
        money = f" · {self.money(self.target.amount)}" if self.target.amount is not None else ""
        day = self.words.day(self.target.occurred_on)
        return said.kind_label(self, self.target.kind), f"{day}{money}"

    def fields(self):
        yield from self.detail_fields(EntryKind.REVERSED)

    def take(self, expected):
        if self.target is None:
            raise NotAllowed
        reverse(
            self.context,
            self.acting,
            entry=self.target.id,
            reason=self.sent.text("details.note"),
            expected=expected,
        )
