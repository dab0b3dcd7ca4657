"""Pages of plain text: guide, contact, terms, privacy, accessibility; written in both languages.

Each text is a template of its own for each language, because running text is translated as
a whole and not sentence by sentence.
"""

from functools import cached_property
from thads_portal.browser.shared.contact import contact_of_gateway
from thads_portal.browser.shared.page import CHOOSE_PROVINCE
from thads_portal.browser.shared.page import PublicPage
from thads_portal.browser.shared.page import SHARED
from thads_portal.i18n import _
from thads_portal.i18n import LANGUAGES
from thads_portal.templates import PageTemplate


#: address -> title
TITLES = {
    "huong-dan-tra-cuu": _("page_guide", default="Hướng dẫn tra cứu"),
    "lien-he": _("page_contact", default="Liên hệ"),
    "dieu-khoan-su-dung": _("page_terms", default="Điều khoản sử dụng"),
    "quyen-rieng-tu": _("page_privacy", default="Quyền riêng tư và dữ liệu cá nhân"),
    "tro-nang": _("page_accessibility", default="Khả năng tiếp cận"),
}
#: address -> what engines and messengers show below the title
ABOUT = {
    "huong-dan-tra-cuu": _(
        "about_guide",
        default="Cách tra cứu theo tên không dấu, cách đọc kết quả, phân biệt người trùng tên và hỏi"
        " ai khi thông tin chưa đúng.",
    ),
    "lien-he": _(
        "about_contact",
        default="Địa chỉ, điện thoại của cơ quan quản lý Cổng và cách tìm cơ quan thi hành án dân sự"
        " phụ trách.",
    ),
    "dieu-khoan-su-dung": _(
        "about_terms",
        default="Điều khoản sử dụng thông tin công khai về người phải thi hành án chưa có điều kiện"
        " thi hành.",
    ),
    "quyen-rieng-tu": _(
        "about_privacy",
        default="Cổng xử lý dữ liệu cá nhân thế nào, công khai những gì theo luật và quyền của người"
        " có tên.",
    ),
    "tro-nang": _(
        "about_accessibility",
        default="Cổng dùng được với bàn phím, trình đọc màn hình, chữ phóng to; cách báo khi gặp trở"
        " ngại.",
    ),
}


class StaticPage(PublicPage):
    """The page named by its address."""

    template = PageTemplate("page.pt")
    shared = SHARED
    #: What a list of provinces says as long as none is chosen.
    choose = CHOOSE_PROVINCE
    _texts = {
        f"{name}.{language}": PageTemplate(f"texts/{name}.{language}.pt")
        for name in TITLES
        for language, _name in LANGUAGES
    }

    def update(self):
        self.layout.tell(headline=self.title, description=self.say(ABOUT[self.__name__]))

    @property
    def title(self) -> str:
        return self.say(TITLES[self.__name__])

    @property
    def text(self) -> str:
        """The text in the language of the page."""
        return self._texts[f"{self.__name__}.{self.language}"].__get__(self, type(self))()

    @cached_property
    def contact(self):
        """The office that runs the gateway."""
        return contact_of_gateway()
