"""Why enforcement lacks conditions (lý do chưa có điều kiện thi hành), by the law of the decision.

The letters of the two laws mean different things: until 30/06/2026 a, b and c of Art. 44a(1)
of Law 26/2008/QH12, since 01/07/2026 a to h of Art. 38(1) of Law 106/2025/QH15. A letter is
read together with its scheme, and a listing keeps both for ever (Law 106/2025/QH15, Art.
116(4)): nothing here turns a letter of one law into one of the other.

Grounds c and đ of the new law are about children, carers and persons without capacity, e and h
about lenders: their texts name none of these in public.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from thads_portal.domain.codes import Ground
from thads_portal.domain.codes import GroundScheme
from typing import Any


#: Fields of a listing from which its scheme follows.
GROUND, SCHEME, DECIDED = "ground", "ground_scheme", "no_conditions_decision_date"


class NotNamed(StrEnum):
    """Whom the public text of a ground must not name."""

    #: Persons in care, carers, persons without capacity.
    PERSONS = "persons"
    LENDERS = "lenders"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundRow:
    """One ground of one law.

    `letter` is how the law writes it, `short` a label for lists, `full` what the law says in
    plain words, each as (Vietnamese, English). `article` is its source.
    """

    scheme: GroundScheme
    code: Ground
    letter: str
    short: tuple[str, str]
    full: tuple[str, str]
    not_named: NotNamed | None = None

    def article(self, language: str = "vi") -> str:
        """Its place in the law."""
        if language == "en":
            return f"point {self.letter} of {LAWS[self.scheme].article[1]}"
        return f"điểm {self.letter} {LAWS[self.scheme].article[0]}"

    @property
    def key(self) -> str:
        """The ground with its law, as the register's sums and the forms keep it."""
        return key_of(self.code, self.scheme)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundLaw:
    """From when to when a decision rests on this list; both days belong to it."""

    scheme: GroundScheme
    #: (Vietnamese, English)
    article: tuple[str, str]
    valid_from: date
    valid_to: date | None

    @property
    def number(self) -> str:
        """``Điều 38``: how a text that names the law elsewhere refers to it."""
        return f"Điều {self.scheme.partition('/')[0]}"


#: scheme -> the law that has the list
LAWS: Mapping[GroundScheme, GroundLaw] = {
    GroundScheme.ART_44A: GroundLaw(
        scheme=GroundScheme.ART_44A,
        article=(
            "khoản 1 Điều 44a Luật Thi hành án dân sự số 26/2008/QH12, sửa đổi năm 2014",
            "Article 44a(1) of the Law on civil judgment enforcement 26/2008/QH12, as amended 2014",
        ),
        valid_from=date(2015, 7, 1),
        valid_to=date(2026, 6, 30),
    ),
    GroundScheme.ART_38: GroundLaw(
        scheme=GroundScheme.ART_38,
        article=(
            "khoản 1 Điều 38 Luật Thi hành án dân sự số 106/2025/QH15",
            "Article 38(1) of the Law on civil judgment enforcement 106/2025/QH15",
        ),
        valid_from=date(2026, 7, 1),
        valid_to=None,
    ),
}


def _old(code: Ground, short: tuple[str, str], full: tuple[str, str]) -> GroundRow:
    return GroundRow(
        scheme=GroundScheme.ART_44A, code=code, letter=code.value, short=short, full=full
    )


def _new(
    code: Ground,
    short: tuple[str, str],
    full: tuple[str, str],
    letter: str = "",
    not_named: NotNamed | None = None,
) -> GroundRow:
    return GroundRow(
        scheme=GroundScheme.ART_38,
        code=code,
        letter=letter or code.value,
        short=short,
        full=full,
        not_named=not_named,
    )


GROUNDS: tuple[GroundRow, ...] = (
    _old(
        Ground.A,
        ("Không có thu nhập, tài sản", "No income or assets"),
        (
            "Không có thu nhập hoặc thu nhập chỉ bảo đảm cuộc sống tối thiểu, và không có tài sản"
            " hoặc tài sản không được kê biên",
            "No income or only for minimal living, and no assets that may be seized",
        ),
    ),
    _old(
        Ground.B,
        ("Vật, giấy tờ không còn", "Thing or papers gone"),
        (
            "Phải trả vật đặc định hoặc giấy tờ không còn và không thể thay thế",
            "Must return a specific thing or papers that no longer exist and cannot be replaced",
        ),
    ),
    _old(
        Ground.C,
        ("Chưa rõ địa chỉ", "Address not known"),
        (
            "Chưa xác định được địa chỉ của người phải thi hành án hoặc của người chưa thành niên"
            " được giao cho người khác nuôi dưỡng",
            "The address of the debtor, or of a minor handed to another's care, is not known",
        ),
    ),
    _new(
        Ground.A,
        ("Không có thu nhập, tài sản để thi hành", "No income or assets to enforce on"),
        (
            "Không có thu nhập hoặc thu nhập chỉ bảo đảm cuộc sống tối thiểu, và không có tài sản"
            " để thi hành án hoặc tài sản chỉ đủ chi phí cưỡng chế, hoặc không được kê biên",
            "No income or only for minimal living, and no assets, or assets worth no more than"
            " the cost of enforcement, or that may not be seized",
        ),
    ),
    _new(
        Ground.B,
        ("Tài sản bản án tuyên xử lý không còn", "The asset to be disposed of is gone"),
        (
            "Tài sản mà bản án, quyết định tuyên xử lý không còn, không xác định được nơi có tài"
            " sản hoặc giấy chứng nhận đã bị thu hồi, và không có thu nhập, tài sản khác",
            "The asset that the judgment disposes of no longer exists, cannot be located or has"
            " had its certificate withdrawn, and there is no other income or asset",
        ),
    ),
    _new(
        Ground.C,
        (
            "Chưa xác định được nơi ở của người được giao nuôi dưỡng hoặc người phải giao",
            "The person in care or the carer cannot be located",
        ),
        (
            "Chưa xác định được địa chỉ, nơi cư trú của người được giao nuôi dưỡng hoặc của người"
            " phải giao người đó",
            "The address of the person handed into care, or of who is to hand that person over,"
            " is not known",
        ),
        not_named=NotNamed.PERSONS,
    ),
    _new(
        Ground.D,
        ("Vật, giấy tờ phải trả không còn", "The thing or papers are gone"),
        (
            "Vật đặc định phải trả không còn hoặc hư hỏng; giấy tờ phải trả không thể thu hồi,"
            " không cấp lại được hoặc đã chuyển cho cơ quan ban hành",
            "The specific thing no longer exists or is damaged; the papers cannot be recovered or"
            " issued again, or were passed to the body that issued them",
        ),
    ),
    _new(
        Ground.DD,
        (
            "Nghĩa vụ gắn với nhân thân, chưa thể thực hiện",
            "A personal duty that cannot be performed",
        ),
        (
            "Nghĩa vụ gắn với nhân thân mà người phải thi hành án không còn khả năng thực hiện"
            " theo quy định của pháp luật",
            "A duty bound to the person that the debtor is in law not able to perform any more",
        ),
        "đ",
        NotNamed.PERSONS,
    ),
    _new(
        Ground.E,
        ("Tài sản bảo đảm không đủ", "The security is not enough"),
        (
            "Tài sản cầm cố, thế chấp có giá trị nhỏ hơn nghĩa vụ được bảo đảm và chi phí cưỡng chế",
            "Pledged or mortgaged assets are worth less than the secured obligation and the cost"
            " of enforcement",
        ),
        not_named=NotNamed.LENDERS,
    ),
    _new(
        Ground.G,
        ("Tài sản giảm giá không còn đủ chi phí", "Reduced price does not cover the cost"),
        (
            "Tài sản đã giảm giá bằng hoặc thấp hơn chi phí mà người được thi hành án không nhận",
            "The price of the asset was reduced to or below the cost, and the creditor does not"
            " take it",
        ),
    ),
    _new(
        Ground.H,
        ("Tài sản đang bị thu giữ để xử lý nợ xấu", "The asset is held for a bad debt"),
        (
            "Tài sản đang bị thu giữ để xử lý nợ xấu theo Luật Các tổ chức tín dụng, không có tài"
            " sản khác",
            "The asset is held to settle a bad debt under the Law on Credit Institutions, and there"
            " is no other",
        ),
        not_named=NotNamed.LENDERS,
    ),
)
_BY_KEY = {(row.scheme, row.code): row for row in GROUNDS}


def scheme_of(decided_on: date) -> GroundScheme:
    """The list on which a decision of that day rests; before the first, the first."""
    for law in reversed([*LAWS.values()]):
        if law.valid_from <= decided_on:
            return law.scheme
    return next(iter(LAWS))


def grounds_of(scheme: GroundScheme | str) -> tuple[GroundRow, ...]:
    """The list of one law in the order of its letters."""
    return tuple(row for row in GROUNDS if row.scheme == scheme)


def ground_row(code: str, scheme: str) -> GroundRow:
    """KeyError if the law `scheme` has no such letter."""
    return _BY_KEY[GroundScheme(scheme), Ground(code)]


def key_of(code: str, scheme: str) -> str:
    """The ground with its law as one text: ``38/2025:dd``; a letter of the first law alone: ``a``.

    The register's sums of the first release hold plain letters, which stay true.
    """
    return str(code) if scheme == GroundScheme.ART_44A else f"{scheme}:{code}"


def parted(key: str) -> tuple[str, str]:
    """(code, scheme) of a ``key_of``."""
    scheme, colon, code = key.rpartition(":")
    return code, scheme if colon else GroundScheme.ART_44A.value


def keys_for(code: str | None, scheme: str | None) -> tuple[str, ...]:
    """The keys that a filter by letter, by law or by both lets through; all where neither is."""
    return tuple(
        row.key
        for row in GROUNDS
        if (code is None or row.code == code) and (scheme is None or row.scheme == scheme)
    )


def label(code: str, scheme: str, language: str = "vi") -> str:
    """What the law says, in plain words."""
    vietnamese, english = ground_row(code, scheme).full
    return english if language == "en" else vietnamese


def short_label(code: str, scheme: str, language: str = "vi") -> str:
    """A few words, for lists."""
    vietnamese, english = ground_row(code, scheme).short
    return english if language == "en" else vietnamese


def letter_label(code: str, language: str = "vi") -> str:
    """A letter by itself, of whatever law."""
    letter = "đ" if code == Ground.DD else code
    return f"Point {letter}" if language == "en" else f"Điểm {letter}"


def letters(scheme: str) -> str:
    """The letters of one law, for a message: ``a, b, c``; with the code where it differs."""
    return ", ".join(
        row.letter if row.letter == row.code else f"{row.letter} ({row.code})"
        for row in grounds_of(scheme)
    )


def settled(fields: Mapping[str, Any], changes: Mapping[str, Any]) -> str | None:
    """The scheme of a listing with `fields` once `changes` are made; None: as it was.

    A ground that is given is read by the law of the decision's day. Where only the date
    changes the ground stays what it was, and is told as unsettled if the law is another now
    (:func:`of_the_old_list`).
    """
    decided = changes.get(DECIDED, fields.get(DECIDED))
    if decided is None or GROUND not in changes:
        return None
    return scheme_of(decided).value


def wrong(fields: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, str] | None:
    """What to say of `changes` whose ground the law of the decision's day does not have."""
    scheme = settled(fields, changes)
    if scheme is None or fits(changes[GROUND], scheme):
        return None
    return refusal(changes[GROUND], scheme)


def moves_to_another_law(fields: Mapping[str, Any], changes: Mapping[str, Any]) -> bool:
    """Whether the decision's date comes under another law and no ground of that law is given."""
    before, after = fields.get(DECIDED), changes.get(DECIDED)
    if GROUND in changes or fields.get(GROUND) is None or before is None or after is None:
        return False
    return scheme_of(before) != scheme_of(after)


def fits(code: str | None, scheme: str) -> bool:
    """Whether the law `scheme` has the letter `code`; no letter fits any."""
    return code is None or (GroundScheme(scheme), Ground(code)) in _BY_KEY


def refusal(code: str, scheme: str) -> dict[str, str]:
    """What the message of a letter that the law `scheme` does not have is filled with."""
    law = LAWS[GroundScheme(scheme)]
    return {"value": code, "law": law.article[0], "allowed": letters(scheme)}


def of_the_old_list(scheme: str | None, decided_on: date | None) -> bool:
    """A decision of a later law with a letter of an earlier list: nobody has said what it means
    in the list of its own law (it was entered before the portal knew that one).
    """
    return scheme is not None and decided_on is not None and scheme != scheme_of(decided_on)
