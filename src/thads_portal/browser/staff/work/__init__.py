"""Everybody's own desk: what is due, what came back, what waits."""
