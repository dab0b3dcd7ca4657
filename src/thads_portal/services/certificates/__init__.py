"""``POST @certificates``: as of this moment, searched under these rules: listed, or not.

The public asks by name at its fair share; an organisation with a key and a purpose may bring a number,
which is compared and never told.
"""

from base64 import b64encode
from plone.restapi.deserializer import json_body
from plone.restapi.exceptions import DeserializationError
from thads_portal.domain.identifiers import normal_personal_number
from thads_portal.domain.identifiers import personal_hmac
from thads_portal.domain.names import full_token
from thads_portal.domain.names import parse_name
from thads_portal.domain.sharing import DataKind
from thads_portal.domain.sharing import name_digest
from thads_portal.domain.sharing import number_digest
from thads_portal.domain.sharing import Scope
from thads_portal.errors import BadRequest
from thads_portal.errors import KeyRefused
from thads_portal.opendata import certifying
from thads_portal.register import inquiries
from thads_portal.secret_keys import personal_number_key
from thads_portal.security.public_address import public_address
from thads_portal.services import asking
from thads_portal.services.answer import database_of
from thads_portal.services.answer import moment
from thads_portal.services.answer import RegisterService
from thads_portal.services.fairness import EXPORTS
from thads_portal.services.fairness import take_share
from thads_portal.services.proof.as_of import log_host
from typing import Any


_MEMBERS = ("subject", "purpose", "case_reference")
_SUBJECT = ("kind", "name", "personal_id", "enterprise_code")
_KINDS = ("individual", "organisation")


class Certificates(RegisterService):
    limited = False

    def reply(self) -> dict[str, Any]:
        dsn = database_of(self.context)
        asker = asking.asker_of(self.request, dsn, Scope.CERTIFICATES)
        if asker is None:
            take_share(self.request, EXPORTS)
        try:
            body = json_body(self.request)
        except DeserializationError as error:
            raise BadRequest(detail="JSON") from error
        if not isinstance(body, dict):
            raise BadRequest(detail="JSON")
        asking.only_members(body, _MEMBERS)
        name, number = _subject(body.get("subject"))
        purpose = reference = None
        if asker is not None:
            ground = asking.ground_of(asker, body.get("purpose"), body.get("case_reference"))
            purpose, reference = ground.purpose, ground.case_reference
            if number is not None and DataKind.ID not in ground.kinds:
                raise BadRequest(detail="subject: personal_id, enterprise_code")
        elif number is not None:
            # A number is for those who have agreed for what.
            raise KeyRefused
        digest = personal_hmac(number, key=personal_number_key()) if number else None
        issued = certifying.issue(
            dsn,
            name,
            host=log_host(),
            number_digest=digest,
            organisation=asker.id if asker else None,
        )
        made = issued.certificate
        subject = inquiries.Subject(
            name_digest=name_digest(full_token(parse_name(name).own), key=personal_number_key()),
            number_digest=number_digest(digest) if digest else None,
            decision=made.result,
            numbers=made.numbers,
        )
        inquiries.note(
            dsn,
            [subject],
            asker=asker,
            service=Scope.CERTIFICATES.value,
            purpose=purpose,
            case_reference=reference,
            today=asking.today(),
        )
        root = public_address()
        with_number = issued.with_number if digest is not None else None
        statement = certifying.as_statement(dsn, made, name, root=root, with_number=with_number)
        pdf = certifying.as_pdf(dsn, made, name, root=root, close=issued.close)
        answer = {
            "code": statement["code"],
            "pdf": b64encode(pdf).decode(),
            "jws": statement["jws"],
            "statement": statement["statement"],
            "result": made.result,
            "numbers": list(made.numbers),
            "total": made.total,
            "searched": certifying.searched(made, name),
            "register": {"cursor": made.cursor, "as_of": moment(made.made)},
            "verify": f"{root}/xac-minh?ma={made.code}",
        }
        if with_number is not None:
            answer["with_number"] = sorted(with_number)
        return answer


def _subject(given: object) -> tuple[str, str | None]:
    """The name and the number in a subject. Raises BadRequest."""
    if not isinstance(given, dict):
        raise BadRequest(detail="subject")
    asking.only_members(given, _SUBJECT, "subject")
    name = given.get("name")
    if not isinstance(name, str):
        raise BadRequest(detail="subject: name")
    if given.get("kind") not in (None, *_KINDS):
        raise BadRequest(detail=f"subject: kind ∈ {{{', '.join(_KINDS)}}}")
    numbers = [given[key] for key in _SUBJECT[2:] if given.get(key) is not None]
    if len(numbers) > 1 or not all(isinstance(each, str) for each in numbers):
        raise BadRequest(detail="subject: personal_id, enterprise_code")
    if numbers and normal_personal_number(numbers[0]) is None:
        raise BadRequest(detail="subject: personal_id, enterprise_code")
    return name, numbers[0] if numbers else None
