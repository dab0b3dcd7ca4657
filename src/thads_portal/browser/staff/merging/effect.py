"""The effect of a merger in lines: what there is, how many, and whose it is from the day on."""

from collections.abc import Iterator
from thads_portal.domain.codes import State
from thads_portal.domain.working_days import DueStatus
from thads_portal.i18n import _
from thads_portal.register.waiting import Waits
from thads_portal.security.roles import PROVINCIAL_GROUPS
from thads_portal.subsites.merge import Effect
from zope.i18nmessageid import Message


_WAITS = {
    Waits.DRAFT: _("waits_draft", default="Bản nháp"),
    Waits.RETURNED: _("waits_returned", default="Bị trả lại"),
    Waits.SUBMITTED: _("waits_submitted", default="Chờ thủ trưởng ký"),
    Waits.BOARD_REVIEW: _("waits_board", default="Chờ Ban Biên tập"),
    Waits.AMENDMENT: _("waits_amendment", default="Sửa đổi chờ duyệt"),
    Waits.ENDING: _("waits_ending", default="Đề nghị chấm dứt"),
}
_DUE = {
    DueStatus.OVERDUE: _("merge_overdue", default="quá hạn"),
    DueStatus.TODAY: _("merge_today", default="hết hạn hôm nay"),
    DueStatus.TOMORROW: _("merge_tomorrow", default="hết hạn ngày làm việc tới"),
    DueStatus.LATER: _("merge_later", default="còn hạn"),
}
#: (what, lines beneath, how many, whose)
Line = tuple[str, list[str], int, str]


def lines_of(page, effect: Effect) -> Iterator[Line]:
    """`effect` of merging ``page.old`` into ``page.new``, in the language of `page`."""
    names = {"old": page.old.name, "new": page.new.name}

    def say(message) -> str:
        return page.say(Message(message, mapping=names))

    both = say(
        _("merge_both", default="Biên tập viên, thủ trưởng của ${new} cùng xử lý với ${old}")
    )
    stays = say(_("merge_stays", default="Ở nguyên chỗ; người của ${new} cùng quản lý"))
    published = effect.listings.get(State.PUBLISHED, 0)
    yield say(_("merge_published", default="Mục đang công khai")), [], published, stays
    yield (
        say(_("merge_inboxes", default="Việc đang chờ")),
        [
            f"{page.say(label)}: {page.number(count)}"
            for waits, label in _WAITS.items()
            if (count := effect.waiting.get(waits.value, 0))
        ],
        sum(effect.waiting.values()),
        both,
    )
    yield (
        say(_("merge_clocks", default="Thời hạn đang chạy")),
        [
            f"{page.say(label)}: {page.number(count)}"
            for status, label in _DUE.items()
            if (count := effect.due.get(status.value, 0))
        ],
        sum(effect.due.values()),
        say(_("merge_clocks_go", default="Chạy tiếp, không tính lại; hiện ở bàn làm việc của ${new}")),
    )  # fmt: skip
    yield (
        say(_("merge_postings", default="Niêm yết tại xã cần nhắc")),
        [],
        effect.postings,
        both,
    )
    yield (
        say(_("merge_batches", default="Đợt công khai chưa xong")),
        [],
        effect.open_batches,
        both,
    )
    yield (
        say(_("merge_mails", default="Người nhận thư báo của ${new}")),
        [],
        effect.mails,
        say(_("merge_mails_go", default="Nhận cả thư báo về việc của ${old}")),
    )
    for group in PROVINCIAL_GROUPS:
        for province, where in (
            (page.new, _("merge_group_new", default="Có quyền cả ở trang ${old}")),
            (page.old, _("merge_group_old", default="Giữ quyền đến khi quản trị chuyển nhóm")),
        ):
            title = group.title_en if page.language == "en" else group.title
            yield (
                title.format(name=province.name),
                [],
                effect.people.get(group.id.format(slug=province.slug), 0),
                say(where),
            )
