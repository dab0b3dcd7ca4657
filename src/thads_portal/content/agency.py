"""An enforcement agency (cơ quan thi hành án dân sự): Cục, Chi cục or regional office."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from plone.dexterity.content import Item
from plone.supermodel import model
from thads_portal.content.access import AGENCY_ACCESS
from thads_portal.content.access import with_access
from thads_portal.content.not_relocatable import NotRelocatable
from thads_portal.i18n import _
from zope import schema
from zope.interface import implementer


class IEnforcementAgency(model.Schema):
    """An agency in a subsite; its key is ``<province>/<id>``.

    Organisations change: an agency has dates of validity and a successor, and
    its code is stored with the scheme that gives it, since codes are re-used.
    """

    kind = schema.Choice(
        title=_("label_agency_kind", default="Loại cơ quan"),
        vocabulary="thads_portal.AgencyKind",
    )
    code = schema.TextLine(title=_("label_agency_code", default="Mã cơ quan"), required=False)
    code_scheme = schema.TextLine(title=_("label_code_scheme", default="Bộ mã"), required=False)
    address = schema.TextLine(title=_("label_address", default="Địa chỉ"), required=False)
    telephone = schema.TextLine(title=_("label_telephone", default="Điện thoại"), required=False)
    valid_from = schema.Date(title=_("label_valid_from", default="Hiệu lực từ"), required=False)
    valid_to = schema.Date(title=_("label_valid_to", default="Hiệu lực đến"), required=False)
    successor = schema.TextLine(
        title=_("label_successor", default="Đơn vị kế thừa"), required=False
    )


@with_access(AGENCY_ACCESS)
@implementer(IEnforcementAgency)
class EnforcementAgency(NotRelocatable, Item):
    pass


def found_agency(subsite, key: str):
    """The object of the agency `key`, looked up from any `subsite`; None if there is none."""
    slug, _, name = key.partition("/")
    of_key = aq_parent(aq_inner(subsite)).get(slug)
    found = of_key.get(name) if of_key is not None else None
    return found if IEnforcementAgency.providedBy(found) else None
