"""``/yeu-cau/quyet-dinh-lan-hai``: decisions of second instance, masked, as the law has them published."""

from thads_portal.browser.public.requests.page import RequestPage
from thads_portal.register.requests import publications
from thads_portal.templates import PageTemplate


class Decisions(RequestPage):
    template = PageTemplate("decisions.pt")

    @property
    def steps(self):
        return super().steps[:1]

    def update(self):
        with self.register() as cursor:
            self.found = publications.newest(cursor)
