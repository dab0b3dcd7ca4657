"""Several people in one cell: numbered, in lines, between semicolons, with titles, side by side."""

from dataclasses import dataclass
from thads_portal.domain.person_names import is_plain_name
from thads_portal.domain.person_names import looks_like_person
from thads_portal.importing.spreadsheet.people import ADDRESS
from thads_portal.importing.spreadsheet.people import BLANKS
from thads_portal.importing.spreadsheet.people import HONORIFIC
from thads_portal.importing.spreadsheet.people import is_organisation
from thads_portal.importing.spreadsheet.people import MAX_NAMES_TEXT
from thads_portal.importing.spreadsheet.people import NUMBERED
from thads_portal.importing.spreadsheet.people import PLACE

import re


@dataclass(frozen=True, slots=True)
class People:
    """The pieces of a cell that names several; `sure`: signs leave no doubt that they are several."""

    pieces: tuple[str, ...]
    sure: bool = True


_NUMBERS = re.compile(r"(?:^|(?<=[\s;,]))(\d{1,2}) ?[.)/] ?(?=[^\W\d_])")
_BULLET = re.compile(r"^[-–•*+] ?")
_TITLE = r"(?:ông|bà|anh|chị|cô)"
_TWO_TITLES = re.compile(rf"(?<![^\W_]){_TITLE} ?:? (?=[^\W\d_])", re.IGNORECASE)
_COUPLE = re.compile(
    r"^(?:hai )?(?:vợ chồng|v/c|vc)(?: (?:ông bà|ông|anh chị|anh))? ?:? ?(?=\S)", re.IGNORECASE
)
_AND = re.compile(
    r" ?(?:,|;|\n|(?<![^\W_])(?:và|cùng vợ là|cùng chồng là|cùng|&)(?![^\W_])|&|\+| [-–] ) ?"
)


def several(text: str) -> People:
    """The people that a cell names; one piece if it names one."""
    if len(text) > MAX_NAMES_TEXT:
        raise ValueError(text[:40])
    if is_plain_name(text):
        return People((text,))
    text = BLANKS.sub(" ", text).strip()
    for find in (_numbered, _listed, _parted, _titled, _named):
        found = find(text)
        if found is not None:
            return found
    return People((text,))


def _numbered(text: str) -> People | None:
    """ "1. A 2. B", in one line or more."""
    marks = list(_NUMBERS.finditer(text))
    run: list[re.Match[str]] = []
    for match in marks:
        if int(match[1]) == len(run) + 1:
            run.append(match)
    if len(run) < 2 or text[: run[0].start()].strip(" :-"):
        return None
    ends = [match.start() for match in run[1:]] + [len(text)]
    pieces = tuple(
        text[match.end() : end].strip(" ;,\n") for match, end in zip(run, ends, strict=True)
    )
    return People(pieces) if all(pieces) else None


def _listed(text: str) -> People | None:
    """Lines that begin with a dash or a dot."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    bullets = [line for line in lines if _BULLET.match(line)]
    if len(bullets) < 2 or not _BULLET.match(lines[0]):
        return None
    pieces: list[str] = []
    for line in lines:
        bare = _BULLET.sub("", line)
        if _BULLET.match(line) and _may_be_debtor(bare):
            pieces.append(bare)
        elif pieces:
            pieces[-1] += "\n" + bare
        else:
            return None
    return People(tuple(pieces)) if len(pieces) > 1 else None


def _may_be_debtor(piece: str) -> bool:
    first = re.split(r"[,;(\n]", piece.strip(), maxsplit=1)[0].strip()
    return looks_like_person(first) or is_organisation(first)


def _parted(text: str) -> People | None:
    """Pieces between semicolons, or lines, of which each begins with a name."""
    for sign in (";", "\n"):
        pieces = [piece.strip(" ,;\n") for piece in text.split(sign) if piece.strip(" ,;\n")]
        if len(pieces) < 2:
            continue
        pieces = [NUMBERED.sub("", piece) for piece in pieces]
        names = [re.split(r"[,;(\n]", piece, maxsplit=1)[0].strip() for piece in pieces]
        if not all(
            (looks_like_person(name) or is_organisation(name))
            and not ADDRESS.match(piece)
            and not PLACE.match(piece)
            for name, piece in zip(names, pieces, strict=True)
        ):
            continue
        if sign == "\n" and is_organisation(names[0]) and not all(map(is_organisation, names)):
            return People(tuple(pieces), sure=False)
        sure = sign == ";" or all(len(piece.split()) >= 3 for piece in pieces)
        return People(tuple(pieces), sure=sure)
    return None


def _titled(text: str) -> People | None:
    """ "Ông A và bà B", "Vợ chồng A, B": the titles say that they are two."""
    couple = _COUPLE.match(text)
    titles = list(_TWO_TITLES.finditer(text))
    if couple is None and len(titles) < 2:
        return None
    if couple is not None:
        text = text[couple.end() :]
        pieces = [piece for piece in _AND.split(text) if piece.strip()]
        if len(pieces) == 2 and all(
            looks_like_person(HONORIFIC.sub("", piece.strip()), family=False) for piece in pieces
        ):
            return People(tuple(piece.strip() for piece in pieces))
        return People((text,), sure=False) if len(pieces) > 1 else None
    starts = [
        match.start() for match in titles if _may_be_debtor(text[match.end() :].split(" và ")[0])
    ]
    if len(starts) < 2 or starts[0] > 0:
        return None
    ends = [*starts[1:], len(text)]
    pieces = [
        re.sub(r"(?:\s(?:và|cùng|&)|[,;\s+-])+$", "", text[start:end][:400]).strip()
        for start, end in zip(starts, ends, strict=True)
    ]
    if not all(pieces):
        return None
    return People(tuple(pieces))


def _named(text: str) -> People | None:
    """ "A và B", "A, B": full names side by side; asked, as nothing else says that they are two."""
    if is_organisation(text) or len(text) > 400:
        return None
    pieces = [piece.strip() for piece in _AND.split(text) if piece.strip()]
    if len(pieces) < 2:
        return None
    if all(map(looks_like_person, pieces)) and (
        " và " in text or all(len(piece.split()) >= 3 for piece in pieces)
    ):
        return People(tuple(pieces), sure=False)
    return None
