"""The pages and services that the portal's layer registers."""

from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.interfaces import IThadsLayer
from zope.component import getGlobalSiteManager
from zope.interface import Interface


def registered():
    """(interface, name) of every page and service of the portal's layer."""
    found = set()
    for each in getGlobalSiteManager().registeredAdapters():
        if len(each.required) < 2 or not each.required[1].isOrExtends(IThadsLayer):
            continue
        if each.provided is not Interface:
            continue
        name = each.name
        for kind in ("GET_application_json_", "POST_application_json_"):
            name = name.removeprefix(kind)
        if name.startswith("GET_text_"):
            name = name.removeprefix("GET_text_").rstrip("_")
        found.add((each.required[0].__name__.rpartition(".")[2], name))
    return found


def desk_pages():
    """(interface, name) of every page of the desks, as it is registered."""
    return sorted(
        (each.required[0].__name__.rpartition(".")[2], each.name)
        for each in getGlobalSiteManager().registeredAdapters()
        if isinstance(each.factory, type) and issubclass(each.factory, DeskPage)
    )
