"""``POST @case-feed``: the case system's events, see docs/api.md.

The body is read from the spooled file, never as one string (Zope refuses to
make one above 1 MiB). The feed commits on connections of its own, so that this
request's transaction has nothing to commit: a retry of the request would run
the whole feed again.
"""

from AccessControl import getSecurityManager
from plone import api
from plone.restapi.services import Service
from thads_portal.domain.lifecycle import Permission
from thads_portal.errors import BadRequest
from thads_portal.errors import FeedRejected
from thads_portal.errors import NotAllowed
from thads_portal.errors import NotYourProvince
from thads_portal.errors import ThadsError
from thads_portal.importing.brake import Brake
from thads_portal.importing.brake import endings_per_hour
from thads_portal.importing.feed import check_limits
from thads_portal.importing.feed import first_line_of_another_province
from thads_portal.importing.feed import format_of
from thads_portal.importing.feed import read_lines
from thads_portal.importing.line_states import line_states
from thads_portal.importing.packed_body import unpacked
from thads_portal.importing.report import ALL_PROBLEMS
from thads_portal.importing.report import MAX_PROBLEMS
from thads_portal.importing.run import run_feed
from thads_portal.security.provinces import allowed_provinces
from thads_portal.services.answer import acceptable
from thads_portal.services.answer import choose_language
from thads_portal.services.answer import database_of
from thads_portal.services.answer import refused
from thads_portal.services.parameters import only
from thads_portal.services.parameters import valued
from thads_portal.services.problems import CONTENT_TYPE as PROBLEM
from typing import Any
from typing import BinaryIO
from zExceptions import Unauthorized

import transaction


def provinces_to_feed(portal) -> frozenset[str] | None:
    """The provinces that the signed-in account may feed; None: all. Raises Unauthorized."""
    if api.user.is_anonymous():
        raise Unauthorized("the case feed needs an account")
    return allowed_provinces(portal, Permission.FEED.value)


class CaseFeedPost(Service):
    """Answers with the report of the contract; refusals as ``{"code", "message"}``."""

    def reply(self):
        allowed = provinces_to_feed(self.context)
        choose_language(self.request)
        try:
            acceptable(self.request)
            only(self.request, ("dry_run", "atomic", "report"))
            valued(self.request)
            encoding = self.request.environ.get("HTTP_CONTENT_ENCODING")
            with unpacked(self.request["BODYFILE"], encoding) as body:
                return self._run(body, allowed)
        except ThadsError as refusal:
            self.content_type = PROBLEM
            return refused(self.request, refusal)
        finally:
            # Whatever was loaded here is older than what the feed has written.
            transaction.abort()

    def _run(self, body: BinaryIO, allowed: frozenset[str] | None) -> dict[str, Any]:
        if allowed is not None and not allowed:
            raise NotAllowed
        feed_format = format_of(self.request.environ.get("CONTENT_TYPE"))
        atomic, dry_run, by_line = self._flag("atomic"), self._flag("dry_run"), self._by_line()
        if allowed is not None:
            check_limits(body, feed_format, atomic=atomic)
            foreign = first_line_of_another_province(
                read_lines(body, feed_format), allowed.__contains__
            )
            if foreign is not None:
                raise NotYourProvince(allowed=allowed)
        actor = getSecurityManager().getUser().getId()
        most = ALL_PROBLEMS if by_line else MAX_PROBLEMS
        try:
            report = run_feed(
                self.context,
                body,
                feed_format=feed_format,
                actor=actor,
                brake=Brake(database_of(self.context), actor, endings_per_hour(), most),
                allowed=allowed,
                dry_run=dry_run,
                atomic=atomic,
                most_problems=most,
            )
        except FeedRejected as rejected:
            self.request.response.setStatus(rejected.status)
            report = rejected.report.nothing_written()
        answer = report.as_dict(dry_run=dry_run)
        if by_line:
            answer["run"] = report.run
            lines = read_lines(body, feed_format)
            answer["lines"] = list(line_states(database_of(self.context), lines, allowed=allowed))
        return answer

    def _by_line(self) -> bool:
        """``?report=lines``: what each line is about is told too."""
        value = self.request.form.get("report", "")
        if value not in ("", "lines"):
            raise BadRequest(detail="report=lines")
        return bool(value)

    def _flag(self, name: str) -> bool:
        """``?name=1``; anything else but 0 and absence is refused, not guessed."""
        value = self.request.form.get(name, "")
        if value in ("", "0"):
            return False
        if value == "1":
            return True
        raise BadRequest(detail=f"{name}=1")
