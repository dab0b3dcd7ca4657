"""What all desk pages share: who enters, forms that lose nothing, one answer for each POST.

The permission of a page stands in its registration (ZCML), so Zope asks for it before the page
is called. What is asked beyond it (province, state) is settled in ``__call__``, which no subclass
may override: a page that forgets something is shut, not open.

A POST goes to ``handle`` after its authenticator was checked. It ends in a redirect
(``done``), so that reloading sends nothing twice, or in the page again with what was
wrong and everything that was typed. A refused POST writes nothing: its transaction is
doomed, whatever an action had begun.
"""

from AccessControl import getSecurityManager
from AccessControl import Unauthorized
from AccessControl.Permissions import view as VIEW
from functools import cached_property
from plone.protect.authenticator import check as check_authenticator
from plone.protect.authenticator import createToken
from Products.statusmessages.interfaces import IStatusMessage
from thads_portal.actions.context import ActionContext
from thads_portal.browser.shared.page import PublicPage
from thads_portal.browser.shared.values import Values
from thads_portal.browser.staff.desk.forms import Errors
from thads_portal.content.calendar import current_calendar
from thads_portal.domain.due_words import due_words
from thads_portal.errors import Conflict
from thads_portal.errors import message
from thads_portal.errors import NotAllowed
from thads_portal.errors import ThadsError
from thads_portal.i18n import _
from thads_portal.templates import PageTemplate
from typing import final
from zExceptions import Forbidden

import json
import transaction


#: Pages of the staff stay in no cache that others read.
_PRIVATE = "private, no-cache"
_NOWHERE = "no-store"
#: What a form sends of its own.
_CARRIED = frozenset(
    {"_authenticator", "action", "base", "confirmed", "events", "form_key", "own", "revision"}
)
#: What a subclass may not touch.
_SETTLED = frozenset({"__call__", "_enter"})


class DeskPage(PublicPage):
    """Subclasses set `template` and `title`, and answer POSTs in ``handle``."""

    persons = True
    content_type = "text/html"
    #: The heading and the title of the page: a message, or text.
    title = ""
    _frame = PageTemplate("frame.pt")
    _macros = PageTemplate("macros.pt")
    _cards = PageTemplate("card.pt")
    _overtaken = PageTemplate("overtaken.pt")

    def __init_subclass__(cls, **options) -> None:
        super().__init_subclass__(**options)
        if not _SETTLED.isdisjoint(vars(cls)):
            raise TypeError(f"{cls.__qualname__} overrides how it is settled who enters")

    @final
    def __call__(self):
        self.layout.prepare(persons=True, content_type=self.content_type)
        self.request.response.setHeader("Cache-Control", _PRIVATE)
        try:
            self._enter()
        except Conflict as error:
            return self._overtaken_by(error)
        return self.respond()

    def respond(self):
        """The answer to who has entered; files and programs get another than the page."""
        if self.request.method == "POST":
            answer = self._posted()
            if answer is not None:
                return answer
        self.update()
        return self.template()

    # Who may enter

    @final
    def _enter(self) -> None:
        """Ask what each class in the line asks: a subclass adds to it and takes nothing away."""
        if self.layout.user is None or not self.may(VIEW):
            raise Unauthorized
        for kind in reversed(type(self).__mro__):
            admit = vars(kind).get("admit")
            if admit is not None:
                admit(self)

    def admit(self) -> None:
        """Ask what the permission does not say. Raises NotAllowed, WrongState or Redirect."""

    def may(self, permission: str, context=None) -> bool:
        """Whether who is signed in has `permission` here, or on `context`."""
        here = self.context if context is None else context
        return bool(getSecurityManager().checkPermission(permission, here))

    def _overtaken_by(self, error: Conflict) -> str:
        """Who may work here came after a step of somebody else: what is said, what they typed."""
        self._refuse(error.status)
        self.overtaken = message(error.code, error.params)[self.language]
        self.keep_secret()
        return self._overtaken()

    @property
    def typed(self) -> list[str]:
        """What was sent and not written: texts of the form, without what it had been given."""
        if self.request.method != "POST":
            return []
        try:
            given = json.loads(self.sent.text("base") or "{}")
        except (ValueError, RecursionError):
            given = {}
        kept = given if isinstance(given, dict) else {}
        return [
            value
            for name, value in self.request.form.items()
            if isinstance(value, str)
            and value.strip()
            and name not in _CARRIED
            and value != kept.get(name)
        ]

    # Forms

    def handle(self, action: str) -> str | None:
        """Answer a POST: `action` is the value of the button. Return what ``done`` returns.

        None shows the page again (a step to be confirmed, say). A ThadsError is shown above
        the form and beside the fields it names.
        """
        raise NotAllowed

    @cached_property
    def errors(self) -> Errors:
        """What was wrong with what was sent."""
        return Errors(self)

    @cached_property
    def sent(self) -> Values:
        """What was sent, as text."""
        return Values(self.request.form)

    @property
    def token(self) -> str:
        """The value of the field ``_authenticator`` that every form must send."""
        return createToken()

    def _posted(self) -> str | None:
        try:
            check_authenticator(self.request)
        except Forbidden:
            # A session that ended and began anew meanwhile: what was typed is kept.
            self._refuse(403)
            self.errors.say(
                _(
                    "desk_form_too_old",
                    default="Phiên làm việc đã thay đổi từ khi mở trang này. Chưa có gì được"
                    " ghi; hãy kiểm tra rồi bấm gửi lại.",
                )
            )
            return None
        try:
            return self.handle(self.sent.text("action"))
        except ThadsError as error:
            self._refuse(error.status)
            self.errors.add(error)
            return None

    def _refuse(self, status: int) -> None:
        transaction.doom()
        self.request.response.setStatus(status, lock=1)

    def done(self, message, address: str | None = None, *, kind: str = "info") -> str:
        """Go to `address` (absent: this page) and say `message` there."""
        IStatusMessage(self.request).add(self.say(message), type=kind)
        return self.go(address or self.address)

    def go(self, address: str) -> str:
        self.request.response.redirect(address, status=303, lock=1)
        return ""

    def draft_key(self, name: str) -> str:
        """The form `name` of who is signed in: what they typed is not for the next one at the desk."""
        return f"{self.layout.user.getId()}:{name}"

    def keep_secret(self) -> None:
        """This answer shows restricted fields: no cache and no history keeps it."""
        self.request.response.setHeader("Cache-Control", _NOWHERE)

    # What the templates show

    @property
    def frame(self):
        """The macro that every desk page uses; its slots: ``lead``, ``tools``, ``main``."""
        return self._frame.macros["page"]

    @property
    def desk(self):
        """The macros of forms and tables."""
        return self._macros.macros

    @property
    def card(self):
        """The macro of a listing that is decided on."""
        return self._cards.macros["card"]

    @cached_property
    def messages(self) -> list[dict[str, str]]:
        """What the step before has to say: ``text``, ``kind``."""
        return [
            {"text": message.message, "kind": message.type}
            for message in IStatusMessage(self.request).show()
        ]

    @property
    def heading(self) -> str:
        return self.say(self.title)

    @property
    def trail(self) -> list[tuple[str, str]]:
        """(address, text) of the pages above this one."""
        return []

    @property
    def address(self) -> str:
        """The path of this page, without its parameters."""
        return f"{self.place}/{self.__name__}"

    @property
    def place(self) -> str:
        """The path of the context, without a slash at its end."""
        return self.context.absolute_url_path().rstrip("/")

    @cached_property
    def acting(self) -> ActionContext:
        """Who acts now; for the actions."""
        return ActionContext()

    @cached_property
    def today(self):
        """The day in Vietnam."""
        return self.acting.today

    def due(self, day) -> dict[str, str] | None:
        """A deadline in words and the class of its sign; None where no term runs."""
        if day is None:
            return None
        words = due_words(
            day, today=self.today, calendar=current_calendar(), language=self.language
        )
        return {"text": words.text, "kind": f"due {words.status}"}
