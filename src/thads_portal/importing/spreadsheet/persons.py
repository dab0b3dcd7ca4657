"""The debtor of a unit: name, address, and what of the cells must not be public."""

from thads_portal.domain.address_provinces import address_key
from thads_portal.domain.address_provinces import with_its_province
from thads_portal.errors import Code
from thads_portal.importing.spreadsheet import kinds
from thads_portal.importing.spreadsheet.documents import Documents
from thads_portal.importing.spreadsheet.headings import Column
from thads_portal.importing.spreadsheet.people import is_organisation
from thads_portal.importing.spreadsheet.people import Person
from thads_portal.importing.spreadsheet.people import read_address
from thads_portal.importing.spreadsheet.people import read_person
from thads_portal.importing.spreadsheet.questions import Choice
from thads_portal.importing.spreadsheet.questions import Kind
from thads_portal.importing.spreadsheet.values import is_year

import re


_CARD = re.compile(r"^(?:cccd|cmnd|mst|số)[\s:.]{0,4}", re.IGNORECASE)


_ODD = re.compile(
    r"[\d;:+&@%=]|(?<![^\W_])(?:và|cùng|đồng phạm|thửa|nợ|đã|vợ chồng)(?![^\W_])", re.IGNORECASE
)


class Persons:
    """Works on a reader of rows."""

    def __init__(self, reader) -> None:
        self.reader = reader
        self.ask = reader.ask

    def read(self) -> None:
        column = Column.NAME if Column.NAME in self.reader.columns else Column.NAME_AND_ADDRESS
        text = self.reader.text(column)
        person = Person("")
        if text:
            try:
                person = read_person(text)
            except ValueError:
                self.reader.fail("debtor_name", column, Code.TOO_LONG, max=255)
        name = _with_capitals(person.name)
        bare = name.replace(person.alias, "").replace(":", "") if person.alias else name
        if name and not self.reader.unit.named and _odd(bare) and not is_organisation(name):
            # A digit or a sign that no person's name has: something else stands in the cell.
            self.ask(
                Kind.NAMES,
                [Choice("one", {"debtor_name": name})],
                column=self.reader.columns[column],
                name="debtor_name",
                cell=text,
                like="names/odd",
            )
        self.reader.put("debtor_name", name, column)
        if name != person.name:
            self.reader.remark(column, "capitals", person.name)
        self._told_of(person, column)
        self._address(person, column)
        self._personal(column, person)

    def _told_of(self, person: Person, column: Column) -> None:
        if person.alias:
            self.reader.remark(column, "alias", person.alias)
        if person.birth is not None:
            self.reader.remark(column, "birth_moved")
        elif person.year:
            self.reader.remark(column, "birth_year_dropped")
        if person.personal_id:
            self.reader.remark(column, "number_moved")
        for cut in person.cut:
            self.reader.remark(column, "cut", cut)
        if person.doubtful_year:
            self._year(person, column)

    def _year(self, person: Person, column: Column) -> None:
        year = person.doubtful_year
        without = re.sub(rf"[,;]? ?\b{year}\b", "", person.address, count=1).strip(" ,;")
        chosen = self.ask(
            Kind.BIRTH_YEAR,
            [
                Choice("out", {"debtor_address": without}, {"value": year}),
                Choice("keep", {"debtor_address": person.address}, {"value": year}),
            ],
            column=self.reader.columns[column],
            name="debtor_address",
            cell=person.address,
        )
        if chosen == "out":
            self.reader.raw["debtor_address"] = without

    def _address(self, person: Person, column: Column) -> None:
        own = self.reader.text(Column.ADDRESS)
        if own:
            try:
                read = read_address(own)
            except ValueError:
                self.reader.fail("debtor_address", Column.ADDRESS, Code.TOO_LONG, max=500)
                return
            self._told_of(read, Column.ADDRESS)
            if read.birth is not None and Column.BIRTH not in self.reader.columns:
                self.reader.put("date_of_birth", read.birth.isoformat(), Column.ADDRESS)
            if read.personal_id:
                self.reader.put("personal_id", read.personal_id, Column.ADDRESS)
            own = self._province(read.address, Column.ADDRESS)
            self.reader.put("debtor_address", own, Column.ADDRESS)
            if person.address and address_key(person.address) != address_key(own):
                self._two_addresses(with_its_province(person.address)[0], own, column)
        else:
            self.reader.put("debtor_address", self._province(person.address, column), column)
        commune = self.reader.unit.context.commune
        address = self.reader.raw.get("debtor_address")
        if commune and address and not _names_a_commune(address, commune):
            self.reader.raw["debtor_address"] = f"{address}, {commune}"
            self.reader.remark(None, "commune", commune)

    def _province(self, address: str, column: Column) -> str:
        """`address` with its province as the law names it; what was written is told."""
        full, written = with_its_province(address)
        if written:
            self.reader.remark(column, "province", written)
        return full

    def _two_addresses(self, beside: str, own: str, column: Column) -> None:
        chosen = self.ask(
            Kind.ADDRESS,
            [
                Choice("address", {"debtor_address": own}),
                Choice("name", {"debtor_address": beside}),
                Choice("both", {"debtor_address": f"{beside}, {own}"}),
            ],
            column=self.reader.columns[column],
            name="debtor_address",
            cell=self.reader.text(column),
        )
        if chosen in ("name", "both"):
            self.reader.raw["debtor_address"] = beside if chosen == "name" else f"{beside}, {own}"

    def _personal(self, column: Column, person: Person) -> None:
        number = _CARD.sub("", self.reader.text(Column.PERSONAL_ID)[:80])
        number = number.strip("'’ ")
        organisation = kinds.debtor_kind(
            self.reader.text(Column.KIND), self.reader.raw.get("debtor_name") or ""
        )
        restored = kinds.restored_number(number, organisation)
        if restored is None:
            self.reader.fail("personal_id", Column.PERSONAL_ID, Code.CELL_LOST_ZEROS)
        elif restored != number:
            self.reader.remark(Column.PERSONAL_ID, "zeros")
        self.reader.put("personal_id", restored, Column.PERSONAL_ID)
        self.reader.put("personal_id", person.personal_id, column)
        birth = self.reader.text(Column.BIRTH)
        if birth and is_year(birth):
            self.reader.remark(Column.BIRTH, "birth_year_dropped")
        elif birth:
            Documents(self.reader).day("date_of_birth", Column.BIRTH)
        if person.birth is not None:
            self.reader.put("date_of_birth", person.birth.isoformat(), column)


def _names_a_commune(address: str, commune: str) -> bool:
    said = kinds.folded(address[:600])
    bare = kinds.folded(commune)
    return bare in said or bool(re.search(r"\b(xa|phuong|thi tran|tt) [a-z]", said))


def _with_capitals(name: str) -> str:
    """ "Lê Thị ánh": old fonts have no capitals with tones, so names came without."""
    words = name.split(" ")
    small = [word for word in words if word[:1].islower()]
    if not small or any(word[:1].isascii() for word in small) or len(small) > len(words) // 2:
        return name
    return " ".join(word[:1].upper() + word[1:] for word in words)


#: Beside a name in brackets: whose child, whose husband, dead, in prison. That is no alias.
_ABOUT = re.compile(
    r"\([^)]{0,20}?(?<![^\W_])(?:con|cháu|vợ|chồng|bố|cha|mẹ|má|anh trai|chị gái|em|đại diện|giám đốc"
    r"|chủ|chết|mất|tù|giam|bỏ trốn|bảo lãnh|thừa kế|đồng phạm)(?![^\W_])",
    re.IGNORECASE,
)


def _odd(name: str) -> bool:
    """A digit, a sign that no person's name has, or words about somebody stand in the name."""
    return _ODD.search(name) is not None or _ABOUT.search(name) is not None
