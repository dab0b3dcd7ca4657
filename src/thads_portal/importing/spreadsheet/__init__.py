"""Lists that arrive as Excel, OpenDocument or CSV files: read, checked, planned, written.

In the order of the work: ``opening`` (what is this file, may it be read), ``process`` and
``child`` (reads it apart from everything else), ``xlsx``, ``xls``, ``ods``, ``csv_text`` (its
cells, as they are shown), ``fonts`` (their texts in Unicode), ``tables`` and ``headings`` (where the list
is and what its columns mean), ``values``, ``composites`` and ``kinds`` (what a cell says),
``rows`` (cells to the fields of a listing), ``plan`` (against the register), ``write``.
"""
