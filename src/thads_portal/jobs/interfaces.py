"""What a package gives to have its long work done outside the request."""

from zope.interface import Attribute
from zope.interface import Interface


class IJobKind(Interface):
    """One kind of job: a global utility under the kind's name.

    A worker may be killed at any point, and the job then runs again from its start: what
    it does twice must come to the same. What `run` changes in the objects of `site` is
    committed by the runner, together with the end of the job: once, or not at all.
    """

    def run(site, job):
        """Do the work of `job` (``context.Job``) with the rights of its owner.

        `site` is the portal in a transaction of its own. Work of many transactions brings
        its own connections (``importing.repeated_transactions``). Calls ``job.progress(done, total)``
        now and then, in steps of a second or less. Returns a dict that JSON can hold,
        without a restricted value, or None. A refusal (ThadsError) is shown to the owner.
        """


class IPeriodicJob(IJobKind):
    """A kind that starts by the clock, without an owner: it acts as nobody."""

    title = Attribute("What the list of jobs shows, in Vietnamese")
    cron = Attribute("Five fields of cron, in the time of Vietnam")
