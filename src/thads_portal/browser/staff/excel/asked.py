"""The doubts of an upload, in one place: by kind, those alike together, with what each choice publishes.

One answer holds for all alike; a single row may be answered otherwise. An answer that
stands already can be changed here as long as nothing is written.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from functools import cached_property
from thads_portal.i18n import _
from thads_portal.importing.spreadsheet.cells import address
from thads_portal.importing.spreadsheet.question_words import choice_in_words
from thads_portal.importing.spreadsheet.question_words import published_in_words
from thads_portal.importing.spreadsheet.question_words import question_in_words
from thads_portal.importing.spreadsheet.questions import is_open
from thads_portal.importing.spreadsheet.words import field_label
from typing import Any


#: Groups of alike questions shown at once, and the rows named of each.
SHOWN = 50
_NAMED = 12
_REST = _("excel_asked_as_all", default="Như trên")


class Asked:
    """What the page of questions shows. `page` words it and makes addresses."""

    def __init__(self, page, questions: Sequence[Mapping[str, Any]]) -> None:
        self.page = page
        self.questions = questions

    @cached_property
    def open(self) -> int:
        return sum(map(is_open, self.questions))

    @cached_property
    def groups(self) -> list[dict[str, Any]]:
        """Those alike together; what is open comes first."""
        alike: dict[str, list[Mapping[str, Any]]] = {}
        for question in self.questions:
            alike.setdefault(question["like"], []).append(question)
        ordered = sorted(alike.items(), key=lambda pair: not any(map(is_open, pair[1])))
        return [
            self._group(number, like, questions)
            for number, (like, questions) in enumerate(ordered[:SHOWN])
        ]

    @property
    def more(self) -> int:
        """Groups that are not shown yet."""
        return max(len({question["like"] for question in self.questions}) - SHOWN, 0)

    def _group(
        self, number: int, like: str, questions: Sequence[Mapping[str, Any]]
    ) -> dict[str, Any]:
        first = questions[0]
        held = [question["answer"] or question["default"] for question in questions]
        common = held[0] if len(set(held)) == 1 else None
        told = [
            [(choice["publish"], choice["params"]) for choice in question["choices"]]
            for question in questions
        ]
        same = all(each == told[0] for each in told)
        return {
            "name": f"a-{number}",
            "like": like,
            "was": common if common and not any(map(is_open, questions)) else "",
            "id": f"hoi-{number}",
            "open": any(map(is_open, questions)),
            "heading": question_in_words(first, self.page.say),
            "count": len(questions),
            "count_text": self.page.number(len(questions)),
            "where": self._where(questions),
            "cell": first["cell"],
            "example": "" if same else self._place(first),
            "choices": [
                {
                    "id": choice["id"],
                    "label": choice_in_words(choice, self.page.say),
                    "publish": self._publish(choice["publish"]),
                    "chosen": choice["id"] == common,
                }
                for choice in first["choices"]
            ],
            "same": same,
            "single": [self._single(question, common) for question in questions]
            if len(questions) > 1
            else [],
        }

    def _single(self, question: Mapping[str, Any], common: str | None) -> dict[str, Any]:
        held = question["answer"] or question["default"]
        return {
            "name": f"q-{question['id']}",
            "seen": f"s-{question['id']}",
            "where": self._place(question),
            "cell": question["cell"],
            "options": [
                ("", self.page.say(_REST)),
                *(
                    (choice["id"], choice_in_words(choice, self.page.say))
                    for choice in question["choices"]
                ),
            ],
            "chosen": held if held and held != common else "",
        }

    def _told(self, choice: Mapping[str, Any]) -> str:
        """A choice with what it publishes, in one line."""
        publish = "; ".join(self._publish(choice["publish"]))
        label = choice_in_words(choice, self.page.say)
        return f"{label} ({publish[:160]})" if publish else label

    def _place(self, question: Mapping[str, Any]) -> str:
        column = question["column"]
        if column is not None:
            return self.page.say(
                _(
                    "excel_asked_cell",
                    default="Ô ${cell}",
                    mapping={"cell": address(column, question["row"])},
                )
            )
        return self.page.say(
            _("excel_asked_row", default="Dòng ${row}", mapping={"row": question["row"]})
        )

    def _where(self, questions: Sequence[Mapping[str, Any]]) -> str:
        named = ", ".join(self._place(question) for question in questions[:_NAMED])
        return named + (" …" if len(questions) > _NAMED else "")

    def _publish(self, publish: Mapping[str, Any]) -> list[str]:
        page = self.page
        return [
            f"{page.say(field_label(name))}: {published_in_words(name, value, page.say, page.language)}"
            for name, value in publish.items()
        ]


def answers_sent(sent, names: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """The answers that were changed in the form whose fields are `names`, and what each was.

    By ``like`` (``a-<n>``, its like in ``l-<n>``, what it was in ``b-<n>``) or by the id of one
    (``q-<id>``, ``s-<id>``); "" for one that goes with those alike again.
    """
    answers: dict[str, str] = {}
    seen: dict[str, str] = {}
    for name in names:
        kind, _sign, rest = name.partition("-")
        if kind not in ("a", "q"):
            continue
        key = sent.text(f"l-{rest}") if kind == "a" else rest
        was = sent.text(f"b-{rest}" if kind == "a" else f"s-{rest}")
        chosen = sent.text(name)
        if key and chosen != was and (chosen or kind == "q"):
            answers[key], seen[key] = chosen, was
    return answers, seen
