"""What is made by the clock: files and official lists at night, the statistics four times a day."""

from thads_portal.content.register import REGISTER_ID
from thads_portal.content.settings import shows_decision
from thads_portal.jobs.interfaces import IPeriodicJob
from thads_portal.opendata import bulk
from thads_portal.opendata import public_lists
from thads_portal.register import statistics
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.public_lists import with_ended
from zope.interface import implementer


@implementer(IPeriodicJob)
class BulkFiles:
    title = "Tạo tệp dữ liệu cả nước và các tỉnh"
    cron = "0 1 * * *"

    def run(self, site, job) -> dict[str, int]:
        return bulk.make(
            job.dsn, register_id=REGISTER_ID, decision=shows_decision(), reached=job.progress
        )


@implementer(IPeriodicJob)
class EndedLeave:
    """What ended leaves every file within minutes; where nothing ended nothing is done."""

    title = "Đưa mục đã chấm dứt công khai ra khỏi các tệp"
    cron = "*/3 * * * *"

    def run(self, site, job) -> dict[str, int]:
        trimmed = bulk.trim(job.dsn, register_id=REGISTER_ID, decision=shows_decision())
        with own_transaction(job.dsn) as cursor:
            slugs = with_ended(cursor)
        lists = public_lists.make(site, job.dsn, only=slugs)["made"] if slugs else 0
        return {**trimmed, "lists": lists}


@implementer(IPeriodicJob)
class PublicLists:
    title = "Lập danh sách chính thức (PDF) của các tỉnh"
    cron = "20 1 * * *"

    def run(self, site, job) -> dict[str, int]:
        return public_lists.make(site, job.dsn, reached=job.progress)


@implementer(IPeriodicJob)
class Statistics:
    title = "Tính số liệu thống kê"
    cron = "30 0,6,12,18 * * *"

    def run(self, site, job) -> dict[str, int]:
        return {"cases": statistics.take(job.dsn)}
