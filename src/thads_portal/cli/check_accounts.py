"""``thads check-accounts``: lists roles that were not given by the portal's own action.

Changes nothing. Exit code 1 when there are any, so that a nightly job can tell.
"""

from argparse import ArgumentParser
from argparse import Namespace
from thads_portal.cli.zope import application


_WORDS = {
    "own_role": ("vai trò riêng", "a role of its own"),
    "foreign_group": ("nhóm không phải của Cổng", "a group that is not the portal's"),
    "group_role": ("nhóm mang thêm vai trò", "a group that carries one role more"),
    "local_role": ("vai trò tại một nơi", "a local role"),
    "unrecorded": ("vào nhóm không có trong nhật ký", "a membership that is not in the record"),
}


def add_arguments(parser: ArgumentParser) -> None:
    """It takes none."""


def run(arguments: Namespace) -> int:
    with application() as zope:
        # Imported late: only together with Zope.
        from thads_portal.register.join import dsn_of
        from thads_portal.security.given_roles import findings

        found = findings(zope.portal, dsn_of(zope.portal._p_jar.db()), everywhere=True)
    for each in found:
        vietnamese, english = _WORDS[each.how.value]
        place = f"  /{each.place.lstrip('/')}" if each.place else ""
        print(f"{each.principal}  {each.what}{place}  ({vietnamese}; {english})")
    if found:
        print(
            f"{len(found)} vai trò không do Cổng trao; {len(found)} roles not given by the portal"
        )
        return 1
    print("Mọi vai trò đều do Cổng trao; every role was given by the portal")
    return 0
