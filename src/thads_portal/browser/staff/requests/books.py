"""``so-don``: the books of letters as forms to print (Thông tư 13/2021/TT-BTP, Điều 29).

Book 01 has every letter, 02 complaints that were accepted, 03 denunciations: without the informant,
whose name and address stand in no list.
"""

from thads_portal.browser.shared import request_steps
from thads_portal.browser.staff.requests.place import OfRequests
from thads_portal.domain.requests.checking import read_day
from thads_portal.domain.requests.procedures import BY_ID
from thads_portal.errors import CannotUnseal
from thads_portal.i18n import _
from thads_portal.register.requests import inbox
from thads_portal.register.requests import rows
from thads_portal.templates import PageTemplate

import datetime


BOOKS = {
    "01": (
        _("rqs_book_1", default="Mẫu 01. Sổ nhận đơn khiếu nại, tố cáo, kiến nghị, phản ánh"),
        ("khieu-nai", "to-cao", "kien-nghi-phan-anh"),
    ),
    "02": (_("rqs_book_2", default="Mẫu 02. Sổ thụ lý đơn khiếu nại"), ("khieu-nai",)),
    "03": (_("rqs_book_3", default="Mẫu 03. Sổ thụ lý đơn tố cáo"), ("to-cao",)),
}
_MOST = 2000


class Books(OfRequests):
    template = PageTemplate("books.pt")

    @property
    def chosen(self) -> str:
        wanted = self.sent.text("so")
        return wanted if wanted in BOOKS else "01"

    @property
    def title(self):
        return BOOKS[self.chosen][0]

    @property
    def tabs(self):
        return [
            {
                "text": self.say(label),
                "address": f"{self.address}?so={code}&nam={self.year}",
                "here": code == self.chosen,
            }
            for code, (label, _procedures) in BOOKS.items()
        ]

    @property
    def year(self) -> int:
        wanted = self.sent.number("nam") or 0
        return wanted if 2015 <= wanted <= self.today.year else self.today.year

    def update(self):
        super().update()
        procedures = BOOKS[self.chosen][1]
        with self.register() as cursor:
            found = inbox.of_year(
                cursor,
                self.province,
                procedures,
                self.year,
                accounts=self.handler.accounts,
                head=self.is_head,
                most=_MOST,
            )
        accepted = [each for each in found if self.chosen == "01" or each.step != "accept"]
        self.lines = [self._line(number, each) for number, each in enumerate(accepted, 1)]

    def _line(self, number: int, request) -> dict:
        try:
            answers = rows.answers_of(request)
        except CannotUnseal:
            answers = {}
        # Of a denunciation the informant is not among the answers, and is asked for nowhere.
        sender = ""
        if not BY_ID[request.procedure].identity_apart:
            sender = ", ".join(filter(None, (answers.get("name"), answers.get("address"))))
        known = read_day(answers.get("known_on", ""))
        return {
            "n": number,
            "number": request.number,
            "received": self.words.day(request.received),
            "kind": request_steps.procedure_title(request.procedure, self.language),
            "sender": sender,
            "against": answers.get("against", ""),
            "content": (answers.get("content") or "")[:300],
            "known": self.words.day(known) if isinstance(known, datetime.date) else "",
            "due": self.words.day(request.decide_by) or "",
            "closed": self.words.day(request.closed) if request.closed else "",
            "state": request_steps.state(request, self.language),
        }
