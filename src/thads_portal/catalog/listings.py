"""Finds and removes listings that got into the portal catalog, where none belongs."""

from plone import api


def _brains():
    catalog = api.portal.get_tool("portal_catalog")
    return catalog, catalog.unrestrictedSearchResults(portal_type="DebtorListing")


def listings_in_catalog() -> int:
    """How many listings the portal catalog holds; should be none."""
    return len(_brains()[1])


def remove_listings_from_catalog() -> int:
    """Take them out; the caller commits. Returns how many there were."""
    catalog, brains = _brains()
    paths = [brain.getPath() for brain in brains]
    for path in paths:
        catalog.uncatalog_object(path)
    return len(paths)
