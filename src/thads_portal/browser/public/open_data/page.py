"""The page of the open data, and the files below it."""

from collections.abc import Sequence
from contextlib import ExitStack
from contextlib import suppress
from functools import cached_property
from thads_portal.browser.public.open_data.ranges import Part
from thads_portal.browser.public.open_data.ranges import part_of
from thads_portal.browser.public.open_data.ranges import Unsatisfiable
from thads_portal.browser.shared.dataset import dataset
from thads_portal.browser.shared.page import CHOOSE_PROVINCE
from thads_portal.browser.shared.page import PublicPage
from thads_portal.browser.shared.streaming import Sized
from thads_portal.browser.shared.streaming import turn
from thads_portal.content.register import REGISTER_ID
from thads_portal.content.settings import shows_decision
from thads_portal.domain.names import sort_key
from thads_portal.domain.provinces import by_slug
from thads_portal.errors import FileGone
from thads_portal.errors import RegisterUnavailable
from thads_portal.i18n import _
from thads_portal.opendata import bulk
from thads_portal.opendata.descriptions import DESCRIPTIONS
from thads_portal.opendata.records import Layout
from thads_portal.opendata.records import TERMS
from thads_portal.register import public_lists
from thads_portal.register.bulk import find
from thads_portal.register.bulk import newest
from thads_portal.services.answer import HEADERS
from thads_portal.services.answer import unless_known
from thads_portal.services.fairness import EXPORTS
from thads_portal.services.fairness import take_share
from thads_portal.templates import PageTemplate
from typing import Any
from urllib.parse import quote
from zExceptions import NotFound
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse

import json


#: The checksums of the official lists; those of the bulk files are one of them.
LIST_SUMS = "SHA256SUMS-PDF"
ABOUT = _(
    "about_data",
    default="Toàn bộ danh sách đang công khai dưới dạng tệp CSV và NDJSON của cả nước và từng tỉnh,"
    " làm mới mỗi đêm, có tổng kiểm; nguồn tin Atom, JSON Feed, API và điều khoản sử dụng.",
)


@implementer(IPublishTraverse)
class OpenData(PublicPage):
    template = PageTemplate("page.pt")
    failed = False
    made: Any = None
    lists: Sequence[Any] = ()
    _name = None

    @property
    def way(self) -> dict:
        """To the official list of a province."""
        return self.province_way("danh-sach-pdf", none=CHOOSE_PROVINCE)

    def publishTraverse(self, request, name):
        if self._name is not None:
            raise NotFound(name)
        self._name = name
        return self

    def __call__(self):
        if self._name is None:
            return super().__call__()
        return self._file(self._name)

    def update(self):
        try:
            with self.register() as cursor:
                self.made = newest(cursor)
                self.lists = public_lists.all_lists(cursor)
        except RegisterUnavailable as error:
            self.failed = True
            self.request.response.setStatus(error.status, lock=1)
            self.request.response.setHeader("Retry-After", "120")
        self._tell()

    def _tell(self) -> None:
        """What engines and messengers show of this page."""
        title = self.say(_("data_heading", default="Dữ liệu mở của danh sách công khai"))
        about = self.say(ABOUT)
        address = f"{self.layout.public_root}/du-lieu"
        listed = self.made.files if self.made is not None else ()
        whole = [
            (f"{address}/{file.name}", file.content_type, file.size)
            for file in listed
            if file.listings is not None and not file.province
        ]
        self.layout.tell(
            headline=title,
            description=about,
            structured=dataset(
                name=title,
                description=about,
                url=address,
                taken=self.made.taken if self.made is not None else None,
                files=whole,
                terms=f"{address}#dieu-khoan",
            ),
        )

    # The page

    @property
    def path(self) -> str:
        return f"{self.root}/du-lieu"

    @cached_property
    def files(self) -> list[dict]:
        """The nation's pair, then each province's in order: names, sizes, checksums."""
        pairs: dict[str, list] = {}
        for file in self.made.files:
            if file.listings is not None:
                pairs.setdefault(file.province, []).append(file)
        rows: list[dict[str, Any]] = [
            {
                "label": by_slug(slug).name if slug else None,
                "listings": self.number(files[0].listings),
                "files": [
                    {
                        "address": f"{self.path}/{file.name}",
                        "name": file.name,
                        "format": file.name.split(".")[-2].upper(),
                        "size": self.size(file.size),
                        "sha256": file.sha256,
                    }
                    for file in files
                ],
            }
            for slug, files in pairs.items()
        ]
        rows.sort(
            key=lambda row: (row["label"] is not None, sort_key(row["label"] or "", "organisation"))
        )
        return rows

    @property
    def fields(self):
        """``(name, what it is)`` of the columns."""
        layout = Layout(base="", register_id=REGISTER_ID, decision=shows_decision())
        place = 1 if self.language == "en" else 0
        return [(name, TERMS[name][place]) for name in layout.fields]

    @property
    def official(self) -> list[dict]:
        """The official list of each province that has one, in the alphabet's order."""
        rows = [
            {
                "label": by_slug(made.province).name,
                "address": f"{self.root}/{made.province}/danh-sach-pdf",
                "made": f"{self.words.time(made.made)} {self.words.day(made.made)}",
                "listings": self.number(made.listings),
                "parts": self.number(len(made.parts)),
                "size": self.size(sum(part.size for part in made.parts)),
            }
            for made in self.lists
        ]
        return sorted(rows, key=lambda row: sort_key(row["label"], "organisation"))

    # The files

    def _description(self, name: str, made: Any):
        """The files described for programs; none while there are no files."""
        if made is None:
            raise NotFound(name)
        content_type, describe = DESCRIPTIONS[name]
        layout = Layout(base="", register_id=REGISTER_ID, decision=shows_decision(), ids=True)
        told = describe(made, layout, f"{self.layout.public_root}/du-lieu")
        body = json.dumps(told, ensure_ascii=False, indent=2).encode()
        response = self.request.response
        response.setHeader("Content-Type", content_type)
        response.setHeader("Access-Control-Allow-Origin", "*")
        return unless_known(self.request, body)

    def _file(self, name: str):
        response = self.request.response
        self.request.environ["plone.transformchain.disable"] = True
        for header, value in HEADERS.items():
            response.setHeader(header, value)
        with self.register() as cursor:
            if name in DESCRIPTIONS:
                return self._description(name, newest(cursor))
            if name == LIST_SUMS:
                return self._list_sums(public_lists.all_lists(cursor))
            made, found = newest(cursor), find(cursor, name)
            official = public_lists.find(cursor, name) if found is None else None
        if found is not None:
            file: Any
            file, taken = found
            shown_as, content_type = name, file.content_type
        elif official is not None:
            file, taken = official
            # Which moment it shows is to be seen from the file too.
            moment = taken.astimezone(self.words.VIETNAM)
            shown_as, content_type = f"{moment:%Y%m%d}-{name}", "application/pdf"
        else:
            raise NotFound(name)
        if made is not None and found is not None:
            # Whoever goes on with `@changes` reads from where, without the list of the files; that of a set
            # which is being replaced may be gone.
            with suppress(FileGone):
                response.setHeader("X-Cursor", bulk.place_of(self.database, made))
        tag = f'"{file.sha256[:32]}"'
        response.setHeader("ETag", tag)
        response.setHeader("Last-Modified", f"{taken:%a, %d %b %Y %H:%M:%S} GMT")
        response.setHeader("Accept-Ranges", "bytes")
        response.setHeader("Content-Type", content_type)
        known = self.request.getHeader("If-None-Match") or ""
        if tag in [each.strip().removeprefix("W/") for each in known.split(",")]:
            response.setStatus(304, lock=1)
            return b""
        take_share(self.request, EXPORTS)
        part = self._part(file.size, tag)
        if part is None:
            response.setStatus(416, lock=1)
            response.setHeader("Content-Range", f"bytes */{file.size}")
            return b""
        if part.size < file.size:
            response.setStatus(206, lock=1)
            response.setHeader("Content-Range", f"bytes {part.first}-{part.last}/{file.size}")
        response.setHeader("Content-Disposition", f"attachment; filename*=UTF-8''{quote(shown_as)}")
        response.setHeader("Content-Length", str(part.size))
        life = ExitStack()
        turn(life)
        pieces = bulk.pieces(self.database, file.file, first=part.first, last=part.last)
        life.callback(pieces.close)
        return Sized(pieces, life, part.size)

    def _list_sums(self, lists) -> bytes:
        """The checksums of the official lists, as ``sha256sum --check`` reads them."""
        if not lists:
            raise NotFound(LIST_SUMS)
        self.request.response.setHeader("Content-Type", "text/plain; charset=utf-8")
        parts = [part for made in lists for part in made.parts]
        return "".join(f"{part.sha256}  {part.name}\n" for part in parts).encode()

    def _part(self, size: int, tag: str) -> Part | None:
        """What to send; None if what is asked for is not there."""
        whole = Part(0, size - 1)
        asked = self.request.getHeader("Range") or ""
        # A part of another file would spoil what the client has already.
        if not asked or (self.request.getHeader("If-Range") or tag) != tag:
            return whole
        try:
            return part_of(asked, size) or whole
        except Unsatisfiable:
            return None
