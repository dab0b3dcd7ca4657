"""What is typed in the form of an item is kept on the server while it is typed, for its author alone."""

from functools import cached_property
from thads_portal.actions.syndication.account import record
from thads_portal.content.section_item import home_of
from thads_portal.domain.content_form import version_of
from thads_portal.domain.content_templates import Beginning
from thads_portal.domain.content_templates import BEGINNINGS
from thads_portal.domain.recording import Recorded
from thads_portal.domain.rich_text import narrow
from thads_portal.domain.topics import GATEWAY
from thads_portal.errors import Code
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from thads_portal.i18n import _
from thads_portal.register import content_drafts
from thads_portal.register import content_versions
from thads_portal.register import text_templates
from zExceptions import NotFound

import orjson


#: Minutes for which somebody who typed is said to be at it.
AT_IT = 15
#: Letters of the name of a text to start from.
LONGEST_NAME = 150


class KeptTexts:
    """Mix-in of ``Compose``: `draft` is the key of the form, `texts_now` what is stored."""

    #: The draft that the form shows, and the version it was begun with.
    restored = None
    base_shown = ""
    texts_now: dict = {}

    def is_key(self, text: str) -> bool:
        return content_drafts.is_key(text)

    def texts_shown(self) -> dict[str, str]:
        """What the form shows when it is opened: an older version that was asked for, what was
        typed last, or what is stored."""
        if (older := self._version_asked()) is not None:
            return older
        with self.register() as cursor:
            kept = content_drafts.own(cursor, self.acting.user_id, self.draft)
        if kept is None and (beginning := self._beginning_asked()) is not None:
            return beginning
        if kept is not None and dict(kept.texts) != self.texts_now:
            self.restored, self.base_shown = kept, kept.base
            return dict(kept.texts)
        return self.texts_now

    def _version_asked(self) -> dict[str, str] | None:
        """The texts of ``?ban=3`` of the history; saved, they are a new version."""
        number = self.sent.number("ban")
        if number is None or self.item is None:
            return None
        with self.register() as cursor:
            found = content_versions.versions(cursor, self.draft)
        return next((dict(each.texts) for each in found if each.number == number), None)

    @cached_property
    def beginnings(self) -> list[Beginning]:
        """What a new item may start from: the agency's own, the gateway's, the portal's."""
        if self.item is not None:
            return []
        here = home_of(self.context)
        with self.register() as cursor:
            own = text_templates.of_places(cursor, {here, GATEWAY}, [self.topic])
        kept = [Beginning(f"a{each.id}", each.title, each.texts) for each in own]
        return [*kept, *BEGINNINGS[self.topic]]

    def _beginning_asked(self) -> dict[str, str] | None:
        """The texts of ``?mau=p1``."""
        asked = self.sent.text("mau")
        if not asked:
            return None
        return next((dict(each.texts) for each in self.beginnings if each.key == asked), None)

    def keep_as_beginning(self) -> str | None:
        """What was typed is kept as a text to start from, under its title."""
        texts = {
            name: text for name, text in self.texts_sent.items() if text and name != "effective"
        }
        title = texts.get("title", "")[:LONGEST_NAME]
        if not title:
            raise Rejected([Problem(0, None, "title", Code.MISSING)])
        place = home_of(self.context)
        texts["text"] = narrow(texts.get("text", ""))
        text_templates.keep(
            self.context,
            use=self.topic.value,
            place=place,
            title=title,
            texts=texts,
            account=self.acting.user_id,
        )
        record(self.context, Recorded.TEMPLATE_CHANGED, self.acting)
        # What was typed is not lost by that: it is kept as while typing.
        self.keep_typed()
        self.request.response.setHeader("Content-Type", "text/html; charset=utf-8")
        said = _(
            "compose_template_kept",
            default="Đã ghi thành mẫu “${title}”.",
            mapping={"title": title},
        )
        address = self.address if self.item is not None else f"{self.address}?nhap={self.draft}"
        return self.done(said, address)

    @property
    def restored_at(self) -> str:
        return f"{self.words.time(self.restored.at)} {self.words.day(self.restored.at)}"

    @property
    def unfinished(self) -> list[dict]:
        """New items that were begun in this section, and not saved: ``title``, ``at``, ``address``."""
        if self.item is not None or self.request.method == "POST":
            return []
        with self.register() as cursor:
            found = content_drafts.unfinished(cursor, self.acting.user_id, self.place)
        unnamed = self.say(_("compose_unnamed", default="(chưa có tiêu đề)"))
        return [
            {
                "title": each.texts.get("title") or unnamed,
                "at": f"{self.words.time(each.at)} {self.words.day(each.at)}",
                "address": f"{self.address}?nhap={each.key}",
            }
            for each in found
            if each.key != self.draft
        ]

    @property
    def others(self) -> list[str]:
        """Who else typed in this form a moment ago: name and time."""
        if self.item is None:
            return []
        with self.register() as cursor:
            found = content_drafts.others(cursor, self.acting.user_id, self.draft, minutes=AT_IT)
        return [f"{self.people.name(account)} ({self.words.time(at)})" for account, at in found]

    def keep_typed(self) -> str:
        """Keep what was sent; JSON for the script: ``saved`` (a time), ``changed``."""
        if not self.is_key(self.draft):
            raise NotFound(self.draft)
        base = self.sent.text("version")
        done = content_drafts.keep(
            self.database,
            account=self.acting.user_id,
            key=self.draft,
            place=self.place,
            base=base,
            texts=self.texts_sent,
        )
        changed = self.item is not None and base != version_of(self.texts_now)
        response = self.request.response
        response.setHeader("Content-Type", "application/json; charset=utf-8")
        response.setHeader("Cache-Control", "no-store")
        saved = self.words.time(self.acting.when) if done else ""
        return orjson.dumps({"saved": saved, "changed": changed}).decode()

    def drop_typed(self) -> str:
        """What was kept is not wanted: the form as it is stored."""
        content_drafts.drop(self.context, self.acting.user_id, self.draft)
        return self.done(_("compose_dropped", default="Đã bỏ nội dung gõ dở."), self.address)
