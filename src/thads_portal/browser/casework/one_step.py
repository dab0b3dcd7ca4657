"""Pages that take one step on one listing: end, reopen, post at the commune, track, delegate."""

from thads_portal.actions.commune_posted import commune_posted
from thads_portal.actions.delegate import delegate
from thads_portal.actions.end import end
from thads_portal.actions.mark_track import mark_track
from thads_portal.actions.propose_ending import propose_ending
from thads_portal.actions.reopen import reopen
from thads_portal.browser.desk.forms import field_maker
from thads_portal.browser.desk.page import DeskPage
from thads_portal.browser.desk.reading import iso_day
from thads_portal.browser.places import provinces_in_order
from thads_portal.domain.agencies import agencies_of
from thads_portal.domain.codes import EndReason
from thads_portal.domain.lifecycle import BY_STEP
from thads_portal.domain.lifecycle import Permission
from thads_portal.domain.lifecycle import Step
from thads_portal.errors import NotAllowed
from thads_portal.errors import WrongState
from thads_portal.i18n import _
from thads_portal.templates import PageTemplate


class OneStep(DeskPage):
    """Subclasses say which `step`, which `fields`, and `take` it."""

    template = PageTemplate("one_step.pt")
    step = None
    effect_message = None
    done_message = None
    text = ""
    #: A page to print, beside the form.
    print_address = ""

    @property
    def permission(self):
        return BY_STEP[self.taken].permission.value

    @property
    def taken(self) -> Step:
        return self.step

    def admit(self):
        super().admit()
        transition = BY_STEP[self.taken]
        if self.context.state not in transition.sources:
            raise WrongState(state=self.context.state, allowed=sorted(map(str, transition.sources)))

    def update(self):
        self.make = field_maker(self)
        self.shown = list(self.fields())

    def fields(self):
        return ()

    @property
    def explained(self) -> str:
        return self.say(self.text) if self.text else ""

    @property
    def effect(self) -> str:
        return self.say(self.effect_message)

    @property
    def trail(self):
        desk = f"{self.root}/{self.layout.province.slug}/ban-lam-viec"
        return [
            (desk, self.say(_("nav_desk", default="Bàn làm việc"))),
            (f"{self.place}/ho-so", self.context.debtor_name),
        ]

    @property
    def revision(self):
        # After a refusal the present one: the page says what happened, the person decides anew.
        return str(self.context.revision)

    def document_fields(self, hint=""):
        yield self.make(
            "document.number",
            _("field_document_number", default="Số văn bản"),
            hint=hint,
            required=True,
            longest=100,
        )
        yield self.make(
            "document.date",
            _("field_document_date", default="Ngày văn bản"),
            kind="date",
            required=True,
        )

    @property
    def document(self):
        return {
            "number": self.sent.text("document.number"),
            "date": iso_day(self.sent.text("document.date")),
        }

    def handle(self, action):
        expected = self.sent.number("revision")
        where = self.take(-1 if expected is None else expected)
        return self.done(self.done_message, where or f"{self.place}/ho-so")

    def take(self, expected: int) -> str | None:
        """Do it; the address to go to, or None for the listing's file."""
        raise NotAllowed


class Ending(OneStep):
    """``cham-dut``: the board ends at once, an editor proposes."""

    @property
    def taken(self):
        return Step.END if self.may(Permission.APPROVE.value) else Step.PROPOSE_ENDING

    @property
    def title(self):
        if self.taken is Step.END:
            return _("go_end", default="Chấm dứt công khai")
        return _("go_propose_ending", default="Đề nghị chấm dứt")

    text = _(
        "ending_text",
        default="Sau khi chấm dứt, trang của mục này chỉ còn thông báo ngày chấm dứt, không có"
        " thông tin cá nhân. Hạn chấm dứt là 3 ngày làm việc (trước 01/07/2026: 2 ngày).",
    )

    @property
    def effect(self):
        if self.taken is Step.END:
            return self.say(_("ending_effect", default="Chấm dứt công khai ngay"))
        return self.say(_("ending_propose_effect", default="Gửi đề nghị chấm dứt"))

    @property
    def done_message(self):
        if self.taken is Step.END:
            return _("ending_done", default="Đã chấm dứt công khai.")
        return _("ending_propose_done", default="Đã gửi đề nghị chấm dứt, chờ Ban Biên tập.")

    def fields(self):
        return ending_fields(self, self.make)

    def take(self, expected):
        act = end if self.taken is Step.END else propose_ending
        act(self.context, self.acting, expected=expected, **ending_values(self))


def ending_fields(page, make):
    yield make(
        "end_reason",
        _("field_end_reason", default="Căn cứ chấm dứt"),
        kind="radios",
        options=[(each.value, page.label(each)) for each in EndReason],
        required=True,
    )
    yield make(
        "document.number",
        _("field_document_number", default="Số văn bản"),
        hint=_("ending_document_hint", default="Quyết định, giấy xác nhận làm căn cứ chấm dứt."),
        required=True,
        longest=100,
    )
    yield make(
        "document.date",
        _("field_document_date", default="Ngày văn bản"),
        kind="date",
        required=True,
    )
    yield make(
        "occurred_on",
        _("field_occurred", default="Ngày sự việc"),
        hint=_("field_occurred_hint", default="Hạn tính từ ngày này. Để trống: lấy ngày văn bản."),
        kind="date",
    )
    yield make(
        "comment", _("field_comment", default="Ghi chú nội bộ"), kind="area", rows=2, longest=1000
    )


def ending_values(page):
    sent = page.sent
    return {
        "end_reason": sent.text("end_reason"),
        "document": {
            "number": sent.text("document.number"),
            "date": iso_day(sent.text("document.date")),
        },
        "occurred_on": iso_day(sent.text("occurred_on")) or None,
        "comment": sent.text("comment"),
    }


class Reopening(OneStep):
    """``cong-khai-lai``."""

    step = Step.REOPEN
    title = _("go_reopen", default="Công khai lại")
    text = _(
        "reopen_text",
        default="Mục giữ nguyên số công khai và chờ Ban Biên tập duyệt lại. Hạn đăng tải tính từ"
        " ngày của quyết định mới.",
    )
    effect_message = _("reopen_effect", default="Gửi Ban Biên tập duyệt công khai lại")
    done_message = _("reopen_done", default="Đã gửi Ban Biên tập duyệt công khai lại.")

    def fields(self):
        yield self.make(
            "reason",
            _("field_reopen_reason", default="Lý do công khai lại"),
            kind="area",
            required=True,
            longest=1000,
        )
        yield from self.document_fields()
        yield self.make(
            "occurred_on",
            _("field_occurred", default="Ngày sự việc"),
            hint=_(
                "field_occurred_hint", default="Hạn tính từ ngày này. Để trống: lấy ngày văn bản."
            ),
            kind="date",
        )

    def take(self, expected):
        reopen(
            self.context,
            self.acting,
            reason=self.sent.text("reason"),
            document=self.document,
            occurred_on=iso_day(self.sent.text("occurred_on")) or None,
            expected=expected,
        )


class Posting(OneStep):
    """``niem-yet``: to which commune, sent when, posted from and until."""

    step = Step.COMMUNE_POSTED
    title = _("file_posting", default="Niêm yết tại Ủy ban nhân dân cấp xã")
    text = _(
        "posting_text",
        default="Quyết định phải gửi ngay cho xã để niêm yết. Khi xã báo đã niêm yết, ghi ngày"
        " bắt đầu; nếu sau 10 ngày chưa ghi, bàn làm việc sẽ nhắc.",
    )
    effect_message = _("posting_effect", default="Ghi việc niêm yết")
    done_message = _("posting_done", default="Đã ghi việc niêm yết.")

    @property
    def print_address(self):
        return f"{self.place}/in-niem-yet"

    def fields(self):
        before = self.context.commune_posting or {}
        day = self.words.day
        yield self.make(
            "commune",
            _("posting_commune", default="Xã, phường, thị trấn"),
            value=before.get("commune") or "",
            required=True,
            longest=255,
        )
        for name, label, needed in (
            ("sent_on", _("posting_sent", default="Ngày gửi"), True),
            ("posted_from", _("posting_begun", default="Niêm yết từ ngày"), False),
            ("posted_until", _("posting_until", default="Đến ngày"), False),
        ):
            yield self.make(name, label, kind="date", value=day(before.get(name)), required=needed)

    def take(self, expected):
        days = ("sent_on", "posted_from", "posted_until")
        posting = {name: iso_day(self.sent.text(name)) or None for name in days}
        commune_posted(
            self.context,
            self.acting,
            {"commune": self.sent.text("commune"), **posting},
            expected=expected,
        )


class Track(OneStep):
    """``theo-doi-rieng``: the mark after two years without news."""

    step = Step.MARK_TRACK
    title = _("go_track", default="Chuyển sổ theo dõi riêng")
    text = _(
        "track_text",
        default="Sau 2 năm không có thông tin mới, việc thi hành án được chuyển sổ theo dõi riêng"
        " hoặc trả đơn yêu cầu. Mục vẫn được công khai và mang dấu này cùng ngày chuyển.",
    )
    effect_message = _("track_effect", default="Ghi chuyển sổ theo dõi riêng")
    done_message = _("track_done", default="Đã ghi chuyển sổ theo dõi riêng.")

    def fields(self):
        yield from self.document_fields()
        yield self.make("since", _("field_track_since", default="Ngày chuyển sổ"), kind="date")

    def take(self, expected):
        mark_track(
            self.context,
            self.acting,
            document=self.document,
            since=iso_day(self.sent.text("since")) or None,
            expected=expected,
        )


class Delegation(OneStep):
    """``uy-thac``: the draft at the other agency, linked both ways."""

    step = Step.DELEGATE
    title = _("go_delegate", default="Lập mục kế tiếp (ủy thác)")
    text = _(
        "delegate_text",
        default="Tạo bản nháp tại cơ quan nhận ủy thác với cùng nội dung. Biên tập viên ở đó kiểm"
        " tra, ghi quyết định của cơ quan mình rồi trình ký. Hai mục liên kết với nhau.",
    )
    effect_message = _("delegate_effect", default="Tạo bản nháp tại cơ quan nhận ủy thác")
    done_message = _("delegate_done", default="Đã tạo bản nháp tại cơ quan nhận ủy thác.")

    def fields(self):
        options = [("", self.say(_("choose", default="– Chọn –")))]
        for province in provinces_in_order():
            options += [
                (each.key, f"{province.name}: {each.name}")
                for each in agencies_of(province.slug)
                if each.valid_to is None
            ]
        yield self.make(
            "agency",
            _("field_delegate_to", default="Cơ quan nhận ủy thác"),
            kind="select",
            options=options,
            required=True,
        )

    def take(self, expected):
        successor = delegate(
            self.context, self.acting, agency=self.sent.text("agency"), expected=expected
        )
        return f"{successor.absolute_url_path()}/ho-so"
