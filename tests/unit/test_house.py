"""The house's own rules that no linter knows."""

from pathlib import Path

import ast


ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests"
#: Another release's, which runs in a checkout of it.
_FOREIGN = TESTS / "data"
MODULES = sorted(path for path in TESTS.rglob("*.py") if not path.is_relative_to(_FOREIGN))


def imported(path: Path) -> set[str]:
    """Full names of the modules that `path` imports, of what it imports from them as well."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found |= {str(node.module), *(f"{node.module}.{name.name}" for name in node.names)}
    return found


def test_modules_of_tests_have_names_of_their_own():
    """pytest knows them by their names alone."""
    names = [path.stem for path in MODULES if path.stem.startswith("test_")]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_no_test_is_imported():
    """What two tests need stands in tests/support, and is imported by its full name."""
    bare = {path.stem for path in MODULES} - {"conftest"}
    wrong = {
        (str(path.relative_to(TESTS)), name)
        for path in MODULES
        for name in imported(path)
        if name.partition(".")[0] in bare
        or (name.startswith("tests.") and any(part[:5] == "test_" for part in name.split(".")))
    }
    assert wrong == set()
