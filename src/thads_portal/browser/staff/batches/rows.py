"""The rows of a batch as a table for work: what each is about, and what must be looked at."""

from thads_portal.browser.staff.desk.tables import Cell
from thads_portal.browser.staff.desk.tables import Column
from thads_portal.browser.staff.desk.tables import Row
from thads_portal.browser.staff.desk.tables import Table
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.codes import Flag
from thads_portal.domain.codes import State
from thads_portal.domain.records import RESTRICTED_FIELDS
from thads_portal.i18n import _
from thads_portal.register.batch_pages import BatchRow
from thads_portal.register.batch_pages import Show


_LONG = 160
_GONE = _("batch_row_gone", default="Mục không còn")
_DUPLICATE = _("batch_row_duplicate", default="Có thể trùng với mục khác")
_CHANGED = _("batch_row_changed", default="Đã thay đổi sau khi gửi")
_ELSEWHERE = _("batch_row_elsewhere", default="Không còn ở bước này")
_REOPENED = _("batch_row_reopened", default="Công khai lại")


def rows_table(page, rows: list[BatchRow], *, show: Show, states, picks: bool, notes) -> Table:
    """`notes`: number -> further lines, such as a reason or what was corrected."""
    say = page.say
    columns = (
        Column("name", say(_("batch_col_name", default="Người phải thi hành án")), "main"),
        Column("obligation", say(_("batch_col_obligation", default="Nghĩa vụ"))),
        Column("amount", say(_("batch_col_amount", default="Số tiền (đồng)")), "number"),
        Column("papers", say(_("batch_col_papers", default="Bản án, quyết định"))),
        Column("due", say(_("batch_col_due", default="Hạn công khai")), "due"),
        Column("signs", say(_("batch_col_signs", default="Cần xem"))),
    )
    made = [_row(page, row, show, states, notes.get(row.number, ())) for row in rows]
    caption = say(_("batch_rows_caption", default="Các mục trong đợt"))
    return Table(caption=caption, columns=columns, rows=made, name="number" if picks else "")


def listing_address(page, number: str) -> str:
    """Its review card for who decides on the batch, else its own page."""
    name = "xem-duyet" if page.reading else "ho-so"
    return f"{page.root}/{page.layout.province.slug}/{REGISTER_ID}/{number}/{name}"


def _row(page, row: BatchRow, show: Show, states, notes) -> Row:
    if row.state is None:
        name = Cell(text=row.number, tags=((page.say(_GONE), "flag"),))
        return Row(key=row.number, label=row.number, cells=(name, *[Cell()] * 5))
    obligation = row.obligation or ""
    if len(obligation) > _LONG:
        obligation = obligation[: _LONG - 1].rstrip() + "…"
    amount = "" if row.obligation_amount is None else page.number(row.obligation_amount)
    day = page.words.day
    papers = tuple(
        f"{label} {number}" + (f" ({day(when)})" if when else "")
        for label, number, when in (
            (
                page.say(_("batch_judgment", default="BA/QĐ")),
                row.judgment_number,
                row.judgment_date,
            ),
            (
                page.say(_("batch_decision", default="QĐ CĐK")),
                row.decision_number,
                row.decision_date,
            ),
        )
        if number
    )
    due = None if show in (Show.PUBLISHED, Show.RETURNED) else page.due_of(row.decision_date)
    address = listing_address(page, row.number)
    cells = (
        Cell(
            text=row.debtor_name or "", address=address, more=(row.debtor_address or "", row.number)
        ),
        Cell(text=obligation),
        Cell(text=amount),
        Cell(text=papers[0] if papers else "", more=papers[1:]),
        Cell(tags=((due["text"], due["kind"]),) if due else ()),
        Cell(tags=tuple(_tags(page, row, show, states)), more=tuple(notes)),
    )
    return Row(key=row.number, label=f"{row.debtor_name}, {row.number}", cells=cells)


def _tags(page, row: BatchRow, show: Show, states):
    for flag in row.flags:
        if flag != Flag.LIKELY_DUPLICATE:
            yield page.label(Flag(flag)), "flag"
    if row.duplicate or Flag.LIKELY_DUPLICATE in row.flags:
        yield page.say(_DUPLICATE), "flag"
    if row.namesakes:
        text = _(
            "batch_row_namesakes",
            default="${count} mục trùng tên trong tỉnh",
            mapping={"count": page.number(row.namesakes)},
        )
        yield page.say(text), ""
    if row.reopened and show is not Show.PUBLISHED:
        yield page.say(_REOPENED), ""
    if show in (Show.PUBLISHED, Show.RETURNED):
        if row.state != show:
            yield page.label(State(row.state)), ""
    elif row.state not in states:
        yield f"{page.say(_ELSEWHERE)}: {page.label(State(row.state))}", "flag"
    elif row.changed:
        yield page.say(_CHANGED), "flag"


def corrections(page, listings, since) -> dict[str, tuple[str, ...]]:
    """Number -> what was changed on a listing after it was returned, or after `since`.

    Old and new of public fields; a restricted field by its name only.
    """
    found = {}
    for number, listing in listings.items():
        if listing is None:
            continue
        lines = []
        returned = False
        for event in listing.history:
            if event["kind"].startswith("return"):
                returned = True
            late = since is not None and event["recorded_at"] > since
            changes = event.get("changes")
            if not changes or not (late or returned):
                continue
            for field, (old, new) in changes.items():
                label = page.field_label(field)
                if field in RESTRICTED_FIELDS:
                    lines.append(label)
                else:
                    lines.append(f"{label}: {_short(old)} → {_short(new)}")
        if lines:
            found[number] = tuple(lines)
    return found


def _short(value) -> str:
    if value in (None, ""):
        return "–"
    if isinstance(value, tuple):
        value = ", ".join(map(str, value))
    text = f"{value:%d/%m/%Y}" if hasattr(value, "strftime") else str(value)
    return text if len(text) <= _LONG else text[: _LONG - 1] + "…"
