"""Sets the workflow state of a listing: the only code that does.

``listing_workflow`` has states but no transition that a user could fire, so
every generic door (``@workflow``, content actions, ``doActionFor``) is shut;
only the actions lead here. Permissions follow from the state by themselves
(``content/access.py``).
"""

from DateTime import DateTime
from datetime import datetime
from functools import lru_cache
from thads_portal.content.listing import WORKFLOW_ID
from thads_portal.domain.codes import State


@lru_cache(maxsize=64)
def _zope_time(when: datetime) -> DateTime:
    """Cached, since a batch sets one time on a thousand listings and the conversion is slow."""
    return DateTime(when)


def set_state(
    listing, state: State, *, action: str, actor: str, when: datetime, comment: str = ""
) -> None:
    """Put `listing` into `state` with an entry in its workflow history."""
    history = dict(listing.__dict__.get("workflow_history") or {})
    entry = {
        "action": action,
        "review_state": state.value,
        "actor": actor,
        "comments": comment,
        "time": _zope_time(when),
    }
    history[WORKFLOW_ID] = (*history.get(WORKFLOW_ID, ()), entry)
    # A plain dict, replaced as a whole: one database record less for each listing.
    listing.workflow_history = history
