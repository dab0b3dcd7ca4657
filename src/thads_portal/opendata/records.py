"""What a listing is in an open file: a closed list of fields, in the order of the columns.

A field more here is a field more published, to be copied for ever. The no-conditions
decision's number and date are left out where the setting says so.
"""

from collections.abc import Sequence
from datetime import date
from datetime import datetime
from thads_portal.domain.agencies import by_key
from thads_portal.domain.agencies import issuer_key
from thads_portal.domain.agencies import responsible_key
from thads_portal.domain.field_shapes import Place
from thads_portal.domain.listing_fields import LISTING_TABLE
from thads_portal.domain.listing_fields import names_of
from thads_portal.domain.provinces import by_slug
from thads_portal.domain.words import VIETNAM
from thads_portal.opendata.feeds import id_of
from typing import Any


DECISION = ("no_conditions_decision_number", "no_conditions_decision_date")
#: The columns of the register that are read, in this order; the files have more, from these.
COLUMNS = (
    "number",
    "province",
    "agency",
    *names_of(place=Place.OPEN_DATA),
    "first_published",
    "last_amended",
)
_DECIDED = COLUMNS.index("no_conditions_decision_date")
_NAMES = {
    "number": "number",
    "province": "province",
    "agency": "agency",
    "first_published": "published",
    "last_amended": "last_amended",
}


class Layout:
    """The fields of a file, and how a row of the register becomes a row of it.

    `base` is the portal's address for links to listings. `match`: with the column that
    says how a name answers a search; the row then has the level behind COLUMNS. `ids`: with
    the id by which feeds and followers know a listing. `day`: on which the responsible agency
    answers, today if absent.
    """

    def __init__(
        self,
        *,
        base: str,
        register_id: str,
        decision: bool = True,
        match: bool = False,
        ids: bool = False,
        day: date | None = None,
    ):
        self._base = base.rstrip("/")
        self._register = register_id
        hidden = () if decision else DECISION
        shown = [name for name in COLUMNS if name not in hidden]
        self._places = [COLUMNS.index(name) for name in shown[3:]]
        self.fields: tuple[str, ...] = (
            "number",
            "address",
            "province",
            "province_name",
            "agency",
            "agency_name",
            *(_NAMES.get(name, name) for name in shown[3:]),
            "responsible_agency",
            "responsible_agency_name",
            *(("match",) if match else ()),
            *(("id",) if ids else ()),
        )
        self.titles = {name: TERMS[name][0] for name in self.fields}
        self._match, self._ids = match, ids
        self._day = day or datetime.now(VIETNAM).date()
        self._named: dict[tuple[str, str, str], tuple[str, str, str, str]] = {}

    def row(self, values: Sequence[Any]) -> list[Any]:
        """A row of the file from one of the register."""
        number, province, agency = values[:3]
        decided = values[_DECIDED]
        issuer = issuer_key(agency, decided if isinstance(decided, date) else None)
        names = self._named.get((province, agency, issuer))
        if names is None:
            names = self._named[province, agency, issuer] = self._names(province, agency, issuer)
        row = [
            number,
            f"{self._base}/{province}/{self._register}/{number}",
            province,
            names[0],
            agency,
            names[1],
            *[values[place] for place in self._places],
            *names[2:],
        ]
        if self._match:
            row.append(values[-1])
        if self._ids:
            row.append(id_of(number))
        return row

    def _names(self, province: str, agency: str, issuer: str) -> tuple[str, str, str, str]:
        """Of the province, of who issued, and key and name of who answers on the day."""
        known = by_slug(province)
        now = responsible_key(agency, province, self._day)
        return known.name if known else province, _name(issuer), now, _name(now)


def _name(agency: str) -> str:
    office = by_key(agency)
    return office.name if office else agency


#: field -> (Vietnamese, English): what the columns are called where people read them.
TERMS: dict[str, tuple[str, str]] = {
    "number": ("Số công khai", "Public number"),
    "address": ("Địa chỉ cố định của mục", "Permanent address of the entry"),
    "province": ("Mã trang tỉnh", "Province (slug)"),
    "province_name": ("Tỉnh, thành phố", "Province"),
    "agency": ("Mã cơ quan", "Agency (key)"),
    "agency_name": ("Cơ quan ra quyết định", "Agency that issued the decision"),
    "responsible_agency": ("Mã cơ quan đang giải quyết", "Agency in charge now (key)"),
    "responsible_agency_name": ("Cơ quan đang giải quyết", "Agency in charge now"),
    **{field.name: field.title for field in LISTING_TABLE if Place.OPEN_DATA in field.places},
    "published": ("Ngày công khai lần đầu", "First published"),
    "last_amended": ("Sửa gần nhất", "Last amended"),
    "id": ("Mã định danh lâu dài", "Permanent id"),
    "match": ("Mức khớp với tên đã tra cứu (mã)", "How the name matches the search (code)"),
}
