"""The time by which sign-ins, sessions and tokens are judged; tests put another in its place."""

from datetime import datetime
from datetime import UTC


def now() -> datetime:
    return datetime.now(UTC)
