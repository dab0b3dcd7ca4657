"""A section as an Atom feed (RFC 4287): the newest items of the list that the address asks for."""

from datetime import datetime
from datetime import UTC
from thads_portal.browser.content_lists.latest import described
from thads_portal.catalog import lists
from xml.sax.saxutils import escape
from xml.sax.saxutils import quoteattr

import re


SIZE = 50
#: XML 1.0 has no place for these.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feed(page) -> bytes:
    """The list of `page` as Atom; sets the headers."""
    response = page.request.response
    page.layout.prepare(content_type="application/atom+xml")
    response.setHeader("Content-Type", "application/atom+xml; charset=utf-8")
    base = page.request["SERVER_URL"]
    found = lists.find(page.wanted, size=SIZE)
    entries = [
        (entry, described(entry, page.section.topic, page.place, page.root, page.language))
        for entry in found.entries
    ]
    changed = max(
        (entry.changed for entry in found.entries), default=datetime(2026, 1, 1, tzinfo=UTC)
    )
    title = f"{page.heading} – {page.place_title or 'Cổng thông tin điện tử Thi hành án dân sự'}"
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(page.language)}>',
        f"<id>{_text(base + page.address())}</id>",
        f"<title>{_text(title)}</title>",
        f"<updated>{_moment(changed)}</updated>",
        f'<link rel="self" type="application/atom+xml" href={quoteattr(base + page.feed_address)}/>',
        f'<link rel="alternate" type="text/html" href={quoteattr(base + page.address())}/>',
        f"<author><name>{_text(page.place_title or 'Cục Quản lý Thi hành án dân sự')}</name></author>",
    ]
    for entry, shown in entries:
        address = base + shown.address
        parts.append(
            f"<entry><id>{_text(address)}</id><title>{_text(shown.title)}</title>"
            f"<updated>{_moment(entry.changed)}</updated>"
            f'<link rel="alternate" type="text/html" href={quoteattr(address)}/>'
        )
        if shown.kind_label:
            parts.append(
                f"<category term={quoteattr(shown.kind)} label={quoteattr(shown.kind_label)}/>"
            )
        if shown.summary:
            parts.append(f"<summary>{_text(shown.summary)}</summary>")
        parts.append("</entry>")
    parts.append("</feed>\n")
    return "".join(parts).encode()


def _text(value: str) -> str:
    return escape(_NOT_XML.sub("", value))


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
