"""Issues certificates of a search, and renders them: PDF, and a statement with a detached JWS.

The name searched is kept nowhere: who wants the paper again says it again, and it must be the same.
"""

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from thads_portal.domain import words
from thads_portal.domain.central_bodies import central_body
from thads_portal.domain.certificates import Certificate
from thads_portal.domain.certificates import detached_jws
from thads_portal.domain.certificates import LONGEST_NAME
from thads_portal.domain.certificates import MOST_NUMBERS
from thads_portal.domain.certificates import name_key
from thads_portal.domain.certificates import RULES
from thads_portal.domain.certificates import Rules
from thads_portal.domain.certificates import subject_digest
from thads_portal.domain.names import clean
from thads_portal.domain.paper_codes import new_code
from thads_portal.domain.paper_codes import shown
from thads_portal.domain.signed_notes import Checkpoint
from thads_portal.domain.signed_notes import signature
from thads_portal.errors import BadRequest
from thads_portal.opendata.pdf.certificate import certificate_paper
from thads_portal.opendata.pdf.certificate import Said
from thads_portal.opendata.pdf.certificate import TITLE
from thads_portal.opendata.pdf.paper import Paper
from thads_portal.opendata.pdf.signature import sign
from thads_portal.register import acts
from thads_portal.register import certificates
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.pool import reading
from thads_portal.register.publication_log import heads
from thads_portal.register.publication_log import tree
from thads_portal.register.publication_log.served import served
from thads_portal.register.query import parse
from thads_portal.register.search import search
from thads_portal.secret_keys import personal_number_key
from thads_portal.secret_keys import publication_log_key
from typing import Any

import orjson


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A new certificate; `with_number` are those of its numbers found by the number that was brought."""

    certificate: Certificate
    close: int
    with_number: frozenset[str]


def issue(
    dsn: str,
    name: str,
    *,
    host: str,
    number_digest: bytes | None = None,
    organisation: str | None = None,
) -> Issued:
    """Search for `name`, and for the number of `number_digest`, and keep what was found.

    `host` is what the publication log is named by if it has no name. Raises BadRequest,
    PersonalNumberTyped, RegisterUnavailable.
    """
    name = clean(name)
    query = parse({"q": name, "whole": "1", "b_size": str(MOST_NUMBERS)})
    if not name or len(name) > LONGEST_NAME or query.names is None or query.hopeless:
        raise BadRequest(detail=f"name (1–{LONGEST_NAME})")
    with own_transaction(dsn) as cursor:
        acts.sequence(cursor)
    with served(dsn, host) as log:
        size = log.head.size
        cursor_text = acts.cursor_at(acts.newest(log.cursor))
        by_number = certificates.with_number(log.cursor, number_digest) if number_digest else []
    # After the cursor was taken: what is found is as new as it says, or newer.
    found = search(dsn, query)
    named = [hit.number for hit in found.hits if hit.match in _WHOLE]
    total = found.total + sum(number not in named for number in by_number)
    numbers = tuple(dict.fromkeys([*by_number, *named]))[:MOST_NUMBERS]
    key = personal_number_key()
    certificate = Certificate(
        code=new_code(),
        made=datetime.now(UTC),
        result="listed" if numbers else "none",
        numbers=numbers,
        total=max(total, len(numbers)),
        rules=Rules.NAME_AND_NUMBER if number_digest else Rules.NAME,
        cursor=cursor_text,
        log_size=size,
        subject=subject_digest(name, key=key),
        name_key=name_key(name, key=key),
        organisation=organisation,
    )
    with own_transaction(dsn) as cursor:
        certificates.store(cursor, certificate)
    return Issued(
        certificate=certificate, close=found.total_close, with_number=frozenset(by_number)
    )


_WHOLE = ("exact", "tones", "marks")


def is_about(certificate: Certificate, name: str) -> bool:
    """Whether `name` is what was searched for the certificate."""
    return subject_digest(name, key=personal_number_key()) == certificate.subject


def as_pdf(dsn: str, certificate: Certificate, name: str, *, root: str, close: int = 0) -> bytes:
    """The signed paper. Raises CannotSign, RegisterUnavailable."""
    with reading(dsn) as cursor:
        head = _head(cursor, certificate.log_size)
    day = certificate.made.astimezone(words.VIETNAM).date()
    sheet = Paper(
        title=TITLE,
        code=shown(certificate.code),
        check=f"{root}/xac-minh?ma={certificate.code}",
        made=certificate.made,
    )
    said = Said(
        certificate=certificate,
        name=clean(name),
        log=f"{root}/nhat-ky-cong-khai",
        root_hash=b64encode(head.root).decode(),
        close=close,
    )
    document = certificate_paper(
        sheet, said, over="Bộ Tư pháp", agency=central_body(day).name, place="Hà Nội", day=day
    )
    return sign(document)[0]


def as_statement(
    dsn: str,
    certificate: Certificate,
    name: str,
    *,
    root: str,
    with_number: frozenset[str] | None = None,
) -> dict[str, Any]:
    """``{"code", "statement", "jws"}``: the statement is JSON text, the JWS its detached signature.

    `with_number` is known to whoever has brought a number, and kept nowhere: a later statement has none.
    """
    with reading(dsn) as cursor:
        head, origin = _head(cursor, certificate.log_size), heads.name_of(cursor) or ""
    text = Checkpoint(origin, head.size, head.root).text
    line = signature(text, name=origin, seed=publication_log_key())
    statement = {
        "v": 1,
        "issuer": root,
        "code": shown(certificate.code),
        "made": certificate.made.astimezone(words.VIETNAM).isoformat(timespec="seconds"),
        "subject": {"name": clean(name)},
        "searched": searched(certificate, name),
        "result": certificate.result,
        "numbers": list(certificate.numbers),
        "total": certificate.total,
        "register": {"cursor": certificate.cursor, "log": f"{root}/nhat-ky-cong-khai"},
        "checkpoint": f"{text}\n{line}\n",
        "verify": f"{root}/xac-minh?ma={certificate.code}",
    }
    if with_number is not None:
        statement["with_number"] = sorted(with_number)
    said = orjson.dumps(statement).decode()
    key_id = heads.key_of(origin).split("+")[1]
    jws = detached_jws(said, seed=publication_log_key(), key_id=key_id)
    return {"code": shown(certificate.code), "statement": said, "jws": jws}


def searched(certificate: Certificate, name: str) -> dict[str, str]:
    return {
        "name": clean(name),
        "rules": certificate.rules,
        "rules_in_words": RULES[certificate.rules][0],
    }


def _head(cursor: Any, size: int) -> tree.Head:
    """What the log was at the moment of the certificate."""
    cursor.execute("SELECT size, root, at FROM thads_log_head WHERE size = %s", (size,))
    row = cursor.fetchone()
    if row is None:
        raise BadRequest(detail="log")
    return tree.Head(row[0], bytes(row[1]), row[2])
