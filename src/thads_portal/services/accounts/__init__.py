"""``POST @users``: as plone.restapi has it, but it does not say which names have an account."""

from plone.restapi.services.users.add import UsersPost
from thads_portal.jobs.password_link import link_later


class UsersPostDiscreetly(UsersPost):
    def update_password(self, data):
        if self._get_user_by_login_name(self.params[0]) is not None:
            if data:
                return super().update_password(data)
            link_later(self.context, self.params[0])
            return None
        if not data:
            return None
        return self._error(403, "Unknown Token", "The reset_token is unknown/not valid.")
