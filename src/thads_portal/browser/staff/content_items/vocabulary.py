"""What Plone's list of contents reads: the state in the reader's words, times as in Vietnam.

Plone leaves the state untranslated there, so that an editor saw "published" in a
Vietnamese list, and shows each time in the zone of the browser, also where that keeps UTC.
As a view of the portal's own it must itself keep away whom it is not for.
"""

from AccessControl import Unauthorized
from datetime import datetime
from plone import api
from plone.app.content.browser.vocabulary import VocabularyView
from thads_portal.browser.shared.content_work import STATES
from thads_portal.content.batch import IPostingBatches
from thads_portal.content.register import IDebtorRegister
from thads_portal.domain.words import VIETNAM
from zExceptions import NotFound
from zope.i18n import translate

import json


#: Of an item of the list.
_TIMES = ("CreationDate", "Date", "EffectiveDate", "ExpirationDate", "ModificationDate",
          "created", "effective", "end", "expires", "modified", "start")  # fmt: skip


def vietnam_time(text: str) -> str:
    """``2026-11-28T02:05:48+00:00`` -> ``2026-11-28T09:05:48``; what is no moment as it is.

    Without a zone a browser takes it for its own and shows it as it is.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    if moment.tzinfo is None:
        return text
    return moment.astimezone(VIETNAM).replace(tzinfo=None).isoformat(timespec="seconds")


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
            for name in _TIMES:
                if isinstance(item.get(name), str):
                    item[name] = vietnam_time(item[name])
        return json.dumps(answer)
