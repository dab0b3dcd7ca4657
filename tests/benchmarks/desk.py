"""An editor at work in another worker: ``python -m tests.benchmarks.desk``.

Enters drafts, corrects and submits them, one transaction each, with the actions that the
desks call, until its standard input ends; then tells how long each save took.
"""

from AccessControl.SecurityManagement import newSecurityManager
from datetime import date
from thads_portal.cli.zope import application
from thads_portal.content.register import REGISTER_ID
from thads_portal.security.accounts import DEMO_PROVINCE

import json
import sys
import threading
import time
import transaction


#: As often as Zope repeats a request.
_ATTEMPTS = 4
_PAUSE = 0.05


def _row(serial: int) -> dict:
    day = date(2026, 11, 19)
    return {
        "debtor_name": "Nông Văn Mẫu",
        "debtor_kind": "individual",
        "debtor_address": f"Tổ {serial}, phường Hợp Giang, thành phố Cao Bằng",
        "judgment_number": f"{serial}/2024/DS-ST",
        "judgment_date": date(2024, 3, 5),
        "judgment_body": "Tòa án nhân dân thành phố Cao Bằng",
        "judgment_kind": "civil",
        "enforcement_decision_number": f"{serial}/QĐ-CCTHADS",
        "enforcement_decision_date": date(2024, 6, 10),
        "no_conditions_decision_number": f"{serial}/QĐ-CTHADS",
        "no_conditions_decision_date": day,
        "signed_by": "Hoàng Thị Mẫu",
        "obligation": "Trả nợ số tiền 12.500.000 đồng",
        "obligation_kinds": ("debt",),
        "obligation_amount": 12_500_000,
        "ground": "a",
    }


class Desk:
    """Saves, each counted with its time; `failed` are those that Zope would answer with 500."""

    def __init__(self, portal):
        self.portal = portal
        self.times: list[float] = []
        self.failed: list[str] = []

    def save(self, work):
        start = time.perf_counter()
        for attempt in range(_ATTEMPTS):
            transaction.begin()
            try:
                result = work()
                transaction.commit()
                break
            except transaction.interfaces.TransientError as error:
                transaction.abort()
                if attempt == _ATTEMPTS - 1:
                    self.failed.append(type(error).__name__)
                    result = None
        self.times.append(time.perf_counter() - start)
        return result


def main() -> None:
    over = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
    with application() as zope:
        # Imported late: only together with Zope.
        from thads_portal.actions.amend import amend
        from thads_portal.actions.context import ActionContext
        from thads_portal.actions.create import create
        from thads_portal.actions.submit import submit

        portal = zope.portal
        users = portal.acl_users
        user = users.getUser("bien-tap-cao-bang")
        newSecurityManager(None, user.__of__(users))
        desk = Desk(portal)
        register = portal[DEMO_PROVINCE][REGISTER_ID]
        print("ready", flush=True)
        serial = int(time.time())
        while not over.is_set():
            serial += 1
            row = _row(serial)
            entered = desk.save(lambda row=row: create(register, row, ActionContext()))
            if entered is not None:
                number = entered[0].id
                change = {"obligation": f"Trả nợ số tiền {serial} đồng"}
                desk.save(lambda n=number, c=change: amend(register[n], ActionContext(), c))
                desk.save(lambda n=number: submit(register[n], ActionContext()))
            time.sleep(_PAUSE)
    print(json.dumps({"times": desk.times, "failed": desk.failed}), flush=True)


if __name__ == "__main__":
    main()
