"""What a request leaves behind in its thread: nothing, whatever became of its objects."""

from urllib.request import urlopen
from zope.component import getGlobalSiteManager
from zope.component.hooks import getSite
from ZPublisher.interfaces import IPubSuccess

import pytest


@pytest.fixture
def forgetful():
    """Every request ends with an empty cache: so it is after another process wrote a lot."""

    def forget(event):
        getSite()._p_jar.cacheMinimize()

    registry = getGlobalSiteManager()
    registry.registerHandler(forget, (IPubSuccess,))
    yield
    registry.unregisterHandler(forget, (IPubSuccess,))


def test_thread_goes_on_serving_after_its_objects_were_forgotten(server, forgetful):
    # More than there are threads, so that each serves again.
    for _request in range(10):
        with urlopen(f"{server}/", timeout=60) as answer:
            assert answer.status == 200
