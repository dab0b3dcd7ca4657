"""``/cong-viec``: a person's long jobs, and one of them with its progress.

Whoever asked for a job sees it and may stop it; the administrator sees all. What a job made
is for its owner alone: an administrator has no right to the listings in it.
"""

from contextlib import ExitStack
from datetime import datetime
from datetime import UTC
from functools import cached_property
from thads_portal.browser.shared.pager import keyset_pager
from thads_portal.browser.shared.pager import last_of
from thads_portal.browser.shared.pager import Pager
from thads_portal.browser.shared.streaming import send_file
from thads_portal.browser.staff.desk.forms import Field
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.desk.tables import Cell
from thads_portal.browser.staff.desk.tables import Column
from thads_portal.browser.staff.desk.tables import Row
from thads_portal.browser.staff.desk.tables import Table
from thads_portal.browser.staff.jobs import texts
from thads_portal.browser.staff.jobs.short import in_short
from thads_portal.browser.staff.record.people import People
from thads_portal.domain.recording import Recorded
from thads_portal.errors import BadRequest
from thads_portal.errors import JobNotFound
from thads_portal.i18n import _
from thads_portal.jobs import files
from thads_portal.jobs import lookup
from thads_portal.jobs import queue
from thads_portal.jobs.states import JobState
from thads_portal.register import record
from thads_portal.security import permissions
from thads_portal.templates import PageTemplate
from urllib.parse import quote

import json


class Jobs(DeskPage):
    """The list, or with ``ma`` one job."""

    _list = PageTemplate("list.pt")
    _one = PageTemplate("one.pt")

    @property
    def template(self):
        return self._one if self.job is not None else self._list

    @property
    def title(self):
        return self.job.title if self.job else _("jobs_title", default="Việc chạy nền")

    @property
    def trail(self):
        if self.job is None:
            return []
        return [(self.address, self.say(_("jobs_short", default="Việc chạy nền")))]

    @cached_property
    def user_id(self) -> str:
        return self.layout.user.getId()

    @cached_property
    def administrates(self) -> bool:
        return self.may(permissions.MANAGE_PORTAL_SETTINGS)

    @cached_property
    def now(self):
        return datetime.now(UTC)

    @cached_property
    def people(self) -> People:
        return People(self)

    # One job

    @cached_property
    def job(self) -> lookup.Seen | None:
        """The job that is asked for. Raises JobNotFound, also for somebody else's."""
        number = self.sent.text("ma")
        if not number:
            return None
        with self.register() as cursor:
            job = lookup.look_up(cursor, number)
        if job is None or not (job.owner == self.user_id or self.administrates):
            raise JobNotFound
        return job

    @property
    def is_mine(self) -> bool:
        return self.job.owner == self.user_id

    def handle(self, action):
        if self.job is None:
            raise BadRequest(detail="ma")
        job = self.job
        if action == "dung":
            queue.cancel(self.context, job.id)
            self._note(Recorded.JOB_CANCELLED)
            message = _("job_stop_asked", default="Đã yêu cầu dừng công việc.")
        elif action == "chay-lai":
            queue.run_again(self.context, job.id)
            self._note(Recorded.JOB_RETRIED)
            message = _("job_queued_again", default="Việc đã được xếp hàng để chạy lại.")
        elif action == "tai":
            return self._file()
        else:
            raise BadRequest(detail="action")
        return self.done(message, self.address_of(job))

    def _note(self, action: Recorded) -> None:
        record.note(
            self.context,
            action,
            actor=self.user_id,
            about=self.job.id,
            province=self.job.province,
            details={"kind": self.job.kind, "owner": self.job.owner},
        )

    def _file(self):
        """What the job made, to its owner; that it was taken is recorded first."""
        file_id = (self.job.result or {}).get("file")
        if not self.is_mine or not isinstance(file_id, str):
            raise JobNotFound
        stored = files.info(self.database, file_id)
        record.write_now(
            self.database,
            Recorded.EXPORTED,
            actor=self.user_id,
            province=self.job.province,
            about=self.job.id,
            details={"kind": self.job.kind, "bytes": stored.size},
        )
        response = self.request.response
        self.keep_secret()
        response.setHeader("Content-Type", stored.content_type)
        response.setHeader(
            "Content-Disposition", f"attachment; filename*=UTF-8''{quote(stored.name)}"
        )
        pieces = files.read(self.database, stored.id)
        return send_file(self.request, lambda file: file.writelines(pieces), ExitStack())

    def address_of(self, job: lookup.Seen) -> str:
        return f"{self.address}?ma={job.id}"

    @property
    def state(self) -> dict[str, str]:
        label, kind = texts.STATES[self.job.state]
        return {"label": self.say(label), "kind": kind}

    @property
    def progress(self) -> dict:
        """For the macro, and for the script."""
        job = self.job
        return {
            "label": self.say(_("job_progress", default="Tiến độ")),
            # Without a total the bar only moves.
            "done": job.done if job.total else None,
            "total": job.total or None,
            "text": texts.how_far(self, job),
            "left": texts.how_long(self, job, self.now),
        }

    @property
    def polled(self) -> str:
        return f"{self.root}/cong-viec-tien-do?ma={self.job.id}"

    @property
    def facts(self) -> list[tuple[str, str]]:
        """(label, text) of who asked for it and when what happened."""
        job = self.job
        took = job.finished - job.started if job.finished and job.started else None
        found = [
            (_("job_owner", default="Người yêu cầu"), self.people.name(job.owner)),
            (_("job_enqueued", default="Yêu cầu lúc"), texts.moment(job.enqueued)),
            (_("job_started_at", default="Bắt đầu lúc"), texts.moment(job.started)),
            (_("job_finished_at", default="Kết thúc lúc"), texts.moment(job.finished)),
            (_("job_took", default="Thời gian chạy"), texts.span(self, took) if took else ""),
        ]
        return [(self.say(label), text) for label, text in found if text]

    @property
    def brought(self) -> list[tuple[str, str]]:
        return texts.brought(self, self.job)

    @property
    def error(self) -> str:
        return (self.job.error or {}).get(self.language, "")

    @property
    def result_address(self) -> str:
        """Where the result is to be seen: the kind says so, in its result or before."""
        job = self.job
        named = (job.result or {}).get("address") or job.parameters.get("address")
        if isinstance(named, str) and named.startswith("/") and not named.startswith("//"):
            return f"{self.root}{named}"
        batch = job.parameters.get("batch")
        if isinstance(batch, str) and job.province:
            return f"{self.root}/{job.province}/dot-cong-khai/{quote(batch)}"
        return ""

    @property
    def has_file(self) -> bool:
        return self.is_mine and isinstance((self.job.result or {}).get("file"), str)

    @property
    def can_stop(self) -> bool:
        return not self.job.over and not self.job.cancel

    @property
    def can_run_again(self) -> bool:
        return self.job.state in (JobState.FAILED, JobState.CANCELLED)

    # The list

    nothing = _("jobs_none", default="Không có công việc nào.")

    @property
    def params(self) -> dict[str, str]:
        return self.sent.present(("trang-thai", "cua"))

    @cached_property
    def chosen_state(self) -> JobState | None:
        text = self.sent.text("trang-thai")
        return JobState(text) if text in {*JobState} else None

    @cached_property
    def shows_all(self) -> bool:
        return self.administrates and self.sent.text("cua") != "toi"

    @property
    def filters(self) -> list[Field]:
        every = self.say(_("record_any", default="Tất cả"))
        states = [(state.value, self.say(label)) for state, (label, _kind) in texts.STATES.items()]
        found = [
            Field(
                name="trang-thai",
                label=self.say(_("job_state", default="Trạng thái")),
                kind="select",
                value=self.chosen_state.value if self.chosen_state else "",
                options=[("", every), *states],
            )
        ]
        if self.administrates:
            mine = self.say(_("jobs_mine", default="Của tôi"))
            found.append(
                Field(
                    name="cua",
                    label=self.say(_("job_owner", default="Người yêu cầu")),
                    kind="select",
                    value=self.sent.text("cua"),
                    options=[("", every), ("toi", mine)],
                )
            )
        return found

    @cached_property
    def found(self) -> list[lookup.Seen]:
        """One more than a page: whether there is a next one."""
        with self.register() as cursor:
            behind = self.sent.text("sau")
            return lookup.newest(
                cursor,
                owner=None if self.shows_all else self.user_id,
                states=(self.chosen_state,) if self.chosen_state else (),
                before=lookup.look_up(cursor, behind) if behind else None,
                limit=lookup.PAGE + 1,
            )

    @property
    def table(self) -> Table:
        columns = [
            Column("title", self.say(_("job_title", default="Việc chạy nền")), "main"),
            Column("state", self.say(_("job_state", default="Trạng thái"))),
            Column("owner", self.say(_("job_owner", default="Người yêu cầu"))),
            Column("enqueued", self.say(_("job_enqueued", default="Yêu cầu lúc"))),
        ]
        return Table(
            caption=self.heading,
            columns=columns,
            rows=[self._row(job) for job in self.found[: lookup.PAGE]],
        )

    def _row(self, job: lookup.Seen) -> Row:
        label, kind = texts.STATES[job.state]
        far = (texts.how_far(self, job),) if job.state is JobState.RUNNING else ()
        return Row(
            key=job.id,
            label=job.title,
            cells=(
                Cell(text=job.title, address=self.address_of(job)),
                Cell(tags=((self.say(label), kind),), more=far),
                Cell(text=self.people.name(job.owner)),
                Cell(text=texts.moment(job.enqueued)),
            ),
        )

    @property
    def pager(self) -> Pager:
        last = last_of(self.found, lookup.PAGE)
        return keyset_pager(self, self.params, last and last.id)

    # For the administrator

    @property
    def in_short(self) -> list[dict]:
        """Numbers for the administrator: jobs of the last week by state, errors of pages."""
        if not self.administrates:
            return []
        with self.register() as cursor:
            return in_short(self, cursor)


class Progress(Jobs):
    """The same job for the script of the page: how far it is, in words."""

    content_type = "application/json"

    def respond(self):
        self.keep_secret()
        if self.job is None:
            raise JobNotFound
        progress = self.progress
        return json.dumps(
            {
                "state": self.job.state.value,
                "over": self.job.over,
                "done": progress["done"],
                "total": progress["total"],
                "text": progress["text"],
                "left": progress["left"],
            },
            ensure_ascii=False,
        )
