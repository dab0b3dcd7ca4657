"""``chia-se``: an item is proposed to the gateway, taken or declined, shown on all subsites."""

from thads_portal.actions.context import ActionContext
from thads_portal.actions.syndication.account import state_of
from thads_portal.actions.syndication.decide import accept
from thads_portal.actions.syndication.decide import decline
from thads_portal.actions.syndication.everywhere import show_everywhere
from thads_portal.actions.syndication.propose import propose
from thads_portal.actions.syndication.propose import take_back
from thads_portal.browser.staff.content_items.steps import StepView
from thads_portal.errors import Code
from thads_portal.errors import Conflict
from thads_portal.i18n import _


#: The field that holds where the item stood when the page was made.
SEEN = "da-xem"
DONE = {
    "propose": _("share_done_propose", default="Đã đề nghị Ban Biên tập đăng trên Cổng."),
    "take_back": _("share_done_take_back", default="Đã rút khỏi Cổng."),
    "accept": _("share_done_accept", default="Đã đăng trên Cổng."),
    "keep": _("share_done_keep", default="Mục đã sửa tiếp tục được đăng trên Cổng."),
    "decline": _("share_done_decline", default="Đã trả lời tỉnh: không đăng trên Cổng."),
    "everywhere": _("share_done_everywhere", default="Đang hiện trên 63 trang thành phần."),
    "here_only": _("share_done_here_only", default="Không còn hiện trên các trang thành phần."),
}


class Share(StepView):
    def take(self):
        step, item, acting = self.given("viec"), self.context, ActionContext()
        if SEEN in self.request.form and self.given(SEEN) != (state_of(item) or ""):
            # Somebody else decided since the page was made.
            raise Conflict
        if step == "propose":
            propose(item, acting)
        elif step == "take_back":
            take_back(item, acting)
        elif step in ("accept", "keep"):
            accept(item, acting)
        elif step == "decline":
            decline(item, acting, reason=self.given("ly-do"))
        elif step in ("everywhere", "here_only"):
            show_everywhere(item, acting, shown=step == "everywhere")
        else:
            raise Conflict(code=Code.STEP_NOT_POSSIBLE)
        return DONE[step]
