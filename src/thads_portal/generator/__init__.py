"""Synthetic case feeds: demo content and test data without a single real person.

Everything is drawn from lists of name parts, real administrative units and sentence
patterns by a seeded generator, so the same options give the same bytes anywhere.
Imports the domain only.
"""
