"""Names and passwords are taken from what the login page sends, and from nowhere else.

Plone's own plug-in reads them out of any address, any form and a cookie: a link that somebody
is made to click would sign them in as another, and addresses stand in logs and histories.
"""

from AccessControl.class_init import InitializeClass
from AccessControl.SecurityInfo import ClassSecurityInfo
from Acquisition import aq_base
from Products.PlonePAS.plugins.cookie_handler import ExtendedCookieAuthHelper
from urllib.parse import parse_qs


_NAME, _PASSWORD = "__ac_name", "__ac_password"
#: The pages that hold the form.
_PAGES = {"login", "login_form", "failsafe_login", "failsafe_login_form", "require_login"}


class LoginForm(ExtendedCookieAuthHelper):
    """The plug-in ``credentials_cookie_auth``: it keeps nothing in a cookie of its own."""

    security = ClassSecurityInfo()

    @security.private
    def extractCredentials(self, request):
        environ = request.environ
        page = environ.get("PATH_INFO", "").rstrip("/").rpartition("/")[2].removeprefix("@@")
        if request.method != "POST" or page not in _PAGES or _published(request) not in _PAGES:
            # The end of an address may be anything, as the name of a file that another page sends.
            return {}
        in_address = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)
        if any(name.partition(":")[0] in (_NAME, _PASSWORD) for name in in_address):
            return {}
        login, password = request.form.get(_NAME), request.form.get(_PASSWORD)
        if not isinstance(login, str) or not isinstance(password, str) or not login:
            return {}
        return {
            "login": login,
            "password": password,
            "remote_host": environ.get("REMOTE_HOST", ""),
            "remote_address": request.getClientAddr(),
        }

    @security.private
    def updateCredentials(self, request, response, login, new_password):
        """Nothing: Plone's would put the password into the cookie."""


InitializeClass(LoginForm)


def _published(request) -> str:
    """The name of the page that the request is about to call."""
    published = request.get("PUBLISHED")
    return getattr(aq_base(getattr(published, "__self__", published)), "__name__", None) or ""
