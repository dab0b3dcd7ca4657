"""Keeps listings out of the portal catalog even when it is rebuilt through the ZMI.

A rebuild walks all objects and hands each to the catalog directly, past the
listing's own catalog methods; a full register would be indexed and the catalog
would grow from thousands of entries to a million.
"""

from Acquisition import aq_base
from Products.CMFCore.indexing import PortalCatalogProcessor
from thads_portal.content.listing import DebtorListing


class CatalogProcessorWithoutListings(PortalCatalogProcessor):
    """CMFCore's processor for everything but listings."""

    def index(self, obj, attributes=None):
        if not isinstance(aq_base(obj), DebtorListing):
            super().index(obj, attributes)

    def reindex(self, obj, attributes=None, update_metadata=1):
        if not isinstance(aq_base(obj), DebtorListing):
            super().reindex(obj, attributes, update_metadata)
