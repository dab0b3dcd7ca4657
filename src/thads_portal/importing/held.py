"""Applies the endings of a feed that the board has let through, as the account that sent them."""

from io import BytesIO
from thads_portal.importing.run import run_feed
from thads_portal.jobs.interfaces import IJobKind
from thads_portal.register import held_lines
from thads_portal.register.own_transaction import own_transaction
from typing import Any
from zope.interface import implementer


@implementer(IJobKind)
class HeldEndings:
    """Run twice it comes to the same: a line that was applied is unchanged."""

    def run(self, site: Any, job: Any) -> dict[str, Any]:
        account = str(job.parameters["account"])
        with own_transaction(job.dsn) as cursor:
            lines = held_lines.released(cursor, account, by=job.owner)
        if not lines:
            return {"rows": 0}
        report = run_feed(
            site,
            BytesIO(b"\n".join(lines)),
            actor=account,
            progress=lambda done: job.progress(done, len(lines)),
        )
        return {"rows": report.received, "ended": report.ended, "withdrawn": report.withdrawn}
