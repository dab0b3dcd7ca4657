"""PATCH on something public makes a change that waits, as the form does; DELETE puts into the bin."""

from plone.restapi.deserializer import json_body
from plone.restapi.deserializer.dxcontent import DeserializeFromJson
from plone.restapi.interfaces import IDeserializeFromJson
from plone.restapi.services import Service
from plone.restapi.services.content.update import ContentPatch
from thads_portal.actions.changes.draft import draft_of
from thads_portal.actions.changes.draft import needs_review
from thads_portal.actions.changes.draft import NOT_THEIRS
from thads_portal.actions.changes.propose import propose_change
from thads_portal.actions.composing.bin import throw_away
from thads_portal.actions.context import ActionContext
from thads_portal.content.reviewed import waiting_change
from thads_portal.i18n import _
from zExceptions import BadRequest
from zope.i18n import translate
from zope.interface import implementer


#: How it is shown and in which order its files stand is a change too.
_ARRANGEMENT = ("layout", "ordering")
_WAITS = _("change_waits", default="Bản sửa đang chờ người khác duyệt.")


@implementer(IDeserializeFromJson)
class Deserialize(DeserializeFromJson):
    """Of any content: what a client says of makers and dates is not read."""

    def __call__(self, validate_all=False, data=None, create=False, mask_validation_errors=True):
        data = json_body(self.request) if data is None else data
        if not isinstance(data, dict):
            raise BadRequest("object")
        data = {name: value for name, value in data.items() if name not in NOT_THEIRS}
        thing = self.context
        if create or not needs_review(thing):
            return super().__call__(validate_all, data, create, mask_validation_errors)
        if any(name in data for name in _ARRANGEMENT):
            raise BadRequest(", ".join(_ARRANGEMENT))
        self.context = draft_of(thing)
        try:
            # As for a new one: nobody is told that the draft was modified.
            super().__call__(validate_all, data, True, mask_validation_errors)
            propose_change(thing, self.context, ActionContext())
        finally:
            self.context = thing
        return thing


class Patch(ContentPatch):
    """202 if the change waits, with where it may be seen."""

    def reply(self):
        answer = super().reply()
        response = self.request.response
        if response.getStatus() >= 300 or not needs_review(self.context):
            return answer
        waiting = waiting_change(self.context)
        if not waiting:
            return answer
        response.setStatus(202)
        return {
            "message": translate(_WAITS, context=self.request),
            "change": f"{self.context.absolute_url()}/ban-sua",
        }


class Delete(Service):
    """Of an item of a section: 204, and it can be brought back for thirty days."""

    def reply(self):
        throw_away(self.context, ActionContext())
        return self.reply_no_content()
