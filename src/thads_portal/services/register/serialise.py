"""From a register to JSON, through the same query as the search."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from thads_portal.register.query import PARAMETERS
from thads_portal.register.query import parse
from thads_portal.services.search.get import answer
from typing import Any


class RegisterAsJson:
    def __init__(self, context, request):
        self.context = context
        self.request = request

    def __call__(self, version=None, include_items=True) -> dict[str, Any]:
        province = _province(self.context)
        form = self.request.form
        asked = {name: form[name] for name in PARAMETERS if name in form}
        query = parse(asked, fixed_province=province)
        found = answer(self.context, self.request, query)
        return {
            **RegisterSummary(self.context, self.request)(),
            "province": province,
            "items": found["items"],
            "items_total": found["total"],
            "items_total_is_exact": found["total_is_exact"],
            "batching": found["batching"],
        }


class RegisterSummary:
    def __init__(self, context, request):
        self.context = context
        self.request = request

    def __call__(self) -> dict[str, Any]:
        return {
            "@id": self.context.absolute_url(),
            "@type": "DebtorRegister",
            "title": self.context.Title(),
        }


def _province(register) -> str:
    return aq_parent(aq_inner(register)).getId()
