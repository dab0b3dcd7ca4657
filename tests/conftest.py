"""Fixtures of the tests that need a portal; the unit tests use none of them.

Everything is imported inside the fixtures: loading Plone takes seconds that
the unit tests must not pay.
"""

from hypothesis import HealthCheck
from hypothesis import settings
from pathlib import Path
from tests.support.times import longest
from tests.support.times import Times

import os
import psutil
import pytest
import shutil
import tempfile


#: These make no site, and work while a first one makes it for all.
WITHOUT_SITE = ("functional/test_serve.py", "integration/test_embedded.py")

#: A folder in memory, and how much room (bytes) there must be to put the tests' files into it.
_MEMORY = Path("/dev/shm")  # noqa: S108 - only what has names of its own is put there
_ROOM = 8 * 2**30

#: Hundreds of sign-ins in the tests must not each pay what one shall cost a thief.
os.environ.setdefault("THADS_PASSWORD_COST", "8:1")
#: The site that one process makes is taken over by others, whose instances have keys of their own.
os.environ.setdefault("THADS_FIELDS_KEYS", "5e" * 32)


def pytest_configure(config):
    """Folders of this run: what test processes side by side share (``thads_portal.testing.SHARED``),
    and page templates as they are compiled, once for all processes, those that tests start among them.
    """
    _in_memory()
    folder = getattr(config, "workerinput", {}).get("shared")
    if folder:
        os.environ["THADS_TESTS_SHARED"] = folder
    else:
        folder = config._thads_shared = tempfile.mkdtemp(prefix="thads-tests-")
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    templates = Path(folder) / "templates"
    templates.mkdir(exist_ok=True)
    os.environ["CHAMELEON_CACHE"] = str(templates)
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Times())


def _in_memory() -> None:
    """Temporary files, the tests' databases among them, lie in memory where it has room enough.

    Nothing is proved by a disk: who is killed leaves what it has written to the system.
    """
    if "TMPDIR" in os.environ or not os.access(_MEMORY, os.W_OK):
        return
    there = os.statvfs(_MEMORY)
    room = min(there.f_bavail * there.f_frsize, psutil.virtual_memory().available)
    # Programs are copied, and run, there as well.
    if room >= _ROOM and not there.f_flag & os.ST_NOEXEC:
        # For the processes that tests start, too.
        os.environ["TMPDIR"] = tempfile.tempdir = str(_MEMORY)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node):
    node.workerinput["shared"] = node.config._thads_shared


def pytest_collection_modifyitems(items):
    """The longest files first (``make test-times`` says which), then as they stand, and the unit
    tests, all short, at the end.
    """
    first, *others = [name for name in longest() if name not in WITHOUT_SITE]
    order = {name: place for place, name in enumerate((first, *WITHOUT_SITE, *others))}
    root = Path(__file__).parent

    def key(item):
        name = item.path.relative_to(root).as_posix()
        return order.get(name, len(order)), name.startswith("unit/")

    items.sort(key=key)


# A busy machine is slow at everything, and what passed once passes again: no limits of time, no chance.
settings.register_profile(
    "steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")
# ``make test-unit`` asks for it: a few examples each, so that the answer comes in seconds.
settings.register_profile("quick", settings.get_profile("steady"), max_examples=15)


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
