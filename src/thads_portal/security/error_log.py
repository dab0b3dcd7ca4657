"""The portal's ``error_log``: as Zope's, without the request's form and the values in errors.

Zope's keeps both, and writes the second into the log of the process. A form that failed
holds what somebody typed about a person; its cookies would open their session.
"""

from AccessControl import getSecurityManager
from AccessControl.class_init import InitializeClass
from AccessControl.SecurityInfo import ClassSecurityInfo
from Acquisition import aq_base
from html import escape
from Products.SiteErrorLog.SiteErrorLog import SiteErrorLog
from thads_portal.security.redaction import said
from thads_portal.security.redaction import told

import time
import uuid


class PortalErrorLog(SiteErrorLog):
    """Keeps the latest errors of pages in the memory of a worker, for managers."""

    security = ClassSecurityInfo()

    @security.private
    def raising(self, info):
        kind, error, trace = info
        name = getattr(kind, "__name__", str(kind))
        if name in self._ignored_exceptions:
            return None
        text = told(error, trace)
        request = getattr(self, "REQUEST", None)
        url = str(request.get("URL", "?")) if request is not None else "?"
        user = getSecurityManager().getUser()
        entry = {
            "type": name,
            "value": said(error),
            "time": time.time(),
            "id": uuid.uuid4().hex,
            "tb_text": text,
            "tb_html": f"<pre>{escape(text)}</pre>",
            "username": user.getUserName(),
            "userid": user.getId(),
            "url": url,
            "req_html": "",
        }
        log = self._getLog()
        log.append(entry)
        del log[: -self.keep_entries]
        if self.copy_to_zlog:
            self._do_copy_to_zlog(entry["time"], name, entry["id"], url, text)
        return f"{self.absolute_url()}/showEntry?id={entry['id']}"


InitializeClass(PortalErrorLog)


def install(place) -> None:
    """Put the portal's log in the place of Zope's; what that has in memory is left behind."""
    _put(place, PortalErrorLog)


def uninstall(place) -> None:
    _put(place, SiteErrorLog)


def _put(place, kind: type[SiteErrorLog]) -> None:
    present = aq_base(place)._getOb("error_log", None)
    if present is None or type(present) is kind:
        return
    fresh = kind()
    fresh._ignored_exceptions = present._ignored_exceptions
    place._delObject("error_log", suppress_events=True)
    place._setObject("error_log", fresh, suppress_events=True)
    # By this name Zope finds it where something failed.
    place.__error_log__ = fresh
