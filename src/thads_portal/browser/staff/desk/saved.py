"""Filters that a person keeps under a name: an address of the desk, for themself only."""

from functools import cached_property
from thads_portal.browser.shared.pager import address_with
from thads_portal.errors import Code
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from thads_portal.i18n import _
from thads_portal.register import desk_search


SAVE, FORGET = "save_filter", "forget_filter"
_LONGEST = 60


class SavedFilters:
    """For a page whose `params` are the state of its list, as its address holds it."""

    def handle(self, action):
        if action == SAVE:
            name = " ".join(self.sent.text("filter_name").split())
            if not name:
                raise Rejected([Problem(0, None, "filter_name", Code.MISSING)])
            if len(name) > _LONGEST:
                raise Rejected([Problem(0, None, "filter_name", Code.TOO_LONG, {"max": _LONGEST})])
            # Made of what this page reads, never an address that was sent.
            here = address_with(self.address, self.params)
            below = here.removeprefix(self.root)
            desk_search.save(self.database, self.acting.user_id, name, below)
            return self.done(_("filter_saved", default="Đã lưu bộ lọc."), here)
        if action == FORGET:
            name = self.sent.text("filter_name")
            desk_search.forget(self.database, self.acting.user_id, [name])
            said = _("filter_forgotten", default="Đã bỏ bộ lọc.")
            return self.done(said, address_with(self.address, self.params))
        return super().handle(action)

    @cached_property
    def saved(self) -> list[dict[str, str]]:
        """``name``, ``address`` of what the person keeps, on whatever desk."""
        with self.register() as cursor:
            found = desk_search.saved(cursor, self.acting.user_id)
        return [{"name": each.name, "address": f"{self.root}{each.address}"} for each in found]
