"""Addresses of pages that others than the page itself lead to."""

#: Below the portal the national desk, below a subsite that of the province.
DESK = "ban-lam-viec"
