"""``/<slug>/danh-sach-pdf``: the whole public list of a province as official papers.

The list shows the moment at which it was made, and the page says what has happened since:
a name in it may be one whose publication has ended.
"""

from functools import cached_property
from thads_portal.browser.shared.page import PublicPage
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.paper_codes import shown
from thads_portal.errors import RegisterUnavailable
from thads_portal.i18n import _
from thads_portal.register import public_lists
from thads_portal.templates import PageTemplate
from typing import Any


ABOUT = _(
    "about_public_list",
    default="Toàn bộ danh sách đang công khai của một tỉnh theo mẫu văn bản, có thời điểm lập, mã xác"
    " minh và mã kiểm tra tệp; lập lại mỗi đêm khi có thay đổi.",
)


class ListPage(PublicPage):
    template = PageTemplate("page.pt")
    failed = False
    made: Any = None
    since = None

    def update(self):
        self.province = self.layout.province
        title = self.say(_("public_list_title", default="Danh sách công khai bản PDF chính thức"))
        self.layout.tell(
            headline=f"{title} – {self.province.official_name}", description=self.say(ABOUT)
        )
        try:
            with self.register() as cursor:
                self.made = public_lists.list_of(cursor, self.province.slug)
                if self.made is not None:
                    self.since = public_lists.since(cursor, self.province.slug, self.made.made)
        except RegisterUnavailable as error:
            self.failed = True
            self.request.response.setStatus(error.status, lock=1)
            self.request.response.setHeader("Retry-After", "120")

    @property
    def list_address(self) -> str:
        return f"{self.root}/{self.province.slug}/{REGISTER_ID}"

    @cached_property
    def signed(self) -> bool:
        return all(part.signed for part in self.made.parts)

    @property
    def pieces(self) -> list[dict]:
        return [
            {
                "number": part.part,
                "rows": f"{self.number(part.first)}–{self.number(part.last)}",
                "address": f"{self.root}/du-lieu/{part.name}",
                "name": part.name,
                "size": self.size(part.size),
                "code": shown(part.code),
                "check": f"{self.root}/xac-minh?ma={part.code}",
                "sha256": part.sha256,
            }
            for part in self.made.parts
        ]

    @property
    def changes(self) -> str:
        """What has happened since, in words."""
        return changes_in_words(self, self.since)


def changes_in_words(page: PublicPage, since: public_lists.Since) -> str:
    """What happened to the listings of a paper since it was made; empty for nothing."""
    ended, amended, new = map(page.number, (since.ended, since.amended, since.new))
    told = (
        (
            since.ended,
            _("since_ended", default="${n} trường hợp đã chấm dứt công khai", mapping={"n": ended}),
        ),
        (
            since.amended,
            _("since_amended", default="${n} trường hợp đã sửa", mapping={"n": amended}),
        ),
        (since.new, _("since_new", default="${n} trường hợp mới công khai", mapping={"n": new})),
    )
    return ", ".join(page.say(message) for count, message in told if count)
