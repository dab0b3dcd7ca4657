"""``lich-su``: what an item was each time it was saved, and what differs from one time to the next."""

from functools import cached_property
from lxml import html
from plone.uuid.interfaces import IUUID
from thads_portal.actions.changes.propose import MODIFY
from thads_portal.actions.composing.texts import parts_of
from thads_portal.browser.staff.content_items.compose_fields import labels_of
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.desk.writers import admit_writers
from thads_portal.browser.staff.record.people import People
from thads_portal.domain.content_form import Typed
from thads_portal.domain.text_differences import differences
from thads_portal.i18n import _
from thads_portal.register import content_versions
from thads_portal.templates import PageTemplate


class History(DeskPage):
    template = PageTemplate("history.pt")
    title = _("history_title", default="Lịch sử nội dung")

    def admit(self):
        admit_writers(self)

    @property
    def trail(self):
        return [(self.place, self.context.title)]

    @cached_property
    def labels(self) -> dict[str, str]:
        known = labels_of(self.context.portal_type)
        return {part.name: self.say(known[part.name]) for part in self.parts}

    @cached_property
    def parts(self):
        return parts_of(self.context.portal_type)

    @cached_property
    def versions(self):
        """Newest first."""
        with self.register() as cursor:
            return content_versions.versions(cursor, IUUID(self.context))

    def update(self):
        self.people = People(self)
        numbers = [each.number for each in self.versions]
        asked = self.sent.number("so")
        self.chosen = asked if asked in numbers else (numbers[0] if numbers else None)

    @property
    def rows(self) -> list[dict]:
        """Each version: ``number``, ``at``, ``by``, ``changed`` (labels), ``current``."""
        found = []
        before = [*self.versions[1:], None]
        for version, older in zip(self.versions, before, strict=True):
            changed = [
                self.labels[part.name]
                for part in self.parts
                if older is not None
                and version.texts.get(part.name, "") != older.texts.get(part.name, "")
            ]
            found.append({
                "number": version.number,
                "address": f"{self.address}?so={version.number}",
                "restore": f"{self.place}/soan?ban={version.number}",
                "at": f"{self.words.time(version.at)} {self.words.day(version.at)}",
                "by": self.people.name(version.account),
                "changed": ", ".join(changed),
                "current": version.number == self.chosen,
            })  # fmt: skip
        return found

    @property
    def may_restore(self) -> bool:
        return self.may(MODIFY)

    @property
    def differences(self) -> list[dict]:
        """Of the chosen version and the one before: ``label``, ``stretches`` (kind, text)."""
        chosen = next((each for each in self.versions if each.number == self.chosen), None)
        if chosen is None:
            return []
        older = next((each for each in self.versions if each.number < chosen.number), None)
        return [
            {"label": self.labels[part.name], "stretches": stretches}
            for part in self.parts
            if (stretches := differences(
                _plain(part, older.texts.get(part.name, "") if older else ""),
                _plain(part, chosen.texts.get(part.name, "")),
            ))
        ]  # fmt: skip


def _plain(part, text: str) -> str:
    """The words of a text of the editor, a paragraph a line."""
    if part.typed is not Typed.RICH or "<" not in text:
        return text
    tree = html.fragment_fromstring(text, create_parent="div")
    for element in tree.iter("p", "h2", "h3", "h4", "li", "tr", "br"):
        element.tail = f"\n{element.tail or ''}"
    for picture in tree.iter("img"):
        picture.tail = f"[{picture.get('alt', '')}]{picture.tail or ''}"
    return tree.text_content().strip()
