"""A large batch is worked on by a job: once, as a whole or not at all, also when it is killed.

``THADS_BATCH_KILLS`` sets how often the random test kills (default 4), ``THADS_SEED`` its seed.
"""

from plone import api
from tests.support.batches import batch_of
from tests.support.batches import SIGNATURE
from tests.support.desk import at_desk
from tests.support.desk import BOARD
from tests.support.desk import EDITOR
from tests.support.desk import HEAD
from tests.support.desk import make_colleagues
from tests.support.desk import ROW
from tests.support.exhaustive import part
from tests.support.killing import assert_agreement
from tests.support.killing import zygote
from thads_portal.actions.batch_create import create_batch
from thads_portal.actions.batch_sign import sign_batch
from thads_portal.actions.batch_submit import submit_batch
from thads_portal.actions.batch_take import last_job
from thads_portal.actions.batch_take import Order
from thads_portal.actions.batch_take import take
from thads_portal.actions.create import create
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.batches import BatchState
from thads_portal.domain.batches import BatchStep
from thads_portal.errors import BatchRefused
from thads_portal.errors import Code
from thads_portal.errors import Conflict
from thads_portal.jobs.states import JobState
from thads_portal.testing import fresh_portal

import os
import pytest
import random
import signal
import time
import transaction


KILLS = int(os.environ.get("THADS_BATCH_KILLS", "4"))
SEED = int(os.environ.get("THADS_SEED", "20261124"))
#: Rows of the batch that is killed at any moment: writing them takes a while.
COUNT = 400
#: Rows of the others, and how many are still no job here; it is 200 for the portal.
FEW, NO_JOB = 40, 20


@pytest.fixture(scope="module")
def portal():
    with fresh_portal() as fresh:
        with fresh.site() as site:
            make_colleagues(site)
            transaction.commit()
        yield fresh


def waiting_for_board(portal, count=COUNT) -> str:
    """A batch of `count` rows that the head has signed."""
    with portal.site() as site:
        rows = [
            {**ROW, "debtor_name": f"Nông Văn {place}", "judgment_number": f"{place + 1}/2023/DS"}
            for place in range(count)
        ]
        acting = at_desk(site, EDITOR)
        listings = create(site["cao-bang"][REGISTER_ID], rows, acting)
        numbers = [listing.id for listing in listings]
        transaction.commit()
        batch = create_batch(site["cao-bang"], acting, numbers=numbers)
        transaction.commit()
        submit_batch(batch, at_desk(site, EDITOR))
        transaction.commit()
        sign_batch(batch, at_desk(site, HEAD), **SIGNATURE)
        transaction.commit()
        return batch.id


def click(portal, name, step=BatchStep.APPROVE, *, who=BOARD, revision=None, **more):
    with portal.site() as site:
        batch = batch_of(site, name)
        order = Order(step=step, revision=revision or batch.revision, **more)
        job = take(batch, at_desk(site, who), order, large=NO_JOB)
        transaction.commit()
        return job


def published(portal, name) -> int:
    ((count,),) = portal.query(
        "SELECT count(*) FROM thads_batch_listing JOIN thads_search USING (number)"
        " WHERE batch = %s",
        name,
    )
    return count


def seen(portal, name):
    with portal.site() as site:
        batch = batch_of(site, name)
        batch._p_activate()
        return batch.state, last_job(batch), [each["kind"] for each in batch.history]


def test_two_clicks_are_one_approval(portal):
    name = waiting_for_board(portal, FEW)
    with portal.site() as site:
        revision = batch_of(site, name).revision
    first = click(portal, name, revision=revision)
    assert first is not None
    assert click(portal, name, revision=revision) == first
    with pytest.raises(Conflict) as caught:
        click(portal, name, BatchStep.RETURN, reasons={"2026-0000001": "x"})
    assert caught.value.code == Code.BATCH_BUSY
    assert published(portal, name) == 0
    portal.run_jobs()
    state, job, history = seen(portal, name)
    assert (state, job.state, job.result) == (
        BatchState.PUBLISHED,
        JobState.DONE,
        {"step": "approve", "rows": FEW},
    )
    assert (published(portal, name), history.count("approve")) == (FEW, 1)
    with pytest.raises(Conflict) as caught:
        click(portal, name, revision=revision)
    assert caught.value.code == Code.BATCH_CHANGED


def test_a_row_that_changed_is_named_and_the_others_are_approved(portal):
    name = waiting_for_board(portal, FEW)
    with portal.site() as site:
        number = sorted(batch_of(site, name).rows.waiting)[7]
        site["cao-bang"][REGISTER_ID][number].reindexObject()
        transaction.commit()
    click(portal, name)
    portal.run_jobs()
    state, job, _ = seen(portal, name)
    assert state == BatchState.BOARD_REVIEW
    ((refused, code, text),) = job.result["refused"]
    assert (refused, code, job.result["going"]) == (number, "row_changed", FEW - 1)
    assert number in text["vi"]
    assert published(portal, name) == 0
    click(portal, name, leave=(number,))
    portal.run_jobs()
    state, job, _ = seen(portal, name)
    assert (state, job.result["rows"], published(portal, name)) == (
        BatchState.BOARD_REVIEW,
        FEW - 1,
        FEW - 1,
    )
    # One row alone is no job; it still has to be looked at.
    with pytest.raises(BatchRefused):
        click(portal, name)


def test_rights_are_those_of_the_moment_in_which_it_runs(portal):
    name = waiting_for_board(portal, FEW)
    click(portal, name)
    with portal.site():
        api.group.remove_user(groupname="editorial-board", username=BOARD)
        transaction.commit()
    try:
        portal.run_jobs()
        state, job, _ = seen(portal, name)
        assert (state, job.state, job.error_code) == (
            BatchState.BOARD_REVIEW,
            JobState.FAILED,
            "not_allowed",
        )
    finally:
        with portal.site():
            api.group.add_user(groupname="editorial-board", username=BOARD)
            transaction.commit()


@pytest.mark.parametrize("where", part(["begin", "voted", "finish", "finished"], 1, 2))
def test_killed_at_a_stage_of_the_commit(portal, where):
    name = waiting_for_board(portal, FEW)
    click(portal, name)
    fault = {"where": where, "commit": 1}
    killed = zygote().start("jobs", portal.dsn, fault=fault)
    assert killed.wait() == -signal.SIGKILL
    assert published(portal, name) == (FEW if where == "finished" else 0)
    finish_and_look(portal, name, FEW)


def test_killed_at_random_moments(portal):
    chance = random.Random(SEED)
    name = waiting_for_board(portal)
    click(portal, name)
    other = waiting_for_board(portal, FEW)
    for _ in range(KILLS):
        worker = zygote().start("jobs", portal.dsn)
        worker.until("ready")
        time.sleep(chance.uniform(0, 0.5))
        worker.kill()
        code = worker.wait()
        assert published(portal, name) in (0, COUNT)
        if code == 0:
            break
        assert code == -signal.SIGKILL
        # More losses than these are taken for the job's own fault.
        portal.query("UPDATE thads_job SET lost = 0")
    finish_and_look(portal, name, COUNT)
    assert published(portal, other) == 0


def finish_and_look(portal, name, count):
    portal.query("UPDATE thads_job SET lost = 0")
    worker = zygote().start("jobs", portal.dsn)
    worker.until("end")
    state, job, history = seen(portal, name)
    assert (state, job.state) == (BatchState.PUBLISHED, JobState.DONE)
    assert (published(portal, name), history.count("approve")) == (count, 1)
    assert_agreement(portal.dsn)
