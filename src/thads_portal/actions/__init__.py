"""What is done to a listing: one module for each step of ``domain/lifecycle.py``.

A step takes one listing or many, and the ``ActionContext`` of the request. It checks all of
them, then writes; refused, it has written nothing. Nothing here commits.
"""
