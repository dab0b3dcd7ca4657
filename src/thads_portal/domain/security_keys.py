"""Security keys and passkeys as a second step of a sign-in (WebAuthn): what they are asked, what proves them. Pure.

A key is known by its id; it signs a challenge of the portal, the address of the page and a counter. Nothing
that leaves the key can be used again, and a page of another address gets nothing.
"""

from collections.abc import Sequence
from cryptography.exceptions import InvalidSignature
from cryptography.exceptions import UnsupportedAlgorithm
from thads_portal.domain.web_addresses import Origin
from thads_portal.domain.web_addresses import origins_of
from typing import Any
from typing import NamedTuple
from webauthn import generate_authentication_options
from webauthn import generate_registration_options
from webauthn import verify_authentication_response
from webauthn import verify_registration_response
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers import options_to_json_dict
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import AuthenticatorSelectionCriteria
from webauthn.helpers.structs import PublicKeyCredentialDescriptor
from webauthn.helpers.structs import ResidentKeyRequirement
from webauthn.helpers.structs import UserVerificationRequirement

import ipaddress
import json


#: Keys that an account may have, and the longest name of one, in characters.
MOST = 10
LONGEST_NAME = 60
#: The longest answer of a browser that is read, in characters.
_LONGEST = 20_000
_ALGORITHMS = [
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
]
#: The password came before: the key shows that its owner is there. Who they are it checks where it can.
_VERIFICATION = UserVerificationRequirement.PREFERRED
#: What the library and what it stands on raise for an answer that is none.
_NONE_OF_OURS = (
    WebAuthnException,
    InvalidSignature,
    UnsupportedAlgorithm,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    RecursionError,
)


class NotTheKey(ValueError):
    """What was sent proves nothing: another challenge, address or key, a wrong signature, or no answer at all."""


class CountsBack(NotTheKey):
    """The signature is right and the key's counter has not grown: somebody has a copy of the key."""


class Party(NamedTuple):
    """The portal as keys know it: ``id`` is its host name, ``origins`` where its pages are."""

    id: str
    origins: tuple[str, ...]


class Registered(NamedTuple):
    """A new key: its id, its public key (COSE) and its counter."""

    id: bytes
    public: bytes
    counter: int


def party_of(addresses: Sequence[str]) -> Party | None:
    """From the portal's addresses, the public one first; None where no browser would work with a key.

    Browsers want https and a name: plain http and a bare number will do on the machine itself only, by
    the name ``localhost``. Another address counts where its host lies below that of the first.
    """
    origins = [origin for each in addresses for origin in origins_of(each)]
    if not origins or not _is_secure(origins[0]):
        return None
    host = origins[0].host
    ours = [each for each in origins if each.host == host or each.host.endswith(f".{host}")]
    return Party(host, tuple(str(each) for each in ours if _is_secure(each)))


def _is_secure(origin: Origin) -> bool:
    if origin.host == "localhost":
        return True
    try:
        ipaddress.ip_address(origin.host.strip("[]"))
    except ValueError:
        return origin.scheme == "https" and "." in origin.host
    return False


def creation(
    party: Party, challenge: bytes, *, account: str, handle: bytes, known: Sequence[bytes]
) -> dict[str, Any]:
    """What ``navigator.credentials.create`` gets, bytes as base64url; `known` are the account's keys."""
    made = generate_registration_options(
        rp_id=party.id,
        rp_name=party.id,
        user_name=account,
        user_id=handle,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=_VERIFICATION
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=each) for each in known],
        supported_pub_key_algs=_ALGORITHMS,
    )
    return options_to_json_dict(made)


def request(party: Party, challenge: bytes, *, known: Sequence[bytes]) -> dict[str, Any]:
    """What ``navigator.credentials.get`` gets."""
    made = generate_authentication_options(
        rp_id=party.id,
        challenge=challenge,
        allow_credentials=[PublicKeyCredentialDescriptor(id=each) for each in known],
        user_verification=_VERIFICATION,
    )
    return options_to_json_dict(made)


def registered(party: Party, challenge: bytes, sent: str) -> Registered:
    """The new key that the browser's answer `sent` (JSON) proves. Raises NotTheKey."""
    try:
        found = verify_registration_response(
            credential=_answer(sent),
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=list(party.origins),
            supported_pub_key_algs=_ALGORITHMS,
        )
    except _NONE_OF_OURS as error:
        raise NotTheKey from error
    return Registered(found.credential_id, found.credential_public_key, found.sign_count)


def count_of(party: Party, challenge: bytes, sent: str, *, public: bytes, count: int) -> int:
    """The counter of the key whose answer `sent` (JSON) is; `count` is the last one. Raises NotTheKey, CountsBack."""
    try:
        found = verify_authentication_response(
            credential=_answer(sent),
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=list(party.origins),
            credential_public_key=public,
            # Judged below, where it has an error of its own.
            credential_current_sign_count=0,
        )
    except _NONE_OF_OURS as error:
        raise NotTheKey from error
    new: int = found.new_sign_count
    # Keys that do not count, as passkeys that are copied on purpose, always say 0.
    if (new or count) and new <= count:
        raise CountsBack
    return new


def id_of(sent: str) -> bytes | None:
    """Of which key the answer `sent` says to be."""
    try:
        return bytes(base64url_to_bytes(_answer(sent)["rawId"]))
    except _NONE_OF_OURS:
        return None


def named(text: str, number: int) -> str:
    """The name of a key as it is kept; the `number`-th one's own where none is given."""
    name = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return name[:LONGEST_NAME].strip() or f"Khóa {number}"


def _answer(sent: str) -> dict[str, Any]:
    if len(sent) > _LONGEST:
        raise NotTheKey
    found = json.loads(sent)
    if not isinstance(found, dict):
        raise NotTheKey
    return found
