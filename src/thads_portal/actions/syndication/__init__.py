"""Content of one site on others: a province proposes to the gateway, the board takes it or not,
the gateway shows an item on all subsites.

What is shown elsewhere is a reference, resolved when a list is asked for (``content/section_item.py``):
a correction shows at once wherever the item does, and what its own site no longer shows is
shown nowhere. One module a step; each checks, sets the account on the item, reindexes it and
writes the record of actions, in the running transaction.
"""
