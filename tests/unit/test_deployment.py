"""What goes to a server: complete, closed in, and without the tools of tests."""

from functools import cache
from importlib.metadata import requires
from importlib.util import find_spec
from pathlib import Path

import ast
import configparser
import importlib.util
import json
import pytest
import re
import yaml
import zipfile


ROOT = Path(__file__).resolve().parents[2]
UNITS = sorted((ROOT / "deploy/systemd").glob("*.service"))


def _name(requirement: str) -> str:
    return re.split(r"[^A-Za-z0-9._-]", requirement)[0].lower().replace("_", "-").replace(".", "-")


def _needed() -> set[str]:
    """What the installed portal asks for, without its extras."""
    return {_name(each) for each in requires("thads_portal") or () if "extra ==" not in each}


@cache
def _imported() -> frozenset[str]:
    """The first names of what the portal's modules import."""
    found = set()
    for file in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {each.name.partition(".")[0] for each in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    return frozenset(found)


@pytest.mark.slow
def test_no_tool_of_tests_is_needed_to_run():
    tools = {
        "pytest",
        "hypothesis",
        "selenium",
        "ruff",
        "mypy",
        "import-linter",
        "openpyxl",
        "pypdf",
    }
    assert _needed() & tools == set()
    assert _imported() & {tool.replace("-", "_") for tool in tools} == set()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("module", "distribution"),
    [
        ("fontTools", "fonttools"),
        ("PIL", "pillow"),
        ("pyhanko", "pyhanko"),
        ("prometheus_client", "prometheus-client"),
        ("psycopg2", "psycopg2-binary"),
        ("orjson", "orjson"),
        ("segno", "segno"),
        ("typst", "typst"),
        ("xlrd", "xlrd"),
        ("xlsxwriter", "xlsxwriter"),
        ("procrastinate", "procrastinate"),
        ("psutil", "psutil"),
        ("holidays", "holidays"),
        ("waitress", "waitress"),
        ("webauthn", "webauthn"),
    ],
)
def test_what_is_imported_is_asked_for(module, distribution):
    assert module in _imported()
    assert find_spec(module)
    assert distribution in _needed()


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_units_are_closed_in(unit):
    parsed = configparser.ConfigParser(strict=False, interpolation=None)
    parsed.optionxform = str
    parsed.read_string(unit.read_text(encoding="utf-8"))
    service = parsed["Service"]
    assert service["User"] == "thads"
    assert service["NoNewPrivileges"] == "yes"
    assert service["CapabilityBoundingSet"] == ""
    assert service["ProtectSystem"] == "strict"
    assert service["UMask"] == "0077"


def test_settings_of_the_example_are_known():
    text = (ROOT / "deploy/systemd/portal.env.example").read_text(encoding="utf-8")
    documented = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    names = re.findall(r"^#?(THADS_[A-Z_]+)=", text, re.MULTILINE)
    assert len(names) > 8
    assert [name for name in names if f"`{name}`" not in documented] == []


def test_the_composed_machines_are_two_on_one_database():
    composed = yaml.safe_load((ROOT / "deploy/container/compose.yml").read_text(encoding="utf-8"))
    portals = [name for name in composed["services"] if name.startswith("portal")]
    assert len(portals) == 2
    assert all(composed["services"][name]["read_only"] for name in portals)


def test_lists_of_a_wheelhouse(tmp_path, monkeypatch):
    spec = importlib.util.spec_from_file_location("lists", ROOT / "scripts/wheelhouse_lists.py")
    lists = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(lists)
    for name in ("thads_portal", "Some.Library"):
        with zipfile.ZipFile(tmp_path / f"{name}-1.0-py3-none-any.whl", "w") as wheel:
            wheel.writestr(
                f"{name}-1.0.dist-info/METADATA",
                f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
                "Classifier: License :: OSI Approved :: MIT License\n\n",
            )
            # As setuptools does: others' metadata inside its own package.
            wheel.writestr("some/_vendor/x-1.dist-info/METADATA", "Name: x\nVersion: 1\n\n")
    monkeypatch.setattr("sys.argv", ["lists", str(tmp_path)])
    lists.main()
    lines = (tmp_path / "requirements.txt").read_text().splitlines()
    assert [line.partition("==")[0] for line in lines] == ["Some.Library", "thads_portal"]
    assert all(re.search(r" --hash=sha256:[0-9a-f]{64}$", line) for line in lines)
    bom = json.loads((tmp_path / "sbom.cdx.json").read_text())
    assert bom["metadata"]["component"]["name"] == "thads_portal"
    (component,) = bom["components"]
    assert component["purl"] == "pkg:pypi/some.library@1.0"
    assert component["licenses"][0]["license"]["name"] == "MIT License"
