"""Who sent a request, also when Zope has refused it.

The publisher names a person only where they may enter. So a refused request looks as if
nobody were signed in, and whoever lacks a right would be asked to sign in again, which
helps nobody.
"""

from AccessControl import getSecurityManager
from zope.component.hooks import getSite


def who(request):
    """The user that `request` comes from, or None; from here on they are the current one."""
    user = getSecurityManager().getUser()
    if user is None or not user.getId():
        # Refused on the way to a page, it has come to none; the folder asks where it is.
        request.other.setdefault("PUBLISHED", request["PARENTS"][0])
        # For what is open to all, so the answer says who it is and nothing else.
        user = getSite().acl_users.validate(request, roles=None)
    return user if user is not None and user.getId() else None
