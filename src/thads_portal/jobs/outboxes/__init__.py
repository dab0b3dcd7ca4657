"""Outboxes to other agencies: events become messages, messages are delivered, months are compared.

`planning` makes the messages, `delivery` sends them until they are acknowledged, `reconciling` compares
at the month's end, `simulator` is a partner for tests and the demo, `periodic` runs all of it.
"""
