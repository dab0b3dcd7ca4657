"""Doubts of reading: what a cell or row could mean, and what each reading would publish.

A question without a default is open until the editor answers it, and holds back the
listings it is about. One with a default is settled by it, told, and can be turned round.
An answer is given for one question (its ``id``) or for all alike (its ``like``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What is in doubt."""

    AMOUNT = "amount"
    AMOUNT_SUM = "amount_sum"
    SHARES = "shares"
    UNIT = "unit"
    DATE = "date"
    US_DATES = "us_dates"
    NUMBER = "number"
    ACTS = "acts"
    NAMES = "names"
    BIRTH_YEAR = "birth_year"
    ADDRESS_LIST = "address_list"
    ADDRESS = "address"
    CONTINUATION = "continuation"
    OBLIGATIONS = "obligations"
    DITTO = "ditto"
    SECOND_LIST = "second_list"
    STRUCK = "struck"
    HIDDEN = "hidden"
    DONE = "done"
    DECISION = "decision"
    SIGNER = "signer"
    GROUND = "ground"
    FONT = "font"


@dataclass(frozen=True, slots=True)
class Choice:
    """One reading. `publish`: field -> value as it would be stored, of what differs."""

    id: str
    publish: Mapping[str, Any] = field(default_factory=dict)
    params: Mapping[str, Any] = field(default_factory=dict)

    def kept(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "word": self.id.partition(":")[0],
            "params": dict(self.params),
            "publish": dict(self.publish),
        }


@dataclass(slots=True)
class Questions:
    """Collects what is asked while a list is read, and knows the answers given so far."""

    answers: Mapping[str, str] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)

    def ask(
        self,
        kind: Kind,
        choices: list[Choice],
        *,
        place: int,
        row: int,
        sheet: str,
        column: int | None = None,
        name: str | None = None,
        cell: str = "",
        default: str | None = None,
        like: str = "",
    ) -> str | None:
        """The id of the choice that holds: the answer, else the default, else None.

        `place` is the source row's, `row` its number on the sheet. An answer that is none
        of the choices counts as none.
        """
        base = f"{kind.value}-{place}" + ("" if column is None else f"-{column}")
        taken = sum(
            1
            for each in self.asked[-40:]
            if each["id"] == base or each["id"].startswith(base + "~")
        )
        identity = base if not taken else f"{base}~{taken}"
        alike = like or f"{kind.value}/{'|'.join(choice.id for choice in choices)}"
        allowed = {choice.id for choice in choices}
        answer = next(
            (
                given
                for key in (identity, alike)
                if (given := self.answers.get(key)) in allowed and given is not None
            ),
            None,
        )
        self.asked.append(
            {
                "id": identity,
                "kind": kind.value,
                "like": alike,
                "sheet": sheet,
                "row": row,
                "place": place,
                "column": column,
                "field": name,
                "cell": cell[:500],
                "choices": [choice.kept() for choice in choices],
                "default": default,
                "answer": answer,
                "to": [],
            }
        )
        return answer or default


def is_open(question: Mapping[str, Any]) -> bool:
    """Whether it holds back what it is about."""
    return question["answer"] is None and question["default"] is None


def quoted(text: str) -> str:
    """A cell's text as it is said back to whoever handed the file in: theirs, in full if short."""
    return text if len(text) <= 120 else f"{text[:119]}…"
