"""Issues official papers: from the register to a file that anybody can check.

A paper of many listings is kept, with its digest, under its code: whoever holds a copy
can compare. A paper of one listing is made afresh for whoever asks; its code says which
version of the listing it shows, so that checking needs nothing stored.
"""

from base64 import b64encode
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import asdict
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from enum import StrEnum
from thads_portal.content.settings import shows_decision
from thads_portal.domain import words
from thads_portal.domain.deputies import signed_for_head
from thads_portal.domain.paper_codes import code_of_listing
from thads_portal.domain.paper_codes import content_tag
from thads_portal.domain.paper_codes import new_code
from thads_portal.domain.paper_codes import read_code_of_listing
from thads_portal.domain.paper_codes import shown
from thads_portal.domain.web_addresses import host_name
from thads_portal.opendata.pdf.debtor_list import debtor_list
from thads_portal.opendata.pdf.debtor_list import Part
from thads_portal.opendata.pdf.debtor_list import TITLE as LIST_TITLE
from thads_portal.opendata.pdf.heads import head_of
from thads_portal.opendata.pdf.heads import issuer_name
from thads_portal.opendata.pdf.heads import names_in_list
from thads_portal.opendata.pdf.notice import notice
from thads_portal.opendata.pdf.notice import Posting
from thads_portal.opendata.pdf.notice import TITLE as NOTICE_TITLE
from thads_portal.opendata.pdf.one_listing import one_listing
from thads_portal.opendata.pdf.paper import Paper
from thads_portal.opendata.pdf.paper_listing import content_of
from thads_portal.opendata.pdf.paper_listing import PaperListing
from thads_portal.opendata.pdf.paper_listing import without_decision
from thads_portal.opendata.pdf.search_slip import TITLE as SLIP_TITLE
from thads_portal.opendata.pdf.signature import sign
from thads_portal.register.papers import IssuedPaper
from thads_portal.register.papers import printed_rows
from thads_portal.register.publication_log.served import served
from thads_portal.register.rows import public_notes
from thads_portal.secret_keys import personal_number_key

import hashlib
import orjson


class PaperKind(StrEnum):
    LIST = "list"
    NOTICE = "notice"
    LISTING = "listing"
    PUBLIC_LIST = "public_list"
    SEARCH = "search"


#: kind -> (Vietnamese, English)
KIND_LABELS: dict[PaperKind, tuple[str, str]] = {
    PaperKind.LIST: (LIST_TITLE, "List of judgment debtors who lack the conditions"),
    PaperKind.NOTICE: (NOTICE_TITLE, "Notice for posting at the commune"),
    PaperKind.LISTING: ("Thông tin công khai của một trường hợp", "One public listing"),
    PaperKind.SEARCH: (SLIP_TITLE, "Slip of a search"),
    PaperKind.PUBLIC_LIST: (
        f"{LIST_TITLE} (toàn tỉnh, thành phố; lập tự động)",
        "List of judgment debtors who lack the conditions (whole province; made automatically)",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A paper that is made and not yet stored. `content` digests what it says and on which day."""

    code: str
    title: str
    document: bytes
    content: bytes
    listings: int
    signed: bool

    @property
    def sha256(self) -> bytes:
        return hashlib.sha256(self.document).digest()

    def issued(
        self,
        *,
        kind: PaperKind,
        file: str,
        province: str,
        made: datetime,
        made_by: str,
        agency: str | None = None,
        listing: str | None = None,
    ) -> IssuedPaper:
        """Its entry among the papers that were issued; `file` is an id of ``jobs.files``."""
        return IssuedPaper(
            code=self.code,
            kind=kind.value,
            province=province,
            agency=agency,
            listing=listing,
            content=self.content,
            made=made,
            made_by=made_by,
            listings=self.listings,
            sha256=self.sha256,
            signed=self.signed,
            file=file,
        )


def list_of(
    subsite,
    dsn: str,
    *,
    agency: str | None,
    when: datetime,
    today: date,
    root: str,
    reached: Callable[[int, int], None] | None = None,
) -> Draft:
    """The public list of a province, or of its agency with the key `agency`.

    `root` is the portal's address without a slash at its end; `reached` is told how many
    rows are set, and of how many. Raises RegisterUnavailable, CannotSign.
    """
    head = head_of(subsite, agency, today)
    code = new_code()
    sheet = _sheet(LIST_TITLE, code, root, when, wide=True)
    digest = Digest(PaperKind.LIST, subsite.getId(), agency or "", today.isoformat())
    with printed_rows(dsn, province=subsite.getId(), agency=agency) as (count, rows):
        document = debtor_list(
            sheet,
            digest.over(entries_of(rows)),
            over=head.over,
            agency=head.agency,
            place=head.place,
            day=today,
            agencies=names_in_list(subsite, today),
            scope=_scope(when, log_line(dsn, root)),
            reached=None if reached is None else lambda done: reached(done, count),
        )
    return _signed(code, sheet, document, digest)


def part_of_list(
    subsite,
    entries: Iterable[PaperListing],
    part: Part,
    *,
    when: datetime,
    today: date,
    root: str,
    log: str,
    reached: Callable[[int], None] | None = None,
) -> Draft:
    """A part of the public list of a province as the portal makes it by itself; nobody signs it
    by hand. `reached` is told the number of the last row that is set.
    """
    head = head_of(subsite, None, today)
    code = new_code()
    sheet = _sheet(LIST_TITLE, code, root, when, wide=True, part=part.in_words)
    # Of its moment: the same list may come back after another, as a paper of its own.
    subject = (subsite.getId(), str(part.number), when.isoformat())
    digest = Digest(PaperKind.PUBLIC_LIST, *subject)
    document = debtor_list(
        sheet,
        digest.over(entries),
        over=head.over,
        agency=head.agency,
        place=head.place,
        day=today,
        agencies=names_in_list(subsite, today),
        scope=_scope(when, log),
        part=part,
        reached=reached,
    )
    return _signed(code, sheet, document, digest)


def notice_of(
    listing,
    subsite,
    posting: Posting,
    *,
    others: Iterable[PaperListing],
    amounts: Mapping[str, int | None],
    when: datetime,
    today: date,
    root: str,
) -> Draft:
    """The notice for the commune about the decision of `listing`; `others` rest on the same.

    `amounts`: those of the `others` in đồng, by their numbers.
    """
    head = head_of(subsite, listing.agency, today)
    code = new_code()
    sheet = _sheet(NOTICE_TITLE, code, root, when)
    # Who signed for the head signs with the form and position in which they did.
    signed = signed_for_head(listing.history)
    name, capacity = signed or (listing.signed_by or "", head.signs)
    subject = (listing.id, today.isoformat(), *map(str, asdict(posting).values()))
    digest = Digest(PaperKind.NOTICE, *subject, *(signed or ()))
    document = notice(
        sheet,
        list(digest.over([entry_of(listing, decision=True), *others])),
        posting,
        over=head.over,
        agency=head.agency,
        issuer=issuer_name(subsite, listing.agency, listing.no_conditions_decision_date),
        place=head.place,
        day=today,
        signer=name,
        signs=capacity,
        amounts={listing.id: listing.obligation_amount, **amounts},
        decision_number=listing.no_conditions_decision_number,
        decision_date=listing.no_conditions_decision_date,
    )
    return _signed(code, sheet, document, digest)


def paper_of_listing(
    listing, subsite, *, address: str, when: datetime, today: date, root: str
) -> Draft:
    """The paper of a public listing, as it is now; the same as long as it is not changed."""
    head = head_of(subsite, listing.agency, today)
    code = code_of_listing(
        listing.id, tag_of(entry_of(listing, decision=True)), key=personal_number_key()
    )
    title = f"{listing.debtor_name} – {listing.id}"
    sheet = Paper(title=title, code=code, check=_check(root, code), made=when)
    digest = Digest(PaperKind.LISTING, listing.id)
    (entry,) = digest.over([entry_of(listing, decision=shows_decision())])
    document = one_listing(
        sheet,
        entry,
        over=head.over,
        agency=head.agency,
        issuer=issuer_name(subsite, listing.agency, listing.no_conditions_decision_date),
        place=head.place,
        day=today,
        address=address,
        published=words.day(listing.first_published),
        notes=[
            {"day": words.day(date.fromisoformat(note["date"])), "note": note["note"]}
            for note in public_notes(listing.history)
        ],
    )
    return _signed(code, sheet, document, digest)


def tag_of(entry: PaperListing) -> str:
    """What tells this version of a listing from others; of all its public fields."""
    return content_tag(hashlib.sha256(content_of(entry)).digest())


def listing_of_code(typed: str) -> tuple[str, str] | None:
    """The number and tag that the code of a listing's paper names; None if it is no such."""
    return read_code_of_listing(typed, key=personal_number_key())


def entries_of(rows: Iterable[dict]) -> Iterator[PaperListing]:
    """What is printed of `rows` (``register.papers.printed_rows``)."""
    shows = shows_decision()
    return (PaperListing(**_shown(row, shows)) for row in rows)


def entry_of(listing, *, decision: bool) -> PaperListing:
    """The public fields of the stored object; with its `decision` or without."""
    row = {name: getattr(listing, name) for name in _ENTRY_FIELDS if name != "number"}
    return PaperListing(**_shown({**row, "number": listing.id}, decision))


_ENTRY_FIELDS = tuple(PaperListing.__slots__)


def _shown(row: dict, decision: bool) -> dict:
    return row if decision else without_decision(row)


def log_line(dsn: str, root: str) -> str:
    """What the publication log is now, as a list tells it: whoever keeps the list has a checkpoint."""
    with served(dsn, host_name(root.partition("://")[2])) as log:
        size, root_hash = log.head.size, b64encode(log.head.root).decode()
    return f"Nhật ký công khai: {words.number(size)} dấu, mã gốc {root_hash}"


def _scope(when: datetime, log: str) -> str:
    return f"(Tính đến {words.time(when)} ngày {words.day(when)}. {log})"


def _sheet(
    title: str, code: str, root: str, when: datetime, *, wide: bool = False, part: str = ""
) -> Paper:
    check = _check(root, code)
    return Paper(title=title, code=shown(code), check=check, made=when, wide=wide, part=part)


def _check(root: str, code: str) -> str:
    return f"{root}/xac-minh?ma={code}"


def _signed(code: str, sheet: Paper, document: bytes, digest: "Digest") -> Draft:
    document, signed = sign(document)
    return Draft(
        code=code,
        title=sheet.title,
        document=document,
        content=digest.value,
        listings=digest.count,
        signed=signed,
    )


class Digest:
    """Digests what a paper says while it is being set; `subject` is the same in each of its kind."""

    def __init__(self, *subject: str):
        self._sum = hashlib.sha256(orjson.dumps(subject))
        self.count = 0

    def over(self, entries: Iterable[PaperListing]) -> Iterator[PaperListing]:
        for entry in entries:
            self._sum.update(content_of(entry))
            self.count += 1
            yield entry

    @property
    def value(self) -> bytes:
        return self._sum.digest()
