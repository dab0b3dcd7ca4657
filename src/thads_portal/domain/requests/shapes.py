"""What a procedure is made of: questions, papers, outcomes, grounds of refusal; rows and no code.

Texts are pairs (Vietnamese, English). A page class knows shapes of fields, never a procedure.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


#: (Vietnamese, English)
Text = tuple[str, str]


class Shape(StrEnum):
    """What a field takes."""

    TEXT = "text"
    AREA = "area"
    DAY = "day"
    CHOICE = "choice"
    PROVINCE = "province"
    COURT = "court"
    MONEY = "money"
    PHONE = "phone"
    EMAIL = "email"
    PERSONAL_NUMBER = "personal_number"
    LISTING = "listing"
    CHECK = "check"
    COUNT = "count"


#: Longest value in characters.
LONGEST = {
    Shape.AREA: 5000,
    Shape.PHONE: 20,
    Shape.EMAIL: 120,
    Shape.DAY: 20,
    Shape.MONEY: 30,
    Shape.COUNT: 6,
}
LONGEST_OTHER = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a page. `options`: (code, text). `past`: a day that is not in the future."""

    name: str
    label: Text
    shape: Shape = Shape.TEXT
    required: bool = True
    hint: Text = ("", "")
    options: tuple[tuple[str, Text], ...] = ()
    past: bool = True
    #: Names, a line each, of who speaks for as many people as the field of this name says.
    speak_for: str = ""
    #: A bank account: for the accountant's eyes only.
    accountant: bool = False
    #: The browser's own memory for it, by the HTML standard.
    autocomplete: str = ""

    @property
    def longest(self) -> int:
        return LONGEST.get(self.shape, LONGEST_OTHER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One page. Shown if the answer to the field `when` is one of `values`; always without."""

    id: str
    title: Text
    fields: tuple[Field, ...]
    help: Text = ("", "")
    when: str = ""
    values: tuple[str, ...] = ()
    #: Who it is: of a denunciation this part lies apart, under a key of its own.
    identity: bool = False

    def is_asked(self, answers: dict[str, str]) -> bool:
        return not self.when or answers.get(self.when, "") in self.values


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper that belongs to the request. `online` False: shown at the counter only."""

    id: str
    label: Text
    required: bool = False
    online: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A ground on which the request may be refused, in force between two days."""

    code: str
    text: Text
    article: str
    since: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a request ends: the answer's title and the text to start from, in Vietnamese."""

    code: str
    label: Text
    title: str
    template: str
    article: str
    #: What it prepares in the register: ``amend``, ``end`` or nothing.
    effect: str = ""
    #: The answer is a certificate that others may check at ``/xac-minh``.
    certificate: bool = False


class Handling(StrEnum):
    """Who sees a new request before anybody has been given it."""

    AGENCY = "agency"
    #: The person complained of works there: nobody sees it before the head.
    HEAD_FIRST = "head_first"


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """One service. `id` is the last part of its address; `keep_days` after it is closed."""

    id: str
    title: Text
    lead: Text
    who: Text
    questions: tuple[Question, ...]
    outcomes: tuple[Outcome, ...]
    article: str
    papers: tuple[Paper, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    #: Grounds that are none: a request must not be refused because of them.
    not_refused: tuple[Text, ...] = ()
    handling: Handling = Handling.AGENCY
    identity_apart: bool = False
    keep_days: int = 730
    fee: Text = ("Không thu phí.", "No fee.")
    #: The paper form that is filled in to be signed; "" where none is needed.
    form_title: str = ""
    #: The name of its form in the law, which is a setting and not yet settled.
    national_service: bool = True
    #: Money is paid or remitted: the accountant works on it too.
    about_money: bool = False

    def question(self, id: str) -> Question | None:
        return next((each for each in self.questions if each.id == id), None)

    def asked(self, answers: dict[str, str]) -> tuple[Question, ...]:
        """The pages of who has answered so."""
        return tuple(each for each in self.questions if each.is_asked(answers))

    def fields(self, answers: dict[str, str]) -> tuple[Field, ...]:
        return tuple(field for each in self.asked(answers) for field in each.fields)

    @property
    def identity_fields(self) -> frozenset[str]:
        if not self.identity_apart:
            return frozenset()
        return frozenset(f.name for q in self.questions if q.identity for f in q.fields)

    @property
    def account_fields(self) -> frozenset[str]:
        """What only the accountant reads."""
        return frozenset(f.name for q in self.questions for f in q.fields if f.accountant)

    def outcome(self, code: str) -> Outcome | None:
        return next((each for each in self.outcomes if each.code == code), None)

    def refusals_on(self, day: date) -> tuple[Refusal, ...]:
        return tuple(each for each in self.refusals if each.holds_on(day))
