"""A State paper of running text: what a demo's documents have attached."""

from collections.abc import Mapping
from collections.abc import Sequence
from thads_portal.opendata.pdf import paper
from thads_portal.opendata.pdf.paper import Paper
from typing import Any


def letter(
    sheet: Paper,
    *,
    title: str,
    subtitle: str,
    paragraphs: Sequence[str],
    head: Mapping[str, str | None] | None = None,
    signature: Mapping[str, Any] | None = None,
) -> bytes:
    """The PDF of `paragraphs`; one that begins with ``# `` is a heading.

    `head` and `signature` are those of ``paper``.
    """
    texts = [
        {"heading": each.startswith("# "), "text": each.removeprefix("# ")} for each in paragraphs
    ]
    return paper.build(
        "letter",
        sheet,
        {
            "head": head,
            "title": title,
            "subtitle": subtitle,
            "paragraphs": texts,
            "signature": signature,
        },
    )
