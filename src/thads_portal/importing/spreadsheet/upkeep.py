"""Removes uploads that nobody finished: they hold restricted values that nobody waits for."""

from thads_portal.jobs.interfaces import IPeriodicJob
from thads_portal.register.ledger import lists
from thads_portal.register.uploads import remove_forgotten
from zope.interface import implementer


@implementer(IPeriodicJob)
class ForgetUploads:
    title = "Dọn các danh sách tải lên bị bỏ dở"
    cron = "35 2 * * *"

    def run(self, site, job) -> dict[str, int]:
        return {"uploads": remove_forgotten(job.dsn) + lists.remove_forgotten(job.dsn)}
