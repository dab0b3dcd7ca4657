"""``login-help``: for who cannot sign in. A link by mail where mail goes, else whom to ask.

Plone's own page mails while one waits, fails where the server is away, and says which names
have an account.
"""

from thads_portal.browser.shared.contact import contact_of_gateway
from thads_portal.browser.shared.page import PublicPage
from thads_portal.i18n import _
from thads_portal.jobs.mail import set_up
from thads_portal.templates import PageTemplate


class LoginHelp(PublicPage):
    template = PageTemplate("help.pt")
    #: Not for search engines.
    persons = True
    title = _("login_help_title", default="Không đăng nhập được?")

    def update(self):
        self.mails = set_up()
        self.contact = contact_of_gateway()
        self.request.response.setHeader("Cache-Control", "private, no-cache")

    @property
    def action(self) -> str:
        return f"{self.root}/mail_password"
