"""Pages of plain text: guide, contact, terms, privacy, accessibility; written in both languages.

Each text is a template of its own for each language, because running text is translated as
a whole and not sentence by sentence.
"""

from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from thads_portal.browser.contact import contact_of_gateway
from thads_portal.browser.page import PublicPage
from thads_portal.browser.page import SHARED
from thads_portal.i18n import _
from thads_portal.theme.layout import LANGUAGES


#: address -> title
TITLES = {
    "huong-dan-tra-cuu": _("page_guide", default="Hướng dẫn tra cứu"),
    "lien-he": _("page_contact", default="Liên hệ"),
    "dieu-khoan-su-dung": _("page_terms", default="Điều khoản sử dụng"),
    "quyen-rieng-tu": _("page_privacy", default="Quyền riêng tư và dữ liệu cá nhân"),
    "tro-nang": _("page_accessibility", default="Khả năng tiếp cận"),
}


class StaticPage(PublicPage):
    """The page named by its address."""

    template = ViewPageTemplateFile("page.pt")
    shared = SHARED
    _texts = {
        f"{name}.{language}": ViewPageTemplateFile(f"texts/{name}.{language}.pt")
        for name in TITLES
        for language, _name in LANGUAGES
    }

    def update(self):
        self.layout.tell(headline=self.title)

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
