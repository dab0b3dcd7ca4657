"""``thads record check|seal|heads|grant``: the chain of the record of actions, and who may write it."""

from argparse import ArgumentParser
from argparse import Namespace
from pathlib import Path
from thads_portal.cli.settings import BadSetting
from thads_portal.cli.settings import instance_folder
from thads_portal.database.connect import owners_database
from thads_portal.register.record_chain import checking
from thads_portal.register.record_chain.growing import grow
from thads_portal.register.web_role import grant

import json


_SHOWN = 20
_WORDS = {
    "changed": "entries were changed",
    "missing": "entries were taken out",
    "unsealed": "entries have no place in the chain",
    "broken": "places where the chain does not go on",
    "heads": "signed heads that are not in the chain",
}


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("action", choices=("check", "seal", "heads", "grant"))
    parser.add_argument(
        "--head",
        metavar="FILE",
        action="append",
        default=[],
        help="check: a head (as `heads` prints it) that lay elsewhere; may be given again",
    )
    parser.add_argument("--role", help="grant: the role that the portal serves as")
    parser.add_argument("--json", action="store_true", help="check: print the result as JSON")


def run(arguments: Namespace) -> int:
    """0; 1 when something was changed or taken out."""
    if arguments.action == "grant" and not arguments.role:
        raise BadSetting(
            en="`thads record grant` needs --role ROLE",
            vi="`thads record grant` cần --role VAI_TRÒ",
        )
    with owners_database(instance_folder()) as dsn:
        if arguments.action == "grant":
            grant(dsn, arguments.role)
            print(f"{arguments.role} may serve the portal; in the record it may add and read only")
            return 0
        if arguments.action == "seal":
            print(f"{grow(dsn)} entries got their places in the chain")
            return 0
        if arguments.action == "heads":
            for day, note in checking.heads(dsn):
                print(f"# {day}\n{note}")
            return 0
        kept = [(name, _note(Path(name).read_text("utf-8"))) for name in arguments.head]
        found = checking.check(dsn, kept=kept)
    result = {name: getattr(found, name) for name in ("entries", "waiting", *_WORDS)}
    print(json.dumps(result) if arguments.json else _text(result))
    return int(bool(found))


def _note(text: str) -> str:
    """The last head in a file of them."""
    return text.rpartition("\n# ")[2].partition("\n")[2] if text.startswith("# ") else text


def _text(found: dict) -> str:
    lines = [f"{found['entries']} entries in the chain, {found['waiting']} wait for their place"]
    for name, words in _WORDS.items():
        if found[name]:
            shown = ", ".join(str(each) for each in found[name][:_SHOWN])
            lines.append(f"{len(found[name])} {words}: {shown}")
    if len(lines) == 1:
        lines.append("nothing was changed or taken out")
    return "\n".join(lines)
