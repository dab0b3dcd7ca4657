"""``tim-trong-ban``: the staff find a listing in every state, by name, number, or who worked on it.

What is asked for stands in the address, so that it can be kept and sent on; but never a personal
number or a case number: those are sent in the body, compared by digest, and the question is recorded.
"""

from functools import cached_property
from thads_portal.browser.shared.pager import address_with
from thads_portal.browser.shared.pager import keyset_pager
from thads_portal.browser.shared.places import provinces_in_order
from thads_portal.browser.staff.desk.forms import Field
from thads_portal.browser.staff.desk.forms import field_maker
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.desk.saved import SavedFilters
from thads_portal.browser.staff.desk.staff import admit_staff
from thads_portal.browser.staff.desk.tables import Cell
from thads_portal.browser.staff.desk.tables import Column
from thads_portal.browser.staff.desk.tables import Row
from thads_portal.browser.staff.desk.tables import Table
from thads_portal.browser.staff.work.rows import flag_tags
from thads_portal.browser.staff.work.rows import record_address
from thads_portal.domain.codes import State
from thads_portal.domain.identifiers import case_hmac
from thads_portal.domain.identifiers import personal_hmac
from thads_portal.domain.personal_numbers import has_personal_number
from thads_portal.domain.places import DESK
from thads_portal.domain.provinces import by_slug
from thads_portal.domain.recording import Recorded
from thads_portal.errors import NotAllowed
from thads_portal.i18n import _
from thads_portal.register import desk_search
from thads_portal.register.desk import Page
from thads_portal.register.desk_search import Wanted
from thads_portal.register.record import write_now
from thads_portal.secret_keys import personal_number_key
from thads_portal.security import permissions
from thads_portal.templates import PageTemplate


_PERSONAL = _(
    "finding_personal_typed",
    default="Ô này không nhận số định danh, vì nội dung tìm nằm trong địa chỉ trang. Chưa tìm gì: hãy mở"
    " “Tìm theo số không công khai”.",
)
_PARAMS = ("q", "trang-thai", "tinh", "tai-khoan")


class Finding(SavedFilters, DeskPage):
    template = PageTemplate("finding.pt")
    title = _("finding_title", default="Tìm trong bàn làm việc")
    #: What was found for a number that does not stand in the address.
    found = None
    by_number = False

    def admit(self):
        admit_staff(self)

    @property
    def trail(self):
        return [(f"{self.place}/{DESK}", self.say(_("trail_desk", default="Bàn làm việc")))]

    @cached_property
    def params(self) -> dict[str, str]:
        return self.sent.present(_PARAMS)

    @property
    def kept(self):
        return list(self.params.items())

    @cached_property
    def province(self) -> str:
        """The province that is searched; on the desk of the country the chosen one, or all."""
        own = self.layout.province
        if own is not None:
            return own.slug
        slug = self.sent.text("tinh")
        return slug if by_slug(slug) is not None else ""

    def _wanted(self, **more) -> Wanted:
        state = self.sent.text("trang-thai")
        return Wanted(
            text=self.sent.text("q")[:200],
            states=(state,) if state in set(State) else (),
            province=self.province,
            account=self.sent.text("tai-khoan").strip(),
            **more,
        )

    def update(self):
        if self.found is not None:
            return
        wanted = self._wanted()
        if has_personal_number(wanted.text):
            # Typed into the address: it is not looked for, so that nobody makes a habit of it.
            self.errors.say(_PERSONAL, "q")
            self.found = Page(())
            return
        with self.register() as cursor:
            self.found = desk_search.search(cursor, wanted, after=self.sent.text("sau"))

    def handle(self, action):
        if action != "search":
            return super().handle(action)
        if has_personal_number(self.sent.text("q")):
            # Not led to an address that would hold it.
            self.found = Page(())
            self.errors.say(_PERSONAL, "q")
            return None
        number = self.sent.text("personal_id").strip()
        case = self.sent.text("case_number").strip()
        if not (number or case):
            return self.go(address_with(self.address, self.params))
        if not self.finds_restricted:
            raise NotAllowed
        self._find_restricted(number, case)
        return None

    def _find_restricted(self, number: str, case: str) -> None:
        """Found by digest; who asked is recorded, and neither number."""
        key = personal_number_key()
        wanted = self._wanted(
            personal=personal_hmac(number, key=key) if number else None,
            case=case_hmac(case, key=key) if case else None,
        )
        with self.register() as cursor:
            self.found = desk_search.search(cursor, wanted)
        write_now(
            self.database,
            Recorded.RESTRICTED_SEARCHED,
            actor=self.acting.user_id,
            province=self.province or None,
            details={
                "fields": [
                    name
                    for name, typed in (("personal_id", number), ("case_number", case))
                    if typed
                ],
                "rows": len(self.found.rows),
            },
        )
        self.by_number = True
        self.keep_secret()

    @property
    def finds_restricted(self) -> bool:
        return self.may(permissions.VIEW_RESTRICTED)

    # What is shown

    @property
    def asked(self) -> bool:
        return self.by_number or not self._wanted().empty

    @property
    def fields(self) -> list[Field]:
        make = field_maker(self)
        any_ = ("", self.say(_("filter_any", default="Tất cả")))
        text = self.sent.text
        found = [
            make(
                "q",
                _("finding_words", default="Họ tên, số quyết định, số bản án hoặc mã công khai"),
                value=text("q"),
                longest=200,
            ),
            make(
                "trang-thai",
                _("finding_state", default="Đang ở đâu"),
                kind="select",
                options=[any_, *((each.value, self.label(each)) for each in State)],
                value=text("trang-thai"),
            ),
            make(
                "tai-khoan",
                _("finding_account", default="Tài khoản đã làm"),
                hint=_("finding_account_hint", default="Ví dụ: bien-tap-cao-bang"),
                value=text("tai-khoan"),
                longest=100,
            ),
        ]
        if self.layout.province is None:
            options = [any_, *((each.slug, each.name) for each in provinces_in_order())]
            label = _("desk_column_province", default="Tỉnh, thành phố")
            found.insert(1, make("tinh", label, kind="select", options=options, value=text("tinh")))
        return found

    @property
    def restricted_fields(self) -> list[Field]:
        if not self.finds_restricted:
            return []
        # What was typed is not shown again.
        return [
            Field(
                name=name,
                label=self.say(label),
                hint=self.say(
                    _(
                        "finding_restricted_hint",
                        default="Không ghi vào địa chỉ; việc tìm được ghi nhật ký.",
                    )
                ),
                longest=100,
            )
            for name, label in (
                (
                    "personal_id",
                    _("finding_personal", default="Số định danh hoặc mã số doanh nghiệp"),
                ),
                ("case_number", _("finding_case", default="Số hồ sơ")),
            )
        ]

    @property
    def table(self) -> Table | None:
        if not self.found.rows:
            return None
        say = self.say
        columns = [
            Column("name", say(_("desk_column_name", default="Người phải thi hành án")), "main"),
            Column("province", say(_("desk_column_province", default="Tỉnh, thành phố"))),
            Column("decision", say(_("desk_column_decision", default="Quyết định"))),
            Column("amount", say(_("desk_column_amount", default="Số tiền (đồng)")), "number"),
            Column("state", say(_("desk_column_state", default="Đang ở đâu"))),
        ]
        rows = [self._row(work) for work in self.found.rows]
        return Table(caption=self.heading, columns=columns, rows=rows)

    def _row(self, work) -> Row:
        province = by_slug(work.province)
        cells = (
            Cell(
                text=work.debtor_name,
                address=record_address(self, work.province, work.number),
                more=(work.debtor_address or "", work.number),
                tags=flag_tags(self, work.flags),
            ),
            Cell(text=province.name if province else work.province),
            Cell(text=work.decision_number or "", more=(self.words.day(work.decision_date),)),
            Cell(text="" if work.amount is None else self.number(work.amount)),
            Cell(text=self.label(State(work.state))),
        )
        return Row(key=work.number, label=work.debtor_name, cells=cells)

    @property
    def pager(self):
        return keyset_pager(self, self.params, self.found.after)
