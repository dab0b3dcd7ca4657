"""Which account somebody of a provider of identities is: bound here by an administrator, kept with the accounts.

`users` is the portal's user source. An account has at most one subject, a subject one account. A subject belongs to
its issuer: with another provider nobody gets in by it.
"""

from BTrees.OOBTree import OOBTree
from thads_portal.content.zope_types import Content


def account_of(users: Content, issuer: str, subject: str) -> str | None:
    """The account that is bound to `subject`; whether it may sign in is not asked here."""
    for account, kept in (users._subjects or {}).items():
        if kept == (issuer, subject):
            return str(account)
    return None


def subject_of(users: Content, account: str, issuer: str) -> str:
    """The subject that `account` is bound to at `issuer`; "" where there is none."""
    kept = (users._subjects or {}).get(account)
    return kept[1] if kept is not None and kept[0] == issuer else ""


def bind(users: Content, account: str, issuer: str, subject: str) -> None:
    """In place of what the account was bound to; an empty `subject` unbinds it. In the running transaction."""
    # Written each time: two at once that bind one subject to two accounts touch different entries, which would
    # be merged. So the later one comes again, and sees the other.
    users._subjects = OOBTree() if users._subjects is None else users._subjects
    if subject:
        users._subjects[account] = (issuer, subject)
    else:
        users._subjects.pop(account, None)
