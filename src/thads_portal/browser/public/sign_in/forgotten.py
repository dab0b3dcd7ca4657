"""``mail_password``: a link to set a password anew, for who has an account; the same answer to all.

Plone's own says which names have no account, to anybody who asks.
"""

from Products.Five.browser import BrowserView
from thads_portal.jobs.password_link import link_later
from thads_portal.services.fairness import PASSWORDS
from thads_portal.services.fairness import take_share
from zope.component import getMultiAdapter


class Forgotten(BrowserView):
    def __call__(self):
        place = self.context.absolute_url()
        if self.request.method != "POST":
            return self.request.response.redirect(f"{place}/mail_password_form")
        # Plone makes this page when it has sent something, which shows in the headers.
        getMultiAdapter((self.context, self.request), name="mail_password_response")()
        take_share(self.request, PASSWORDS)
        login = self.request.form.get("userid", "")
        if isinstance(login, str):
            link_later(self.context, login)
        self.request.response.redirect(f"{place}/mail_password_response", status=303, lock=1)
        return ""
