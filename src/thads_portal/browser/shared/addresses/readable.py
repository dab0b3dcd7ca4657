"""What is asked for in an address must be UTF-8, or nobody can tell what was meant.

Older programs write Vietnamese in the bytes of Windows-1258 (``?q=Nguy%EAn``). Taken for
UTF-8 such a name finds nothing, which would read as "no debtor found".
"""

from thads_portal.errors import AddressNotUtf8
from urllib.parse import unquote_to_bytes
from zope.component import adapter
from ZPublisher.interfaces import IPubAfterTraversal


@adapter(IPubAfterTraversal)
def refuse_unreadable_address(event) -> None:
    """After traversal, for pages, files and services alike. Raises AddressNotUtf8."""
    query = event.request.get("QUERY_STRING") or ""
    if "%" not in query and query.isascii():
        return
    try:
        unquote_to_bytes(query.encode("latin-1")).decode()
    except UnicodeError:
        raise AddressNotUtf8 from None
