"""An uploaded list from the file to the drafts: read, judged, corrected, written once."""

from thads_portal.actions.context import ActionContext
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.codes import State
from thads_portal.errors import Conflict
from thads_portal.errors import NotAllowed
from thads_portal.errors import Rejected
from thads_portal.errors import ThadsError
from thads_portal.errors import UploadNotFound
from thads_portal.generator.lists import ListOptions
from thads_portal.generator.lists import messy_workbook
from thads_portal.importing.spreadsheet import desk
from thads_portal.importing.spreadsheet.changes import Change
from thads_portal.importing.spreadsheet.changes import Fill
from thads_portal.importing.spreadsheet.results import corrected_fields
from thads_portal.importing.spreadsheet.results import written_numbers
from thads_portal.importing.spreadsheet.template import filled_workbook
from thads_portal.importing.spreadsheet.write import WriteSpreadsheet
from thads_portal.register import uploads
from thads_portal.register.pool import reading
from thads_portal.register.uploads import Mark
from thads_portal.register.uploads import UploadState
from thads_portal.testing import make_listing

import datetime
import pytest
import transaction


EDITOR = "provincial_editor"
DEFAULTS = {"agency": "cao-bang/cuc", "signed_by": "Hoàng Thị Mẫu"}


def received(portal, data, *, name="danh-sach.xlsx", defaults=DEFAULTS):
    with portal.site(role=EDITOR) as site:
        upload_id = desk.receive(site["cao-bang"], data, name, defaults)
        transaction.commit()
    portal.run_jobs()
    return upload_id


def upload(portal, upload_id):
    with reading(portal.dsn) as cursor:
        return uploads.by_id(cursor, upload_id, "cao-bang")


def row(portal, upload_id, place):
    with reading(portal.dsn) as cursor:
        return uploads.rows_at(cursor, upload_id, [place])[place]


def change(portal, upload_id, *, cells=None, skip=(), unskip=(), **wanted):
    """Change listings by their places, as an editor does on their cards; how much changed."""
    with reading(portal.dsn) as cursor:
        rows = uploads.all_rows(cursor, upload_id)
    wanted = Change(
        cells={rows[place]["src"][0]: texts for place, texts in (cells or {}).items()},
        skip=frozenset(rows[place]["id"] for place in skip),
        unskip=frozenset(rows[place]["id"] for place in unskip),
        **wanted,
    )
    with portal.site(role=EDITOR) as site:
        count = desk.change(site["cao-bang"], upload_id, wanted)
        transaction.commit()
    return count


def written(portal, upload_id, **options):
    with portal.site(role=EDITOR) as site:
        desk.start_writing(site["cao-bang"], upload_id, **options)
        transaction.commit()
    portal.run_jobs()
    return upload(portal, upload_id)


def listings(portal):
    (count,) = portal.query("SELECT count(*) FROM thads_listing")[0]
    return count


def test_a_messy_list_becomes_drafts(portal):
    before = listings(portal)
    data = messy_workbook(ListOptions(rows=60, wrong=frozenset({3, 7}), serial=1000))
    upload_id = received(portal, data)
    read = upload(portal, upload_id)
    assert read.state == UploadState.READY
    assert (read.count(Mark.NEW), read.count(Mark.WRONG)) == (58, 2)
    assert listings(portal) == before
    wrong = row(portal, upload_id, 3)
    assert [problem[:3] for problem in wrong["p"]] == [
        ["no_conditions_decision_date", 7, "cell_bad_date"]
    ]
    # The original stays beside what it was converted to.
    original, text, encoding = wrong["c"]["8"]
    assert (text, encoding) == ("Hoàng Thị Mẫu", "tcvn3")
    assert original != text
    change(portal, upload_id, cells={3: {7: "19/11/2026"}}, skip=[7])
    read = upload(portal, upload_id)
    assert (read.count(Mark.NEW), read.count(Mark.SKIPPED)) == (59, 1)
    assert listings(portal) == before
    done = written(portal, upload_id)
    assert done.state == UploadState.WRITTEN
    numbers = written_numbers(portal.dsn, upload_id, "cao-bang")
    assert len(numbers) == 59
    assert listings(portal) == before + 59
    assert written_numbers(portal.dsn, upload_id, "ha-noi") == []
    # The rows with their restricted values are gone, the file is kept as evidence.
    assert portal.query("SELECT count(*) FROM thads_upload_page WHERE upload = %s", upload_id) == [
        (0,)
    ]
    assert portal.query("SELECT expires FROM thads_file WHERE id = %s", done.file) == [(None,)]
    with portal.site() as site:
        listing = site["cao-bang"][REGISTER_ID][numbers[0]]
        assert listing.state == State.DRAFT
        assert listing.created_by == portal.accounts[EDITOR]["username"]
        assert listing.personal_id == "004160001000"
        assert listing.date_of_birth == datetime.date(1960, 1, 1)
        assert listing.ground == "a"
        assert "004160001000" not in repr(portal.query("SELECT * FROM thads_listing"))
    # The same file again: all is known but the row that was left out, which is still wrong.
    again = upload(portal, received(portal, data))
    assert (again.count(Mark.SAME), again.count(Mark.WRONG)) == (59, 1)
    with reading(portal.dsn) as cursor:
        assert uploads.written_before(cursor, again).id == upload_id


def test_writing_twice_writes_once(portal):
    upload_id = received(portal, messy_workbook(ListOptions(rows=5, serial=2000, seed=2)))
    before = listings(portal)
    with portal.site(role=EDITOR) as site:
        first = desk.start_writing(site["cao-bang"], upload_id)
        transaction.commit()
    with portal.site(role=EDITOR) as site:
        assert desk.start_writing(site["cao-bang"], upload_id) == first
        transaction.commit()
    portal.run_jobs()
    assert listings(portal) == before + 5
    with portal.site(role=EDITOR) as site:
        assert desk.start_writing(site["cao-bang"], upload_id) == first
        transaction.commit()
    portal.run_jobs()
    assert listings(portal) == before + 5


def test_two_clicks_at_the_same_time(portal):
    upload_id = received(portal, messy_workbook(ListOptions(rows=3, serial=2500, seed=3)))
    with portal.site(role=EDITOR) as site:
        # Looked at before the other committed.
        late = desk.upload_of(site["cao-bang"], upload_id)
        desk.start_writing(site["cao-bang"], upload_id)
        transaction.commit()
    with portal.site(role=EDITOR) as site, pytest.raises(Conflict):
        uploads.begin_writing(site, late, {}, "other", Conflict)
        transaction.commit()
    portal.run_jobs()
    assert upload(portal, upload_id).state == UploadState.WRITTEN


def test_a_failure_in_the_middle_leaves_nothing(portal, monkeypatch):
    upload_id = received(portal, messy_workbook(ListOptions(rows=4, serial=3000, seed=4)))
    before = listings(portal)

    def broken(self, site, job):
        original(self, site, job)
        raise RuntimeError("the power went")

    original = WriteSpreadsheet.run
    monkeypatch.setattr(WriteSpreadsheet, "run", broken)
    assert written(portal, upload_id).state == UploadState.WRITING
    assert listings(portal) == before
    monkeypatch.undo()
    with portal.site(role=EDITOR) as site:
        desk.read_again(site["cao-bang"], upload_id)
        transaction.commit()
    portal.run_jobs()
    assert written(portal, upload_id).state == UploadState.WRITTEN
    assert listings(portal) == before + 4


def test_updates_change_drafts_and_wait_on_published_listings(portal):
    from thads_portal.actions.approve import approve
    from thads_portal.actions.load import load
    from thads_portal.actions.sign import sign
    from thads_portal.actions.submit import submit

    options = ListOptions(rows=3, serial=4000, seed=5, encoding=None)
    upload_id = received(portal, messy_workbook(options))
    numbers = written(portal, upload_id).result["created"]
    for role, step in (
        (EDITOR, lambda chosen: submit(chosen, ActionContext())),
        (
            "agency_head",
            lambda chosen: sign(
                chosen, ActionContext(), document={"number": "1/QĐ", "date": "2026-11-20"}
            ),
        ),
        ("editorial_board", lambda chosen: approve(chosen, ActionContext())),
    ):
        with portal.site(role=role) as site:
            step(load(site["cao-bang"][REGISTER_ID], numbers[:1]))
            transaction.commit()
    second = received(portal, messy_workbook(options))
    assert upload(portal, second).count(Mark.SAME) == 3
    change(
        portal,
        second,
        cells={0: {2: "Tổ 1, xã Mới"}, 1: {2: "Tổ 2, xã Mới"}, 2: {2: "Tổ 3, xã Mới"}},
    )
    assert upload(portal, second).count(Mark.UPDATE) == 3
    assert list(row(portal, second, 0)["v"]) == ["debtor_address"]
    with portal.site(role=EDITOR) as site, pytest.raises(Rejected) as refused:
        desk.start_writing(site["cao-bang"], second, updates=True)
    assert {problem.field for problem in refused.value.problems} == {
        "document.number",
        "document.date",
    }
    done = written(portal, second, updates=True, document_number="9/BB", document_date="2026-11-20")
    assert done.result["proposed"] == numbers[:1]
    assert done.result["amended"] == numbers[1:]
    with portal.site() as site:
        published, draft = (site["cao-bang"][REGISTER_ID][number] for number in numbers[:2])
        assert published.debtor_address != "Tổ 1, xã Mới"
        assert published.pending["changes"] == {"debtor_address": "Tổ 1, xã Mới"}
        assert draft.debtor_address == "Tổ 2, xã Mới"
    # What waits for approval is not proposed again.
    third = received(portal, messy_workbook(options))
    change(portal, third, cells={0: {2: "Tổ 1, xã Mới"}})
    assert upload(portal, third).marks[0] == Mark.SAME


def test_twins_in_the_file_and_their_release(portal):
    upload_id = received(portal, messy_workbook(ListOptions(rows=3, serial=5000, seed=6)))
    first = row(portal, upload_id, 0)
    copied = {int(column): cell[1] for column, cell in first["c"].items()}
    change(portal, upload_id, cells={2: copied})
    assert upload(portal, upload_id).marks == "nnt"
    assert row(portal, upload_id, 2)["twin"] == 0
    change(portal, upload_id, skip=[0])
    assert upload(portal, upload_id).marks == "xnn"


def test_a_list_that_was_entered_meanwhile_is_not_entered_again(portal):
    data = messy_workbook(ListOptions(rows=2, serial=6000, seed=7))
    one, other = received(portal, data), received(portal, data)
    written(portal, one)
    before = listings(portal)
    assert written(portal, other).state == UploadState.WRITING
    assert listings(portal) == before
    with portal.site(role=EDITOR) as site:
        desk.read_again(site["cao-bang"], other)
        transaction.commit()
    portal.run_jobs()
    assert upload(portal, other).count(Mark.SAME) == 2


@pytest.mark.parametrize(
    "role",
    [
        "agency_head",
        "editorial_board",
        "central_editor",
        "inspector",
        "administrator",
        "case_system",
    ],
)
def test_only_editors_hand_in_lists(portal, role):
    data = messy_workbook(ListOptions(rows=1))
    with portal.site(role=role) as site, pytest.raises(NotAllowed):
        desk.receive(site["cao-bang"], data, "x.xlsx", {})


def test_other_provinces_know_nothing_of_it(portal):
    upload_id = received(portal, messy_workbook(ListOptions(rows=1, serial=7000)))
    with portal.site(role=EDITOR) as site:
        with pytest.raises(UploadNotFound):
            desk.upload_of(site["ha-noi"], upload_id)
        with pytest.raises(NotAllowed):
            desk.change(site["ha-noi"], upload_id, Change(skip=frozenset({"1"})))


def test_a_file_that_cannot_be_read_says_so_and_writes_nothing(portal):
    before = listings(portal)
    upload_id = received(portal, b"a,b,c\n1,2,3\n", name="x.csv")
    refused = upload(portal, upload_id)
    assert refused.state == UploadState.REFUSED
    assert refused.result["code"] == "spreadsheet_no_list"
    assert listings(portal) == before


def test_an_upload_that_nobody_finished_is_forgotten_with_its_file(portal):
    from thads_portal.register.uploads import remove_forgotten

    upload_id = received(portal, messy_workbook(ListOptions(rows=1, serial=8000)))
    file = upload(portal, upload_id).file
    portal.query(
        "UPDATE thads_upload SET created = now() - interval '61 days' WHERE id = %s", upload_id
    )
    assert remove_forgotten(portal.dsn) == 1
    assert upload(portal, upload_id) is None
    assert portal.query("SELECT count(*) FROM thads_file WHERE id = %s", file) == [(0,)]
    assert portal.query("SELECT count(*) FROM thads_upload_page WHERE upload = %s", upload_id) == [
        (0,)
    ]


def test_the_public_list_in_the_template_changes_nothing_and_who_ended_is_told(portal):
    told = {"obligation_kinds": ("debt", "court_fee")}
    with portal.site() as site:
        listed = [
            make_listing(portal, site, debtor_name=f"Đàm Thị {given}", **told)
            for given in ("Đào", "Mận", "Lê")
        ]
        ended = make_listing(portal, site, debtor_name="Lục Văn Xong", state=State.ENDED, **told)
        fields = [
            {**each.snapshot().fields, "agency": each.agency, "signed_by": each.signed_by}
            for each in (*listed, ended)
        ]
        number_ended = ended.getId()
        transaction.commit()
    # Of one who ended also what is new in the list is not written.
    fields.append({**fields[-1], "debtor_address": "Nơi khác"})
    read = upload(portal, received(portal, filled_workbook("cao-bang", fields), defaults={}))
    assert read.marks == "sssdd"
    number, _revision, state, day, reason = row(portal, read.id, 3)["k"]
    assert (number, state, reason) == (number_ended, "ended", "discharged")
    assert datetime.date.fromisoformat(day)
    with portal.site(role=EDITOR) as site, pytest.raises(ThadsError):
        desk.start_writing(site["cao-bang"], read.id, updates=True)


def test_what_a_colleague_wrote_is_not_overwritten_unseen(portal):
    upload_id = received(portal, messy_workbook(ListOptions(rows=4, serial=8100, seed=21)))
    shown = upload(portal, upload_id).revision
    before = row(portal, upload_id, 0)["c"]["2"][1]
    place = row(portal, upload_id, 0)["src"][0]
    seen = {place: {2: before}}
    assert change(portal, upload_id, cells={0: {2: "Tổ 1, xã Một"}}, seen=seen, revision=shown) == 1
    # Another cell of the same page is taken, also from a page that is old by now.
    assert change(portal, upload_id, cells={1: {2: "Tổ 2, xã Hai"}}, revision=shown) == 1
    with pytest.raises(Rejected) as refused:
        change(portal, upload_id, cells={0: {2: "Tổ 3, xã Ba"}}, seen=seen, revision=shown)
    (problem,) = refused.value.problems
    assert problem.params["theirs"] == "Tổ 1, xã Một"
    assert problem.params["yours"] == "Tổ 3, xã Ba"
    assert row(portal, upload_id, 0)["f"]["debtor_address"] == "Tổ 1, xã Một"
    # The second click of the same changes nothing.
    assert change(portal, upload_id, cells={0: {2: "Tổ 1, xã Một"}}, seen=seen, revision=shown) == 0


def test_a_column_is_filled_down_and_the_corrected_list_read_again(portal):
    data = messy_workbook(ListOptions(rows=5, serial=8200, seed=22, wrong=frozenset({1})))
    upload_id = received(portal, data)
    first = row(portal, upload_id, 0)["src"][0]
    change(portal, upload_id, cells={place: {8: ""} for place in range(1, 5)})
    assert change(portal, upload_id, fills=(Fill(below=first, column=8, text="Lê Thị Ký"),)) == 4
    read = upload(portal, upload_id)
    assert [row(portal, upload_id, place)["f"]["signed_by"] for place in (1, 4)] == [
        "Lê Thị Ký"
    ] * 2
    change(portal, upload_id, cells={1: {7: "19/11/2026"}})
    with reading(portal.dsn) as cursor:
        rows = uploads.all_rows(cursor, upload_id)
    again = received(portal, filled_workbook("cao-bang", map(corrected_fields, rows)))
    with reading(portal.dsn) as cursor:
        second = uploads.all_rows(cursor, again)
    assert [each["f"] for each in second] == [each["f"] for each in rows]
    # Read again by hand: what was corrected stays.
    with portal.site(role=EDITOR) as site:
        desk.read_again(site["cao-bang"], upload_id)
        transaction.commit()
    portal.run_jobs()
    assert upload(portal, upload_id).marks == "nnnnn"
    assert read.revision < upload(portal, upload_id).revision
