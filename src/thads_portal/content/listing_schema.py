"""The schema of a listing, made from the table of its fields.

What the table calls restricted is read under ``thads.ViewRestricted`` and stands in a fieldset
of its own; a field that is not in there is readable by whoever may view the listing.
"""

from plone.autoform.interfaces import READ_PERMISSIONS_KEY
from plone.supermodel import model
from plone.supermodel.interfaces import FIELDSETS_KEY
from plone.supermodel.model import Fieldset
from plone.supermodel.model import SchemaClass
from thads_portal.domain.field_shapes import Audience
from thads_portal.domain.field_shapes import Kind
from thads_portal.domain.field_shapes import ListingField
from thads_portal.domain.listing_fields import LISTING_TABLE
from thads_portal.domain.listing_fields import names_of
from thads_portal.i18n import _
from zope import schema
from zope.i18nmessageid import Message


_VIEW_RESTRICTED = "thads.ViewRestricted"
#: The agency stands behind whoever signed its decision.
_AGENCY_AFTER = "signed_by"


def title_of(field: ListingField) -> Message:
    """The label of `field`; the catalogues have it in both languages (``scripts/messages.py``)."""
    return Message(f"label_{field.name}", "thads", default=field.label[0])


def _zope_field(field: ListingField) -> schema.Field:
    given = {"title": title_of(field), "required": field.required}
    if field.kind in (Kind.DATE, Kind.BIRTH):
        return schema.Date(**given)
    if field.kind is Kind.AMOUNT:
        return schema.Int(min=0, **given)
    if field.kind is Kind.CODE:
        return schema.Choice(vocabulary=f"thads_portal.{field.code_list.__name__}", **given)
    if field.kind is Kind.CODES:
        one = schema.Choice(vocabulary=f"thads_portal.{field.code_list.__name__}")
        return schema.Tuple(value_type=one, **given)
    if field.kind is Kind.TEXT:
        return schema.Text(max_length=field.longest, **given)
    return schema.TextLine(max_length=field.longest, **given)


def _fields() -> dict[str, schema.Field]:
    """By name, in the order of the law and with the agency and the source's id among them."""
    found = {}
    for field in LISTING_TABLE:
        found[field.name] = _zope_field(field)
        if field.name == _AGENCY_AFTER:
            found["agency"] = schema.TextLine(
                title=_("label_agency", default="Cơ quan thi hành án dân sự"), max_length=255
            )
    found["external_id"] = schema.TextLine(
        title=_("label_external_id", default="Mã của phần mềm thụ lý"), required=False
    )
    # Plone shows fields in the order in which they were made.
    for order, field in enumerate(found.values()):
        field.order = order
    return found


#: The fields of a listing, in the order of the law.
IDebtorListing = SchemaClass(
    "IDebtorListing",
    (model.Schema,),
    _fields(),
    __doc__="The fields of a listing, in the order of the law.",
    __module__="thads_portal.content.listing",
)
_RESTRICTED = [*names_of(audience=Audience.RESTRICTED), "external_id"]
IDebtorListing.setTaggedValue(READ_PERMISSIONS_KEY, dict.fromkeys(_RESTRICTED, _VIEW_RESTRICTED))
IDebtorListing.setTaggedValue(
    FIELDSETS_KEY,
    [
        Fieldset(
            "restricted",
            label=_("fieldset_restricted", default="Thông tin hạn chế, không công khai"),
            fields=_RESTRICTED,
        )
    ],
)
