"""Answers that the law has published, masked: ``/yeu-cau/quyet-dinh-lan-hai``, ``/yeu-cau/ket-luan-to-cao``."""

from thads_portal.browser.public.requests.page import RequestPage
from thads_portal.browser.shared.pager import Stretch
from thads_portal.i18n import _
from thads_portal.register.requests import publications
from thads_portal.templates import PageTemplate


SIZE = 20
#: The parameter that says where a page begins.
START = "tu"
_FURTHEST = 100_000


class Decisions(RequestPage):
    """Decisions on complaints of second instance."""

    template = PageTemplate("decisions.pt")
    of = "khieu-nai"
    heading = _("decisions_title", default="Quyết định giải quyết khiếu nại lần hai")
    lead = _("decisions_lead", default="Công bố trong 15 ngày; tên cá nhân được che.")
    none = _("decisions_none", default="Chưa có quyết định nào được công bố.")

    @property
    def steps(self):
        return super().steps[:1]

    def update(self):
        start = min(max(self.sent.number(START) or 0, 0), _FURTHEST)
        with self.register() as cursor:
            self.found, total = publications.newest(cursor, self.of, start=start, size=SIZE)
        stretch = Stretch(start=start, size=SIZE, total=total)
        self.pager = stretch.pager(
            lambda place: f"{self.here}?{START}={place}" if place else self.here, small=True
        )


class Conclusions(Decisions):
    """Conclusions of denunciations; of the informant there is nothing in them."""

    of = "to-cao"
    heading = _("conclusions_title", default="Kết luận nội dung tố cáo")
    lead = _(
        "conclusions_lead",
        default="Công bố trong 7 ngày làm việc; không có thông tin nào về người tố cáo.",
    )
    none = _("conclusions_none", default="Chưa có kết luận nào được công bố.")
