"""Fields of a form, and what was wrong with them, ready for the macros.

A problem stands twice: beside its field, and in the summary above the form with a link
to the field. A field that was wrong keeps what was typed.
"""

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from thads_portal.errors import Code
from thads_portal.errors import message
from thads_portal.errors import ThadsError
from thads_portal.i18n import _
from typing import Any


#: In a form a date is written the Vietnamese way, whatever the feed's contract says.
_IN_FORMS = {
    Code.BAD_DATE: _(
        "form_bad_date",
        default="Hãy nhập ngày/tháng/năm, ví dụ 23/11/2026.",
    ),
    Code.MISSING: _("form_missing", default="Hãy điền mục này."),
    Code.CONFLICT: _(
        "form_conflict",
        default="Người khác vừa thay đổi mục này. Trang đang hiện nội dung mới; hãy xem rồi làm lại.",
    ),
}
_BAD_AMOUNT = _("form_bad_amount", default="Hãy ghi số tiền, ví dụ 12.500.000.")
_LINE = _("form_line", default="Dòng ${line}: ${text}")


def field_id(name: str) -> str:
    """The id of the element of the field `name`."""
    return "f-" + name.replace(".", "-").replace("_", "-")


@dataclass(frozen=True, slots=True)
class FieldError:
    """`field` is "" for what concerns no single field."""

    field: str
    text: str

    @property
    def id(self) -> str:
        return field_id(self.field) if self.field else ""


class Errors:
    """What was wrong, in the language of the page. `labels` names fields in the summary."""

    def __init__(self, page) -> None:
        self._page = page
        self.found: list[FieldError] = []
        #: Field -> its label, for the summary; other fields are told without a link.
        self.labels: dict[str, str] = {}
        #: What the lines of a refused step were, for ``Dòng 3``; by place from 0.
        self.lines: Sequence[str] = ()

    def __bool__(self) -> bool:
        return bool(self.found)

    def say(self, text, field: str = "") -> None:
        """Note `text` (a message, or text), at `field` if one is named."""
        self.found.append(FieldError(field, self._page.say(text)))

    def add(self, error: ThadsError) -> None:
        """Note a refusal: each of its problems, or what it says as a whole."""
        problems = getattr(error, "problems", ())
        for problem in problems:
            text = self._text(problem.code, problem.params, problem.field or "")
            if problem.line and (not problem.field or len(self.lines) > 1):
                # Of several listings a field is wrong for some only.
                text = self._of_line(problem.line, text)
            self.found.append(FieldError(problem.field or "", text))
        if not problems:
            self.found.append(FieldError("", self._text(error.code, error.params)))

    def _text(self, code: Code, params: Mapping[str, Any], field: str = "") -> str:
        own = _IN_FORMS.get(code)
        if code is Code.WRONG_TYPE and field.endswith("amount"):
            own = _BAD_AMOUNT
        if own is not None:
            return self._page.say(own)
        return message(code, params)[self._page.language]

    def _of_line(self, line: int, text: str) -> str:
        if line <= len(self.lines):
            return f"{self.lines[line - 1]}: {text}"
        return self._page.say(
            _("form_line", default="Dòng ${line}: ${text}", mapping={"line": line, "text": text})
        )

    def at(self, field: str) -> list[str]:
        """What is wrong with `field`."""
        return [error.text for error in self.found if error.field == field]

    @property
    def summary(self) -> list[dict[str, str]]:
        """All of it: ``text``, ``label`` and ``id`` of the field (both may be empty)."""
        return [
            {
                "text": error.text,
                "label": self.labels.get(error.field, ""),
                "id": error.id if error.field in self.labels else "",
            }
            for error in self.found
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the options of ``radios`` under a heading of its own.

    The script puts away a part that does not hold on the day in the field `day_field`.
    """

    heading: str
    options: Sequence[tuple[str, str]]
    day_field: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field as the macro ``field`` shows it.

    `kind`: ``text``, ``date`` (day/month/year), ``money``, ``area``, ``select``, ``checks``
    (several of `options`), ``radios``, ``check`` (one box), ``hidden`` or ``file``. `options`
    are (value, label) pairs; `values` the chosen ones of ``checks``.
    """

    name: str
    label: str
    kind: str = "text"
    value: str = ""
    values: tuple[str, ...] = ()
    options: Sequence[tuple[str, str]] = ()
    sections: Sequence[Section] = ()
    hint: str = ""
    required: bool = False
    #: When it is needed, said in the place of "not required".
    needed: str = ""
    longest: int | None = None
    rows: int = 3
    #: Said beside the field although it is not wrong.
    warning: str = ""
    #: The address that is asked while somebody types; for the script.
    asks: str = ""

    @property
    def id(self) -> str:
        return field_id(self.name)

    @property
    def input_mode(self) -> str | None:
        return "numeric" if self.kind in ("date", "money") else None


def field_maker(page) -> Callable[..., Field]:
    """Fields whose texts are translated and whose values are what was sent, or else `value`."""

    def make(name: str, label, *, hint="", value: str = "", kind: str = "text", **more) -> Field:
        said = page.say(label)
        if more.get("needed"):
            more["needed"] = page.say(more["needed"])
        page.errors.labels[name] = said
        sent = page.sent
        # A box that is not ticked is not sent, so a form that came at all decides.
        if page.request.method == "POST":
            if kind == "checks":
                more["values"] = sent.texts(name)
            elif name in sent or kind == "check":
                value = sent.text(name)
        return Field(
            name=name,
            label=said,
            kind=kind,
            hint=page.say(hint) if hint else "",
            value=value,
            **more,
        )

    return make
