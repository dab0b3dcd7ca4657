"""Every ten minutes: new messages are made and delivered; at the month's beginning the month before is closed."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import ExitStack
from datetime import datetime
from datetime import UTC
from pathlib import Path
from thads_portal.content.settings import is_demo
from thads_portal.domain.outboxes import Partner
from thads_portal.domain.words import VIETNAM
from thads_portal.jobs.interfaces import IPeriodicJob
from thads_portal.jobs.outboxes.delivery import Address
from thads_portal.jobs.outboxes.delivery import addresses
from thads_portal.jobs.outboxes.delivery import deliver
from thads_portal.jobs.outboxes.planning import plan
from thads_portal.jobs.outboxes.planning import plan_month
from thads_portal.jobs.outboxes.reconciling import month_before
from thads_portal.jobs.outboxes.reconciling import reconcile
from thads_portal.jobs.outboxes.simulator import Simulator
from zope.interface import implementer

import os


@implementer(IPeriodicJob)
class Outboxes:
    title = "Gửi thông tin cho cơ quan liên quan"
    cron = "*/10 * * * *"

    def run(self, site, job) -> dict[str, int]:
        month = month_before(datetime.now(UTC).astimezone(VIETNAM).date())
        made = plan(site, job.dsn) + plan_month(job.dsn, month)
        with _partners(site) as places:
            done = deliver(job.dsn, places)
            return {"made": made, **done, "reports": reconcile(job.dsn, places, month)}


@contextmanager
def _partners(site) -> Iterator[dict[Partner, Address]]:
    """Those that are configured; in a demo, where none is, simulated ones."""
    configured = addresses()
    if configured or not is_demo(site):
        yield configured
        return
    folder = Path(os.environ["THADS_VAR"]) / "simulated-partners"
    with ExitStack() as stack:
        yield {
            partner: Address(stack.enter_context(Simulator(folder / f"{partner}.ndjson").serving()))
            for partner in Partner
        }
