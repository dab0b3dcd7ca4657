"""Who issues decisions, who organises enforcement and under which name, by the day.

The agencies themselves are rows of ``domain/agencies.py``; these rows say by which law.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyRule:
    """`what` it is about and what `holds`, each as (Vietnamese, English); `valid_from` and
    `valid_to` are the first and last day, None where open.
    """

    what: tuple[str, str]
    holds: tuple[str, str]
    source: str
    valid_from: date | None
    valid_to: date | None


_REORGANISATION = "Quyết định 1898/QĐ-BTP ngày 25/06/2025"
_FIRST, _LAST = date(2025, 7, 1), date(2025, 6, 30)

AGENCY_RULES = (
    AgencyRule(
        what=("Cơ quan ra quyết định", "Who issues decisions"),
        holds=(
            "Cục Thi hành án dân sự (63 tỉnh, thành phố) và Chi cục Thi hành án dân sự cấp huyện",
            "The departments (Cục) of the 63 provinces and the offices (Chi cục) of the districts",
        ),
        source="Luật Thi hành án dân sự 26/2008/QH12, Điều 13",
        valid_from=None,
        valid_to=_LAST,
    ),
    AgencyRule(
        what=("Cơ quan ra quyết định", "Who issues decisions"),
        holds=(
            "34 cơ quan Thi hành án dân sự tỉnh, thành phố; tên ghi trên văn bản là “Thi hành án dân"
            " sự tỉnh (thành phố) …”, không còn “Cục”, “Chi cục”",
            "The 34 provincial agencies, named “Thi hành án dân sự tỉnh (thành phố) …” on papers;"
            " no more Cục or Chi cục",
        ),
        source=f"{_REORGANISATION}; Luật 106/2025/QH15, Điều 19 khoản 3, Điều 22",
        valid_from=_FIRST,
        valid_to=None,
    ),
    AgencyRule(
        what=("Nơi tổ chức thi hành", "Who organises enforcement"),
        holds=(
            "355 Phòng Thi hành án dân sự khu vực thuộc cơ quan cấp tỉnh; Phòng không ra quyết định",
            "355 regional offices (Phòng) of the provincial agencies; they issue no decisions",
        ),
        source=f"{_REORGANISATION}; Luật 106/2025/QH15, Điều 23 khoản 2",
        valid_from=_FIRST,
        valid_to=None,
    ),
    AgencyRule(
        what=("Cơ quan giải quyết vụ việc cũ", "Who answers for older cases"),
        holds=(
            "Cơ quan kế thừa theo ngày; tên cơ quan trên quyết định đã ban hành không thay đổi",
            "The successor by the date; the name on a decision that was issued does not change",
        ),
        source=_REORGANISATION,
        valid_from=_FIRST,
        valid_to=None,
    ),
)
