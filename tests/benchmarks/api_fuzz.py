"""Schemathesis against the described API: ``python -m tests.benchmarks.api_fuzz --seconds 3600``.

A portal of its own with some listings, an organisation's key and the case system's account; the tool is none
of the portal's dependencies and comes by ``--tool`` (``pip install schemathesis`` into an environment of
its own). Each operation is asked with what it needs; what the tool finds makes this fail.
"""

from base64 import b64encode
from pathlib import Path
from tests.benchmarks.installation import Installation
from tests.benchmarks.installation import serving
from tests.support.organisations import enter_organisation
from typing import Any
from urllib.request import urlopen

import argparse
import json
import subprocess
import sys
import tempfile


#: Paths (as patterns) -> what must be shown there.
_KEYED = "^/@(match|watches|certificates)"
_ACCOUNT = "^/@(case-feed|cases)"
#: What no schema can say (a name that is nobody's, a moment that is over, a cursor of other data) is refused
#: with these; all else that a schema allows must be taken.
_REFUSED = (400, 401, 403, 404, 409, 410, 413, 415, 422, 429)


def configuration(portal: Installation) -> str:
    """What the tool shows where. Without a key the services of organisations are asked by others."""
    key = enter_organisation(
        portal, "fuzz", per_minute=10**6, subjects_per_day=10**9, watched_most=10**6
    )
    account = portal.accounts["case_system"]
    basic = b64encode(f"{account['username']}:{account['password']}".encode()).decode()
    taken = ", ".join(f'"{each}"' for each in ("2xx", *_REFUSED))
    # Too many subjects in one request are 413.
    refused = '"400", "401", "403", "404", "405", "406", "409", "413", "415", "422", "429"'
    checks = (
        f"[checks.positive_data_acceptance]\nexpected-statuses = [{taken}]\n"
        f"[checks.negative_data_rejection]\nexpected-statuses = [{refused}]\n"
    )
    return checks + "\n".join(
        f'[[operations]]\ninclude-path-regex = "{paths}"\nheaders = {{ Authorization = "{shown}" }}\n'
        for paths, shown in ((_KEYED, f"Bearer {key}"), (_ACCOUNT, f"Basic {basic}"))
    )


def described_at(address: str) -> Any:
    with urlopen(address, timeout=60) as answer:
        return json.load(answer)


def with_purpose(described: Any) -> Any:
    """`described` with the one purpose that is agreed: any other is 403, and what is behind it would not be met."""
    if isinstance(described, list):
        return [with_purpose(each) for each in described]
    if not isinstance(described, dict):
        return described
    told = {name: with_purpose(each) for name, each in described.items()}
    properties = told.get("properties")
    if isinstance(properties, dict) and "purpose" in properties:
        properties["purpose"] = {"type": "string", "enum": ["credit"]}
    return told


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=3_600)
    parser.add_argument("--count", type=int, default=300, help="listings that the portal holds")
    parser.add_argument("--tool", default="schemathesis")
    parser.add_argument("--keep", type=Path)
    asked, more = parser.parse_known_args()
    with serving(asked.count, asked.keep) as (portal, _), tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "schemathesis.toml"
        file.write_text(configuration(portal))
        address = f"http://127.0.0.1:{portal.port}/++api++"
        described = Path(folder) / "openapi.json"
        described.write_text(json.dumps(with_purpose(described_at(f"{address}/@openapi"))))
        command = [asked.tool, "--config-file", str(file), "run", str(described)]
        options = ["--url", address, "--max-time", str(asked.seconds), "--no-color", *more]
        return subprocess.run([*command, *options], cwd=folder, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
