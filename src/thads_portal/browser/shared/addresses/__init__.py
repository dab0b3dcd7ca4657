"""Addresses that need care: listings that are not public, the old portal's paths, robots.txt."""
