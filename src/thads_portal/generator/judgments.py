"""Judgments and decisions to be enforced: kinds, numbers, courts, dates that fit each other."""

from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from thads_portal.domain.codes import AgencyKind
from thads_portal.domain.codes import JudgmentKind
from thads_portal.generator.draw import Draw
from thads_portal.generator.draw import spread
from thads_portal.generator.places import Country
from thads_portal.generator.places import Office


J = JudgmentKind
#: Kinds of judgment among a Chi cục's cases and among a Cục's.
DISTRICT_KINDS = spread(
    {J.CRIMINAL: 40, J.CIVIL: 38, J.MARRIAGE_FAMILY: 13, J.BUSINESS_COMMERCIAL: 6, J.LABOUR: 2,
     J.OTHER: 1}
)  # fmt: skip
PROVINCIAL_KINDS = spread(
    {J.CRIMINAL: 44, J.CIVIL: 18, J.MARRIAGE_FAMILY: 3, J.BUSINESS_COMMERCIAL: 18, J.LABOUR: 2,
     J.ADMINISTRATIVE: 7, J.BANKRUPTCY: 3, J.ARBITRATION: 4, J.COMPETITION: 0.5, J.OTHER: 0.5}
)  # fmt: skip
#: kind -> forms of the number at first instance; {n} the serial, {y} the year
FIRST_INSTANCE = {
    J.CRIMINAL: ("{n}/{y}/HSST", "{n}/{y}/HS-ST"),
    J.CIVIL: ("{n}/{y}/DS-ST", "{n}/{y}/DSST", "{n}/{y}/QĐST-DS"),
    J.MARRIAGE_FAMILY: ("{n}/{y}/HNGĐ-ST", "{n}/{y}/QĐST-HNGĐ"),
    J.BUSINESS_COMMERCIAL: ("{n}/{y}/KDTM-ST", "{n}/{y}/QĐST-KDTM"),
    J.LABOUR: ("{n}/{y}/LĐ-ST", "{n}/{y}/QĐST-LĐ"),
    J.ADMINISTRATIVE: ("{n}/{y}/HC-ST",),
    J.BANKRUPTCY: ("{n}/{y}/QĐ-TBPS",),
    J.ARBITRATION: ("{n}/{y}/PQTT",),
    J.COMPETITION: ("{n}/{y}/QĐ-VVCT",),
    J.OTHER: ("{n}/{y}/QĐST-VDS",),
}
APPEAL = {
    J.CRIMINAL: "{n}/{y}/HSPT",
    J.CIVIL: "{n}/{y}/DS-PT",
    J.MARRIAGE_FAMILY: "{n}/{y}/HNGĐ-PT",
    J.BUSINESS_COMMERCIAL: "{n}/{y}/KDTM-PT",
    J.LABOUR: "{n}/{y}/LĐ-PT",
}
APPEAL_SHARE = 0.12
BODIES = {
    J.ARBITRATION: "Trung tâm Trọng tài Quốc tế Việt Nam",
    J.COMPETITION: "Ủy ban Cạnh tranh Quốc gia",
}
#: A Cục's judgments on appeal come from the high courts.
HIGH_COURTS = {
    "trung-du-mien-nui-phia-bac": "Tòa án nhân dân cấp cao tại Hà Nội",
    "dong-bang-song-hong": "Tòa án nhân dân cấp cao tại Hà Nội",
    "bac-trung-bo-duyen-hai-mien-trung": "Tòa án nhân dân cấp cao tại Đà Nẵng",
    "tay-nguyen": "Tòa án nhân dân cấp cao tại Đà Nẵng",
    "dong-nam-bo": "Tòa án nhân dân cấp cao tại Thành phố Hồ Chí Minh",
    "dong-bang-song-cuu-long": "Tòa án nhân dân cấp cao tại Thành phố Hồ Chí Minh",
}
#: The high courts were dissolved on 01/07/2025; nothing is dated later in their name.
HIGH_COURTS_TO = date(2025, 6, 30)


@dataclass(frozen=True, slots=True)
class Judgment:
    """A judgment or decision and the enforcement decision that rests on it."""

    kind: JudgmentKind
    number: str
    judged_on: date
    body: str
    enforcement_number: str
    enforced_on: date


def on_a_weekday(day: date) -> date:
    """`day`, or the Friday before a weekend: courts and agencies sign on weekdays."""
    weekday = day.weekday()
    return day if weekday < 5 else day - timedelta(days=weekday - 4)


def draw_judgment(draw: Draw, country: Country, office: Office, decided_on: date) -> Judgment:
    """A judgment enforced by `office` whose debtor lacked conditions on `decided_on`."""
    provincial = office.agency.kind is AgencyKind.CUC
    kind = draw.one_of(PROVINCIAL_KINDS if provincial else DISTRICT_KINDS)
    wait = draw.money(240, 0.8, 1, 1500)
    enforced_on = on_a_weekday(decided_on - timedelta(days=wait))
    judged_on = on_a_weekday(enforced_on - timedelta(days=draw.between(20, 260)))
    body = BODIES.get(kind)
    form = None
    if body is None:
        body = office.first_instance_court(judged_on)
        if draw.chance(APPEAL_SHARE):
            appeal_court = country.provincial_court
            if provincial:
                appeal_court = HIGH_COURTS[country.province.region.slug]
            if not provincial or judged_on <= HIGH_COURTS_TO:
                form = APPEAL.get(kind)
                body = appeal_court if form else body
    if form is None:
        form = draw.one_of(FIRST_INSTANCE[kind])
    return Judgment(
        kind=kind,
        number=form.format(n=f"{draw.between(1, 260):02d}", y=judged_on.year),
        judged_on=judged_on,
        body=body,
        enforcement_number=f"{draw.between(1, 980):02d}/QĐ-{office.suffix_on(enforced_on)}",
        enforced_on=enforced_on,
    )
