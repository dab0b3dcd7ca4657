"""What a listing tells the register when it changes; the register package answers.

A listing calls these instead of the portal catalog. Without an implementation
(no register configured) a listing must not be storable at all, so callers use
``getUtility`` and let it fail.
"""

from zope.interface import Interface


class IRegisterProjection(Interface):
    """Keeps the register's rows in step with the objects, inside the same transaction."""

    def changed(listing):
        """Queue the row of `listing` (acquisition-wrapped); it is computed at commit."""

    def removed(listing):
        """Queue the removal of the row of `listing`, by its number as it is now."""

    def batch_changed(batch):
        """Queue the rows of `batch` (acquisition-wrapped); they are computed at commit."""

    def batch_removed(batch):
        """Queue the removal of the rows of `batch`."""
