"""The day on which the law of enforcement changed."""

from datetime import date


#: The law of enforcement changed with this day.
NEW_LAW = date(2026, 7, 1)
OLD_LAW_ENDS = date(2026, 6, 30)
