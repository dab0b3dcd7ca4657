"""What is public, written into the template and read again, is the same: listings of all kinds.

A few hundred in the suite; ``make round-trip`` takes as many as the demo content has.
"""

from collections import defaultdict
from datetime import date
from thads_portal.domain.records import LISTING_FIELDS
from thads_portal.generator.feed import events
from thads_portal.generator.feed import FeedOptions
from thads_portal.importing.spreadsheet.cells import MAX_ROWS
from thads_portal.importing.spreadsheet.evaluate import evaluate
from thads_portal.importing.spreadsheet.read import read_file
from thads_portal.importing.spreadsheet.rows import Setting
from thads_portal.importing.spreadsheet.template import EXAMPLE
from thads_portal.importing.spreadsheet.template import filled_workbook
from thads_portal.importing.spreadsheet.template import LIST
from thads_portal.importing.spreadsheet.template import template_workbook
from thads_portal.importing.spreadsheet.template_columns import EXAMPLE_ROWS

import io
import openpyxl
import os
import pytest


pytestmark = pytest.mark.slow

COUNT = int(os.environ.get("THADS_ROUND_TRIP") or 300)
TODAY = date(2026, 11, 28)
FIELDS = (*LISTING_FIELDS, "agency")


def listings(count):
    """Province -> fields of its listings, as the case system would send them."""
    found = defaultdict(list)
    for event in events(FeedOptions(count=count)):
        fields = {**event["listing"], "agency": event["agency"]}
        fields.update(fields.pop("restricted", None) or {})
        found[event["province"]].append(fields)
    return found


def read_again(data, province):
    _rows, source = read_file(data)
    return evaluate(source, Setting(province=province, today=TODAY))


def told(fields):
    """The fields as they compare: the kinds of an obligation in no order, case aside at the start."""
    values = {name: fields.get(name) for name in FIELDS}
    values["obligation_kinds"] = sorted(values["obligation_kinds"])
    values["obligation"] = values["obligation"].casefold()
    values["ground_text"] = (values["ground_text"] or "").casefold()
    return values


def test_every_listing_comes_back_as_it_was():
    compared = 0
    for province, every in listings(COUNT).items():
        for start in range(0, len(every), MAX_ROWS):
            part = every[start : start + MAX_ROWS]
            found = read_again(filled_workbook(province, part), province)
            assert [row["p"] for row in found.rows if row["p"]] == []
            assert [row["q"] for row in found.rows if row["q"]] == []
            assert len(found.rows) == len(part)
            assert found.counts()["created"] == len(part)
            for row, fields in zip(found.rows, part, strict=True):
                assert told(row["f"]) == told(fields)
            compared += len(part)
    assert compared == COUNT


def test_the_template_filled_as_its_example_says():
    book = openpyxl.load_workbook(io.BytesIO(template_workbook("cao-bang")))
    for line in (2, 3):
        for cell in book[EXAMPLE][line]:
            book[LIST].cell(line, cell.column, cell.value)
    target = io.BytesIO()
    book.save(target)
    found = read_again(target.getvalue(), "cao-bang")
    for row, fields in zip(found.rows, EXAMPLE_ROWS, strict=True):
        assert (row["p"], row["q"]) == ([], [])
        assert told(row["f"]) == {**told(fields), "agency": row["f"].get("agency")}
