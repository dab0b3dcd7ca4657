"""One debtor under one decision in rows that stand apart: one listing, its obligations together."""

from thads_portal.domain.address_provinces import address_key
from thads_portal.domain.document_numbers import number_key
from thads_portal.domain.names import folded_name
from thads_portal.importing.spreadsheet.questions import Choice
from thads_portal.importing.spreadsheet.questions import Kind
from thads_portal.importing.spreadsheet.questions import Questions
from typing import Any


class SameDebtor:
    """Joins proposals. `rows` is what is left of them after `join`."""

    def __init__(self, source, rows: list[dict[str, Any]], questions: Questions) -> None:
        self.source = source
        self.rows = rows
        self.questions = questions

    def join(self) -> None:
        """Rows that name one debtor under one decision with different obligations are one listing."""
        first: dict[tuple, int] = {}
        gone: set[int] = set()
        for place, row in enumerate(self.rows):
            fields = row["f"]
            needed = (
                "debtor_name",
                "no_conditions_decision_number",
                "no_conditions_decision_date",
                "obligation",
            )
            if row.get("x") or not all(fields.get(name) for name in needed):
                continue
            key = (
                folded_name(fields["debtor_name"]),
                number_key(fields["no_conditions_decision_number"]),
                fields["no_conditions_decision_date"],
                fields.get("agency"),
            )
            earlier = first.setdefault(key, place)
            if earlier != place and self._join(earlier, place):
                gone.add(place)
        if gone:
            self._renumber(gone)

    def _join(self, earlier: int, later: int) -> bool:
        one, other = self.rows[earlier], self.rows[later]
        mine, theirs = one["f"], other["f"]
        if (mine["obligation"], mine.get("obligation_amount")) == (
            theirs["obligation"],
            theirs.get("obligation_amount"),
        ):
            # The very same row twice: told as a twin.
            return False
        amounts = [mine.get("obligation_amount"), theirs.get("obligation_amount")]
        total = sum(amounts) if None not in amounts else None
        text = mine["obligation"]
        if theirs["obligation"] not in text:
            text = f"{text}; {theirs['obligation'][:1].lower()}{theirs['obligation'][1:]}"
        alike = address_key(mine.get("debtor_address") or "") == address_key(
            theirs.get("debtor_address") or ""
        )
        chosen = self.questions.ask(
            Kind.OBLIGATIONS,
            [
                Choice("join", {"obligation": text, "obligation_amount": total}, {"row": one["r"]}),
                Choice("apart"),
            ],
            place=other["src"][0],
            row=other["r"],
            sheet=self.source["tables"][other["t"]]["sheet"],
            name="obligation",
            cell=theirs["obligation"],
            default="join" if alike else None,
        )
        self.questions.asked[-1]["to"] = [earlier, later]
        if chosen != "join" or other["p"] or one["p"]:
            return False
        mine["obligation"], mine["obligation_amount"] = text, total
        if total is None:
            mine.pop("obligation_amount")
        found = [*mine["obligation_kinds"], *theirs["obligation_kinds"]]
        mine["obligation_kinds"] = list(dict.fromkeys(found))
        one["src"] += other["src"]
        one["n"].append([-1, "joined_row", str(other["r"])])
        return True

    def _renumber(self, gone: set[int]) -> None:
        """Leave out the proposals that went into another."""
        places: dict[int, int] = {}
        owners = {
            src: place
            for place, row in enumerate(self.rows)
            if place not in gone
            for src in row["src"]
        }
        kept: list[Any] = []
        for place, row in enumerate(self.rows):
            if place not in gone:
                places[place] = len(kept)
                kept.append(row)
        for place in gone:
            places[place] = places[owners[self.rows[place]["src"][0]]]
        self.rows = kept
        for question in self.questions.asked:
            question["to"] = sorted({places[place] for place in question["to"]})
