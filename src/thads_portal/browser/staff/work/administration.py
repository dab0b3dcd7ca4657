"""What the administrator looks at on the desk of the country: jobs, feeds, errors of pages."""

from thads_portal.browser.staff.jobs import texts
from thads_portal.browser.staff.jobs.short import in_short
from thads_portal.browser.staff.record.people import People
from thads_portal.i18n import _
from thads_portal.jobs import lookup
from thads_portal.jobs.states import JobState
from thads_portal.register import feed_runs
from urllib.parse import quote


_FEEDS = 5
_JOBS = 5


class Administration:
    """Asked in one go, shown as tiles and lists."""

    def __init__(self, page, cursor) -> None:
        self._page = page
        self._feeds = feed_runs.runs(cursor, limit=_FEEDS)
        self._failed = lookup.newest(cursor, states=(JobState.FAILED,), limit=_JOBS)
        self._running = lookup.newest(cursor, states=(JobState.RUNNING,), limit=_JOBS)
        self._short = in_short(page, cursor)

    @property
    def tiles(self):
        for each in self._short:
            yield {
                "label": each["label"],
                "count": each["number"],
                "address": each["address"] or None,
                "current": False,
                "pressing": each["pressing"],
            }

    @property
    def notices(self):
        page = self._page
        for jobs, heading in (
            (self._failed, _("desk_jobs_failed", default="Việc chạy nền bị lỗi gần đây")),
            (self._running, _("desk_jobs_running", default="Việc đang chạy nền")),
        ):
            if jobs:
                state = jobs[0].state.value
                yield {
                    "heading": page.say(heading),
                    "entries": [self._job(job) for job in jobs],
                    "address": f"{page.root}/cong-viec?trang-thai={state}",
                    "more": page.say(_("desk_jobs_all", default="Tất cả công việc này")),
                }
        if self._feeds:
            yield {
                "heading": page.say(_("desk_feeds", default="Phần mềm thụ lý gửi gần đây")),
                "entries": [self._feed(run) for run in self._feeds],
                "address": f"{page.root}/nhan-du-lieu",
                "more": page.say(_("desk_feeds_all", default="Tất cả các lần nhận dữ liệu")),
            }

    def _job(self, job: lookup.Seen) -> dict[str, str]:
        page = self._page
        if job.state is JobState.FAILED:
            told = (job.error or {}).get(page.language, "")
            text = " · ".join(filter(None, (texts.moment(job.finished), told)))
        else:
            text = texts.how_far(page, job)
        return {
            "label": job.title,
            "address": f"{page.root}/cong-viec?ma={quote(job.id)}",
            "text": text,
        }

    def _feed(self, run: feed_runs.FeedRun) -> dict[str, str]:
        page = self._page
        if run.finished is None:
            state = page.say(_("desk_feed_open", default="chưa kết thúc"))
        else:
            counts = {
                name: page.number(run.counts.get(name, 0)) for name in ("received", "rejected")
            }
            state = page.say(
                _(
                    "desk_feed_counts",
                    default="nhận ${received}, từ chối ${rejected}",
                    mapping=counts,
                )
            )
        return {
            "label": texts.moment(run.started),
            "address": f"{page.root}/nhan-du-lieu?ma={run.id}",
            "text": f"{People(page).name(run.actor)} · {state}",
        }
