"""Reads back what the portal gives out, as a client would."""

from pathlib import Path

import csv
import io
import json


SCHEMA = json.loads(
    (Path(__file__).parents[1] / "data/jsonfeed-1.1.schema.json").read_text(encoding="utf-8")
)


def read_csv(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
