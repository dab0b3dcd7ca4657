"""Zope's publisher as a WSGI application, with two doors closed.

A form field named `something:method` appends `something` to the path of the request. That is
meant for buttons, but a link could use it to climb out of the portal and to make its pages with
addresses of another site, past all that `hosting` checks.
"""

from collections.abc import Callable
from functools import partial
from thads_portal.cli.helping import ready_to_help
from thads_portal.cli.hosting import forbidden
from thads_portal.watching.away import available
from zExceptions import BadRequest
from zope.component.hooks import setSite
from Zope2.Startup.run import make_wsgi_app
from ZPublisher.HTTPRequest import WSGIRequest
from ZPublisher.WSGIPublisher import publish_module

import Zope2


class PortalRequest(WSGIRequest):
    """A request whose form is text throughout and may name a view, but not a path."""

    def processInputs(self, *arguments, **options) -> None:
        super().processInputs(*arguments, **options)
        for name, value in self.form.items():
            self.form[name] = _text(value)
        # Cookies are ASCII (RFC 6265); whoever reads one relies on it and fails on another.
        for name in [name for name, value in self.cookies.items() if not value.isascii()]:
            del self.cookies[name]
        asked = self.environ.get("PATH_INFO", "").rstrip("/")
        appended = self.other.get("PATH_INFO", asked).removeprefix(asked).removeprefix("/")
        if self._hacked_path and ("/" in appended or forbidden(appended)):
            self.other["PATH_INFO"] = asked
            raise BadRequest("method")

    def close(self) -> None:
        # The connection is closed by now. If it has just learnt that others changed a great
        # many objects, its site's registry is not loaded any more, and cannot be: Zope, which
        # asks it who waits for the end of the request, would fail before it forgets the site,
        # and so would every later request in this thread.
        setSite(None)
        super().close()


def _text(value):
    """`value` with bytes that are no UTF-8 replaced: views would stumble over them."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_text(each) for each in value]
    return value


def app_factory(global_configuration: dict, zope_conf: str) -> Callable:
    """For `zope.ini`: starts Zope and returns it as a WSGI application."""
    make_wsgi_app(global_configuration, zope_conf)
    # Here, before anything has started a thread.
    ready_to_help(Zope2.DB)
    return publisher()


def publisher() -> Callable:
    """Zope, which has been started, as a WSGI application."""
    return available(partial(publish_module, _request_factory=PortalRequest))
