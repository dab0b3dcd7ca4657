"""``lap-viec``: the origin of a case and what is to be done on each line."""

from datetime import date
from thads_portal.actions.ledger.state import state
from thads_portal.browser.staff.desk.reading import amount
from thads_portal.browser.staff.ledger import words as said
from thads_portal.browser.staff.ledger.entry_form import LedgerForm
from thads_portal.domain.ledger.entries import standing
from thads_portal.domain.ledger.kinds import EntryKind
from thads_portal.domain.ledger.kinds import Origin
from thads_portal.i18n import _


#: Empty lines that are offered beside those that are there.
_NEW = 3


class Stating(LedgerForm):
    title = _("case_state_title", default="Lập việc, khoản nghĩa vụ")
    text = _(
        "case_state_text",
        default="Mỗi khoản có loại và số phải thi hành. Khoản chung của mọi người phải thi hành án"
        " (liên đới) thì để trống người; sửa số tiền là ghi thêm vào sổ phần chênh lệch.",
    )

    def fields(self):
        case = self.book.stated_case()
        present = {
            "origin": "" if case.origin is Origin.UNKNOWN else case.origin.value,
            "prisoner": "1" if case.prisoner else "",
            "address_unknown": "1" if case.address_unknown else "",
            "office": self.book.office or "",
            **self._days,
        }
        for field in self.detail_fields(EntryKind.STATED):
            name = field.name.removeprefix("details.")
            value = present.get(name, "")
            yield self.make(
                field.name,
                field.label,
                kind=field.kind,
                options=field.options,
                value=value,
                longest=field.longest,
            )
        numbers = [("", self.say(_("case_joint", default="Chung, liên đới")))]
        numbers += [(number, number) for number in sorted(self.book.settled)]
        for place, (key, kind, to_do, who) in enumerate(self._lines()):
            labels = {"n": place + 1}
            yield self.make(
                f"line.{place}",
                _("case_line_key", default="Khoản ${n}: ký hiệu", mapping=labels),
                value=key,
                longest=40,
            )
            yield self.make(
                f"kind.{place}",
                _("case_line_kind", default="Khoản ${n}: loại", mapping=labels),
                kind="select",
                options=[("", "–"), *said.line_kind_options(self)],
                value=kind,
            )
            yield self.make(
                f"to_do.{place}",
                _("case_line_to_do", default="Khoản ${n}: số phải thi hành (đồng)", mapping=labels),
                kind="money",
                value=to_do,
            )
            if len(numbers) > 2:
                yield self.make(
                    f"who.{place}",
                    _("case_line_who", default="Khoản ${n}: của riêng", mapping=labels),
                    kind="select",
                    options=numbers,
                    value=who,
                )

    @property
    def _days(self):
        """Days that were stated before, as they are typed."""
        found = {}
        for entry in standing(self.book.entries):
            for name in ("voluntary_until", "ground_on"):
                if entry.kind is EntryKind.STATED and entry.details.get(name):
                    found[name] = self.words.day(date.fromisoformat(entry.details[name]))
        return found

    def _lines(self):
        found = [
            (line.line, line.kind, self.number(balance.to_do), line.listing or "")
            for line, _label, balance in self.lines
        ]
        used = {each[0] for each in found}
        free = (str(n) for n in range(1, 100) if str(n) not in used)
        public = self.context.__dict__.get("obligation_amount")
        kinds = self.context.__dict__.get("obligation_kinds") or ()
        if not found and public:
            kind = kinds[0] if len(kinds) == 1 else ""
            found.append((next(free), kind, self.number(public), ""))
        found += [(next(free), "", "", "") for _n in range(_NEW)]
        return found

    def take(self, expected):
        lines = []
        for place in range(len(self._lines())):
            kind, to_do = self.sent.text(f"kind.{place}"), self.sent.text(f"to_do.{place}")
            if not kind and not to_do.strip():
                continue
            lines.append(
                {
                    "line": self.sent.text(f"line.{place}"),
                    "kind": kind,
                    "to_do": amount(to_do),
                    "listing": self.sent.text(f"who.{place}") or None,
                }
            )
        details = self.sent_details(EntryKind.STATED)
        # A box that is not ticked says no.
        details = {"prisoner": False, "address_unknown": False, **details}
        state(self.context, self.acting, lines=lines, details=details, expected=expected)
