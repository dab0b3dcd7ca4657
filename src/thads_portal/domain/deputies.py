"""Who signs for the head of an agency (ký thay), in which form, on which paper, and when.

Decree 30/2020/NĐ-CP, Article 13: a deputy signs *KT.* (for the head) in their own field; the head of
a unit *TL.* (by order); whoever is authorised in writing, for a time, *TUQ.* (under authority). The
form and the position stand above the name on the paper, and so they are recorded.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class Form(StrEnum):
    """How one signs for the head."""

    KT = "KT"
    TL = "TL"
    TUQ = "TUQ"


#: form -> (Vietnamese, English)
LABELS: dict[Form, tuple[str, str]] = {
    Form.KT: ("KT. (cấp phó ký thay)", "KT. (a deputy for the head)"),
    Form.TL: ("TL. (thừa lệnh)", "TL. (by order of the head)"),
    Form.TUQ: ("TUQ. (thừa ủy quyền)", "TUQ. (under the head's authority)"),
}
#: Whose end must be given: an authority is for a time (Art. 13(4)).
LIMITED = frozenset({Form.TUQ})


@dataclass(frozen=True, slots=True, kw_only=True)
class Deputy:
    """`until_day` None: until it is ended. Both days are included. `id` is never given again."""

    id: int
    account: str
    name: str
    form: Form
    position: str
    #: The title of the head in whose place they sign, such as "Cục trưởng".
    head: str
    from_day: date
    until_day: date | None
    document_number: str
    document_date: date

    def holds_on(self, day: date) -> bool:
        return self.from_day <= day and (self.until_day is None or day <= self.until_day)

    @property
    def capacity(self) -> str:
        """``KT. CỤC TRƯỞNG, PHÓ CỤC TRƯỞNG``, as it stands above the name."""
        return f"{self.form}. {self.head.upper()}, {self.position.upper()}"

    def stored(self) -> dict[str, Any]:
        """Plain values, to be kept."""
        names = type(self).__dataclass_fields__
        return {**{name: getattr(self, name) for name in names}, "form": self.form.value}


def read(stored: Iterable[Mapping[str, Any]]) -> list[Deputy]:
    """The deputies as they are kept with their province."""
    return [Deputy(**{**each, "form": Form(each["form"])}) for each in stored]


def deputy_on(stored: Iterable[Mapping[str, Any]], account: str, day: date) -> Deputy | None:
    """The authority under which `account` signs on `day`; the newest of several."""
    found = [each for each in read(stored) if each.account == account and each.holds_on(day)]
    return found[-1] if found else None


def signed_for_head(history: Iterable[Mapping[str, Any]]) -> tuple[str, str] | None:
    """(name, capacity) of who signed a listing last, if that was for the head; else None."""
    for event in reversed(tuple(history)):
        if event.get("signatory"):
            capacity = event.get("capacity")
            return (event["signatory"], capacity) if capacity else None
    return None
