"""Work for the computer of who sends too often: a digest that begins with zeros. No captcha.

Nothing is kept: a challenge is signed, holds its moment and is good for some minutes.
"""

from thads_portal.secret_keys import signing_key

import hashlib
import hmac
import secrets
import time


#: Zero bits at the beginning: some seconds on a phone.
BITS = 18
_LASTS = 900
_LONGEST = 200


def new() -> str:
    text = f"{int(time.time())}.{secrets.token_hex(8)}"
    return f"{text}.{_mark(text)}"


def done(challenge: str, answer: str) -> bool:
    """Whether `answer` solves a challenge of ours that is not too old."""
    if len(challenge) > _LONGEST or len(answer) > _LONGEST:
        return False
    text, _, mark = challenge.rpartition(".")
    moment = text.partition(".")[0]
    if not hmac.compare_digest(mark.encode(), _mark(text).encode()) or not moment.isdigit():
        return False
    if not 0 <= time.time() - int(moment) <= _LASTS:
        return False
    digest = hashlib.sha256(f"{challenge}:{answer}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> (64 - BITS) == 0


def _mark(text: str) -> str:
    key = bytes.fromhex(signing_key("request-work"))
    return hmac.digest(key, text.encode(), hashlib.sha256).hex()[:32]
