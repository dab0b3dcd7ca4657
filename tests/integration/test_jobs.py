"""Jobs: there with the change that asked for them, done once, stopped, taken up again."""

from contextlib import contextmanager
from datetime import timedelta
from plone import api
from thads_portal.errors import JobOver
from thads_portal.errors import NotAllowed
from thads_portal.jobs import queue
from thads_portal.jobs.context import LOCK
from thads_portal.jobs.interfaces import IJobKind
from thads_portal.jobs.interfaces import IPeriodicJob
from thads_portal.jobs.lookup import counts
from thads_portal.jobs.lookup import look_up
from thads_portal.jobs.lookup import newest
from thads_portal.jobs.periodic import kinds
from thads_portal.jobs.rescue import rescue
from thads_portal.jobs.states import JobState
from thads_portal.register.pool import reading
from thads_portal.testing import make_listing
from transaction.interfaces import TransientError
from zope.component import getGlobalSiteManager

import psycopg2
import pytest
import transaction


class Kind:
    """A kind whose work is a function; what it was called with is kept."""

    def __init__(self, work):
        self.work = work
        self.seen = []

    def run(self, site, job):
        self.seen.append(job)
        return self.work(site, job)


@contextmanager
def kind(work, name="test-kind"):
    utility = Kind(work)
    manager = getGlobalSiteManager()
    manager.registerUtility(utility, IJobKind, name)
    try:
        yield utility
    finally:
        manager.unregisterUtility(utility, IJobKind, name)


def enqueue(portal, *, role="provincial_editor", **options) -> str:
    with portal.site(role=role) as site:
        options.setdefault("title", "Việc thử")
        job_id = queue.enqueue(site, "test-kind", options.pop("parameters", {}), **options)
        transaction.commit()
    return job_id


def job(portal, job_id, *columns):
    ((*values,),) = portal.query(
        f"SELECT {', '.join(columns)} FROM thads_job WHERE id = %s",  # noqa: S608 - own names
        job_id,
    )
    return tuple(values)


def waiting(portal) -> int:
    ((count,),) = portal.query("SELECT count(*) FROM procrastinate_jobs")
    return count


# With the transaction


@pytest.mark.parametrize("with_object", [False, True])
def test_there_if_and_only_if_committed(portal, with_object):
    before = portal.query("SELECT count(*) FROM thads_job"), waiting(portal)
    with portal.site(role="provincial_editor") as site:
        if with_object:
            make_listing(portal, site)
        queue.enqueue(site, "test-kind", title="Bị hủy")
        transaction.abort()
        assert (portal.query("SELECT count(*) FROM thads_job"), waiting(portal)) == before
        if with_object:
            make_listing(portal, site)
        kept = queue.enqueue(site, "test-kind", {"file": "x"}, title="Giữ", province="cao-bang")
        assert (portal.query("SELECT count(*) FROM thads_job"), waiting(portal)) == before
        transaction.commit()
    assert job(portal, kept, "owner", "province", "parameters", "state", "title") == (
        portal.accounts["provincial_editor"]["username"],
        "cao-bang",
        {"file": "x"},
        "waiting",
        "Giữ",
    )
    with kind(lambda site, job: None):
        portal.run_jobs()
    assert waiting(portal) == 0


def test_savepoint_takes_its_job_back(portal):
    with portal.site(role="administrator") as site:
        kept = queue.enqueue(site, "test-kind", title="Trước")
        savepoint = transaction.savepoint()
        dropped = queue.enqueue(site, "test-kind", title="Sau")
        savepoint.rollback()
        transaction.commit()
    assert portal.query("SELECT id FROM thads_job WHERE id IN (%s, %s)", kept, dropped) == [(kept,)]
    with kind(lambda site, job: None):
        portal.run_jobs()


@pytest.mark.parametrize("with_object", [False, True])
def test_repeated_request_leaves_one_job(portal, with_object):
    ((before,),) = portal.query("SELECT count(*) FROM thads_job")
    with portal.site(role="administrator") as site:
        for attempt in (1, 2):
            transaction.begin()
            if with_object:
                make_listing(portal, site)
            queue.enqueue(site, "test-kind", title="Lặp")
            if attempt == 1:
                transaction.get().join(Failing())
                with pytest.raises(TransientError):
                    transaction.commit()
                transaction.abort()
            else:
                transaction.commit()
    ((after,),) = portal.query("SELECT count(*) FROM thads_job")
    assert (after - before, waiting(portal)) == (1, 1)
    with kind(lambda site, job: None) as done:
        portal.run_jobs()
    assert len(done.seen) == 1


class Failing:
    """The last to vote, and against."""

    def sortKey(self):
        return "~~~"

    def tpc_vote(self, txn):
        raise TransientError

    def abort(self, txn):
        pass

    tpc_begin = commit = tpc_finish = tpc_abort = abort


# Running


def test_runs_with_the_rights_of_its_owner_and_commits_once(portal):
    def work(site, job):
        assert api.user.get_current().getUserName() == "bien-tap-cao-bang"
        assert not transaction.get().isDoomed()
        listing = make_listing(portal, site)
        job.progress(1, 2)
        return {"number": listing.id}

    job_id = enqueue(portal)
    with kind(work):
        portal.run_jobs()
    state, result, started, finished = job(portal, job_id, "state", "result", "started", "finished")
    assert state == "done"
    assert started <= finished
    assert portal.query("SELECT count(*) FROM thads_listing WHERE number = %s", result["number"])
    assert waiting(portal) == 0


def test_an_owner_who_is_gone(portal):
    job_id = enqueue(portal, owner="khong-con")
    with kind(lambda site, job: None) as never:
        portal.run_jobs()
    assert job(portal, job_id, "state", "error_code") == ("failed", "not_allowed")
    assert not never.seen


def test_failure_leaves_nothing_and_tells_no_secret(portal, caplog):
    numbers = []

    def work(site, job):
        numbers.append(make_listing(portal, site).id)
        raise ValueError("001099012345")

    job_id = enqueue(portal)
    with kind(work):
        portal.run_jobs()
    state, code, told = job(portal, job_id, "state", "error_code", "error")
    assert (state, code) == ("failed", "job_failed")
    assert set(told) == {"vi", "en"}
    assert "001099012345" not in caplog.text
    assert job_id in caplog.text
    assert not portal.query("SELECT FROM thads_listing WHERE number = %s", numbers[0])


def test_a_job_out_of_memory_fails_with_its_reason_and_the_worker_goes_on(portal):
    numbers = []

    def work(site, job):
        numbers.append(make_listing(portal, site).id)
        bytearray(1 << 62)

    def small(site, job):
        numbers.append(make_listing(portal, site).id)

    job_id = enqueue(portal)
    with kind(work):
        portal.run_jobs()
    state, code, told = job(portal, job_id, "state", "error_code", "error")
    assert (state, code) == ("failed", "job_out_of_memory")
    assert "bộ nhớ" in told["vi"] and "memory" in told["en"]
    assert not portal.query("SELECT FROM thads_listing WHERE number = %s", numbers[0])
    job_id = enqueue(portal)
    with kind(small):
        portal.run_jobs()
    assert job(portal, job_id, "state") == ("done",)


def test_refusal_is_told(portal):
    def work(site, job):
        raise NotAllowed

    job_id = enqueue(portal)
    with kind(work):
        portal.run_jobs()
    assert job(portal, job_id, "state", "error_code") == ("failed", "not_allowed")


def test_unknown_kind(portal):
    job_id = enqueue(portal)
    portal.run_jobs()
    assert job(portal, job_id, "state", "error_code") == ("failed", "job_failed")


def test_conflict_is_repeated(portal):
    def work(site, job):
        if len(done.seen) == 1:
            raise TransientError

    job_id = enqueue(portal)
    with kind(work) as done:
        portal.run_jobs()
    assert len(done.seen) == 2
    assert job(portal, job_id, "state") == ("done",)


def test_progress_is_seen_at_once_and_cancelling_stops(portal):
    seen = []

    def work(site, job):
        job.progress(3, 10)
        seen.append(portal.query("SELECT state, done, total FROM thads_job WHERE id = %s", job.id))
        queue.cancel(site, job.id)
        job.progress(10, 10)
        raise AssertionError("still running")

    job_id = enqueue(portal)
    with kind(work):
        portal.run_jobs()
    assert seen == [[("running", 3, 10)]]
    assert job(portal, job_id, "state") == ("cancelled",)


def test_cancelled_while_it_waits_then_run_again(portal):
    job_id = enqueue(portal)
    with portal.site() as site:
        queue.cancel(site, job_id)
        with pytest.raises(JobOver):
            queue.cancel(site, job_id)
    assert job(portal, job_id, "state") == ("cancelled",)
    with kind(lambda site, job: None) as done:
        portal.run_jobs()
        assert not done.seen
        with portal.site() as site:
            queue.run_again(site, job_id)
            transaction.commit()
        portal.run_jobs()
        assert len(done.seen) == 1
        with portal.site() as site:
            queue.run_again(site, job_id)
            with pytest.raises(JobOver):
                transaction.commit()
    assert job(portal, job_id, "state") == ("done",)


# A worker that is gone


def abandon(portal, job_id):
    """As a worker leaves it that was killed while it ran the job."""
    portal.query("SELECT procrastinate_fetch_job_v2(NULL, NULL)")
    portal.query("UPDATE thads_job SET state = 'running', attempts = 1 WHERE id = %s", job_id)


def test_lost_job_is_taken_up_again(portal):
    job_id = enqueue(portal)
    abandon(portal, job_id)
    ((place,),) = portal.query("SELECT id FROM procrastinate_jobs WHERE status = 'doing'")
    worker = psycopg2.connect(portal.dsn)
    try:
        with worker.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", (LOCK, place))
        assert rescue(portal.dsn, grace=0) == 0
    finally:
        worker.close()
    assert rescue(portal.dsn) == 0
    assert rescue(portal.dsn, grace=0) == 1
    with kind(lambda site, job: None) as done:
        portal.run_jobs()
    assert [each.attempt for each in done.seen] == [2]
    assert job(portal, job_id, "state") == ("done",)


def test_job_that_ends_its_workers_is_given_up(portal):
    job_id = enqueue(portal)
    with kind(lambda site, job: None) as never:
        abandon(portal, job_id)
        portal.query("UPDATE thads_job SET lost = 2 WHERE id = %s", job_id)
        assert rescue(portal.dsn, grace=0) == 1
        portal.run_jobs()
    assert not never.seen
    assert job(portal, job_id, "state", "error_code") == ("failed", "job_interrupted")


def test_a_worker_that_comes_too_late_changes_nothing(portal):
    numbers = []

    def work(site, job):
        numbers.append(make_listing(portal, site).id)
        # Another worker took the job and did it, while this one was out of reach.
        portal.query(
            "UPDATE thads_job SET attempts = attempts + 1, state = 'done' WHERE id = %s", job.id
        )

    job_id = enqueue(portal)
    with kind(work) as done:
        portal.run_jobs()
        # It stays in the queue until somebody sees that it is over.
        portal.query("UPDATE procrastinate_jobs SET scheduled_at = NULL")
        portal.run_jobs()
    assert len(done.seen) == 1
    assert waiting(portal) == 0
    assert not portal.query("SELECT FROM thads_listing WHERE number = %s", numbers[0])
    assert job(portal, job_id, "state") == ("done",)


# Looking them up


def test_lists_and_counts(portal):
    mine = [enqueue(portal, title=f"Việc {number}") for number in range(5)]
    other = enqueue(portal, role="administrator")
    owner = portal.accounts["provincial_editor"]["username"]
    with reading(portal.dsn) as cursor:
        page = newest(cursor, owner=owner, limit=3)
        behind = newest(cursor, owner=owner, limit=3, before=page[-1])
        assert [job.id for job in (*page, *behind)][:5] == mine[::-1]
        assert newest(cursor, limit=1)[0].id == other
        assert {job.state for job in newest(cursor, states=(JobState.FAILED,))} == {JobState.FAILED}
        assert look_up(cursor, mine[0]).title == "Việc 0"
        assert look_up(cursor, "khong-co") is None
        assert counts(cursor)[JobState.WAITING] == 6
    with kind(lambda site, job: None):
        portal.run_jobs()
    with reading(portal.dsn) as cursor:
        assert counts(cursor)[JobState.WAITING] == 0
        assert look_up(cursor, mine[0]).over


def test_how_long_it_will_take(portal):
    job_id = enqueue(portal)
    portal.query(
        "UPDATE thads_job SET state = 'running', started = now() - interval '10 seconds',"
        " done = 25, total = 100 WHERE id = %s",
        job_id,
    )
    with reading(portal.dsn) as cursor:
        seen = look_up(cursor, job_id)
    assert seen.left(seen.started + timedelta(seconds=10)) == timedelta(seconds=30)
    assert seen.left(seen.started) is None
    portal.query("DELETE FROM procrastinate_jobs")
    portal.query("DELETE FROM thads_job WHERE id = %s", job_id)


# By the clock


def test_every_kind_with_a_clock_has_a_title(portal):
    found = dict(kinds())
    assert "upkeep" in found
    for utility in found.values():
        assert IPeriodicJob.providedBy(utility)
        assert utility.title
        assert len(utility.cron.split()) == 5
