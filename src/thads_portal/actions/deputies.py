"""Says who signs for the head of a province's agency, and ends it; for the head and administrators.

The authority rests on a paper of the agency, with its number and date. Who is given it must work in
the province: their account is one of its editors. A head needs none, and a deputy gives none on.
"""

from AccessControl import getSecurityManager
from collections.abc import Mapping
from datetime import date
from datetime import timedelta
from plone import api
from thads_portal.actions.context import ActionContext
from thads_portal.actions.entered import EnteredValues
from thads_portal.content.zope_types import Content
from thads_portal.domain import fields
from thads_portal.domain.deputies import Deputy
from thads_portal.domain.deputies import Form
from thads_portal.domain.deputies import LIMITED
from thads_portal.domain.deputies import read
from thads_portal.domain.recording import Recorded
from thads_portal.errors import Code
from thads_portal.errors import NotAllowed
from thads_portal.register.record import note
from thads_portal.security.permissions import MANAGE_PORTAL_SETTINGS
from typing import Any


#: How far ahead an authority may begin or end.
_AHEAD = timedelta(days=5 * 366)


def may_give(subsite: Content) -> bool:
    """Whether who is signed in says who signs for the head of `subsite`."""
    security = getSecurityManager()
    if security.checkPermission(MANAGE_PORTAL_SETTINGS, subsite):
        return True
    groups = security.getUser().getGroups() if hasattr(security.getUser(), "getGroups") else ()
    return f"heads-{subsite.getId()}" in groups


def give_authority(subsite: Content, acting: ActionContext, values: Mapping[str, Any]) -> Deputy:
    """`values`: ``account``, ``form``, ``position``, ``head``, ``from_day``, ``until_day``,
    ``document`` (number, date). Raises NotAllowed, or Rejected with the fields that are wrong.
    """
    if not may_give(subsite):
        raise NotAllowed
    entry = EnteredValues(acting.today)
    account = str(values.get("account") or "")
    _check_account(entry, subsite, account)
    form = values.get("form")
    if form not in set(Form):
        entry.add("form", Code.MISSING)
    position = entry.needed("position", values.get("position"))
    head = entry.needed("head", values.get("head"))
    act = entry.document(values.get("document"))
    latest = acting.today + _AHEAD
    first = entry.check("from_day", fields.check_date, values.get("from_day"), latest)
    until = values.get("until_day") or None
    last = entry.check("until_day", fields.check_date, until, latest) if until else None
    if form in {each.value for each in LIMITED} and last is None:
        entry.add("until_day", Code.MISSING)
    if isinstance(first, date) and isinstance(last, date) and last < first:
        entry.add("until_day", Code.BAD_DATE)
    entry.done()
    known = read(subsite.deputies)
    user = api.user.get(userid=account)
    deputy = Deputy(
        id=max((each.id for each in known), default=0) + 1,
        account=account,
        name=user.getProperty("fullname", "") or account,
        form=Form(str(form)),
        position=position,
        head=head,
        from_day=first,
        until_day=last,
        document_number=act.number,
        document_date=act.date,
    )
    subsite.deputies = (*subsite.deputies, deputy.stored())
    _note(subsite, acting, deputy, ended=False)
    return deputy


def _check_account(entry: EnteredValues, subsite: Content, account: str) -> None:
    user = api.user.get(userid=account) if account else None
    groups = user.getGroups() if user is not None else ()
    if f"heads-{subsite.getId()}" in groups:
        entry.add("account", Code.IS_HEAD)
    elif f"editors-{subsite.getId()}" not in groups:
        entry.add("account", Code.UNKNOWN_COLLEAGUE if account else Code.MISSING, name=account)


def end_authority(subsite: Content, acting: ActionContext, id: int) -> None:
    """It holds no longer from today on; what was signed under it stays as it is."""
    if not may_give(subsite):
        raise NotAllowed
    yesterday = acting.today - timedelta(days=1)
    kept: list[dict[str, Any]] = []
    for deputy in read(subsite.deputies):
        if deputy.id != id or (deputy.until_day is not None and deputy.until_day < acting.today):
            kept.append(deputy.stored())
            continue
        # One that has not begun leaves no day on which it held.
        kept.append({**deputy.stored(), "until_day": yesterday})
        _note(subsite, acting, deputy, ended=True)
    subsite.deputies = tuple(kept)


def _note(subsite: Content, acting: ActionContext, deputy: Deputy, *, ended: bool) -> None:
    note(
        subsite,
        Recorded.AUTHORITY_ENDED if ended else Recorded.AUTHORITY_GIVEN,
        actor=acting.user_id,
        at=acting.when,
        province=subsite.getId(),
        about=deputy.account,
        details={
            "form": deputy.form.value,
            "from": f"{deputy.from_day}",
            "until": f"{deputy.until_day or ''}",
            "document": deputy.document_number,
        },
    )
