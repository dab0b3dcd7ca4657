"""An enforcement agency (cơ quan thi hành án dân sự): Cục, Chi cục or regional office."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from plone.dexterity.content import Item
from plone.supermodel import model
from thads_portal.content.access import AGENCY_ACCESS
from thads_portal.content.access import with_access
from thads_portal.content.not_relocatable import NotRelocatable
from thads_portal.domain.agencies import successor_key
from thads_portal.domain.codes import AgencyKind
from thads_portal.domain.offices import Office
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
    offices = schema.List(
        title=_("label_offices", default="Phòng khu vực nhận hồ sơ"),
        description=_(
            "help_offices",
            default="Mỗi dòng một mã, ví dụ cao-bang/phong-khu-vuc-1. Nhập nhiều cơ quan một lần ở"
            " trang “Cơ quan”.",
        ),
        value_type=schema.TextLine(),
        required=False,
    )


@with_access(AGENCY_ACCESS)
@implementer(IEnforcementAgency)
class EnforcementAgency(NotRelocatable, Item):
    #: Of what was made before the field was there.
    offices = None


def agencies_in(subsite) -> list:
    """The agencies that the subsite holds, ended ones included."""
    values = subsite.objectValues()
    return [agency for agency in values if IEnforcementAgency.providedBy(agency)]


def office_of(agency) -> Office:
    """The stored agency as the domain sees it."""
    slug = aq_parent(aq_inner(agency)).getId()
    successor = successor_key(slug, agency.successor)
    return Office(
        key=f"{slug}/{agency.getId()}",
        kind=AgencyKind(agency.kind),
        name=agency.title or "",
        address=agency.address or "",
        telephone=agency.telephone or "",
        valid_from=agency.valid_from,
        valid_to=agency.valid_to,
        successors=(*((successor,) if successor else ()), *(agency.offices or ())),
    )


def found_agency(subsite, key: str):
    """The object of the agency `key`, looked up from any `subsite`; None if there is none."""
    slug, _, name = key.partition("/")
    of_key = aq_parent(aq_inner(subsite)).get(slug)
    found = of_key.get(name) if of_key is not None else None
    return found if IEnforcementAgency.providedBy(found) else None
