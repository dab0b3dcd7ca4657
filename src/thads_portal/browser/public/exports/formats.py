"""The formats that results come in: by suffix, or chosen by ``Accept``."""

from collections.abc import Collection
from dataclasses import dataclass
from thads_portal.opendata import atom
from thads_portal.opendata import csv
from thads_portal.opendata import jsonfeed
from thads_portal.opendata import ndjson
from thads_portal.opendata import xlsx


@dataclass(frozen=True, slots=True)
class Format:
    """`suffix` of the address, the type it is sent with."""

    suffix: str
    content_type: str

    @property
    def media_type(self) -> str:
        return self.content_type.partition(";")[0]


FORMATS = {
    made.suffix: made
    for made in (
        Format("csv", csv.CONTENT_TYPE),
        Format("xlsx", xlsx.CONTENT_TYPE),
        Format("ndjson", ndjson.CONTENT_TYPE),
        Format("atom", atom.CONTENT_TYPE),
        Format("feed.json", jsonfeed.CONTENT_TYPE),
        Format("json", "application/json"),
        Format("pdf", "application/pdf"),
    )
}
#: Everything of a search; the others have its newest or a page of it.
WHOLE = ("csv", "xlsx", "ndjson", "pdf")
_BY_TYPE = {made.media_type: made for made in FORMATS.values()}
_PAGES = ("text/html", "application/xhtml+xml")


def chosen(accept: str, among: Collection[str] = FORMATS) -> Format | None:
    """The format that `accept` prefers to a page; None where a page is as good.

    `among` are the suffixes of those that there are.
    """
    best, quality, page = None, 0.0, 0.0
    for part in accept.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        q = _quality(parameters)
        if name in _PAGES or name in ("text/*", "*/*"):
            page = max(page, q)
        elif name in _BY_TYPE and _BY_TYPE[name].suffix in among and q > quality:
            best, quality = _BY_TYPE[name], q
    return best if quality > page else None


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return min(1.0, max(0.0, float(parameter[2:])))
            except ValueError:
                return 0.0
    return 1.0
