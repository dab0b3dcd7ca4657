"""``/nhat-ky-khai-thac``: what organisations and the public asked by the API, for who watches over it.

A person who asks who looked is answered from here: by the number of a listing, or by the name and
the personal number that the person gives, which are sent (never in an address), compared as
digests and not kept. Looking is itself an entry of the record of actions.
"""

from collections.abc import Sequence
from datetime import date
from datetime import datetime
from functools import cached_property
from thads_portal.browser.shared.pager import keyset_pager
from thads_portal.browser.shared.pager import last_of
from thads_portal.browser.shared.pager import Pager
from thads_portal.browser.staff.desk.forms import Field
from thads_portal.browser.staff.desk.forms import field_maker
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.desk.reading import iso_day
from thads_portal.browser.staff.desk.tables import Cell
from thads_portal.browser.staff.desk.tables import Column
from thads_portal.browser.staff.desk.tables import Row
from thads_portal.browser.staff.desk.tables import Table
from thads_portal.domain.identifiers import normal_personal_number
from thads_portal.domain.identifiers import parse_public_number
from thads_portal.domain.identifiers import personal_hmac
from thads_portal.domain.names import full_token
from thads_portal.domain.names import parse_name
from thads_portal.domain.places import DESK
from thads_portal.domain.recording import Recorded
from thads_portal.domain.sharing import name_digest
from thads_portal.domain.sharing import number_digest
from thads_portal.errors import NotAllowed
from thads_portal.i18n import _
from thads_portal.opendata.values import moment
from thads_portal.register import inquiries
from thads_portal.register import organisations
from thads_portal.register.inquiries import Inquiry
from thads_portal.register.record import write_now
from thads_portal.secret_keys import personal_number_key
from thads_portal.security import permissions
from thads_portal.security.provinces import allowed_provinces
from thads_portal.templates import PageTemplate


#: Inquiries about one person that are told at once.
MOST_TOLD = 1_000
FILTERS = ("to-chuc", "purpose", "reference", "since", "until", "listing")
_DECISIONS = {
    "none": _("decision_none", default="không có"),
    "same_name": _("decision_same_name", default="trùng tên"),
    "probable": _("decision_probable", default="có thể là"),
    "same_id": _("decision_same_id", default="trùng số"),
    "different_id_only": _("decision_different_id", default="trùng tên, khác số"),
}


class Inquiries(DeskPage):
    title = _("inquiries_title", default="Nhật ký khai thác")
    template = PageTemplate("inquiries.pt")
    #: What a person who asks was looked for by, once it was sent.
    digests: tuple[bytes | None, bytes | None] | None = None

    def admit(self):
        """Who watches over the whole portal."""
        if allowed_provinces(self.context, permissions.VIEW_RECORD) is not None:
            raise NotAllowed

    def update(self):
        self.filters  # noqa: B018 - it notes what is wrong
        if self.digests is None and not self.errors:
            write_now(
                self.database,
                Recorded.INQUIRIES_VIEWED,
                actor=self.layout.user.getId(),
                listing=self.params.get("listing"),
                about=self.params.get("to-chuc"),
            )

    @property
    def trail(self):
        return [(f"{self.place}/{DESK}", self.say(_("nav_desk", default="Bàn làm việc")))]

    @cached_property
    def params(self) -> dict[str, str]:
        found = self.sent.present(FILTERS)
        if "listing" in found and parse_public_number(found["listing"]) is None:
            del found["listing"]
            self._wrong(
                "listing", _("record_bad_number", default="Số công khai có dạng 2026-0001234.")
            )
        return found

    def _wrong(self, name: str, text) -> None:
        self.errors.say(text, name)
        self.request.response.setStatus(400, lock=1)

    @cached_property
    def names(self) -> dict[str, str]:
        with self.register() as cursor:
            return {each.id: each.name for each in organisations.every(cursor)}

    @cached_property
    def filters(self) -> list[Field]:
        every = self.say(_("record_any", default="Tất cả"))
        labels = {
            "to-chuc": _("inquiry_organisation", default="Tổ chức"),
            "purpose": _("agreement_purposes", default="Mục đích"),
            "reference": _("inquiry_reference", default="Số hồ sơ"),
            "since": _("record_since", default="Từ ngày"),
            "until": _("record_until", default="Đến ngày"),
            "listing": _("record_listing", default="Số công khai"),
        }
        found = []
        for name in FILTERS:
            self.errors.labels[name] = label = self.say(labels[name])
            kind = {"to-chuc": "select", "since": "date", "until": "date"}.get(name, "text")
            options = [("", every), *self.names.items()] if name == "to-chuc" else ()
            found.append(
                Field(
                    name=name,
                    label=label,
                    kind=kind,
                    value=self.params.get(name, ""),
                    options=options,
                )
            )
        self.days = self._day("since"), self._day("until")
        return found

    def _day(self, name: str) -> date | None:
        text = self.params.get(name)
        if not text:
            return None
        try:
            return date.fromisoformat(iso_day(text))
        except ValueError:
            self._wrong(
                name, _("form_bad_date", default="Hãy nhập ngày/tháng/năm, ví dụ 23/11/2026.")
            )
            return None

    # Who looked

    @cached_property
    def person_fields(self) -> list[Field]:
        make = field_maker(self)
        return [
            make("name", _("inquiry_person", default="Họ tên người yêu cầu"), longest=255),
            make("number", _("inquiry_number", default="Số định danh của người đó"), longest=30),
        ]

    def handle(self, action):
        if action != "who":
            raise NotAllowed
        self.keep_secret()
        name, number = self.sent.text("name").strip(), self.sent.text("number").strip()
        normal = normal_personal_number(number) if number else None
        if number and normal is None:
            self._wrong(
                "number", _("inquiry_bad_number", default="Số định danh có 9 hoặc 12 chữ số.")
            )
            return
        if not number and not parse_name(name).words:
            self._wrong("name", _("form_missing", default="Hãy điền mục này."))
            return
        key = personal_number_key()
        self.digests = (
            name_digest(full_token(parse_name(name).own), key=key) if name else None,
            number_digest(personal_hmac(normal, key=key)) if normal else None,
        )
        write_now(
            self.database,
            Recorded.INQUIRIES_VIEWED,
            actor=self.layout.user.getId(),
            details={"by": "number" if normal else "name"},
        )
        return

    @cached_property
    def found(self) -> Sequence[Inquiry]:
        if self.errors:
            return ()
        with self.register() as cursor:
            if self.digests is not None:
                name, number = self.digests
                most = MOST_TOLD + 1
                if number is not None:
                    return inquiries.about(cursor, number_digest=number, limit=most)
                return inquiries.about(cursor, name_digest=name, limit=most)
            before = _place(self.sent.text("sau"))
            if listing := self.params.get("listing"):
                return inquiries.about(cursor, listing=listing, before=before)
            since, until = self.days
            return inquiries.search(
                cursor,
                organisation=self.params.get("to-chuc"),
                purpose=self.params.get("purpose"),
                case_reference=self.params.get("reference"),
                since=since,
                until=until,
                before=before,
            )

    @property
    def size(self) -> int:
        """Of a page: what is asked for a person comes at once, since the name stands in no address."""
        return inquiries.PAGE if self.digests is None else MOST_TOLD

    @property
    def cut(self) -> str:
        """Says that there are more than are told, where no page goes on."""
        if self.digests is None or len(self.found) <= MOST_TOLD:
            return ""
        return self.say(
            _(
                "inquiries_cut",
                default="Chỉ hiện ${most} lần hỏi mới nhất; còn những lần hỏi cũ hơn.",
                mapping={"most": self.number(MOST_TOLD)},
            )
        )

    @property
    def table(self) -> Table:
        columns = (
            Column("at", self.say(_("record_at", default="Thời điểm")), "main"),
            Column("organisation", self.say(_("inquiry_organisation", default="Tổ chức"))),
            Column("service", self.say(_("inquiry_service", default="Dịch vụ"))),
            Column("purpose", self.say(_("inquiry_why", default="Mục đích, số hồ sơ"))),
            Column(
                "subjects", self.say(_("inquiry_subjects", default="Chủ thể, có kết quả")), "number"
            ),
        )
        public = self.say(_("inquiry_public", default="Công chúng, không khóa"))
        rows = []
        for each in self.found[: self.size]:
            answered = _DECISIONS.get(each.decision or "")
            cells = (
                Cell(text=moment(each.at)),
                Cell(
                    text=self.names.get(each.organisation or "", each.organisation or public),
                    more=(each.key,) if each.key else (),
                ),
                Cell(text=each.service, more=(self.say(answered),) if answered else ()),
                Cell(
                    text=each.purpose or "–",
                    more=(each.case_reference,) if each.case_reference else (),
                ),
                Cell(text=f"{self.number(each.subjects)}, {self.number(each.found)}"),
            )
            rows.append(Row(key=each.id, label=each.id, cells=cells))
        return Table(caption=self.heading, columns=columns, rows=rows)

    @property
    def pager(self) -> Pager:
        last = None
        if self.digests is None:
            last = last_of(self.found, inquiries.PAGE)
        return keyset_pager(self, self.params, last and f"{last.at.isoformat()}_{last.id}")


def _place(text: str) -> tuple[datetime, str] | None:
    """The entry behind which a page begins; None for what is none."""
    moment_text, _sign, name = text.partition("_")
    try:
        at = datetime.fromisoformat(moment_text.replace(" ", "+"))
    except ValueError:
        return None
    hexadecimal = name.replace("-", "")
    fits = len(hexadecimal) == 32 and all(each in "0123456789abcdef" for each in hexadecimal)
    return (at, name) if fits and at.tzinfo else None
