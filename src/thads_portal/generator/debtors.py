"""The listing of one synthetic debtor under one decision, restricted fields included."""

from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from thads_portal.domain.codes import GroundScheme
from thads_portal.domain.codes import JudgmentKind
from thads_portal.domain.grounds import key_of
from thads_portal.domain.grounds import scheme_of
from thads_portal.domain.provinces import Province
from thads_portal.generator.draw import Draw
from thads_portal.generator.draw import spread
from thads_portal.generator.judgments import Judgment
from thads_portal.generator.names import Names
from thads_portal.generator.obligations import Obligation
from thads_portal.generator.places import Country
from thads_portal.generator.places import Office
from typing import Any


#: Share of organisations among the debtors, by kind of judgment; about 8% of all.
ORGANISATION_SHARE = {
    JudgmentKind.BUSINESS_COMMERCIAL: 0.7,
    JudgmentKind.BANKRUPTCY: 1.0,
    JudgmentKind.COMPETITION: 1.0,
    JudgmentKind.ARBITRATION: 0.85,
    JudgmentKind.LABOUR: 0.9,
    JudgmentKind.CIVIL: 0.02,
    JudgmentKind.OTHER: 0.05,
}
WOMEN_SHARE = {JudgmentKind.CRIMINAL: 0.1, JudgmentKind.CIVIL: 0.42}
ALIAS_SHARE = 0.012
ELSEWHERE_SHARE = 0.06
#: Ground c of the first law besides the obligations that imply it: together about 5% of all.
ADDRESS_UNKNOWN_SHARE = 0.045
GROUND_TEXT_SHARE = 0.45
_POOR = (
    "Không có thu nhập, không có tài sản để thi hành án.",
    "Thu nhập chỉ bảo đảm cuộc sống tối thiểu, không có tài sản để kê biên.",
    "Tài sản hiện có thuộc loại không được kê biên theo quy định của pháp luật.",
    "Đang chấp hành hình phạt tù, không có tài sản và thu nhập.",
)
_GONE = ("Vật, giấy tờ phải trả không còn và không thể thay thế.",)
#: By the key of a ground.
GROUND_TEXTS = {
    "a": _POOR,
    "b": _GONE,
    "c": ("Chưa xác định được địa chỉ của người phải thi hành án.",),
    "38/2025:a": _POOR,
    "38/2025:b": ("Tài sản bản án tuyên xử lý không còn tại địa chỉ đã ghi.",),
    "38/2025:c": ("Chưa xác định được nơi cư trú của người được giao nuôi dưỡng.",),
    "38/2025:d": _GONE,
    "38/2025:dd": ("Nghĩa vụ gắn với nhân thân, hiện chưa thể thực hiện.",),
    "38/2025:e": ("Giá trị tài sản thế chấp nhỏ hơn nghĩa vụ được bảo đảm và chi phí.",),
    "38/2025:g": ("Tài sản đã giảm giá đến mức bằng chi phí, chưa có người nhận.",),
    "38/2025:h": ("Tài sản duy nhất đang bị thu giữ để xử lý nợ xấu.",),
}
#: What the obligation makes certain under the first law, as the law of 2025 has it.
_SINCE_2026 = {"b": "d", "c": "c"}
#: Grounds of the law of 2025 for what is owed in money, besides a; cumulative.
_OF_MONEY = ((0.06, "e"), (0.1, "g"), (0.13, "b"), (0.14, "h"))
#: Serials of cases per seed, province and year.
SERIALS = 1_000_000
#: For a person and for an organisation whose present address is not known.
LAST_KNOWN = ("Nơi cư trú cuối cùng: ", "Địa chỉ trụ sở cuối cùng: ")
BIRTH_AGES = spread({age: 1 / (1 + abs(age - 36) / 14) for age in range(19, 79)}, 1024)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A no-conditions decision and what its debtors share; `case` is its case's serial."""

    country: Country
    office: Office
    judgment: Judgment
    decided_on: date
    number: str
    case: int
    debtors: int
    obligation: Obligation
    creditor: str


class Debtors:
    """Draws listings; one head per office and a few officers sign all its papers."""

    __slots__ = ("_draw", "_officers", "names")

    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self.names = Names(draw)
        self._officers: dict[str, tuple[str, ...]] = {}

    def personal_id(self, province: Province, born: date | None = None, female: int = 0) -> str:
        """Twelve digits: province, century and sex, year of birth, a serial."""
        born = born or date(1980, 1, 1)
        century_and_sex = (born.year - 1900) // 100 * 2 + female
        return (
            f"0{province.code.value}{century_and_sex}{born.year % 100:02d}"
            f"{self._draw.below(1_000_000):06d}"
        )

    def _staff(self, office: Office) -> tuple[str, ...]:
        staff = self._officers.get(office.agency.key)
        if staff is None:
            staff = tuple(
                self.names.person(office.province, female=self._draw.chance(0.3)) for _ in range(5)
            )
            self._officers[office.agency.key] = staff
        return staff

    def _identity(
        self, province: Province, *, organisation: bool, kind: JudgmentKind, decided_on: date
    ) -> tuple[str, dict[str, Any]]:
        """A name, and the restricted fields that tell its bearer from a namesake."""
        draw = self._draw
        if organisation:
            code = f"{draw.between(1, 63):02d}0{draw.below(10_000_000):07d}"
            return self.names.organisation(province), {"personal_id": code}
        female = draw.chance(WOMEN_SHARE.get(kind, 0.3))
        name = self.names.person(province, female=female)
        born = date(decided_on.year - draw.one_of(BIRTH_AGES), 1, 1)
        born += timedelta(days=draw.below(365))
        number = self.personal_id(province, born, female)
        if draw.chance(ALIAS_SHARE):
            name = self.names.alias(name)
        return name, {"personal_id": number, "date_of_birth": born.isoformat()}

    def creditor(self, province: Province, obligation: Obligation, kind: JudgmentKind) -> str:
        """To whom the obligation is owed."""
        if obligation.to_the_state:
            return "Ngân sách nhà nước"
        if "tín dụng" in obligation.text:
            return self.names.bank()
        if kind is JudgmentKind.BUSINESS_COMMERCIAL:
            return self.names.organisation(province)
        return self.names.person(province, female=self._draw.chance(0.5))

    def _ground(self, certain: str | None, scheme: GroundScheme) -> str:
        """By the law of the decision; `certain` is what the obligation implies."""
        chance = self._draw.below(1000) / 1000
        if scheme is GroundScheme.ART_44A:
            return certain or ("c" if chance < ADDRESS_UNKNOWN_SHARE else "a")
        if certain is not None:
            return _SINCE_2026[certain]
        return next((ground for share, ground in _OF_MONEY if chance < share), "a")

    def listing(self, decision: Decision, taken: set[str]) -> dict[str, Any]:
        """All fields of an issued listing; the name differs from those in `taken`, and joins."""
        draw = self._draw
        country = decision.country
        judgment = decision.judgment
        decided_on = decision.decided_on
        organisation = draw.chance(ORGANISATION_SHARE.get(judgment.kind, 0.0))
        while True:
            name, identity = self._identity(
                country.province,
                organisation=organisation,
                kind=judgment.kind,
                decided_on=decided_on,
            )
            if name not in taken:
                break
        taken.add(name)
        elsewhere = draw.chance(ELSEWHERE_SHARE)
        home = draw.one_of(country.offices) if elsewhere else decision.office
        address = country.address(draw, home)
        scheme = scheme_of(decided_on)
        ground = self._ground(decision.obligation.ground, scheme)
        if (ground, scheme) == ("c", GroundScheme.ART_44A):
            address = LAST_KNOWN[organisation] + address[0].lower() + address[1:]
        staff = self._staff(decision.office)
        listing: dict[str, Any] = {
            "debtor_name": name,
            "debtor_kind": "organisation" if organisation else "individual",
            "debtor_address": address,
            "judgment_number": judgment.number,
            "judgment_date": judgment.judged_on.isoformat(),
            "judgment_body": judgment.body,
            "judgment_kind": judgment.kind.value,
            "enforcement_decision_number": judgment.enforcement_number,
            "enforcement_decision_date": judgment.enforced_on.isoformat(),
            "no_conditions_decision_number": decision.number,
            "no_conditions_decision_date": decided_on.isoformat(),
            "signed_by": f"{staff[0]}, {decision.office.head_title_on(decision.decided_on)}",
            "obligation": decision.obligation.text,
            "obligation_kinds": decision.obligation.kinds,
            "ground": ground,
        }
        if decision.obligation.amount is not None:
            listing["obligation_amount"] = decision.obligation.amount
        if draw.chance(GROUND_TEXT_SHARE):
            texts = GROUND_TEXTS[key_of(ground, scheme)]
            # Only a person can be in prison.
            listing["ground_text"] = draw.one_of(texts[:3] if organisation else texts)
        identity["creditor"] = decision.creditor
        identity["enforcement_officer"] = draw.one_of(staff[1:])
        identity["case_number"] = f"{decision.case % SERIALS}/{decided_on.year}/THA"
        listing["restricted"] = identity
        return listing
