"""``<number>.json``: a listing's public fields, as the API answers."""

from plone.restapi.interfaces import ISerializeToJson
from thads_portal.browser.public.exports.answers import DataView
from zope.component import getMultiAdapter

import orjson


class ListingJson(DataView):
    def body(self) -> bytes:
        made = getMultiAdapter((self.context, self.request), ISerializeToJson)()
        return orjson.dumps(made, option=orjson.OPT_INDENT_2)
