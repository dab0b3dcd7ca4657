"""The board lets endings of a feed through that were held back, or declines them."""

from thads_portal.actions.context import ActionContext
from thads_portal.content.zope_types import Content
from thads_portal.domain.lifecycle import Permission
from thads_portal.domain.recording import Recorded
from thads_portal.errors import Conflict
from thads_portal.errors import NotAllowed
from thads_portal.jobs.queue import enqueue
from thads_portal.register import held_lines
from thads_portal.register import record
from thads_portal.register.join import connection_of
from thads_portal.register.join import dsn_of
from thads_portal.register.pool import reading


#: The kind of the job that applies what was let through.
APPLY = "held-endings"


def release(site: Content, acting: ActionContext, account: str) -> int:
    """Let all that waits of `account` be applied, in a job; how many lines.

    Raises NotAllowed, and Conflict where somebody else has decided already.
    """
    count = _decide(site, acting, account, release=True)
    enqueue(site, APPLY, {"account": account}, title="Áp dụng các dòng chấm dứt bị giữ lại")
    return count


def decline(site: Content, acting: ActionContext, account: str) -> int:
    """Nothing that waits of `account` is applied. Raises as ``release`` does."""
    return _decide(site, acting, account, release=False)


def _decide(site: Content, acting: ActionContext, account: str, *, release: bool) -> int:
    if not acting.may(Permission.APPROVE, site):
        raise NotAllowed
    with reading(dsn_of(connection_of(site).db())) as cursor:
        count = next(
            (each.lines for each in held_lines.waiting(cursor) if each.actor == account), 0
        )
    if not count:
        raise Conflict
    held_lines.decide(site, account, by=acting.user_id, release=release)
    record.note(
        site,
        Recorded.HELD_DECIDED,
        actor=acting.user_id,
        about=account,
        details={"lines": count, "released": release},
    )
    return count
