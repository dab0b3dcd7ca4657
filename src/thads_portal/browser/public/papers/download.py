"""The PDF of a public listing, and of a list that is short enough to be set at once."""

from datetime import datetime
from datetime import UTC
from Products.Five.browser import BrowserView
from thads_portal.browser.shared.pdf import send
from thads_portal.domain.codes import State
from thads_portal.domain.words import VIETNAM
from thads_portal.opendata.official import paper_of_listing
from thads_portal.security.public_address import public_address
from thads_portal.security.public_address import public_address_of
from thads_portal.services.fairness import take_share
from zExceptions import NotFound
from zope.component import getMultiAdapter


class ListingPdf(BrowserView):
    """``<number>.pdf``. Raises TooManyRequests."""

    def __call__(self):
        take_share(self.request)
        if self.context.state != State.PUBLISHED:
            # The staff may see it; on paper it would pass for published.
            raise NotFound(self.context.getId())
        layout = getMultiAdapter((self.context, self.request), name="thads-layout")
        now = datetime.now(UTC)
        draft = paper_of_listing(
            self.context,
            layout.subsite,
            address=public_address_of(self.context),
            when=now,
            today=now.astimezone(VIETNAM).date(),
            root=public_address(),
        )
        return send(self.request, draft.document, f"{self.context.getId()}.pdf")
