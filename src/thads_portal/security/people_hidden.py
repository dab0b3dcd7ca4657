"""Who has an account is told to those who work with it: not by a search, a list of names, or a byline.

The names of accounts stand in the catalog and in Plone's vocabularies. A search that may ask for
a creator, sort by one or list all of them answers which names there are.
"""

from AccessControl import getSecurityManager
from Acquisition import aq_base
from collections.abc import MutableMapping
from plone.app.querystring.registryreader import QuerystringRegistryReader
from plone.registry.registry import Registry
from thads_portal.security.doors import audience_of
from thads_portal.security.open_doors import Audience
from typing import Any
from zExceptions import NotFound
from zope.component import adapter
from ZPublisher.interfaces import IPubAfterTraversal


#: Indexes, columns and fields that hold names of accounts.
PEOPLE = frozenset({"Creator", "creators", "listCreators", "creator", "author", "lock"})
#: Parts of the names of vocabularies that list accounts or groups.
_LISTS = ("Users", "Groups", "Principals", "Members", "Creators", "Authors")
_CHOSEN = ("sort_on", "metadata_fields", "attributes")


@adapter(IPubAfterTraversal)
def hide_people(event) -> None:
    """Take questions after accounts out of what visitors ask. Raises NotFound."""
    request = event.request
    audience = audience_of(getSecurityManager().getUser())
    if audience < Audience.WRITERS and request.form:
        forget_people(request.form)
    if audience < Audience.ADMINISTRATORS:
        published = request.get("PUBLISHED")
        page = aq_base(getattr(published, "__self__", published))
        name = getattr(page, "__name__", "") or ""
        asked = []
        if name == "getVocabulary":
            asked = [request.form.get("name")]
        elif name.endswith("@vocabularies"):
            asked = getattr(page, "params", [])
        if any(map(_lists_people, asked)):
            raise NotFound(request["URL"])


def _lists_people(vocabulary: Any) -> bool:
    return any(word in str(vocabulary) for word in _LISTS)


@adapter(Registry)
class QueryOptions(QuerystringRegistryReader):
    """What a query may ask for (``qsOptions``, which Plone's list of contents needs), without the
    names of accounts for who keeps none. For the class of the registry: before Plone's own reader.
    """

    def getVocabularyValues(self, values):
        if audience_of(getSecurityManager().getUser()) < Audience.ADMINISTRATORS:
            for field in values.get(f"{self.prefix}.field").values():
                if _lists_people(field.get("vocabulary")):
                    field["vocabulary"] = None
        return super().getVocabularyValues(values)


def forget_people(form: MutableMapping[str, Any]) -> None:
    """Leave out of a query what asks for, sorts by or lists accounts, and whole objects."""
    for key in list(form):
        if key.partition(".")[0].partition(":")[0] in PEOPLE or key == "fullobjects":
            del form[key]
    for key in _CHOSEN:
        value = form.get(key)
        if isinstance(value, str) and value in PEOPLE:
            del form[key]
        elif isinstance(value, list):
            form[key] = [each for each in value if each not in PEOPLE]


def without_people(answer: Any) -> Any:
    """`answer` (what JSON can hold) without the fields that name accounts, at any depth."""
    if isinstance(answer, dict):
        return {key: without_people(each) for key, each in answer.items() if key not in PEOPLE}
    if isinstance(answer, list):
        return [without_people(each) for each in answer]
    return answer
