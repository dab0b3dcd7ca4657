"""A feed as JSON Feed 1.1; what has ended stands in the extension ``_thads``."""

from thads_portal.opendata.feeds import Feed
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
        "feed_url": feed.address,
        "language": feed.language,
        "authors": [{"name": feed.author}],
        "items": [
            {
                "id": id_of(each.number),
                "url": each.address,
                "title": each.title,
                "content_text": each.summary,
                "date_published": moment(each.published),
                "date_modified": moment(each.updated),
                **({"tags": [each.category]} if each.category else {}),
                "_thads": {"number": each.number, **(each.data or {})},
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
