"""Where the old portal's addresses lead: ``/caobang/...`` to ``/cao-bang``, for good.

The target is a subsite from our own table and nothing of what was asked, so no
address can send a visitor elsewhere.
"""

from Products.Five.browser import BrowserView
from thads_portal.domain.provinces import by_legacy_path
from urllib.parse import unquote
from zope.component.hooks import getSite


def successor_of(path: str) -> str | None:
    """The slug of the subsite for a path below the site (no slash in front), or None."""
    province = by_legacy_path(unquote(path.partition("/")[0]))
    return province.slug if province is not None else None


class PlonesContact(BrowserView):
    """``contact-info``: Plone's pages link to its form, which mails; ours says whom to reach."""

    def __call__(self):
        self.request.response.redirect(f"{getSite().absolute_url()}/lien-he", status=301)
        return ""
