"""The agency's side of citizens' requests: inbox, one request, its files, settings, books.

For who works in the province (editors, the head), and on the gateway for the board as the central
authority. What came to the head alone is not even listed for others.
"""
