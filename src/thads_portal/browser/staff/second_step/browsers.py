"""What both pages say to the script that asks the browser for a security key (``security-key.js``)."""

from thads_portal.domain.security_keys import NotTheKey
from thads_portal.security.pas import security_keys

import orjson


#: What the script asks for, by the name of the action.
NEW, PROOF = "key_new", "key_proof"


def options(page, account: str, session: str | None, action: str) -> str:
    """The answer to the script: what the browser needs (JSON); ``{}`` with 409 where no key will do."""
    ask = security_keys.options_for_new if action == NEW else security_keys.options_for_proof
    response = page.request.response
    response.setHeader("Content-Type", "application/json")
    response.setHeader("Cache-Control", "no-store")
    page.request.environ["plone.transformchain.disable"] = True
    if session is not None:
        try:
            return orjson.dumps({"publicKey": ask(page.users, account, session)}).decode()
        except NotTheKey:
            pass
    response.setStatus(409, lock=1)
    return "{}"
