"""Brings the duties of all cases to the calendar and the law of today: by the clock, and when days change.

What is asked of public texts follows what has become of the listings meanwhile.
"""

from thads_portal.content.calendar import current_calendar
from thads_portal.jobs.interfaces import IPeriodicJob
from thads_portal.register.ledger.recomputing import follow_states
from thads_portal.register.ledger.recomputing import recompute
from zope.interface import implementer


KIND = "case-duties"


@implementer(IPeriodicJob)
class CaseDuties:
    title = "Tính lại hạn theo dõi của các việc"
    cron = "50 1 * * *"

    def run(self, site, job) -> dict[str, int]:
        done = recompute(job.dsn, current_calendar(), progress=job.progress)
        followed = follow_states(job.dsn, current_calendar())
        return {"rows": done.looked_at, "amended": done.written + followed}
