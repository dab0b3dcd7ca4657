"""``cham-dut-tu-excel``, ``niem-yet-tu-excel``: a list with a row for each case, looked at, then written."""
