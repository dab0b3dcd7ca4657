"""A thread of short notes about an item, below its page: read, written, people named with @.

Notes are for who sees the item as staff. Who is named must be one of them, so that no name leads
anybody to what is not for them.
"""

from collections.abc import Callable
from plone import api
from thads_portal.browser.staff.desk.forms import Field
from thads_portal.browser.staff.desk.forms import field_maker
from thads_portal.content.access import STAFF
from thads_portal.errors import Code
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from thads_portal.i18n import _
from thads_portal.register import notes

import re


LONGEST = 500
WRITE = "note"
#: The account of a colleague, as it is written after an @.
_NAMED = re.compile(r"(?<![\w@])@([a-z0-9][a-z0-9._-]*[a-z0-9])", re.I)


class Thread:
    """`item` is a public number or another key (``key_of``); `people` names accounts."""

    def __init__(self, page, item: str, people) -> None:
        self._page = page
        self._item = item
        self._people = people
        with page.register() as cursor:
            self._notes = notes.of(cursor, item)

    @property
    def entries(self) -> list[dict[str, str]]:
        page = self._page
        return [
            {
                "who": self._people.name(note.account),
                "when": f"{page.words.time(note.at)} {page.words.day(note.at)}",
                "text": note.text,
            }
            for note in self._notes
        ]

    @property
    def field(self) -> Field:
        return field_maker(self._page)(
            "note_text",
            _("note_text", default="Ý kiến"),
            hint=_(
                "note_hint",
                default="Chỉ cán bộ xem được mục này đọc được. Viết @ và tên tài khoản để báo cho"
                " người đó, ví dụ @ban-bien-tap. Không ghi số định danh.",
            ),
            kind="area",
            rows=2,
            longest=LONGEST,
            required=True,
        )

    def opened(self) -> None:
        """Who reads it has seen where they are named."""
        if self._notes:
            notes.opened(self._page.database, self._item, self._page.acting.user_id)


def write(
    page,
    item: str,
    *,
    listing: str | None = None,
    province: str | None = None,
    sees: Callable | None = None,
    about: str | None = None,
) -> None:
    """Write what was sent. Raises Rejected for an empty or long text, and for an unknown name.

    `sees`: whether a user may be named; those who see the place as staff if it is not given.
    """
    may_read = sees or (lambda user: set(STAFF) & set(user.getRolesInContext(page.context)))
    text = page.sent.text("note_text").strip()
    if not text:
        raise Rejected([Problem(0, None, "note_text", Code.MISSING)])
    if len(text) > LONGEST:
        raise Rejected([Problem(0, None, "note_text", Code.TOO_LONG, {"max": LONGEST})])
    named = list(dict.fromkeys(each.lower() for each in _NAMED.findall(text)))
    for account in named:
        user = api.user.get(userid=account)
        if user is None or not may_read(user):
            raise Rejected(
                [Problem(0, None, "note_text", Code.UNKNOWN_COLLEAGUE, {"name": account})]
            )
    notes.add(
        page.database,
        item,
        page.acting.user_id,
        text,
        named,
        listing=listing,
        province=province,
        about=about,
    )
