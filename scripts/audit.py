"""Looks the pinned packages up in a local copy of an advisory database (OSV), without a network.

python scripts/audit.py ADVISORIES [--pins requirements.txt] [--accepted FILE]

ADVISORIES is a folder of JSON files, one such file (a record, a list, or a record a line), or the archive of an
ecosystem (``all.zip``) as osv.dev gives it. Leaves with 0: nothing known; 1: known ones, told; 2: nothing was looked
up, which is no good news.
"""

from collections.abc import Iterator
from datetime import date
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion
from packaging.version import Version
from pathlib import Path
from typing import Any
from typing import NamedTuple

import argparse
import json
import re
import sys
import zipfile


ROOT = Path(__file__).resolve().parents[1]
PINS = ROOT / "requirements.txt"
ACCEPTED = ROOT / "deploy/accepted-advisories.txt"
_PIN = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;\\]+)")
_ACCEPTED = re.compile(r"(\S+)\s+(\d{4}-\d{2}-\d{2})\s+(\S.*)")
#: How an ecosystem begins in a record: ``PyPI``, ``PyPI:https://…``.
_ECOSYSTEM = "PyPI"


class NotLookedUp(ValueError):
    """What was given is no database of advisories, or no list of pins."""


class Known(NamedTuple):
    """An advisory that a pin falls under; ``fixed`` are the versions that mend it."""

    package: str
    version: str
    id: str
    aliases: tuple[str, ...]
    summary: str
    fixed: tuple[str, ...]

    def __str__(self) -> str:
        names = ", ".join((self.id, *self.aliases))
        mended = f"mended in {', '.join(self.fixed)}" if self.fixed else "not mended yet"
        return f"{self.package} {self.version}: {names} ({mended}) {self.summary}".rstrip()


def pins_of(path: Path) -> dict[str, str]:
    """Name -> version. Raises NotLookedUp where there is none."""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if match := _PIN.match(line):
            found[canonicalize_name(match[1])] = match[2]
    if not found:
        raise NotLookedUp(f"{path} pins nothing")
    return found


def accepted_of(path: Path, today: date) -> frozenset[str]:
    """Ids of advisories that are accepted until a day: ``ID YYYY-MM-DD REASON``, a line each."""
    found = set()
    if path.exists():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            match = _ACCEPTED.fullmatch(line.strip())
            if match is None:
                raise NotLookedUp(
                    f"{path}:{number}: ID, a day (YYYY-MM-DD) and a reason are needed"
                )
            if date.fromisoformat(match[2]) >= today:
                found.add(match[1])
    return frozenset(found)


def records_in(place: Path) -> Iterator[dict[str, Any]]:
    """Every record of a database. Raises NotLookedUp for what cannot be read."""
    if place.is_dir():
        for path in sorted(place.rglob("*.json")):
            yield from _records(path.read_text(encoding="utf-8"), path)
        for path in sorted(place.rglob("*.zip")):
            yield from records_in(path)
    elif place.suffix == ".zip":
        with zipfile.ZipFile(place) as archive:
            for name in archive.namelist():
                if name.endswith(".json"):
                    yield from _records(archive.read(name).decode("utf-8"), f"{place}/{name}")
    elif place.exists():
        yield from _records(place.read_text(encoding="utf-8"), place)
    else:
        raise NotLookedUp(f"{place} is not there")


def _records(text: str, where: object) -> Iterator[dict[str, Any]]:
    try:
        read = json.loads(text)
    except ValueError:
        try:
            read = [json.loads(line) for line in text.splitlines() if line.strip()]
        except ValueError as error:
            raise NotLookedUp(f"{where}: no JSON") from error
    if isinstance(read, dict):
        read = read.get("vulns", [read])
    for each in read:
        if not isinstance(each, dict) or not isinstance(each.get("id"), str):
            raise NotLookedUp(f"{where}: no record of an advisory")
        yield each


def look_up(pins: dict[str, str], record: dict[str, Any]) -> Iterator[Known]:
    """The pins that `record` is about and that fall under it; none of what was withdrawn."""
    if record.get("withdrawn"):
        return
    hit: dict[str, set[str]] = {}
    for affected in record.get("affected") or ():
        package = affected.get("package", {})
        name = canonicalize_name(str(package.get("name", "")))
        if not str(package.get("ecosystem", "")).startswith(_ECOSYSTEM) or name not in pins:
            continue
        if _falls_under(pins[name], affected):
            hit.setdefault(name, set()).update(_mended(affected))
    for name, fixed in hit.items():
        yield Known(
            name,
            pins[name],
            record["id"],
            tuple(record.get("aliases") or ()),
            str(record.get("summary", "")),
            tuple(sorted(fixed, key=_sorted_by)),
        )


def _falls_under(version: str, affected: dict[str, Any]) -> bool:
    listed = affected.get("versions") or ()
    ranges = [each for each in (affected.get("ranges") or ()) if each.get("type") == "ECOSYSTEM"]
    try:
        pinned = Version(version)
    except InvalidVersion:
        return version in listed
    if any(_is(pinned, each) for each in listed):
        return True
    if not ranges:
        # Of neither versions nor ranges: all of them; of a list alone: the list.
        return not listed
    return any(_within(pinned, each.get("events") or ()) for each in ranges)


def _is(pinned: Version, text: str) -> bool:
    try:
        return Version(text) == pinned
    except InvalidVersion:
        return False


def _within(pinned: Version, events: Any) -> bool:
    """Whether the last event at or before `pinned` is one that introduces."""
    inside, placed = False, []
    for event in events:
        for kind, text in event.items():
            if kind in ("introduced", "fixed", "last_affected"):
                low = text == "0" and kind == "introduced"
                placed.append((Version("0.dev0") if low else Version(text), kind))
    for version, kind in sorted(placed, key=lambda each: (each[0], each[1] == "introduced")):
        if kind == "introduced" and version <= pinned:
            inside = True
        elif (kind == "fixed" and version <= pinned) or (
            kind == "last_affected" and version < pinned
        ):
            inside = False
    return inside


def _mended(affected: dict[str, Any]) -> set[str]:
    return {
        event["fixed"]
        for each in affected.get("ranges") or ()
        if each.get("type") == "ECOSYSTEM"
        for event in each.get("events") or ()
        if "fixed" in event
    }


def _sorted_by(text: str) -> tuple[bool, Version, str]:
    try:
        return False, Version(text), text
    except InvalidVersion:
        return True, Version("0"), text


def main(arguments: list[str] | None = None, *, today: date | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "advisories", nargs="?", default="", help="folder, file or archive of OSV records"
    )
    parser.add_argument(
        "--pins", type=Path, default=PINS, help="the list of pins (requirements.txt)"
    )
    parser.add_argument(
        "--accepted", type=Path, default=ACCEPTED, help="advisories that are accepted for a time"
    )
    asked = parser.parse_args(arguments)
    try:
        if not asked.advisories:
            raise NotLookedUp("no database of advisories is named (THADS_ADVISORIES)")
        pins = pins_of(asked.pins)
        accepted = accepted_of(asked.accepted, today or date.today())  # noqa: DTZ011 - a day at the desk
        count, newest, found = 0, "", []
        for record in records_in(Path(asked.advisories)):
            ours = [
                each.get("package", {}).get("ecosystem", "")
                for each in record.get("affected") or ()
            ]
            count += any(str(each).startswith(_ECOSYSTEM) for each in ours)
            newest = max(newest, str(record.get("modified", "")))
            found += look_up(pins, record)
        if not count:
            raise NotLookedUp(f"{asked.advisories} has no advisories for {_ECOSYSTEM}")
    except (NotLookedUp, OSError, zipfile.BadZipFile, InvalidVersion) as error:
        print(f"audit: nothing was looked up: {error}", file=sys.stderr)
        return 2
    told = [each for each in found if accepted.isdisjoint((each.id, *each.aliases))]
    for each in sorted(set(told)):
        print(each)
    print(
        f"audit: {len(pins)} pins, {count} advisories, the newest of {newest[:10] or 'no day'}:"
        f" {len(set(told))} known, {len(set(found)) - len(set(told))} accepted"
    )
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
