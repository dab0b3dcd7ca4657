"""The posting batches of a province: a list with filters, and how to put a new one together."""

from functools import cached_property
from thads_portal.actions.batch_create import create_batch
from thads_portal.browser.shared.pager import address_with
from thads_portal.browser.shared.pager import Stretch
from thads_portal.browser.staff.batches.labels import KINDS
from thads_portal.browser.staff.batches.labels import SOURCES
from thads_portal.browser.staff.batches.labels import STATES
from thads_portal.browser.staff.desk.forms import field_maker
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.desk.tables import Cell
from thads_portal.browser.staff.desk.tables import Column
from thads_portal.browser.staff.desk.tables import Row
from thads_portal.browser.staff.desk.tables import Table
from thads_portal.domain.batches import BatchState
from thads_portal.domain.batches import MAX_ROWS
from thads_portal.domain.batches import Source
from thads_portal.domain.codes import State
from thads_portal.domain.lifecycle import Permission
from thads_portal.domain.lifecycle import WITH_EDITOR
from thads_portal.domain.places import DESK
from thads_portal.i18n import _
from thads_portal.register import batches as table
from thads_portal.register import idempotency_keys
from thads_portal.register.trouble import RegisterConflict
from thads_portal.templates import PageTemplate
from zope.i18nmessageid import Message


PAGE = 50
_FILTERS = ("state", "source", "q")
#: What can be put together at once: from -> (source, states of the listings, of the feed).
_ALL = {
    "drafts": (Source.PICKED, tuple(WITH_EDITOR), None),
    "submitted": (Source.PICKED, (State.SUBMITTED,), None),
    "feed": (Source.FEED, (State.BOARD_REVIEW,), True),
    "board": (Source.PICKED, (State.BOARD_REVIEW,), False),
}
_PERMISSION = {
    "drafts": Permission.SUBMIT,
    "submitted": Permission.SIGN,
    "feed": Permission.APPROVE,
    "board": Permission.APPROVE,
}
_LABELS = {
    "drafts": _(
        "batch_new_drafts",
        default="Lập đợt từ ${rows} bản nháp và mục bị trả lại chưa thuộc đợt nào",
    ),
    "submitted": _(
        "batch_new_submitted", default="Lập đợt từ ${rows} mục chờ ký chưa thuộc đợt nào"
    ),
    "feed": _("batch_new_feed", default="Lập đợt từ ${rows} mục do phần mềm thụ lý gửi, đang chờ"),
    "board": _("batch_new_board", default="Lập đợt từ ${rows} mục khác đang chờ duyệt"),
}


class Batches(DeskPage):
    """POST ``create`` with ``number`` (any times) or ``from`` makes a batch and shows it."""

    template = PageTemplate("batches.pt")
    title = _("batches_title", default="Đợt công khai")

    @property
    def address(self):
        return self.place

    @property
    def trail(self):
        province = self.layout.province
        return [(f"{self.root}/{province.slug}/{DESK}", province.name)]

    def handle(self, action):
        if action != "create":
            return super().handle(action)
        digest, made = self._sent_before()
        if made is not None:
            # A second click: the rows are in the batch that the first one made.
            return self.go(f"{self.place}/{made}")
        numbers, source, source_id = self._chosen()
        if not numbers and digest is not None and self._sent_before()[1] is not None:
            # The same form, a moment faster, has put them together.
            raise RegisterConflict("batch")
        batch = create_batch(
            self.layout.subsite,
            self.acting,
            numbers=numbers,
            title=self.sent.text("title"),
            note_text=self.sent.text("note"),
            source=source,
            source_id=source_id,
        )
        if digest is not None:
            idempotency_keys.take(self.context, digest, batch.id)
        said = _(
            "batch_created",
            default="Đã lập đợt ${id} gồm ${rows} mục. Hãy kiểm tra rồi chuyển bước tiếp theo.",
            mapping={"id": batch.id, "rows": self.number(len(batch.rows.waiting))},
        )
        return self.done(said, f"{self.place}/{batch.id}")

    def _sent_before(self) -> tuple[bytes | None, str | None]:
        """What the form is known by, and the batch that it has made, if that is still there."""
        texts = {name: self.sent.text(name) for name in ("from", "title", "note")}
        texts["number"] = " ".join(sorted(self.sent.texts("number")))
        key = self.sent.text("form_key")
        digest = idempotency_keys.digest_of(key, self.acting.user_id, self.place, texts)
        if digest is None:
            return None, None
        with self.register() as cursor:
            made = idempotency_keys.made_by(cursor, digest)
            if made is not None and not table.exists(cursor, self.layout.province.slug, made):
                # Dissolved since: asked for anew, under the key of a form that was taken.
                return None, None
        return digest, made

    @property
    def form_key(self) -> str:
        """By which the form of a new batch is known again."""
        return self.sent.text("form_key") or idempotency_keys.new_key()

    def _chosen(self):
        """(numbers, source, id of the source) of what is to be put together."""
        wanted = self.sent.text("from")
        if wanted in _ALL:
            source, states, of_feed = _ALL[wanted]
            with self.register() as cursor:
                numbers = table.without_batch(
                    cursor,
                    self.layout.province.slug,
                    [state.value for state in states],
                    limit=MAX_ROWS,
                    of_feed=of_feed,
                )
            return numbers, source, None
        upload = self.sent.text("upload") or None
        return (
            self.sent.texts("number"),
            Source.UPLOAD if upload else Source.PICKED,
            upload,
        )

    def update(self):
        self._make = field_maker(self)
        conditions = self._conditions
        start = max(self.sent.number("b_start") or 0, 0)
        with self.register() as cursor:
            lines = table.batches(
                cursor, **conditions, limit=PAGE, offset=start, by_deadline=self._by_deadline
            )
            self.total = table.count(cursor, **conditions)
        self.offers = self._offers()
        self.table = self._table(lines) if lines else None
        params = self.sent.present(_FILTERS)
        self.pager = Stretch(start=start, size=PAGE, total=self.total).pager(
            lambda place: address_with(self.address, params, b_start=str(place or "")),
            shown=self._shown(start, len(lines)),
        )

    @cached_property
    def _conditions(self):
        state = self.sent.text("state")
        source = self.sent.text("source")
        return {
            "provinces": [self.layout.province.slug],
            "states": [state] if state in {each.value for each in BatchState} else None,
            "source": source if source in {each.value for each in Source} else None,
            "words": self.sent.text("q")[:100],
        }

    @property
    def _by_deadline(self):
        return self.sent.text("state") in (BatchState.SUBMITTED, BatchState.BOARD_REVIEW)

    def _shown(self, start, count):
        if not count:
            return ""
        return self.say(
            _(
                "batches_shown",
                default="${from}–${to} trong ${total} đợt",
                mapping={
                    "from": self.number(start + 1),
                    "to": self.number(start + count),
                    "total": self.number(self.total),
                },
            )
        )

    @property
    def filters(self):
        any_ = ("", self.say(_("filter_any", default="Tất cả")))
        states = [any_, *((each.value, self.say(text)) for each, text in STATES.items())]
        sources = [any_, *((each.value, self.say(text)) for each, text in SOURCES.items())]
        make = self._make
        text = self.sent.text
        return [
            make(
                "state",
                _("batch_state", default="Bước"),
                kind="select",
                options=states,
                value=text("state"),
            ),
            make(
                "source",
                _("batch_source", default="Nguồn"),
                kind="select",
                options=sources,
                value=text("source"),
            ),
            make(
                "q",
                _("batch_words", default="Tên hoặc mã đợt"),
                value=text("q"),
                longest=100,
            ),
        ]

    def _offers(self):
        """What this account can put together now: ``from``, ``label``."""
        found = []
        slug = self.layout.province.slug
        with self.register() as cursor:
            for name, (_source, states, of_feed) in _ALL.items():
                if not self.may(_PERMISSION[name].value):
                    continue
                values = [state.value for state in states]
                rows = table.without_batch(cursor, slug, values, limit=MAX_ROWS, of_feed=of_feed)
                if rows:
                    said = self.say(
                        Message(_LABELS[name], mapping={"rows": self.number(len(rows))})
                    )
                    found.append({"from": name, "label": said})
        return found

    @property
    def title_field(self):
        return self._make(
            "title",
            _("batch_name", default="Tên đợt"),
            hint=_("batch_name_hint", default="Ví dụ: Danh sách Chi cục Hòa An tháng 11/2026."),
            longest=200,
        )

    @property
    def empty(self):
        filtered = bool(self.sent.present(_FILTERS))
        if filtered:
            return {"text": self.say(_("batches_none_found", default="Không có đợt nào như vậy."))}
        return {
            "text": self.say(
                _(
                    "batches_none",
                    default="Chưa có đợt công khai nào. Hãy nhập danh sách Excel, hoặc chọn các bản"
                    " nháp ở danh sách rồi lập đợt.",
                )
            )
        }

    def _table(self, lines):
        say = self.say
        columns = (
            Column("id", say(_("batch_id", default="Đợt")), "main"),
            Column("state", say(_("batch_state", default="Bước"))),
            Column("rows", say(_("batch_rows", default="Số mục")), "number"),
            Column("due", say(_("batch_due", default="Hạn công khai")), "due"),
            Column("changed", say(_("batch_changed_at", default="Cập nhật"))),
        )
        rows = [self._row(line) for line in lines]
        return Table(caption=self.heading, columns=columns, rows=rows)

    def _row(self, line):
        due = self.due(self.acting.batch_due_on(line)) if line.waiting else None
        source = self.say(SOURCES[Source(line.source)])
        outcomes = []
        if line.published:
            outcomes.append(
                self.say(
                    _(
                        "batch_n_published",
                        default="${rows} đã công khai",
                        mapping={"rows": self.number(line.published)},
                    )
                )
            )
        if line.returned:
            outcomes.append(
                self.say(
                    _(
                        "batch_n_returned",
                        default="${rows} bị trả lại",
                        mapping={"rows": self.number(line.returned)},
                    )
                )
            )
        named = f"{line.id} – {line.title}" if line.title else line.id
        cells = (
            Cell(text=named, address=f"{self.place}/{line.id}", more=(source,)),
            Cell(tags=((self.say(STATES[line.state]), KINDS[line.state]),)),
            Cell(text=self.number(line.rows), more=tuple(outcomes)),
            Cell(tags=((due["text"], due["kind"]),) if due else ()),
            Cell(text=f"{self.words.day(line.changed)} {self.words.time(line.changed)}"),
        )
        return Row(key=line.id, label=named, cells=cells)
