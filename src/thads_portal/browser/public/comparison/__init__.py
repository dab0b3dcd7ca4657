"""``/so-sanh?so=…&so=…``: two or three listings side by side, to tell namesakes apart.

Only what results show of each. The address holds public numbers and no name.
"""

from thads_portal.browser.shared import labels
from thads_portal.browser.shared.page import PublicPage
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.provinces import by_slug
from thads_portal.errors import RegisterUnavailable
from thads_portal.i18n import _
from thads_portal.register.search import by_numbers
from thads_portal.register.search import Hit
from thads_portal.templates import PageTemplate

import re


#: As many stand side by side.
MOST = 3
#: The parameter that names a listing, as often as there are listings.
NUMBER = "so"
_NUMBER = re.compile(r"\d{4}-\d{7}", re.ASCII)


class Comparison(PublicPage):
    template = PageTemplate("page.pt")
    persons = True
    failed = False
    hits: tuple[Hit, ...] = ()

    def update(self):
        asked = self.request.form.get(NUMBER) or []
        asked = [asked] if isinstance(asked, str) else asked
        given = dict.fromkeys(each for each in asked if isinstance(each, str))
        self.numbers = [each for each in given if _NUMBER.fullmatch(each)]
        #: More were chosen than stand side by side.
        self.too_many = len(self.numbers) > MOST
        self.numbers = self.numbers[:MOST]
        try:
            self.hits = by_numbers(self.database, self.numbers) if self.numbers else ()
        except RegisterUnavailable as error:
            self.failed = True
            self.request.response.setStatus(error.status, lock=1)
            self.request.response.setHeader("Retry-After", "120")

    @property
    def gone(self) -> list[str]:
        """Numbers of which nothing is public now."""
        shown = {hit.number for hit in self.hits}
        return [] if self.failed else [each for each in self.numbers if each not in shown]

    @property
    def heads(self) -> list[dict]:
        return [
            {
                "name": self.shown(hit.debtor_name),
                "number": hit.number,
                "address": f"{self.root}/{hit.province}/{REGISTER_ID}/{hit.number}",
            }
            for hit in self.hits
        ]

    @property
    def rows(self) -> list[dict]:
        """Label, a value for each listing, and whether they all are the same."""
        rows = []
        for label, value in self._fields():
            values = [value(hit) for hit in self.hits]
            same = len({each.casefold() for each in values}) == 1
            rows.append({"label": self.say(label), "values": values, "same": same})
        return rows

    def _fields(self):
        words = self.words
        yield _("search_name", default="Họ tên hoặc tên tổ chức"), lambda hit: hit.debtor_name
        yield (
            labels.FILTERS["debtor_kind"],
            lambda hit: labels.value_label(self, "debtor_kind", hit.debtor_kind),
        )
        yield _("compare_address", default="Địa chỉ"), lambda hit: hit.debtor_address
        yield labels.FILTERS["province"], self._province
        yield (
            _("fact_judgment", default="Bản án, quyết định"),
            lambda hit: f"{hit.judgment_number}, {words.day(hit.judgment_date)}",
        )
        yield (
            _("fact_decision", default="Quyết định"),
            lambda hit: (
                f"{hit.no_conditions_decision_number}, {words.day(hit.no_conditions_decision_date)}"
            ),
        )
        yield _("fact_agency", default="Cơ quan"), lambda hit: labels.agency_name(hit.agency)
        yield _("compare_obligation", default="Nghĩa vụ"), lambda hit: hit.obligation
        yield _("fact_amount", default="Số tiền"), self._amount
        yield (
            _("compare_published", default="Công khai lần đầu"),
            lambda hit: words.day(hit.first_published),
        )
        yield _("compare_number", default="Số công khai"), lambda hit: hit.number

    def _province(self, hit: Hit) -> str:
        province = by_slug(hit.province)
        return province.name if province else hit.province

    def _amount(self, hit: Hit) -> str:
        if hit.obligation_amount is None:
            return self.say(_("fact_no_amount", default="Không tính bằng tiền"))
        return self.money(hit.obligation_amount)
