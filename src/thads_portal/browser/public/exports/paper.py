"""The results of a search as a PDF to read or print, as long as they are few.

Set at once, on the time of the visitor and of the portal: hence the limit. The whole list of
a province is made at night (``browser/public/public_lists``).
"""

from datetime import date
from thads_portal.content.settings import shows_decision
from thads_portal.domain import words
from thads_portal.domain.agencies import provincial_agency
from thads_portal.domain.agencies import responsible_key
from thads_portal.domain.central_bodies import central_body
from thads_portal.domain.provinces import by_slug
from thads_portal.errors import TooLongForPaper
from thads_portal.opendata.pdf.debtor_list import debtor_list
from thads_portal.opendata.pdf.debtor_list import TITLE
from thads_portal.opendata.pdf.paper import Paper
from thads_portal.opendata.pdf.paper_listing import PaperListing
from thads_portal.opendata.pdf.paper_listing import without_decision
from thads_portal.register.export import export
from thads_portal.register.export import snapshot
from thads_portal.register.query import Query
from thads_portal.services.items import agency_name


#: More listings are not set at once: two seconds of one processor.
MOST = 1000
_COLUMNS = ("province", *PaperListing.__slots__)


def as_paper(view, query: Query) -> bytes:
    """The PDF of what `query` finds; `view` is an ``exports.answers.DataView`` with a `page`.

    Raises TooLongForPaper, RegisterUnavailable.
    """
    with snapshot(view.database) as connection:
        found = export(connection, query, _COLUMNS)
        if found.total > MOST:
            raise TooLongForPaper(total=words.number(found.total), most=words.number(MOST))
        rows = [row[: len(_COLUMNS)] for row in found.rows]
    # Agency by agency, as the list of the law has it; within one, in the order of the search.
    rows.sort(key=lambda row: (row[0], row[_COLUMNS.index("agency")]))
    query_string = view.request.get("QUERY_STRING") or ""
    address = f"{view.page}?{query_string}" if query_string else view.page
    today = view.now.astimezone(words.VIETNAM).date()
    over, agency, place = issuer(query.province or query.province_2025, today)
    return debtor_list(
        Paper(title=TITLE, code="", check=address[:200], made=view.now, wide=True),
        map(_entry, rows),
        over=over,
        agency=agency,
        place=place,
        day=today,
        agencies=_Names(today),
        scope=f"(Kết quả tra cứu lúc {words.time(view.now)} ngày {words.day(view.now)})",
    )


def issuer(province: str | None, today: date) -> tuple[str, str, str]:
    """The lines of the head of what nobody signs: body above, agency, place."""
    body = central_body(today).name
    if province is None:
        return "Bộ Tư pháp", body, "Hà Nội"
    found = by_slug(province)
    return body, provincial_agency(province).name, found.successor_name


def _entry(row: tuple) -> PaperListing:
    fields = dict(zip(_COLUMNS, row, strict=True))
    del fields["province"]
    if not shows_decision():
        fields = without_decision(fields)
    return PaperListing(**fields)


class _Names(dict):
    """Agency key -> its name with its province, and who answers for it on `day` if another does."""

    def __init__(self, day: date) -> None:
        super().__init__()
        self._day = day

    def __missing__(self, key: str) -> str:
        slug = key.partition("/")[0]
        province = by_slug(slug)
        name = agency_name(key)
        now = responsible_key(key, slug, self._day)
        told = [] if now == key else [f"nay do {agency_name(now)} giải quyết"]
        if province:
            told.insert(0, province.name)
        return f"{name} ({'; '.join(told)})" if told else name

    def get(self, key, default=None):
        return self[key]
