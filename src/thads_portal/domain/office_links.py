"""Who comes after an agency of a list: by key or by name, among what is stored and in the list.

By law the provincial agency answers for what a Cục or Chi cục issued, named or not; regional
offices stand beside it, one or several. Nobody comes after himself, over however many steps.
"""

from collections.abc import Callable
from collections.abc import Mapping
from thads_portal.domain.agencies import by_key
from thads_portal.domain.agencies import provincial_agency
from thads_portal.domain.codes import AgencyKind
from thads_portal.domain.office_names import Names
from thads_portal.domain.offices import bare_name
from thads_portal.domain.offices import head_key
from thads_portal.domain.offices import is_head
from thads_portal.domain.offices import KEY
from thads_portal.domain.offices import kind_of_name
from thads_portal.domain.offices import NOTHING
from thads_portal.domain.offices import Office
from thads_portal.errors import Code
from thads_portal.errors import echo

import re


_PARTED = re.compile(r"[;\n]+")


class Links:
    """Links the rows of a list. `texts`: key -> what its row says; `after`: the agencies as the
    list has them, changed here. `wrong` is told (key, code, params) of each problem.
    """

    def __init__(
        self,
        stored: Mapping[str, Office],
        after: dict[str, Office],
        texts: Mapping[str, str],
        names: Names,
        wrong: Callable[..., None],
    ) -> None:
        self._stored, self._after, self._texts = stored, after, texts
        self._names, self._wrong = names, wrong

    def make(self) -> None:
        for key, text in self._texts.items():
            if not text:
                if key not in self._stored and self._after[key].kind is AgencyKind.CHI_CUC:
                    head = provincial_agency(self._after[key].province).key
                    self._after[key] = self._after[key].changed(successors=(head,))
                continue
            self._link(key, text)
        self._no_circles()

    def _link(self, key: str, text: str) -> None:
        office = self._after[key]
        found: list[str] = []
        parts = () if text in NOTHING else _PARTED.split(text)
        for part in filter(None, (part.strip() for part in parts)):
            matches = self._named(part, office)
            value = echo(part)
            if not matches:
                self._wrong(key, Code.OFFICE_UNKNOWN, value=value)
            elif len(matches) > 1:
                self._wrong(key, Code.OFFICE_AMBIGUOUS, value=value, found=", ".join(matches))
            elif matches == [key] or self._office(matches[0]).territory != office.territory:
                self._wrong(key, Code.OFFICE_BAD_SUCCESSOR, value=value)
            else:
                found.extend(each for each in matches if each not in found)
                continue
            return
        before = self._stored[key].successors if key in self._stored else ()
        if tuple(found) == before:
            return
        regional = [each for each in found if self._office(each).kind is AgencyKind.REGIONAL_OFFICE]
        others = [each for each in found if each not in regional]
        old = office.kind in (AgencyKind.CUC, AgencyKind.CHI_CUC)
        law = by_key(key)
        head = (law and law.successor_key) or provincial_agency(office.province).key
        if old:
            # The law has one that answers, the provincial agency, named or not.
            if others and others != [head] and not set(others) <= set(before):
                right = self._name_of(head)
                self._wrong(key, Code.OFFICE_BY_LAW, right=right)
                return
            others = others or [head]
        elif others or (regional and office.kind is AgencyKind.PROVINCIAL):
            value = echo(self._name_of((others or regional)[0]))
            self._wrong(key, Code.OFFICE_BAD_SUCCESSOR, value=value)
            return
        self._after[key] = office.changed(successors=(*others, *regional))

    def _named(self, text: str, office: Office) -> list[str]:
        key = text.lower()
        if KEY.fullmatch(key):
            return [key] if key in self._after or key in self._stored else []
        kind = kind_of_name(text)
        if kind is not None and is_head(kind):
            heads = (head_key(kind, p) for p in dict.fromkeys((office.province, office.territory)))
            return [h for h in heads if bare_name(self._name_of(h)) == bare_name(text)][:1]
        found = self._names.find(text, kind, office.province, whole_territory=True)
        return [each.key for each in found]

    def _office(self, key: str) -> Office:
        return self._after.get(key) or self._stored[key]

    def _name_of(self, key: str) -> str:
        office = self._after.get(key) or self._stored.get(key)
        return office.name if office is not None else key

    def _no_circles(self) -> None:
        everything = {**self._stored, **self._after}
        for key in self._texts:
            seen: set[str] = set()
            level = list(everything[key].successors)
            while level and key not in level:
                seen.update(level)
                level = [
                    each
                    for now in level
                    if now in everything
                    for each in everything[now].successors
                    if each not in seen
                ]
            if key in level:
                value = echo(everything[key].name)
                self._wrong(key, Code.OFFICE_BAD_SUCCESSOR, value=value)
