"""What is installed is what is here: a file left out of the wheel fails on the server only.

The profiles and Zope's configuration lie behind symlinks, and setuptools drops such files without
a word unless they are named.
"""

from pathlib import Path

import importlib.util
import pytest
import subprocess
import sys
import zipfile


ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "thads_portal"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> set[str]:
    """The names of the files in a wheel built from this tree."""
    target = tmp_path_factory.mktemp("wheel")
    source = tmp_path_factory.mktemp("source")
    # A copy of what belongs to the project: building in place would leave folders behind, and
    # what another build left there would get into the wheel.
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout
    for name in filter(None, listing.decode().split("\0")):
        origin = ROOT / name
        if not origin.exists() and not origin.is_symlink():
            continue
        copy = source / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        if origin.is_symlink():
            copy.symlink_to(origin.readlink())
        else:
            copy.write_bytes(origin.read_bytes())
    subprocess.run(
        [sys.executable, "setup.py", "-q", "bdist_wheel", "--dist-dir", str(target)],
        cwd=source,
        check=True,
        capture_output=True,
    )
    with zipfile.ZipFile(next(target.glob("*.whl"))) as built:
        return set(built.namelist())


def tree() -> set[str]:
    """Every file of the package that is more than a product of running it."""
    found = set()
    for top in (PACKAGE, PACKAGE / "profiles", PACKAGE / "cli" / "etc"):
        for path in top.rglob("*"):
            name = path.relative_to(PACKAGE.parent)
            made = any(part.startswith((".", "__pycache__")) for part in name.parts)
            if path.is_file() and not made and path.suffix != ".mo":
                found.add(name.as_posix())
    return found


def test_the_wheel_holds_every_file_of_the_package(wheel):
    assert tree() - wheel == set()


def test_the_wheel_holds_what_lies_behind_the_symlinks(wheel):
    assert "thads_portal/profiles/default/metadata.xml" in wheel
    assert "thads_portal/cli/etc/zope.conf" in wheel
    assert "thads_portal/cli/etc/site.zcml" in wheel


def test_the_wheel_holds_no_instance_data_and_no_tests(wheel):
    assert [name for name in wheel if "/var/" in name or name.startswith("tests/")] == []


def test_the_lists_of_pins_agree():
    spec = importlib.util.spec_from_file_location("versions", ROOT / "scripts" / "versions.py")
    versions = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(versions)
    assert versions.problems() == []


def test_no_address_of_a_package_index_is_written_down():
    for name in ("requirements.in", "requirements.txt", "versions.cfg", "buildout.cfg"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text, name
