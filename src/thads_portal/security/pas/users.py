"""The user source of the portal: Plone's, with what a State register needs at its doors.

Whatever signs in with a name and a password (form, Basic, the token service) passes
``authenticateCredentials``; whatever sets a password passes ``addUser``, ``doChangeUser``
or ``updateUserPassword``. So the rules stand here and no door can be forgotten. A wrong
guess costs a write; a right password costs one small question to the database.
"""

from AccessControl import getSecurityManager
from AccessControl.class_init import InitializeClass
from AccessControl.SecurityInfo import ClassSecurityInfo
from Acquisition import aq_base
from AuthEncoding.AuthEncoding import is_encrypted
from AuthEncoding.AuthEncoding import pw_validate
from BTrees.OOBTree import OOBTree
from plone.registry.interfaces import IRegistry
from Products.PlonePAS.plugins.user import UserManager
from Products.PluggableAuthService.events import CredentialsUpdated
from Products.PluggableAuthService.interfaces.plugins import IValidationPlugin
from thads_portal.domain.passwords import LONGEST
from thads_portal.domain.passwords import MINIMUM
from thads_portal.domain.passwords import weakness
from thads_portal.domain.recording import Recorded
from thads_portal.domain.sign_in import network_of
from thads_portal.domain.sign_in import to_note
from thads_portal.domain.sign_in import wait_of
from thads_portal.errors import Code
from thads_portal.errors import message
from thads_portal.errors import TooManyAttempts
from thads_portal.errors import WeakPassword
from thads_portal.register.join import connection_of
from thads_portal.register.join import dsn_of
from thads_portal.register.record import note
from thads_portal.register.record import write_now
from thads_portal.register.sign_in import SignIn
from thads_portal.security.pas import clock
from thads_portal.security.pas import factors
from thads_portal.security.pas import places
from thads_portal.security.pas.argon2id import hashed
from thads_portal.security.pas.argon2id import is_current
from thads_portal.security.pas.rehashing import hash_anew
from thads_portal.security.pas.rehashing import Verified
from thads_portal.security.pas.resets import PortalResets
from zope.component import queryUtility
from zope.component.hooks import getSite
from zope.event import notify
from zope.globalrequest import getRequest
from zope.interface import implementer

import hashlib
import math
import secrets


MINIMUM_RECORD = "thads_portal.password_minimum"
_BASIC = "credentials_basic_auth"
_LOGIN_PAGE = "credentials_cookie_auth"
_COUNTED = "thads_portal.sign_in_counted"
#: Of the same kind and cost as those that are stored; nobody has this password.
_NOBODYS = hashed(secrets.token_urlsafe(32))
_verified = Verified()


@implementer(IValidationPlugin)
class PortalUsers(UserManager):
    """``source_users`` of the portal."""

    security = ClassSecurityInfo()
    #: account -> since when (ISO 8601): may not sign in, and has no session
    _disabled = None
    #: account -> how often it was locked: sessions from before a lock stay over
    _locks = None
    #: account -> of which stored password its stamp is, where the same one was hashed anew
    _stamped_by = None
    #: account -> its second factor (``factors``)
    _factors = None
    #: account -> who it is at a provider of identities (``subjects``)
    _subjects = None

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
        known = self._login_to_userid.get(login)
        found = self._check_password(known, credentials)
        if (
            found is not None
            and self.is_active(found[0])
            and places.admits(found[0], request)
            and self._second_step_passed(found[0], credentials, request)
        ):
            if to_note(tries, now):
                attempt.succeeded()
                if credentials.get("extractor") == _BASIC:
                    # Sessions and tokens have entries of their own.
                    self._record(Recorded.SIGNED_IN, found[0], {"kind": "basic"})
            return found
        seen.add(name)
        attempt.failed(tries)
        # What was typed for a name may be a password.
        self._record(Recorded.SIGN_IN_REFUSED, known, {})
        return None

    def _check_password(self, known: str | None, credentials):
        """What Plone answers; who is no account takes as long as a wrong password of one."""
        password = credentials["password"]
        if isinstance(password, str):
            password = password.encode()
        reference = None if known is None else self._user_passwords.get(known)
        if reference is not None and _verified.knows(reference, password):
            return known, credentials["login"]
        found = super().authenticateCredentials(credentials)
        current = reference is not None and is_current(reference)
        if found is None:
            if not current:
                # An old hash is checked in no time, and none at all in less.
                pw_validate(_NOBODYS, password)
        elif reference is None:
            pass
        elif current:
            _verified.keep(reference, password)
        elif self.is_active(found[0]):
            hash_anew(self, found[0], reference, password)
        return found

    @security.private
    def is_password(self, account: str, password: str) -> bool:
        """Whether who is signed in as `account` knows its password; tries are counted as at the login.

        Raises TooManyAttempts.
        """
        login = self._userid_to_login.get(account)
        request = getRequest()
        now = clock.now()
        address = network_of(request.getClientAddr()) if request is not None else ""
        dsn = dsn_of(connection_of(self).db())
        attempt = SignIn(dsn, str(login).strip().casefold(), address, now)
        tries = attempt.tries()
        wait = wait_of(tries, now)
        if wait:
            raise TooManyAttempts(seconds=math.ceil(wait.total_seconds()))
        credentials = {"login": login, "password": password}
        if login is not None and self._check_password(account, credentials) is not None:
            return True
        attempt.failed(tries)
        self._record(Recorded.SIGN_IN_REFUSED, account, {})
        return False

    @security.private
    def refuse_single_sign_on(self, account: str, reason: str) -> None:
        """Note that a provider has told who it is, and that they may not enter; "" for nobody of ours."""
        self._record(
            Recorded.SIGN_IN_REFUSED, account, {"kind": "single_sign_on", "reason": reason}
        )

    @security.private
    def refuse_second_step(self, account: str, **more: str) -> None:
        """Note that the password was right and the second step was not."""
        self._record(Recorded.SIGN_IN_REFUSED, account, {"step": "second", **more})

    def _second_step_passed(self, account: str, credentials, request) -> bool:
        """The login page asks for the second step by itself, programs bring it with the password."""
        if credentials.get("extractor") == _LOGIN_PAGE:
            return True
        if "extractor" not in credentials and getSecurityManager().getUser().getId() == account:
            # Who is signed in says the password again, to change it: nothing a request came with.
            return True
        if factors.step_after_password(self, account) is None:
            return True
        passed = request.environ.setdefault(factors.PASSED, set()) if request is not None else set()
        if account in passed:
            return True
        code = credentials.get("code")
        if isinstance(code, str) and factors.verify(self, account, code):
            passed.add(account)
            return True
        return False

    def _record(self, action: Recorded, account: str | None, details) -> None:
        dsn = dsn_of(connection_of(self).db())
        write_now(dsn, action, actor=account or "", details=details)

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
        self.end_sessions(user_id)

    @security.private
    def enable(self, user_id) -> None:
        if self._disabled is not None:
            self._disabled.pop(user_id, None)

    @security.private
    def end_sessions(self, user_id) -> None:
        """Every session and token of the account is over; it may sign in anew."""
        if self._locks is None:
            self._locks = OOBTree()
        self._locks[user_id] = self._locks.get(user_id, 0) + 1

    @security.private
    def stamp(self, user_id) -> str:
        """Changes with the password and each lock: a session or token with another is over."""
        reference = self._user_passwords.get(user_id) or ""
        if isinstance(reference, str):
            reference = reference.encode()
        if self._stamped_by is not None:
            reference = self._stamped_by.get(user_id, reference)
        locks = 0 if self._locks is None else self._locks.get(user_id, 0)
        return hashlib.sha256(b"stamp%d" % locks + reference).hexdigest()[:16]

    @security.private
    def removeUser(self, user_id):
        super().removeUser(user_id)
        if self._stamped_by is not None:
            self._stamped_by.pop(user_id, None)
        if self._factors is not None:
            self._factors.pop(user_id, None)
        if self._subjects is not None:
            self._subjects.pop(user_id, None)
        actor = getSecurityManager().getUser().getId() or ""
        note(self, Recorded.ACCOUNT_REMOVED, actor=actor, about=user_id)

    # Setting a password

    @security.private
    def addUser(self, user_id, login_name, password):
        _check(password, names=(login_name,))
        if not is_encrypted(password):
            password = hashed(password)
        return super().addUser(user_id, login_name, password)

    @security.private
    def doChangeUser(self, principal_id, password):
        _check(password, names=self._names_of(principal_id))
        if self._user_passwords.get(principal_id) is None:
            raise RuntimeError(f"User does not exist: {principal_id}")
        self._user_passwords[principal_id] = hashed(password)
        self._changed(principal_id)
        # Last: whose own it is gets a session by the new one.
        notify(CredentialsUpdated(self._getPAS().getUserById(principal_id), password))

    @security.private
    def updateUserPassword(self, user_id, password):
        if password:
            _check(password, names=self._names_of(user_id))
        super().updateUserPassword(user_id, password)
        self._changed(user_id)

    @security.private
    def _pw_encrypt(self, password):
        return hashed(password)

    @security.private
    def put_hash(self, user_id: str, before, after: bytes) -> None:
        """The same password in another hash: its sessions and tokens go on."""
        if self._user_passwords.get(user_id) != before:
            return
        if self._stamped_by is None:
            self._stamped_by = OOBTree()
        self._stamped_by.setdefault(
            user_id, before if isinstance(before, bytes) else before.encode()
        )
        self._user_passwords[user_id] = after

    def _changed(self, user_id) -> None:
        """Mailed links are over, and the record says who set a password."""
        if self._stamped_by is not None:
            self._stamped_by.pop(user_id, None)
        tool = getattr(getSite(), "portal_password_reset", None)
        if tool is not None and isinstance(aq_base(tool), PortalResets):
            tool.forget(user_id)
        # Not signed in: by a link, which is its owner's.
        actor = getSecurityManager().getUser().getId() or user_id
        note(self, Recorded.ACCOUNT_CHANGED, actor=actor, about=user_id, details={"password": True})

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
