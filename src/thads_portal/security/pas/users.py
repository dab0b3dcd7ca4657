"""The user source of the portal: Plone's, with what a State register needs at its doors.

Whatever signs in with a name and a password (form, Basic, the token service) passes
``authenticateCredentials``; whatever sets a password passes ``addUser``, ``doChangeUser``
or ``updateUserPassword``. So the rules stand here and no door can be forgotten. A wrong
guess costs a write; a right password costs one small question to the database.
"""

from AccessControl.class_init import InitializeClass
from AccessControl.SecurityInfo import ClassSecurityInfo
from BTrees.OOBTree import OOBTree
from plone.registry.interfaces import IRegistry
from Products.PlonePAS.plugins.user import UserManager
from Products.PluggableAuthService.interfaces.plugins import IValidationPlugin
from thads_portal.domain.passwords import LONGEST
from thads_portal.domain.passwords import MINIMUM
from thads_portal.domain.passwords import weakness
from thads_portal.domain.sign_in import network_of
from thads_portal.domain.sign_in import to_note
from thads_portal.domain.sign_in import wait_of
from thads_portal.errors import Code
from thads_portal.errors import message
from thads_portal.errors import TooManyAttempts
from thads_portal.errors import WeakPassword
from thads_portal.register.join import connection_of
from thads_portal.register.join import dsn_of
from thads_portal.register.sign_in import SignIn
from thads_portal.security.pas import clock
from zope.component import queryUtility
from zope.globalrequest import getRequest
from zope.interface import implementer

import hashlib
import math


MINIMUM_RECORD = "thads_portal.password_minimum"
_COUNTED = "thads_portal.sign_in_counted"


@implementer(IValidationPlugin)
class PortalUsers(UserManager):
    """``source_users`` of the portal."""

    security = ClassSecurityInfo()
    #: account -> since when (ISO 8601): may not sign in, and has no session
    _disabled = None

    # Signing in

    @security.private
    def authenticateCredentials(self, credentials):
        login, password = credentials.get("login"), credentials.get("password")
        if login is None or password is None:
            return None
        request = getRequest()
        now = clock.now()
        address = network_of(request.getClientAddr()) if request is not None else ""
        dsn = dsn_of(connection_of(self).db())
        name = str(login).strip().casefold()
        seen = request.environ.setdefault(_COUNTED, set()) if request is not None else set()
        if name in seen:
            # Asked twice in a request, by the publisher and by its service: one failure.
            return None
        attempt = SignIn(dsn, name, address, now)
        tries = attempt.tries()
        wait = wait_of(tries, now)
        if wait:
            raise TooManyAttempts(seconds=math.ceil(wait.total_seconds()))
        found = super().authenticateCredentials(credentials)
        if found is not None and self.is_active(found[0]):
            if to_note(tries, now):
                attempt.succeeded()
            return found
        seen.add(name)
        attempt.failed(tries)
        return None

    # Accounts that are out of use

    @security.private
    def is_active(self, user_id) -> bool:
        return self._disabled is None or user_id not in self._disabled

    @security.private
    def disabled_since(self, user_id) -> str | None:
        return None if self._disabled is None else self._disabled.get(user_id)

    @security.private
    def disable(self, user_id) -> None:
        if self._disabled is None:
            self._disabled = OOBTree()
        self._disabled[user_id] = clock.now().isoformat(timespec="seconds")

    @security.private
    def enable(self, user_id) -> None:
        if self._disabled is not None:
            self._disabled.pop(user_id, None)

    @security.private
    def stamp(self, user_id) -> str:
        """Changes with the password: a session or token with another stamp is over."""
        reference = self._user_passwords.get(user_id) or ""
        if isinstance(reference, str):
            reference = reference.encode()
        return hashlib.sha256(b"stamp" + reference).hexdigest()[:16]

    # Setting a password

    @security.private
    def addUser(self, user_id, login_name, password):
        _check(password, names=(login_name,))
        return super().addUser(user_id, login_name, password)

    @security.private
    def doChangeUser(self, principal_id, password):
        _check(password, names=self._names_of(principal_id))
        return super().doChangeUser(principal_id, password)

    @security.private
    def updateUserPassword(self, user_id, password):
        if password:
            _check(password, names=self._names_of(user_id))
        return super().updateUserPassword(user_id, password)

    def _names_of(self, user_id) -> tuple[str, ...]:
        user = self._getPAS().getUserById(user_id)
        known = [user.getProperty(name, "") for name in ("fullname", "email")] if user else []
        return tuple(filter(None, (user_id, self._userid_to_login.get(user_id), *known)))

    # IValidationPlugin: what Plone's forms and services ask before they set one

    @security.private
    def validateUserInfo(self, user, set_id, set_info):
        password = set_info and set_info.get("password")
        if not password:
            return []
        request = getRequest()
        form = request.form if request is not None else {}
        typed = [
            value
            for name, value in form.items()
            if isinstance(value, str) and name.rpartition(".")[2] in _NAME_FIELDS
        ]
        names = [*typed, *(self._names_of(user.getId()) if user is not None else ())]
        code = weakness(password, minimum=password_minimum(), names=names)
        if code is None:
            return []
        return [
            {
                "id": "password",
                "error": say(code, request.get("LANGUAGE", "vi") if request else "vi"),
            }
        ]


InitializeClass(PortalUsers)
_NAME_FIELDS = ("username", "fullname", "email", "userid")


def _check(password, *, names) -> None:
    """Raise WeakPassword if the policy refuses `password`."""
    if not isinstance(password, str):
        password = password.decode("utf-8", "replace")
    code = weakness(password, minimum=password_minimum(), names=names)
    if code is not None:
        raise WeakPassword(code=code, **_params())


def password_minimum() -> int:
    registry = queryUtility(IRegistry)
    return (registry.get(MINIMUM_RECORD, None) if registry is not None else None) or MINIMUM


def _params() -> dict[str, int]:
    return {"minimum": password_minimum(), "longest": LONGEST}


def say(code: Code, language: str) -> str:
    """Why a password is refused, for a form."""
    texts = message(code, _params())
    return texts["en" if language == "en" else "vi"]
