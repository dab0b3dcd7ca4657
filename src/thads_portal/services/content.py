"""GET on a listing or a register: its own serialiser, under the headers for persons."""

from plone.restapi.interfaces import ISerializeToJson
from thads_portal.register.query import PARAMETERS
from thads_portal.services.answer import RegisterService
from typing import Any
from zope.component import getMultiAdapter


class GetContent(RegisterService):
    """In place of plone.restapi's, which would also serve versions and expand components."""

    #: Those of a search, of a register; plone.restapi's own say nothing here, and clients send them.
    parameters = (
        *PARAMETERS,
        "expand",
        "expand.navigation.depth",
        "fullobjects",
        "include_items",
        "metadata_fields",
    )

    def reply(self) -> dict[str, Any]:
        return getMultiAdapter((self.context, self.request), ISerializeToJson)()
