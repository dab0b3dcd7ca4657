"""The gateway's home page, and the way from a chosen province to its subsite."""

from Products.Five.browser import BrowserView
from thads_portal.browser.shared.contact import contact_of_gateway
from thads_portal.browser.shared.figures import current_figures
from thads_portal.browser.shared.map import province_map
from thads_portal.browser.shared.newest import newest_of
from thads_portal.browser.shared.page import PublicPage
from thads_portal.browser.shared.page import SHARED
from thads_portal.browser.shared.places import province_options
from thads_portal.browser.shared.places import region_lists
from thads_portal.domain.provinces import find_place
from thads_portal.i18n import _
from thads_portal.templates import PageTemplate
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
    def province_options(self) -> str:
        return province_options()

    @property
    def box(self) -> dict:
        return self.search_box()

    @property
    def region_lists(self) -> str:
        return region_lists(self.root, self.language)


class ToProvince(BrowserView):
    """``chon-tinh?province=<slug>``: to that subsite, or home if there is no such province."""

    def __call__(self):
        found = find_place(str(self.request.form.get("province", "")))
        root = getSite().absolute_url()
        target = f"{root}/{found[0] or found[1]}" if found else f"{root}/#cac-tinh"
        self.request.response.redirect(target, status=303)
        return ""
