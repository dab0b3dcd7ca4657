"""The two lists: payments and verifications."""

from thads_portal.browser.staff.case_lists.page import CaseListPage
from thads_portal.domain.ledger.kinds import Conclusion
from thads_portal.domain.ledger.kinds import EntryKind
from thads_portal.domain.ledger.kinds import label
from thads_portal.i18n import _


class Payments(CaseListPage):
    kind = EntryKind.COLLECTED
    title = _("case_list_payments", default="Ghi thu tiền từ Excel")
    lead = _(
        "case_list_payments_lead",
        default="Mỗi dòng là một khoản thu. Cổng cho xem trước, sửa ngay trên trang; còn dòng sai thì"
        " không ghi dòng nào. Nội dung công khai không tự đổi.",
    )

    def effect(self, count):
        return _(
            "case_list_payments_effect",
            default="Ghi ${count} khoản thu vào sổ",
            mapping={"count": self.number(count)},
        )

    def told(self, entry):
        found = [self.money(entry.amount), self.words.day(entry.occurred_on)]
        receipt = entry.details.get("receipt")
        if receipt:
            told = _(
                "case_list_receipt", default="biên lai ${receipt}", mapping={"receipt": receipt}
            )
            found.append(self.say(told))
        if entry.obligation_line:
            told = _(
                "case_list_line", default="khoản ${line}", mapping={"line": entry.obligation_line}
            )
            found.append(self.say(told))
        return found


class Verifications(CaseListPage):
    kind = EntryKind.VERIFIED
    title = _("case_list_verifications", default="Ghi xác minh từ Excel")
    lead = _(
        "case_list_verifications_lead",
        default="Mỗi dòng là một lần xác minh. Cổng cho xem trước, sửa ngay trên trang; còn dòng sai thì"
        " không ghi dòng nào. Hạn xác minh lần tới tính lại từ ngày đã ghi.",
    )

    def effect(self, count):
        return _(
            "case_list_verifications_effect",
            default="Ghi ${count} lần xác minh vào sổ",
            mapping={"count": self.number(count)},
        )

    def told(self, entry):
        conclusion = label(Conclusion(entry.details["conclusion"])) or ("", "")
        found = [self.words.day(entry.occurred_on), conclusion[self.language == "en"]]
        if entry.document is not None:
            found.append(f"{entry.document.number}, {self.words.day(entry.document.date)}")
        return [*found, *filter(None, [entry.details.get("place")])]
