"""``thads reset-second-factor NAME``: for who has lost the device and all recovery codes.

Only here, on the machine: an administrator who could do it on a page could sit down at the board's desk
with a new password alone. It stands in the record of actions.
"""

from argparse import ArgumentParser
from argparse import Namespace
from thads_portal.cli.zope import application
from thads_portal.database.problems import StartProblem

import transaction


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", help="the account")


def run(arguments: Namespace) -> int:
    with application() as zope:
        # Imported late: only together with Zope.
        from thads_portal.security.pas import factors

        users = zope.portal.acl_users.source_users
        if not factors.remove(users, arguments.name, actor="thads reset-second-factor"):
            raise StartProblem(
                en=f"the account {arguments.name!r} has no second factor",
                vi=f"tài khoản {arguments.name!r} chưa cài bước xác nhận thứ hai",
            )
        transaction.commit()
    print(f"{arguments.name}: signs in with the password alone, or sets up anew where it must")
    return 0
