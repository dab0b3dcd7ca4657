"""What the profile's files cannot say; run after its import steps, any number of times."""

from collections.abc import Iterator
from thads_portal.errors import STATUS
from thads_portal.errors import ThadsError
from thads_portal.security import configlets
from thads_portal.security import error_log
from thads_portal.security.pas import resets
from thads_portal.security.pas.install import install
from thads_portal.security.pas.install import uninstall
from zope.component.hooks import getSite


#: A tombstone is an answer, not a fault.
_ANSWERS = ("ListingGone",)


def complete(setup_tool) -> None:
    """After the import steps of the profile."""
    error_log.install(getSite())
    quiet_error_log(setup_tool)
    install(getSite().acl_users)
    resets.install(getSite())
    configlets.hide_shut(getSite())


def restore(setup_tool) -> None:
    """After the profile was uninstalled: accounts stay, under Plone's own plug-ins."""
    uninstall(getSite().acl_users)
    resets.uninstall(getSite())
    for place in (getSite(), getSite().getPhysicalRoot()):
        error_log.uninstall(place)


def quiet_error_log(setup_tool) -> None:
    """Keep refusals out of the site's error log: each would fill it with a traceback."""
    log = getSite().error_log
    refusals = {cls.__name__ for cls in _refusals(ThadsError)}
    log._ignored_exceptions = tuple(sorted({*log._ignored_exceptions, *_ANSWERS, *refusals}))


def _refusals(cls: type[ThadsError]) -> Iterator[type[ThadsError]]:
    """`cls` and its subclasses that the one who asked is answered for, not the operator."""
    if STATUS.get(cls.code, 500) < 500:
        yield cls
    for each in cls.__subclasses__():
        yield from _refusals(each)
