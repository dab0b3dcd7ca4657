"""How long what is restricted is kept after a listing has ended: rows of data.

No law sets a term for these copies: the case file at the agency is what archive law is about, and it is
not touched. Law 91/2025/QH15 on personal data asks that data go when what they were kept for is over: a
listing that ended is matched with nobody any more. The terms below are the portal's own until the
Ministry sets others, by the setting ``thads_portal.restricted_kept_months``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from thads_portal.domain.listing_fields import BY_NAME
from thads_portal.domain.records import RESTRICTED_FIELDS
from typing import Any


#: Beside the fields: comments and notes that are not public, in the history and the workflow.
COMMENTS = "comments"
_POLICY = (
    "Thời hạn của Cổng, đặt theo thiết lập; hồ sơ thi hành án tại cơ quan không bị ảnh hưởng",
    "The portal's own term, by setting; the case file at the agency is not touched",
)
#: Longest term that may be set, in months.
LONGEST = 1200


@dataclass(frozen=True, slots=True)
class Kept:
    """`months` after the ending; None: for ever. `source` in Vietnamese and English."""

    name: str
    months: int | None
    source: tuple[str, str] = _POLICY

    @property
    def label(self) -> tuple[str, str]:
        if self.name == COMMENTS:
            return "Ý kiến, ghi chú nội bộ", "Internal comments and notes"
        vietnamese, english = BY_NAME[self.name].label
        return vietnamese, english


DEFAULTS = (
    Kept("personal_id", 60),
    Kept("date_of_birth", 60),
    Kept("creditor", 60),
    Kept("enforcement_officer", 60),
    Kept("case_number", 120),
    Kept(COMMENTS, 120),
)


def terms(lines: Iterable[str]) -> tuple[Kept, ...]:
    """The table with what a setting says: ``personal_id 36`` or ``personal_id -`` (for ever), a line each.

    Raises ValueError for a line that says something else: then nothing is erased.
    """
    said: dict[str, int | None] = {}
    known = {each.name for each in DEFAULTS}
    for line in lines:
        if not line.strip():
            continue
        name, _, months = line.strip().partition(" ")
        months = months.strip()
        if name not in known or (
            months != "-" and not (months.isdecimal() and 0 < int(months) <= LONGEST)
        ):
            raise ValueError(line)
        said[name] = None if months == "-" else int(months)
    return tuple(
        Kept(each.name, said.get(each.name, each.months), each.source) for each in DEFAULTS
    )


def without(values: dict[str, Any], names: frozenset[str]) -> dict[str, Any]:
    """The stored `values` of a listing without what `names` name, also where its past repeats it.

    Only what differs: the keys are to be set on the listing.
    """
    changed: dict[str, Any] = {
        name: None for name in RESTRICTED_FIELDS if name in names and values.get(name) is not None
    }
    history = tuple(_entry(each, names) for each in values.get("history") or ())
    if history != (values.get("history") or ()):
        changed["history"] = history
    flows = {
        flow: tuple(_entry(each, names) for each in entries)
        for flow, entries in (values.get("workflow_history") or {}).items()
    }
    if flows != (values.get("workflow_history") or {}):
        changed["workflow_history"] = flows
    return changed


def _entry(entry: dict[str, Any], names: frozenset[str]) -> dict[str, Any]:
    left = entry
    changes = entry.get("changes") or {}
    if not names.isdisjoint(changes):
        kept = {name: pair for name, pair in changes.items() if name not in names}
        left = {**left, "changes": kept}
    if COMMENTS in names:
        for name in ("comment", "comments", "note"):
            if left.get(name) and not (name == "note" and left.get("public")):
                left = {**left, name: ""}
    return left
