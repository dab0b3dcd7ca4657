"""The preview of an upload: what its rows come to, in sums and cards; what is asked; its columns."""

from collections.abc import Mapping
from collections.abc import Sequence
from functools import cached_property
from thads_portal.browser.shared.pager import Pager
from thads_portal.browser.shared.pager import Stretch
from thads_portal.browser.staff.excel.asked import Asked
from thads_portal.browser.staff.excel.cards import Cards
from thads_portal.browser.staff.excel.columns import Columns
from thads_portal.i18n import _
from thads_portal.importing.spreadsheet import desk
from thads_portal.importing.spreadsheet.notices import in_words
from thads_portal.importing.spreadsheet.notices import Notice
from thads_portal.importing.spreadsheet.words import MARKS
from thads_portal.register import uploads
from thads_portal.register.uploads import Mark
from thads_portal.register.uploads import PAGE
from thads_portal.register.uploads import Upload
from typing import Any


#: In the order of what the editor has to do about them.
_ORDER = (
    Mark.WRONG,
    Mark.ASKED,
    Mark.NEW,
    Mark.UPDATE,
    Mark.SAME,
    Mark.ENDED,
    Mark.TWIN,
    Mark.SKIPPED,
)
_PRESSING = frozenset({Mark.WRONG, Mark.ASKED})
#: What a row of the sheet ended as -> the words of the sum, and why it was left out.
ACCOUNTS = {
    "created": _("row_became_created", default="thành một mục"),
    "joined": _("row_became_joined", default="gộp vào mục khác"),
    "split": _("row_became_split", default="tách thành nhiều mục"),
    "left_out": _("row_became_left_out", default="để lại, không đưa vào"),
    "asked": _("row_became_asked", default="chờ ông/bà trả lời"),
    "heading": _("row_became_heading", default="tiêu đề, tên đơn vị, chữ ký"),
}
WHY = {
    "hidden": _("why_hidden", default="dòng bị ẩn hoặc bị lọc"),
    "struck": _("why_struck", default="dòng bị gạch ngang"),
    "done": _("why_done", default="ghi chú là đã thi hành xong"),
    "second_list": _(
        "why_second_list", default="thuộc danh sách thứ hai, ví dụ danh sách chấm dứt"
    ),
    "by_hand": _("why_by_hand", default="ông/bà đã chọn bỏ qua"),
    "total": _("why_total", default="dòng cộng"),
    "signature": _("why_signature", default="chữ ký, nơi nhận"),
    "blank": _("why_blank", default="không có nội dung"),
    "number_row": _("why_number_row", default="dòng đánh số cột"),
    "title": _("why_title", default="tên danh sách"),
    "heading": _("why_heading", default="tiêu đề cột"),
    "section": _("why_section", default="tên đơn vị hoặc xã ở giữa danh sách"),
    "note": _("why_note", default="ghi chú"),
    "example": _("why_example", default="dòng ví dụ"),
    "no_list": _("why_no_list", default="trang tính không có danh sách"),
    "unknown": _("why_unknown", default="không đủ ô để là một dòng của danh sách"),
}
#: What the page shows: cards, questions, the rows of the sheet, its columns and fonts.
VIEWS = ("", "hoi", "dong", "cot")


class Preview:
    """What the templates show of an upload, for one page of it."""

    def __init__(self, page, upload: Upload) -> None:
        self.page = page
        self.upload = upload
        sent = page.sent
        self.view = sent.text("xem") if sent.text("xem") in VIEWS else ""
        self.filter = sent.text("loc") if sent.text("loc") in list(Mark) else ""
        self.account = sent.text("so") if sent.text("so") in ACCOUNTS else ""
        self.start = max(sent.number("tu") or 0, 0)
        self.say = page.say
        self.language = page.language

    # The whole of it

    @property
    def views(self) -> list[dict]:
        labels = {
            "": _("excel_view_cards", default="Các mục sẽ tạo"),
            "hoi": _("excel_view_asked", default="Chỗ còn ngờ"),
            "dong": _("excel_view_rows", default="Các dòng của tệp"),
            "cot": _("excel_view_columns", default="Cột và phông chữ"),
        }
        counts = {
            "": len(self.upload.marks),
            "hoi": len(self.asked.questions),
            "dong": len(self.accounts),
        }
        return [
            {
                "label": self.say(label),
                "count": self.page.number(counts[view]) if view in counts else "",
                "address": self.page.at(self.upload.id, xem=view),
                "current": "page" if self.view == view else None,
            }
            for view, label in labels.items()
            if view != "hoi" or self.asked.questions
        ]

    @cached_property
    def accounts(self) -> list[Mapping[str, Any]]:
        """One for each row of the file's sheets that holds something."""
        return self.upload.summary.get("accounts") or []

    @cached_property
    def sum(self) -> dict[str, Any]:
        """The rows of the file = what each of them ended as, with the way to them."""
        parts = []
        for account, label in ACCOUNTS.items():
            count = sum(1 for each in self.accounts if each["a"] == account)
            if count:
                parts.append(
                    {
                        "count": self.page.number(count),
                        "label": self.say(label),
                        "address": self.page.at(self.upload.id, xem="dong", so=account),
                        "pressing": "pressing" if account == "asked" else None,
                        "current": "page" if self.account == account else None,
                    }
                )
        return {"total": self.page.number(len(self.accounts)), "parts": parts}

    @property
    def counts(self) -> list[dict]:
        """Every mark that occurs, as a filter."""
        counts = [
            {
                "label": self.say(_("excel_all_rows", default="Tất cả các mục")),
                "count": self.page.number(len(self.upload.marks)),
                "address": self.page.here,
                "current": None if self.filter else "true",
                "pressing": None,
            }
        ]
        counts += [
            {
                "label": self.say(MARKS[mark]),
                "count": self.page.number(self.upload.count(mark)),
                "address": self.page.at(self.upload.id, loc=mark.value),
                "current": "true" if self.filter == mark else None,
                "pressing": "pressing" if mark in _PRESSING else None,
            }
            for mark in _ORDER
            if self.upload.count(mark)
        ]
        return counts

    @property
    def notices(self) -> list[str]:
        """All but the columns that are not used, which are named first."""
        return [
            self.say(in_words(kept))
            for kept in self.upload.summary.get("notices", ())
            if kept["notice"] != Notice.UNUSED_COLUMNS
        ]

    @cached_property
    def asked(self) -> Asked:
        return Asked(self.page, self.upload.summary.get("questions") or [])

    @cached_property
    def columns(self) -> Columns:
        return Columns(self.page, self.upload)

    @property
    def earlier(self) -> str | None:
        """When the very same file was written before."""
        with self.page.register() as cursor:
            earlier = uploads.written_before(cursor, self.upload)
        return self.page.words.day(earlier.created) if earlier else None

    # Cards

    @cached_property
    def places(self) -> list[int]:
        """The listings that the filter lets through, by their place."""
        marks = self.upload.marks
        if not self.filter:
            return list(range(len(marks)))
        return [place for place, mark in enumerate(marks) if mark == self.filter]

    @cached_property
    def shown(self) -> Sequence[int]:
        return self._stretch.of(self.places)

    @cached_property
    def cards(self) -> list[dict]:
        with self.page.register() as cursor:
            rows = uploads.rows_at(cursor, self.upload.id, self.shown)
            twins = sorted({row["twin"] for row in rows.values() if "twin" in row})
            first = uploads.rows_at(cursor, self.upload.id, twins) if twins else {}
            source = desk.source_rows(cursor, self.upload, rows.values())
        cards = Cards(
            self.page,
            tables=self.upload.summary["tables"],
            editing=self.page.sent.text("muc"),
        )
        made = []
        for place in self.shown:
            row = rows[place]
            card = cards.card(
                row,
                Mark(self.upload.marks[place]),
                [source[each] for each in row["src"]],
                twin=first[row["twin"]]["r"] if "twin" in row else None,
            )
            card["place"] = f"so-{place}"
            card["edit"] = (
                self.page.at(
                    self.upload.id, loc=self.filter, tu=str(self.start or ""), muc=row["id"]
                )
                + f"#muc-{row['id']}"
            )
            made.append(card)
        return made

    # Rows of the sheet

    @cached_property
    def account_places(self) -> list[int]:
        return [
            place
            for place, each in enumerate(self.accounts)
            if not self.account or each["a"] == self.account
        ]

    @cached_property
    def rows(self) -> list[dict]:
        """Rows of the sheet with what each of them ended as."""
        with self.page.register() as cursor:
            source = uploads.source_of(cursor, self.upload.id)["rows"]
        return [
            self._source_row(source[place], self.accounts[place])
            for place in self._stretch.of(self.account_places)
        ]

    def _source_row(self, row: Mapping[str, Any], account: Mapping[str, Any]) -> dict:
        texts = [
            cell[1] for _column, cell in sorted(row["c"].items(), key=lambda pair: int(pair[0]))
        ]
        why = account.get("why") or ""
        return {
            "number": row["r"],
            "sheet": row["sheet"],
            "text": " | ".join(filter(None, texts))[:600],
            "ended": self.say(ACCOUNTS[account["a"]]),
            "why": self.say(WHY[why]) if why in WHY else "",
            "to": [
                {
                    "address": self.page.at(self.upload.id, tu=str(place // PAGE * PAGE or ""))
                    + f"#so-{place}",
                    "label": self.page.number(place + 1),
                }
                for place in (account.get("to") or ())[:20]
            ],
        }

    @property
    def account_words(self) -> str:
        return self.say(ACCOUNTS[self.account]) if self.account else ""

    # Pages

    @property
    def _count(self) -> int:
        return len(self.account_places) if self.view == "dong" else len(self.places)

    @property
    def _stretch(self) -> Stretch:
        return Stretch(start=self.start, size=PAGE, total=self._count)

    def _at(self, start: int) -> str:
        return self.page.at(
            self.upload.id,
            xem=self.view,
            loc=self.filter,
            so=self.account,
            tu=str(start or ""),
        )

    @property
    def pager(self) -> Pager:
        return self._stretch.pager(self._at, shown=self.place_in_words)

    @property
    def place_in_words(self) -> str:
        first, last, count = map(self.page.number, (*self._stretch.place, self._count))
        return f"{first}–{last} / {count}"

    # Writing

    @property
    def new(self) -> int:
        return self.upload.count(Mark.NEW)

    @property
    def updates(self) -> int:
        return self.upload.count(Mark.UPDATE)

    @property
    def wrong(self) -> int:
        return self.upload.count(Mark.WRONG)

    @property
    def waiting(self) -> int:
        """Listings that wait for an answer."""
        return self.upload.count(Mark.ASKED)

    @cached_property
    def asks_document(self) -> bool:
        return bool(self.updates) and desk.has_published_updates(self.page.context, self.upload)

    @property
    def document_fields(self) -> list:
        make = self.page.make_field
        return [
            make(
                "document.number",
                _("excel_document_number", default="Số văn bản làm căn cứ sửa đổi"),
                longest=100,
            ),
            make(
                "document.date",
                _("excel_document_date", default="Ngày văn bản làm căn cứ sửa đổi"),
                kind="date",
            ),
        ]
