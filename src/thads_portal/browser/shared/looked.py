"""Who of the staff had something before them that waits to be decided: noted for the desks."""

from thads_portal.register import looks


def key_of(context) -> str:
    """The path of a thing below the portal, which names it where it is no listing."""
    return "/".join(context.getPhysicalPath()[2:])


def note_look(page, work) -> None:
    """`page` shows `work.context` (``content_work.Work``), which waits, to who is signed in."""
    if work.signed_in and work.waits:
        looks.note(page.database, key_of(work.context), page.layout.user.getId(), 0)
