"""``GET @cases?external_id=…``: a case with its balances, entries and next duties, see docs/api.md."""
