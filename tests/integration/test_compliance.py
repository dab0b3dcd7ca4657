"""Compliance in numbers: from real steps, by province, month and agency; who may see what."""

from datetime import date
from datetime import datetime
from datetime import UTC
from io import BytesIO
from openpyxl import load_workbook
from tests.support.desk import at_desk
from tests.support.desk import BOARD
from tests.support.desk import DOCUMENT
from tests.support.desk import make_colleagues
from tests.support.desk import ROW
from tests.support.feeding import body_of
from tests.support.feeding import feed
from thads_portal.actions.approve import approve
from thads_portal.actions.calendar import add_days
from thads_portal.actions.calendar import remove_days
from thads_portal.actions.commune_posted import commune_posted
from thads_portal.actions.context import ActionContext
from thads_portal.actions.create import create
from thads_portal.actions.end import end
from thads_portal.actions.sign import sign
from thads_portal.actions.submit import submit
from thads_portal.content.calendar import current_calendar
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.working_days import CalendarOverride
from thads_portal.register.check import check
from thads_portal.register.duties import sums
from thads_portal.register.pool import reading
from thads_portal.register.rebuild import rebuild
from thads_portal.setup.site import SITE_ID
from thads_portal.testing_http import Visitor

import pytest
import re
import transaction


#: Noon in Vietnam.
MONDAY = datetime(2026, 11, 23, 5, tzinfo=UTC)
WEDNESDAY = datetime(2026, 11, 25, 5, tzinfo=UTC)
TODAY = date(2026, 11, 25)
EVERYTHING = "tu=01/01/2016&den=31/12/2030"


@pytest.fixture(scope="module")
def fed(portal):
    """Listings of the whole country from a feed, some published, amended and ended."""
    with portal.site() as site:
        make_colleagues(site)
        transaction.commit()
    report = feed(portal, body_of(count=300, seed=7))
    assert report.created
    return report


def test_each_listing_has_its_duties(portal, fed):
    ((listings, duties),) = portal.query(
        "SELECT (SELECT count(*) FROM thads_listing WHERE state <> 'ended'),"
        " (SELECT count(*) FROM thads_duty WHERE duty = 'first_publication')"
    )
    assert listings <= duties
    ((wrong,),) = portal.query(
        "SELECT count(*) FROM thads_listing WHERE state = 'published' AND NOT EXISTS (SELECT FROM"
        " thads_duty WHERE thads_duty.number = thads_listing.number AND done_on IS NOT NULL)"
    )
    assert wrong == 0


def test_a_rebuild_makes_the_same(portal, fed):
    site = {"dsn": portal.dsn, "site_path": f"/{SITE_ID}"}
    every = "SELECT * FROM thads_duty ORDER BY number, duty, started_on, days, due_on, done_on"
    before = portal.query(every)
    assert before
    portal.query("UPDATE thads_listing SET duties = '{}' WHERE number IN"
                 " (SELECT number FROM thads_listing LIMIT 20)")  # fmt: skip
    assert portal.query(every) != before
    found = check(portal.database, **site)
    assert set(found.different.values()) == {("duties",)}
    rebuild(portal.database, **site)
    assert portal.query(every) == before
    assert not check(portal.database, **site)


@pytest.mark.parametrize("role", ["editorial_board", "inspector", "administrator"])
@pytest.mark.parametrize("by", ["province", "month", "agency"])
def test_who_sees_the_country(portal, server, fed, role, by):
    page = Visitor(server, portal.accounts[role]).get(f"/tuan-thu?{EVERYTHING}&theo={by}")
    assert page.status == 200
    assert "Đăng tải lần đầu" in page.text
    assert re.search(r"</meter>\s+\d+,\d%", page.text)
    if by == "agency":
        # Names and not keys.
        assert "Chi cục Thi hành án dân sự" in page.text
        assert not re.search(r">[a-z-]+/[a-z-]+<", page.text)


def test_a_head_sees_the_own_province(portal, server, fed):
    head = Visitor(server, portal.accounts["agency_head"])
    assert head.get(f"/tuan-thu?{EVERYTHING}").status == 200
    assert (
        "Hà Giang"
        not in head.get(f"/tuan-thu?{EVERYTHING}&theo=province").text.partition("<main")[2]
    )
    assert head.get("/tuan-thu?tinh=ha-giang").status == 403


@pytest.mark.parametrize("role", ["provincial_editor", "central_editor", "case_system"])
def test_the_others_see_nothing(portal, server, role):
    assert Visitor(server, portal.accounts[role]).get("/tuan-thu").status == 403


def test_the_file_has_the_numbers_of_the_page(portal, server, fed):
    board = Visitor(server, portal.accounts["editorial_board"])
    answer = board.get(f"/tuan-thu?{EVERYTHING}&tep=csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    lines = answer.body.decode("utf-8-sig").splitlines()
    whole = next(line for line in lines if "Tất cả" in line).split(",")
    ((done,),) = portal.query(
        "SELECT count(*) FROM thads_duty WHERE duty = 'first_publication' AND done_on <= due_on"
    )
    assert int(whole[2]) == done
    book = board.get(f"/tuan-thu?{EVERYTHING}&tep=xlsx")
    sheet = load_workbook(BytesIO(book.body)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert next(row for row in rows if "Tất cả" in row)[2] == done
    assert len(rows) == len(lines)


@pytest.mark.parametrize("query", ["tu=sai&den=99/99/9999", "theo=x&tinh=khong-co", "tu=&den="])
def test_junk_in_the_address(portal, server, query):
    board = Visitor(server, portal.accounts["editorial_board"])
    assert board.get(f"/tuan-thu?{query}").status == 200


def desk_due(site, listing):
    """What the desks say."""
    return ActionContext().publication_due_on(listing)


def _sums(portal, site, *, duty, by="province", today=TODAY, last=date(2030, 12, 31)):
    with reading(portal.dsn) as cursor:
        found = sums(
            cursor,
            by=by,
            first=date(2016, 1, 1),
            last=last,
            today=today,
            calendar=current_calendar(),
            province="bac-kan",
        )
    return {each.place: each for each in found if each.duty == duty}


def test_a_day_added_later_moves_what_is_open_and_nothing_that_is_done(portal, fed, site):
    """On the desk and in the numbers alike; the rows follow from the objects as before."""
    register = site["bac-kan"][REGISTER_ID]
    decided = "2026-11-16"
    rows = [{**ROW, "no_conditions_decision_date": decided, "debtor_name": f"Bế Văn {name}"}
            for name in ("Một", "Hai")]  # fmt: skip
    acting = at_desk(site, "bien-tap-bac-kan", when=MONDAY)
    done, left = (create(register, row, acting)[0] for row in rows)
    submit([done], acting)
    sign([done], at_desk(site, "thu-truong-bac-kan", when=MONDAY), document=DOCUMENT)
    approve([done], at_desk(site, BOARD, when=MONDAY))
    transaction.commit()
    ((kept,),) = portal.query(
        "SELECT due_on FROM thads_duty WHERE number = %s AND done_on IS NOT NULL", done.id
    )
    assert kept == date(2026, 11, 23)
    before = _sums(portal, site, duty="first_publication")["bac-kan"]
    assert desk_due(site, left) == date(2026, 11, 23)
    revision = left.revision

    day_off = CalendarOverride(date(2026, 11, 20), False, "Công văn thử")
    add_days(site, at_desk(site, "quan-tri"), [day_off])
    transaction.commit()
    after = _sums(portal, site, duty="first_publication")["bac-kan"]
    # One working day more: on 24 November (a holiday since 2026) it is not overdue.
    assert desk_due(site, left) == date(2026, 11, 25)
    assert (after.overdue, after.open) == (before.overdue - 1, before.open + 1)
    assert (after.in_time, after.late) == (before.in_time, before.late)
    assert portal.query(
        "SELECT due_on FROM thads_duty WHERE number = %s AND done_on IS NOT NULL", done.id
    ) == [(kept,)]
    assert left.revision == revision
    assert not check(portal.database, dsn=portal.dsn, site_path=f"/{SITE_ID}")
    # What is done afterwards has the deadline of that day's calendar.
    submit([left], at_desk(site, "bien-tap-bac-kan", when=WEDNESDAY))
    sign([left], at_desk(site, "thu-truong-bac-kan", when=WEDNESDAY), document=DOCUMENT)
    approve([left], at_desk(site, BOARD, when=WEDNESDAY))
    transaction.commit()
    assert _sums(portal, site, duty="first_publication")["bac-kan"].in_time == after.in_time + 1

    remove_days(site, at_desk(site, "quan-tri"), [day_off.day])
    transaction.commit()
    assert _sums(portal, site, duty="first_publication")["bac-kan"].in_time == after.in_time + 1


def test_a_month_of_what_is_open_is_that_of_its_last_day(portal, fed, site):
    register = site["bac-kan"][REGISTER_ID]
    acting = at_desk(site, "bien-tap-bac-kan", when=WEDNESDAY)
    create(register, {**ROW, "no_conditions_decision_date": "2026-11-25"}, acting)
    transaction.commit()
    months = _sums(portal, site, duty="first_publication", by="month")
    assert months["2026-12"].open == 1
    assert "2026-12" not in _sums(
        portal, site, duty="first_publication", by="month", last=date(2026, 11, 30)
    )


def test_sending_to_the_commune_is_a_duty(portal, server, fed, site):
    register = site["bac-kan"][REGISTER_ID]
    before = _sums(portal, site, duty="commune_posting")["bac-kan"]
    acting = at_desk(site, "bien-tap-bac-kan", when=WEDNESDAY)
    row = {**ROW, "no_conditions_decision_date": "2026-11-20"}
    at_once, late, never = create(register, [row, row, row], acting)
    commune_posted([at_once], acting, {"commune": "Xã Mẫu", "sent_on": "2026-11-20"})
    commune_posted([late], acting, {"commune": "Xã Mẫu", "sent_on": "2026-11-23"})
    transaction.commit()
    after = _sums(portal, site, duty="commune_posting")["bac-kan"]
    assert after.in_time == before.in_time + 1
    assert after.late == before.late + 1
    assert after.overdue == before.overdue + 1
    # Said again with another day: the day that stands counts.
    commune_posted([late], acting, {"commune": "Xã Mẫu", "sent_on": "2026-11-20"})
    transaction.commit()
    assert _sums(portal, site, duty="commune_posting")["bac-kan"].in_time == before.in_time + 2
    # Late is better than never, also when it has ended.
    submit([never], acting)
    sign([never], at_desk(site, "thu-truong-bac-kan", when=WEDNESDAY), document=DOCUMENT)
    approve([never], at_desk(site, BOARD, when=WEDNESDAY))
    end([never], at_desk(site, BOARD, when=WEDNESDAY), end_reason="discharged", document=DOCUMENT)
    transaction.commit()
    assert _sums(portal, site, duty="commune_posting")["bac-kan"].overdue == before.overdue + 1
    acting = at_desk(site, "bien-tap-bac-kan", when=WEDNESDAY)
    commune_posted([never], acting, {"commune": "Xã Mẫu", "sent_on": "2026-11-24"})
    transaction.commit()
    assert _sums(portal, site, duty="commune_posting")["bac-kan"].overdue == before.overdue
    assert not check(portal.database, dsn=portal.dsn, site_path=f"/{SITE_ID}")
    page = Visitor(server, portal.accounts["editorial_board"]).get(f"/tuan-thu?{EVERYTHING}").text
    assert "Gửi niêm yết tại UBND cấp xã" in page
    assert "Ngày gửi lấy từ mục" in page
