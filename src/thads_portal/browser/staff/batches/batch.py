"""One page to check a batch: where it is, what must be looked at, its papers, its rows, one step."""

from functools import cached_property
from thads_portal.actions.batch_documents import may_attach
from thads_portal.actions.batch_take import last_job
from thads_portal.actions.load import load_present
from thads_portal.browser.shared.looked import key_of
from thads_portal.browser.shared.pager import address_with
from thads_portal.browser.shared.pager import keyset_pager
from thads_portal.browser.staff.batches.history import history_of
from thads_portal.browser.staff.batches.labels import KINDS
from thads_portal.browser.staff.batches.labels import SHOWS
from thads_portal.browser.staff.batches.labels import SOURCES
from thads_portal.browser.staff.batches.labels import STATES
from thads_portal.browser.staff.batches.labels import way_of
from thads_portal.browser.staff.batches.rows import corrections
from thads_portal.browser.staff.batches.rows import rows_table
from thads_portal.browser.staff.batches.shown import batch_cards
from thads_portal.browser.staff.batches.shown import reading
from thads_portal.browser.staff.batches.steps import Steps
from thads_portal.browser.staff.desk.forms import field_maker
from thads_portal.browser.staff.desk.signing import policy_text
from thads_portal.browser.staff.desk.whose import ACTIONS
from thads_portal.browser.staff.desk.whose import Whose
from thads_portal.browser.staff.record.people import People
from thads_portal.content.listing_schema import IDebtorListing
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.batches import BATCH_TRANSITIONS
from thads_portal.domain.batches import BatchState
from thads_portal.domain.batches import BatchStep
from thads_portal.domain.batches import OPEN
from thads_portal.domain.batches import ROW_STATES
from thads_portal.domain.batches import Source
from thads_portal.domain.codes import EventKind
from thads_portal.domain.places import DESK
from thads_portal.errors import Code
from thads_portal.i18n import _
from thads_portal.jobs.states import JobState
from thads_portal.register import batch_pages
from thads_portal.register.batch_pages import Show
from thads_portal.templates import PageTemplate


PAGE = 50
#: Refused rows up to which the others can be taken by one click: the form names them.
_NAMED = 200


class Batch(Steps):
    template = PageTemplate("batch.pt")

    @cached_property
    def make(self):
        return field_maker(self)

    @property
    def address(self):
        return self.place

    @property
    def title(self):
        named = self.context.title
        title = _("batch_title", default="Đợt công khai ${id}", mapping={"id": self.context.id})
        return f"{self.say(title)}: {named}" if named else title

    @property
    def trail(self):
        province = self.layout.province
        slug = f"{self.root}/{province.slug}"
        return [
            (f"{slug}/{DESK}", province.name),
            (f"{slug}/dot-cong-khai", self.say(_("batches_title", default="Đợt công khai"))),
        ]

    def update(self):
        self.state = BatchState(self.context.state)
        self.states = [state.value for state in ROW_STATES.get(self.state, ())]
        self.job = last_job(self.context)
        self.running = self.job is not None and not self.job.over
        self._tell_job()
        self.show = self._show()
        with self.register() as cursor:
            key = (self.layout.province.slug, self.context.id, self.states)
            self.summary = batch_pages.summary(cursor, *key)
            after = self.sent.text("after") if self.request.method == "GET" else ""
            rows = batch_pages.page(cursor, *key, show=self.show, after=after, limit=PAGE + 1)
            self.refused_rows = self._refused_rows(cursor, key)
        more, rows = len(rows) > PAGE, rows[:PAGE]
        self.picks = self.show not in (Show.PUBLISHED, Show.RETURNED) and bool(self.bulk)
        self.table = (
            rows_table(
                self,
                rows,
                show=self.show,
                states=self.states,
                picks=self.picks,
                notes=self._notes(rows),
            )
            if rows
            else None
        )
        params = {"hien": self.show.value} if self.show is not self._first_show() else {}
        following = rows[-1].number if more else ""
        self.pager = keyset_pager(self, params, following, name="after", path=self.place)
        self.whose.load(self.context.revision)

    @cached_property
    def whose(self) -> Whose:
        return Whose(self, key_of(self.context), self._people, province=self.layout.province.slug)

    def handle(self, action):
        if action in ACTIONS:
            return self.whose.handle(action, self.place)
        return super().handle(action)

    def _first_show(self) -> Show:
        if self.state in OPEN:
            return Show.WAITING
        return Show.PUBLISHED if self.state is BatchState.PUBLISHED else Show.RETURNED

    def _show(self) -> Show:
        wanted = self.sent.text("hien") if self.request.method == "GET" else ""
        return Show(wanted) if wanted in set(Show) else self._first_show()

    # What the rows say beside themselves

    def _notes(self, rows):
        numbers = [row.number for row in rows]
        if self.show is Show.RETURNED:
            returned = self.context.rows.returned
            return {number: (returned[number][0],) for number in numbers if number in returned}
        if self.show is Show.PUBLISHED:
            return {}
        register = self.layout.subsite[REGISTER_ID]
        since = self.context.history[-1]["at"] if self.state is not BatchState.DRAFT else None
        return corrections(self, load_present(register, numbers), since)

    def field_label(self, name: str) -> str:
        return self.say(IDebtorListing[name].title) if name in IDebtorListing else name

    def rows_named(self, numbers):
        states = [state.value for state in ROW_STATES.get(BatchState(self.context.state), ())]
        with self.register() as cursor:
            return batch_pages.page(
                cursor,
                self.layout.province.slug,
                self.context.id,
                states,
                numbers=list(numbers),
                limit=len(numbers),
            )

    def due_of(self, decided):
        return None if decided is None else self.due(self.acting.due_on(EventKind.ISSUED, decided))

    # Where it is

    @property
    def state_tag(self):
        return {"text": self.say(STATES[self.state]), "kind": KINDS[self.state]}

    @property
    def way(self):
        """The line of steps: ``text``, ``current``, ``over``."""
        way = way_of(self.signing, self.state)
        states = [state for state, _text in way]
        at = states.index(self.state) if self.state in states else 0
        return [
            {"text": self.say(text), "current": place == at, "over": place < at}
            for place, (_state, text) in enumerate(way)
        ]

    @property
    def facts(self):
        """(label, value) pairs at the top."""
        rows = self.context.rows
        say = self.say
        found = [
            (say(_("batch_source", default="Nguồn")), say(SOURCES[Source(self.context.source[0])]))
        ]
        for label, count in (
            (_("batch_fact_waiting", default="Đang chờ"), len(rows.waiting)),
            (_("batch_fact_published", default="Đã công khai"), len(rows.published)),
            (_("batch_fact_returned", default="Đã trả lại"), len(rows.returned)),
        ):
            if count:
                found.append((say(label), self.number(count)))
        if self.summary.amount:
            found.append(
                (
                    say(_("batch_fact_amount", default="Tổng số tiền")),
                    self.money(self.summary.amount),
                )
            )
        if self.context.note:
            found.append((say(_("batch_note", default="Ghi chú")), self.context.note))
        if self.state in OPEN:
            policy = policy_text(self, self.signing)
            found.append((say(_("batch_policy", default="Quy trình của tỉnh")), policy))
        return found

    @cached_property
    def reading(self):
        """Where the rows are read one by one; None where nobody decides on them."""
        return reading(self, self.context) if ROW_STATES.get(self.state) and self.picks else None

    @property
    def deadline(self):
        return self.due(self.acting.batch_due_on(self.context)) if self.state in OPEN else None

    @property
    def shows(self):
        """The kinds of rows there are, as links: ``text``, ``count``, ``address``, ``current``."""
        rows, summary = self.context.rows, self.summary
        counts = {
            Show.WAITING: summary.waiting,
            Show.WARNINGS: summary.warnings,
            Show.FLAGGED: summary.flagged,
            Show.DUPLICATES: summary.duplicates,
            Show.NAMESAKES: summary.namesakes,
            Show.CHANGED: summary.changed if self.state is not BatchState.DRAFT else 0,
            Show.REOPENED: summary.reopened,
            Show.PUBLISHED: len(rows.published),
            Show.RETURNED: len(rows.returned),
        }
        return [
            {
                "text": self.say(SHOWS[show]),
                "count": self.number(count),
                "address": address_with(self.place, {"hien": show.value}),
                "current": show is self.show,
            }
            for show, count in counts.items()
            if count or show is self.show
        ]

    # What may be done

    def may_take(self, step: BatchStep) -> bool:
        return self.may(BATCH_TRANSITIONS[step].permission.value)

    @cached_property
    def main(self):
        """The one primary action: ``action``, ``text``; None where there is nothing to do."""
        step = self.main_step()
        if step is None or self.running or not self.context.rows.waiting:
            return None
        return {"action": step.value, "text": self.effect(step, len(self.context.rows.waiting))}

    @cached_property
    def bulk(self):
        """What can be done with chosen rows: (action, text)."""
        if self.running:
            return None
        if self.state is BatchState.DRAFT and self.may_take(BatchStep.SUBMIT):
            return "remove", self.say(_("batch_bulk_remove", default="Bỏ khỏi đợt"))
        for state, step in (
            (BatchState.SUBMITTED, BatchStep.RETURN_UNSIGNED),
            (BatchState.BOARD_REVIEW, BatchStep.RETURN),
        ):
            if self.state is state and self.may_take(step):
                return step.value, self.say(_("batch_bulk_return", default="Trả lại kèm lý do…"))
        return None

    @property
    def dissolves(self):
        return (
            self.state is BatchState.DRAFT and not self.running and self.may_take(BatchStep.SUBMIT)
        )

    # What was refused

    def _tell_job(self):
        """What the last large step came to, as long as it is the last thing that happened."""
        self.progress = self.outcome = None
        job = self.job
        if job is None:
            return
        step = BatchStep(self.context.job[1])
        if self.running:
            self.request.response.setHeader("Refresh", "1")
            total = job.total or len(self.context.rows.waiting)
            self.progress = {
                "label": self.effect(step, total),
                "done": job.done,
                "total": total,
                "text": f"{self.number(job.done)} / {self.number(total)}",
            }
        elif self.refusal is None and self.state in BATCH_TRANSITIONS[step].sources:
            if job.state is JobState.FAILED:
                self.outcome = (job.error or {}).get(self.language)
            elif job.result and "refused" in job.result and self.request.method == "GET":
                self.refusal = job.result

    def _refused_rows(self, cursor, key):
        """The rows that a step was refused for: ``row`` (None if unknown), ``text``, ``code``."""
        if not self.refusal:
            return []
        told = self.refusal["refused"]
        rows = batch_pages.page(cursor, *key, numbers=[each[0] for each in told], limit=len(told))
        named = {row.number: row for row in rows}
        # What is confirmed after a second look is what is shown here, not what came later.
        changed = [number for number, code, _text in told[:_NAMED] if code == Code.ROW_CHANGED]
        shown = {card.number: card for card in batch_cards(self, self.context, changed)}
        return [
            {
                "number": number,
                "name": named[number].debtor_name if number in named else "",
                "revision": shown[number].revision if number in shown else None,
                "card": shown.get(number),
                "text": text[self.language],
                "code": code,
            }
            for number, code, text in told
        ]

    @cached_property
    def choices(self):
        """The ways on after a refusal: steps for the macro ``confirm``."""
        step = self.main_step()
        if not self.refused_rows or step is None or step is BatchStep.SUBMIT or self.running:
            return []
        if self.refusal["more"] or len(self.refused_rows) > _NAMED:
            return []
        found = []
        going = self.refusal["going"]
        if going:
            leave = [each["number"] for each in self.refused_rows]
            others = self.confirming(step, leave=leave, rows=going)
            others["question"] = self.say(_("batch_ask_others", default="Chỉ các mục còn lại"))
            others["text"] = self.say(
                _("batch_text_others", default="Các mục được nêu ở trên vẫn chờ, không đi cùng.")
            )
            found.append(others)
        changed = [each for each in self.refused_rows if each["code"] == Code.ROW_CHANGED]
        others = [each["number"] for each in self.refused_rows if each not in changed]
        if changed:
            seen = [f"{each['number']}:{each['revision']}" for each in changed]
            looked = self.confirming(step, leave=others, seen=seen, rows=going + len(changed))
            looked["question"] = self.say(
                _("batch_looked_again", default="Tôi đã xem lại các mục thay đổi")
            )
            found.append(looked)
        return found

    # Papers and history

    @property
    def documents(self):
        if not self.may("THADS: View restricted fields"):
            return []
        return [
            {
                "key": key,
                "title": document.title,
                "address": f"{self.place}/tai-lieu?ma={key}",
                "size": f"{max(document.length() // 1024, 1)} KB",
                "who": self.person(document.actor),
                "when": self.moment(document.when),
            }
            for key, document in self.context.documents.items()
        ]

    @property
    def attaches(self):
        return may_attach(self.context, self.acting)

    @property
    def document_fields(self):
        return [
            self.make("document", _("batch_document", default="Tệp"), kind="file", required=True),
            self.make(
                "document_title",
                _("batch_document_title", default="Tên tài liệu"),
                hint=_("batch_document_hint", default="Ví dụ: Bản quét quyết định."),
                longest=200,
            ),
        ]

    @property
    def history(self):
        return history_of(self, self.context)

    @cached_property
    def _people(self):
        return People(self)

    def person(self, account: str) -> str:
        return self._people.name(account)

    def moment(self, value) -> str:
        return f"{self.words.day(value)} {self.words.time(value)}"
