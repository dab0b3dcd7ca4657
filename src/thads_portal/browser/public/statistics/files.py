"""``thong-ke.csv``, ``.xlsx`` and ``.json``: one table, chosen by ``bang``; as JSON without it all."""

from io import BytesIO
from thads_portal.browser.public.statistics.page import StatisticsPage
from thads_portal.browser.public.statistics.tables import Table
from thads_portal.errors import BadFilter
from thads_portal.opendata import csv
from thads_portal.opendata import xlsx
from thads_portal.services.parameters import only
from zExceptions import NotFound

import orjson


#: A table; the reporting year and its months; what the page's map shows.
_PARAMETERS = ("bang", "nam", "ky", "do")


class StatisticsFile(StatisticsPage):
    """Raises BadFilter for a table that is not there, UnknownParameter, NotFound before anything was
    counted.
    """

    def __call__(self):
        self.layout.prepare()
        only(self.request, _PARAMETERS)
        self.read()
        suffix = self.__name__.partition(".")[2]
        asked = self.request.form.get("bang", "")
        if self.found is None:
            raise NotFound("thong-ke")
        made = {table.name: table for table in self.tables}
        if asked not in made and (asked or suffix != "json"):
            raise BadFilter(name="bang", allowed=list(made))
        response = self.request.response
        response.setHeader("X-Robots-Tag", "noindex")
        if suffix == "json":
            response.setHeader("Content-Type", "application/json")
            return self._json([made[asked]] if asked else list(made.values()))
        table = made[asked]
        place = self.layout.province.slug if self.layout.province else "ca-nuoc"
        period = self.period
        name = f"thong-ke-{place}-{table.name}-{period.year}-{period.months}.{suffix}"
        response.setHeader("Content-Disposition", f'attachment; filename="{name}"')
        header = [table.heading, *table.titles]
        rows = [[row.label, *row.values] for row in table.rows]
        if suffix == "csv":
            response.setHeader("Content-Type", csv.CONTENT_TYPE)
            return b"".join(csv.write(rows, header))
        response.setHeader("Content-Type", xlsx.CONTENT_TYPE)
        return self._book(table, header, rows)

    def _book(self, table: Table, header: list[str], rows: list[list]) -> bytes:
        out = BytesIO()
        days = self.words.day
        period = self.period
        notes = [
            f"{table.heading} {days(period.first)}–{days(period.last)}",
            f"{self.words.time(self.found.taken)} {days(self.found.taken)}",
            *([table.note] if table.note else []),
            self.request.URL,
        ]
        xlsx.write(out, rows, header, title="Thống kê", notes=notes, widths=[44, *[22] * 7])
        return out.getvalue()

    def _json(self, tables: list[Table]) -> bytes:
        period = self.period
        place = self.layout.province
        return orjson.dumps(
            {
                "place": place.slug if place else None,
                "taken": self.found.taken.isoformat(timespec="seconds"),
                "period": {
                    "year": period.year,
                    "months": period.months,
                    "first": period.first,
                    "last": period.last,
                },
                "tables": [_as_data(table) for table in tables],
            },
            option=orjson.OPT_INDENT_2,
        )


def _as_data(table: Table) -> dict:
    return {
        "name": table.name,
        "heading": table.heading,
        "note": table.note or None,
        "columns": dict(zip(table.columns, table.titles, strict=True)),
        "rows": [
            {
                "key": row.key,
                "label": row.label,
                **dict(zip(table.columns, row.values, strict=True)),
            }
            for row in table.rows
        ],
    }
