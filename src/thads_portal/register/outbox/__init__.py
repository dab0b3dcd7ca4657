"""The outboxes to other agencies: what waits, what was acknowledged, what did not agree at the month's end."""
