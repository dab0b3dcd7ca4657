"""The secret code of a request: shown once, kept as a slow hash, tries limited."""

import hashlib
import hmac
import re
import secrets


#: Base 32 without look-alikes; ten of them are fifty bits.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE = str.maketrans({"I": "1", "L": "1", "O": "0"})
_LENGTH = 10
#: scrypt: 16 MB and some 50 ms a try.
_N, _R, _P = 2**14, 8, 1
#: Tries that may fail before a pause, and its length in minutes.
TRIES = 5
PAUSE_MINUTES = 15


def new_code() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))


def shown(code: str) -> str:
    """``K7QD9-M2X4T``."""
    return f"{code[:5]}-{code[5:]}"


def read(typed: str) -> str:
    """What a person typed, without its case, hyphens and look-alikes."""
    return re.sub(r"[\s\-‐-―]+", "", typed[:60]).upper().translate(_ALIKE)


def slow_hash(code: str) -> str:
    salt = secrets.token_bytes(16)
    digest = hashlib.scrypt(code.encode(), salt=salt, n=_N, r=_R, p=_P, dklen=32)
    return f"scrypt${_N}${_R}${_P}${salt.hex()}${digest.hex()}"


def fits(code: str, kept: str) -> bool:
    _name, n, r, p, salt, digest = kept.split("$")
    made = hashlib.scrypt(
        code.encode(), salt=bytes.fromhex(salt), n=int(n), r=int(r), p=int(p), dklen=32
    )
    return hmac.compare_digest(made.hex(), digest)


#: Tried where there is no such number, so that time tells nothing.
NOBODY = f"scrypt${_N}${_R}${_P}${bytes(16).hex()}${bytes(32).hex()}"
