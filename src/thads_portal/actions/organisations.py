"""What administrators do about agencies outside: enter them, their agreements, their keys.

Each is recorded in the same transaction. The text of a key is given back once, to be shown, and
stands nowhere.
"""

from AccessControl import getSecurityManager
from collections.abc import Sequence
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from thads_portal.actions.context import ActionContext
from thads_portal.content.zope_types import Content
from thads_portal.domain import fields
from thads_portal.domain import sharing
from thads_portal.domain.recording import Recorded
from thads_portal.domain.sharing import DataKind
from thads_portal.domain.sharing import Organisation
from thads_portal.domain.sharing import Scope
from thads_portal.domain.words import VIETNAM
from thads_portal.errors import Code
from thads_portal.errors import Conflict
from thads_portal.errors import NotAllowed
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from thads_portal.register import organisations
from thads_portal.register.record import note
from thads_portal.security.permissions import MANAGE_PORTAL_SETTINGS
from typing import Any


#: Characters of a name, a contact, a number of an agreement.
LONGEST_NAME, LONGEST_CONTACT, LONGEST_NUMBER = 200, 200, 100
#: Years that an agreement holds at most.
LONGEST_AGREEMENT = 5
#: The largest share that can be given.
MOST = 100_000_000


def keep_organisation(
    site: Content, acting: ActionContext, organisation: Organisation, *, new: bool
) -> None:
    """Enter `organisation`, or change its name, contact, state and shares.

    Raises NotAllowed, Rejected.
    """
    _admit(site)
    problems = []
    if new and not sharing.is_organisation_id(organisation.id):
        expected = {"expected_vi": "chữ thường, số, gạch nối", "expected_en": "small letters, digits, hyphens"}  # fmt: skip
        problems.append(Problem(0, None, "id", Code.BAD_SHAPE, expected))
    problems += _text("name", organisation.name, LONGEST_NAME, needed=True)
    problems += _text("contact", organisation.contact, LONGEST_CONTACT, needed=False)
    for name in ("per_minute", "subjects_per_day", "watched_most"):
        if not 0 <= getattr(organisation, name) <= MOST:
            problems.append(Problem(0, None, name, Code.OUT_OF_RANGE, {"min": 0, "max": MOST}))
    if problems:
        raise Rejected(problems)
    organisations.keep(site, organisation)
    _record(site, acting, organisation.id, "organisation", active=organisation.active)


def agree(
    site: Content,
    acting: ActionContext,
    organisation: Organisation,
    *,
    number: str,
    purposes: Sequence[str] | None,
    kinds: Sequence[str],
    valid_from: date | None,
    valid_until: date | None,
) -> None:
    """Enter an agreement. Raises NotAllowed, Rejected."""
    _admit(site)
    problems = _text("number", number, LONGEST_NUMBER, needed=True)
    if not purposes:
        expected = {"expected_vi": "các mã như credit, notary", "expected_en": "codes such as credit, notary"}  # fmt: skip
        code = Code.MISSING if purposes is not None else Code.BAD_SHAPE
        problems.append(Problem(0, None, "purposes", code, expected))
    if not set(kinds) <= set(DataKind):
        problems.append(Problem(0, None, "kinds", Code.MISSING))
    if valid_from is None:
        problems.append(Problem(0, None, "valid_from", Code.BAD_DATE))
    if valid_until is None:
        problems.append(Problem(0, None, "valid_until", Code.BAD_DATE))
    if valid_from and valid_until:
        last = valid_from + timedelta(days=366 * LONGEST_AGREEMENT)
        if not valid_from <= valid_until <= last:
            problems.append(
                Problem(0, None, "valid_until", Code.BAD_TERM, {"most": f"{last:%d/%m/%Y}"})
            )
    if problems or valid_from is None or valid_until is None:
        raise Rejected(problems)
    organisations.agree(
        site,
        organisation.id,
        number=number,
        purposes=purposes or (),
        kinds=kinds,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    _record(
        site,
        acting,
        organisation.id,
        "agreement",
        purposes=sorted(purposes or ()),
        kinds=sorted(kinds),
        until=valid_until.isoformat(),
    )


def end_agreement(
    site: Content, acting: ActionContext, organisation: Organisation, number: int
) -> None:
    """End an agreement now. Raises NotAllowed, Conflict."""
    _admit(site)
    if not any(each.id == number and each.ended is None for each in organisation.agreements):
        raise Conflict(code=Code.STEP_NOT_POSSIBLE)
    organisations.end_agreement(site, organisation.id, number)
    _record(site, acting, organisation.id, "agreement_ended")


def make_key(
    site: Content,
    acting: ActionContext,
    organisation: Organisation,
    *,
    scopes: Sequence[str],
    expires: date | None,
) -> str:
    """A new key, which is given back and kept nowhere. It holds to the end of the day `expires`.

    Raises NotAllowed, Rejected, Conflict (two hold already).
    """
    _admit(site)
    now = datetime.now(UTC)
    problems = []
    if not scopes or not set(scopes) <= set(Scope):
        problems.append(Problem(0, None, "scopes", Code.MISSING))
    latest = sharing.latest_expiry(now)
    until = None
    if expires is None:
        problems.append(Problem(0, None, "expires", Code.BAD_DATE))
    else:
        until = datetime.combine(expires + timedelta(days=1), datetime.min.time(), VIETNAM)
        if not now < until <= latest:
            most = f"{latest.astimezone(VIETNAM) - timedelta(days=1):%d/%m/%Y}"
            problems.append(Problem(0, None, "expires", Code.BAD_TERM, {"most": most}))
    if problems or until is None:
        raise Rejected(problems)
    if sharing.holding(organisation.keys, now) >= sharing.KEYS_AT_ONCE:
        raise Conflict(code=Code.KEYS_ENOUGH, most=sharing.KEYS_AT_ONCE)
    made = sharing.new_key()
    organisations.add_key(site, organisation.id, made, scopes=sorted(scopes), expires=until)
    _record(site, acting, organisation.id, "key", key=made.id, scopes=sorted(scopes))
    return made.text


def revoke_key(site: Content, acting: ActionContext, organisation: Organisation, key: str) -> None:
    """Revoke a key now. Raises NotAllowed, Conflict."""
    _admit(site)
    if not any(each.id == key and each.revoked is None for each in organisation.keys):
        raise Conflict(code=Code.STEP_NOT_POSSIBLE)
    organisations.revoke_key(site, organisation.id, key)
    _record(site, acting, organisation.id, "key_revoked", key=key)


def _admit(site: Content) -> None:
    if not getSecurityManager().checkPermission(MANAGE_PORTAL_SETTINGS, site):
        raise NotAllowed


def _text(name: str, value: str, longest: int, *, needed: bool) -> list[Problem]:
    if not value.strip():
        return [Problem(0, None, name, Code.MISSING)] if needed else []
    try:
        fields.check_text(value, longest)
    except fields.Fault as fault:
        return [Problem(0, None, name, fault.code, fault.params)]
    return []


def _record(
    site: Content, acting: ActionContext, organisation: str, what: str, **more: Any
) -> None:
    note(
        site,
        Recorded.ORGANISATION_CHANGED,
        actor=acting.user_id,
        at=acting.when,
        about=organisation,
        details={"what": what, **more},
    )
