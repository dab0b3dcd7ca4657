"""Backups of the embedded database that nobody can read and anybody on call can restore.

A base backup is a copy of the whole server; the log that it writes meanwhile and afterwards is
copied to the same folder, so that any moment since can be restored. Everything is sealed with a
key that lies elsewhere. Who runs a PostgreSQL of their own has its tools for this (docs/operations.md).
"""
