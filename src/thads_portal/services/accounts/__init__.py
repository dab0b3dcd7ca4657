"""``@users``: one's own account, and a new password; nobody is made, listed or changed here.

Accounts are kept at ``/tai-khoan``, by the portal's own recorded actions.
"""

from plone.restapi.services.users.add import UsersPost
from plone.restapi.services.users.get import UsersGet
from thads_portal.errors import NotAllowed
from thads_portal.errors import UnsupportedMedia
from thads_portal.jobs.password_link import link_later
from thads_portal.services.fairness import PASSWORDS
from thads_portal.services.fairness import take_share
from zExceptions import NotFound
from zExceptions import Unauthorized
from zope.component.hooks import getSite


class OwnAccount(UsersGet):
    """``GET @users/<id>`` for the account itself; for every other name there is nothing."""

    def reply(self):
        own = getSite().portal_membership.getAuthenticatedMember().getId()
        if own is None:
            raise Unauthorized
        if self.params != [own]:
            raise NotFound(self.request["URL"])
        return super().reply()


class UsersPostDiscreetly(UsersPost):
    """``POST @users/<id>/reset-password``; it does not say which names have an account."""

    def reply(self):
        if len(self.params) != 2 or self.params[1] != "reset-password":
            raise NotAllowed
        if self.request.form:
            # Plone reads a form as a list of accounts to make.
            raise UnsupportedMedia
        return super().reply()

    def update_password(self, data):
        if not data:
            take_share(self.request, PASSWORDS)
            link_later(getSite(), self.params[0])
            return None
        if self._get_user_by_login_name(self.params[0]) is not None:
            return super().update_password(data)
        return self._error(403, "Unknown Token", "The reset_token is unknown/not valid.")
