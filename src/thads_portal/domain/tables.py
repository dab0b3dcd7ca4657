"""Read the package's own tab-separated data files.

Every value is text in NFC; an empty cell is the empty string. A file whose rows
do not fit its heading is a broken installation and fails loudly.
"""

from collections.abc import Iterator
from importlib import resources

import unicodedata


def read_table(name: str) -> Iterator[dict[str, str]]:
    """The rows of ``data/<name>`` as dicts keyed by its heading line."""
    text = resources.files("thads_portal.domain").joinpath("data", name).read_text("utf-8")
    heading, *lines = unicodedata.normalize("NFC", text).splitlines()
    columns = heading.split("\t")
    for line_number, line in enumerate(lines, start=2):
        cells = line.split("\t")
        if len(cells) != len(columns):
            raise ValueError(
                f"{name}, line {line_number}: {len(cells)} cells instead of {len(columns)}"
            )
        yield dict(zip(columns, cells, strict=True))
