"""``goi-y?q=…&province=…``: names while typing, as ``{"items": [{"text", "note", "count"}]}``.

For the portal's own search field; other programs use ``@register-suggest``. Junk
finds nothing; a province that does not exist is 400 and so is an identity number, a
register that does not answer 503.
"""

from thads_portal.browser.public.results.told import BESIDE
from thads_portal.browser.shared.labels import MATCHES
from thads_portal.browser.shared.page import PublicPage
from thads_portal.domain.name_match import Level
from thads_portal.errors import BadRequest
from thads_portal.errors import RegisterUnavailable
from thads_portal.register.query import parse
from thads_portal.register.suggest import suggest

import orjson


_READ = ("q", "province", "province_2025")


class Suggestions(PublicPage):
    def __call__(self):
        self.layout.prepare(persons=True, content_type="application/json")
        try:
            answer = {"items": self.items()}
        except (BadRequest, RegisterUnavailable) as error:
            self.request.response.setStatus(error.status, lock=1)
            self.request.response.setHeader("Cache-Control", "no-store")
            answer = error.as_dict()
        return orjson.dumps(answer)

    def _note(self, found) -> str:
        if found.reading in BESIDE:
            return self.say(BESIDE[found.reading])
        return self.say(MATCHES[Level.CLOSE]) if found.match == Level.CLOSE else ""

    def items(self) -> list[dict]:
        """Distinct names, the likeliest first; the note says so where one is only close or was read."""
        form = self.request.form
        asked = parse({name: form[name] for name in _READ if name in form})
        return [
            {
                "text": self.shown(found.name),
                "note": self._note(found),
                "count": found.count,
            }
            for found in suggest(
                self.database,
                asked.q,
                province=asked.province,
                province_2025=asked.province_2025,
            )
        ]
