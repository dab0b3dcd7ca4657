"""The list of accounts with a form for a new one, one account, and the people of a province.

A password that was made here is shown once, in the answer to the form, and kept by nothing:
the answer is not stored, and loading it again asks whether to make another.
"""

from collections.abc import Sequence
from functools import cached_property
from thads_portal.actions import accounts
from thads_portal.browser.shared.pager import address_with
from thads_portal.browser.shared.pager import Pager
from thads_portal.browser.shared.pager import Stretch
from thads_portal.browser.staff.accounts.people import kind_title
from thads_portal.browser.staff.accounts.people import KINDS
from thads_portal.browser.staff.accounts.people import people
from thads_portal.browser.staff.accounts.people import Person
from thads_portal.browser.staff.accounts.people import person
from thads_portal.browser.staff.accounts.people import title_of
from thads_portal.browser.staff.desk.forms import field_maker
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.domain.provinces import all_provinces
from thads_portal.domain.provinces import find
from thads_portal.i18n import _
from thads_portal.jobs.mail import set_up
from thads_portal.jobs.password_link import link_later
from thads_portal.security import staff_identity
from thads_portal.security.given_roles import Finding
from thads_portal.security.given_roles import findings
from thads_portal.security.given_roles import of_account
from thads_portal.security.given_roles import Otherwise
from thads_portal.security.pas import subjects
from thads_portal.security.roles import NATIONAL_GROUPS
from thads_portal.templates import PageTemplate
from urllib.parse import urlencode
from zExceptions import NotFound


_PAGE = 50
HOW = {
    Otherwise.OWN_ROLE: _("given_own_role", default="vai trò gán riêng"),
    Otherwise.FOREIGN_GROUP: _("given_foreign_group", default="nhóm không phải của Cổng"),
    Otherwise.GROUP_ROLE: _("given_group_role", default="nhóm mang thêm vai trò"),
    Otherwise.LOCAL_ROLE: _("given_local_role", default="vai trò gán tại một nơi"),
    Otherwise.UNRECORDED: _("given_unrecorded", default="vào nhóm không có trong nhật ký"),
}
_ALL = _("filter_all", default="Tất cả")
_SENT = _(
    "account_mailed",
    default="Đã tạo tài khoản và gửi đường dẫn đặt mật khẩu đến địa chỉ thư của người dùng.",
)
ASKED = _(
    "account_asked",
    default="Vai trò này cần người thứ hai xác nhận. Đề nghị đã được ghi ở trang “Xác nhận vai trò”;"
    " phần không cần xác nhận đã có hiệu lực.",
)


class Accounts(DeskPage):
    """``/tai-khoan``, and ``/tai-khoan?ten=<login>`` for one of them."""

    list_template = PageTemplate("accounts.pt")
    one_template = PageTemplate("account.pt")
    #: A password that has just been made: shown in this answer and never again.
    password = ""

    @property
    def template(self):
        return self.one_template if self.one else self.list_template

    @property
    def title(self):
        if self.one:
            return self.one.full_name or self.one.user_id
        return _("accounts_title", default="Tài khoản")

    @property
    def trail(self):
        title = self.say(_("accounts_title", default="Tài khoản"))
        return [(self.address, title)] if self.one else []

    @cached_property
    def one(self) -> Person | None:
        name = self.sent.text("ten")
        if not name:
            return None
        found = person(self.context, name)
        if found is None:
            raise NotFound(name)
        return found

    # What is sent

    def handle(self, action):
        steps = {
            "create": self._create,
            "groups": self._groups,
            "disable": lambda: self._active(False),
            "enable": lambda: self._active(True),
            "password": self._password,
            "subject": self._subject,
        }
        step = steps.get(action)
        if step is None or (action != "create" and self.one is None):
            raise NotFound(action)
        return step()

    def _create(self):
        login = self.sent.text("login").strip().lower()
        password = accounts.create(
            self.context,
            self.acting,
            login=login,
            full_name=" ".join(self.sent.text("full_name").split()),
            email=self.sent.text("email").strip(),
        )
        if self.sent.text("by") == "mail" and self.mails:
            link_later(self.context, login, new=True, caused_by=self.acting.user_id)
            return self.done(_SENT, self._address_of(login))
        return self._show(login, password)

    def _groups(self):
        outcome = accounts.set_groups(
            self.context,
            self.acting,
            user_id=self.one.user_id,
            groups=frozenset(self.sent.texts("group")),
        )
        if outcome.asked is not None:
            return self._asked()
        said = (
            _("account_groups_saved", default="Đã ghi vai trò và tỉnh của tài khoản.")
            if outcome.changed
            else _("account_groups_same", default="Không có gì thay đổi.")
        )
        return self.done(said, self._address_of(self.one.user_id))

    def _active(self, active: bool):
        outcome = accounts.set_active(
            self.context, self.acting, user_id=self.one.user_id, active=active
        )
        if outcome.asked is not None:
            return self._asked()
        said = (
            _("account_enabled", default="Tài khoản được dùng lại.")
            if active
            else _(
                "account_disabled",
                default="Đã khóa tài khoản; mọi phiên làm việc của tài khoản đã kết thúc.",
            )
        )
        return self.done(said, self._address_of(self.one.user_id))

    def _password(self):
        made = accounts.new_password(self.context, self.acting, user_id=self.one.user_id)
        if not isinstance(made, str):
            return self._asked()
        return self._show(self.one.user_id, made)

    def _subject(self):
        outcome = accounts.set_subject(
            self.context,
            self.acting,
            user_id=self.one.user_id,
            subject=self.sent.text("subject").strip(),
        )
        if outcome.asked is not None:
            return self._asked()
        said = (
            _("account_subject_saved", default="Đã ghi danh tính đăng nhập một lần.")
            if outcome.changed
            else _("account_groups_same", default="Không có gì thay đổi.")
        )
        return self.done(said, self._address_of(self.one.user_id))

    def _asked(self):
        return self.done(ASKED, self._address_of(self.one.user_id))

    def _show(self, login: str, password: str) -> None:
        self.__dict__["one"] = person(self.context, login)
        self.password = password
        self.keep_secret()

    # Roles that came otherwise

    @cached_property
    def otherwise(self) -> list[dict[str, str]]:
        """What the check of the accounts finds, of this one or of all, in words."""
        found = findings(self.context, self.database)
        if self.one:
            found = of_account(found, self.one.user_id)
        return [self._told(each) for each in found]

    @property
    def strange(self) -> frozenset[str]:
        """Accounts with a role that the portal did not give."""
        return frozenset(each["principal"] for each in self.otherwise)

    def _told(self, finding: Finding) -> dict[str, str]:
        where = f" (/{finding.place.lstrip('/')})" if finding.place else ""
        return {
            "principal": finding.principal,
            "address": self._address_of(finding.principal),
            "text": f"{self.say(HOW[finding.how])}: {finding.what}{where}",
        }

    # The list

    @cached_property
    def mails(self) -> bool:
        """Whether the portal can send mail."""
        return set_up()

    @property
    def filters(self):
        make = field_maker(self)
        get = self.sent.text
        every = ("", self.say(_ALL))
        groups = [(group.id, title_of(group, self.language)) for group in NATIONAL_GROUPS]
        groups += self.kinds
        return [
            make("q", _("accounts_q", default="Tên hoặc tên đăng nhập"), value=get("q")),
            make(
                "tinh",
                _("accounts_province", default="Tỉnh"),
                kind="select",
                options=[every, *((each.slug, each.name) for each in all_provinces())],
                value=get("tinh"),
            ),
            make(
                "vai-tro",
                _("accounts_role", default="Vai trò"),
                kind="select",
                options=[every, *groups],
                value=get("vai-tro"),
            ),
        ]

    @cached_property
    def found(self) -> list[Person]:
        get = self.sent.text
        return people(
            self.context,
            q=get("q"),
            province=found.slug if (found := find(get("tinh"))) else "",
            group=get("vai-tro"),
        )

    @property
    def _stretch(self) -> Stretch:
        return Stretch(start=self.sent.number("tu") or 0, size=_PAGE, total=len(self.found))

    @property
    def shown(self) -> Sequence[Person]:
        return self._stretch.of(self.found)

    @property
    def pager(self) -> Pager:
        kept = self.sent.present(("q", "tinh", "vai-tro"))
        return self._stretch.pager(
            lambda place: address_with(self.address, kept, tu=str(place or ""))
        )

    def _address_of(self, login: str) -> str:
        return address_with(self.address, {"ten": login})

    address_of = _address_of

    @property
    def new_fields(self):
        make = field_maker(self)
        fields = [
            make("full_name", _("account_name", default="Họ và tên"), required=True, longest=100),
            make(
                "login",
                _("account_login", default="Tên đăng nhập"),
                hint=_(
                    "account_login_hint",
                    default="Chữ thường không dấu, chữ số, dấu chấm hoặc gạch nối; ví dụ nguyen.van.an",
                ),
                required=True,
                longest=50,
            ),
            make("email", _("account_email", default="Thư điện tử"), required=True, longest=150),
        ]
        if self.mails:
            fields.append(
                make(
                    "by",
                    _("account_by", default="Trao mật khẩu"),
                    kind="radios",
                    value=self.sent.text("by") or "mail",
                    options=[
                        ("mail", self.say(_("account_by_mail", default="Gửi thư có đường dẫn"))),
                        (
                            "screen",
                            self.say(_("account_by_screen", default="Hiện một lần trên màn hình")),
                        ),
                    ],
                    required=True,
                )
            )
        return fields

    # One account

    @property
    def national(self):
        """(group, title, whether the account is in it)."""
        return [
            (group.id, title_of(group, self.language), group.id in self.chosen)
            for group in NATIONAL_GROUPS
        ]

    @property
    def kinds(self):
        return [(kind, kind_title(kind, self.language)) for kind in KINDS]

    @property
    def matrix(self):
        """(province, [(group, title, whether in it)]), those with a role first."""
        rows = [
            (
                each.name,
                [
                    (f"{kind}{each.slug}", title, f"{kind}{each.slug}" in self.chosen)
                    for kind, title in self.kinds
                ],
            )
            for each in all_provinces()
        ]
        return sorted(rows, key=lambda row: not any(cell[2] for cell in row[1]))

    @cached_property
    def chosen(self) -> frozenset[str]:
        if self.errors and self.sent.text("action") == "groups":
            return frozenset(self.sent.texts("group"))
        return self.one.groups

    @property
    def subject_fields(self):
        """The field of the account's subject of single sign-on; none where no provider is configured."""
        provider = staff_identity.provider()
        if provider is None:
            return []
        users = self.context.acl_users.source_users
        sent = self.errors and self.sent.text("action") == "subject"
        kept = subjects.subject_of(users, self.one.user_id, provider.issuer)
        return [
            field_maker(self)(
                "subject",
                _("account_subject", default="Danh tính đăng nhập một lần"),
                hint=_(
                    "account_subject_hint",
                    default="Mã định danh mà máy chủ đăng nhập một lần cấp cho người này. Người có danh tính đó vào được tài khoản này. Để trống là bỏ.",
                ),
                value=self.sent.text("subject") if sent else kept,
                longest=staff_identity.LONGEST,
            )
        ]

    @property
    def record_address(self) -> str:
        return f"{self.root}/nhat-ky?{urlencode({'actor': self.one.user_id})}"


class ProvincePeople(DeskPage):
    """``/<slug>/tai-khoan``: who works for the province; for its head, to look at."""

    template = PageTemplate("province.pt")
    title = _("accounts_of_province", default="Người dùng của tỉnh")

    @property
    def shown(self) -> list[Person]:
        slug = self.context.getId()
        return people(self.context.aq_parent, province=slug)
