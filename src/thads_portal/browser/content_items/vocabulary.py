"""What Plone's list of contents reads: with the state in words of the reader's language.

Plone leaves the state untranslated there, so that an editor saw "published" in a
Vietnamese list. As a view of the portal's own it must itself keep away whom it is not for.
"""

from AccessControl import Unauthorized
from plone import api
from plone.app.content.browser.vocabulary import VocabularyView
from thads_portal.browser.content_lists.work import STATES
from thads_portal.content.batch import IPostingBatches
from thads_portal.content.register import IDebtorRegister
from zExceptions import NotFound
from zope.i18n import translate

import json


class Vocabulary(VocabularyView):
    def __call__(self):
        if api.user.is_anonymous():
            raise Unauthorized("getVocabulary")
        below = (*self.request.get("PARENTS", ()), self.context)
        if any(
            IDebtorRegister.providedBy(each) or IPostingBatches.providedBy(each) for each in below
        ):
            raise NotFound(self.request["URL"])
        answer = json.loads(super().__call__())
        for item in answer.get("results", ()):
            state = STATES.get(item.get("review_state"))
            if state is not None:
                item["review_state"] = translate(state, context=self.request)
        return json.dumps(answer)
