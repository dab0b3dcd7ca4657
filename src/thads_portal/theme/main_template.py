"""Which frame Plone's own pages get: the public one for visitors, Plone's for the staff.

A visitor without an account meets Plone's templates only as plain content, the
login and forms around it; those get the public frame without Plone's scripts,
style sheets and toolbar. Who is signed in gets Plone's frame untouched.
"""

from AccessControl import getSecurityManager
from Products.CMFPlone.browser.main_template import MainTemplate
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile  # noqa: TID251 - Plone's templates use its macros
from thads_portal.security import staff_identity
from urllib.parse import urlencode
from zope.component import getMultiAdapter


_LOGIN_PAGES = ("login", "login_form", "require_login")


class PublicMainTemplate(MainTemplate):
    """``main_template`` of the portal."""

    public_template = ViewPageTemplateFile("templates/main_template.pt")

    @property
    def layout(self):
        layout = getMultiAdapter((self.context, self.request), name="thads-layout")
        return layout.prepare(edited=True)

    @property
    def single_sign_on(self) -> str:
        """Where the login page leads beside its form; "" on other pages and where no provider is configured."""
        page = getattr(self.request.get("PUBLISHED"), "__name__", "")
        if page not in _LOGIN_PAGES or staff_identity.provider() is None:
            return ""
        address = f"{self.layout.root}/dang-nhap-mot-lan"
        wanted = self.request.form.get("came_from")
        return (
            f"{address}?{urlencode({'came_from': wanted})}" if isinstance(wanted, str) else address
        )

    @property
    def template(self):
        signed_in = getSecurityManager().getUser().getId()
        return super().template if signed_in else self.public_template
