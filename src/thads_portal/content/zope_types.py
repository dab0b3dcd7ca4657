"""Names for what Zope and Plone hand us, for annotations.

Their code has no types: to the type checker all of these are Any, to a reader they tell which
thing is meant. All content is wrapped in its place.
"""

from typing import Any
from typing import TypeAlias


#: Plone's site object.
Site: TypeAlias = Any
#: A piece of content of whatever type, a subsite or a folder of Plone.
Content: TypeAlias = Any
#: What waits on a listing or on content for a second person: a mapping of plain values, None
#: where nothing waits. A step that is about what waits is refused before, where there is none.
Waiting: TypeAlias = Any
#: What an event handler is called with.
Event: TypeAlias = Any
#: The object database, one connection to it, and a transaction.
Database: TypeAlias = Any
ObjectConnection: TypeAlias = Any
Transaction: TypeAlias = Any
#: An uploaded file of a form, or a blob's value.
FileValue: TypeAlias = Any
#: A job's own row (``jobs``), as its work is called with.
Job: TypeAlias = Any
