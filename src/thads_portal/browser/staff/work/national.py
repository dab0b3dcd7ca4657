"""The desk of who works for the whole country; people of a province are sent to theirs."""

from thads_portal.browser.shared.pager import address_with
from thads_portal.browser.shared.pager import stretch_pager
from thads_portal.browser.shared.places import provinces_in_order
from thads_portal.browser.staff.desk.follow_up import follow_up_counts
from thads_portal.browser.staff.desk.follow_up import follow_up_notice
from thads_portal.browser.staff.desk.whose import SEEN
from thads_portal.browser.staff.desk.whose import seen_of
from thads_portal.browser.staff.work import others
from thads_portal.browser.staff.work import queue
from thads_portal.browser.staff.work import shared_out
from thads_portal.browser.staff.work.administration import Administration
from thads_portal.browser.staff.work.desk import WorkDesk
from thads_portal.browser.staff.work.others import OTHERS
from thads_portal.browser.staff.work.steps import counted
from thads_portal.browser.staff.work.steps import STEPS
from thads_portal.domain.lifecycle import Permission
from thads_portal.domain.lifecycle import Step
from thads_portal.domain.places import DESK
from thads_portal.domain.provinces import by_slug
from thads_portal.domain.provinces import find
from thads_portal.errors import NotAllowed
from thads_portal.i18n import _
from thads_portal.register import assignment
from thads_portal.register import desk
from thads_portal.register import held_lines
from thads_portal.register import waiting_tally
from thads_portal.security import permissions
from thads_portal.theme.navigation import desk_of
from zExceptions import Redirect


#: The list of endings that the case system reported.
FED = "phan-mem-cham-dut"
_PROVINCES_SHOWN = 8
_MOST_TAKEN = 500


class NationalDesk(WorkDesk):
    title = _("desk_national", default="Bàn làm việc")

    def admit(self):
        desk_path = desk_of(self.context, self.layout.user)
        if desk_path not in (None, DESK):
            raise Redirect(f"{self.context.absolute_url()}/{desk_path}")
        if not self.may(permissions.VIEW_DESK):
            raise NotAllowed

    @property
    def chosen_province(self):
        found = find(self.sent.text("tinh"))
        return found.slug if found is not None else None

    @property
    def approves(self) -> bool:
        return self.may(Permission.APPROVE.value)

    @property
    def fed(self) -> bool:
        return self.sent.text("viec") == FED

    def narrowed_more(self, cursor):
        return queue.whose(self, cursor) if self.approves else {}

    def fill(self, cursor):
        super().fill(cursor)
        self.mentioned = shared_out.mentions(self, cursor) if self.reads else None
        self.own_count = self.free_count = 0
        self.beside = others.Beside(cursor) if self.approves else None
        if self.approves:
            self._fill_shared(cursor)
        self.held = held_lines.waiting(cursor) if self.approves else []
        self.followed = follow_up_counts(self, cursor, None)
        self.by_province = waiting_tally.by_province(cursor, self.waits)
        fed = desk.Page(())
        if self.reads:
            fed = desk.ended_by_feed(
                cursor,
                province=self.chosen_province,
                after=self.sent.text("sau") if self.fed else "",
            )
        self.fed_some = bool(fed.rows)
        #: Of a page; one that is full has more behind it.
        self.fed_count, self.fed_more = len(fed.rows), bool(fed.after)
        if self.fed:
            self.page = fed
        self.administration = Administration(self, cursor) if self.manages else None

    def _fill_shared(self, cursor):
        """The board's own: whose each line is, and what waits beside listings."""
        kinds = [kind.value for tab in self.own_tabs for kind in tab.waits]
        self.seen = assignment.now(cursor)
        own = assignment.whose(cursor, self.acting.user_id, self.today)
        mine, free = self.beside.of(own.accounts), self.beside.free
        self.own_count = assignment.count_own(cursor, own, kinds) + len(mine)
        self.free_count = assignment.count_free(cursor, kinds) + len(free)
        #: What waits beside listings, of the one whose work is shown; None for everybody's.
        self.beside_keys = {queue.MINE: mine, queue.FREE: free}.get(self.sent.text(queue.WHOSE))
        if self.chosen_other is not None:
            keys = None if self.beside_keys is None else {*self.beside_keys}
            found = self.beside.narrowed(
                self.chosen_other, province=self.chosen_province, keys=keys
            )
            self.other, self.stretch = others.table(
                self, cursor, self.chosen_other, found, self.beside
            )
            self.page = desk.Page(())
        self.owners = shared_out.Owners(self, cursor, [work.number for work in self.page.rows])

    @property
    def chosen_other(self):
        return OTHERS.get(self.sent.text("viec")) if self.approves else None

    @property
    def manages(self) -> bool:
        return self.may(permissions.MANAGE_PORTAL_SETTINGS)

    @property
    def list_heading(self):
        if self.fed:
            return self.say(
                _("tab_fed", default="Phần mềm thụ lý đã chấm dứt, Ban Biên tập chưa xem")
            )
        if self.chosen_other is not None:
            return self.say(self.chosen_other.label)
        return super().list_heading

    #: The moment at which the page was made, by the database's clock.
    seen = ""

    @property
    def kept(self):
        """With that moment, where work can be taken on the page."""
        return [*super().kept, (SEEN, self.seen)] if self.seen else super().kept

    @property
    def taking(self):
        """Buttons of what waits beside listings: (code, label)."""
        return [(code, self.say(label)) for code, label in shared_out.BUTTONS]

    @property
    def steps(self):
        if self.approves and not self.fed:
            more = [(code, self.say(label)) for code, label in shared_out.BUTTONS]
            return [*super().steps, *more]
        if self.fed:
            step = STEPS[Step.SEE_ENDING.value]
            return [(step.step.value, self.say(step.label))] if self.approves else []
        return super().steps

    def handle(self, action):
        if action not in (shared_out.TAKE, shared_out.LEAVE) or not self.approves:
            return super().handle(action)
        numbers = [number for _province, number, _revision in self._chosen()]
        beside = {*self.sent.texts(others.BOX)[:_MOST_TAKEN]}
        if not numbers and not beside:
            self.errors.say(_("bulk_nothing_chosen", default="Chưa chọn dòng nào."))
            return None
        account = self.acting.user_id if action == shared_out.TAKE else ""
        with self.register() as cursor:
            known = others.Beside(cursor).paths if beside else {}
            numbers = [*desk.known(cursor, None, numbers), *sorted(beside & known.keys())]
        assignment.take(
            self.database,
            numbers,
            account,
            by=self.acting.user_id,
            seen=seen_of(self),
            paths=known,
        )
        done = _("work_taken", default="Đã nhận ${count} việc.")
        left = _("work_left", default="Đã thả ${count} việc.")
        return self.done(counted(self, done if account else left, len(numbers)), self._here)

    @property
    def pager(self):
        if self.chosen_other is not None:
            return stretch_pager(self, self.stretch, self.params)
        return super().pager

    @property
    def tools(self):
        if not self.approves:
            return []
        text = self.say(_("assignment_title", default="Phân công"))
        return [(f"{self.root}/phan-cong", text, False)]

    @property
    def also(self):
        """(address, text) of pages that are looked at now and then."""
        found = [(f"{self.root}/lich-han", self.say(_("falling_title", default="Lịch đến hạn")))]
        if self.may(permissions.VIEW_RECORD):
            text = self.say(_("meeting_title", default="Tài liệu phiên họp Ban Biên tập"))
            found.append((f"{self.root}/phien-hop", text))
        if self.manages:
            text = self.say(_("populations_title", default="Dân số các tỉnh"))
            found.append((f"{self.root}/dan-so", text))
        return found

    @property
    def tiles(self):
        if self.administration:
            yield from self.administration.tiles
        if self.approves:
            for code, label, count in (
                (queue.MINE, _("work_mine_tile", default="Giao cho tôi"), self.own_count),
                (queue.FREE, _("work_free", default="Chưa ai nhận"), self.free_count),
            ):
                yield self._tile(label, count, {queue.WHOSE: code})
        yield from super().tiles
        for other in OTHERS.values():
            if self.beside is not None:
                count = self.beside.counts[other.code]
                yield self._tile(other.label, count, {"viec": other.code})
        if self.fed_some:
            label = _("tile_fed", default="Đã chấm dứt qua phần mềm, chưa xem")
            tile = self._tile(label, self.fed_count, {"viec": FED})
            yield {**tile, "count": tile["count"] + ("+" if self.fed_more else "")}

    @property
    def filters(self):
        any_ = ("", self.say(_("filter_any", default="Tất cả")))
        options = [any_, *((each.slug, each.name) for each in provinces_in_order())]
        province = self._filter(
            "tinh", _("desk_column_province", default="Tỉnh, thành phố"), options
        )
        found = [province, *super().filters]
        if self.chosen_other is not None:
            # Only batches have a term; none has a warning.
            kept = ("tinh", "han") if self.chosen_other.query is None else ("tinh",)
            found = [field for field in found if field.name in kept]
        if self.approves:
            whose = [any_, *((code, self.say(text)) for code, text in shared_out.OPTIONS)]
            text = _("work_whose", default="Người làm")
            found.append(self._filter(queue.WHOSE, text, whose))
        return found

    @property
    def notices(self):
        if self.mentioned is not None:
            yield self.mentioned
        if self.approves and self.beside_keys and self.chosen_other is None and not self.fed:
            yield {
                "heading": self.say(_("desk_beside", default="Đợt, tin bài, đề nghị")),
                "entries": others.entries(self, self.beside, self.beside_keys),
            }
        if self.held:
            yield {
                "heading": self.say(_("held_title", default="Chấm dứt bị giữ lại")),
                "entries": [
                    {
                        "label": each.actor,
                        "address": f"{self.root}/cham-dut-cho-duyet",
                        "text": self.number(each.lines),
                    }
                    for each in self.held
                ],
            }
        yield from super().notices
        cases = follow_up_notice(self, self.followed)
        if cases is not None:
            yield cases
        if self.administration:
            yield from self.administration.notices
        if self.by_province and not self.chosen_province and not self.fed:
            yield {
                "heading": self.say(_("desk_by_province", default="Đang chờ theo tỉnh")),
                "entries": [
                    {
                        "label": province.name if (province := by_slug(slug)) else slug,
                        "address": address_with(self.address, self.params, tinh=slug),
                        "text": self.number(count),
                    }
                    for slug, count in self.by_province[:_PROVINCES_SHOWN]
                ],
            }
