"""Mail to accounts, as a job: it goes out after the commit, and a dead mail server stops nobody.

Where no mail server is set up nothing is sent, and nothing is wrong. A message holds no
personal data of debtors: it says what waits where, and people read it in the portal.
"""

from collections.abc import Collection
from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import formataddr
from plone import api
from thads_portal.errors import MailFailed
from thads_portal.jobs.interfaces import IJobKind
from thads_portal.jobs.queue import enqueue
from typing import Any
from zope.interface import implementer

import smtplib


KIND = "mail"
#: Language of an account that has chosen none.
_LANGUAGE = "vi"


def set_up() -> bool:
    """Whether the portal can send mail: a server and an address to send from are known."""
    host = api.portal.get_registry_record("plone.smtp_host", default=None)
    return bool(host and api.portal.get_registry_record("plone.email_from_address", default=None))


def send_later(
    context, accounts: Collection[str], texts: Mapping[str, tuple[str, str]], *, title: str
) -> str | None:
    """Send to `accounts` (user ids) once the running transaction is committed.

    `texts`: language -> (subject, body), ``vi`` among them. Returns the job's id; None if
    there is nobody to send to, or no mail server.
    """
    wanted = sorted(set(accounts))
    if not wanted or not set_up():
        return None
    texts = {language: list(text) for language, text in texts.items()}
    # Owned by nobody: whoever caused it may have lost their rights when it goes out.
    return enqueue(context, KIND, {"accounts": wanted, "texts": texts}, title=title, owner="")


@implementer(IJobKind)
class Mail:
    """Sends one text to some accounts. A worker that dies in between may send some twice."""

    def run(self, site, job) -> dict[str, Any]:
        if not set_up():
            return {"sent": 0, "skipped": len(job.parameters["accounts"])}
        sender = formataddr(
            (
                api.portal.get_registry_record("plone.email_from_name", default=None) or "",
                api.portal.get_registry_record("plone.email_from_address"),
            )
        )
        sent = skipped = 0
        for account in job.parameters["accounts"]:
            member = api.user.get(userid=account)
            address = member.getProperty("email", "") if member is not None else ""
            if not address:
                skipped += 1
                continue
            texts = job.parameters["texts"]
            subject, body = texts.get(member.getProperty("language", ""), texts[_LANGUAGE])
            _send(site, sender, address, subject, body)
            sent += 1
            job.progress(sent + skipped, len(job.parameters["accounts"]))
        return {"sent": sent, "skipped": skipped}


def _send(site, sender: str, address: str, subject: str, body: str) -> None:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = address
    message["Subject"] = subject
    message.set_content(body)
    try:
        site["MailHost"].send(message, immediate=True)
    except (OSError, smtplib.SMTPException) as error:
        raise MailFailed from error
