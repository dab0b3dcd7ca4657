"""A listing as it stands in a list of results, and what codes are called in facets."""

from datetime import datetime
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.agencies import by_key
from thads_portal.domain.agencies import responsible_key
from thads_portal.domain.codes import DebtorKind
from thads_portal.domain.codes import JudgmentKind
from thads_portal.domain.codes import label as code_label
from thads_portal.domain.words import VIETNAM
from thads_portal.register.facets import default_label
from thads_portal.register.facets import ground_label
from thads_portal.register.search import Hit
from thads_portal.services.answer import moment
from typing import Any
from zope.component.hooks import getSite


_CODES = {"debtor_kind": DebtorKind, "judgment_kind": JudgmentKind}


def address_of(province: str, number: str) -> str:
    """The public address of a listing, at the host that was asked."""
    return f"{getSite().absolute_url()}/{province}/{REGISTER_ID}/{number}"


def item_of(hit: Hit) -> dict[str, Any]:
    """The fields of a result: a closed list that clients rely on."""
    return {
        "@id": address_of(hit.province, hit.number),
        "number": hit.number,
        "debtor_name": hit.debtor_name,
        "debtor_kind": hit.debtor_kind,
        "debtor_address": hit.debtor_address,
        "province": hit.province,
        "agency": hit.agency,
        "responsible_agency": responsible_today(hit.agency, hit.province),
        "obligation": hit.obligation,
        "obligation_amount": hit.obligation_amount,
        "ground": hit.ground,
        "ground_scheme": hit.ground_scheme,
        "published": moment(hit.first_published),
        "match": hit.match,
        "reading": hit.reading,
    }


def responsible_today(agency: str, province: str) -> str:
    """The key of who answers today for what `agency` issued and `province` publishes."""
    return responsible_key(agency, province, datetime.now(VIETNAM).date())


def agency_name(key: str) -> str:
    """What the agency with `key` is called; its key if it is not known."""
    agency = by_key(key)
    if agency is not None:
        return agency.name
    province, _, name = key.partition("/")
    # One that the administrators have added.
    subsite = getSite().get(province)
    added = subsite.get(name) if subsite is not None else None
    return added.title if added is not None else key


def label(language: str, field: str, value: str) -> str:
    """What a person reads for `value` of the facet `field`."""
    if field == "agency":
        return agency_name(value)
    if field in _CODES and value in list(_CODES[field]):
        return code_label(_CODES[field](value), language)
    if field == "ground":
        return ground_label(value, language)
    return default_label(field, value)
