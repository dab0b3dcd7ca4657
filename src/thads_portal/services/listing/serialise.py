"""From a stored listing to its public JSON. A field more here is a field more published."""

from thads_portal.content.settings import shows_decision
from thads_portal.domain.agencies import issuer_key
from thads_portal.domain.records import PUBLIC_FIELDS
from thads_portal.register.rows import public_notes
from thads_portal.services.answer import moment
from thads_portal.services.items import address_of
from thads_portal.services.items import agency_name
from thads_portal.services.items import responsible_today
from typing import Any
from zope.component.hooks import getSite


_DECISION = ("no_conditions_decision_number", "no_conditions_decision_date")
#: As in a list of results, where no name was asked for.
_SUMMARY = (
    "debtor_name",
    "debtor_kind",
    "debtor_address",
    "obligation",
    "obligation_amount",
    "ground",
    "ground_scheme",
)


class ListingAsJson:
    def __init__(self, context, request):
        self.context = context
        self.request = request

    def __call__(self, version=None, include_items=False) -> dict[str, Any]:
        listing = self.context
        hidden = () if shows_decision() else _DECISION
        return {
            **_identity(listing),
            "agency_name": agency_name(
                issuer_key(listing.agency, listing.no_conditions_decision_date)
            ),
            "responsible_agency_name": agency_name(
                responsible_today(listing.agency, listing.province)
            ),
            **{
                name: _plain(getattr(listing, name, None))
                for name in PUBLIC_FIELDS
                if name not in hidden
            },
            # Always "published" for the public; the staff also gets drafts and ended ones.
            "state": listing.state,
            "published": moment(listing.first_published),
            "last_amended": moment(listing.last_amended),
            "change_notes": public_notes(listing.history),
            "proof": f"{getSite().absolute_url()}/++api++/@as-of/{listing.getId()}",
        }


class ListingSummary:
    def __init__(self, context, request):
        self.context = context
        self.request = request

    def __call__(self) -> dict[str, Any]:
        listing = self.context
        return {
            **_identity(listing),
            **{name: _plain(getattr(listing, name, None)) for name in _SUMMARY},
            "published": moment(listing.first_published),
        }


def _identity(listing) -> dict[str, str]:
    return {
        "@id": address_of(listing.province, listing.getId()),
        "@type": "DebtorListing",
        "number": listing.getId(),
        "province": listing.province,
        "agency": listing.agency,
        "responsible_agency": responsible_today(listing.agency, listing.province),
    }


def _plain(value):
    if isinstance(value, (list, tuple)):
        return list(value)
    return value.isoformat() if hasattr(value, "isoformat") else value
