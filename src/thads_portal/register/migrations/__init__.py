"""The steps that bring the register's tables from nothing to today's, as frozen text.

One file a step, ``NNNN_words.sql``, taken in the order of their numbers, which may have gaps, and
never edited once released: installations have run it as it stands. How a step is written and
what it may do: docs/upgrading.md. Read by :mod:`thads_portal.register.steps`.
"""
