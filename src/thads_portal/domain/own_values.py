"""Whether a listing's public texts repeat its own restricted values, however they are written.

Compared: the creditor's and the enforcement officer's names (marks, case and blanks left
aside), the case number, the personal number or enterprise code (any digits between any
signs), the date of birth (any order and signs). Creditors that are the State itself are
no person's data. Only whether something was found leaves this module.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from thads_portal.domain.personal_numbers import with_plain_digits
from typing import Any
from unicodedata import normalize

import re


_SPLIT = re.compile(r"[,;:/()\n+]|\b(?:và|cùng|với)\b")
#: Before what a street or a place is named after.
_PLACES = ("duong ", "duong pho ", "hem ", "kiet ")
_TITLES = re.compile(
    r"^(?:(?:ong|ba|anh|chi|co|chu|bac|cu|vo|chong|ong ba|vo chong|nguoi duoc thi hanh an)\s+)+"
)
_STATE = re.compile(
    r"nha nuoc|ngan sach|kho bac|thi hanh an|toa an|vien kiem sat|cong quy|\bubnd\b|uy ban nhan dan"
)
_NOT_DIGITS = re.compile(r"(?<=\d)[\s.,:;_·•*'’|/()\u2010-\u2015-]+(?=\d)")
_DAY = re.compile(
    r"(?<!\d)(\d{1,4}) ?(?:[/.,\u2010-\u2015-]|tháng|thang) ?(\d{1,2}) ?(?:[/.,\u2010-\u2015-]|năm|nam) ?(\d{1,4})(?!\d)",
    re.I,
)


def folded(text: str) -> str:
    """`text` without marks and case, with single blanks; other scripts are left out."""
    lowered = text.lower().replace("đ", "d").replace("ð", "d")
    plain = normalize("NFD", lowered).encode("ascii", "ignore").decode()
    return " ".join(plain.split())


@lru_cache(maxsize=4096)
def _names(value: str) -> tuple[str, ...]:
    """The names in a restricted text that are long enough to tell somebody."""
    found = []
    for part in _SPLIT.split(value):
        name = _TITLES.sub("", folded(part).strip(" .-"))
        # "Ngân hàng Mẫu - Chi nhánh Thử" is as well told by its head.
        for each in (name, name.partition(" - ")[0]):
            if " " in each and len(each) >= 6 and not _STATE.search(each):
                found.append(each)
    return tuple(dict.fromkeys(found))


def _stands_in(value: str, text: str, joins: str = "") -> bool:
    """Whether `value` is in `text` as a whole word; `joins` are signs that belong to words too."""
    place = text.find(value)
    while place >= 0:
        before, behind = text[place - 1 : place], text[place + len(value) : place + len(value) + 1]
        whole = not (before.isalnum() or behind.isalnum() or (before and before in joins))
        if whole and not text[max(0, place - 12) : place].endswith(_PLACES):
            return True
        place = text.find(value, place + len(value))
    return False


def _born(text: str, birth: date) -> bool:
    if f"{birth.year % 100:02d}" not in text:
        return False
    whole = {(birth.day, birth.month, birth.year), (birth.year, birth.month, birth.day)}
    short = birth.year % 100
    for match in _DAY.finditer(text):
        found = tuple(map(int, match.groups()))
        if found in whole or found == (birth.day, birth.month, short):
            return True
    return f"{birth.day:02d}{birth.month:02d}{birth.year}" in text


def repeats_own(texts: str, fields: Mapping[str, Any], *, but_number: bool = False) -> bool:
    """Whether `texts` (all public texts that are read, joined by line feeds) repeat a
    restricted value of `fields`; `but_number` leaves its personal number aside.
    """
    creditor, officer = fields.get("creditor"), fields.get("enforcement_officer")
    case = fields.get("case_number")
    number = None if but_number else fields.get("personal_id")
    birth = fields.get("date_of_birth")
    if not (creditor or officer or case or number or birth):
        return False
    plain = folded(texts)
    debtor = folded(fields.get("debtor_name") or "")
    for value in (creditor, officer):
        for name in _names(value) if value else ():
            if name in plain and name not in debtor and _stands_in(name, plain):
                return True
    if case and len(case) >= 4 and any(map(str.isdigit, case)):
        sought = folded(case)
        if sought in plain and _stands_in(sought, plain, "/-") and not _is_public(sought, fields):
            return True
    if not any(map(str.isdigit, plain)):
        return False
    digits = with_plain_digits(texts)
    if number:
        joined = _NOT_DIGITS.sub("", digits)
        sought = re.sub(r"\D", "", str(number))
        if len(sought) >= 9 and (sought in joined or (len(sought) == 13 and sought[:10] in joined)):
            return True
    if isinstance(birth, str):
        try:
            birth = date.fromisoformat(birth)
        except ValueError:
            birth = None
    return birth is not None and _born(digits, birth)


def _is_public(case: str, fields: Mapping[str, Any]) -> bool:
    return any(
        case == folded(fields.get(name) or "")
        for name in (
            "judgment_number",
            "enforcement_decision_number",
            "no_conditions_decision_number",
        )
    )
