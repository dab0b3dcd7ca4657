"""Asks witnesses to sign the publication log's newest head (C2SP tlog-witness).

A witness remembers what it has signed and signs nothing that is not a continuation: a log that shows
two faces needs all of them on its side. ``THADS_LOG_WITNESSES`` holds pairs of an address and a
verification key, parted by blanks. A witness that does not answer stops nothing.
"""

from base64 import b64encode
from dataclasses import dataclass
from http.client import HTTPException
from thads_portal.domain.signed_notes import cosigned_at
from thads_portal.domain.signed_notes import read_checkpoint
from thads_portal.domain.web_addresses import is_link
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.publication_log import heads
from thads_portal.register.publication_log.served import Served

import os
import urllib.error
import urllib.request


VARIABLE = "THADS_LOG_WITNESSES"
_SECONDS = 10
_LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class Witness:
    address: str
    key: str

    @property
    def name(self) -> str:
        return self.key.partition("+")[0]


def witnesses() -> list[Witness]:
    """Those that are configured. Raises ValueError for what is no pair of address and key."""
    words = os.environ.get(VARIABLE, "").split()
    pairs = list(zip(words[::2], words[1::2], strict=True))
    for address, key in pairs:
        if not is_link(address) or key.count("+") < 2:
            raise ValueError(f"{VARIABLE}: an address and a verification key")
    return [Witness(address.rstrip("/"), key) for address, key in pairs]


def ask(dsn: str, log: Served, witness: Witness) -> bool:
    """Whether `witness` has signed the head of `log`, now or before."""
    known = heads.cosigned_size(log.cursor, witness.name)
    if known == log.head.size:
        return True
    checkpoint = f"{log.checkpoint.partition(chr(10) * 2)[0]}\n\n"
    # The log's own line only: who else has signed is nothing to a witness.
    checkpoint += read_checkpoint(log.checkpoint)[1][0] + "\n"
    status, said = _post(witness, _body(log, known, checkpoint))
    if status == 409 and said.strip().isdigit() and int(said) <= log.head.size:
        # It has signed more, or less, than is known here.
        status, said = _post(witness, _body(log, int(said), checkpoint))
    text = read_checkpoint(checkpoint)[0].text
    for line in said.splitlines() if status == 200 else ():
        if cosigned_at(text, [line], key=witness.key) is not None:
            with own_transaction(dsn) as cursor:
                heads.keep_cosignature(cursor, log.head.size, witness.name, line)
            return True
    return False


def _body(log: Served, older: int, checkpoint: str) -> str:
    path = log.consistency(older, log.head.size) if older else []
    hashes = "".join(f"{b64encode(bytes.fromhex(each)).decode()}\n" for each in path)
    return f"old {older}\n{hashes}\n{checkpoint}"


def _post(witness: Witness, body: str) -> tuple[int, str]:
    """Status and text of the answer; 0 if there is none."""
    asked = urllib.request.Request(  # noqa: S310 - http(s) only, see `witnesses`
        f"{witness.address}/add-checkpoint", data=body.encode(), method="POST"
    )
    try:
        with urllib.request.urlopen(asked, timeout=_SECONDS) as answer:  # noqa: S310 - as above
            return answer.status, answer.read(_LONGEST).decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read(_LONGEST).decode("utf-8", "replace")
    except (OSError, HTTPException):
        return 0, ""
