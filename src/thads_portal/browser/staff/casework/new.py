"""Enter a new listing: ``them-moi`` of a register."""

from thads_portal.actions.create import create
from thads_portal.browser.staff.casework import listing_form
from thads_portal.browser.staff.casework.from_templates import FromTemplates
from thads_portal.browser.staff.casework.from_templates import typed_figures
from thads_portal.browser.staff.casework.hints import hints_for
from thads_portal.browser.staff.desk.forms import field_maker
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.domain.agencies import default_agency_key
from thads_portal.domain.codes import Flag
from thads_portal.domain.digests import duplicate_key
from thads_portal.domain.places import DESK
from thads_portal.i18n import _
from thads_portal.register import idempotency_keys
from thads_portal.register.duplicates import owners
from thads_portal.templates import PageTemplate


_FORM_KEY = "form_key"


class NewListing(DeskPage, FromTemplates):
    template = PageTemplate("form.pt")
    title = _("new_title", default="Thêm trường hợp chưa có điều kiện thi hành án")
    revision = ""
    compare = ()
    number = ""  # type: ignore[assignment]  # the listing's, in the template it shares
    document_fields = ()
    asks_again = False

    @property
    def form_key(self) -> str:
        """What makes a second click of the same form known."""
        return self.sent.text(_FORM_KEY) or idempotency_keys.new_key()

    def update(self):
        self.texts = dict(listing_form.sent_texts(self.sent)) if self._posted_form else {}
        if not self.texts:
            self.texts = {
                "agency": default_agency_key(self.province, self.acting.today),
                "debtor_kind": "individual",
            }
        self.make = field_maker(self)
        self.groups = list(
            listing_form.form_groups(self, self.make, self.texts, province=self.province)
        )
        self.hints = (
            hints_for(self, self.texts, province=self.province) if self._posted_form else []
        )

    @property
    def _posted_form(self) -> bool:
        return self.request.method == "POST"

    @property
    def province(self) -> str:
        return self.layout.province.slug

    @property
    def trail(self):
        desk = f"{self.root}/{self.province}/{DESK}"
        return [(desk, self.say(_("nav_desk", default="Bàn làm việc")))]

    @property
    def kept_name(self) -> str:
        """Under which name the browser keeps what is typed."""
        return f"new:{self.province}"

    @property
    def hints_address(self) -> str:
        return f"{self.root}/{self.province}/nguoi-phai-thi-hanh-an/goi-y-nhap"

    @property
    def effect(self) -> str:
        return self.say(_("new_effect", default="Ghi bản nháp"))

    @property
    def figures(self):
        return typed_figures(self.texts if self._updated else listing_form.sent_texts(self.sent))

    @property
    def _updated(self) -> bool:
        return "texts" in vars(self)

    def handle(self, action):
        if self.asks_to_fill(action):
            return None
        self.refuse_gaps()
        texts = listing_form.sent_texts(self.sent)
        digest = idempotency_keys.digest_of(
            self.sent.text(_FORM_KEY), self.acting.user_id, self.province, texts
        )
        if made := self._came_of(digest):
            return self._made(made)
        values = {
            name: value
            for name, value in listing_form.values_of(texts).items()
            if value is not None
        }
        key = duplicate_key(
            values.get("debtor_name", ""),
            values.get("judgment_number", ""),
            values.get("no_conditions_decision_number", ""),
        )
        if key and not self.sent.text("again") and owners(self.database, [key]):
            if made := self._came_of(digest):
                # The same form, a moment faster: it is its own duplicate.
                return self._made(made)
            self.asks_again = True
            self._refuse(422)
            self.errors.say(self.label(Flag.LIKELY_DUPLICATE))
            return None
        (listing,) = create(self.context, values, self.acting)
        if digest is not None:
            idempotency_keys.take(self.context, digest, listing.id)
        return self._made(listing.id)

    def _came_of(self, digest: bytes | None) -> str | None:
        """The draft that the same form has made already."""
        if digest is None:
            return None
        with self.register() as cursor:
            return idempotency_keys.made_by(cursor, digest)

    def _made(self, number: str) -> str:
        return self.done(
            _("new_done", default="Đã ghi bản nháp ${number}.", mapping={"number": number}),
            f"{self.place}/{number}/ho-so?xong={self.kept_name}",
        )
