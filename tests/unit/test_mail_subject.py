"""A subject arrives as it was written, whatever its length and wherever it is broken."""

from email import message_from_string
from email import policy
from thads_portal.jobs import mail
from types import SimpleNamespace

import pytest


# What it imports loads Plone.
pytestmark = pytest.mark.slow

WORDS = [
    "Ban",
    "Biên",
    "tập",
    "trả",
    "lại",
    "đợt",
    "công",
    "khai",
    "của",
    "Cục",
    "Thi",
    "hành",
    "án",
    "dân",
    "sự",
    "tỉnh",
    "Cao",
    "Bằng",
]


@pytest.mark.parametrize("count", range(1, 3 * len(WORDS)))
@pytest.mark.parametrize("first", ["", "[Cổng THADS]", "x" * 60])
def test_subject(monkeypatch, count, first):
    sent = []
    site = {"MailHost": SimpleNamespace(send=lambda message, immediate: sent.append(message))}
    monkeypatch.setattr(
        mail.api.portal, "get_registry_record", lambda name, default=None: "cong@thads.example"
    )
    subject = " ".join([first, *(WORDS * 3)[:count]]).strip()
    mail.send_now(site, "a@thads.example", subject, "Nội dung thư")
    raw = sent[0].as_string()
    assert max(map(len, raw.splitlines())) <= 78
    assert message_from_string(raw, policy=policy.default)["Subject"] == subject
    assert sent[0]["Subject"] == subject
