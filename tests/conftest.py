"""Fixtures of the tests that need a portal; the unit tests use none of them.

Everything is imported inside the fixtures: loading Plone takes seconds that
the unit tests must not pay.
"""

from hypothesis import settings
from pathlib import Path

import os
import pytest
import shutil
import tempfile


#: What takes longest, in this order: begun first, so that nothing long is left for the end. The
#: second and third make no site, and work while the first makes it for all.
LONGEST = (
    "integration/test_kill_process.py",
    "functional/test_serve.py",
    "integration/test_embedded.py",
    "integration/test_conflicts_maintenance.py",
    "integration/test_upgrade_kill.py",
    "integration/test_upgrade.py",
    "integration/test_kill_database.py",
    "functional/test_fuzz_staff.py",
    "functional/test_who_enters.py",
    "functional/test_rest_restricted.py",
    "browser/test_accessibility.py",
    "browser/test_desk_accessibility.py",
    "integration/test_feed_properties.py",
    "integration/test_batch_jobs.py",
    "functional/test_merging_pages.py",
    "functional/test_open_doors.py",
    "functional/test_followers.py",
    "functional/test_compose.py",
    "integration/test_doors.py",
    "integration/test_search_sql.py",
    "functional/test_fuzz.py",
    "functional/test_attacks.py",
    "browser/test_staff_screens.py",
    "browser/test_content_forms.py",
)


def pytest_configure(config):
    """A folder that test processes side by side share (``thads_portal.testing.SHARED``)."""
    if folder := getattr(config, "workerinput", {}).get("shared"):
        os.environ["THADS_TESTS_SHARED"] = folder


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node):
    config = node.config
    if not hasattr(config, "_thads_shared"):
        config._thads_shared = tempfile.mkdtemp(prefix="thads-tests-")
        config.add_cleanup(lambda: shutil.rmtree(config._thads_shared, ignore_errors=True))
    node.workerinput["shared"] = config._thads_shared


def pytest_collection_modifyitems(items):
    """The longest files first, then as they stand, and the unit tests, all short, at the end."""
    order = {name: place for place, name in enumerate(LONGEST)}
    root = Path(__file__).parent

    def key(item):
        name = item.path.relative_to(root).as_posix()
        return order.get(name, len(LONGEST)), name.startswith("unit/")

    items.sort(key=key)


# ``make test-unit`` asks for it: a few examples each, so that the answer comes in seconds.
settings.register_profile("quick", max_examples=15, deadline=None)


@pytest.fixture(scope="module")
def portal():
    """A portal of the module's own. Tests may commit; later ones see what was committed."""
    from thads_portal.testing import fresh_portal

    with fresh_portal() as fresh:
        yield fresh


@pytest.fixture
def own_portal():
    """A portal of one test's own, for tests that must not find others' listings."""
    from thads_portal.testing import fresh_portal

    with fresh_portal() as fresh:
        yield fresh


@pytest.fixture
def site(portal):
    """The module's site with a request, anonymous, in a transaction that is aborted."""
    with portal.site() as opened:
        yield opened


@pytest.fixture(scope="module")
def server(portal):
    """The address of the module's portal over real HTTP."""
    return portal.serve()
