"""Requests of citizens in the database: sealed contents, steps that only grow, the agency's inbox.

Each write is a transaction of its own (``own_transaction``): nothing of a request is an object.
"""
