"""The demo's content: there is some of every kind, a second run makes nothing, and it is quick."""

from collections import Counter
from contextlib import closing
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from io import BytesIO
from plone import api
from pypdf import PdfReader
from tests.support.pace import slowness
from thads_portal.browser.shared.latest import latest
from thads_portal.catalog.lists import find
from thads_portal.catalog.lists import today
from thads_portal.catalog.lists import Wanted
from thads_portal.cli.demo_content import load_content
from thads_portal.cli.demo_files import sample_file
from thads_portal.cli.demo_work import make_work
from thads_portal.content.settings import mark_demo
from thads_portal.domain.provinces import all_provinces
from thads_portal.domain.topics import BY_TOPIC
from thads_portal.domain.topics import GATEWAY
from thads_portal.domain.topics import Topic
from thads_portal.domain.words import VIETNAM
from thads_portal.domain.working_days import WorkingCalendar
from thads_portal.generator.content import items
from thads_portal.generator.demo_feed import demo_events
from thads_portal.generator.past import Past
from thads_portal.security.accounts import ensure_demo_accounts
from thads_portal.testing import make_listing
from thads_portal.testing_http import Visitor
from types import SimpleNamespace

import openpyxl
import psycopg2
import pytest
import time
import transaction
import unicodedata


@pytest.fixture(scope="module")
def loaded(portal):
    with portal.site() as site:
        started = time.process_time()
        made = load_content(site)
        transaction.commit()
    return made, time.process_time() - started


def test_a_second_run_makes_nothing(portal, loaded):
    with portal.site() as site:
        assert load_content(site) == 0


def test_quickly(loaded):
    made, seconds = loaded
    print(f"{made} items in {seconds:.1f} s of the processor")
    assert made > 60
    # Ten on a quiet machine: what is refused is a cost of another order.
    assert seconds < 40 * slowness()


@pytest.mark.parametrize("topic", Topic)
def test_something_of_every_kind(site, loaded, topic):
    assert latest(site, topic, 3)
    if topic != Topic.PROCEDURES:
        assert find(Wanted(topic, "cao-bang")).total or topic == Topic.EVENTS


def test_past_and_syndicated(site, loaded):
    assert find(Wanted(Topic.NOTICES, "cao-bang", past=True)).total
    assert any(each.source == "Tỉnh Cao Bằng" for each in latest(site, "news", 20))
    shown = latest(site["an-giang"], "notices", 20)
    assert any(each.source.startswith("Cổng") for each in shown)


def test_every_subsite_is_alive(site, loaded):
    for province in all_provinces():
        for topic in (Topic.NEWS, Topic.NOTICES):
            assert find(Wanted(topic, province.slug)).total or (
                find(Wanted(topic, province.slug, past=True)).total
            ), (province.slug, topic)


def test_what_is_published_and_dated_is_so_on_working_days(site, loaded):
    calendar = WorkingCalendar()
    for item in items(today()):
        content = site if item.place == GATEWAY else site[item.place]
        made = content[BY_TOPIC[item.topic].id][item.id]
        days = [made.effective_date.asdatetime().astimezone(VIETNAM).date()]
        days += [made.noticed] if item.topic == Topic.NOTICES else []
        days += [made.issued] if item.topic == Topic.DOCUMENTS else []
        for day in days:
            # What is of today is published today, whatever day that is.
            assert calendar.is_working_day(day) or day >= today() - timedelta(days=1), item.id


def test_attachments_are_files_of_their_kind_that_say_what_the_item_says():
    kinds = set()
    for item in items(date(2026, 11, 27)):
        for name in item.files:
            kind = name.rpartition(".")[2]
            if kind in kinds and item.place != "cao-bang":
                continue
            kinds.add(kind)
            data = sample_file(item, name, date(2026, 11, 27))
            if kind == "pdf":
                reader = PdfReader(BytesIO(data))
                assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
                text = " ".join(reader.pages[0].extract_text().split())
                assert unicodedata.normalize("NFC", item.fields["title"])[:40] in (
                    unicodedata.normalize("NFC", text)
                )
                assert "không có giá trị pháp lý" in unicodedata.normalize("NFC", text)
            elif kind == "xlsx":
                assert openpyxl.load_workbook(BytesIO(data)).worksheets[0].max_row > 10
    assert {"pdf", "xlsx", "docx"} <= kinds


def test_the_demo_has_a_past():
    end = date(2026, 11, 27)
    now = datetime(2026, 11, 28, 5, tzinfo=UTC)
    events = list(demo_events(3000, seed=1, end=end))
    assert sum(each["event"] == "issued" for each in events) == 3000
    assert {"amended", "ended", "withdrawn"} <= {each["event"] for each in events}
    past = Past(now)
    moments: dict[str, list[datetime]] = {}
    late = 0
    calendar = WorkingCalendar()
    for each in events:
        day = date.fromisoformat(each["occurred_on"])
        event = SimpleNamespace(
            external_id=each["external_id"], kind=each["event"], occurred_on=day
        )
        moments.setdefault(event.external_id, []).append(past.moment(event))
        when = moments[event.external_id][-1]
        assert now - timedelta(days=740) < when <= now
        if each["event"] == "issued" and day > date(2025, 6, 1):
            late += when.date() > calendar.add_working_days(day, 3)
    assert all(each[0] == min(each) for each in moments.values())
    months = Counter(each[0].strftime("%Y-%m") for each in moments.values())
    assert len(months) >= 24
    assert max(months.values()) < 3000 / 6
    assert 20 < late < 300


def test_every_desk_has_something_to_do(portal):
    with portal.site() as site:
        for place in range(8):
            make_listing(portal, site, external_id=f"cb:{place}", debtor_name=f"Nông Văn {place}")
        load_content(site)
        ensure_demo_accounts({})
        transaction.commit()
    with portal.site() as site:
        entered = make_work(site, portal.dsn)
    assert entered == 24
    with closing(psycopg2.connect(portal.dsn)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT state, count(*) FROM thads_listing WHERE external_id IS NULL"
            " AND province = 'cao-bang' GROUP BY state"
        )
        states = dict(cursor.fetchall())
        cursor.execute("SELECT state FROM thads_batch")
        batches = cursor.fetchall()
    assert states["draft"] == 5 and states["submitted"] == 8 and states["returned"] == 5
    assert states["board_review"] == 5 and states["published"] >= 1
    assert batches == [("submitted",)]
    with portal.site() as site:
        register = site["cao-bang"]["nguoi-phai-thi-hanh-an"]
        known = [register[number] for number in register.objectIds()]
        assert sum(bool(listing.commune_posting) for listing in known) >= 8
        assert sum(bool(listing.pending) for listing in known) == 3
        workflow = api.portal.get_tool("portal_workflow")
        waits = [
            item
            for item in site["cao-bang"]["tin-tuc"].objectValues()
            if workflow.getInfoFor(item, "review_state") == "pending"
        ]
        assert len(waits) == 2


def test_a_demo_says_so_on_its_pages(portal, server):
    visitor = Visitor(server)
    assert "Bản chạy thử" not in visitor.get("/").text
    with portal.site() as site:
        mark_demo(site)
        transaction.commit()
    for path in ("/", "/cao-bang", "/thong-ke", "/tra-cuu?q=an"):
        assert visitor.get(path).text.count("Bản chạy thử:") == 1
