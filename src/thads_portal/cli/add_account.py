"""``thads add-account NAME GROUP``: an account in one of the portal's groups.

For the first administrator of an installation without demo content; the others
can be made in the portal. The password is made up and printed once.
"""

from argparse import ArgumentParser
from argparse import Namespace
from thads_portal.cli.zope import application
from thads_portal.database.problems import StartProblem

import secrets
import transaction


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", help="the name to log in with")
    parser.add_argument("group", help="such as administrators, editorial-board, editors-cao-bang")
    parser.add_argument("--full-name", default="")
    parser.add_argument("--email", default="")


def run(arguments: Namespace) -> int:
    password = secrets.token_urlsafe(18)
    with application() as zope:
        # Imported late: only together with Zope.
        from thads_portal.domain.recording import Recorded
        from thads_portal.register.record import note
        from thads_portal.security.accounts import create_account
        from thads_portal.security.groups import portal_groups
        from thads_portal.security.roles import NATIONAL_GROUPS
        from thads_portal.security.roles import PROVINCIAL_GROUPS

        groups = portal_groups(zope.portal)
        if arguments.group not in groups:
            # Those of one province stand for all: two hundred names help nobody.
            every = (*NATIONAL_GROUPS, *PROVINCIAL_GROUPS)
            kinds = [group.id.format(slug="cao-bang") for group in every]
            raise StartProblem(
                en=f"no group {arguments.group!r}; there are {', '.join(kinds)}",
                vi=f"không có nhóm {arguments.group!r}; có các nhóm {', '.join(kinds)}",
            )
        if zope.portal.acl_users.getUser(arguments.name) is not None:
            raise StartProblem(
                en=f"the account {arguments.name!r} exists already",
                vi=f"tài khoản {arguments.name!r} đã có rồi",
            )
        create_account(
            username=arguments.name,
            password=password,
            group=arguments.group,
            full_name=arguments.full_name,
            email=arguments.email or f"{arguments.name}@thads.example",
        )
        note(
            zope.portal,
            Recorded.ACCOUNT_CREATED,
            actor="thads add-account",
            about=arguments.name,
            details={"group": arguments.group},
        )
        transaction.commit()
    print(f"{arguments.name}  {password}")
    return 0
