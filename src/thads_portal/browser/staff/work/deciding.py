"""Which step decides on a listing as it waits, which gives it back; and that for a mixed list.

A board member's own work is of several kinds. One button decides on all that is chosen, each by
the step that its kind asks for, all in one transaction or none.
"""

from collections.abc import Callable
from dataclasses import replace
from thads_portal.actions.checks import checked
from thads_portal.browser.staff.work.steps import DeskStep
from thads_portal.browser.staff.work.steps import STEPS
from thads_portal.domain.codes import State
from thads_portal.domain.lifecycle import Step
from thads_portal.errors import Conflict
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from thads_portal.errors import ThadsError
from thads_portal.i18n import _


_MAIN = {State.SUBMITTED: Step.SIGN, State.BOARD_REVIEW: Step.APPROVE}
_BACK = {State.SUBMITTED: Step.RETURN_UNSIGNED, State.BOARD_REVIEW: Step.RETURN}
#: Steps that give a row of a batch back.
BATCH_BACK = frozenset(_BACK.values())


def main_step(listing) -> Step | None:
    """What publishes, signs, changes or ends it; None where nothing waits to be decided."""
    if listing.state is State.PUBLISHED:
        if listing.proposed_ending:
            return Step.END
        return Step.APPROVE_AMENDMENT if listing.pending else None
    if listing.state is State.ENDED:
        fed = bool(listing.applied) and not any(
            event["kind"] == Step.SEE_ENDING for event in listing.history
        )
        return Step.SEE_ENDING if fed else None
    return _MAIN.get(listing.state)


def back_step(listing) -> Step | None:
    """What gives it back with a reason."""
    if listing.state is State.PUBLISHED:
        if listing.proposed_ending:
            return Step.RETURN_ENDING
        return Step.RETURN_AMENDMENT if listing.pending else None
    return _BACK.get(listing.state)


def _each_by(step_of: Callable) -> Callable:
    def run(listings, acting, sent, expected):
        groups: dict[Step | None, list[int]] = {}
        for place, listing in enumerate(listings):
            groups.setdefault(step_of(listing), []).append(place)
        problems: list[Problem] = []
        for step, places in groups.items():
            members = [listings[at] for at in places]
            try:
                if step is None:
                    raise Conflict
                checked(step, members, acting, expected=expected)
            except Rejected as error:
                problems += [
                    replace(each, line=places[each.line - 1] + 1) for each in error.problems
                ]
            except ThadsError as error:
                problems += [Problem(at + 1, None, None, error.code, error.params) for at in places]
        if problems:
            raise Rejected(problems)
        # All are checked before the first is written.
        for step, places in groups.items():
            STEPS[step.value].run([listings[at] for at in places], acting, sent, expected)

    return run


#: By the value of their buttons.
MIXED = {
    each.code: each
    for each in (
        DeskStep(
            Step.APPROVE,
            _("step_decide", default="Duyệt các việc đã chọn"),
            _("step_decide_effect", default="Duyệt ${count} việc"),
            _("step_decide_done", default="Đã duyệt ${count} việc."),
            _each_by(main_step),
            comment=True,
            named="decide",
        ),
        DeskStep(
            Step.RETURN,
            _("step_give_back", default="Trả lại kèm lý do"),
            _("step_return_effect", default="Trả lại ${count} trường hợp cho biên tập viên"),
            _("step_return_done", default="Đã trả lại ${count} trường hợp."),
            _each_by(back_step),
            reason=True,
            named="give_back",
        ),
    )
}
