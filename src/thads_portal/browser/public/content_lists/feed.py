"""A section as a feed: the newest items of the list that the address asks for."""

from datetime import datetime
from datetime import UTC
from thads_portal.browser.shared.latest import described
from thads_portal.catalog import lists
from thads_portal.catalog.lists import ListedItem as Item
from thads_portal.opendata import atom
from thads_portal.opendata import jsonfeed
from thads_portal.opendata.feeds import Feed
from thads_portal.opendata.feeds import FeedEntry
from thads_portal.security.public_address import public_address
from thads_portal.theme.layout import SITE


SIZE = 50
#: Value of the parameter -> what writes it.
FEEDS = {"atom": atom, "feed.json": jsonfeed}
FEED_NAMES = {"atom": "Atom", "feed.json": "JSON Feed"}
#: When a list without any item last changed.
_NEVER = datetime(2026, 1, 1, tzinfo=UTC)


def feed(page, key: str) -> bytes:
    """The list of `page` as the feed `key` of FEEDS; sets the headers."""
    made = FEEDS[key]
    page.layout.prepare(content_type=made.CONTENT_TYPE.partition(";")[0])
    page.request.response.setHeader("Content-Type", made.CONTENT_TYPE)
    base = public_address()
    found = lists.find(page.wanted, size=SIZE).entries
    return made.write(
        Feed(
            key=f"section:{page.address()}",
            title=f"{page.heading} – {page.place_title or page.say(SITE)}",
            subtitle="",
            author=page.publisher,
            page=base + page.address(),
            address=base + page.feed_address(key),
            updated=max((item.changed for item in found), default=_NEVER),
            language=page.language,
            rights="",
            entries=[_entry(page, base, item) for item in found],
        )
    )


def _entry(page, base: str, item: Item) -> FeedEntry:
    shown = described(item, page.section.topic, page.place, page.root, page.language)
    return FeedEntry(
        key=item.path,
        address=base + shown.address,
        title=shown.title,
        summary=shown.summary,
        updated=item.changed,
        category=shown.kind if shown.kind_label else "",
        category_label=shown.kind_label,
    )
