"""The stream of synthetic events, in the order of their dates, one at a time.

Memory does not grow with the number of events: only counters and a bounded pool of
listings that later events may concern are kept. The same options give the same bytes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from functools import cache
from thads_portal.domain.codes import JudgmentKind
from thads_portal.domain.provinces import all_provinces
from thads_portal.domain.provinces import by_slug
from thads_portal.domain.provinces import Province
from thads_portal.generator.debtors import Debtors
from thads_portal.generator.debtors import Decision
from thads_portal.generator.debtors import SERIALS
from thads_portal.generator.draw import Draw
from thads_portal.generator.draw import spread
from thads_portal.generator.followups import Followups
from thads_portal.generator.followups import Known
from thads_portal.generator.judgments import draw_judgment
from thads_portal.generator.obligations import draw_obligation
from thads_portal.generator.places import Country
from thads_portal.generator.places import country_of
from thads_portal.generator.places import Office
from typing import Any

import orjson


DEFAULT_END = date(2026, 11, 20)
YEARS = 8
#: Weight of a year by its age: most that is published now was decided lately.
WEIGHT_BY_AGE = (30, 24, 16, 11, 8, 5, 4, 2)
FIXED_HOLIDAYS = {(1, 1), (4, 30), (5, 1), (9, 2)}
#: Share of later events (amended, ended ...) when all kinds are asked for.
LATER_SHARE = 0.24
#: Shares of decisions that name two, three and four debtors (liên đới).
JOINT_TABLE = spread({1: 955, 2: 32, 3: 10, 4: 3}, 1000)
#: Relative sizes of the provinces; those not named have weight 1.
PROVINCE_WEIGHTS = {
    "tp-ho-chi-minh": 13.0, "ha-noi": 7.5, "dong-nai": 4.4, "binh-duong": 4.2, "long-an": 3.2,
    "tay-ninh": 2.8, "an-giang": 2.7, "tien-giang": 2.6, "kien-giang": 2.6, "can-tho": 2.4,
    "dak-lak": 2.6, "dong-thap": 2.3, "ca-mau": 2.3, "lam-dong": 2.2, "binh-phuoc": 2.1,
    "ba-ria-vung-tau": 2.1, "thanh-hoa": 2.0, "nghe-an": 2.0, "hai-phong": 2.1, "da-nang": 2.1,
    "gia-lai": 1.9, "vinh-long": 1.8, "ben-tre": 1.8, "soc-trang": 1.7, "khanh-hoa": 1.7,
    "binh-thuan": 1.7, "quang-ninh": 1.6, "bac-giang": 1.6, "tra-vinh": 1.5, "hau-giang": 1.3,
    "bac-lieu": 1.4, "hai-duong": 1.3, "thai-nguyen": 1.4, "binh-dinh": 1.4, "quang-nam": 1.3,
    "son-la": 1.3, "phu-tho": 1.2, "bac-kan": 0.4, "lai-chau": 0.45, "ha-giang": 0.6,
    "dien-bien": 0.6, "cao-bang": 0.6, "kon-tum": 0.7, "ha-nam": 0.7, "ninh-thuan": 0.8,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedOptions:
    """What to generate: `count` events; `provinces` are slugs, none means all 63.

    `all_events` mixes amendments, ends, withdrawals and reopenings of earlier listings
    among the issued ones. `agencies` names the issuing office in each event; without
    it a listing belongs to the province's Cục. `flagged_share` of the issued listings
    hold a 12-digit number in a public text. Nothing is dated after `end_date`.
    """

    count: int
    seed: int = 1
    provinces: tuple[str, ...] = ()
    all_events: bool = False
    end_date: date = DEFAULT_END
    agencies: bool = True
    flagged_share: float = 0.0


@cache
def _days(end: date) -> tuple[date, ...]:
    """Weekdays up to `end`, each as often as its year weighs: a table to walk along.

    Without the movable holidays: their dates come from a library, and a new release of
    it would change every feed.
    """
    days: list[date] = []
    for age in reversed(range(YEARS)):
        day = date(end.year - age, 1, 1)
        last = min(date(end.year - age, 12, 31), end)
        while day <= last:
            if day.weekday() < 5 and (day.month, day.day) not in FIXED_HOLIDAYS:
                days.extend([day] * WEIGHT_BY_AGE[age])
            day += timedelta(days=1)
    return tuple(days) or (end,)


class _Feed:
    """State of one run: the draws, the serial counters and the countries met so far."""

    def __init__(self, options: FeedOptions) -> None:
        self.options = options
        self.draw = Draw(options.seed)
        self.debtors = Debtors(self.draw)
        self.countries: dict[str, Country] = {}
        self.cases: dict[tuple[str, int], int] = {}
        self.numbers: dict[tuple[str, int], int] = {}
        self.later = Followups(self.draw, self.document_number)
        provinces = _provinces(options.provinces)
        self.provinces = spread({p: PROVINCE_WEIGHTS.get(p.slug, 1.0) for p in provinces}, 8192)

    def document_number(self, office: Office, day: date) -> str:
        """The next number of the office in the year: numbers rise with the dates."""
        key = (office.issuer_on(day).key, day.year)
        number = self.numbers.get(key, 0) + self.draw.between(1, 5)
        self.numbers[key] = number
        return f"{number:02d}/QĐ-{office.suffix_on(day)}"

    def decision(self, day: date) -> Decision:
        draw = self.draw
        province = draw.one_of(self.provinces)
        country = self.countries.get(province.slug)
        if country is None:
            country = self.countries[province.slug] = country_of(province)
        office = draw.one_of(country.offices)
        key = (province.slug, day.year)
        case = self.cases[key] = self.cases.get(key, 0) + 1
        judgment = draw_judgment(draw, country, office, day)
        joint = judgment.kind is not JudgmentKind.MARRIAGE_FAMILY
        debtors = draw.one_of(JOINT_TABLE) if joint else 1
        obligation = draw_obligation(draw, judgment.kind, joint=debtors > 1)
        return Decision(
            country=country,
            office=office,
            judgment=judgment,
            decided_on=day,
            number=self.document_number(office, day),
            # A seed has its own range of serials, so that two feeds do not meet.
            case=self.options.seed * SERIALS + case,
            debtors=debtors,
            obligation=obligation,
            creditor=self.debtors.creditor(province, obligation, judgment.kind),
        )

    def issued(self, decision: Decision, ordinal: int, taken: set[str]) -> dict[str, Any]:
        draw = self.draw
        province = decision.country.province
        day = decision.decided_on.isoformat()
        external_id = (
            f"{province.legacy_path}:{decision.decided_on.year}:{decision.case:06d}:{ordinal}"
        )
        listing = self.debtors.listing(decision, taken)
        if self.options.flagged_share and draw.chance(self.options.flagged_share):
            listing["obligation"] += f" (số định danh {self.debtors.personal_id(province)})"
        event: dict[str, Any] = {
            "event": "issued",
            "external_id": external_id,
            "province": province.slug,
        }
        if self.options.agencies:
            event["agency"] = decision.office.issuer_on(decision.decided_on).key
        event["occurred_on"] = day
        event["document"] = {"number": decision.number, "date": day}
        event["listing"] = listing
        return event

    def events(self) -> Iterator[dict[str, Any]]:
        options = self.options
        days = _days(options.end_date)
        step = len(days) / max(options.count, 1)
        decision: Decision | None = None
        taken: set[str] = set()
        for slot in range(options.count):
            day = days[min(int((slot + self.draw.random()) * step), len(days) - 1)]
            if decision is None and options.all_events and self.draw.chance(LATER_SHARE):
                event = self.later.event(day)
                if event is not None:
                    yield event
                    continue
            if decision is None:
                decision = self.decision(day)
                taken.clear()
            event = self.issued(decision, len(taken) + 1, taken)
            if options.all_events:
                self.later.remember(Known.of(event, decision.country, decision.office))
            yield event
            if len(taken) == decision.debtors:
                decision = None


def _provinces(slugs: tuple[str, ...]) -> tuple[Province, ...]:
    if not slugs:
        return all_provinces()
    found = []
    for slug in dict.fromkeys(slugs):
        province = by_slug(slug)
        if province is None:
            raise ValueError(f"unknown province: {slug}")
        found.append(province)
    return tuple(found)


def events(options: FeedOptions) -> Iterator[dict[str, Any]]:
    """`options.count` events in the shape of the case feed, oldest first.

    ValueError for an unknown province.
    """
    yield from _Feed(options).events()


def lines(options: FeedOptions) -> Iterator[bytes]:
    """The same events as lines of NDJSON, each with its line feed."""
    for event in events(options):
        yield orjson.dumps(event, option=orjson.OPT_APPEND_NEWLINE)
