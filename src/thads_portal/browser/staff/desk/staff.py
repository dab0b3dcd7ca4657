"""Who sees a listing as staff: by role, whatever step it stands at."""

from AccessControl import getSecurityManager
from thads_portal.content.access import STAFF
from thads_portal.errors import NotAllowed


def admit_staff(page) -> None:
    """Let in who sees a listing as staff: the administrator sees it as the public does."""
    if not admits_staff(page.context):
        raise NotAllowed


def admits_staff(context) -> bool:
    """Whether who is signed in may read at `context` what the staff writes to each other."""
    user = getSecurityManager().getUser()
    return bool(set(STAFF) & set(user.getRolesInContext(context)))
