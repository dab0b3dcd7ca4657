"""``theo-doi-viec``: the case of a listing on one page: debtors, money, duties, what happened, files."""

from functools import cached_property
from thads_portal.browser.shared.labels import agency_name
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.ledger import words as said
from thads_portal.browser.staff.record.people import People
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.agencies import responsible_key
from thads_portal.domain.codes import State
from thads_portal.domain.ledger.duties import status_of
from thads_portal.domain.ledger.duties import waiting
from thads_portal.domain.ledger.entries import standing
from thads_portal.domain.ledger.kinds import Bucket
from thads_portal.domain.ledger.kinds import EntryKind
from thads_portal.domain.ledger.money import total
from thads_portal.domain.ledger.register_move import possible_move
from thads_portal.domain.ledger.relief import last_relief
from thads_portal.domain.ledger.relief import relief
from thads_portal.domain.lifecycle import Permission
from thads_portal.domain.places import DESK
from thads_portal.errors import Code
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from thads_portal.i18n import _
from thads_portal.register.desk import known
from thads_portal.register.ledger import books
from thads_portal.register.ledger import evidence
from thads_portal.templates import PageTemplate


#: Stands in a text for what is put in later.
_PLACE = "\u2063"


class OfCase(DeskPage):
    """A page about the case of a listing. `book` is the case's, for reading only."""

    template: PageTemplate | None = None

    def admit(self):
        """Whoever may see restricted fields, by the registration; the case must be there."""
        if self.book is None:
            raise Rejected([Problem(0, None, None, Code.NO_CASE, {})])

    @cached_property
    def book(self):
        with self.register() as cursor:
            case = books.case_of(cursor, self.context.getId())
            return None if case is None else books.load(cursor, [case]).get(case)

    @cached_property
    def enters(self) -> bool:
        # Asked for each line of a page.
        return self.may(Permission.PROPOSE.value)

    @property
    def case_address(self) -> str:
        return f"{self.place}/theo-doi-viec"

    @property
    def trail(self):
        desk = f"{self.root}/{self.layout.province.slug}/{DESK}"
        return [
            (desk, self.say(_("nav_desk", default="Bàn làm việc"))),
            (f"{self.place}/ho-so", self.context.debtor_name),
        ]

    @cached_property
    def lines(self):
        """(line, its label, its balance)."""
        found = self.book.balances()
        return [
            (line, said.line_label(self, line), found[key])
            for key, line in sorted(self.book.lines.items())
            if key in found
        ]


class CasePage(OfCase):
    template = PageTemplate("case.pt")
    title = _("case_title", default="Theo dõi việc thi hành án")

    @property
    def heading(self):
        return self.say(
            _(
                "case_heading",
                default="Việc theo quyết định ${number}",
                mapping={"number": self.book.case.decision_number},
            )
        )

    def update(self):
        self.keep_secret()
        book, calendar = self.book, self.acting.calendar
        self.held = standing(book.entries)
        self.case = book.stated_case()
        self.duties = book.duties(calendar)
        numbers = list(book.settled)
        with self.register() as cursor:
            self.listings = known(cursor, None, numbers)
            self.evidence = evidence.of_case(cursor, book.case.id)
        self.asked = book.proposals(calendar)
        self.people = People(self)

    @cached_property
    def facts(self) -> list[tuple[str, str]]:
        case = self.case
        responsible = responsible_key(case.agency, case.province, self.today)
        found = [
            (
                self.say(_("case_decision", default="Quyết định thi hành án")),
                f"{case.decision_number}, {self.words.day(case.decided_on)}",
            ),
            (self.say(_("case_issuer", default="Cơ quan ra quyết định")), agency_name(case.agency)),
            (
                self.say(_("case_responsible", default="Cơ quan chịu trách nhiệm hiện nay")),
                agency_name(responsible),
            ),
            (
                self.say(_("case_origin", default="Nguồn việc")),
                said.code_label(self, case.origin),
            ),
        ]
        office = self.book.standing(self.duties).office
        if office:
            found.append((self.say(_("case_office", default="Phòng tổ chức thi hành")), office))
        if case.prisoner:
            found.append(
                (
                    self.say(_("case_special", default="Trường hợp riêng")),
                    self.say(_("case_prisoner", default="Đang chấp hành án phạt tù còn từ 2 năm")),
                )
            )
        if case.address_unknown:
            found.append(
                (
                    self.say(_("case_special", default="Trường hợp riêng")),
                    self.say(_("case_address_unknown", default="Chưa rõ địa chỉ mới")),
                )
            )
        return found

    @cached_property
    def status(self) -> str:
        return self.say(said.STATUS[status_of(self.held)])

    @cached_property
    def next_duties(self) -> list[dict]:
        """Open duties, the nearest first."""
        return [
            {
                "label": said.duty_label(self, each.duty),
                "since": self.words.day(each.started_on),
                "due": self.due(each.due_on),
                "day": self.words.day(each.due_on),
                "source": each.source,
            }
            for each in waiting(self.duties, self.today)
        ]

    @cached_property
    def debtors(self) -> list[dict]:
        found = []
        for number, work in sorted(self.listings.items()):
            place = f"{self.root}/{work.province}/{REGISTER_ID}/{number}"
            asked = self.asked.get(number)
            found.append(
                {
                    "name": work.debtor_name,
                    "number": number,
                    "address": f"{place}/ho-so",
                    "state": self.label(State(work.state)),
                    "asked": self._asked(asked, place) if asked else None,
                }
            )
        return found

    def _asked(self, asked, place: str) -> dict:
        if asked.end_reason is not None:
            text = _(
                "case_asks_end",
                default="Cần chấm dứt công khai: ${reason}",
                mapping={"reason": self.label(asked.end_reason)},
            )
        else:
            text = _(
                "case_asks_amend",
                default="Cần sửa nghĩa vụ công khai: còn ${left}",
                mapping={"left": self.money(asked.left or 0)},
            )
        return {
            "text": self.say(text),
            "due": self.due(asked.due_on),
            "address": f"{place}/cap-nhat-cong-khai",
        }

    @cached_property
    def balances(self) -> list[dict]:
        return [
            {
                "label": label,
                "who": line.listing or "",
                **{name: self.number(value) for name, value in balance.as_dict().items()},
            }
            for line, label, balance in self.lines
        ]

    @cached_property
    def whole(self) -> dict:
        found = total(balance for _line, _label, balance in self.lines)
        return {name: self.number(value) for name, value in found.as_dict().items()}

    @cached_property
    def columns(self) -> list[tuple[str, str]]:
        """(name, label) of the columns of money."""
        named = [(each.value, said.code_label(self, each)) for each in Bucket]
        return [*named, ("left", self.say(_("case_left", default="Còn phải thi hành")))]

    @cached_property
    def hints(self) -> list[str]:
        """What the law lets be done now: the separate register, exemption, reduction."""
        found = []
        move = possible_move(self.case, self.book.entries, self.today, self.acting.calendar)
        if move is not None:
            found.append(
                self.say(
                    _(
                        "case_may_move",
                        default="Từ ${day} đủ điều kiện: ${what} (${source}).",
                        mapping={
                            "day": self.words.day(move.since),
                            "what": said.kind_label(self, move.kind),
                            "source": move.rule.source,
                        },
                    )
                )
            )
        if self.case.listings and any(e.kind is EntryKind.REQUEST_RETURNED for e in self.held):
            found.append(
                self.say(
                    _(
                        "case_returned_open",
                        default="Yêu cầu đã được gửi lại, việc kết thúc (Nghị định 152/2026/NĐ-CP, Điều 32"
                        " khoản 1). Điều 23 khoản 2 không nêu việc này trong các trường hợp chấm dứt công"
                        " khai: luật chưa rõ, nội dung công khai được giữ nguyên cho đến khi thủ trưởng"
                        " quyết định.",
                    )
                )
            )
        balances = self.book.balances()
        qualifies = relief(
            self.book.lines.values(),
            balances,
            decided_on=self.case.decided_on,
            today=self.today,
            last_relief=last_relief(self.held),
        )
        if qualifies is not None:
            found.append(
                self.say(
                    _(
                        "case_qualifies",
                        default="Đủ thời gian và số tiền để xét ${what}, tối đa ${amount} (${source}).",
                        mapping={
                            "what": said.kind_label(self, qualifies.kind).lower(),
                            "amount": self.money(qualifies.amount),
                            "source": qualifies.rule.source,
                        },
                    )
                )
            )
        return found

    @cached_property
    def papers(self) -> list[dict]:
        """The files of the case, each with its addresses."""
        view = f"{self.place}/xem-tai-lieu?tep="
        return [
            {
                "name": each.name,
                "address": f"{view}{each.id}",
                "preview": f"{view}{each.id}&nho=1" if each.preview else "",
                "size": self.size(each.size),
                "when": self.words.day(each.at),
                "entry": each.entry,
                "sha256": each.sha256,
            }
            for each in self.evidence
        ]

    @cached_property
    def timeline(self) -> list[dict]:
        """What was entered, the newest first; parts of one receipt under it."""
        undone = {entry.reverses for entry in self.book.entries if entry.reverses is not None}
        parts: dict[int, list] = {}
        for entry in self.book.entries:
            if entry.part_of is not None:
                parts.setdefault(entry.part_of, []).append(entry)
        heads = [entry for entry in self.book.entries if entry.part_of is None]
        heads.sort(key=lambda entry: (entry.occurred_on, entry.id), reverse=True)
        return [self._entry(entry, parts.get(entry.id, []), entry.id in undone) for entry in heads]

    # Said once: a ledger has hundreds of entries.

    @cached_property
    def _document_words(self) -> str:
        return self.say(
            _("event_document", default="Văn bản: ${document}", mapping={"document": _PLACE})
        )

    @cached_property
    def attach_words(self) -> str:
        return self.say(_("case_go_attach", default="Thêm ảnh, bản quét"))

    @cached_property
    def reverse_words(self) -> str:
        return self.say(_("case_go_reverse", default="Ghi bút toán đảo"))

    def _entry(self, entry, parts, undone: bool) -> dict:
        document = ""
        if entry.document is not None:
            paper = f"{entry.document.number}, {self.words.day(entry.document.date)}"
            document = self._document_words.replace(_PLACE, paper)
        return {
            "anchor": f"muc-{entry.id}",
            "label": said.kind_label(self, entry.kind),
            "day": self.words.day(entry.occurred_on),
            "undone": undone,
            "document": document,
            "money": [self._money(each) for each in (entry, *parts) if each.amount is not None],
            "details": said.details_in_words(self, entry),
            "who": self.people.name(entry.actor),
            "when": f"{self.words.day(entry.recorded_at)} {self.words.time(entry.recorded_at)}",
            "concerns": entry.listing or "",
            "papers": [each for each in self.papers if each["entry"] == entry.id],
            "attach": f"{self.place}/tai-lieu-viec?muc={entry.id}" if self.enters else "",
            "reverse": ""
            if undone or entry.kind is EntryKind.REVERSED or not self.enters
            else f"{self.place}/dao-but-toan?muc={entry.id}",
        }

    def _money(self, entry) -> str:
        line = self.book.lines.get(entry.line)
        label = said.line_label(self, line) if line is not None else entry.line or ""
        return f"{label}: {self.money(entry.amount)}"
