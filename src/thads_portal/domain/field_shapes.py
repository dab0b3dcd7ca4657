"""What the table of a listing's fields says of each field."""

from dataclasses import dataclass
from enum import StrEnum


class Audience(StrEnum):
    """Who may ever see the field."""

    #: The closed list of the law, and what classifies it.
    PUBLIC = "public"
    #: For the staff and the official papers, not for the open pages and files.
    STAFF = "staff"
    #: Stored for matching and case work; leaves by no public door.
    RESTRICTED = "restricted"


class Kind(StrEnum):
    """What a value is: ``str`` unless said."""

    #: One line of text.
    LINE = "line"
    #: Text that may have several lines.
    TEXT = "text"
    #: ``datetime.date``, from the first courts of the Republic to today.
    DATE = "date"
    #: ``datetime.date`` of a birth.
    BIRTH = "birth"
    #: Whole VND, ``int``.
    AMOUNT = "amount"
    #: One code of a closed list.
    CODE = "code"
    #: A tuple of codes of a closed list, not empty.
    CODES = "codes"
    #: A personal identity number or the code of an enterprise.
    PERSONAL_NUMBER = "personal_number"


class Group(StrEnum):
    """The part of the form in which the field stands."""

    DEBTOR = "debtor"
    JUDGMENT = "judgment"
    DECISIONS = "decisions"
    OBLIGATION = "obligation"
    RESTRICTED = "restricted"


class Place(StrEnum):
    """Where a field that may be seen is shown beyond the form and its own page."""

    #: CSV, NDJSON, Excel and the JSON of a listing.
    OPEN_DATA = "open_data"
    #: The official PDF of a list and of a listing.
    PAPER = "paper"
    #: One entry of a list of results, also as JSON.
    RESULT = "result"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcelColumn:
    """The field's column in the template of the Excel import, in Vietnamese as its readers are.

    `width` in characters. `heading`: the field's label where it is empty. `guessed`: the import
    tells the field from other columns, so that the column may be left empty though the law
    requires the field.
    """

    width: int
    heading: str = ""
    note: str = ""
    guessed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingField:
    """One field.

    `label` names it on forms and pages, `term` in a change note ("Sửa đổi: địa chỉ."), `title`
    at the head of a column of an open file; each as (Vietnamese, English) but for `term`, which
    stands in the Vietnamese note only. `longest` counts characters after cleaning. `code_list`
    is the closed list of a code. `rows`: the height of its field in the form, 1 for a line.
    `document_part` ties number, date and body of one document together.
    """

    name: str
    audience: Audience
    kind: Kind
    group: Group
    label: tuple[str, str]
    term: str = ""
    title: tuple[str, str] = ("", "")
    required: bool = True
    longest: int | None = None
    code_list: type[StrEnum] | None = None
    places: frozenset[Place] = frozenset()
    rows: int = 1
    radios: bool = False
    #: Follows from other fields: nobody gives it, so it is in no form and no line of the feed.
    derived: bool = False
    #: None: the template has no such column, since nobody gives the field.
    column: ExcelColumn | None = None
    #: What a listing has that was stored before the field was declared.
    stored_before: str | None = None


def heading_of(field: ListingField) -> str:
    """The heading of the field's column in a spreadsheet; "" where it has none."""
    return (field.column.heading or field.label[0]) if field.column is not None else ""
