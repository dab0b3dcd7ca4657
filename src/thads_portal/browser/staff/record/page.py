"""``/nhat-ky``: the record of actions, by person, listing, action, province and days.

The head of an agency sees the own province; who watches over the whole portal sees all.
Taking the entries away as a file is itself an entry, written before the first line goes out.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from functools import cached_property
from thads_portal.browser.shared.pager import keyset_pager
from thads_portal.browser.shared.pager import last_of
from thads_portal.browser.shared.pager import Pager
from thads_portal.browser.shared.streaming import send_file
from thads_portal.browser.staff.desk.forms import Field
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.desk.reading import iso_day
from thads_portal.browser.staff.desk.tables import Table
from thads_portal.browser.staff.record import texts
from thads_portal.browser.staff.record.people import People
from thads_portal.browser.staff.record.table import table
from thads_portal.domain.identifiers import parse_public_number
from thads_portal.domain.provinces import by_slug
from thads_portal.domain.provinces import find
from thads_portal.domain.provinces import provinces_by_slug
from thads_portal.domain.recording import Recorded
from thads_portal.errors import BadRequest
from thads_portal.errors import NotAllowed
from thads_portal.i18n import _
from thads_portal.opendata import csv
from thads_portal.opendata.values import moment
from thads_portal.register import record
from thads_portal.register import record_search
from thads_portal.register.pool import reading
from thads_portal.register.record_search import Place
from thads_portal.register.record_search import Query
from thads_portal.register.record_search import RecordedAction
from thads_portal.security import permissions
from thads_portal.security.provinces import allowed_provinces
from thads_portal.templates import PageTemplate


#: Parameters of the address; ``action`` is the button of a form.
FILTERS = ("actor", "listing", "what", "province", "since", "until")
_BAD = {
    "listing": _("record_bad_number", default="Số công khai có dạng 2026-0001234."),
    "what": _("record_bad_action", default="Hãy chọn một việc trong danh sách."),
    "province": _("record_bad_province", default="Hãy chọn một tỉnh mà bạn được xem."),
    "since": _("form_bad_date", default="Hãy nhập ngày/tháng/năm, ví dụ 23/11/2026."),
    "until": _("form_bad_date", default="Hãy nhập ngày/tháng/năm, ví dụ 23/11/2026."),
}
#: Seconds for one question of a file; a page has the usual ones.
_FILE_PATIENCE = 30.0


class Record(DeskPage):
    template = PageTemplate("record.pt")
    title = _("record_title", default="Nhật ký thao tác")
    nothing = _("record_none", default="Không có việc nào được ghi theo các điều kiện này.")

    def admit(self):
        if self.within is not None and not self.within:
            raise NotAllowed

    @cached_property
    def within(self) -> frozenset[str] | None:
        """The provinces whose entries may be seen; None: everything."""
        return allowed_provinces(self.context, permissions.VIEW_RECORD)

    def update(self):
        # Read once here, so that what is wrong stands above the form.
        self.query  # noqa: B018 - it notes the errors

    # What is asked for

    @property
    def params(self) -> dict[str, str]:
        """What was sent; a province by any of its names is its slug from here on."""
        sent = self.sent.present(FILTERS)
        if (found := find(sent.get("province", ""))) is not None:
            sent["province"] = found.slug
        return sent

    @cached_property
    def query(self) -> Query:
        """What was asked for, as far as it can be read; the rest is told beside its field."""
        values = self.params
        action = values.get("what")
        if action is not None and action not in {*Recorded}:
            action = self._wrong("what")
        province = values.get("province")
        if province is not None and not self._may_see(province):
            province = self._wrong("province")
        listing = values.get("listing")
        if listing is not None and parse_public_number(listing) is None:
            listing = self._wrong("listing")
        return Query(
            actor=values.get("actor"),
            listing=listing,
            action=Recorded(action) if action else None,
            province=province,
            since=self._day("since"),
            until=self._day("until"),
            within=self.within,
            before=Place.read(self.sent.text("sau")),
        )

    def _may_see(self, province: str) -> bool:
        if self.within is None:
            return province in provinces_by_slug()
        return province in self.within

    def _day(self, name: str) -> date | None:
        text = self.params.get(name)
        if text is None:
            return None
        try:
            day = date.fromisoformat(iso_day(text))
        except ValueError:
            return self._wrong(name)
        return day if 1990 <= day.year <= 2200 else self._wrong(name)

    def _wrong(self, name: str) -> None:
        self.errors.say(_BAD[name], name)
        self.request.response.setStatus(400, lock=1)

    @cached_property
    def filters(self) -> list[Field]:
        every = self.say(_("record_any", default="Tất cả"))
        values = self.params
        actions = sorted(
            (texts.action_label(action.value, self.language), action.value) for action in Recorded
        )
        slugs = provinces_by_slug() if self.within is None else sorted(self.within)
        labels = {
            "actor": _("record_account", default="Tài khoản"),
            "listing": _("record_listing", default="Số công khai"),
            "what": _("record_action", default="Việc đã làm"),
            "province": _("record_province", default="Tỉnh"),
            "since": _("record_since", default="Từ ngày"),
            "until": _("record_until", default="Đến ngày"),
        }
        kinds = {"what": "select", "province": "select", "since": "date", "until": "date"}
        options = {
            "what": [("", every), *((value, label) for label, value in actions)],
            "province": [("", every), *((slug, by_slug(slug).name) for slug in slugs)],
        }
        found = []
        for name in FILTERS:
            label = self.say(labels[name])
            self.errors.labels[name] = label
            found.append(
                Field(
                    name=name,
                    label=label,
                    kind=kinds.get(name, "text"),
                    value=values.get(name, ""),
                    options=options.get(name, ()),
                )
            )
        return found

    # What was found

    @cached_property
    def found(self) -> list[RecordedAction]:
        """One more than a page; nothing where the question was wrong, which the page says."""
        if self.errors:
            return []
        with self.register() as cursor:
            return record_search.search(cursor, self.query, limit=record_search.PAGE + 1)

    @property
    def table(self) -> Table:
        return table(self, self.found[: record_search.PAGE])

    @property
    def pager(self) -> Pager:
        last = last_of(self.found, record_search.PAGE)
        return keyset_pager(self, self.params, last and last.place)

    @property
    def person(self) -> str:
        """The name of the account whose entries are shown."""
        return People(self).name(self.query.actor) if self.query.actor else ""

    # As a file

    def handle(self, action):
        if action != "csv":
            raise BadRequest(detail="action")
        query = replace(self.query, before=None)
        if self.errors:
            return None
        record.write_now(
            self.database,
            Recorded.EXPORTED,
            actor=self.layout.user.getId(),
            province=query.province,
            listing=query.listing,
            about="nhat-ky",
            details={name: value for name, value in self.params.items() if name != "listing"},
        )
        response = self.request.response
        self.keep_secret()
        response.setHeader("Content-Type", csv.CONTENT_TYPE)
        response.setHeader("Content-Disposition", f'attachment; filename="{self._file_name}"')
        header = [self.say(label) for label in _HEADER]
        rows = _rows(self.database, query, self.language)
        pieces = csv.write(rows, header)
        return send_file(self.request, lambda file: file.writelines(pieces), ExitStack())

    @property
    def _file_name(self) -> str:
        return f"nhat-ky-{self.today:%Y%m%d}.csv"


_HEADER = (
    _("record_at", default="Thời điểm"),
    _("record_account", default="Tài khoản"),
    _("record_action_code", default="Mã việc"),
    _("record_action", default="Việc đã làm"),
    _("record_listing", default="Số công khai"),
    _("record_about_other", default="Đối tượng khác"),
    _("record_province", default="Tỉnh"),
    _("record_details", default="Chi tiết"),
)


def _rows(dsn: str, query: Query, language: str) -> Iterator[list]:
    with reading(dsn, statement_timeout=_FILE_PATIENCE) as cursor:
        for entry in record_search.everything(cursor, query):
            yield [
                moment(entry.at),
                entry.actor,
                entry.action,
                texts.action_label(entry.action, language),
                entry.listing,
                entry.about,
                entry.province,
                "; ".join(f"{name}={_flat(value)}" for name, value in entry.details.items()),
            ]


def _flat(value) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)
