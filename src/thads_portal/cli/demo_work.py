"""The demo's work in progress: on every desk there is something to do, and communes have posted.

Made by the steps that people take, as the demo's people: the editor, the head of the agency, the
board. What the feed brings is public at once; this is what is entered by hand.
"""

from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from datetime import UTC
from plone import api
from thads_portal.actions.approve import approve
from thads_portal.actions.batch_create import create_batch
from thads_portal.actions.batch_submit import submit_batch
from thads_portal.actions.commune_posted import commune_posted
from thads_portal.actions.composing.save import create_item
from thads_portal.actions.context import ActionContext
from thads_portal.actions.create import create
from thads_portal.actions.give_back import return_listing
from thads_portal.actions.give_back import return_unsigned
from thads_portal.actions.propose_amendment import propose_amendment
from thads_portal.actions.propose_ending import propose_ending
from thads_portal.actions.sign import sign
from thads_portal.actions.submit import submit
from thads_portal.content.listing import DebtorListing
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.words import VIETNAM
from thads_portal.domain.working_days import WorkingCalendar
from thads_portal.generator.feed import events
from thads_portal.generator.feed import FeedOptions
from thads_portal.security.accounts import DEMO_ACCOUNTS
from thads_portal.security.accounts import DEMO_PROVINCE
from typing import Any

import psycopg2
import re
import transaction


#: Provinces whose editors have recorded postings at the commune, and of how many listings each.
POSTING = (
    "cao-bang",
    "ha-noi",
    "nghe-an",
    "thanh-hoa",
    "dong-nai",
    "can-tho",
    "da-nang",
    "gia-lai",
)
_POSTED = 20
_ACCOUNT = {account.role: account.username for account in DEMO_ACCOUNTS}
_UNSIGNED = (
    "Chưa có số quyết định thi hành án liên quan; đề nghị bổ sung.",
    "Địa chỉ ghi theo đơn vị hành chính cũ; đề nghị ghi thêm tên xã hiện nay.",
    "Số tiền chưa trừ khoản đã thi hành ngày 12 tháng trước.",
)
_NOT_APPROVED = (
    "Nội dung nghĩa vụ có tên người thứ ba; đề nghị viết lại.",
    "Ngày quyết định sau ngày ký; đề nghị kiểm tra.",
)
_NEWS = (
    ("Kế hoạch tiếp công dân quý tới", "Dự kiến lịch tiếp công dân của lãnh đạo, đang hoàn thiện."),
    (
        "Tập huấn nhập liệu danh sách công khai cho chấp hành viên",
        "Lớp tập huấn hướng dẫn nhập liệu, kiểm tra trùng và ký đợt công khai.",
    ),
    (
        "Kết quả đợt rà soát việc chưa có điều kiện thi hành",
        "Các cơ quan trên địa bàn đã xác minh lại điều kiện thi hành án theo quy định.",
    ),
)
_COMMUNE = re.compile(r"(?:^|, )((?:xã|phường|thị trấn) [^,]+)", re.IGNORECASE)


def make_work(portal, dsn: str) -> int:
    """Make it; how many listings were entered. Once: the caller remembers that it is made.

    Commits as it goes on: each step sees what was committed before it. An attempt that was cut
    off is begun anew, and what the first has left stays.
    """
    today = datetime.now(VIETNAM).date()
    days = _working_days_before(today)
    register = portal[DEMO_PROVINCE][REGISTER_ID]
    entered = _entered(register, days)
    _decided(register, entered)
    _in_a_batch(portal[DEMO_PROVINCE], entered[-4:], days)
    _proposed(portal, dsn, days)
    _written(portal[DEMO_PROVINCE]["tin-tuc"])
    for province in POSTING:
        _posted(portal[province], dsn, days)
        transaction.commit()
    return len(entered)


def _working_days_before(today: date) -> list[date]:
    """Thirty working days, yesterday's first."""
    calendar = WorkingCalendar()
    found: list[date] = []
    day = today
    while len(found) < 30:
        day -= timedelta(days=1)
        if calendar.is_working_day(day):
            found.append(day)
    return found


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour, 10), tzinfo=VIETNAM).astimezone(UTC)


def _as(role: str, day: date, hour: int = 9) -> ActionContext:
    return ActionContext(when=_at(day, hour))


def _rows(days: Sequence[date]) -> Iterator[dict[str, Any]]:
    """What an editor types: one person each, decided lately."""
    options = FeedOptions(count=200, seed=77, provinces=(DEMO_PROVINCE,), end_date=days[-1])
    drawn = list(events(options))[-24:]
    for place, event in enumerate(drawn):
        day = days[1 + place % 9]
        yield {
            **event["listing"].pop("restricted"),
            **event["listing"],
            "no_conditions_decision_number": f"{901 + place}/QĐ-CTHADS",
            "no_conditions_decision_date": day.isoformat(),
            "agency": event["agency"],
        }


def _entered(register, days: Sequence[date]) -> list[DebtorListing]:
    with api.env.adopt_user(username=_ACCOUNT["provincial_editor"]):
        made = list(create(register, list(_rows(days)), _as("provincial_editor", days[0])))
    transaction.commit()
    return made


def _decided(register, entered: Sequence[DebtorListing]) -> None:
    """Of 24: five drafts stay, four wait for the head, three came back from the head, five wait for
    the board, two came back from the board, one is public; the last four are for a batch.
    """
    now = datetime.now(UTC)
    with api.env.adopt_user(username=_ACCOUNT["provincial_editor"]):
        submit(entered[5:20], ActionContext(when=now - timedelta(hours=5)))
    with api.env.adopt_user(username=_ACCOUNT["agency_head"]):
        acting = ActionContext(when=now - timedelta(hours=4))
        for listing, reason in zip(entered[9:12], _UNSIGNED, strict=True):
            return_unsigned(listing, acting, reason=reason)
        for listing in entered[12:20]:
            sign(listing, acting, document=_own(listing))
    with api.env.adopt_user(username=_ACCOUNT["editorial_board"]):
        acting = ActionContext(when=now - timedelta(hours=2))
        for listing, reason in zip(entered[17:19], _NOT_APPROVED, strict=True):
            return_listing(listing, acting, reason=reason)
        approve(entered[19], acting)
    transaction.commit()


def _own(listing: DebtorListing) -> dict[str, Any]:
    return {
        "number": listing.no_conditions_decision_number,
        "date": listing.no_conditions_decision_date.isoformat(),
    }


def _in_a_batch(subsite, listings: Sequence[DebtorListing], days: Sequence[date]) -> None:
    with api.env.adopt_user(username=_ACCOUNT["provincial_editor"]):
        numbers = [listing.id for listing in listings]
        batch = create_batch(
            subsite, _as("provincial_editor", days[0], 10), numbers=numbers, title="Đợt tuần này"
        )
        transaction.commit()
        submit_batch(batch, ActionContext())
    transaction.commit()


def _public(dsn: str, province: str, most: int) -> list[tuple[str, date]]:
    """(number, day of the decision) of the newest public listings of the case system."""
    with closing(psycopg2.connect(dsn)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT number, no_conditions_decision_date FROM thads_listing"
            " WHERE province = %s AND state = 'published' AND external_id IS NOT NULL"
            " ORDER BY no_conditions_decision_date DESC, number LIMIT %s",
            (province, most),
        )
        return cursor.fetchall()


def _proposed(portal, dsn: str, days: Sequence[date]) -> None:
    """Amendments and endings that the board has not decided on."""
    register = portal[DEMO_PROVINCE][REGISTER_ID]
    known = [register[number] for number, _day in _public(dsn, DEMO_PROVINCE, 5)]
    with api.env.adopt_user(username=_ACCOUNT["provincial_editor"]):
        acting = _as("provincial_editor", days[0], 15)
        for place, listing in enumerate(known[:3]):
            document = {"number": f"{31 + place}/TB-CTHADS", "date": days[1].isoformat()}
            changes = {"debtor_address": f"{listing.debtor_address} (theo xác minh mới)"}
            propose_amendment(
                listing, acting, changes, document=document, occurred_on=days[1].isoformat()
            )
        for place, listing in enumerate(known[3:]):
            document = {"number": f"{41 + place}/QĐ-CTHADS", "date": days[1].isoformat()}
            propose_ending(
                listing,
                acting,
                end_reason="discharged",
                document=document,
                occurred_on=days[1].isoformat(),
            )
    transaction.commit()


def _written(section) -> None:
    """News: one that its author goes on with, two that wait for the board."""
    workflow = api.portal.get_tool("portal_workflow")
    with api.env.adopt_user(username=_ACCOUNT["provincial_editor"]):
        for place, (title, lead) in enumerate(_NEWS):
            texts = {"title": title, "description": lead, "text": f"<p>{lead}</p>"}
            item = create_item(section, texts, ActionContext())
            if place:
                workflow.doActionFor(item, "submit")
    transaction.commit()


def _posted(subsite, dsn: str, days: Sequence[date]) -> None:
    """Sent to the commune within days of the decision; two in three are posted there."""
    register = subsite[REGISTER_ID]
    with api.env.adopt_roles(["ProvincialEditor"]):
        acting = ActionContext()
        acting.user_id = "demo"
        for place, (number, decided) in enumerate(_public(dsn, subsite.getId(), _POSTED)):
            listing = register[number]
            sent = min(decided + timedelta(days=2), days[0])
            named = _COMMUNE.search(listing.debtor_address)
            posting = {
                "commune": f"Ủy ban nhân dân {named[1] if named else 'xã nơi cư trú'}",
                "sent_on": sent.isoformat(),
            }
            if place % 3:
                posting["posted_from"] = min(sent + timedelta(days=3), days[0]).isoformat()
            commune_posted(listing, acting, posting)
