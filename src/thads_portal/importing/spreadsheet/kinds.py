"""Words of a list to the codes of the register: kinds, grounds, agencies."""

from datetime import date
from functools import lru_cache
from thads_portal.domain.agencies import default_agency_key
from thads_portal.domain.agencies import issuers_of
from thads_portal.domain.agencies import REORGANISED
from thads_portal.domain.codes import DebtorKind
from thads_portal.domain.codes import Ground
from thads_portal.domain.codes import GroundScheme
from thads_portal.domain.codes import JudgmentKind
from thads_portal.domain.codes import LABELS
from thads_portal.domain.codes import ObligationKind
from thads_portal.domain.legal_forms import find_forms
from thads_portal.domain.provinces import find
from thads_portal.importing.spreadsheet.headings import folded
from unicodedata import normalize

import re


#: Longer text is not looked at for what it is about.
MAX_WORDS = 4_000
_DIGITS = re.compile(r"\d+")


def _rules(*rules):
    return tuple((re.compile(pattern), kind) for pattern, kind in rules)


_ORGANISATION = re.compile(
    r"^(uy ban|ubnd|ngan hang|truong |benh vien|tap doan|lien hiep|hiep hoi|hoi |so |chi cuc|cuc "
    r"|ban quan ly|trung tam|vien |doanh nghiep|quy |nha may|xi nghiep|cong ty|hop tac xa|van phong)"
)


def debtor_kind(text: str, name: str) -> DebtorKind:
    """From its own column, else from the name: whoever bears a legal form is an organisation."""
    said = folded(text[:200])
    if "ca nhan" in said and "to chuc" not in said:
        return DebtorKind.INDIVIDUAL
    if re.search(r"to chuc|co quan|doanh nghiep|phap nhan|cong ty", said):
        return DebtorKind.ORGANISATION
    bare = folded(name[:400])
    forms = [start for start, _end, _code in find_forms(bare.split()) if start == 0]
    return DebtorKind.ORGANISATION if forms or _ORGANISATION.match(bare) else DebtorKind.INDIVIDUAL


def restored_number(number: str, kind: DebtorKind) -> str | None:
    """A personal or enterprise number with the zeros in front that a number cell has lost.

    Put back where it is certain: a person's twelve digits begin with a province (001 to 096), the
    century with the sex and the year of birth; an enterprise's tenth digit checks the others.
    None where a zero is missing and it cannot be told how many.
    """
    if not (number.isascii() and number.isdigit()):
        return number
    if kind is DebtorKind.ORGANISATION:
        if len(number) == 12 and number.startswith("00") and _checked(number[2:]):
            # Shown with twelve digits like the people of its column.
            return number[2:]
        if len(number) != 9:
            return number
        return f"0{number}" if _checked(f"0{number}") else None
    if len(number) == 8:
        # Old numbers of people have nine digits.
        return f"0{number}"
    if len(number) == 11 or (len(number) == 10 and not _checked(number)):
        padded = number.zfill(12)
        return padded if _PERSON.fullmatch(padded) else None
    if len(number) == 10 and _PERSON.fullmatch(f"00{number}"):
        # It could be the person's tax code as well.
        return None
    return number


#: Province; century and sex (0 to 3 until 2099); year of birth; six digits.
_PERSON = re.compile("0(?!00|9[789])[0-9]{2}(?:[01][0-9]{2}|[23][0-2][0-9])[0-9]{6}")
_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def _checked(code: str) -> bool:
    """Whether the tenth digit of an enterprise's code is what the others make it."""
    total = sum(int(digit) * weight for digit, weight in zip(code[:9], _WEIGHTS, strict=True))
    return 10 - total % 11 == int(code[9])


_JUDGMENT_WORDS = _rules(
    (r"hon nhan|\bhngd\b|\bhn gd\b", JudgmentKind.MARRIAGE_FAMILY),
    (
        r"kinh doanh|thuong mai\b(?! trong tai)|\bkdtm\b|\bkt\b|kinh te",
        JudgmentKind.BUSINESS_COMMERCIAL,
    ),
    (r"hinh su|\bhs\b", JudgmentKind.CRIMINAL),
    (r"hanh chinh|\bhc\b", JudgmentKind.ADMINISTRATIVE),
    (r"lao dong|\bld\b", JudgmentKind.LABOUR),
    (r"pha san|\bps\b|tbps", JudgmentKind.BANKRUPTCY),
    (r"trong tai|\bpqtt\b", JudgmentKind.ARBITRATION),
    (r"canh tranh|\bvvct\b", JudgmentKind.COMPETITION),
    (r"dan su|\bds\b", JudgmentKind.CIVIL),
    (r"^khac$", JudgmentKind.OTHER),
)
#: The letters in a judgment's number: 15/2024/DS-ST, 12/2024/QĐST-HNGĐ, 05/HSST.
_IN_NUMBER = _rules(
    (r"hngd|hn gd|hnst|hnpt", JudgmentKind.MARRIAGE_FAMILY),
    (r"kdtm|\bktst|\bktpt|\bkt\b", JudgmentKind.BUSINESS_COMMERCIAL),
    (r"\bhs|hsst|hspt|\bhs\b", JudgmentKind.CRIMINAL),
    (r"\bhc|hcst|hcpt", JudgmentKind.ADMINISTRATIVE),
    (r"\bld|ldst|ldpt", JudgmentKind.LABOUR),
    (r"tbps|\bps\b|\bpsst", JudgmentKind.BANKRUPTCY),
    (r"pqtt|trong tai|viac", JudgmentKind.ARBITRATION),
    (r"\bct\b|qd xlvv|vvct", JudgmentKind.COMPETITION),
    (r"\bds|dsst|dspt|qdst ds", JudgmentKind.CIVIL),
)


def judgment_kind(text: str) -> JudgmentKind | None:
    """From the words of its own column."""
    return _first(folded(text[:MAX_WORDS]), _JUDGMENT_WORDS)


def judgment_kind_of_number(number: str) -> JudgmentKind | None:
    """From the letters of the judgment's number."""
    return _kind_of_letters(_DIGITS.sub("0", folded(number[:200])))


@lru_cache(maxsize=4096)
def _kind_of_letters(said: str) -> JudgmentKind | None:
    return _first(said, _IN_NUMBER)


def _first(text: str, rules):
    return next((kind for pattern, kind in rules if pattern.search(text)), None)


_OBLIGATIONS = _rules(
    (r"an phi|le phi|\bap\b|\baphs|\bapds", ObligationKind.COURT_FEE),
    (r"phat tien|tien phat|phat bo sung|hinh phat|\bphat\b(?! trien)", ObligationKind.FINE),
    (
        r"truy thu|tich thu|sung quy|sung cong|nop lai|thu loi bat chinh|nop ngan sach",
        ObligationKind.RECOVERY_CONFISCATION,
    ),
    (r"boi thuong|den bu", ObligationKind.COMPENSATION),
    (r"cap duong|tien nuoi con", ObligationKind.MAINTENANCE),
    (r"tra luong|tien luong|tro cap|bao hiem xa hoi", ObligationKind.WAGES),
    (
        r"giao (nha|dat|quyen su dung|tai san la nha)|tra (nha|dat|lai nha|lai dat)|quyen su dung dat",
        ObligationKind.HAND_OVER_PROPERTY,
    ),
    (r"giao (con|chau|nguoi chua thanh nien|tre)", ObligationKind.HAND_OVER_MINOR),
    (
        r"tra (lai )?(vat|giay to|xe|tai san|giay chung nhan)|giay chung nhan",
        ObligationKind.RETURN_THING,
    ),
    (
        r"buoc |phai thao do|cham dut hanh vi|khong duoc|cong khai xin loi",
        ObligationKind.ACT_OR_REFRAIN,
    ),
    (
        r"tra no|tien no|\bno\b|vay|thanh toan|hoan tra|tra (cho|so tien|tien)|tra lai (so )?tien|goc va lai|tien goc",
        ObligationKind.DEBT,
    ),
)


def obligation_kinds(text: str) -> tuple[ObligationKind, ...]:
    """The kinds that the words name, in the order of the code list; empty if none."""
    return _obligation_kinds(_DIGITS.sub("0", folded(text[:MAX_WORDS])))


@lru_cache(maxsize=8192)
def _obligation_kinds(said: str) -> tuple[ObligationKind, ...]:
    found = {kind for pattern, kind in _OBLIGATIONS if pattern.search(said)}
    return tuple(kind for kind in ObligationKind if kind in found)


_LETTER = re.compile(
    r"^(?:diem )?(dd|[a-eghđ])(?: ?khoan 1.*| ?k1.*| dieu.*)?$|\bdiem (dd|[a-eghđ])\b"
    r"|^khoan 1 diem (dd|[a-eghđ])\b"
)
_NOT_FOUND = (
    r"(chua|khong) (xac dinh|xac minh|ro|biet|tim) (duoc )?(dia chi|noi|tung tich|cho o)"
    r"|(khong|chua) ro dia chi|bo di khoi dia phuong|khong co mat tai dia phuong|khong ro o dau|di dau khong"
)
_GONE = r"(vat|giay to).*(khong con|hu hong|that lac).*|khong the thay the"
_POOR = (
    r"khong co (tai san|thu nhap|dieu kien|gi)|chua co (tai san|thu nhap|dieu kien)|thu nhap (chi )?(thap|bao dam|dam bao|du)"
    r"|khong (du|con) tai san|khong duoc ke bien|ho ngheo|dang chap hanh|khong tai san"
)
#: What a sentence names, by the law of the decision's day. An unknown address of the debtor is
#: a ground of the first law only.
_GROUNDS = {
    GroundScheme.ART_44A: _rules(
        (_NOT_FOUND, Ground.C),
        (rf"{_GONE}|tai san.*(khong con|hu hong|that lac)", Ground.B),
        (_POOR, Ground.A),
    ),
    GroundScheme.ART_38: _rules(
        (
            r"(dia chi|noi cu tru|noi o).*(nuoi duong)|nuoi duong.*(dia chi|noi cu tru|noi o)",
            Ground.C,
        ),
        (r"(cam co|the chap).*(nho hon|khong du|thap hon)", Ground.E),
        (r"giam gia.*(khong nhan|chi phi)", Ground.G),
        (r"\bno xau\b", Ground.H),
        (r"\bnhan than\b|nang luc hanh vi", Ground.DD),
        (_GONE, Ground.D),
        (r"tai san.*(khong con|khong xac dinh duoc noi|thu hoi giay)", Ground.B),
        (_POOR, Ground.A),
    ),
}
_LETTER_D = re.compile(r"\bđ\b")


@lru_cache(maxsize=8192)
def ground(text: str, scheme: GroundScheme) -> Ground | None:
    """The ground of the law `scheme` that a letter, an article or a sentence names; a letter
    that this law does not have is given back all the same, to be refused by its name.
    """
    said = folded(text[:MAX_WORDS])
    match = _LETTER.search(said)
    if match is not None:
        found = match[1] or match[2] or match[3]
        # Folding makes one of d and đ.
        marked = found == "d" and _LETTER_D.search(normalize("NFC", text.lower()))
        return Ground.DD if marked else Ground(found)
    return _first(said, _GROUNDS[scheme])


def allowed(kinds) -> str:
    """The Vietnamese terms of a code list, for a message that says what would be right."""
    return "; ".join(vietnamese for vietnamese, _english in LABELS[kinds].values())


_OFFICE = re.compile(r"\b(thi hanh an dan su|thi hanh an|thads|tha ds|tha)\b")
_ROOM = re.compile(r"^(\S{1,4}[.)] )?phong\b.*\b(khu vuc|kv)\b")
_UNIT = re.compile(r"^(tinh|thanh pho|thi xa|huyen|quan|tp|tx|h|q)\s+")


@lru_cache(maxsize=4096)
def agency(text: str, province: str, day: date) -> str | None:
    """The key of the agency of `province` that the text names, or None.

    "Chi cục THADS huyện Hòa An", "CC THA Hòa An" and "Hòa An" are the same office; one that
    ended later goes before one that ended. A province without more is its agency on `day`.
    """
    said = re.sub(r"\s+", " ", _OFFICE.sub(" ", folded(text))).strip()
    said = re.sub(r"^(chi cuc|ccc?|phong|i{1,3}|iv|vi{0,3}|ix|x|\d+)\s+", "", said)
    said = re.sub(r"^(chi cuc|cc|phong)\s+", "", said)
    if day >= REORGANISED and _ROOM.match(folded(text)):
        # A regional office organises; its provincial agency decides.
        return default_agency_key(province, day)
    offices = sorted(issuers_of(province), key=lambda each: each.valid_to or date.max, reverse=True)
    for office in offices:
        if folded(office.name) == folded(text):
            return office.key
    bare = _UNIT.sub("", said)
    exact = re.match(r"^(thanh pho|thi xa|huyen|quan)\s", said)
    for office in offices:
        district = folded(office.district)
        if (
            district
            and said
            and (said == district or (not exact and bare == _UNIT.sub("", district)))
        ):
            return office.key
    place = re.sub(r"^cuc\b\s*", "", said)
    named = find(place) if place else None
    if place != said or said == "cuc":
        # The Cục of another province is none of this list's.
        return default_agency_key(province) if named is None or named.slug == province else None
    head = offices[0]
    ours = named is not None and head.key.startswith(f"{named.slug}/")
    if re.match(r"^(tinh|thanh pho|tp)\b", said) and (
        ours or folded(head.name).endswith(f" {bare}")
    ):
        return head.key
    if said == "tinh" or (named is not None and named.slug == province):
        return default_agency_key(province, day)
    return None
