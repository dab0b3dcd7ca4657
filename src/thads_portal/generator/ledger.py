"""A year of follow-up for the listings of one province: synthetic events for the case feed.

Drawn from the issued events alone, in an order in which every line can be applied: stated,
verified every half year (some late, some not at all), paid in parts, paid out, taken back now and
then, postponed, closed.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from datetime import date
from datetime import timedelta
from typing import Any

import json
import random


#: What is told of a verification.
_FINDINGS = (
    "Không có nhà, đất đứng tên; sống cùng bố mẹ, làm nương.",
    "Không có tài khoản, không có thu nhập ổn định; đi làm thuê theo mùa.",
    "Xe máy cũ, giá trị thấp hơn chi phí cưỡng chế.",
    "Đã chuyển đi làm ăn, địa phương chưa rõ nơi ở mới.",
    "Thu nhập dưới mức sinh hoạt tối thiểu, nuôi hai con nhỏ.",
)
_CHANNELS = ("direct", "direct", "direct", "written", "digital")
_SOURCES = ("voluntary", "voluntary", "deducted", "prison", "third_party")
_FIRST = date(2025, 10, 1)


def ledger_lines(
    issued: Iterable[dict[str, Any]], *, today: date, seed: int = 1
) -> Iterator[bytes]:
    """Lines for the feed, for each of `issued` in its turn; none later than `today`."""
    draw = random.Random(seed)
    for serial, event in enumerate(issued, start=1):
        if draw.random() < 0.15:
            continue
        for line in _case(event, serial, draw, today):
            yield json.dumps(line, ensure_ascii=False).encode()


def _case(
    event: dict[str, Any], serial: int, draw: random.Random, today: date
) -> Iterator[dict[str, Any]]:
    listing = event["listing"]
    since = date.fromisoformat(listing["no_conditions_decision_date"])
    place = listing["debtor_address"]

    def line(kind: str, day: date, number: str, **more: Any) -> dict[str, Any]:
        return {
            "event": kind,
            "external_id": event["external_id"],
            "province": event["province"],
            "occurred_on": day.isoformat(),
            "document": {"number": number, "date": day.isoformat()},
            **more,
        }

    stated = _lines(listing, draw)
    case = {
        "origin": draw.choice(["ex_officio", "on_request", "on_request"]),
        "prisoner_two_years": draw.random() < 0.06,
        "address_unknown": False,
        "lines": stated,
    }
    begun = max(since, _FIRST)
    if begun > today:
        return
    yield line("case_stated", begun, f"TD-{serial}", case=case)
    yield from _verifications(line, since, serial, place, draw, today)
    if stated and draw.random() < 0.4:
        yield from _money(line, begun, serial, stated, draw, today)
    if draw.random() < 0.05:
        day = begun + timedelta(draw.randrange(20, 60))
        if day <= today:
            until = day + timedelta(60)
            yield line(
                "postponed", day, f"{serial}/QĐ-HTHA", basis="46(1)(b)", until=until.isoformat()
            )


def _lines(listing: dict[str, Any], draw: random.Random) -> list[dict[str, Any]]:
    """The listing's sum on lines of its kinds; none where it is not about money."""
    amount = listing.get("obligation_amount") or 0
    kinds = listing["obligation_kinds"]
    if not amount:
        return []
    if len(kinds) == 1 or amount < 1_000_000:
        return [{"line": "1", "kind": kinds[0], "to_do": amount}]
    first = amount * draw.randrange(10, 40) // 100 // 1000 * 1000
    return [
        {"line": "1", "kind": kinds[0], "to_do": first},
        {"line": "2", "kind": kinds[1], "to_do": amount - first},
    ]


def _verifications(line, since, serial, place, draw, today) -> Iterator[dict[str, Any]]:
    day, number = since, 0
    while draw.random() < 0.93:
        day += timedelta(draw.randrange(150, 192))
        if day > today:
            return
        number += 1
        if day < _FIRST:
            continue
        yield line(
            "verified",
            day,
            f"BB-{serial}-{number}",
            verification={
                "channel": draw.choice(_CHANNELS),
                "place": place,
                "conclusion": "none" if draw.random() < 0.95 else "part",
                "declared": draw.random() < 0.6,
                "findings": draw.choice(_FINDINGS),
            },
        )
        if draw.random() < 0.08:
            told = day + timedelta(draw.randrange(20, 90))
            if told <= today:
                yield line(
                    "new_information",
                    told,
                    f"CV-{serial}-{number}",
                    informant="Người được thi hành án",
                    content="Người phải thi hành án vừa mua xe tải cũ.",
                )


def _money(line, begun, serial, stated, draw, today) -> Iterator[dict[str, Any]]:
    left = {each["line"]: each["to_do"] for each in stated}
    day = begun
    for number in range(1, draw.randrange(2, 5)):
        day += timedelta(draw.randrange(10, 80))
        if day > today:
            return
        key = draw.choice(sorted(left))
        amount = max(1000, left[key] * draw.randrange(5, 45) // 100 // 1000 * 1000)
        if amount > left[key]:
            continue
        receipt = f"BL-{serial}-{number}"
        yield line("collected", day, receipt, line=key, amount=amount, source=draw.choice(_SOURCES))
        if draw.random() < 0.06:
            taken = {"event": "collected", "document": {"number": receipt, "date": day.isoformat()}}
            yield line("reversed", day, f"{receipt}-đ", reverses=taken, note="Ghi nhầm hồ sơ khác")
            continue
        left[key] -= amount
        paid = day + timedelta(draw.randrange(1, 14))
        if paid <= today and draw.random() < 0.9:
            yield line("paid_out", paid, f"PC-{serial}-{number}", line=key, amount=amount)
