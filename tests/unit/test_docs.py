"""What others rely on is documented: endpoints, settings, commands, error codes, registry records.

``docs/error-codes.md`` is made from the code: ``THADS_WRITE_DOCS=1 pytest tests/unit/test_docs.py``.
"""

from pathlib import Path
from thads_portal.cli.main import COMMANDS
from thads_portal.domain.codes import Flag
from thads_portal.domain.contradictions import as_rows
from thads_portal.errors import Code
from thads_portal.errors import STATUS
from thads_portal.messages import MESSAGES
from thads_portal.secret_keys import SHARED

import os
import pytest
import re


ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "thads_portal"
DOCS = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md")}
DOCS["README.md"] = (ROOT / "README.md").read_text(encoding="utf-8")
EVERYTHING = "\n".join(DOCS.values())
#: Passed between the portal's own processes, not set by anybody.
INTERNAL = {
    "THADS_HOME",
    "THADS_LIFELINE",
    "THADS_TESTS_SHARED",
    "THADS_VAR",
    "THADS_MAKES_TABLES",
    "THADS_ZODB_DSN",
}


def _sources(pattern):
    return "\n".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob(pattern))


def _error_codes() -> str:
    lines = [
        "# Error codes",
        "",
        "The closed list: a code is never renamed or given another meaning. Codes with a status",
        "answer a whole request; the others stand beside a line of a feed or a field of a form.",
        "Words in braces are filled in. Made from the code; a test keeps it true.",
        "",
        "| code | status | Vietnamese | English |",
        "|---|---|---|---|",
    ]
    for code in Code:
        vietnamese, english = (text.replace("|", "\\|") for text in MESSAGES[code])
        lines.append(f"| `{code}` | {STATUS.get(code, '')} | {vietnamese} | {english} |")
    return "\n".join(lines) + "\n"


def test_error_codes():
    target = ROOT / "docs" / "error-codes.md"
    if os.environ.get("THADS_WRITE_DOCS"):
        target.write_text(_error_codes(), encoding="utf-8")
    assert target.read_text(encoding="utf-8") == _error_codes()


@pytest.mark.parametrize("command", COMMANDS)
def test_commands(command):
    assert re.search(rf"thads {command}\b", EVERYTHING)


def test_environment_variables():
    used = set(re.findall(r"\bTHADS_[A-Z_]+\b", _sources("*.py"))) - INTERNAL
    documented = set(re.findall(r"\bTHADS_[A-Z_]+\b", EVERYTHING))
    assert used - documented == set()


def test_endpoints():
    zcml = _sources("configure.zcml")
    names = set(re.findall(r'name="(@[a-z-]+)"', zcml))
    assert names
    assert {name for name in names if name not in DOCS.get("api.md", "")} == set()


def test_registry_records():
    records = re.findall(
        r'record name="(thads_portal\.[a-z_]+)"',
        (ROOT / "profiles/default/registry/main.xml").read_text(encoding="utf-8"),
    )
    assert records
    assert [record for record in records if record not in EVERYTHING] == []


def test_make_targets():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE)
    assert "demo" in targets
    assert [name for name in targets if f"make {name}" not in EVERYTHING + makefile] == []


def _terms() -> str:
    from thads_portal.domain.clocks import LABELS
    from thads_portal.domain.clocks import LEGAL_TERMS

    lines = []
    for term in LEGAL_TERMS:
        days = str(term.working_days) if term.working_days else "at once"
        until = f"{term.valid_to:%d/%m/%Y}" if term.valid_to else "–"
        lines.append(
            f"| {LABELS[term.duty][1]} | {LABELS[term.trigger][1]}"
            f" | {term.valid_from:%d/%m/%Y} | {until} | {days} | {term.source} |"
        )
    return "\n".join(lines)


def test_legal_terms():
    target = ROOT / "docs" / "clocks.md"
    text = target.read_text(encoding="utf-8")
    if os.environ.get("THADS_WRITE_DOCS"):
        head, rule, rest = text.partition("|---|---|---|---|---|---|\n")
        after = rest[rest.index("\n## ") :]
        text = f"{head}{rule}{_terms()}\n{after}"
        target.write_text(text, encoding="utf-8")
    assert _terms() in text


def test_contradicting_dates():
    for kinds, first, second, gets in as_rows():
        assert f"| {kinds} | `{first}` | `{second}` | {gets} |" in DOCS["api.md"]


@pytest.mark.parametrize("flag", Flag)
def test_flags(flag):
    assert f"| `{flag}` |" in DOCS["api.md"]


def test_every_requirement_of_the_security_standard_stands_in_its_table_once():
    listed = (ROOT / "tests/data/asvs-5.0-level-2.txt").read_text(encoding="utf-8").splitlines()
    wanted = [line for line in listed if line.startswith("V")]
    rows = [line for line in DOCS["asvs.md"].splitlines() if line.startswith("| V")]
    named = [number for row in rows for number in re.findall(r"V\d+\.\d+\.\d+", row)]
    assert sorted(named) == sorted(wanted)
    tests = set(re.findall(r"`((?:unit|integration|functional)/\w+\.py)`", DOCS["asvs.md"]))
    assert {name for name in tests if not (ROOT / "tests" / name).exists()} == set()
    for row in rows:
        state, shown = row.split("|")[3:5]
        assert state.strip() in {"yes", "**open**", "operator", "not used"}
        assert shown.strip() or state.strip() in {"**open**", "not used"}, row


@pytest.mark.parametrize("place", ["docs/deployment.md", "deploy/systemd/portal.env.example"])
def test_keys_that_machines_share(place):
    text = (ROOT / place).read_text()
    assert [name for name in SHARED if name not in text] == []


def test_each_key_is_shared():
    """What makes its own key where none is set must be set for several machines."""
    source = (ROOT / "src/thads_portal/secret_keys.py").read_text()
    named = set(re.findall(r"THADS_[A-Z_]+_KEYS?\b", source))
    assert named == set(SHARED)
