"""What Plone's list of contents reads: with the state in words of the reader's language.

Plone leaves the state untranslated there, so that an editor saw "published" in a
Vietnamese list. As a view of the portal's own it must itself keep away whom it is not for.
"""

from plone import api
from plone.app.content.browser.vocabulary import VocabularyView
from thads_portal.content.batch import IPostingBatches
from thads_portal.content.register import IDebtorRegister
from zExceptions import NotFound


class Vocabulary(VocabularyView):
    def __call__(self):
        below = (*self.request.get("PARENTS", ()), self.context)
        shut = any(
            IDebtorRegister.providedBy(each) or IPostingBatches.providedBy(each) for each in below
        )
        if shut or api.user.is_anonymous():
            raise NotFound(self.request["URL"])
        return super().__call__()

    def get_translated_ignored(self):
        return [name for name in super().get_translated_ignored() if name != "review_state"]
