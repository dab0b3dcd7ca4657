"""The open files described for programs, as the makers of Frictionless, CSVW and DCAT ask for it."""

from datetime import datetime
from datetime import UTC
from thads_portal.opendata.descriptions import catalogue
from thads_portal.opendata.descriptions import csvw
from thads_portal.opendata.descriptions import data_package
from thads_portal.opendata.records import Layout
from thads_portal.register.bulk import BulkFile
from thads_portal.register.bulk import BulkSet

import json
import re


ADDRESS = "https://example.org/du-lieu"
LAYOUT = Layout(base="", register_id="x", decision=True, ids=True)
FILES = tuple(
    BulkFile(f"thads-{place}.{suffix}.gz", place, "1", "application/gzip", 10, "ab" * 32, listings)
    for place, listings in (("ca-nuoc", 5), ("cao-bang", 0))
    for suffix in ("csv", "ndjson")
)
MOMENT = datetime(2026, 11, 28, tzinfo=UTC)
MADE = BulkSet(taken=MOMENT, listings=5, provinces={}, trimmed=MOMENT, files=FILES)
_DATED = {"judgment_date", "enforcement_decision_date", "no_conditions_decision_date"}


def test_the_data_package_names_each_csv_file_also_an_empty_one():
    made = json.loads(json.dumps(data_package(MADE, LAYOUT, ADDRESS)))
    assert re.fullmatch(r"[a-z0-9._/-]+", made["name"])
    assert [each["path"] for each in made["resources"]] == [
        "thads-ca-nuoc.csv.gz",
        "thads-cao-bang.csv.gz",
    ]
    for each in made["resources"]:
        assert re.fullmatch(r"[a-z0-9._/-]+", each["name"]) and each["hash"].startswith("sha256:")
        fields = {field["name"]: field["type"] for field in each["schema"]["fields"]}
        assert [*fields] == [*LAYOUT.fields]
        assert {name for name, kind in fields.items() if kind == "date"} == _DATED


def test_csvw_describes_the_columns_in_their_order():
    made = json.loads(json.dumps(csvw(MADE, LAYOUT, ADDRESS)))
    for table in made["tables"]:
        columns = table["tableSchema"]["columns"]
        assert [each["name"] for each in columns] == [*LAYOUT.fields]
        assert table["url"].endswith(".csv.gz") and "/" not in table["url"]
        assert [each["name"] for each in columns if each.get("separator")] == ["obligation_kinds"]
        for each in columns:
            said = each["dc:description"]
            assert {text["@language"] for text in said} == {"vi", "en"}
            assert all(set(text) == {"@value", "@language"} and text["@value"] for text in said)


def test_the_catalogue_has_what_harvesters_ask_for():
    made = json.loads(json.dumps(catalogue(MADE, LAYOUT, ADDRESS)))
    prefixes = set(made["@context"])
    for name in set(re.findall(r'"([a-z]+):[A-Za-z]+"', json.dumps(made))):
        assert name in prefixes
    needed = {"dct:title", "dct:description", "dct:publisher", "dct:modified"}
    assert needed <= set(made) and needed <= set(made["dcat:dataset"])
    files = made["dcat:dataset"]["dcat:distribution"]
    assert len(files) == len(FILES)
    for each in files:
        assert each["dcat:mediaType"]["@id"].startswith("https://www.iana.org/assignments/")
        assert each["dcat:downloadURL"]["@id"].startswith(ADDRESS)
        assert each["spdx:checksum"]["spdx:checksumValue"] == "ab" * 32
    assert made["dcat:service"]["dcat:endpointDescription"]["@id"].endswith("/@openapi")
