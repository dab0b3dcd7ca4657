"""Who signs for an absent head has the head's role in the province, on the days of their authority.

Nothing is stored for it: the role follows from the authorities kept with the subsite, whenever
Zope asks who may do what there. The day after the last it is gone by itself.
"""

from borg.localrole.interfaces import ILocalRoleProvider
from collections.abc import Iterator
from datetime import datetime
from thads_portal.content.site import IProvincialSite
from thads_portal.domain.deputies import read
from thads_portal.domain.words import VIETNAM
from zope.component import adapter
from zope.interface import implementer


_ROLES = ("AgencyHead",)


@implementer(ILocalRoleProvider)
@adapter(IProvincialSite)
class DeputyRoles:
    """The local roles of those who sign for the head today."""

    def __init__(self, context):
        self.context = context

    def getRoles(self, principal_id: str) -> tuple[str, ...]:
        if not self.context.deputies:
            return ()
        return dict(self.getAllRoles()).get(principal_id, ())

    def getAllRoles(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        if not self.context.deputies:
            return
        today = datetime.now(VIETNAM).date()
        for deputy in read(self.context.deputies):
            if deputy.holds_on(today):
                yield deputy.account, _ROLES
