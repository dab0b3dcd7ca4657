"""What stands outside of the rows of a list and holds for all of them.

The office of the title, the decision it names, who signs below, the unit of the sums: each is told
as a question that the editor can turn round.
"""

from collections.abc import Mapping
from dataclasses import replace
from thads_portal.importing.spreadsheet import kinds
from thads_portal.importing.spreadsheet.headings import Column
from thads_portal.importing.spreadsheet.layout import decision_in
from thads_portal.importing.spreadsheet.questions import Choice
from thads_portal.importing.spreadsheet.questions import Kind
from thads_portal.importing.spreadsheet.questions import Questions
from thads_portal.importing.spreadsheet.rows import Whole
from typing import Any


class Wholes:
    """`agency`: the key of the agency that a text names, or None."""

    def __init__(self, source: Mapping[str, Any], questions: Questions, agency) -> None:
        self.source = source
        self.questions = questions
        self._agency = agency

    def whole_of(self, place: int, table: Mapping[str, Any]) -> Whole:
        held = set(table["columns"].values())
        agencies = [key for line in table["title"] if (key := self._agency_of_title(line))]
        agency = next((key for key in agencies if not key.endswith(("/cuc", "/thads"))), None)
        whole = Whole(agency=agency or next(iter(agencies), None))
        if table.get("unit", 1) > 1 and Column.AMOUNT.value in held:
            whole = replace(whole, unit=self._unit_of(place, table))
        if "signed_by" not in held and table.get("signer"):
            chosen = self._ask_table(
                place,
                Kind.SIGNER,
                [
                    Choice("use", {"signed_by": table["signer"]}, {"value": table["signer"]}),
                    Choice("blank"),
                ],
                "use",
            )
            whole = replace(whole, signer=table["signer"] if chosen == "use" else "")
        if not {"no_conditions", "no_conditions_decision_number"} & held:
            whole = self._decision(place, table, whole)
        return whole

    def _agency_of_title(self, line: str) -> str | None:
        said = kinds.folded(line[:200])
        if not said.startswith(
            ("chi cuc", "cuc", "phong thi hanh an", "phong thads", "thi hanh an dan su t")
        ):
            return None
        return self._agency(line)

    def _unit_of(self, place: int, table: Mapping[str, Any]) -> int:
        unit = table["unit"]
        chosen = self._ask_table(
            place,
            Kind.UNIT,
            [Choice("apply", params={"value": unit}), Choice("as_written")],
            "apply",
        )
        return unit if chosen == "apply" else 1

    def _decision(self, place: int, table: Mapping[str, Any], whole: Whole) -> Whole:
        found = decision_in(table["title"])
        if found is None:
            return whole
        publish = {
            "no_conditions_decision_number": found.number,
            "no_conditions_decision_date": found.day,
        }
        chosen = self._ask_table(
            place,
            Kind.DECISION,
            [Choice("use", publish, {"value": found.number}), Choice("blank")],
            "use" if found.sure else None,
            found.text,
        )
        if chosen != "use":
            return whole
        return replace(whole, decision_number=found.number, decision_date=found.day)

    def _ask_table(self, place: int, kind: Kind, choices, default, cell: str = "") -> str | None:
        """A question about a list; it concerns all its rows."""
        table = self.source["tables"][place]
        first = next(
            (
                number
                for number, row in enumerate(self.source["rows"])
                if row.get("t") == place and row["k"] == "row"
            ),
            0,
        )
        chosen = self.questions.ask(
            kind,
            choices,
            place=first,
            row=table["rows"][-1],
            sheet=table["sheet"],
            cell=cell,
            default=default,
        )
        self.questions.asked[-1]["table"] = place
        return chosen
