"""The demo's content: there is some of every kind, a second run makes nothing, and it is quick."""

from thads_portal.browser.shared.latest import latest
from thads_portal.catalog.lists import find
from thads_portal.catalog.lists import Wanted
from thads_portal.cli.demo_content import load_content
from thads_portal.domain.topics import Topic

import pytest
import time
import transaction


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
    assert seconds < 15


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
