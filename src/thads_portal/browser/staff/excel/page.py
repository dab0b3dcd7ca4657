"""The page of an upload: hand in, wait, look and correct, write, what came of it."""

from collections.abc import Iterator
from datetime import timedelta
from functools import cached_property
from thads_portal.actions.batch_create import create_batch
from thads_portal.browser.shared.values import fit
from thads_portal.browser.shared.values import whole_number
from thads_portal.browser.staff.desk.forms import Field
from thads_portal.browser.staff.desk.forms import field_maker
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.desk.reading import iso_day
from thads_portal.browser.staff.excel.asked import answers_sent
from thads_portal.browser.staff.excel.preview import Preview
from thads_portal.browser.staff.excel.typed_in import cards_sent
from thads_portal.content.batch import BATCHES_ID
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain import codes
from thads_portal.domain import grounds
from thads_portal.domain.agencies import default_agency_key
from thads_portal.domain.agencies import issuers_of
from thads_portal.domain.agencies import REORGANISED
from thads_portal.domain.batches import Source
from thads_portal.domain.places import DESK
from thads_portal.errors import Code
from thads_portal.errors import SpreadsheetRefused
from thads_portal.i18n import _
from thads_portal.importing.spreadsheet import desk
from thads_portal.importing.spreadsheet.changes import Change
from thads_portal.importing.spreadsheet.changes import Fill
from thads_portal.importing.spreadsheet.opening import MAX_FILE
from thads_portal.importing.spreadsheet.results import written_numbers
from thads_portal.jobs.lookup import look_up
from thads_portal.jobs.states import JobState
from thads_portal.register import uploads
from thads_portal.register.uploads import Upload
from thads_portal.register.uploads import UploadState
from thads_portal.templates import PageTemplate
from urllib.parse import urlencode


#: Seconds after which a page that waits asks again.
_AGAIN = 2
_STATES = {
    UploadState.READING: _("upload_reading", default="Đang đọc"),
    UploadState.REFUSED: _("upload_refused", default="Không đọc được"),
    UploadState.READY: _("upload_ready", default="Chờ tạo bản nháp"),
    UploadState.WRITING: _("upload_writing", default="Đang tạo bản nháp"),
    UploadState.WRITTEN: _("upload_written", default="Đã tạo bản nháp"),
}


class ExcelPage(DeskPage):
    title = _("excel_title", default="Nhập danh sách từ Excel")
    template: PageTemplate | None = None
    _upload_page = PageTemplate("upload.pt")
    _waiting_page = PageTemplate("waiting.pt")
    _parts = PageTemplate("parts.pt")
    _cards_page = PageTemplate("preview.pt")
    _asked_page = PageTemplate("asked.pt")
    _rows_page = PageTemplate("rows.pt")
    _columns_page = PageTemplate("columns.pt")
    _written_page = PageTemplate("written.pt")
    upload: Upload | None = None
    job = None

    def update(self) -> None:
        self.make_field = field_maker(self)
        self.template = self._upload_page
        upload_id = self.sent.text("ma")
        if not upload_id:
            return
        self.upload = desk.upload_of(self.context, upload_id)
        with self.register() as cursor:
            self.job = look_up(cursor, self.upload.job) if self.upload.job else None
        if self.upload.state in (UploadState.READING, UploadState.WRITING):
            self.template = self._waiting_page
            if not self.stuck:
                self.request.response.setHeader("Refresh", f"{_AGAIN}; url={self.here}")
        elif self.upload.state == UploadState.WRITTEN:
            self.template = self._written_page
        elif self.upload.state == UploadState.READY:
            self.keep_secret()
            self.preview = Preview(self, self.upload)
            self.template = {
                "": self._cards_page,
                "hoi": self._asked_page,
                "dong": self._rows_page,
                "cot": self._columns_page,
            }[self.preview.view]

    @property
    def heading(self) -> str:
        if self.upload is None:
            return self.say(self.title)
        return self.upload.name

    @property
    def trail(self):
        steps = [(f"{self.place}/{DESK}", self.say(_("nav_desk", default="Bàn làm việc")))]
        if self.upload is not None:
            steps.append((self.address, self.say(self.title)))
        return steps

    @property
    def here(self) -> str:
        """The address of this upload."""
        return self.at(self.upload.id)

    def at(self, upload_id: str, **params) -> str:
        query = {"ma": upload_id, **{name: value for name, value in params.items() if value}}
        return f"{self.address}?{urlencode(query)}"

    # What is sent

    def handle(self, action: str):
        self.make_field = field_maker(self)
        steps = {
            "upload": self._received,
            "correct": self._corrected,
            "answer": self._answered,
            "fill": self._filled,
            "typed": self._typed,
            "columns": self._columns,
            "again": self._again,
            "write": self._write,
            "discard": self._discard,
            "batch": self._batch,
        }
        step = steps.get(action)
        return step() if step else None

    def _received(self) -> str:
        file = self.request.form.get("file")
        if not getattr(file, "filename", ""):
            self.errors.say(_("excel_no_file", default="Hãy chọn tệp danh sách."), "file")
            self._refuse(422)
            return None
        data = file.read(MAX_FILE + 1)
        name = fit(file.filename.replace("\\", "/").rsplit("/", 1)[-1][:120])
        try:
            upload_id = desk.receive(self.context, data, name, self._defaults())
        except SpreadsheetRefused as error:
            self.errors.say(error.as_dict()["message"][self.language], "file")
            self._refuse(error.status)
            return None
        return self.go(self.at(upload_id))

    def _defaults(self) -> dict[str, str]:
        names = ("agency", "signed_by", "ground")
        return {name: text for name in names if (text := self.sent.text(name).strip())}

    def _changed(self, count: int, **where: str) -> str:
        message = _(
            "excel_changed",
            default="Đã lưu ${count} thay đổi. Chưa có gì được ghi vào danh sách.",
            mapping={"count": count},
        )
        return self.done(message, self.at(self.sent.text("ma"), **where))

    def _corrected(self) -> str:
        sent = cards_sent(self.sent, self.request.form)
        count = desk.change(self.context, self.sent.text("ma"), sent)
        return self._changed(count, loc=self.sent.text("loc"), tu=self.sent.text("tu"))

    def _answered(self) -> str:
        answers, seen = answers_sent(self.sent, self.request.form)
        revision = self.sent.number("revision")
        change = Change(answers=answers, answers_seen=seen, revision=revision)
        upload_id = self.sent.text("ma")
        count = desk.change(self.context, upload_id, change)
        left = desk.open_questions(self.context, upload_id)
        return self._changed(count, xem="hoi" if left else "")

    def _filled(self) -> str:
        table, _sign, column = self.sent.text("fill_column").partition("-")
        fill = Fill(
            table=whole_number(table) or 0,
            column=whole_number(column) or 0,
            text=self.sent.text("fill_text").strip(),
            first=self.sent.number("fill_first"),
            last=self.sent.number("fill_last"),
            everywhere=bool(self.sent.text("fill_all")),
        )
        return self._changed(desk.change(self.context, self.sent.text("ma"), Change(fills=(fill,))))

    def _typed(self) -> str:
        upload_id = self.sent.text("ma")
        chosen = self.sent.text("typed")
        desk.choose(self.context, upload_id, typed="" if chosen == "auto" else chosen)
        return self.go(self.at(upload_id))

    def _columns(self) -> str:
        upload_id = self.sent.text("ma")
        upload = desk.upload_of(self.context, upload_id)
        columns: dict[str, dict[str, str]] = {}
        typed: dict[str, dict[str, str]] = {}
        for place, table in enumerate(upload.summary.get("tables", ())):
            for column, held in table["headings"].items():
                if chosen := held and self.sent.text(f"c-{place}-{column}"):
                    columns.setdefault(table["sheet"], {})[column] = chosen
                if chosen := self.sent.text(f"e-{place}-{column}"):
                    typed.setdefault(table["sheet"], {})[column] = chosen
        desk.choose(
            self.context,
            upload_id,
            columns=columns,
            typed_columns=typed,
            defaults=self._defaults(),
        )
        return self.go(self.at(upload_id))

    def _again(self) -> str:
        desk.read_again(self.context, self.sent.text("ma"))
        return self.go(self.at(self.sent.text("ma")))

    def _write(self) -> str:
        upload_id = self.sent.text("ma")
        desk.start_writing(
            self.context,
            upload_id,
            updates=bool(self.sent.text("updates")),
            document_number=self.sent.text("document.number"),
            document_date=iso_day(self.sent.text("document.date")),
            revision=self.sent.number("revision"),
        )
        return self.go(self.at(upload_id))

    def _discard(self) -> str:
        desk.discard(self.context, self.sent.text("ma"))
        return self.done(
            _("excel_discarded", default="Đã bỏ tệp. Không có gì được ghi."), self.address
        )

    def _batch(self) -> str:
        upload = desk.upload_of(self.context, self.sent.text("ma"))
        numbers = written_numbers(self.database, upload.id, upload.province)
        batch = create_batch(
            self.context,
            self.acting,
            numbers=numbers,
            title=upload.name,
            source=Source.UPLOAD,
            source_id=upload.id,
        )
        return self.go(f"{self.place}/{BATCHES_ID}/{batch.getId()}")

    # What is shown

    @property
    def excel(self):
        """The pieces that the views of an upload share."""
        return self._parts.macros

    @cached_property
    def fields(self) -> list[Field]:
        """The upload form: the file, and what holds for all its rows."""
        make = self.make_field
        return [
            make(
                "file",
                _("excel_file", default="Tệp danh sách"),
                hint=_(
                    "excel_file_hint",
                    default="Excel (.xlsx, .xls), OpenDocument (.ods) hoặc CSV; tối đa 5.000 dòng, 20 MB. Phông chữ cũ .VnTime (TCVN3) và VNI được tự chuyển sang Unicode.",
                ),
                kind="file",
                required=True,
            ),
            *self._common({}),
        ]

    def _common(self, defaults) -> Iterator[Field]:
        make = self.make_field
        province = self.context.getId()
        last = REORGANISED - timedelta(days=1)
        yield make(
            "agency",
            _("excel_agency", default="Cơ quan thi hành án của danh sách"),
            hint=_(
                "excel_agency_hint",
                default="Dùng cho những dòng mà danh sách không ghi cơ quan.",
            ),
            kind="select",
            value=defaults.get("agency") or default_agency_key(province, self.today),
            options=[
                (agency.key, agency.name)
                for agency in issuers_of(province)
                if agency.valid_to is None
                or agency.valid_to >= last
                or agency.key == defaults.get("agency")
            ],
            required=True,
        )
        yield make(
            "signed_by",
            _("excel_signed_by", default="Người ký quyết định"),
            hint=_(
                "excel_signed_by_hint",
                default="Dòng nào không có người ký thì lấy tên này; không có cả hai thì dòng bị báo lỗi.",
            ),
            needed=_("excel_signed_by_needed", default="(cần, nếu danh sách không ghi)"),
            value=defaults.get("signed_by", ""),
            longest=255,
        )
        yield make(
            "ground",
            _("excel_ground", default="Căn cứ chưa có điều kiện"),
            hint=_(
                "excel_ground_hint",
                default="Chỉ chọn khi danh sách không ghi lý do hoặc căn cứ.",
            ),
            kind="select",
            value=defaults.get("ground", ""),
            options=[
                ("", self.say(_("excel_ground_none", default="(theo danh sách)"))),
                *(
                    (ground.value, grounds.letter_label(ground.value, self.language))
                    for ground in codes.Ground
                ),
            ],
        )

    @property
    def common(self) -> list[Field]:
        """The common values of an upload that is there."""
        return list(self._common(self.upload.options.get("defaults") or {}))

    @cached_property
    def recent(self) -> list[dict]:
        with self.register() as cursor:
            found = uploads.newest(cursor, self.context.getId())
        return [
            {
                "name": upload.name,
                "address": self.at(upload.id),
                "when": f"{self.words.time(upload.created)} {self.words.day(upload.created)}",
                "state": self.say(_STATES[upload.state]),
                "rows": self.number(len(upload.marks)) if upload.marks else "",
            }
            for upload in found
        ]

    @property
    def refusal(self) -> str | None:
        """Why the file of this upload could not be read."""
        if self.upload is None or self.upload.state != UploadState.REFUSED:
            return None
        return self.upload.result["message"][self.language]

    @cached_property
    def stuck(self) -> str | None:
        """Why the job will not come to its end by itself."""
        job = self.job
        if job is None or job.state not in (JobState.FAILED, JobState.CANCELLED):
            return None
        if job.error_code == Code.CONFLICT:
            return self.say(
                _(
                    "excel_overtaken",
                    default="Danh sách công khai đã thay đổi từ khi xem trước, nên chưa có gì được ghi. Hãy bấm “Đọc và đối chiếu lại” để xem bản mới.",
                )
            )
        return (job.error or {}).get(self.language) or self.say(
            _("excel_job_failed", default="Công việc chưa hoàn thành; chưa có gì được ghi.")
        )

    @property
    def progress(self) -> dict:
        writing = self.upload.state == UploadState.WRITING
        label = (
            _("excel_writing", default="Đang tạo bản nháp")
            if writing
            else _("excel_reading", default="Đang đọc và đối chiếu danh sách")
        )
        done = self.job.done if self.job else 0
        total = (self.job.total if self.job else None) or 0
        text = f"{self.number(done)} / {self.number(total)}" if total else "…"
        return {"label": self.say(label), "done": done, "total": total or 1, "text": text}

    @property
    def result(self) -> dict:
        """What was written, with the words for it."""
        result = self.upload.result or {}
        counts = {name: len(result.get(name, ())) for name in ("created", "amended", "proposed")}
        listed = f"{self.place}/{REGISTER_ID}"
        return {
            **{name: self.number(count) for name, count in counts.items()},
            "any_created": counts["created"],
            "any_amended": counts["amended"],
            "any_proposed": counts["proposed"],
            "same": self.number(result.get("same", 0)),
            "left": self.number(result.get("skipped", 0) + result.get("twins", 0)),
            "more": self.number(len(result.get("created", ())) - 10)
            if len(result.get("created", ())) > 10
            else "",
            "first": [
                (f"{listed}/{number}/ho-so", number) for number in result.get("created", ())[:10]
            ],
        }
