"""``GET @openapi``: the whole API described (OpenAPI 3.1), made from what the code itself goes by."""

from thads_portal.services.answer import RegisterService
from thads_portal.services.openapi.document import document
from thads_portal.services.openapi.schemas import SCHEMAS
from typing import Any
from zExceptions import NotFound
from zope.component.hooks import getSite
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


class OpenApi(RegisterService):
    """For programs; ``docs/api.md`` tells the same in words."""

    limited = False

    def reply(self) -> dict[str, Any]:
        self.request.response.setHeader("Cache-Control", "public, max-age=3600")
        self.request.response.setHeader("X-Robots-Tag", "noindex")
        return document(getSite().absolute_url())


@implementer(IPublishTraverse)
class Schemas(RegisterService):
    """``@schemas`` names them; ``@schemas/<name>`` is one, as JSON Schema (2020-12)."""

    limited = False

    def __init__(self, context, request):
        super().__init__(context, request)
        self._path: list[str] = []

    def publishTraverse(self, request, name):
        self._path.append(name)
        return self

    def reply(self) -> dict[str, Any]:
        address = f"{getSite().absolute_url()}/++api++/@schemas"
        if not self._path:
            return {"@id": address, "schemas": {name: f"{address}/{name}" for name in SCHEMAS}}
        if len(self._path) != 1 or self._path[0] not in SCHEMAS:
            raise NotFound("/".join(self._path))
        name = self._path[0]
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": f"{address}/{name}",
            **SCHEMAS[name](),
        }
