"""``robots.txt``: search engines may read about the service, not about persons."""

from plone.base.interfaces import IPloneSiteRoot
from Products.Five.browser import BrowserView
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.places import DESK
from thads_portal.security.public_address import public_address
from zExceptions import NotFound


_RULES = f"""User-agent: *
Disallow: /tra-cuu
Disallow: /en/tra-cuu
Disallow: /goi-y
Disallow: /en/goi-y
Disallow: /*/{REGISTER_ID}
Disallow: /++api++/
Disallow: /login
Disallow: /en/login
Disallow: /{DESK}
Disallow: /*/{DESK}

Sitemap: {{site}}/sitemap.xml
"""


class Robots(BrowserView):
    def __call__(self):
        if not IPloneSiteRoot.providedBy(self.context):
            # Robots ask at the root; below it this would be a second address.
            raise NotFound(self.__name__)
        self.request.response.setHeader("Content-Type", "text/plain; charset=utf-8")
        self.request.response.setHeader("Cache-Control", "public, max-age=3600")
        return _RULES.format(site=public_address())
