"""What was done with a batch, in words, the newest first."""

from thads_portal.browser.staff.batches.labels import HISTORY
from thads_portal.i18n import _
from zope.i18nmessageid import Message


def history_of(page, batch) -> list[dict[str, str]]:
    """Its entries: ``text``, ``who``, ``when``, ``comment``."""
    return [
        {
            "text": _did(page, entry),
            "who": page.person(entry["actor"]),
            "when": page.moment(entry["at"]),
            "comment": entry.get("comment", "") if entry["kind"] != "split" else "",
        }
        for entry in reversed(batch.history)
    ]


def _did(page, entry) -> str:
    day = entry.get("document_date")
    mapping = {
        **{name: str(value) for name, value in entry.items()},
        "rows": page.number(entry["rows"]),
        "document_date": page.words.day(day) if day else "",
        "signed_by": _signer(page, entry),
    }
    kind = entry["kind"]
    # Signed, each case under a decision of its own.
    own = f"{kind}_own" in HISTORY and "document_number" not in entry
    return page.say(Message(HISTORY[f"{kind}_own" if own else kind], mapping=mapping))


def _signer(page, entry) -> str:
    """Who signed, with the form in which they did for the head."""
    each = page.say(_("batch_signed_by_each", default="Người ký ghi ở từng mục"))
    return " ".join(filter(None, (entry.get("signed_as"), entry.get("signed_by") or each)))
