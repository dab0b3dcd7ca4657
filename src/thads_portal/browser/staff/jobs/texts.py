"""Words for jobs: their states, how far they are, how long it will take, what they brought."""

from datetime import datetime
from datetime import timedelta
from thads_portal.domain import words
from thads_portal.i18n import _
from thads_portal.jobs import lookup
from thads_portal.jobs.lookup import Seen
from thads_portal.jobs.states import JobState


#: state -> (label, class of its tag)
STATES = {
    JobState.WAITING: (_("job_waiting", default="Đang chờ"), "wait"),
    JobState.RUNNING: (_("job_running", default="Đang chạy"), "wait"),
    JobState.DONE: (_("job_done", default="Đã xong"), "live"),
    JobState.FAILED: (_("job_failed", default="Bị lỗi"), "due overdue"),
    JobState.CANCELLED: (_("job_cancelled", default="Đã dừng"), ""),
}
#: What the counts in a result are; others are not shown.
_COUNTS = {
    "rows": _("job_result_rows", default="Số mục"),
    "listings": _("job_result_listings", default="Số mục"),
    "created": _("job_result_created", default="Tạo mới"),
    "amended": _("job_result_amended", default="Sửa đổi"),
    "ended": _("job_result_ended", default="Chấm dứt"),
    "unchanged": _("job_result_unchanged", default="Không đổi"),
    "rejected": _("job_result_rejected", default="Bị từ chối"),
    "sent": _("job_result_sent", default="Thư đã gửi"),
    "mails": _("job_result_mails", default="Thư đã xếp hàng gửi"),
    "people": _("job_result_people", default="Số người nhận"),
    "skipped": _("job_result_skipped", default="Bỏ qua"),
    "files": _("job_result_files", default="Số tệp"),
    "jobs": _("job_result_jobs", default="Việc chạy nền cũ"),
    "feeds": _("job_result_feeds", default="Lần nhận dữ liệu cũ"),
}


def moment(when: datetime | None) -> str:
    """``23/11/2026 09:30``."""
    return f"{words.day(when)} {words.time(when)}" if when is not None else ""


def span(page, passed: timedelta) -> str:
    """``3 phút 20 giây``; beyond an hour without the seconds."""
    seconds = max(int(passed.total_seconds()), 0)
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return page.say(
            _(
                "job_span_hours",
                default="${hours} giờ ${minutes} phút",
                mapping={"hours": hours, "minutes": minutes},
            )
        )
    if minutes:
        return page.say(
            _(
                "job_span_minutes",
                default="${minutes} phút ${seconds} giây",
                mapping={"minutes": minutes, "seconds": rest},
            )
        )
    return page.say(_("job_span_seconds", default="${seconds} giây", mapping={"seconds": rest}))


def how_far(page, job: Seen) -> str:
    """``1.250 trên 5.000 (25%)``, as far as anybody can tell."""
    if job.state is JobState.WAITING:
        return page.say(_("job_in_queue", default="Đang chờ đến lượt."))
    if job.total:
        percent = min(job.done * 100 // job.total, 100)
        return page.say(
            _(
                "job_how_far",
                default="${done} trên ${total} (${percent}%)",
                mapping={
                    "done": page.number(job.done),
                    "total": page.number(job.total),
                    "percent": percent,
                },
            )
        )
    if job.done:
        return page.say(
            _("job_so_far", default="Đã xử lý ${done}", mapping={"done": page.number(job.done)})
        )
    return page.say(_("job_started", default="Đã bắt đầu."))


def how_long(page, job: Seen, now: datetime) -> str:
    """``còn khoảng 12 giây``; empty while nobody can tell."""
    left = job.left(now)
    if left is None:
        return ""
    # A second too much disappoints nobody.
    text = span(page, left + timedelta(seconds=1))
    return page.say(_("job_left", default="còn khoảng ${time}", mapping={"time": text}))


def brought(page, job: Seen) -> list[tuple[str, str]]:
    """(label, number) of the counts in a job's result."""
    result = job.result or {}
    return [
        (page.say(label), page.number(result[name]))
        for name, label in _COUNTS.items()
        if type(result.get(name)) is int
    ]


def unsent(page, cursor) -> dict | None:
    """The notice on a desk of the mails that its reader caused and no server took."""
    jobs = lookup.unsent(cursor, page.layout.user.getId())
    if not jobs:
        return None
    return {
        "heading": page.say(_("desk_unsent", default="Thư chưa gửi được")),
        "entries": [
            {
                "label": job.title,
                "address": "",
                "text": " · ".join(
                    filter(None, (moment(job.finished), (job.error or {}).get(page.language)))
                ),
            }
            for job in jobs
        ],
    }
