"""Requests that citizens send: procedures as data, their clocks, checks and steps; pure."""
