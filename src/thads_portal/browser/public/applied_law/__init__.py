"""``/luat-ap-dung``: each rule of law that the portal applies, with its article and its dates."""

from thads_portal.browser.shared.page import PublicPage
from thads_portal.browser.shared.page import SHARED
from thads_portal.domain import applied_law
from thads_portal.i18n import _
from thads_portal.templates import PageTemplate


_TITLE = _("applied_law_title", default="Quy định đang áp dụng trên Cổng")


class AppliedLaw(PublicPage):
    template = PageTemplate("page.pt")
    shared = SHARED

    def update(self):
        self.layout.tell(headline=self.title, description=self.title)

    @property
    def title(self) -> str:
        return self.say(_TITLE)

    @property
    def chapters(self):
        """``code``, ``title`` and ``rows`` of each kind of rule."""
        english = self.language == "en"
        for chapter in applied_law.chapters():
            yield {
                "code": chapter.code,
                "title": chapter.title[english],
                "rows": [
                    {
                        "what": rule.what[english],
                        "holds": rule.holds[english],
                        "source": rule.source,
                        "valid": self._validity(rule),
                    }
                    for rule in chapter.rules
                ],
            }

    def _validity(self, rule) -> str:
        first = self.words.day(rule.valid_from) if rule.valid_from else ""
        last = self.words.day(rule.valid_to) if rule.valid_to else ""
        days = {"first": first, "last": last}
        if first and last:
            return self.say(_("valid_between", default="từ ${first} đến ${last}", mapping=days))
        if first:
            return self.say(_("valid_since", default="từ ${first}", mapping=days))
        return self.say(_("valid_until", default="đến ${last}", mapping=days))
