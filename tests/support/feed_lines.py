"""Synthetic lines of the case feed, and a register in memory, for the tests of its reading."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from thads_portal.domain import changes
from thads_portal.domain.decision import listing_after
from thads_portal.importing import feed
from thads_portal.importing.feed_plan import FeedSettings
from thads_portal.importing.feed_plan import Known
from thads_portal.importing.feed_plan import plan_feed
from thads_portal.importing.report import merge
from thads_portal.importing.report import Report

import copy
import io
import orjson


TODAY = date(2026, 11, 23)
PROVINCES = frozenset({"cao-bang", "ha-noi"})
AGENCIES = frozenset({"cao-bang/cuc", "cao-bang/chi-cuc-thanh-pho", "ha-noi/cuc"})
#: Values that must never be seen in an answer.
SECRETS = {
    "personal_id": "079203001234",
    "date_of_birth": "1979-04-02",
    "creditor": "Chủ nợ Bí Mật",
    "enforcement_officer": "Chấp hành viên Bí Mật",
    "case_number": "HS-BI-MAT-77",
}
ISSUED = {
    "event": "issued",
    "external_id": "caobang:2026:000123:1",
    "province": "cao-bang",
    "agency": "cao-bang/chi-cuc-thanh-pho",
    "occurred_on": "2026-11-20",
    "document": {"number": "12/QĐ-CCTHADS", "date": "2026-11-20"},
    "listing": {
        "debtor_name": "Hoàng Văn Thử",
        "debtor_kind": "individual",
        "debtor_address": "Tổ 1, phường Thử Nghiệm, thành phố Cao Bằng",
        "judgment_number": "05/2024/DS-ST",
        "judgment_date": "2024-03-05",
        "judgment_body": "Tòa án nhân dân thành phố Cao Bằng",
        "judgment_kind": "civil",
        "enforcement_decision_number": "345/QĐ-CCTHADS",
        "enforcement_decision_date": "2024-06-10",
        "no_conditions_decision_number": "12/QĐ-CCTHADS",
        "no_conditions_decision_date": "2026-11-20",
        "signed_by": "Lê Văn Mẫu",
        "obligation": "Án phí dân sự sơ thẩm 300.000 đồng",
        "obligation_kinds": ["court_fee", "compensation"],
        "obligation_amount": 300000,
        "ground": "a",
        "ground_text": "Không có tài sản",
        "restricted": SECRETS,
    },
}


def issued(**more):
    """A valid issued line; dotted keys (``listing__ground``) reach inside; ... removes a key."""
    return changed(ISSUED, **more)


def changed(line, **more):
    line = copy.deepcopy(line)
    for path, value in more.items():
        *parents, key = path.split("__")
        where = line
        for parent in parents:
            where = where[parent]
        if value is ...:
            del where[key]
        else:
            where[key] = value
    return line


def later(event, number=1, **more):
    """A valid line of another event about the same listing, resting on document `number`."""
    line = {
        "event": event,
        "external_id": ISSUED["external_id"],
        "province": "cao-bang",
        "occurred_on": "2026-11-21",
        "document": {"number": f"{number}/QĐ-CCTHADS", "date": "2026-11-21"},
    }
    if event == "amended":
        line["listing"] = {"debtor_address": f"Tổ {number}"}
    if event == "ended":
        line["end_reason"] = "discharged"
    return {**line, **more}


def body(lines):
    return b"".join(
        (line if isinstance(line, bytes) else orjson.dumps(line)) + b"\n" for line in lines
    )


class MemoryRegister:
    """The register's three questions, answered from a dictionary of snapshots."""

    def __init__(self):
        self.listings = {}
        self.questions = []

    def known(self, external_ids):
        self.questions.append(("known", frozenset(external_ids)))
        return {
            each: Known(one.number, one.province, one.state, one.applied)
            for each in external_ids
            if (one := self.listings.get(each))
        }

    def snapshots(self, numbers):
        self.questions.append(("snapshots", frozenset(numbers)))
        return {one.number: one for one in self.listings.values() if one.number in numbers}

    def likely_duplicates(self, keys):
        self.questions.append(("likely_duplicates", frozenset(keys)))
        owners = defaultdict(set)
        for external_id, one in self.listings.items():
            owners[changes.duplicate_key_of(one.fields)].add(external_id)
        return {key: owners[key] for key in keys if key in owners}

    def write(self, plan):
        for write in plan.writes:
            external_id = write.decision.event.external_id
            before = self.listings.get(external_id)
            assert write.number == (before.number if before and before.number else "") or (
                write.number == "" and before is not None
            )
            after = listing_after(write.decision, before)
            if before is None:
                after = replace(after, number=f"2026-{len(self.listings) + 1:07d}")
            self.listings[external_id] = after

    def state(self):
        """Everything but the public numbers, which depend on the order of first lines."""
        return {each: replace(one, number="") for each, one in self.listings.items()}


def feed_settings(**more):
    known = {
        "today": TODAY,
        "known_province": PROVINCES.__contains__,
        "known_agency": AGENCIES.__contains__,
        "trusted": frozenset({"cao-bang"}),
    }
    return FeedSettings(**{**known, **more})


def send(register, lines, *, batch=1000, rules=None):
    """Feed `lines` (dicts or bytes) as one body, written batch by batch; the merged report."""
    raw = lines if isinstance(lines, bytes) else body(lines)
    report = Report()
    for some in feed.in_batches(feed.read_lines(io.BytesIO(raw)), max_lines=batch):
        plan = plan_feed(some, register=register, settings=rules or feed_settings())
        register.write(plan)
        report = merge(report, plan.report)
    return report
