"""REST: a folder for each endpoint. A service parses, asks one query, serialises; it decides nothing."""
