"""Each night: what is restricted of listings that ended long enough ago is erased, and that is recorded."""

from datetime import datetime
from datetime import UTC
from plone.registry.interfaces import IRegistry
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.field_retention import Kept
from thads_portal.domain.field_retention import terms
from thads_portal.domain.field_retention import without
from thads_portal.domain.months import add_months
from thads_portal.domain.recording import Recorded
from thads_portal.domain.words import VIETNAM
from thads_portal.jobs.interfaces import IPeriodicJob
from thads_portal.register import record
from thads_portal.register.erasures import due
from typing import Any
from zope.component import getUtility
from zope.interface import implementer


RECORD = "thads_portal.restricted_kept_months"
#: Listings of one night and field: the rest follows in the next.
_MOST = 5000


@implementer(IPeriodicJob)
class FieldRetention:
    title = "Xóa thông tin hạn chế hết thời hạn lưu"
    cron = "50 2 * * *"

    def run(self, site: Any, job: Any) -> dict[str, int]:
        lines = getUtility(IRegistry).get(RECORD, None) or ()
        return {"listings": erase(site, job.dsn, terms(lines), now=datetime.now(UTC))}


def erase(site: Any, dsn: str, kept: tuple[Kept, ...], *, now: datetime) -> int:
    """Erase what is over its term, in the running transaction; how many listings it is about."""
    wanted: dict[tuple[str, str], set[str]] = {}
    today = now.astimezone(VIETNAM).date()
    for each in kept:
        if each.months is None:
            continue
        before = add_months(today, -each.months)
        for province, number in due(site, dsn, each.name, before=before, most=_MOST):
            wanted.setdefault((province, number), set()).add(each.name)
    count = 0
    for (province, number), names in sorted(wanted.items()):
        listing = _listing(site, province, number)
        if listing is not None and _erase(listing, frozenset(names), now):
            count += 1
    return count


def _listing(site: Any, province: str, number: str) -> Any:
    subsite = site.get(province)
    return subsite[REGISTER_ID].get(number) if subsite is not None else None


def _erase(listing: Any, names: frozenset[str], now: datetime) -> bool:
    listing.must_be_open()
    changed = without(listing.__dict__, names)
    if not changed:
        return False
    for name, value in changed.items():
        setattr(listing, name, value)
    # Not a change of the listing: it keeps its time.
    listing.reindexObject(idxs=["register"])
    record.note(
        listing,
        Recorded.RESTRICTED_ERASED,
        actor="",
        at=now,
        listing=listing.id,
        province=listing.province,
        details={"fields": sorted(names)},
    )
    return True
