"""Second factors of accounts: kept with the accounts, their keys sealed.

`users` is the portal's user source. A factor is a plain dict: ``secret`` (the authenticator's, sealed; absent where
there are security keys only), ``last`` (the time step of the last code that was taken), ``recovery`` (digests of
the codes that are left), ``since``, ``keys`` (``security_keys``).

Whatever changes by what somebody signs in ends the account's sessions and tokens; the page on which they do it themselves
begins the own one anew.
"""

from BTrees.OOBTree import OOBTree
from plone.registry.interfaces import IRegistry
from thads_portal import field_keys
from thads_portal.content.zope_types import Content
from thads_portal.domain import second_factor
from thads_portal.domain.recording import Recorded
from thads_portal.domain.second_factor import Policy
from thads_portal.register.join import connection_of
from thads_portal.register.join import dsn_of
from thads_portal.register.record import note
from thads_portal.secret_keys import personal_number_key
from thads_portal.security.pas import clock
from typing import Any
from zope.component import queryUtility


POLICY_RECORD = "thads_portal.second_factor"
#: In a request's environment: accounts whose second step it has passed.
PASSED = "thads_portal.second_step_passed"


def policy() -> Policy:
    registry = queryUtility(IRegistry)
    value = registry.get(POLICY_RECORD, None) if registry is not None else None
    return Policy(value) if value in set(Policy) else second_factor.DEFAULT


def enrolled(users: Content, account: str) -> bool:
    return account in (users._factors or ())


def has_authenticator(users: Content, account: str) -> bool:
    return "secret" in ((users._factors or {}).get(account) or ())


def step_after_password(users: Content, account: str) -> str | None:
    """What follows a right password: ``code``, ``enrol``, or nothing (None)."""
    chosen = policy()
    if chosen is Policy.OFF:
        return None
    if enrolled(users, account):
        return "code"
    if chosen is Policy.REQUIRED and required_of(users, account):
        return "enrol"
    return None


def required_of(users: Content, account: str) -> bool:
    user = users._getPAS().getUserById(account)
    return user is not None and second_factor.must_have(user.getGroups())


def enrol(users: Content, account: str, secret: str, code: str) -> tuple[str, ...] | None:
    """Keep `secret` as the account's authenticator if `code` is one of it; else None.

    The recovery codes where it is the first factor, else none. In the running transaction, like all that follows.
    """
    step = second_factor.step_of(secret, code, clock.now(), after=0)
    if step is None:
        return None
    codes = begin(users, account)
    users.end_sessions(account)
    sealed = field_keys.seal_text(_source(users), secret, second_factor.bound_to(account))
    users._factors[account] = {**users._factors[account], "secret": sealed, "last": step}
    note_step(users, account, "set_up")
    return codes


def begin(users: Content, account: str) -> tuple[str, ...]:
    """Make the account's factor, still without an authenticator or key: the recovery codes; none where it has one."""
    if users._factors is None:
        users._factors = OOBTree()
    if account in users._factors:
        return ()
    codes = second_factor.new_recovery_codes()
    users._factors[account] = {
        "recovery": _digests(account, codes),
        "since": clock.now().isoformat(timespec="seconds"),
    }
    return codes


def verify(users: Content, account: str, given: str) -> bool:
    """Whether `given` is the account's code of now, or one of its recovery codes; it is used up.

    Raises CannotUnseal.
    """
    factor = (users._factors or {}).get(account)
    if factor is None:
        return False
    code = "".join(given.split())
    if "secret" in factor:
        secret = field_keys.unseal_text(
            _source(users), factor["secret"], second_factor.bound_to(account)
        )
        step = second_factor.step_of(secret, code, clock.now(), after=factor["last"])
        if step is not None:
            users._factors[account] = {**factor, "last": step}
            return True
    digest = second_factor.recovery_digest(code, account, key=personal_number_key())
    if digest in factor["recovery"]:
        left = tuple(each for each in factor["recovery"] if each != digest)
        users._factors[account] = {**factor, "recovery": left}
        note_step(users, account, "recovery_code", left=len(left))
        return True
    return False


def recovery_left(users: Content, account: str) -> int:
    factor = (users._factors or {}).get(account)
    return len(factor["recovery"]) if factor else 0


def renew_recovery(users: Content, account: str) -> tuple[str, ...]:
    """New recovery codes in place of those that are left."""
    codes = second_factor.new_recovery_codes()
    users._factors[account] = {**users._factors[account], "recovery": _digests(account, codes)}
    users.end_sessions(account)
    note_step(users, account, "recovery_renewed")
    return codes


def remove_authenticator(users: Content, account: str) -> bool:
    """Take the authenticator away, with the whole factor where no key is left; False where there is none."""
    if not has_authenticator(users, account):
        return False
    left = {**users._factors[account]}
    del left["secret"], left["last"]
    users._factors[account] = left
    users.end_sessions(account)
    note_step(users, account, "authenticator_removed")
    drop_if_empty(users, account)
    return True


def drop_if_empty(users: Content, account: str) -> None:
    """Recovery codes alone are no factor."""
    factor = users._factors[account]
    if "secret" not in factor and not factor.get("keys"):
        remove(users, account, actor=account)


def remove(users: Content, account: str, *, actor: str) -> bool:
    """Take the account's factor away; False where there is none."""
    if not enrolled(users, account):
        return False
    del users._factors[account]
    users.end_sessions(account)
    note_step(users, account, "removed", actor=actor)
    return True


def _digests(account: str, codes: tuple[str, ...]) -> tuple[bytes, ...]:
    key = personal_number_key()
    return tuple(second_factor.recovery_digest(each, account, key=key) for each in codes)


def _source(users: Content) -> str:
    source: str = dsn_of(connection_of(users).db())
    return source


def note_step(users: Content, account: str, step: str, *, actor: str = "", **more: Any) -> None:
    """Record what became of the account's factor."""
    note(
        users,
        Recorded.SECOND_FACTOR,
        actor=actor or account,
        about=account,
        details={"step": step, **more},
    )
