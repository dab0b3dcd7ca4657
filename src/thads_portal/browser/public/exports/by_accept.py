"""The register of a province asked for as ``text/csv``: the whole list."""

from plone.rest import Service
from thads_portal.browser.public.exports.formats import FORMATS
from thads_portal.browser.public.exports.results import Export


class RegisterCsv(Service):
    def render(self):
        return Export(self.context, self.request, made=FORMATS["csv"])()
