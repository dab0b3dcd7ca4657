"""A feed as JSON Feed 1.1; what has ended stands in the extension ``_thads``."""

from thads_portal.opendata.feeds import Feed
from thads_portal.opendata.feeds import FeedEntry
from thads_portal.opendata.feeds import id_of
from thads_portal.opendata.values import moment

import orjson


CONTENT_TYPE = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"


def write(feed: Feed) -> bytes:
    return orjson.dumps(as_dict(feed), option=orjson.OPT_INDENT_2)


def as_dict(feed: Feed) -> dict:
    """The feed in the names of JSON Feed."""
    return {
        "version": VERSION,
        "title": feed.title,
        "description": feed.subtitle,
        "home_page_url": feed.page,
        # The same on each page: it says which feed this is.
        "feed_url": feed.first or feed.address,
        **({"next_url": feed.next} if feed.next else {}),
        "language": feed.language,
        "authors": [{"name": feed.author}],
        "items": [
            {
                "id": each.id,
                "url": each.address,
                "title": each.title,
                "content_text": each.summary,
                **({"date_published": moment(each.published)} if each.published else {}),
                "date_modified": moment(each.updated),
                **_tags(each),
                **({"_thads": {"number": each.number, **(each.data or {})}} if each.number else {}),
            }
            for each in feed.entries
        ],
        "_thads": {
            "about": feed.rights,
            "updated": moment(feed.updated),
            "ended": [
                {
                    "id": id_of(gone.number),
                    "number": gone.number,
                    "url": gone.address,
                    "ended": moment(gone.ended),
                }
                for gone in feed.ended
            ],
        },
    }


def _tags(entry: FeedEntry) -> dict[str, list[str]]:
    tag = entry.category_label or entry.category
    return {"tags": [tag]} if tag else {}
