"""The tables of cases and their ledger: restricted, read for the staff of the case only.

``books`` loads what a case is, ``writing`` writes what was entered, in the transaction of the
objects, ``due`` answers the desks. No module of the public pages, exports or searches reads them.
"""
