"""Pages that take one step on one listing: reopen, track, delegate; what they share with others."""

from collections.abc import Mapping
from thads_portal.actions.delegate import delegate
from thads_portal.actions.mark_track import mark_track
from thads_portal.actions.reopen import reopen
from thads_portal.browser.shared.places import provinces_in_order
from thads_portal.browser.staff.desk.documents import document_fields
from thads_portal.browser.staff.desk.documents import document_sent
from thads_portal.browser.staff.desk.documents import occurred_field
from thads_portal.browser.staff.desk.documents import occurred_sent
from thads_portal.browser.staff.desk.forms import field_maker
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.desk.reading import iso_day
from thads_portal.domain.agencies import agencies_of
from thads_portal.domain.lifecycle import BY_STEP
from thads_portal.domain.lifecycle import Step
from thads_portal.domain.places import DESK
from thads_portal.errors import NotAllowed
from thads_portal.errors import WrongState
from thads_portal.i18n import _
from thads_portal.templates import PageTemplate


def about_text(page) -> tuple[str, str]:
    """Name, and number, address and decision: so that nobody takes a namesake's listing."""
    listing = page.context
    parts = (
        listing.getId(),
        listing.debtor_address,
        listing.no_conditions_decision_number,
    )
    return listing.debtor_name, " · ".join(filter(None, parts))


class OneStep(DeskPage):
    """Subclasses say which `step`, which `fields`, and `take` it."""

    template = PageTemplate("one_step.pt")
    step: Step | None = None
    effect_message = None
    done_message = None
    text = ""
    #: Field -> texts to start from; see ``from_templates.py``.
    templates: Mapping[str, list] = {}
    #: A page to print, beside the form.
    print_address = ""

    @property
    def taken(self) -> Step:
        return self.step

    def admit(self):
        transition = BY_STEP[self.taken]
        if not self.may(transition.permission.value):
            raise NotAllowed
        if self.context.state not in transition.sources:
            raise WrongState(state=self.context.state, allowed=sorted(map(str, transition.sources)))

    def update(self):
        self.make = field_maker(self)
        self.shown = list(self.fields())

    def fields(self):
        return ()

    @property
    def about(self) -> tuple[str, str]:
        """Whose listing it is, before anything is done to it."""
        return about_text(self)

    @property
    def explained(self) -> str:
        return self.say(self.text) if self.text else ""

    @property
    def effect(self) -> str:
        return self.say(self.effect_message)

    @property
    def trail(self):
        desk = f"{self.root}/{self.layout.province.slug}/{DESK}"
        return [
            (desk, self.say(_("nav_desk", default="Bàn làm việc"))),
            (f"{self.place}/ho-so", self.context.debtor_name),
        ]

    @property
    def revision(self):
        # After a refusal the present one: the page says what happened, the person decides anew.
        return str(self.context.revision)

    def handle(self, action):
        expected = self.sent.number("revision")
        where = self.take(-1 if expected is None else expected)
        return self.done(self.done_message, where or f"{self.place}/ho-so")

    def take(self, expected: int) -> str | None:
        """Do it; the address to go to, or None for the listing's file."""
        raise NotAllowed


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
        yield from document_fields(self.make)
        yield occurred_field(self.make)

    def take(self, expected):
        reopen(
            self.context,
            self.acting,
            reason=self.sent.text("reason"),
            document=document_sent(self.sent),
            occurred_on=occurred_sent(self.sent),
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
        yield from document_fields(self.make)
        yield self.make("since", _("field_track_since", default="Ngày chuyển sổ"), kind="date")

    def take(self, expected):
        mark_track(
            self.context,
            self.acting,
            document=document_sent(self.sent),
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
                if each.exists_on(self.acting.today)
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
