"""The staff of a merged province's successor has its roles there as well, from the day on.

Nothing is stored for it: the roles follow from the day that the merger was recorded for
(``subsites/merge.py``), whenever Zope asks who may do what in the subsite.
"""

from borg.localrole.interfaces import ILocalRoleProvider
from collections.abc import Iterator
from datetime import datetime
from thads_portal.content.site import IProvincialSite
from thads_portal.domain.provinces import merged_into
from thads_portal.domain.words import VIETNAM
from thads_portal.security.roles import PROVINCIAL_GROUPS
from zope.component import adapter
from zope.interface import implementer


@implementer(ILocalRoleProvider)
@adapter(IProvincialSite)
class SuccessorRoles:
    """The local roles of the successor's groups on a subsite."""

    def __init__(self, context):
        self.context = context

    def getRoles(self, principal_id: str) -> tuple[str, ...]:
        if self.context.handover is None:
            return ()
        return dict(self.getAllRoles()).get(principal_id, ())

    def getAllRoles(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        if self.context.handover is None:
            return
        _own, *others = self.context.staff_of(datetime.now(VIETNAM).date())
        for slug in others:
            for group in PROVINCIAL_GROUPS:
                yield group.id.format(slug=slug), group.roles


def handed_over(portal, slug: str, today) -> tuple[str, ...]:
    """The slugs of the provinces for which the staff of `slug` works on `today`: its own, and
    those that were merged into it.
    """
    around = (portal.get(each) for each in merged_into(slug) if each != slug)
    return slug, *(
        site.getId()
        for site in around
        if IProvincialSite.providedBy(site) and slug in site.staff_of(today)
    )
