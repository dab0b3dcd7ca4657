"""Said while a listing is typed: the deadline, duplicates, namesakes, what must not be public.

For who may enter listings here. It reads the register's public columns; drafts of other
provinces are not told, and nothing restricted ever is.
"""

from thads_portal.browser.staff.casework.listing_form import sent_texts
from thads_portal.browser.staff.casework.listing_form import values_of
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.work.rows import record_address
from thads_portal.content.calendar import current_calendar
from thads_portal.domain import names
from thads_portal.domain.clocks import event_due_on
from thads_portal.domain.codes import EventKind
from thads_portal.domain.codes import Flag
from thads_portal.domain.codes import State
from thads_portal.domain.contradictions import of_listing
from thads_portal.domain.contradictions import params
from thads_portal.domain.digests import duplicate_key
from thads_portal.domain.fields import check_date
from thads_portal.domain.fields import Fault
from thads_portal.domain.provinces import by_slug
from thads_portal.domain.screening import screen
from thads_portal.errors import Code
from thads_portal.errors import message
from thads_portal.i18n import _
from thads_portal.register import desk

import orjson


def hints_for(page, texts, *, province: str, own: str = "", published: bool = False) -> list[dict]:
    """What to say about the texts of a form: ``text``, ``items`` (``text``, ``address``).

    Of what is published there is no first publication to be in time for.
    """
    values = {name: value for name, value in values_of(texts).items() if value is not None}
    found = [] if published else [*_deadline(page, values)]
    found += _screened(page, values)
    name = values.get("debtor_name") or ""
    if sum(map(str.isalpha, name)) >= 4:
        found += _alike(page, values, name, province, own)
    return found


def _deadline(page, values):
    try:
        # Only of a day that the form would take: a term from 31/12/9999 cannot be reckoned.
        decided = check_date(values.get("no_conditions_decision_date", ""), page.today)
    except Fault:
        return
    due = event_due_on(EventKind.ISSUED, decided, current_calendar())
    if due is not None:
        text = _(
            "hint_due", default="Đăng tải lần đầu: ${due}", mapping={"due": page.due(due)["text"]}
        )
        yield {"text": page.say(text), "items": []}


def _screened(page, values):
    fields = {name: value for name, value in values.items() if isinstance(value, (str, list))}
    for flag in screen(fields, today=page.today):
        found = of_listing(fields) if flag is Flag.DATES_CONTRADICT else ()
        told = [message(Code.DATES_CONTRADICT, params(rule))[page.language] for rule in found]
        yield {"text": page.label(flag), "items": [{"text": text, "address": ""} for text in told]}


def _alike(page, values, name, province, own):
    key = None
    judgment = values.get("judgment_number")
    decision = values.get("no_conditions_decision_number")
    if judgment and decision:
        key = duplicate_key(name, judgment, decision)
    kind = values.get("debtor_kind") or "individual"
    with page.register() as cursor:
        duplicates, others = desk.namesakes(
            cursor, sort_name=names.sort_key(name, kind), duplicate_key=key, own=own
        )
    for text, works in (
        (
            _(
                "hint_duplicates",
                default="Đã có mục cùng tên, cùng bản án và cùng quyết định. Hãy xem trước khi"
                " nhập thêm:",
            ),
            duplicates,
        ),
        (
            _(
                "hint_namesakes",
                default="Đang công khai người trùng tên. Trùng tên không có nghĩa là cùng một"
                " người; hãy đối chiếu:",
            ),
            others,
        ),
    ):
        items = [
            _item(page, work, province)
            for work in works
            if work.province == province or work.state == State.PUBLISHED
        ]
        if items:
            yield {"text": page.say(text), "items": items}


def _item(page, work, province):
    address = record_address(page, work.province, work.number)
    if work.province != province:
        address = address.removesuffix("/ho-so")
    place = by_slug(work.province)
    parts = (work.debtor_name, work.debtor_address, work.decision_number or "")
    return {
        "text": " · ".join(filter(None, (*parts, place.name if place else "", work.number))),
        "address": address,
    }


class Hints(DeskPage):
    """``goi-y-nhap`` of a register: JSON for the script of the form."""

    def handle(self, action):
        own = self.sent.text("own")
        listing = self.context.get(own) if own else None
        found = hints_for(
            self,
            sent_texts(self.sent),
            province=self.layout.province.slug,
            own=own,
            published=listing is not None and listing.state is State.PUBLISHED,
        )
        self.request.response.setHeader("Content-Type", "application/json; charset=utf-8")
        self.request.response.setHeader("Cache-Control", "no-store")
        return orjson.dumps({"hints": found}).decode()

    def template(self):
        return "{}"
