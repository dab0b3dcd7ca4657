"""``kiem-tra-noi-dung`` of a register: its own listings that show marks of earlier faults.

For who enters listings here. Nothing is changed: each line leads to the edit page.
"""

from thads_portal.browser.shared.pager import keyset_pager
from thads_portal.browser.shared.pager import last_of
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.content_marks import LABELS
from thads_portal.domain.listing_fields import BY_NAME
from thads_portal.domain.places import DESK
from thads_portal.i18n import _
from thads_portal.register.content_check import found
from thads_portal.templates import PageTemplate

import itertools


#: Listings of one page.
PAGE = 50


class ContentCheck(DeskPage):
    template = PageTemplate("content_check.pt")
    title = _("content_check_heading", default="Kiểm tra nội dung đã nhập")

    def update(self):
        slug = self.layout.province.slug
        marked = found(self.database, province=slug, after=self.sent.text("sau"))
        seen = list(itertools.islice(marked, PAGE + 1))
        self.rows = [self._row(each, slug) for each in seen[:PAGE]]
        last = last_of(seen, PAGE)
        self.pager = keyset_pager(self, {}, last and last.number)

    @property
    def trail(self):
        slug = self.layout.province.slug
        return [(f"{self.root}/{slug}/{DESK}", self.say(_("trail_desk", default="Bàn làm việc")))]

    def _row(self, each, slug: str) -> dict:
        language = 1 if self.language == "en" else 0
        return {
            "name": each.name,
            "number": each.number,
            "address": f"{self.root}/{slug}/{REGISTER_ID}/{each.number}/sua",
            "marks": [
                f"{BY_NAME[field].title[language]}: {LABELS[mark][language]}"
                for field, mark in each.marks
            ],
        }
