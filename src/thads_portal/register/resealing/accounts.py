"""The keys of the accounts' authenticators, which lie with the accounts."""

from thads_portal import field_keys
from thads_portal.content.object_store import dsn_of
from thads_portal.content.zope_types import Content
from thads_portal.content.zope_types import Database
from thads_portal.domain.second_factor import bound_to
from thads_portal.errors import CannotUnseal
from thads_portal.register.walk import walking
from ZODB.POSException import ConflictError


def seal_accounts(database: Database, site_path: str) -> tuple[int, int]:
    """(keys sealed anew, keys that cannot be opened)."""
    with walking(database, site_path) as walk:
        while True:
            try:
                found = _seal(walk.site().acl_users.source_users, dsn_of(database))
                walk.connection.transaction_manager.commit()
                return found
            except ConflictError:
                walk.connection.transaction_manager.abort()
                walk.refresh()


def _seal(users: Content, source: str) -> tuple[int, int]:
    sealed = closed = 0
    factors = getattr(users, "_factors", None) or {}
    for account, factor in list(factors.items()):
        if "secret" not in factor:
            # Security keys only.
            continue
        kept = field_keys.sealed_part(factor["secret"])
        if kept is not None and field_keys.is_current(source, kept):
            continue
        try:
            secret = field_keys.unseal_text(source, factor["secret"], bound_to(account))
        except CannotUnseal:
            closed += 1
            continue
        anew = field_keys.seal_text(source, secret, bound_to(account))
        factors[account] = {**factor, "secret": anew}
        sealed += 1
    return sealed, closed
