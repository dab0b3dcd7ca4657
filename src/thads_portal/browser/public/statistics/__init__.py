"""``/thong-ke``: how many cases, how much money, where, why; for the nation and a province."""
