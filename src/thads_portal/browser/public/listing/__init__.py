"""A listing's own page, in the order of the law.

It shows the public fields of the stored object and nothing else: a template that
reads another attribute of the listing would publish it.
"""

from datetime import datetime
from functools import cached_property
from thads_portal.browser.public.exports.formats import chosen
from thads_portal.browser.public.listing.timeline import Entry
from thads_portal.browser.public.listing.timeline import timeline
from thads_portal.browser.shared.contact import contact_for
from thads_portal.browser.shared.contact import offices_for
from thads_portal.browser.shared.labels import agency_name
from thads_portal.browser.shared.page import PublicPage
from thads_portal.browser.shared.page import Step
from thads_portal.browser.shared.page import THE_LIST
from thads_portal.browser.shared.track import track_tag
from thads_portal.content.agency import found_agency
from thads_portal.content.register import REGISTER_ID
from thads_portal.content.settings import shows_decision
from thads_portal.domain import ground_words
from thads_portal.domain import grounds
from thads_portal.domain.agencies import issuer_key
from thads_portal.domain.codes import DebtorKind
from thads_portal.domain.codes import EndReason
from thads_portal.domain.codes import JudgmentKind
from thads_portal.domain.codes import ObligationKind
from thads_portal.domain.codes import State
from thads_portal.domain.records import PUBLIC_FIELDS
from thads_portal.errors import RegisterUnavailable
from thads_portal.i18n import _
from thads_portal.register.neighbours import namesakes
from thads_portal.register.neighbours import neighbours
from thads_portal.templates import PageTemplate
from types import MappingProxyType
from urllib.parse import urlencode
from zope.component import getMultiAdapter


_AS_DECIDED = _(
    "ground_as_decided", default="Như nêu trong quyết định của cơ quan thi hành án dân sự."
)


class Listing(PublicPage):
    template = PageTemplate("listing.pt")
    persons = True

    def __call__(self):
        made = chosen(self.request.getHeader("Accept") or "", among=("pdf", "json"))
        if made is not None:
            view = getMultiAdapter((self.context, self.request), name=f"listing.{made.suffix}")
            return view()
        return super().__call__()

    def update(self):
        # What an amendment still waiting for approval holds is elsewhere: these are published.
        self.fields = MappingProxyType(
            {name: self._shown(getattr(self.context, name, None)) for name in PUBLIC_FIELDS}
        )
        self.number_ = self.context.getId()
        self.state = self.context.state
        today = datetime.now(self.words.VIETNAM).date()
        self.contact = contact_for(self.layout.subsite, self.context.agency, today)
        self.offices = offices_for(self.layout.subsite, self.context.agency, today)
        self.today = today
        self.neighbours, self.namesakes = self._beside()
        for each in self.formats:
            self.layout.offer(each["address"], each["type"], each["label"])

    def _shown(self, value):
        return self.shown(value) if isinstance(value, str) else value

    @cached_property
    def address(self) -> str:
        return self.context.absolute_url_path()

    @property
    def issuer(self) -> tuple[str, str]:
        """Name and path of the agency that issued the enforcement decision, as of its day."""
        return self._issuer(self.context.enforcement_decision_date)

    @property
    def decider(self) -> tuple[str, str]:
        """The same for the no-conditions decision."""
        return self._issuer(self.context.no_conditions_decision_date)

    def _issuer(self, day) -> tuple[str, str]:
        key = issuer_key(self.context.agency, day)
        found = found_agency(self.layout.subsite, key)
        if found is None:
            return agency_name(key), ""
        return found.title, found.absolute_url_path()

    @property
    def is_succeeded(self) -> bool:
        """Whether another agency answers now."""
        return self.issuer[0] != self.contact.name

    @property
    def list_address(self) -> str:
        return f"{self.root}/{self.layout.province.slug}/{REGISTER_ID}"

    @property
    def steps(self) -> list[Step]:
        return [Step(self.list_address, self.say(THE_LIST), rel="nofollow")]

    @property
    def formats(self) -> list[dict[str, str]]:
        """``label, address, type`` of this listing in other forms."""
        if not self.published:
            return []
        return [
            {
                "label": self.say(_("listing_as_pdf", default="Bản PDF")),
                "address": f"{self.address}.pdf",
                "type": "application/pdf",
            },
            {
                "label": self.say(_("listing_as_data", default="Dữ liệu dạng JSON")),
                "address": f"{self.address}.json",
                "type": "application/json",
            },
        ]

    @property
    def receipt(self) -> str | None:
        """Where the publication log proves what stands here."""
        if not self.published:
            return None
        return f"{self.layout.site.absolute_url_path().rstrip('/')}/++api++/@as-of/{self.number_}"

    @property
    def published(self) -> bool:
        return self.state == State.PUBLISHED

    @property
    def state_label(self) -> str:
        return self.label(self.state)

    @property
    def track(self) -> str | None:
        """The mark of the separate track after two years, a fact and no judgment."""
        return track_tag(self, self.context) if self.published else None

    @property
    def end_label(self) -> str | None:
        """Why publication ended; only the staff ever sees an ended listing here."""
        reason = self.context.end_reason
        return self.label(EndReason(reason)) if reason else None

    @property
    def kind(self) -> str:
        return self.label(DebtorKind(self.fields["debtor_kind"]))

    @property
    def judgment_kind(self) -> str:
        return self.label(JudgmentKind(self.fields["judgment_kind"]))

    @property
    def obligation_kinds(self) -> str:
        kinds = self.fields["obligation_kinds"] or ()
        return ", ".join(self.label(ObligationKind(kind)) for kind in kinds)

    @property
    def amount(self) -> str | None:
        amount = self.fields["obligation_amount"]
        return None if amount is None else self.money(amount)

    @property
    def ground(self) -> str:
        """What the law says; of a decision whose ground has not been told by its own law yet,
        what the agency has written.
        """
        if self.ground_unsettled:
            # Its own words, if there are any, stand beneath.
            return "" if self.fields["ground_text"] else self.say(_AS_DECIDED)
        return grounds.label(self.fields["ground"], self.fields["ground_scheme"], self.language)

    @property
    def ground_unsettled(self) -> bool:
        return grounds.of_the_old_list(
            self.fields["ground_scheme"], self.fields["no_conditions_decision_date"]
        )

    @property
    def ground_law(self) -> str:
        """The article that names the ground, in the law of the day of the decision."""
        decided = self.fields["no_conditions_decision_date"]
        if self.ground_unsettled:
            return grounds.LAWS[grounds.scheme_of(decided)].article[self.language == "en"]
        row = grounds.ground_row(self.fields["ground"], self.fields["ground_scheme"])
        return row.article(self.language)

    @property
    def shows_decision(self) -> bool:
        return shows_decision()

    @property
    def ground_plain(self) -> str | None:
        """The ground in everyday words; None of a decision whose law's list is not settled."""
        if self.ground_unsettled:
            return None
        return ground_words.plain(
            self.fields["ground"], self.fields["ground_scheme"], self.language
        )

    @property
    def timeline(self) -> list[Entry]:
        """What happened, the newest first."""
        return timeline(self, self.context, shows_decision=self.shows_decision, today=self.today)

    @property
    def same_name(self) -> str:
        """The search for everybody of this name."""
        return f"{self.root}/tra-cuu?{urlencode({'q': self.fields['debtor_name'], 'whole': '1'})}"

    def _beside(self):
        """The others under the same decision, and how many bear the same name; neither while
        the register does not answer: the page comes from the object and is complete without.
        """
        try:
            with self.register() as cursor:
                return self._neighbours(cursor), namesakes(cursor, self.number_)
        except RegisterUnavailable:
            return (), 0

    def _neighbours(self, cursor):
        fields = self.fields
        if not self.shows_decision or fields["no_conditions_decision_date"] is None:
            return ()
        return neighbours(
            cursor,
            number=self.number_,
            province=self.context.province,
            agency=self.context.agency,
            judgment=fields["judgment_number"],
            decision=fields["no_conditions_decision_number"],
            day=fields["no_conditions_decision_date"],
        )
