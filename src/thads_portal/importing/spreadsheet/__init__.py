"""Lists that arrive as Excel, OpenDocument or CSV files: read, checked, planned, written.

In the order of the work: ``opening`` (what is this file, may it be read), ``process`` and
``child`` (reads it apart from everything else), ``xlsx``, ``xls``, ``ods``, ``csv_text`` (its
cells, as they are shown), ``fonts`` (their texts in Unicode), ``source`` with ``tables``,
``headings`` and ``layout`` (every row and what it is, where the lists are, what their columns
mean), ``evaluate`` with ``units`` (rows drawn together, ditto marks, sections) and ``rows`` (cells to
the fields of a listing), which read with ``people``, ``acts``, ``amounts``, ``values`` and ``kinds``
and ask ``questions``; ``plan`` (against the register), ``write``.
"""
