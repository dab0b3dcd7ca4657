"""The page of an item of a section; one template, the facts differ by type."""

from functools import cached_property
from plone import api
from Products.statusmessages.interfaces import IStatusMessage
from thads_portal.browser.public.content_items.calendar import is_dated
from thads_portal.browser.public.content_items.calendar import NAME as CALENDAR
from thads_portal.browser.public.content_items.facts import facts_of
from thads_portal.browser.public.content_items.metadata import structured
from thads_portal.browser.public.content_lists import HEADINGS
from thads_portal.browser.shared.contact import contact_of_gateway
from thads_portal.browser.shared.content_work import Work
from thads_portal.browser.shared.item_files import files_of
from thads_portal.browser.shared.latest import DAY_LABELS
from thads_portal.browser.shared.latest import kind_label
from thads_portal.browser.shared.latest import Latest
from thads_portal.browser.shared.latest import latest
from thads_portal.browser.shared.latest import section_address
from thads_portal.browser.shared.looked import note_look
from thads_portal.browser.shared.page import PublicPage
from thads_portal.browser.shared.page import SHARED
from thads_portal.browser.shared.page import Step
from thads_portal.catalog.item_indexes import day_of
from thads_portal.catalog.item_indexes import last_day_of
from thads_portal.catalog.lists import today
from thads_portal.domain.rich_text import narrow
from thads_portal.domain.topics import BY_ITEM_TYPE
from thads_portal.domain.topics import Topic
from thads_portal.security.public_address import public_address_of
from thads_portal.templates import PageTemplate


#: How many other items of the section the page names.
OTHERS = 5
#: Plone's scales that a page offers for a picture, with their widths.
_SCALES = (("preview", 400), ("large", 800), ("larger", 1000))


class ItemPage(PublicPage):
    shared = SHARED
    template = PageTemplate("item.pt")
    _work = PageTemplate("../../shared/content_work.pt")
    #: Shown to the staff as the public will see it, with what waits.
    preview = False

    def update(self):
        note_look(self, self.work)
        # The text is the editors': it may carry a width or a colour, never a script.
        self.layout.prepare(edited=True, shared=self.shared)
        topic = self.section.topic
        article = topic in (Topic.NEWS, Topic.NOTICES)
        self.layout.tell(
            headline=self.context.title,
            description=self.context.description,
            article_of=self.day if article else None,
            structured=structured(
                self.context,
                topic,
                url=public_address_of(self.context),
                publisher=self.publisher or contact_of_gateway().name,
                language=self.language,
            ),
        )

    @property
    def work_macros(self):
        return self._work.macros

    def messages(self):
        return IStatusMessage(self.request).show()

    @property
    def section(self):
        return BY_ITEM_TYPE[self.context.portal_type]

    @property
    def section_title(self) -> str:
        return self.say(HEADINGS[self.section.topic])

    @property
    def section_address(self) -> str:
        return section_address(self.context, self.section.topic)

    @property
    def steps(self) -> list[Step]:
        return [Step(self.section_address, self.section_title)]

    @property
    def kind(self) -> str:
        return kind_label(self.section.topic, getattr(self.context, "kind", ""), self.language)

    @property
    def day(self):
        return None if self.section.topic is Topic.PROCEDURES else day_of(self.context)

    @property
    def day_label(self) -> str:
        """What happened on the day of the item."""
        return self.say(DAY_LABELS[self.section.topic])

    @property
    def calendar(self) -> str | None:
        """Where the dates of the item are for a calendar; None without any to come."""
        if self.past or not (self.section.dated and is_dated(self.context)):
            return None
        return f"{self.context.absolute_url_path()}/{CALENDAR}"

    @property
    def past(self) -> bool:
        return self.section.dated and last_day_of(self.context) < today()

    @property
    def facts(self) -> list[tuple[str, str]]:
        """``(label, value)`` of what the type knows of the item."""
        return [(self.say(label), value) for label, value in facts_of(self.context, self.language)]

    @property
    def text(self) -> str | None:
        text = getattr(self.context, "text", None)
        if text is None or not text.raw:
            return None
        # Also of what an earlier release let in.
        return narrow(text.output_relative_to(self.context))

    @property
    def image(self) -> str | None:
        """The lead image as an element, scaled."""
        if getattr(self.context, "image", None) is None:
            return None
        images = api.content.get_view("images", self.context, self.request)
        caption = getattr(self.context, "image_caption", None) or ""
        return images.tag("image", scale="large", alt=caption, css_class="lead-image", title=None)

    @cached_property
    def files(self) -> list[dict]:
        """The attachments: ``title``, ``address``, ``type``, ``size``; no file is opened."""
        return files_of(self.context, "File", waiting=self.preview)

    @cached_property
    def pictures(self) -> list[dict]:
        """The pictures in the item that do not stand in its text: ``image``, ``caption``."""
        text = getattr(self.context, "text", None)
        raw = text.raw if text is not None else ""
        found = []
        for each in files_of(self.context, "Image", waiting=self.preview):
            if f"/{each['uid']}/" in raw or f"/{each['id']}/@@images" in raw:
                continue
            address = each["address"].partition("/@@")[0]
            found.append({
                "sizes": [f"{address}/@@images/image/{name} {width}w" for name, width in _SCALES],
                "address": f"{address}/@@images/image/large",
                "words": each["title"],
                "caption": each["summary"],
            })  # fmt: skip
        return found

    @property
    def lead_picture(self) -> list[dict]:
        """The first of them stands above the text, unless the item has an image of its own."""
        return [] if self.image else self.pictures[:1]

    @property
    def more_pictures(self) -> list[dict]:
        return self.pictures if self.image else self.pictures[1:]

    @property
    def others(self) -> list[Latest]:
        """Other new items of the same section."""
        found = latest(self.context, self.section.topic, OTHERS + 1, language=self.language)
        here = self.context.absolute_url_path()
        return [each for each in found if each.address != here][:OTHERS]

    @property
    def publisher(self) -> str:
        """Who answers for the text."""
        subsite = self.layout.subsite
        return subsite.agency_name if subsite is not None else ""

    @cached_property
    def work(self) -> Work:
        return Work(self.context, self.request)


class ProcedurePage(ItemPage):
    template = PageTemplate("procedure.pt")
    _item = PageTemplate("item.pt")

    @property
    def item_macros(self):
        return self._item.macros

    @property
    def more_pictures(self) -> list[dict]:
        """All of them stand after the text: above it are the facts that a visitor came for."""
        return self.pictures

    def lines(self, text: str | None) -> list[str]:
        return [line.strip() for line in (text or "").splitlines() if line.strip()]
