"""One query of a match, read: a subject to look for, or why it cannot be looked for.

A refusal names the member and never repeats a value, which may be somebody's number.
"""

from dataclasses import dataclass
from thads_portal.domain import matching
from thads_portal.domain.codes import DebtorKind
from thads_portal.domain.identifiers import normal_personal_number
from thads_portal.domain.identifiers import personal_hmac
from thads_portal.domain.name_match import MAX_QUERY
from thads_portal.domain.names import full_token
from thads_portal.domain.sharing import DataKind
from thads_portal.domain.typed import holds_personal_number
from thads_portal.errors import Code
from thads_portal.errors import message
from thads_portal.errors import STATUS
from thads_portal.register.matching.candidates import parsed
from thads_portal.register.matching.subjects import Subject
from thads_portal.secret_keys import personal_number_key
from thads_portal.services.asking import Ground
from typing import Any


MEMBERS = (
    "kind",
    "name",
    "aliases",
    "birth_date",
    "personal_id",
    "enterprise_code",
    "address",
)
#: Other names of one subject, characters of an address.
MOST_ALIASES, LONGEST_ADDRESS = 10, 500


@dataclass(frozen=True, slots=True)
class Asked:
    """`subject` to look for with its `folded` name for the log, or the `refusal` to answer."""

    subject: Subject | None
    folded: str = ""
    refusal: dict[str, Any] | None = None


class _Refused(Exception):
    def __init__(self, code: Code, **params: Any) -> None:
        self.code, self.params = code, params
        super().__init__(code)


def read_query(given: object, ground: Ground | None) -> Asked:
    """The subject of one query; `ground` is on what the organisation asks, None for the public."""
    try:
        return _read(given, ground)
    except _Refused as refused:
        status = STATUS.get(refused.code, 400)
        said = {"code": refused.code.value, "message": message(refused.code, refused.params)}
        return Asked(None, refusal={"status": status, **said})


def _read(given: object, ground: Ground | None) -> Asked:
    if not isinstance(given, dict):
        raise _Refused(Code.BAD_REQUEST, detail="{name, …}")
    unknown = [each for each in given if each not in MEMBERS]
    if unknown:
        # What is unknown is not repeated: a number may stand in the place of a name.
        raise _Refused(Code.BAD_REQUEST, detail=f"∉ {{{', '.join(MEMBERS)}}}")
    names = (_name(given.get("name")), *map(_name, _aliases(given.get("aliases"))))
    kind = given.get("kind")
    if kind is not None and kind not in list(DebtorKind):
        raise _Refused(Code.BAD_REQUEST, detail=f"kind ∈ {{{', '.join(DebtorKind)}}}")
    birth = number = None
    if given.get("birth_date") is not None:
        _agreed(DataKind.BIRTH, ground)
        birth = matching.birth_of(given["birth_date"])
        if birth is None:
            raise _Refused(Code.BAD_REQUEST, detail="birth_date: 1979 | 1979-04 | 1979-04-02")
    numbers = [given[each] for each in ("personal_id", "enterprise_code") if given.get(each)]
    if numbers:
        _agreed(DataKind.ID, ground)
        number = _number(numbers)
    address = given.get("address")
    if address is not None and not (isinstance(address, str) and len(address) <= LONGEST_ADDRESS):
        raise _Refused(Code.BAD_REQUEST, detail=f"address (≤ {LONGEST_ADDRESS})")
    query = parsed(names[0])
    folded = full_token(query.own or query.words)
    return Asked(Subject(names, kind, birth, number, address), folded)


def _name(given: object) -> str:
    if not isinstance(given, str) or len(given) > MAX_QUERY:
        raise _Refused(Code.NOT_A_NAME, max=MAX_QUERY)
    if holds_personal_number(given):
        raise _Refused(Code.PERSONAL_NUMBER_TYPED)
    try:
        given.encode()
    except UnicodeEncodeError:
        raise _Refused(Code.NOT_A_NAME, max=MAX_QUERY) from None
    if parsed(given).hopeless:
        raise _Refused(Code.NOT_A_NAME, max=MAX_QUERY)
    return given


def _aliases(given: object) -> list[Any]:
    if given is None:
        return []
    if not isinstance(given, list) or len(given) > MOST_ALIASES:
        raise _Refused(Code.BAD_REQUEST, detail=f"aliases (≤ {MOST_ALIASES})")
    return given


def _number(given: list[object]) -> bytes:
    if len(given) > 1:
        raise _Refused(Code.BAD_REQUEST, detail="personal_id | enterprise_code")
    normal = normal_personal_number(given[0]) if isinstance(given[0], str) else None
    if normal is None:
        raise _Refused(Code.BAD_REQUEST, detail="personal_id (9, 12) | enterprise_code (10, 13)")
    return personal_hmac(normal, key=personal_number_key())


def _agreed(kind: DataKind, ground: Ground | None) -> None:
    if ground is None or kind not in ground.kinds:
        raise _Refused(Code.KIND_NOT_AGREED, kind=kind.value)
