"""The results page, for the country and for a province."""

from collections import Counter
from datetime import datetime
from datetime import UTC
from functools import cached_property
from functools import partial
from thads_portal.browser.public.exports.formats import chosen
from thads_portal.browser.public.exports.formats import FORMATS
from thads_portal.browser.public.exports.paper import MOST as PAPER_MOST
from thads_portal.browser.public.exports.results import Export
from thads_portal.browser.public.results.told import names_nobody
from thads_portal.browser.public.results.told import Told
from thads_portal.browser.shared import labels
from thads_portal.browser.shared.page import PublicPage
from thads_portal.browser.shared.pager import Pager
from thads_portal.browser.shared.search_state import State
from thads_portal.browser.shared.values import whole_number
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.agencies import issuer_key
from thads_portal.domain.name_match import Level
from thads_portal.domain.provinces import by_slug
from thads_portal.domain.provinces import OF_TODAY
from thads_portal.errors import BadFilter
from thads_portal.errors import PersonalNumberTyped
from thads_portal.errors import RegisterUnavailable
from thads_portal.i18n import _
from thads_portal.register.facets import Facet
from thads_portal.register.query import FACETS
from thads_portal.register.query import FILTERS
from thads_portal.register.query import MAX_START
from thads_portal.register.query import PARAMETERS
from thads_portal.register.query import parse
from thads_portal.register.query import Sort
from thads_portal.register.search import search
from thads_portal.services.items import responsible_today
from thads_portal.templates import PageTemplate
from typing import Any
from urllib.parse import urlencode


#: As many values of a filter are in view; the others open on demand.
IN_VIEW = 8
#: Says that the page was reached because an identity number was typed.
REFUSED = "so-dinh-danh"
#: What a search without results is still good for: to learn when there is one.
_TO_FOLLOW = ("atom", "feed.json")


class Results(Told, PublicPage):
    """A search over the whole country."""

    template = PageTemplate("results.pt")
    persons = True
    fixed: str | None = None
    found: Any = None
    refused: Any = None
    failed = False
    #: An identity number was typed, and nothing searched.
    personal = False

    def __call__(self):
        made = chosen(self.request.getHeader("Accept") or "")
        if made is not None:
            return Export(self.context, self.request, made=made)()
        return super().__call__()

    @property
    def asked(self) -> bool:
        """Whether anything was asked; else the page says how to, and shows nobody."""
        # What was sent twice is no text; it is refused, not overlooked.
        sent = self.request.form
        odd = any(name in sent and not isinstance(sent[name], str) for name in PARAMETERS)
        return bool(self.fixed or self.state.params or self.personal or odd)

    def update(self):
        self.now = datetime.now(UTC)
        form = self.request.form
        if form.get(REFUSED) and not form.get("q") and not form.get("number"):
            self.personal = True
            return
        if not self.asked:
            return
        try:
            self.query = parse(self.request.form, fixed_province=self.fixed)
        except PersonalNumberTyped:
            # Nor is it to stay in the address, the history, this answer, or what is kept of it.
            self.personal = True
            target = self.state.address(q=None, number=None, after=None)
            for name in ("q", "number"):
                self.request.form.pop(name, None)
                self.state.params.pop(name, None)
            mark = "&" if "?" in target else "?"
            self.request.response.redirect(f"{target}{mark}{REFUSED}=1", status=303, lock=1)
            self.request.response.setHeader("Cache-Control", "no-store")
            return
        except BadFilter as error:
            self.refused = error
            self.request.response.setStatus(error.status, lock=1)
            return
        try:
            self.found = search(self.database, self.query, label=partial(labels.value_label, self))
            self._offer()
        except RegisterUnavailable as error:
            self.failed = True
            self.request.response.setStatus(error.status, lock=1)
            self.request.response.setHeader("Retry-After", "120")

    @cached_property
    def state(self) -> State:
        return State(self.path, self.request.form, fixed=self.fixed)

    @property
    def path(self) -> str:
        return f"{self.root}/tra-cuu"

    @property
    def whole_country(self) -> str:
        """The same search over all provinces."""
        return self.state.address(
            path=f"{self.root}/tra-cuu", province=None, province_2025=None, agency=None
        )

    @property
    def no_name(self) -> bool:
        """What was typed can be nobody's name, so that nothing was looked for."""
        return self.found is not None and names_nobody(self.query, self.found)

    @property
    def takeaway(self):
        """``(label, address, type)`` of these results as feeds and files."""
        if self.no_name:
            return
        if self.state.params:
            # Also of a search that found nothing: what it looked for, when, and what that proves.
            slip = _("takeaway_slip", default="Phiếu kết quả tra cứu (PDF, có mã xác minh)")
            address = self.state.address(path=f"{self.path}.phieu.pdf")
            yield self.say(slip), address, FORMATS["pdf"].media_type
            if "q" in self.state.params:
                place = {"province": self.fixed} if self.fixed else {}
                address = self.state.address(path=f"{self.root}/bao-tin", **place)
                alert = _("takeaway_alert", default="Báo cho tôi qua thư khi kết quả này thay đổi")
                yield self.say(alert), address, "text/html"
                named = urlencode({"ten": self.state.params["q"]})
                certificate = _("takeaway_certificate", default="Giấy xác nhận kết quả tra cứu")
                yield self.say(certificate), f"{self.root}/giay-tra-cuu?{named}", "text/html"
        for suffix, message in labels.TAKEAWAY.items():
            if suffix == "pdf" and self.found.total > PAPER_MOST:
                continue
            if not self.found.hits and suffix not in _TO_FOLLOW:
                continue
            address = self.state.address(path=f"{self.path}.{suffix}")
            yield self.say(message), address, FORMATS[suffix].media_type

    @property
    def official_list(self) -> str | None:
        """Where the whole list of this province is as a paper; None on the gateway."""
        return f"{self.root}/{self.fixed}/danh-sach-pdf" if self.fixed else None

    def _offer(self) -> None:
        """Tell feed readers and programs where these results are in their forms."""
        for suffix, name in labels.ALTERNATES.items():
            address = self.state.address(path=f"{self.path}.{suffix}")
            title = self.say(
                _(
                    "results_alternate",
                    default="Kết quả tra cứu này (${format})",
                    mapping={"format": name},
                )
            )
            self.layout.offer(address, FORMATS[suffix].media_type, title)

    @property
    def without_filters(self) -> str | None:
        """The same name in the whole country, if anything narrows it."""
        q = self.state.params.get("q")
        if not q or not (self.fixed or any(name != "q" for name in self.state.params)):
            return None
        return f"{self.root}/tra-cuu?{urlencode({'q': q})}"

    @property
    def box(self) -> dict:
        """What the macro ``search`` needs."""
        params = self.state.params
        province = self.fixed or params.get("province", "")
        if not province and "province_2025" in params:
            province = f"{OF_TODAY}{params['province_2025']}"
        # A new name keeps the filters; a new province makes the agency meaningless.
        kept = [
            (name, params[name])
            for name in (*FILTERS, "sort")
            if name in params and name not in ("q", "province", "province_2025", "agency")
        ]
        return self.search_box(
            action=self.path,
            q=params.get("q", ""),
            province=province,
            fixed=self.fixed,
            kept=kept,
        )

    # What was found

    @property
    def count_in_words(self) -> str:
        found = self.found
        count = {"count": self.number(found.total)}
        query = found.query
        if self.no_name:
            return self.say(_("results_no_name", default="Chưa tra cứu"))
        if self.more_than_a_name:
            return self.say(_("results_not_whole", default="Không có ai tên đúng cả cụm đã gõ"))
        if query.names is not None and not found.total and found.total_close:
            close = {"count": self.number(found.total_close)}
            return self.say(
                _(
                    "results_only_close",
                    default="Không có ai đúng tên này; ${count} tên gần giống",
                    mapping=close,
                )
            )
        if not found.total_is_exact:
            return self.say(_("results_more", default="Hơn ${count} kết quả", mapping=count))
        if self.query.names is None and self.query.number is None:
            return self.say(_("results_all", default="${count} mục đang công khai", mapping=count))
        if found.total == 1:
            return self.say(_("results_one", default="1 kết quả"))
        return self.say(_("results_count", default="${count} kết quả", mapping=count))

    @property
    def asked_for(self) -> list[tuple[str, str]]:
        """``(what, value)`` that was searched for: paper has no fields and no address bar."""
        q = self.state.params.get("q")
        parts = [("", f"“{q}”")] if q else []
        return parts + [(f"{each['label']}: ", each["value"]) for each in self.chosen]

    @property
    def first(self) -> int | None:
        """The place of the first hit shown, from 1; None deep in a long list."""
        start = self.state.params.get("b_start", "")
        if self.query.after is None:
            return self.query.start + 1
        place = whole_number(start)
        return None if place is None else place + 1

    @property
    def pager(self) -> Pager:
        """Forward from the last hit shown, back by places, as far as those are counted."""
        first, size = self.first, self.query.size
        following = shown = previous = ""
        if first is not None:
            place = {
                "first": self.number(first),
                "last": self.number(first - 1 + len(self.found.hits)),
            }
            shown = self.say(_("pager_place", default="Mục ${first}–${last}", mapping=place))
            if first > 1:
                previous = self.state.page(start=max(0, first - 1 - size))
        if self.found.next_after is not None:
            start = None if first is None or first - 1 + size > MAX_START else first - 1 + size
            following = self.state.page(start=start, after=self.found.next_after)
        return Pager(shown=shown, previous=previous, next=following, follow=False, small=True)

    @property
    def hits(self):
        """The hits as they are shown; `close_from` marks the first that is only close."""
        close = False
        for hit in self.found.hits:
            close_from = hit.match == Level.CLOSE and not close
            close = close or close_from
            province = by_slug(hit.province)
            decided = issuer_key(hit.agency, hit.no_conditions_decision_date)
            issuer = labels.agency_name(decided)
            responsible = labels.agency_name(responsible_today(hit.agency, hit.province))
            yield {
                "hit": hit,
                "close_from": close_from and self.query.sort == Sort.RELEVANCE,
                "address": f"{self.root}/{hit.province}/{REGISTER_ID}/{hit.number}",
                "province": province.name if province else "",
                "agency": issuer,
                "responsible": "" if responsible == issuer else responsible,
                "kind": labels.value_label(self, "debtor_kind", hit.debtor_kind),
                "amount": None
                if hit.obligation_amount is None
                else self.money(hit.obligation_amount),
                "decided": self.words.day(hit.no_conditions_decision_date),
                "judged": self.words.day(hit.judgment_date),
                "match": self.match_of(hit),
                "differs": self.differs(hit),
            }

    @property
    def sorts(self):
        """``(label, address or None for the present one)``."""
        for sort, message in labels.SORTS.items():
            if sort == Sort.RELEVANCE and self.query.names is None:
                continue
            chosen = sort == self.query.sort
            yield self.say(message), None if chosen else self.state.address(sort=str(sort))

    # Filters

    @property
    def chosen(self):
        """``label, value, address without it`` of the filters that are set."""
        for field, value in self.state.params.items():
            if field in FILTERS and field != "q":
                placed = field in ("province", "province_2025")
                gone = {field: None, "agency": None} if placed else {field: None}
                yield {
                    "label": self.say(labels.FILTERS[field]),
                    "value": labels.value_label(self, field, value),
                    "address": self.state.address(**gone),
                }

    @property
    def facets(self):
        """The filters that the results offer, each with its values and their counts."""
        for field in ("province_2025", *FACETS):
            facet = self._facet(field)
            set_to = self.state.params.get(field)
            placed = field in ("province", "province_2025")
            if set_to or not facet or (placed and self.fixed):
                continue
            if field == "agency" and not (self.query.province or self.query.province_2025):
                # Several hundred agencies of the whole country help nobody.
                continue
            values = [
                {
                    "label": each.label,
                    "count": self.number(each.count),
                    "address": self.state.address(**{field: each.value}),
                }
                for each in facet
            ]
            yield {
                "name": field,
                "label": self.say(labels.FILTERS[field]),
                # Names of places and offices are Vietnamese in any language.
                "language": self.layout.of_data if placed or field == "agency" else None,
                "first": values[:IN_VIEW],
                "more": values[IN_VIEW:],
                "open": field in ("province_2025", "province", "agency", "debtor_kind"),
            }

    def _facet(self, field: str):
        if field != "province_2025":
            return self.found.facets.get(field, ())
        if self.query.province:
            return ()
        # The provinces are so few that all of them are in the list.
        counts: Counter[str] = Counter()
        for each in self.found.facets.get("province", ()):
            counts[by_slug(each.value).successor_slug] += each.count
        return [
            Facet(slug, labels.value_label(self, field, slug), n)
            for slug, n in counts.most_common()
        ]

    @property
    def form_state(self):
        """What the form of the filters carries along, beside its own fields."""
        own = ("amount_min", "amount_max", "number", "b_start", "after")
        return [(name, value) for name, value in self.state.params.items() if name not in own]

    # When a filter was refused

    @property
    def refusal(self) -> dict:
        field = self.refused.name
        return {
            "label": self.say(labels.FILTERS[field]) if field in labels.FILTERS else field,
            "typed": self.state.params.get(field, ""),
            "language": self.layout.of_data if field.startswith("province") else None,
            "allowed": [
                (
                    value,
                    labels.value_label(self, field, value),
                    self.state.address(**{field: value}),
                )
                for value in self.refused.allowed
            ],
            "address": self.state.address(**{field: None}),
        }


class ProvinceResults(Results):
    """The register's own page: the search of its province."""

    @cached_property
    def fixed(self) -> str:
        return self.layout.province.slug

    @property
    def path(self) -> str:
        return self.context.absolute_url_path()
