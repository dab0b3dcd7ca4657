"""A feed as Atom (RFC 4287), in pages (RFC 5005), with tombstones (RFC 6721) for what has ended."""

from thads_portal.opendata.feeds import Feed
from thads_portal.opendata.feeds import id_of
from thads_portal.opendata.values import moment
from xml.etree.ElementTree import Element
from xml.etree.ElementTree import register_namespace
from xml.etree.ElementTree import SubElement
from xml.etree.ElementTree import tostring

import re


CONTENT_TYPE = "application/atom+xml; charset=utf-8"
_ATOM = "http://www.w3.org/2005/Atom"
_DELETED = "http://purl.org/atompub/tombstones/1.0"
register_namespace("", _ATOM)
register_namespace("at", _DELETED)
#: What XML 1.0 cannot hold, even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(feed: Feed) -> bytes:
    root = Element(f"{{{_ATOM}}}feed", {"xml:lang": feed.language})
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    if feed.subtitle:
        _text(root, "subtitle", feed.subtitle)
    _text(root, "updated", moment(feed.updated))
    _text(SubElement(root, f"{{{_ATOM}}}author"), "name", feed.author)
    if feed.rights:
        _text(root, "rights", feed.rights)
    _link(root, "self", feed.address, "application/atom+xml")
    _link(root, "alternate", feed.page, "text/html")
    for rel, address in (("first", feed.first or feed.address), ("next", feed.next)):
        if address and (feed.first or feed.next):
            _link(root, rel, address, "application/atom+xml")
    for gone in feed.ended:
        SubElement(
            root,
            f"{{{_DELETED}}}deleted-entry",
            {"ref": id_of(gone.number), "when": moment(gone.ended)},
        )
    for each in feed.entries:
        entry = SubElement(root, f"{{{_ATOM}}}entry")
        _text(entry, "id", each.id)
        _text(entry, "title", each.title)
        _text(entry, "updated", moment(each.updated))
        if each.published:
            _text(entry, "published", moment(each.published))
        if each.category:
            about = {"term": each.category}
            if each.category_label:
                about["label"] = each.category_label
            SubElement(entry, f"{{{_ATOM}}}category", about)
        _link(entry, "alternate", each.address, "text/html")
        if each.summary:
            _text(entry, "summary", each.summary)
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, f"{{{_ATOM}}}{name}").text = _NOT_XML.sub("\ufffd", text)


def _link(parent: Element, rel: str, href: str, kind: str) -> None:
    attributes = {"rel": rel, "type": kind, "href": _NOT_XML.sub("\ufffd", href)}
    SubElement(parent, f"{{{_ATOM}}}link", attributes)
