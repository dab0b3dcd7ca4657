"""Interfaces that any layer of the portal may import."""

from zope.publisher.interfaces.browser import IDefaultBrowserLayer


class IThadsLayer(IDefaultBrowserLayer):
    """Marks requests to a site where the portal's profile is installed."""
