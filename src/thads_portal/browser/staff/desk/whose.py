"""Whose an item that waits is, who looked at it last, taking it, and the notes about it.

Of a listing, a batch, news, a notice, a change of what is public, a proposal to the gateway. The
key of a listing is its public number; of all else see ``shared/looked.py``.
"""

from collections.abc import Callable
from datetime import datetime
from thads_portal.browser.staff.desk.threads import Thread
from thads_portal.browser.staff.desk.threads import WRITE
from thads_portal.browser.staff.desk.threads import write
from thads_portal.domain.lifecycle import Permission
from thads_portal.errors import NotAllowed
from thads_portal.i18n import _
from thads_portal.register import assignment
from thads_portal.register import looks


TAKE, LEAVE = "take", "leave"
ACTIONS = frozenset({TAKE, LEAVE, WRITE})
#: The field that holds when the page was made, by the database's clock.
SEEN = "luc"
#: Where the notes stand on a page.
ANCHOR = "trao-doi"


def seen_of(page) -> str | None:
    """The moment at which who sends a form saw whose the items were, as the form holds it."""
    text = page.sent.text(SEEN)
    try:
        return text if datetime.fromisoformat(text) else None
    except ValueError:
        return None


class Whose:
    """For one item and one page: ``owner``, ``looked``, ``takes`` and ``leaves``, ``thread``.

    `people` names accounts. `listing`: the public number where the item is a listing. `sees`: whether an account (a user)
    may read notes about the item; those of the staff who see the listing if it is not given.
    """

    def __init__(
        self,
        page,
        item: str,
        people,
        *,
        province: str | None,
        listing: str | None = None,
        sees: Callable | None = None,
        about: str | None = None,
    ) -> None:
        self._page = page
        self._item = item
        self._province = province
        self._listing = listing
        self._sees = sees
        self._people = people
        #: What the record calls an item that is no listing.
        self._about = about

    def load(self, revision: int = 0) -> None:
        """Read what is known, then note that the item is before who is signed in."""
        page, account = self._page, self._page.acting.user_id
        with page.register() as cursor:
            self.look = looks.last(cursor, [self._item]).get(self._item)
            if self._listing is not None:
                owners = assignment.owners(cursor, [self._item])
            else:
                owners = assignment.owners_beside(cursor, {self._item: self._province})
            self.seen = assignment.now(cursor)
            self._taken = self._item in assignment.taken(cursor, [self._item])
        self._owner = owners.get(self._item, "")
        looks.note(page.database, self._item, account, revision)
        self.thread = Thread(page, self._item, self._people)
        self.thread.opened()

    @property
    def shared_out(self) -> bool:
        """Whether the item is work of the board for who is signed in."""
        return self._page.may(Permission.APPROVE.value, self._page.layout.site)

    @property
    def owner(self) -> str:
        name = self._people.name(self._owner) if self._owner else ""
        return name or self._page.say(_("whose_nobody", default="chưa ai nhận"))

    @property
    def told(self) -> bool:
        """Whether it says something to who is signed in: the board, or where it is somebody's."""
        return self.shared_out or bool(self._owner)

    @property
    def takes(self) -> bool:
        return self.shared_out and self._owner != self._page.acting.user_id

    @property
    def leaves(self) -> bool:
        return self.shared_out and self._taken and not self.takes

    @property
    def looked(self) -> str:
        """Who looked last, before now; "" if nobody did."""
        if self.look is None:
            return ""
        words = self._page.words
        text = _(
            "review_looked",
            default="Xem gần nhất: ${who}, ${when}",
            mapping={
                "who": self._people.name(self.look.account),
                "when": f"{words.time(self.look.at)} {words.day(self.look.at)}",
            },
        )
        return self._page.say(text)

    def handle(self, action: str, back: str) -> str:
        """Answer a POST of one of ``ACTIONS`` and go to `back`."""
        page = self._page
        if action == WRITE:
            write(
                page,
                self._item,
                listing=self._listing,
                province=self._province,
                sees=self._sees,
                about=self._about,
            )
            return page.done(_("note_done", default="Đã ghi ý kiến."), f"{back}#{ANCHOR}")
        if not self.shared_out:
            raise NotAllowed
        account = page.acting.user_id if action == TAKE else ""
        assignment.take(
            page.database,
            [self._item],
            account,
            by=page.acting.user_id,
            seen=seen_of(page),
            paths={self._item: self._about} if self._about else None,
        )
        taken = _("whose_taken", default="Bạn đã nhận việc này.")
        left = _("whose_left", default="Bạn đã thả việc này.")
        return page.done(taken if account else left, back)
