"""``/to-chuc-khai-thac``: agencies outside, their agreements, keys and shares.

``?to-chuc=<id>`` shows one. A new key stands on the page that answers the form, once.
"""

from collections.abc import Iterator
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from functools import cached_property
from thads_portal.actions import organisations as actions
from thads_portal.browser.staff.desk.forms import Field
from thads_portal.browser.staff.desk.forms import field_maker
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.desk.reading import iso_day
from thads_portal.domain import sharing
from thads_portal.domain.places import DESK
from thads_portal.domain.sharing import KINDS
from thads_portal.domain.sharing import Organisation
from thads_portal.domain.sharing import SCOPES
from thads_portal.errors import Code
from thads_portal.errors import Conflict
from thads_portal.errors import NotAllowed
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from thads_portal.i18n import _
from thads_portal.register import inquiries
from thads_portal.register import organisations
from thads_portal.templates import PageTemplate
from typing import Any
from zExceptions import NotFound


_SHARES = ("per_minute", "subjects_per_day", "watched_most")


class Organisations(DeskPage):
    title = _("organisations_title", default="Tổ chức khai thác dữ liệu")
    template = PageTemplate("list.pt")
    _one = PageTemplate("one.pt")
    #: The text of a key that was just made.
    made = ""

    def update(self):
        if self.one is not None:
            self.template = self._one
            with self.register() as cursor:
                self.used = inquiries.used(cursor, self.one.id, self.today)

    @property
    def heading(self):
        return self.say(self.title) if self.one is None else self.one.name

    @property
    def trail(self):
        steps = [(f"{self.place}/{DESK}", self.say(_("nav_desk", default="Bàn làm việc")))]
        return steps if self.one is None else [*steps, (self.address, self.say(self.title))]

    @cached_property
    def all(self) -> list[Organisation]:
        with self.register() as cursor:
            return list(organisations.every(cursor))

    @cached_property
    def one(self) -> Organisation | None:
        """The one that is looked at."""
        name = self.sent.text("to-chuc")
        if not name:
            return None
        found = next((each for each in self.all if each.id == name), None)
        if found is None:
            raise NotFound(name)
        return found

    def address_of(self, name: str) -> str:
        return f"{self.address}?to-chuc={name}"

    @property
    def here(self) -> str:
        return self.address_of(self.one.id) if self.one is not None else self.address

    @property
    def log_address(self) -> str:
        """Where the log of what they asked stands."""
        own = f"?to-chuc={self.one.id}" if self.one is not None else ""
        return f"{self.place}/nhat-ky-khai-thac{own}"

    # What the pages show

    @property
    def rows(self) -> Iterator[dict[str, str]]:
        now = datetime.now(UTC)
        for each in self.all:
            agreed = [one for one in each.agreements if one.holds_on(self.today)]
            purposes = sorted(frozenset().union(*(one.purposes for one in agreed)))
            yield {
                "name": each.name,
                "address": self.address_of(each.id),
                "state": self._state(active=each.active),
                "purposes": ", ".join(purposes) or "–",
                "until": self.words.day(max(one.valid_until for one in agreed)) if agreed else "–",
                "keys": self.number(sharing.holding(each.keys, now)),
            }

    def _state(self, *, active: bool) -> str:
        if active:
            return self.say(_("organisation_active", default="Đang hoạt động"))
        return self.say(_("organisation_suspended", default="Tạm dừng"))

    @property
    def agreements(self) -> Iterator[dict[str, str]]:
        english = self.language == "en"
        for each in self.one.agreements:
            holds = each.holds_on(self.today)
            yield {
                "id": str(each.id) if each.ended is None and each.valid_until >= self.today else "",
                "number": each.number,
                "purposes": ", ".join(sorted(each.purposes)),
                "kinds": "; ".join(KINDS[kind][english] for kind in KINDS if kind in each.kinds)
                or self.say(_("agreement_names_only", default="Chỉ theo tên")),
                "days": f"{self.words.day(each.valid_from)} – {self.words.day(each.valid_until)}",
                "state": self.say(_("agreement_holds", default="Còn hiệu lực"))
                if holds
                else self.say(_("agreement_over", default="Không còn hoặc chưa có hiệu lực")),
            }

    @property
    def keys(self) -> Iterator[dict[str, Any]]:
        now, english = datetime.now(UTC), self.language == "en"
        for each in self.one.keys:
            holds = each.holds_at(now)
            yield {
                "id": each.id,
                "scopes": ", ".join(
                    SCOPES[scope][english] for scope in SCOPES if scope in each.scopes
                ),
                "created": self.words.day(each.created),
                "expires": self.words.day(each.expires - timedelta(seconds=1)),
                "holds": holds,
                "state": self.say(_("key_holds", default="Còn hiệu lực"))
                if holds
                else self.say(_("key_revoked", default="Đã thu hồi"))
                if each.revoked
                else self.say(_("key_over", default="Hết hạn")),
            }

    @property
    def used_today(self) -> str:
        return f"{self.number(self.used)} / {self.number(self.one.subjects_per_day)}"

    # Forms

    @cached_property
    def own_fields(self) -> list[Field]:
        make, one = field_maker(self), self.one
        shares = (sharing.PER_MINUTE, sharing.SUBJECTS_PER_DAY, sharing.WATCHED_MOST)
        found = []
        if one is None:
            found.append(
                make(
                    "id",
                    _("organisation_id", default="Mã tổ chức"),
                    hint=_("organisation_id_hint", default="Chữ thường, số, gạch nối; không đổi về sau. Ví dụ: ngan-hang-a."),
                    required=True,
                    longest=40,
                )
            )  # fmt: skip
        found += [
            make(
                "name",
                _("organisation_name", default="Tên tổ chức"),
                value=one.name if one else "",
                required=True,
                longest=actions.LONGEST_NAME,
            ),
            make(
                "contact",
                _("organisation_contact", default="Đầu mối liên hệ"),
                value=one.contact if one else "",
                longest=actions.LONGEST_CONTACT,
            ),
        ]
        labels = (
            _("organisation_per_minute", default="Số yêu cầu mỗi phút"),
            _("organisation_per_day", default="Số chủ thể được hỏi mỗi ngày"),
            _("organisation_watched", default="Số chủ thể được theo dõi"),
        )
        for name, label, usual in zip(_SHARES, labels, shares, strict=True):
            found.append(make(name, label, value=str(getattr(one, name) if one else usual)))
        if one is not None:
            found.append(
                make(
                    "active",
                    _("organisation_active", default="Đang hoạt động"),
                    kind="check",
                    value="1" if one.active else "",
                )
            )
        return found

    @cached_property
    def agreement_fields(self) -> list[Field]:
        make, english = field_maker(self), self.language == "en"
        return [
            make("number", _("agreement_number", default="Số thỏa thuận"), required=True, longest=actions.LONGEST_NUMBER),
            make(
                "purposes",
                _("agreement_purposes", default="Mục đích"),
                hint=_("agreement_purposes_hint", default="Các mã, cách nhau bằng dấu phẩy. Ví dụ: credit, notary."),
                required=True,
                longest=200,
            ),
            make(
                "kinds",
                _("agreement_kinds", default="Loại dữ liệu"),
                kind="checks",
                options=[(kind.value, KINDS[kind][english]) for kind in KINDS],
            ),
            make("valid_from", _("agreement_from", default="Từ ngày"), kind="date", required=True),
            make("valid_until", _("agreement_until", default="Đến hết ngày"), kind="date", required=True),
        ]  # fmt: skip

    @cached_property
    def key_fields(self) -> list[Field]:
        make, english = field_maker(self), self.language == "en"
        usual = self.today + timedelta(days=365)
        return [
            make(
                "scopes",
                _("key_scopes", default="Phạm vi của khóa"),
                kind="checks",
                options=[(scope.value, SCOPES[scope][english]) for scope in SCOPES],
                values=("match",),
                required=True,
            ),
            make(
                "expires",
                _("key_expires", default="Hết hạn sau ngày"),
                kind="date",
                value=f"{usual:%d/%m/%Y}",
                required=True,
            ),
        ]

    # What is sent

    def handle(self, action):
        one = self.one
        if action == "keep":
            return self._keep()
        if one is None:
            raise NotAllowed
        if action == "agree":
            actions.agree(
                self.context,
                self.acting,
                one,
                number=self.sent.text("number").strip(),
                purposes=sharing.purposes_in(self.sent.text("purposes")),
                kinds=self.sent.texts("kinds"),
                valid_from=self._day("valid_from"),
                valid_until=self._day("valid_until"),
            )
            return self.done(_("agreement_done", default="Đã ghi thỏa thuận."), self.here)
        if action == "end":
            actions.end_agreement(
                self.context, self.acting, one, self.sent.number("agreement") or 0
            )
            return self.done(_("agreement_ended", default="Thỏa thuận đã chấm dứt."), self.here)
        if action == "key":
            self.keep_secret()
            self.made = actions.make_key(
                self.context,
                self.acting,
                one,
                scopes=self.sent.texts("scopes"),
                expires=self._day("expires"),
            )
            return None
        if action == "revoke":
            actions.revoke_key(self.context, self.acting, one, self.sent.text("key"))
            return self.done(_("key_revoked_now", default="Đã thu hồi khóa."), self.here)
        raise NotAllowed

    def _keep(self):
        one = self.one
        name = one.id if one is not None else self.sent.text("id").strip()
        if one is None and any(each.id == name for each in self.all):
            raise Conflict(code=Code.CONFLICT)
        shares = {each: self.sent.number(each) for each in _SHARES}
        wrong = [each for each, value in shares.items() if value is None]
        if wrong:
            limits = {"min": 0, "max": actions.MOST}
            raise Rejected([Problem(0, None, each, Code.OUT_OF_RANGE, limits) for each in wrong])
        kept = Organisation(
            id=name,
            name=self.sent.text("name").strip(),
            contact=self.sent.text("contact").strip(),
            active=bool(self.sent.text("active")) if one is not None else True,
            **shares,
        )
        actions.keep_organisation(self.context, self.acting, kept, new=one is None)
        return self.done(_("organisation_kept", default="Đã ghi tổ chức."), self.address_of(name))

    def _day(self, name: str) -> date | None:
        try:
            return date.fromisoformat(iso_day(self.sent.text(name)))
        except ValueError:
            return None
