"""What a person or a client reads when something is refused, in Vietnamese and English.

Keyed by the values of ``errors.Code``: a missing text would turn a refusal into
a crash, so a test compares both lists. Placeholders are filled from a problem's
`params`, which never hold a restricted value. Each area has its module; a text is
added to the one that it belongs to.
"""

from collections.abc import Mapping
from thads_portal.messages.accounts import ACCOUNTS
from thads_portal.messages.content import CONTENT
from thads_portal.messages.feed import FEED
from thads_portal.messages.ledger import LEDGER
from thads_portal.messages.lists import LISTS
from thads_portal.messages.requests import REQUESTS
from thads_portal.messages.sharing import SHARING
from thads_portal.messages.spreadsheet import SPREADSHEET
from thads_portal.messages.steps import STEPS
from types import MappingProxyType


#: The texts by area; no code stands in two (a test sees to it).
PARTS: tuple[Mapping[str, tuple[str, str]], ...] = (
    FEED,
    LEDGER,
    CONTENT,
    SPREADSHEET,
    LISTS,
    ACCOUNTS,
    STEPS,
    SHARING,
    REQUESTS,
)

#: code -> (Vietnamese, English); each says what would have been right.
MESSAGES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {code: texts for part in PARTS for code, texts in part.items()}
)
