"""The part of a request's page about who acts for whom, and about money."""

from thads_portal.actions.requests import mandating
from thads_portal.actions.requests.handler import procedure_of
from thads_portal.actions.requests.paying import note_payment
from thads_portal.browser.staff.desk.reading import amount
from thads_portal.browser.staff.desk.reading import iso_day
from thads_portal.browser.staff.requests.place import OfRequests
from thads_portal.domain.requests.checking import read_day
from thads_portal.domain.requests.mandates import Kind
from thads_portal.domain.requests.mandates import KIND_LABELS
from thads_portal.domain.requests.mandates import PEOPLE_LABELS
from thads_portal.domain.requests.mandates import Standing
from thads_portal.domain.requests.mandates import STANDING_LABELS
from thads_portal.errors import CannotUnseal
from thads_portal.errors import Code
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from thads_portal.i18n import _
from thads_portal.register.requests import mandates


_LONGEST = 250
#: Shown instead of what only the accountant reads.
HIDDEN = _("rqs_for_accountant", default="Chỉ kế toán xem được")


class StandingFor(OfRequests):
    """Answers the buttons of mandates and money; shows them."""

    # Mandates

    def change_mandate(self, action: str) -> bool:
        """Do what the button `action` says; False for another one."""
        handler, id, text = self.handler, self.found.id, self.sent.text("text")
        mandate = self.sent.number("mandate") or 0
        match action:
            case "giay-hop-le":
                mandating.check_paper(handler, id, mandate, accepted=True)
            case "giay-khong-hop-le":
                mandating.check_paper(handler, id, mandate, accepted=False, text=text)
            case "cham-dut-dai-dien":
                mandating.end(handler, id, mandate, text)
            case "ghi-dai-dien":
                self._add_mandate()
            case "da-chi":
                sum_ = amount(self.sent.text("amount"))
                note_payment(
                    handler,
                    id,
                    amount=sum_ if isinstance(sum_, int) else None,
                    voucher=self.sent.text("voucher"),
                    on=read_day(iso_day(self.sent.text("paid_on"))),
                )
            case _:
                return False
        return True

    def _add_mandate(self) -> None:
        names = ("principal", "representative", "mandate_paper", "mandate_scope")
        people = {name: self.sent.text(name).strip() for name in names}
        for name, value in people.items():
            if len(value) > _LONGEST:
                raise Rejected([Problem(0, None, name, Code.TOO_LONG, {"max": _LONGEST})])
        days = {name: self._mandate_day(name) for name in ("mandate_since", "mandate_until")}
        mandating.add(
            self.handler,
            self.found.id,
            kind=self.sent.text("mandate_kind"),
            people={name: value for name, value in people.items() if value},
            since=days["mandate_since"],
            until=days["mandate_until"],
        )

    def _mandate_day(self, name: str):
        typed = self.sent.text(name).strip()
        day = read_day(iso_day(typed)) if typed else None
        if typed and day is None:
            raise Rejected([Problem(0, None, name, Code.BAD_DATE, {})])
        return day

    @property
    def mandates(self) -> list[dict]:
        """Who acts for whom, by which paper, and how that stands today."""
        with self.register() as cursor:
            known = mandates.of_request(cursor, self.found.id)
        return [self._mandate(each) for each in known]

    def _mandate(self, each) -> dict:
        english = self.language == "en"
        standing = each.standing(self.today)
        try:
            people = each.people
        except CannotUnseal:
            people = {}
        told = [
            (PEOPLE_LABELS[name][english], people[name])
            for name in PEOPLE_LABELS
            if people.get(name)
        ]
        return {
            "id": each.id,
            "kind": KIND_LABELS[each.kind][english],
            "standing": STANDING_LABELS[standing][english],
            "good": standing is Standing.VALID,
            "rows": [{"label": label, "value": value} for label, value in told],
            "since": self.words.day(each.since) or "",
            "until": self.words.day(each.until) or "",
            "checked": self.people.name(each.checked_by) if each.checked_by else "",
            "holds": standing in (Standing.VALID, Standing.UNCHECKED),
            "unchecked": standing is Standing.UNCHECKED,
        }

    @property
    def mandate_fields(self) -> list:
        english = self.language == "en"
        make = self.make
        kinds = [(kind.value, KIND_LABELS[kind][english]) for kind in Kind]
        return [
            make(
                "mandate_kind", _("rqs_mandate_kind", default="Loại"), kind="select", options=kinds
            ),
            make("principal", _("rqs_principal", default="Người được đại diện"), longest=_LONGEST),
            make(
                "representative",
                _("rqs_representative", default="Người đại diện"),
                longest=_LONGEST,
            ),
            make(
                "mandate_paper", _("rqs_mandate_paper", default="Giấy: số, ngày"), longest=_LONGEST
            ),
            make("mandate_scope", _("rqs_mandate_scope", default="Phạm vi"), longest=_LONGEST),
            make("mandate_since", _("rqs_since", default="Từ ngày"), kind="date"),
            make("mandate_until", _("rqs_until", default="Đến ngày"), kind="date"),
        ]

    # Money

    def account_value(self, field, value: str) -> str:
        """What is shown of an answer: of a bank account nothing but to the accountant."""
        return self.say(HIDDEN) if field.accountant and not self.sees_money else value

    @property
    def books_money(self) -> bool:
        about = procedure_of(self.found).about_money
        return about and self.sees_money and not self.found.erased

    @property
    def money_fields(self) -> list:
        make = self.make
        return [
            make("amount", _("rqs_amount", default="Số tiền (đồng)"), longest=20),
            make("voucher", _("rqs_voucher", default="Số chứng từ"), longest=100),
            make("paid_on", _("rqs_paid_on", default="Ngày chi"), kind="date"),
        ]
