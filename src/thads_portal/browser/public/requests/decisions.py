"""Answers that the law has published, masked: ``/yeu-cau/quyet-dinh-lan-hai``, ``/yeu-cau/ket-luan-to-cao``."""

from thads_portal.browser.public.requests.page import RequestPage
from thads_portal.browser.shared.pager import stretch_of
from thads_portal.domain.provinces import by_slug
from thads_portal.i18n import _
from thads_portal.register.requests import publications
from thads_portal.templates import PageTemplate


SIZE = 20
CENTRE_NAME = _("rqs_centre", default="Cục Quản lý Thi hành án dân sự")


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

    def where(self, province: str) -> str:
        """Whose answer it is."""
        known = by_slug(province)
        return known.name if known else self.say(CENTRE_NAME)

    def update(self):
        with self.register() as cursor:
            stretch = stretch_of(self, publications.count(cursor, self.of), SIZE)
            self.found = publications.newest(cursor, self.of, start=stretch.start, size=SIZE)
        self.pager = stretch.pager(
            lambda place: f"{self.here}?tu={place}" if place else self.here, small=True
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
