"""Texts to start from in the forms of a listing: chosen, filled with the case's figures, still edited.

Works without scripts: the button sends the form, which comes back with the text in its field and
everything that was typed. A text with a gap that nobody filled is taken by no form.
"""

from thads_portal.browser.staff.desk.reading import amount
from thads_portal.domain import words
from thads_portal.domain.codes import JudgmentKind
from thads_portal.domain.codes import label
from thads_portal.domain.text_templates import fill
from thads_portal.domain.text_templates import gap_in
from thads_portal.domain.text_templates import shipped
from thads_portal.domain.text_templates import TextTemplate
from thads_portal.domain.text_templates import Use
from thads_portal.domain.topics import GATEWAY
from thads_portal.errors import Code
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from thads_portal.register import text_templates


_FILL = "fill."
_KINDS = "obligation_kinds"


def own_templates(cursor, province: str) -> list[TextTemplate]:
    """Those of the agency of `province`, then those of the gateway."""
    found = text_templates.of_places(cursor, [province, GATEWAY], list(Use))
    kept = [
        TextTemplate(
            key=f"a{each.id}",
            use=Use(each.use),
            title=each.title,
            text=each.texts.get("text", ""),
            judgment_kinds=tuple(filter(None, each.texts.get("judgment_kinds", "").split("|"))),
            kinds=tuple(filter(None, each.texts.get("kinds", "").split("|"))),
            place=each.place,
        )
        for each in found
    ]
    return sorted(kept, key=lambda each: each.place == GATEWAY)


class FromTemplates:
    """Mix-in of pages with a form; `figures` are the fields of the case as texts."""

    @property
    def figures(self) -> dict[str, str]:
        raise NotImplementedError

    @property
    def templates(self) -> dict[str, list[tuple[str, str]]]:
        """Field -> (key, title) of the texts for it, those for this kind of judgment first."""
        kind = self.figures.get("judgment_kind", "")
        found: dict[str, list] = {}
        for each in self._all_templates():
            found.setdefault(each.use.value, []).append(each)
        return {
            field: [
                (each.key, self._title(each))
                for each in sorted(group, key=lambda each: not each.fits(kind))
            ]
            for field, group in found.items()
        }

    def _title(self, template: TextTemplate) -> str:
        kinds = [
            label(JudgmentKind(kind), self.language)
            for kind in template.judgment_kinds
            if kind in list(JudgmentKind)
        ]
        return f"{template.title} ({', '.join(kinds)})" if kinds else template.title

    def _all_templates(self) -> list[TextTemplate]:
        with self.register() as cursor:
            own = own_templates(cursor, self.layout.province.slug)
        return [*own, *shipped()]

    def asks_to_fill(self, action: str) -> bool:
        """Whether the button was one that fills a field; then the field is filled."""
        field = action.removeprefix(_FILL)
        if not action.startswith(_FILL) or field not in list(Use):
            return False
        key = self.sent.text(f"template.{field}")
        chosen = next((each for each in self._all_templates() if each.key == key), None)
        if chosen is None or chosen.use != field:
            return True
        text = fill(chosen.text, self.figures)
        typed = self.sent.text(field).strip()
        self.request.form[field] = f"{typed}\n{text}" if typed and text not in typed else text
        if chosen.kinds and field == Use.OBLIGATION and not self.sent.texts(_KINDS):
            self.request.form[_KINDS] = list(chosen.kinds)
        return True

    def refuse_gaps(self) -> None:
        """Raises Rejected for a text with a gap of a template."""
        gaps = {use.value: gap_in(self.sent.text(use.value)) for use in Use}
        problems = [
            Problem(0, None, field, Code.TEMPLATE_GAP, {"gap": gap})
            for field, gap in gaps.items()
            if gap
        ]
        if problems:
            raise Rejected(problems)


def typed_figures(texts: dict[str, str]) -> dict[str, str]:
    """The texts of a form; a sum of money with its dots."""
    money = amount(texts.get("obligation_amount", ""))
    shown = words.number(money) if isinstance(money, int) else str(money)
    return {**texts, "obligation_amount": shown}
