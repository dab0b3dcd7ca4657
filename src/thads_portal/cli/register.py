"""``thads register check|rebuild``: compare the register with the objects, or write it anew.

Both may run while the portal serves.
"""

from argparse import ArgumentParser
from argparse import Namespace
from thads_portal.catalog.listings import listings_in_catalog
from thads_portal.catalog.listings import remove_listings_from_catalog
from thads_portal.cli.helping import helped
from thads_portal.cli.progress import progress
from thads_portal.cli.zope import application
from thads_portal.register.check import check
from thads_portal.register.rebuild import rebuild

import json
import sys
import transaction


#: Numbers shown for each kind of difference.
_SHOWN = 20


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("action", choices=("check", "rebuild"))
    parser.add_argument(
        "--from-start",
        action="store_true",
        help="rebuild: do not go on where an interrupted rebuild stopped",
    )
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def run(arguments: Namespace) -> int:
    """0 when all is well, 1 when a check found differences."""
    with application() as zope, helped(zope.portal._p_jar.db()):
        work = _check if arguments.action == "check" else _rebuild
        result, text, code = work(zope, arguments)
    print(json.dumps(result) if arguments.json else text)
    return code


def _place(zope) -> dict:
    return {"dsn": zope.dsn, "site_path": "/".join(zope.portal.getPhysicalPath())}


def _check(zope, arguments: Namespace):
    with progress("check", "listings") as reached:
        found = check(zope.portal._p_jar.db(), **_place(zope), progress=reached)
    strays = listings_in_catalog()
    result = {
        "listings": found.listings,
        "missing": found.missing,
        "stray": found.stray,
        "different": found.different,
        "derived": found.derived,
        "batches": found.batches,
        "log": found.log,
        "tree": found.tree,
        "cases": found.cases,
        "in_catalog": strays,
    }
    lines = [f"{found.listings} listings compared"]
    for what, numbers in (("missing", found.missing), ("stray", found.stray)):
        if numbers:
            lines.append(f"{len(numbers)} rows {what}: {', '.join(numbers[:_SHOWN])}")
    if found.different:
        shown = [
            f"{number} ({', '.join(columns)})"
            for number, columns in list(found.different.items())[:_SHOWN]
        ]
        lines.append(f"{len(found.different)} rows different: {'; '.join(shown)}")
    if found.derived:
        lines.append(f"what searching reads differs from the listings: {found.derived}")
    for what, named in found.cases.items():
        lines.append(f"{len(named)} cases or listings {what}: {', '.join(named[:_SHOWN])}")
    if found.batches:
        lines.append(f"posting batches with wrong rows: {', '.join(found.batches[:_SHOWN])}")
    if found.log:
        first = ", ".join(found.log[:_SHOWN])
        lines.append(f"the publication log says otherwise of {len(found.log)}: {first}")
    if found.tree:
        lines.append(f"the publication log's tree is not that of its leaves: {found.tree[:_SHOWN]}")
    if strays:
        lines.append(f"{strays} listings in the portal catalog, where none belongs")
    wrong = bool(found) or bool(strays)
    lines.append("run `thads register rebuild`" if wrong else "register and objects agree")
    return result, "\n".join(lines), int(wrong)


def _rebuild(zope, arguments: Namespace):
    removed_from_catalog = remove_listings_from_catalog()
    transaction.commit()
    with progress("rebuild", "listings") as reached:
        done = rebuild(
            zope.portal._p_jar.db(),
            **_place(zope),
            from_start=arguments.from_start,
            progress=lambda looked_at, total: reached(looked_at),
        )
    if done.resumed:
        sys.stderr.write("went on where an interrupted rebuild had stopped\n")
    result = {
        "looked_at": done.looked_at,
        "written": done.written,
        "removed": done.removed,
        "removed_from_catalog": removed_from_catalog,
        "resumed": done.resumed,
        "recounted": done.recounted,
    }
    text = (
        f"{done.looked_at} listings looked at, {done.written} rows written,"
        f" {done.removed} strays removed"
    )
    return result, text, 0
