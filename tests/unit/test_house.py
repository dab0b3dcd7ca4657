"""The house's own rules that no linter knows."""

from pathlib import Path

import ast
import pytest
import re


ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "thads_portal"
TESTS = ROOT / "tests"
#: Another release's, which runs in a checkout of it.
_FOREIGN = TESTS / "data"
_IMPORT = re.compile(r"^ *(from ([\w.]+) )?import ([\w.]+)", re.M)
MODULES = sorted(path for path in TESTS.rglob("*.py") if not path.is_relative_to(_FOREIGN))


def imported(path: Path) -> set[str]:
    """Full names of the modules that `path` imports, of what it imports from them as well."""
    found = set()
    for _, module, name in _IMPORT.findall(path.read_text(encoding="utf-8")):
        found |= {module, f"{module}.{name}"} if module else {name}
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


def _texts(path: Path, sign: str) -> list[str]:
    """The texts in the code of a module, if it has `sign` in it: reading all takes seconds."""
    code = path.read_text(encoding="utf-8")
    if sign not in code:
        return []
    tree = ast.parse(code)
    found = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return [text for text in found if isinstance(text, str)]


def test_each_setting_has_its_key_once():
    """Steps of upgrades keep the words of their day."""
    registry = (ROOT / "profiles/default/registry/main.xml").read_text(encoding="utf-8")
    settings = set(re.findall(r'name="(thads_portal\.[a-z_]+)"', registry))
    assert settings
    found = [
        text
        for path in SOURCE.rglob("*.py")
        if path.parent != SOURCE / "upgrades"
        for text in _texts(path, '"thads_portal.')
        if text in settings
    ]
    assert sorted({key for key in found if found.count(key) > 1}) == []


@pytest.mark.parametrize("text", ["Asia/Ho_Chi_Minh", "ban-lam-viec"])
def test_what_has_one_name_is_spelt_once(text):
    """The zone is ``domain.words.VIETNAM``, the desk's address ``domain.places.DESK``."""
    found = [
        path.name for path in SOURCE.rglob("*.py") for each in _texts(path, text) if text in each
    ]
    assert len(found) == 1, found
