"""What holds for whole columns of an upload: what they mean, what they were typed in, filling down."""

from functools import cached_property
from thads_portal.errors import Code
from thads_portal.errors import message
from thads_portal.i18n import _
from thads_portal.importing.spreadsheet.cells import address
from thads_portal.importing.spreadsheet.cells import column_name
from thads_portal.importing.spreadsheet.fields_of_columns import missing_columns
from thads_portal.importing.spreadsheet.headings import Column
from thads_portal.importing.spreadsheet.headings import LABELS
from thads_portal.importing.spreadsheet.words import field_label
from thads_portal.register import uploads
from thads_portal.register.uploads import Mark
from thads_portal.register.uploads import Upload
from typing import Any


#: Listings with something amiss that are asked what they lack; of a column all lack the same.
_LOOKED_AT = 200
#: What a file can have been typed in; "" leaves it to the fonts and letters.
TYPED = {
    "": _("typed_as_told", default="Tự nhận theo phông và chữ"),
    "unicode": "Unicode",
    "tcvn3": "TCVN3 (.VnTime, ABC)",
    "vni": "VNI (VNI-Times)",
}


class Columns:
    """What the template shows of the columns of `upload`."""

    def __init__(self, page, upload: Upload) -> None:
        self.page = page
        self.upload = upload
        self.say = page.say
        self.tables = upload.summary["tables"]
        self.said = upload.options.get("encodings") or {}

    @cached_property
    def missing(self) -> list[str]:
        """Fields that no column and no common value gives, and that some listing lacks for it."""
        defaults = self.upload.options.get("defaults") or {}
        names = {
            name
            for table in self.tables
            for name in missing_columns(
                (Column(held) for held in table["columns"].values()), defaults
            )
        }
        return sorted(self.say(field_label(name)) for name in names & self._lacking)

    @cached_property
    def _lacking(self) -> set[str]:
        """Of the fields without a column: the title, or who signed below, may give them."""
        amiss = (Mark.WRONG, Mark.ASKED)
        places = [place for place, mark in enumerate(self.upload.marks) if mark in amiss]
        if not places:
            return set()
        with self.page.register() as cursor:
            rows = uploads.rows_at(cursor, self.upload.id, places[:_LOOKED_AT])
        problems = (problem for row in rows.values() for problem in row["p"])
        return {problem[0] for problem in problems if problem[2] == Code.COLUMN_MISSING}

    @property
    def missing_text(self) -> str:
        return message(Code.COLUMN_MISSING)[self.page.language]

    @property
    def unused(self) -> list[str]:
        """Every column that has a heading and is not used: ``H (Ghi chú)``."""
        return [
            f"{column_name(int(column))} ({heading[:60]})"
            for table in self.tables
            for column, heading in table["headings"].items()
            if table["columns"].get(column, Column.UNUSED) == Column.UNUSED
        ]

    @cached_property
    def forms(self) -> list[dict]:
        """For each list: its sheet, and for each of its columns what it is taken for."""
        options = [(column.value, self.say(LABELS[column])) for column in Column]
        typed = self.said.get("columns") or {}
        return [
            {
                "sheet": table["sheet"],
                "columns": [
                    {
                        "name": f"c-{place}-{column}",
                        "typed_name": f"e-{place}-{column}",
                        "letter": column_name(int(column)),
                        "heading": heading,
                        "chosen": table["columns"].get(column, Column.UNUSED.value),
                        "typed": (typed.get(table["sheet"]) or {}).get(column, ""),
                    }
                    for column, heading in table["headings"].items()
                ],
                "options": options,
                "typed_options": [
                    ("", self.say(_("typed_as_file", default="Như cả tệp"))),
                    *((kind, self.say(label)) for kind, label in TYPED.items() if kind),
                ],
            }
            for place, table in enumerate(self.tables)
        ]

    # What it was typed in

    @property
    def fonts(self) -> dict[str, Any]:
        return self.upload.summary.get("fonts") or {}

    @property
    def typed_asked(self) -> bool:
        """Whether the editor should look at what the file was typed in."""
        return bool(self.fonts.get("mixed") or self.fonts.get("asked") or self.said.get("file"))

    @property
    def typed_found(self) -> str:
        """How many cells were read in what."""
        found = self.fonts.get("found") or {}
        return "; ".join(
            f"{self.say(TYPED[kind])}: {self.page.number(count)}"
            for kind, count in found.items()
            if count and kind in TYPED
        )

    @property
    def typed(self) -> list[dict]:
        """The choices for the whole file."""
        held = self.said.get("file") or ""
        return [
            {"value": value or "auto", "label": self.say(label), "held": value == held}
            for value, label in TYPED.items()
        ]

    @property
    def samples(self) -> list[dict]:
        """Texts of the file in each reading."""
        return [
            {**sample, "cell": address(sample["column"], sample["row"])}
            for sample in self.fonts.get("samples") or ()
        ]

    # Filling down

    @property
    def fillable(self) -> list[tuple[str, str]]:
        """Every column of every list, to be filled down."""
        return [
            (f"{place}-{column}", f"{table['sheet']}, {column_name(int(column))}: {heading[:60]}")
            for place, table in enumerate(self.tables)
            for column, heading in table["headings"].items()
        ]
