"""``mail_password``: a link to set a password anew, for who has an account; the same answer to all.

Plone's own says which names have no account, to anybody who asks.
"""

from Products.Five.browser import BrowserView
from thads_portal.jobs.mail import set_up
from thads_portal.security.public_address import speaking_publicly
from zope.component import getMultiAdapter

import logging


logger = logging.getLogger(__name__)


class Forgotten(BrowserView):
    def __call__(self):
        place = self.context.absolute_url()
        if self.request.method != "POST":
            return self.request.response.redirect(f"{place}/mail_password_form")
        # Plone makes this page when it has sent something, which shows in the headers.
        getMultiAdapter((self.context, self.request), name="mail_password_response")()
        send(self.context, self.request.form.get("userid", ""), self.request)
        self.request.response.redirect(f"{place}/mail_password_response", status=303, lock=1)
        return ""


def send(context, login, request) -> None:
    """Mail the link if there is such an account; say nothing if there is none."""
    if not isinstance(login, str) or not set_up():
        logger.info("Password link: not sent")
        return
    try:
        with speaking_publicly(request):
            context.portal_registration.mailPassword(login.strip(), request)
    except ValueError:
        logger.info("Password link: no such account, or no address")
