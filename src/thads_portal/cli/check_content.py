"""``thads check-content``: list the listings that show marks of earlier faults; changes nothing.

Each line: province, number, fields and marks, and the address at which an editor mends it. No
values are printed: a terminal's history is no place for names.
"""

from argparse import ArgumentParser
from argparse import Namespace
from collections import Counter
from thads_portal.cli.zope import application
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.content_marks import LABELS
from thads_portal.register.content_check import found

import sys


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--province", metavar="SLUG", help="only this province")


def run(arguments: Namespace) -> int:
    counts: Counter = Counter()
    listings = 0
    with application() as zope:
        for each in found(zope.dsn, province=arguments.province):
            listings += 1
            counts.update({mark for _field, mark in each.marks})
            told = " ".join(f"{field}:{mark}" for field, mark in each.marks)
            address = f"/{each.province}/{REGISTER_ID}/{each.number}/sua"
            sys.stdout.write(f"{each.province}\t{each.number}\t{told}\t{address}\n")
    for mark, count in counts.most_common():
        sys.stderr.write(f"{count:8}  {LABELS[mark][1]}\n")
    sys.stderr.write(f"{listings} listings to look at; nothing was changed\n")
    return 0
