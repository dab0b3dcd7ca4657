"""A province's register as JSON: its newest page, counted by the register.

Plone's serialiser of folders asks the portal catalog, which holds no listing, and
would say that the register is empty.
"""
