"""Mail to accounts, as a job: it goes out after the commit, and a dead mail server stops nobody.

Where no mail server is set up nothing is sent, and nothing is wrong. A message holds no
personal data of debtors: it says what waits where, and people read it in the portal. Who caused
a mail that was refused reads so at their desk (``lookup.unsent``).
"""

from collections.abc import Collection
from collections.abc import Iterator
from collections.abc import Mapping
from email.header import Header
from email.message import EmailMessage
from email.utils import formataddr
from plone import api
from Products.MailHost.MailHost import MailHostError
from thads_portal.errors import MailFailed
from thads_portal.jobs.interfaces import IJobKind
from thads_portal.jobs.queue import enqueue
from typing import Any
from zope.interface import implementer

import contextlib
import logging
import smtplib
import socket


logger = logging.getLogger(__name__)

KIND = "mail"
#: Parameter of a job that mails: the account that is told if the mail is refused.
CAUSED_BY = "caused_by"
#: Seconds that a mail server may take for an answer.
_PATIENCE = 30.0
#: What a server that is away, refuses, or asks for what it is not given makes of a message. The
#: mailer tells the last by a RuntimeError.
_REFUSED = (OSError, smtplib.SMTPException, MailHostError, RuntimeError)
#: Language of an account that has chosen none.
_LANGUAGE = "vi"


def set_up() -> bool:
    """Whether the portal can send mail: a server and an address to send from are known."""
    host = api.portal.get_registry_record("plone.smtp_host", default=None)
    return bool(host and api.portal.get_registry_record("plone.email_from_address", default=None))


def send_later(
    context,
    accounts: Collection[str],
    texts: Mapping[str, tuple[str, str]],
    *,
    title: str,
    caused_by: str = "",
) -> str | None:
    """Send to `accounts` (user ids) once the running transaction is committed.

    `texts`: language -> (subject, body), ``vi`` among them. Returns the job's id; None if
    there is nobody to send to, or no mail server. `caused_by`: who is told of a refusal.
    """
    wanted = sorted(set(accounts))
    if not wanted or not set_up():
        return None
    pairs = {language: list(text) for language, text in texts.items()}
    # Owned by nobody: whoever caused it may have lost their rights when it goes out.
    parameters = {"accounts": wanted, "texts": pairs, CAUSED_BY: caused_by}
    return enqueue(context, KIND, parameters, title=title, owner="")


@implementer(IJobKind)
class Mail:
    """Sends one text to some accounts. A worker that dies in between may send some twice."""

    def run(self, site, job) -> dict[str, Any]:
        if not set_up():
            return {"sent": 0, "skipped": len(job.parameters["accounts"])}
        sent = skipped = 0
        refused = None
        for account in job.parameters["accounts"]:
            member = api.user.get(userid=account)
            address = member.getProperty("email", "") if member is not None else ""
            if not address:
                skipped += 1
                continue
            texts = job.parameters["texts"]
            subject, body = texts.get(member.getProperty("language", ""), texts[_LANGUAGE])
            try:
                send_now(site, address, subject, body)
            except MailFailed as error:
                # One address that is wrong takes nobody else's mail away.
                refused = error
                continue
            sent += 1
            job.progress(sent + skipped, len(job.parameters["accounts"]))
        if refused is not None:
            raise refused
        return {"sent": sent, "skipped": skipped}


def send_now(
    site, address: str, subject: str, body: str, *, headers: Mapping[str, str] | None = None
) -> None:
    """Send one message, in the job that runs; raises MailFailed. `headers` are further ones."""
    message = EmailMessage()
    for name, value in (headers or {}).items():
        message[name] = value
    message["From"] = formataddr(
        (
            api.portal.get_registry_record("plone.email_from_name", default=None) or "",
            api.portal.get_registry_record("plone.email_from_address"),
        )
    )
    message["To"] = address
    # Encoded and folded here: Python 3.11 loses a blank where it breaks a long subject itself.
    message.set_raw("Subject", Header(subject, "utf-8", header_name="Subject").encode())
    message.set_content(body)
    try:
        with _patience():
            site["MailHost"].send(message, immediate=True)
    except _REFUSED as error:
        logger.warning("Mail refused: %s: %s", type(error).__name__, error)
        raise MailFailed(reason=f"{type(error).__name__}: {error}"[:200]) from error


@contextlib.contextmanager
def _patience() -> Iterator[None]:
    """The mailer has no limit of its own, and a server that says nothing would hold the worker."""
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(_PATIENCE)
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)
