"""All rules of law that the portal applies, as one list to be read: for lawyers, editors, the public.

Each rule is a row of the table in which the portal itself looks it up, so the list cannot say
something else than what is done.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from thads_portal.domain.agency_rules import AGENCY_RULES
from thads_portal.domain.central_bodies import CENTRAL_BODIES
from thads_portal.domain.clocks import LABELS as TERM_LABELS
from thads_portal.domain.clocks import LEGAL_TERMS
from thads_portal.domain.clocks import POSTING_LENGTHS
from thads_portal.domain.commune_rules import COMMUNE_RULES
from thads_portal.domain.grounds import GROUNDS
from thads_portal.domain.grounds import LAWS
from thads_portal.domain.ledger.payment_order import PAYMENT_ORDERS
from thads_portal.domain.ledger.terms import DUTY_LABELS
from thads_portal.domain.ledger.terms import FOLLOW_UP_TERMS
from thads_portal.domain.ledger.terms import FollowUpTerm
from thads_portal.domain.ledger.terms import STARTS
from thads_portal.domain.ledger.terms import Unit
from thads_portal.domain.publication_law import PUBLICATION_LAWS
from thads_portal.domain.separate_track import SEPARATE_TRACK_RULES


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row: `what` it is about and what holds, each as (Vietnamese, English); where the law
    says it, in Vietnamese; the first and the last day of what it applies to, None where open.
    """

    what: tuple[str, str]
    holds: tuple[str, str]
    source: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Chapter:
    """Rules of one kind; `code` is its anchor in a page."""

    code: str
    title: tuple[str, str]
    rules: tuple[Rule, ...]


def chapters() -> tuple[Chapter, ...]:
    """Everything, in the order in which a case meets it; newer rules first."""
    return (
        Chapter(
            "can-cu",
            ("Căn cứ chưa có điều kiện thi hành", "Grounds for lacking conditions"),
            tuple(_grounds()),
        ),
        Chapter(
            "thoi-han",
            ("Thời hạn công khai, sửa đổi, chấm dứt", "Terms of publication"),
            tuple(_terms()),
        ),
        Chapter(
            "theo-doi",
            ("Theo dõi việc sau công khai", "Follow-up of a case"),
            tuple(_follow_up()),
        ),
        Chapter("niem-yet", ("Niêm yết tại cấp xã", "Posting at the commune"), tuple(_postings())),
        Chapter(
            "theo-doi-rieng",
            ("Sổ theo dõi riêng, gửi lại yêu cầu", "Separate register, return of the request"),
            tuple(_separate()),
        ),
        Chapter(
            "van-ban",
            ("Văn bản làm căn cứ công khai", "Acts that order publication"),
            tuple(_acts()),
        ),
        Chapter(
            "co-quan",
            ("Tên cơ quan quản lý theo thời gian", "The central body by date"),
            tuple(_bodies()),
        ),
        Chapter(
            "co-quan-thi-hanh-an",
            ("Cơ quan thi hành án theo thời gian", "The enforcement agencies by date"),
            tuple(_agencies()),
        ),
    )


def _grounds() -> Iterator[Rule]:
    for law in reversed([*LAWS.values()]):
        for row in GROUNDS:
            if row.scheme == law.scheme:
                yield Rule(
                    what=(
                        f"Điểm {row.letter}: {row.short[0]}",
                        f"Point {row.letter}: {row.short[1]}",
                    ),
                    holds=row.full,
                    source=row.article(),
                    valid_from=law.valid_from,
                    valid_to=law.valid_to,
                )


def _days(days: int) -> tuple[str, str]:
    if days == 0:
        return "Ngay", "At once"
    return f"{days} ngày làm việc", f"{days} working day{'s' if days > 1 else ''}"


def _terms() -> Iterator[Rule]:
    for term in sorted(LEGAL_TERMS, key=lambda each: each.valid_from, reverse=True):
        duty, trigger = TERM_LABELS[term.duty], TERM_LABELS[term.trigger]
        yield Rule(
            what=(f"{duty[0]} – tính từ: {trigger[0]}", f"{duty[1]}, counted from: {trigger[1]}"),
            holds=_days(term.working_days),
            source=term.source,
            valid_from=term.valid_from,
            valid_to=term.valid_to,
        )


def _follow_up() -> Iterator[Rule]:
    for term in sorted(FOLLOW_UP_TERMS, key=lambda each: each.valid_from, reverse=True):
        duty, start = DUTY_LABELS[term.duty], STARTS[term.duty]
        yield Rule(
            what=(f"{duty[0]} – tính từ: {start[0]}", f"{duty[1]}, counted from: {start[1]}"),
            holds=_length(term),
            source=term.source,
            valid_from=term.valid_from,
            valid_to=term.valid_to,
        )
    for order in reversed(PAYMENT_ORDERS):
        yield Rule(
            what=("Thứ tự thanh toán tiền thi hành án", "Order in which money pays"),
            holds=order.holds,
            source=order.source,
            valid_from=order.valid_from,
            valid_to=order.valid_to,
        )


def _length(term: FollowUpTerm) -> tuple[str, str]:
    if term.length is None:
        return "Luật không quy định thời hạn", "The law gives no term"
    vi, en = {
        Unit.MONTHS: ("tháng", "months"),
        Unit.DAYS: ("ngày", "days"),
        Unit.WORKING_DAYS: ("ngày làm việc", "working days"),
    }[term.unit]
    holds = f"{term.length} {vi}", f"{term.length} {en}"
    if term.special is not None:
        holds = (
            f"{holds[0]}; {term.special} {vi} với người đang chấp hành án phạt tù còn từ 2 năm hoặc"
            " chưa rõ địa chỉ mới",
            f"{holds[1]}; {term.special} {en} for a prisoner with 2 years or more left or of unknown"
            " new address",
        )
    if term.longest is not None:
        holds = (
            f"{holds[0]}; đến {term.longest} {vi} khi nhiều người được thi hành án",
            f"{holds[1]}; up to {term.longest} {en} with many creditors",
        )
    return holds


def _postings() -> Iterator[Rule]:
    for rule in reversed(COMMUNE_RULES):
        yield Rule(
            what=("Nơi nhận quyết định để niêm yết", "Where the decision is sent to be posted"),
            holds=rule.addressee,
            source=rule.source,
            valid_from=rule.valid_from,
            valid_to=rule.valid_to,
        )
    for length in POSTING_LENGTHS:
        yield Rule(
            what=("Thời gian niêm yết", "Length of the posting"),
            holds=(f"{length.months} tháng", f"{length.months} months"),
            source=length.source,
            valid_from=length.valid_from,
            valid_to=length.valid_to,
        )


def _separate() -> Iterator[Rule]:
    for rule in reversed(SEPARATE_TRACK_RULES):
        if rule.years == rule.years_special:
            holds = (
                f"{rule.years} năm không có thông tin mới",
                f"{rule.years} years without new information",
            )
        else:
            holds = (
                f"{rule.years} năm ({rule.years_special} năm với người đang chấp hành án phạt tù còn"
                " từ 2 năm hoặc chưa rõ địa chỉ mới) không có thông tin mới",
                f"{rule.years} year ({rule.years_special} for a prisoner with 2 years or more left or"
                " of unknown new address) without new information",
            )
        if rule.verifications is not None:
            holds = (
                f"{holds[0]}, đã xác minh ít nhất {rule.verifications} lần",
                f"{holds[1]}, verified at least {rule.verifications} times",
            )
        yield Rule(
            what=(
                f"Chuyển theo dõi riêng; việc theo yêu cầu: {rule.on_request[0]}",
                f"Move to the separate register; on request: {rule.on_request[1]}",
            ),
            holds=holds,
            source=rule.source,
            valid_from=rule.valid_from,
            valid_to=rule.valid_to,
        )


def _acts() -> Iterator[Rule]:
    for law in reversed(PUBLICATION_LAWS):
        for act in law.acts:
            yield Rule(
                what=("Công khai thông tin", "Publication"),
                holds=(act, act),
                source=law.ground,
                valid_from=law.valid_from,
                valid_to=law.valid_to,
            )


def _bodies() -> Iterator[Rule]:
    for body in reversed(CENTRAL_BODIES):
        yield Rule(
            what=("Cơ quan quản lý thi hành án dân sự", "The body that leads the system"),
            holds=(body.name, body.name),
            source=body.source,
            valid_from=body.valid_from,
            valid_to=body.valid_to,
        )


def _agencies() -> Iterator[Rule]:
    for rule in reversed(AGENCY_RULES):
        yield Rule(
            what=rule.what,
            holds=rule.holds,
            source=rule.source,
            valid_from=rule.valid_from,
            valid_to=rule.valid_to,
        )
