"""Writes what stands in a folder of wheels: requirements.txt with hashes, and a CycloneDX list.

python scripts/wheelhouse_lists.py FOLDER
"""

from email.parser import HeaderParser
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

import json
import re
import sys
import zipfile


def described(wheel: Path) -> dict[str, str]:
    """Name, version, licence and digest of a wheel, as it says itself."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [
            each for each in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", each)
        ]
        said = HeaderParser().parsestr(archive.read(name).decode("utf-8", "replace"))
    licences = [
        each.rpartition(":: ")[2]
        for each in said.get_all("Classifier") or []
        if each.startswith("License ::")
    ]
    return {
        "name": said["Name"],
        "version": said["Version"],
        "licence": said["License-Expression"] or "; ".join(licences),
        "sha256": sha256(wheel.read_bytes()).hexdigest(),
    }


def component(each: dict[str, str]) -> dict:
    place = f"pkg:pypi/{quote(each['name'].lower().replace('_', '-'))}@{each['version']}"
    made = {
        "type": "library",
        "bom-ref": place,
        "name": each["name"],
        "version": each["version"],
        "purl": place,
        "hashes": [{"alg": "SHA-256", "content": each["sha256"]}],
    }
    if each["licence"]:
        made["licenses"] = [{"license": {"name": each["licence"]}}]
    return made


def main() -> None:
    folder = Path(sys.argv[1])
    wheels = sorted(
        (described(each) for each in folder.glob("*.whl")), key=lambda w: w["name"].lower()
    )
    lines = [f"{w['name']}=={w['version']} --hash=sha256:{w['sha256']}\n" for w in wheels]
    (folder / "requirements.txt").write_text("".join(lines), encoding="utf-8")
    (portal,) = [w for w in wheels if w["name"].replace("-", "_") == "thads_portal"]
    bom = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": component(portal) | {"type": "application"}},
        "components": [component(w) for w in wheels if w is not portal],
    }
    text = json.dumps(bom, indent=2, ensure_ascii=False)
    (folder / "sbom.cdx.json").write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
