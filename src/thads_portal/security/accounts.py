"""Demo accounts, one for each role, with passwords made afresh for each installation."""

from dataclasses import dataclass
from plone import api
from thads_portal.domain.recording import Recorded
from thads_portal.register.record import note

import secrets


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """`role` is the key clients read the account by."""

    role: str
    username: str
    full_name: str
    group: str


DEMO_PROVINCE = "cao-bang"
DEMO_ACCOUNTS = (
    DemoAccount("administrator", "quan-tri", "Quản trị hệ thống (mẫu)", "administrators"),
    DemoAccount("editorial_board", "ban-bien-tap", "Ban Biên tập (mẫu)", "editorial-board"),
    DemoAccount("central_editor", "bien-tap-cong", "Biên tập viên Cổng (mẫu)", "central-editors"),
    DemoAccount("inspector", "kiem-tra", "Kiểm tra viên (mẫu)", "inspectors"),
    DemoAccount("case_system", "phan-mem-thu-ly", "Phần mềm thụ lý (mẫu)", "case-system"),
    DemoAccount(
        "provincial_editor",
        "bien-tap-cao-bang",
        "Biên tập viên Cao Bằng (mẫu)",
        f"editors-{DEMO_PROVINCE}",
    ),
    DemoAccount(
        "agency_head",
        "thu-truong-cao-bang",
        "Thủ trưởng Cao Bằng (mẫu)",
        f"heads-{DEMO_PROVINCE}",
    ),
)


def ensure_demo_accounts(known: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Make each missing demo account; `known` holds the accounts already written down.

    Returns ``{role: {"username", "password"}}``. A password that was lost is
    set anew, since only its hash is stored. The caller commits, then writes
    the result down.
    """
    accounts = {}
    for account in DEMO_ACCOUNTS:
        written = known.get(account.role, {})
        exists = api.user.get(username=account.username) is not None
        if exists and written.get("username") == account.username and written.get("password"):
            accounts[account.role] = written
            continue
        password = secrets.token_urlsafe(18)
        if exists:
            _set_password(account.username, password)
        else:
            create_account(
                username=account.username,
                password=password,
                group=account.group,
                full_name=account.full_name,
                email=f"{account.username}@thads.example",
            )
            note(
                api.portal.get(),
                Recorded.ACCOUNT_CREATED,
                actor="demo",
                about=account.username,
                details={"group": account.group},
            )
        accounts[account.role] = {"username": account.username, "password": password}
    return accounts


def create_account(
    *, username: str, password: str, group: str | None, full_name: str, email: str
) -> None:
    """A person or program in one of the portal's groups, which carries the role; or in none yet."""
    api.user.create(
        username=username, email=email, password=password, properties={"fullname": full_name}
    )
    if group is not None:
        api.group.add_user(groupname=group, username=username)


def _set_password(username: str, password: str) -> None:
    """Directly in the user source: the tool's way asks for a signed-in manager."""
    api.portal.get_tool("acl_users").source_users.updateUserPassword(username, password)
