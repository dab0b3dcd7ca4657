"""``xem-truoc``: an item as the public will see it, with the change and the files that wait.

The page is made as for a visitor: nothing on it is for the staff. Kept nowhere, indexed by nobody.
"""

from AccessControl.SecurityManagement import getSecurityManager
from AccessControl.SecurityManagement import newSecurityManager
from AccessControl.SecurityManagement import setSecurityManager
from AccessControl.SpecialUsers import nobody
from collections.abc import Iterator
from contextlib import contextmanager
from thads_portal.actions.changes.draft import draft_of
from thads_portal.browser.shared.content_work import Work
from thads_portal.browser.shared.looked import note_look
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.desk.writers import admit_writers
from zope.component import getMultiAdapter


_NOWHERE = "noindex, nofollow, noarchive"


class Preview(DeskPage):
    def admit(self):
        admit_writers(self)

    def respond(self):
        note_look(self, Work(self.context, self.request))
        draft = draft_of(self.context)
        name = draft.getTypeInfo().default_view
        with _as_a_visitor(self.request):
            page = getMultiAdapter((draft, self.request), name=name)
            page.preview = True
            body = page()
        response = self.request.response
        response.setHeader("X-Robots-Tag", _NOWHERE)
        response.setHeader("Cache-Control", "no-store")
        response.setHeader("ETag", "")
        return body


@contextmanager
def _as_a_visitor(request) -> Iterator[None]:
    """Within, the page is made for who is not signed in, who sees no button of the staff."""
    before = getSecurityManager()
    newSecurityManager(request, nobody)
    try:
        yield
    finally:
        setSecurityManager(before)
