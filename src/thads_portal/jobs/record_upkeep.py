"""Gives new entries of the record of actions their places in its chain, and signs its head once a day."""

from thads_portal.jobs.interfaces import IPeriodicJob
from thads_portal.register.record_chain.growing import grow
from zope.interface import implementer


@implementer(IPeriodicJob)
class RecordChain:
    title = "Nối chuỗi nhật ký thao tác"
    cron = "*/5 * * * *"

    def run(self, site, job) -> dict[str, int]:
        return {"rows": grow(job.dsn)}
