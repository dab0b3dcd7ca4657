"""The file of demo accounts: whether it is complete, and how it is shown.

Whoever waits for the port may read the file as soon as the port answers, so the supervisor looks
at it first.
"""

from pathlib import Path

import json


#: Every role that has a demo account.
ROLES = (
    "administrator",
    "editorial_board",
    "central_editor",
    "inspector",
    "case_system",
    "provincial_editor",
    "agency_head",
)


def path(var: Path) -> Path:
    return var / "demo-accounts.json"


def complete(var: Path) -> bool:
    """Whether every role has a name and a password, and nobody else can read them."""
    file = path(var)
    try:
        if file.stat().st_mode & 0o077:
            return False
        accounts = json.loads(file.read_text(encoding="utf-8"))
        return all(accounts[role]["username"] and accounts[role]["password"] for role in ROLES)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def table(var: Path) -> list[str]:
    """The accounts, a line for each role."""
    accounts = json.loads(path(var).read_text(encoding="utf-8"))
    width = max(len(accounts[role]["username"]) for role in ROLES)
    return [
        f"Tài khoản thử / demo accounts ({path(var)}):",
        *(
            f"  {role:<18} {accounts[role]['username']:<{width}}  {accounts[role]['password']}"
            for role in ROLES
        ),
    ]
