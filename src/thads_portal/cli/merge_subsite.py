"""``thads merge-subsite OLD NEW``: from a day on the successor's staff works for a merged province.

``--dry-run`` tells what would come over and changes nothing; ``--take-back`` undoes it as long as the
day has not come.
"""

from argparse import ArgumentParser
from argparse import Namespace
from datetime import date
from datetime import datetime
from datetime import timedelta
from thads_portal.cli.zope import application
from thads_portal.database.problems import StartProblem
from thads_portal.domain.words import VIETNAM
from typing import Any

import transaction


_ACTOR = "thads merge-subsite"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("old", help="the merged province, such as yen-bai")
    parser.add_argument("new", help="its successor, such as lao-cai")
    parser.add_argument(
        "--from", dest="first", type=date.fromisoformat, help="first day, 2026-12-15; else tomorrow"
    )
    parser.add_argument("--dry-run", action="store_true", help="only tell what would come over")
    parser.add_argument("--take-back", action="store_true", help="undo it before its day")


def run(arguments: Namespace) -> int:
    old, new = arguments.old, arguments.new
    now = datetime.now(VIETNAM)
    today = now.date()
    first = arguments.first or today + timedelta(days=1)
    with application() as zope:
        # Imported late: only together with Zope.
        from thads_portal.subsites.merge import effect_of
        from thads_portal.subsites.merge import merge
        from thads_portal.subsites.merge import MergeProblem
        from thads_portal.subsites.merge import take_back

        acting: dict[str, Any] = {"now": now, "today": today, "actor": _ACTOR}
        try:
            if arguments.take_back:
                take_back(zope.portal, old, new, **acting)
            else:
                merge(zope.portal, old, new, first=first, **acting)
            effect = effect_of(zope.portal, old, new, zope.dsn, today=today)
        except MergeProblem as problem:
            transaction.abort()
            raise StartProblem(en=problem.en, vi=problem.vi) from None
        if arguments.dry_run:
            transaction.abort()
        else:
            transaction.commit()
    for state, count in effect.listings.items():
        print(f"{old}  {state}: {count}")
    for waits, count in sorted(effect.waiting.items()):
        print(f"{old}  waiting, {waits}: {count}")
    for status, count in sorted(effect.due.items()):
        print(f"{old}  terms, {status}: {count}")
    print(f"{old}  commune postings to follow up: {effect.postings}")
    print(f"{old}  posting batches: {effect.batches}, of them open: {effect.open_batches}")
    for group, count in effect.people.items():
        print(f"{group}: {count}")
    print(f"{new}  people who get the mails: {effect.mails}")
    if arguments.dry_run:
        print("Chạy thử: không có gì được ghi; dry run, nothing was written")
    elif arguments.take_back:
        print(f"{old}: đã bỏ; taken back")
    else:
        print(f"{old} → {new}: từ ngày {first:%d/%m/%Y}; from {first}")
    return 0
