"""The search: ``/tra-cuu`` for the country, the register's own page for a province.

One implementation; all its state is in the address. A search that failed answers
503 and says so: an empty list would read as "no debts found".
"""
