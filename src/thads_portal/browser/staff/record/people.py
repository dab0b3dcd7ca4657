"""Names of accounts, each asked for once on a page; an account that is gone keeps its id."""

from plone import api
from thads_portal.i18n import _


class People:
    """For one page."""

    def __init__(self, page) -> None:
        self._page = page
        self._names: dict[str, str] = {}

    def name(self, user_id: str) -> str:
        """The full name, or the id where there is none."""
        if not user_id and "" not in self._names:
            self._names[""] = self._page.say(_("actor_portal", default="Hệ thống"))
        if user_id not in self._names:
            user = api.user.get(userid=user_id)
            full = user.getProperty("fullname", "") if user is not None else ""
            self._names[user_id] = full or user_id
        return self._names[user_id]
