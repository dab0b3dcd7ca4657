"""The board's work shared out: whose each line is, taking it, and where one was named in a note."""

from collections.abc import Mapping
from thads_portal.browser.shared.looked import path_of
from thads_portal.browser.shared.looked import thing_of
from thads_portal.browser.staff.desk.tables import Cell
from thads_portal.browser.staff.desk.tables import Column
from thads_portal.browser.staff.desk.whose import ANCHOR
from thads_portal.browser.staff.desk.whose import LEAVE
from thads_portal.browser.staff.desk.whose import TAKE
from thads_portal.browser.staff.record.people import People
from thads_portal.browser.staff.work.queue import FREE
from thads_portal.browser.staff.work.queue import MINE
from thads_portal.content.batch import IPostingBatch
from thads_portal.content.register import REGISTER_ID
from thads_portal.i18n import _
from thads_portal.register import assignment
from thads_portal.register import desk
from thads_portal.register import looks
from thads_portal.register import notes


BUTTONS = (
    (TAKE, _("work_take", default="Nhận việc")),
    (LEAVE, _("work_leave", default="Thả việc")),
)
OPTIONS = (
    (MINE, _("work_mine", default="Của tôi")),
    (FREE, _("work_free", default="Chưa ai nhận")),
)


def column(page) -> Column:
    return Column("whose", page.say(_("work_whose", default="Người làm")))


class Owners:
    """Whose the shown lines are and who looked at them last, asked in one go.

    `numbers` of listings; `beside`: other items, key -> province or None.
    """

    def __init__(
        self, page, cursor, numbers=(), beside: Mapping[str, str | None] | None = None
    ) -> None:
        self._page = page
        self._people = People(page)
        self._owners = (
            assignment.owners(cursor, numbers)
            if beside is None
            else assignment.owners_beside(cursor, beside)
        )
        self._looks = looks.last(cursor, numbers if beside is None else list(beside))

    def cell(self, number: str) -> Cell:
        owner, look = self._owners.get(number), self._looks.get(number)
        page = self._page
        more: tuple[str, ...] = ()
        if look is not None:
            text = _(
                "work_looked",
                default="${who} xem ${when}",
                mapping={
                    "who": self._people.name(look.account),
                    "when": f"{page.words.time(look.at)} {page.words.day(look.at)}",
                },
            )
            more = (page.say(text),)
        return Cell(text=self._people.name(owner) if owner else "–", more=more)


def mentions(page, cursor) -> dict | None:
    """A notice of the desk: notes in which who is signed in is named, and has not opened."""
    found = notes.open_for(cursor, page.acting.user_id)
    if not found:
        return None
    people = People(page)
    provinces = desk.known(cursor, None, [note.item for note in found])
    entries = []
    for note in found:
        work = provinces.get(note.item)
        if work is not None:
            address = f"{page.root}/{work.province}/{REGISTER_ID}/{note.item}/xem-duyet#{ANCHOR}"
            label = work.debtor_name
        else:
            thing = thing_of(page.layout.site, note.item)
            if thing is None:
                # Deleted for good: there is nothing left to be opened.
                notes.opened(page.database, note.item, page.acting.user_id)
                continue
            address, label = _beside(page, thing)
        entries.append(
            {
                "label": label,
                "address": address,
                "text": f"{people.name(note.account)}: {note.text}",
            }
        )
    if not entries:
        return None
    return {"heading": page.say(_("work_mentions", default="Nhắc đến tôi")), "entries": entries}


def _beside(page, thing) -> tuple[str, str]:
    """Where the notes about what is no listing stand, and what it is called."""
    path = f"{page.root}/{path_of(thing)}"
    if IPostingBatch.providedBy(thing):
        return f"{path}#{ANCHOR}", f"{thing.id} – {thing.title}".rstrip(" –")
    return f"{path}/{ANCHOR}#{ANCHOR}", thing.title or thing.getId()
