"""Keeps the lists of pins the same: requirements.in -> requirements.txt -> versions.cfg.

With `--check` it says what differs and fails; with `--upgrade` it computes both anew, with
`--complete` it adds what requirements.in names newly and leaves the other versions. Two lists
kept by hand drift, and then buildout serves another portal than the one that was tested. Each pin
carries the hashes of its files: what an index sends is installed only if it is one of them.
"""

from pathlib import Path

import argparse
import re
import subprocess
import sys


ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "requirements.in"
PINS = ROOT / "requirements.txt"
VERSIONS = ROOT / "versions.cfg"

PINS_HEADER = """\
# The one list of pins, computed from requirements.in by `make pins`; buildout's versions.cfg is
# computed from it. Not to be edited.
"""
VERSIONS_HEADER = """\
# Computed from requirements.txt by `make pins`. Not to be edited.

[versions]
"""

#: Buildout looks for these under exactly this name, and takes a default of its own otherwise.
SPELLED = {"zc-buildout": "zc.buildout", "zc-recipe-egg": "zc.recipe.egg"}


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins() -> dict[str, str]:
    """Name -> version. A name with two versions fits no buildout and is refused."""
    found: dict[str, str] = {}
    for line in PINS.read_text(encoding="utf-8").splitlines():
        match = re.match(r"([A-Za-z0-9._-]+)==([^ ;]+)", line)
        if match is None:
            continue
        name = normalised(match[1])
        if found.setdefault(name, match[2]) != match[2]:
            raise SystemExit(f"requirements.txt pins {name} twice; narrow it in requirements.in")
    return found


def versions_text() -> str:
    lines = [f"{SPELLED.get(name, name)} = {version}" for name, version in sorted(pins().items())]
    return VERSIONS_HEADER + "\n".join(lines) + "\n"


def problems() -> list[str]:
    """What disagrees, as sentences; empty when all is well."""
    found = []
    if VERSIONS.read_text(encoding="utf-8") != versions_text():
        found.append("versions.cfg does not match requirements.txt")
    pinned = pins()
    for line in SOURCE.read_text(encoding="utf-8").splitlines():
        match = re.match(r"([A-Za-z0-9._-]+)(?:==([0-9.]+)$)?", line)
        if match is None or line.startswith("#"):
            continue
        version = pinned.get(normalised(match[1]))
        if version is None or (match[2] and match[2] != version):
            found.append(f"requirements.txt does not match requirements.in: {match[1]}")
    without = unhashed()
    if without:
        found.append(f"requirements.txt has no hash for {', '.join(without)}")
    return found


def unhashed() -> list[str]:
    """Pins whose files are not fixed by a hash."""
    entries = re.split(r"(?m)^(?=[A-Za-z0-9])", PINS.read_text(encoding="utf-8"))
    return [
        entry.partition("==")[0]
        for entry in entries
        if "==" in entry.partition("\n")[0] and "--hash=sha256:" not in entry
    ]


def compute(*, newest: bool) -> None:
    options = "--quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url"
    subprocess.run(
        [
            *(sys.executable, "-m", "uv", "pip", "compile", *options.split()),
            *(["--upgrade"] if newest else []),
            *("--python-version", "3.11", str(SOURCE), "-o", str(PINS)),
        ],
        check=True,
    )
    PINS.write_text(PINS_HEADER + PINS.read_text(encoding="utf-8"), encoding="utf-8")
    VERSIONS.write_text(versions_text(), encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--upgrade", action="store_true", help="compute the lists anew")
    parser.add_argument("--complete", action="store_true", help="only add what is missing")
    parser.add_argument("--check", action="store_true", help="only say whether they agree")
    arguments = parser.parse_args()
    if arguments.upgrade or arguments.complete:
        compute(newest=arguments.upgrade)
    found = problems()
    for sentence in found:
        print(sentence, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
