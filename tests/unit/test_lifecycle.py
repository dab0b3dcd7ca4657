"""The table of steps is complete, and each of its permissions is some role's."""

from pathlib import Path
from thads_portal.domain.codes import State
from thads_portal.domain.lifecycle import BY_STEP
from thads_portal.domain.lifecycle import LIVE
from thads_portal.domain.lifecycle import Permission
from thads_portal.domain.lifecycle import Step
from thads_portal.domain.lifecycle import steps_from
from thads_portal.domain.lifecycle import TRANSITIONS
from thads_portal.domain.lifecycle import UNPUBLISHED
from thads_portal.domain.recording import Recorded
from thads_portal.domain.signing import Signing
from xml.etree import ElementTree

import pytest


PROFILE = Path(__file__).parents[2] / "profiles" / "default"

#: Who may take the steps, as the table of roles says; nobody else, managers included.
ROLES = {
    Permission.CREATE: {"ProvincialEditor"},
    Permission.SUBMIT: {"ProvincialEditor"},
    Permission.PROPOSE: {"ProvincialEditor"},
    Permission.SIGN: {"AgencyHead"},
    Permission.APPROVE: {"EditorialBoard"},
    Permission.FEED: {"CaseSystem"},
}


def granted() -> dict[str, tuple[bool, set[str]]]:
    """Permission title -> (acquired, roles), from the profile."""
    tree = ElementTree.parse(PROFILE / "rolemap.xml")  # noqa: S314 - the project's own file
    return {
        each.get("name"): (
            each.get("acquire") != "False",
            {role.get("name") for role in each.findall("role")},
        )
        for each in tree.iter("permission")
    }


@pytest.mark.parametrize("permission", Permission)
def test_each_permission_is_granted_to_its_roles_only(permission):
    assert granted()[permission.value] == (False, ROLES[permission])


@pytest.mark.parametrize("permission", Permission)
def test_each_permission_is_declared(permission):
    declared = Path(__file__).parents[2] / "src/thads_portal/security/configure.zcml"
    assert f'title="{permission.value}"' in declared.read_text()


def test_every_step_stands_in_the_table_once():
    assert [each.step for each in TRANSITIONS] == list(dict.fromkeys(t.step for t in TRANSITIONS))
    assert set(BY_STEP) == set(Step)


def test_whatever_publishes_by_hand_needs_other_eyes():
    publishing = {each.step for each in TRANSITIONS if each.target is State.PUBLISHED}
    assert publishing == {Step.APPROVE, Step.SIGN_AND_PUBLISH}
    assert all(BY_STEP[step].not_own_work for step in publishing)
    assert BY_STEP[Step.APPROVE_AMENDMENT].not_own_work


def test_a_draft_cannot_skip_the_head_or_the_board():
    reached = {each.target for each in steps_from(State.DRAFT) if not each.by_policy}
    assert reached == {None, State.ENDED}
    onwards = (State.SUBMITTED, State.BOARD_REVIEW, State.PUBLISHED)
    ways = {
        signing: {
            each.step
            for state in (State.DRAFT, State.SUBMITTED)
            for each in steps_from(state)
            if each.target in onwards and signing in each.policies
        }
        for signing in Signing
    }
    assert ways == {
        Signing.HEAD_THEN_BOARD: {Step.SUBMIT, Step.SIGN},
        Signing.HEAD_ALONE: {Step.SUBMIT, Step.SIGN, Step.SIGN_AND_PUBLISH},
        # Who has signed on paper is entered; a head with an account may still sign what waits.
        Signing.BOARD_ALONE: {Step.SUBMIT_SIGNED, Step.SIGN},
    }
    # Whatever takes a listing past the head rests on the head's decision.
    signed = (Step.SIGN, Step.SIGN_AND_PUBLISH, Step.SUBMIT_SIGNED)
    assert all(BY_STEP[step].needs_document for step in signed)


@pytest.mark.parametrize("state", State)
def test_no_state_is_a_trap_and_each_is_reached(state):
    assert any(each.target not in (None, state) for each in steps_from(state))
    assert any(each.target is state for each in TRANSITIONS)


def test_states_are_sorted_into_those_before_the_public_and_those_that_may_end():
    assert set(State) == UNPUBLISHED | {State.PUBLISHED, State.ENDED}
    assert LIVE == BY_STEP[Step.END].sources == UNPUBLISHED | {State.PUBLISHED}


def test_steps_about_what_waits_are_offered_only_where_it_does():
    about_amendment = {Step.APPROVE_AMENDMENT, Step.RETURN_AMENDMENT, Step.RECALL_AMENDMENT}
    plain = {each.step for each in steps_from(State.PUBLISHED)}
    pending = {each.step for each in steps_from(State.PUBLISHED, pending=True)}
    ending = {each.step for each in steps_from(State.PUBLISHED, ending=True)}
    assert pending - plain == about_amendment
    assert ending - plain == {Step.RETURN_ENDING, Step.RECALL_ENDING}


WHO = {
    Permission.CREATE: "provincial editor",
    Permission.SUBMIT: "provincial editor",
    Permission.PROPOSE: "provincial editor",
    Permission.SIGN: "agency head",
    Permission.APPROVE: "editorial board",
}
NEEDS = {
    "needs_reason": "reason",
    "needs_end_reason": "end reason",
    "needs_document": "document",
    "needs_pending": "amendment",
    "needs_ending": "ending",
    "by_policy": "policy",
    "not_own_work": "other eyes",
    "by_sender": "own sending",
}


def as_documented(transition) -> str:
    sources = [f"`{state}`" for state in State if state in transition.sources]
    target = f"`{transition.target}`" if transition.target else "–"
    needs = ", ".join(word for name, word in NEEDS.items() if getattr(transition, name))
    cells = (
        f"`{transition.step}`",
        ", ".join(sources) or "–",
        target,
        WHO[transition.permission],
        needs,
    )
    return "| " + " | ".join(cells).rstrip() + " |"


def test_the_documentation_tells_the_table():
    text = (Path(__file__).parents[2] / "docs" / "workflow.md").read_text()
    _, table = text.split("| step | from | to | who | needs |\n|---|---|---|---|---|\n")
    documented = table.split("\n\n")[0].splitlines()
    assert documented == [as_documented(each) for each in TRANSITIONS]


def test_every_step_can_be_recorded_and_every_record_has_words_in_both_languages():
    # These are recorded as the events of the law that they are: issued, amended, ended, reopened.
    events = {Step.CREATE, Step.APPROVE_AMENDMENT, Step.END, Step.REOPEN}
    assert {step.value for step in set(Step) - events} <= {each.value for each in Recorded}
    assert [each for each in Recorded if not all(each.labels)] == []
