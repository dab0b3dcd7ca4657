"""``/co-quan``: the offices of the country as a list in Excel, taken away, filled, brought back."""
