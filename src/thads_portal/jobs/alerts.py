"""Mails of the public's alerts: the question whether they are wanted, and a digest a day.

A mail names listings by their public number and address, never a debtor: what has ended must not live
on by name in mailboxes. Jobs hold ids only; the address is opened where the mail is sent.
"""

from datetime import datetime
from datetime import UTC
from thads_portal.content.register import REGISTER_ID
from thads_portal.database.sql import Cursor
from thads_portal.domain.words import VIETNAM
from thads_portal.errors import BadRequest
from thads_portal.errors import MailFailed
from thads_portal.jobs.interfaces import IJobKind
from thads_portal.jobs.interfaces import IPeriodicJob
from thads_portal.jobs.mail import send_now
from thads_portal.jobs.mail import set_up
from thads_portal.jobs.queue import enqueue
from thads_portal.register import acts
from thads_portal.register import alerts
from thads_portal.register.alerts import Alert
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.query import MAX_SIZE
from thads_portal.register.query import parse
from thads_portal.register.search import search
from thads_portal.security.public_address import public_address
from typing import Any
from zope.interface import implementer

import logging


logger = logging.getLogger(__name__)

KIND = "alert-question"
#: Where alerts are asked for, confirmed and ended.
PATH = "bao-tin"
#: Listings that a mail names of each kind; pages of results that are looked at.
_NAMED, _PAGES = 30, 10
_TEXTS = {
    "vi": {
        "question": "Xác nhận nhận báo tin từ Cổng thông tin điện tử Thi hành án dân sự",
        "asked": "Có người đã yêu cầu Cổng báo cho địa chỉ này khi kết quả tra cứu dưới đây thay đổi:",
        "confirm": "Nếu là bạn, hãy xác nhận tại:",
        "ignore": "Nếu không phải bạn, hãy bỏ qua thư này: sau hai ngày yêu cầu và địa chỉ bị xóa.",
        "digest": "Kết quả tra cứu của bạn trên Cổng Thi hành án dân sự đã thay đổi",
        "search": "Tra cứu: {what}",
        "new": "Mới công khai hoặc đăng lại:",
        "amended": "Đã sửa:",
        "ended": "Đã chấm dứt công khai:",
        "more": "và {count} mục khác",
        "same_name": "Trùng tên không có nghĩa là cùng một người. Hãy đối chiếu trên Cổng.",
        "end": "Thôi nhận báo tin (bấm một lần, địa chỉ của bạn bị xóa):",
    },
    "en": {
        "question": "Confirm alerts from the portal of civil judgment enforcement",
        "asked": "Somebody asked the portal to tell this address when the result of this search changes:",
        "confirm": "If it was you, confirm it at:",
        "ignore": "If it was not you, ignore this mail: the request and the address go after two days.",
        "digest": "The result of your search on the portal of civil judgment enforcement has changed",
        "search": "Search: {what}",
        "new": "Published or reopened:",
        "amended": "Amended:",
        "ended": "No longer public:",
        "more": "and {count} more",
        "same_name": "The same name need not be the same person. Compare on the portal.",
        "end": "End these alerts (one click, your address is deleted):",
    },
}


def ask_later(context, name: str) -> str:
    """Have the owner of the address of the alert `name` asked once the transaction is committed."""
    return enqueue(context, KIND, {"alert": name}, title="Thư hỏi xác nhận báo tin", owner="")


@implementer(IJobKind)
class Question:
    """Asks whether an alert is wanted."""

    def run(self, site, job) -> dict[str, int]:
        with own_transaction(job.dsn) as cursor:
            alert = alerts.one(cursor, job.parameters["alert"])
        if alert is None or alert.confirmed or not set_up():
            return {"sent": 0}
        texts, root = _TEXTS[alert.language], public_address()
        link = f"{root}/{PATH}?xac-nhan={alerts.token(alert.id, 'confirm')}"
        lines = [texts["asked"], "", _what(alert), "", texts["confirm"], link, "", texts["ignore"]]
        send_now(site, alert.email, texts["question"], "\n".join(lines) + "\n")
        return {"sent": 1}


@implementer(IPeriodicJob)
class Digests:
    """Once a day, to whom something has changed for."""

    title = "Thư báo tin cho người tra cứu"
    cron = "0 7 * * *"

    def run(self, site, job) -> dict[str, int]:
        today = datetime.now(UTC).astimezone(VIETNAM).date()
        with own_transaction(job.dsn) as cursor:
            alerts.forget_unconfirmed(cursor)
            acts.sequence(cursor)
        with own_transaction(job.dsn) as cursor:
            newest = acts.newest(cursor)
            place = newest.seq if newest else 0
            names = alerts.due(cursor, today, place) if set_up() else []
        sent = 0
        for done, name in enumerate(names):
            try:
                sent += self._one(site, job.dsn, name, place, today)
            except (MailFailed, ValueError) as error:
                # Tried again tomorrow; one address that is wrong takes nobody else's mail away.
                logger.warning("Alert %s: %s", name, type(error).__name__)
            job.progress(done + 1, len(names))
        return {"looked_at": len(names), "sent": sent}

    def _one(self, site, dsn: str, name: str, newest: int, today) -> bool:
        """The mail and what it told are one transaction: who dies in between tells it once more."""
        with own_transaction(dsn) as cursor:
            alert = alerts.one(cursor, name, lock=True)
            if alert is None or alert.told_on == today:
                return False
            found = numbers_of(dsn, alert.asked)
            changed = _changed(cursor, alert, newest, found)
            sent = any(changed.values())
            if sent:
                _send(site, alert, changed, found)
            known = [*found, *sorted(alert.known - set(found) - set(changed["ended"]))]
            alerts.told(cursor, name, place=newest, known=known, on=today if sent else None)
            return sent


def numbers_of(dsn: str, asked: Any) -> dict[str, str]:
    """What the search finds now, but close names: number -> province, the newest first, up to a thousand."""
    found: dict[str, str] = {}
    form = {**asked, "sort": "-published", "b_size": str(MAX_SIZE)}
    for _page in range(_PAGES):
        try:
            page = search(dsn, parse(form))
        except BadRequest:
            # A filter that a later release does not know any more.
            return {}
        found.update({hit.number: hit.province for hit in page.hits if hit.match != "close"})
        if not page.next_after:
            break
        form["after"] = page.next_after
    return found


def _changed(
    cursor: Cursor, alert: Alert, newest: int, found: dict[str, str]
) -> dict[str, list[str]]:
    """By ``new``, ``amended`` and ``ended``: numbers of the search that something was done to."""
    concerned = sorted({*found, *alert.known})
    cursor.execute(
        "SELECT number, array_agg(kind) FROM thads_act WHERE seq > %s AND seq <= %s"
        " AND number = ANY(%s) GROUP BY number ORDER BY number",
        (alert.place, newest, concerned),
    )
    changed: dict[str, list[str]] = {"new": [], "amended": [], "ended": []}
    for number, kinds in cursor.fetchall():
        if number in found:
            again = {"published", "reopened"} & set(kinds) or number not in alert.known
            changed["new" if again else "amended"].append(number)
        elif number in alert.known and "ended" in kinds:
            changed["ended"].append(number)
    return changed


def _send(site, alert: Alert, changed: dict[str, list[str]], found: dict[str, str]) -> None:
    texts, root = _TEXTS[alert.language], public_address()
    lines = [_what(alert)]
    for kind, numbers in changed.items():
        if not numbers:
            continue
        lines += ["", texts[kind]]
        for number in numbers[:_NAMED]:
            place = found.get(number)
            # What has ended has no page that tells more than its number.
            lines.append(f"- {root}/{place}/{REGISTER_ID}/{number}" if place else f"- {number}")
        if len(numbers) > _NAMED:
            lines.append(texts["more"].format(count=len(numbers) - _NAMED))
    link = f"{root}/{PATH}?thoi={alerts.token(alert.id, 'end')}"
    lines += ["", texts["same_name"], "", texts["end"], link]
    headers = {
        "List-Unsubscribe": f"<{link}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    send_now(site, alert.email, texts["digest"], "\n".join(lines) + "\n", headers=headers)


def _what(alert: Alert) -> str:
    said = " · ".join(str(value) for value in alert.asked.values())
    return _TEXTS[alert.language]["search"].format(what=said)
