"""The register of a province (danh sách công khai): the folder that holds its listings.

It is unordered and large: never ask it for all its objects in a request; the
register's table answers every list and count.
"""

from plone.dexterity.content import Container
from plone.supermodel import model
from thads_portal.content.access import REGISTER_ACCESS
from thads_portal.content.access import with_access
from thads_portal.content.not_relocatable import NotRelocatable
from zope.event import notify
from zope.interface import implementer
from zope.traversing.interfaces import BeforeTraverseEvent


REGISTER_ID = "nguoi-phai-thi-hanh-an"


class IDebtorRegister(model.Schema):
    """A province's register of debtors without conditions for enforcement."""


@with_access(REGISTER_ACCESS)
@implementer(IDebtorRegister)
class DebtorRegister(NotRelocatable, Container):
    _ordering = "unordered"

    def __before_publishing_traverse__(self, first, request=None):
        # Zope announces this for sites only. What a listing's address answers when the
        # listing is not public must be settled before anything else looks at it.
        request = first if request is None else request
        notify(BeforeTraverseEvent(self, request))
        super().__before_publishing_traverse__(self, request)
