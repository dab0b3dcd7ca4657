"""Lets the publication log grow when nobody asks for it, and has its head signed by the witnesses."""

from thads_portal.domain.web_addresses import host_name
from thads_portal.jobs.interfaces import IPeriodicJob
from thads_portal.jobs.witnesses import ask
from thads_portal.jobs.witnesses import witnesses
from thads_portal.register.publication_log.served import served
from thads_portal.security.public_address import public_address
from zope.interface import implementer


@implementer(IPeriodicJob)
class PublicationLog:
    title = "Ghi nối nhật ký công khai"
    cron = "*/5 * * * *"

    def run(self, site, job) -> dict[str, int]:
        with served(job.dsn, host_name(public_address().partition("://")[2])) as log:
            signed = [ask(job.dsn, log, witness) for witness in witnesses()]
            return {"size": log.head.size, "witnesses": sum(signed)}
