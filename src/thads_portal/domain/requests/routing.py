"""Where a request goes: the province whose staff handles it, or the centre."""

from datetime import date
from thads_portal.domain.requests.checking import read_day
from thads_portal.domain.requests.courts import province_of


#: What the central authority decides itself.
CENTRE = "trung-uong"


def route(procedure: str, answers: dict[str, str], listing_province: str = "") -> str | None:
    """The slug of the province, CENTRE, or None where the answers leave it open.

    Second complaints and denunciations of a head or of a private officer go to the centre
    (Law 106/2025/QH15, Arts 98(2), 110(2)): the person's own head never gets them.
    """
    if procedure == "khieu-nai" and answers.get("instance") == "second":
        return CENTRE
    if procedure == "to-cao" and answers.get("against_kind") in ("head", "bailiff"):
        return CENTRE
    if procedure == "yeu-cau-thi-hanh-an":
        judged: date | None = read_day(answers.get("judgment_date", ""))
        return province_of(answers.get("court", ""), answers.get("court_province", ""), judged)
    if answers.get("listing"):
        return listing_province or None
    return answers.get("province") or None
