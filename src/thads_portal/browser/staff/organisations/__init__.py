"""Agencies outside that ask the register: the administrators' page, and the log of what they asked."""
