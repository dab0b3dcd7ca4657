"""``/tra-cuu.phieu.pdf?q=…``: what was searched, how it was read, when, how many; nobody's name found.

A search that cannot be made has no slip: it is an error, and never "nothing found". Nothing is kept
of what was asked.
"""

from datetime import datetime
from functools import partial
from thads_portal.browser.public.exports.paper import issuer
from thads_portal.browser.public.exports.results import Export
from thads_portal.browser.public.results.told import names_nobody
from thads_portal.browser.public.results.told import reading_of
from thads_portal.browser.shared import labels
from thads_portal.browser.shared.search_state import PAGING
from thads_portal.browser.shared.search_state import State
from thads_portal.domain import search_slips
from thads_portal.domain import words
from thads_portal.domain.paper_codes import shown
from thads_portal.domain.provinces import by_slug
from thads_portal.opendata.pdf.paper import Paper
from thads_portal.opendata.pdf.search_slip import search_slip
from thads_portal.opendata.pdf.search_slip import Searched
from thads_portal.opendata.pdf.search_slip import TITLE
from thads_portal.opendata.pdf.signature import sign
from thads_portal.register.query import FILTERS
from thads_portal.register.query import parse
from thads_portal.register.query import Query
from thads_portal.register.query import WAYS
from thads_portal.register.search import search
from thads_portal.secret_keys import personal_number_key
from thads_portal.services.fairness import READS
from zope.i18n import translate


#: Not what is looked for, but which of it is shown.
_SHOWN = (*PAGING, "b_size", "sort", "close")
_QUERY = ("q", "number")


class SearchSlip(Export):
    """The slip of the search that the address holds. Refuses what the page refuses."""

    content_type = "application/pdf"
    share = READS
    _json = False
    language = "vi"

    def body(self) -> bytes:
        form = {name: value for name, value in self.request.form.items() if name not in _SHOWN}
        query = parse(form, fixed_province=self.fixed)
        state = State("", form, fixed=self.fixed)
        # Of what cannot be a name nothing was looked for: the page says so.
        if not state.params or query.hopeless:
            self.request.response.redirect(self.page, status=303)
            return b""
        found = search(self.database, query, label=partial(labels.value_label, self))
        if names_nobody(query, found):
            self.request.response.redirect(self.page, status=303)
            return b""
        searched = Searched(
            text=self._text(state, query),
            reading=reading_of(self, found.query),
            found=found.total,
            close=found.total_close,
            more=not found.total_is_exact,
            narrowed=bool(self.fixed) or any(name not in _QUERY for name in state.params),
            when=self.now,
        )
        self.request.response.setHeader(
            "Content-Disposition", f'inline; filename="phieu-tra-cuu-{self.stamp}.pdf"'
        )
        self.request.response.setHeader("Cache-Control", "private, no-store")
        return sign(_slip(searched, query, self.root, self.now))[0]

    def say(self, message) -> str:
        return translate(message, target_language=self.language)

    def money(self, value: int) -> str:
        return words.money(value)

    def number(self, value: int) -> str:
        return words.number(value)

    def _text(self, state: State, query: Query) -> str:
        """What was looked for and where, in one line: the code stands for it."""
        asked = state.params
        parts = [f"“{asked['q']}”"] if "q" in asked else []
        for name in (*FILTERS, *WAYS):
            if name != "q" and name in asked:
                value = "" if name in WAYS else labels.value_label(self, name, asked[name])
                parts.append(": ".join(filter(None, (self.say(labels.FILTERS[name]), value))))
        if query.province is None and query.province_2025 is None:
            parts.append("cả nước")
        elif self.fixed:
            parts.append(by_slug(self.fixed).official_name)
        return " · ".join(parts)


def _slip(searched: Searched, query: Query, root: str, now: datetime) -> bytes:
    key = personal_number_key()
    found = search_slips.MOST + 1 if searched.more else searched.found
    slip = search_slips.slip_of(now, found, searched.close, searched.text, key=key)
    code = search_slips.code_of(slip, key=key)
    today = now.astimezone(words.VIETNAM).date()
    over, agency, place = issuer(query.province or query.province_2025, today)
    sheet = Paper(title=TITLE, code=shown(code), check=f"{root}/xac-minh?ma={code}", made=now)
    return search_slip(sheet, searched, over=over, agency=agency, place=place, day=today)
