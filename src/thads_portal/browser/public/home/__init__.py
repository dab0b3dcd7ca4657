"""The gateway's home page, and the way from a chosen province to its subsite."""

from Products.Five.browser import BrowserView
from thads_portal.browser.shared.contact import contact_of_gateway
from thads_portal.browser.shared.figures import current_figures
from thads_portal.browser.shared.map import province_map
from thads_portal.browser.shared.newest import newest_of
from thads_portal.browser.shared.page import PublicPage
from thads_portal.browser.shared.page import SHARED
from thads_portal.browser.shared.places import region_lists
from thads_portal.domain.provinces import find_place
from thads_portal.i18n import _
from thads_portal.templates import PageTemplate
from urllib.parse import urlencode
from zope.component.hooks import getSite


MAP = _("map_label", default="Bản đồ các tỉnh, thành phố")


class Gateway(PublicPage):
    shared = SHARED
    template = PageTemplate("gateway.pt")

    def update(self):
        self.figures = current_figures(self)
        self.newest = newest_of(self.context)
        site = self.layout.public_root
        self.layout.tell(
            headline=self.layout.headline,
            structured={
                "@type": "WebSite",
                "name": self.layout.headline,
                "url": f"{site}/",
                "inLanguage": ["vi", "en"],
                "publisher": {
                    "@type": "GovernmentOrganization",
                    "name": contact_of_gateway().name,
                },
            },
        )

    @property
    def place(self) -> str:
        """Where the sections of this home page are."""
        return self.root

    @property
    def map(self) -> str:
        return province_map(self.root, self.say(MAP))

    @property
    def box(self) -> dict:
        return self.search_box()

    @property
    def region_lists(self) -> str:
        return region_lists(self.root, self.language)


#: Pages that every province has, and what has them for the country.
WAYS = {"thong-ke": "thong-ke", "danh-sach-pdf": "du-lieu#pdf"}


class ToProvince(BrowserView):
    """``chon-tinh?province=<any name>``: to that subsite, or home if there is no such province.

    With ``den`` to a page of it; what names no province is then told as a search tells it.
    """

    def __call__(self):
        asked = str(self.request.form.get("province", "")).strip()
        found = find_place(asked)
        page = str(self.request.form.get("den", ""))
        root = getSite().absolute_url()
        target = f"{root}/#cac-tinh"
        if found:
            target = f"{root}/{found[0] or found[1]}"
            if page in WAYS:
                target = f"{target}/{page}"
        elif page in WAYS:
            target = f"{root}/{WAYS[page]}"
            if asked:
                named = asked.encode(errors="replace")[:200]
                target = f"{root}/tra-cuu?{urlencode({'province': named})}"
        self.request.response.redirect(target, status=303)
        return ""
