"""Reads what a person entered for a step: document, reason, dates, fields of a listing.

The same checks as at the door of the feed (``domain/fields.py``), so that a listing
looks alike however it came. All problems of a form are told at once, each with the name
of its field; a restricted value is never repeated.
"""

from Acquisition import aq_inner
from Acquisition import aq_parent
from collections.abc import Callable
from collections.abc import Mapping
from datetime import date
from enum import Enum
from thads_portal.content.agency import IEnforcementAgency
from thads_portal.content.listing import DebtorListing
from thads_portal.content.site import IProvincialSite
from thads_portal.content.zope_types import Content
from thads_portal.content.zope_types import Site
from thads_portal.domain import fields
from thads_portal.domain import grounds
from thads_portal.domain.agencies import default_agency_key
from thads_portal.domain.changes import AGENCY
from thads_portal.domain.fields import Fault
from thads_portal.domain.listing_fields import names_of
from thads_portal.domain.records import Document
from thads_portal.domain.records import LISTING_FIELDS
from thads_portal.domain.records import OPTIONAL_FIELDS
from thads_portal.errors import Code
from thads_portal.errors import echo
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from typing import Any
from typing import TypeAlias


_KNOWN = frozenset({*LISTING_FIELDS, AGENCY})
_REQUIRED = tuple(name for name in LISTING_FIELDS if name not in OPTIONAL_FIELDS)
_REQUIRED_SET = frozenset(_REQUIRED)
_ALLOWED = ", ".join((*names_of(given=True), AGENCY))

#: What was read. None if a problem is noted, so never once ``done`` has let it pass.
Read: TypeAlias = Any


class EnteredValues:
    """The problems found while a form, or several rows, are read. `today` is Vietnam's."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.problems: list[Problem] = []

    def done(self) -> None:
        """Raise Rejected if anything was wrong."""
        if self.problems:
            raise Rejected(self.problems)

    def add(self, field: str | None, code: Code, line: int = 0, **params: Any) -> None:
        self.problems.append(Problem(line, None, field, code, params))

    def check(
        self, field: str, check: Callable[..., Any], value: Any, *more: Any, line: int = 0
    ) -> Any:
        """The checked value, or None with a problem noted."""
        try:
            return check(_as_sent(value), *more)
        except Fault as fault:
            self.add(field, fault.code, line, **fault.params)
            return None

    # What a step rests on

    def document(self, value: Document | Mapping[str, Any] | None) -> Read:
        """The act, with both its number and its date."""
        number: Any
        day: Any
        if isinstance(value, Document):
            number, day = value.number, value.date
        else:
            given = value or {}
            number, day = given.get("number"), given.get("date")
        number = self._needed("document.number", fields.check_number, number)
        day = self._needed("document.date", fields.check_date, day, self.today)
        return Document(number, day) if number and day else None

    def signature(
        self,
        document: Document | Mapping[str, Any] | None,
        signatory: str | None,
        *,
        named: bool = True,
    ) -> tuple[Document | None, Read]:
        """The head's decision and the head by name, who is needed if `named`.

        Without number and date, None: each listing is signed under the decision that it names.
        """
        given = document if isinstance(document, Mapping) else {}
        own = document is None or (
            isinstance(document, Mapping) and not (given.get("number") or given.get("date"))
        )
        act = None if own else self.document(document)
        if not named:
            return act, None
        return act, self._needed("signatory", fields.check_note, signatory)

    def needed(self, field: str, value: Any) -> Read:
        """A line of text that must be given."""
        return self._needed(field, fields.check_note, value)

    def reason(self, value: Any) -> Read:
        """A reason in words."""
        return self._needed("reason", fields.check_note, value)

    def end_reason(self, value: Any) -> Read:
        return self._needed("end_reason", fields.check_end_reason, value)

    def text(self, field: str, value: Any) -> str | None:
        """A note or comment that may be absent."""
        text: str | None = None if _absent(value) else self.check(field, fields.check_note, value)
        return text

    def day(self, field: str, value: Any, default: date | None) -> Read:
        if _absent(value):
            return default
        return self.check(field, fields.check_date, value, self.today)

    def _needed(self, field: str, check: Callable[..., Any], value: Any, *more: Any) -> Any:
        if _absent(value):
            self.add(field, Code.MISSING)
            return None
        return self.check(field, check, value, *more)

    # The fields of a listing

    def whole(self, values: Mapping[str, Any], site: Site, line: int = 0) -> dict[str, Any]:
        """All fields of a new listing on the subsite `site`, ``agency`` among them."""
        found = dict.fromkeys(LISTING_FIELDS)
        found.update(self._fields(values, site, line))
        for name in _REQUIRED:
            if _absent(values.get(name)):
                self.add(name, Code.MISSING, line)
        found.setdefault(AGENCY, default_agency_key(site.getId(), found[grounds.DECIDED]))
        found |= self._scheme({}, found, found.pop(grounds.SCHEME), line)
        return found

    def changes(
        self, values: Mapping[str, Any], site: Site, present: Mapping[str, Any], line: int = 0
    ) -> dict[str, Any]:
        """The fields that are given, for a listing whose fields are `present`; an absent value
        clears an optional one.
        """
        found = self._fields(values, site, line)
        for name, value in values.items():
            if _absent(value):
                if name in _REQUIRED_SET or name == AGENCY:
                    self.add(name, Code.MISSING, line)
                elif name in _KNOWN:
                    found[name] = None
        chosen = found.pop(grounds.SCHEME, None)
        # A form sends what stands, too: only a ground or a date that differs is read anew.
        touched = {
            name: found[name]
            for name in (grounds.GROUND, grounds.DECIDED)
            if found.get(name) is not None and found[name] != present.get(name)
        }
        if chosen is not None and chosen != present.get(grounds.SCHEME):
            touched[grounds.GROUND] = found.get(grounds.GROUND)
        found |= self._scheme(present, touched, chosen, line)
        return found

    def _scheme(
        self,
        present: Mapping[str, Any],
        values: Mapping[str, Any],
        chosen: str | None,
        line: int,
    ) -> dict[str, str]:
        """The law by which the ground among `values` is read, by the field's name; nothing where
        no ground is settled. One that was `chosen` with the ground must be that very law.
        """
        scheme = grounds.settled(present, values)
        said = grounds.wrong(present, values)
        if grounds.moves_to_another_law(present, values):
            # The same letter means something else there.
            law = grounds.scheme_of(values[grounds.DECIDED]).value
            said = grounds.refusal(present[grounds.GROUND], law)
        if said is None and scheme and chosen not in (None, scheme) and values.get(grounds.GROUND):
            said = grounds.refusal(values[grounds.GROUND], scheme)
        if said is not None:
            self.add(grounds.GROUND, Code.GROUND_OF_ANOTHER_LAW, line, **said)
        return {grounds.SCHEME: scheme} if scheme is not None else {}

    def _fields(self, values: Mapping[str, Any], site: Site, line: int) -> dict[str, Any]:
        found = {}
        for name, value in values.items():
            if name not in _KNOWN:
                self.add(echo(name), Code.UNKNOWN_KEY, line, allowed=_ALLOWED)
            elif _absent(value):
                continue
            elif name == AGENCY:
                province, known = site.getId(), _known_in(aq_parent(aq_inner(site)))
                found[name] = self.check(
                    name, fields.check_agency, value, province, known, line=line
                )
            else:
                found[name] = self.check(name, fields.CHECKS[name], value, self.today, line=line)
        return found


def subsite_of(listing: DebtorListing) -> Content:
    """The subsite in whose register `listing` (acquisition-wrapped) is."""
    return aq_parent(aq_inner(aq_parent(aq_inner(listing))))


def _absent(value: Any) -> bool:
    """What a form sends for a field left empty."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or value in ((), [])


def _as_sent(value: Any) -> Any:
    """As it would stand in a line of the feed: forms and spreadsheets bring typed values."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_as_sent(each) for each in value]
    return value


def _known_in(portal: Site) -> Callable[[str], bool]:
    """Whether a key ``<slug>/<id>`` names an agency on the portal."""

    def known(key: str) -> bool:
        slug, _, agency_id = key.partition("/")
        site = portal.get(slug)
        return bool(
            IProvincialSite.providedBy(site) and IEnforcementAgency.providedBy(site.get(agency_id))
        )

    return known
