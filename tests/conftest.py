"""Fixtures of the tests that need a portal; the unit tests use none of them.

Everything is imported inside the fixtures: loading Plone takes seconds that
the unit tests must not pay.
"""

from hypothesis import settings

import pytest


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
