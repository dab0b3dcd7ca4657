"""The notice for the commune as a page to print; the signed PDF is made elsewhere."""

from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.desk.staff import admit_staff
from thads_portal.domain.deputies import signed_for_head
from thads_portal.i18n import _
from thads_portal.opendata.official import entry_of
from thads_portal.opendata.pdf.heads import head_of
from thads_portal.templates import PageTemplate


class CommuneNotice(DeskPage):
    """Public fields only: it is hung up for everybody."""

    template = PageTemplate("notice.pt")
    title = _("notice_title", default="Thông báo niêm yết")

    def admit(self):
        admit_staff(self)

    def update(self):
        listing = self.context
        posting = listing.commune_posting or {}
        self.commune = posting.get("commune") or "…………………………"
        self.begun = self.words.day(posting.get("posted_from"))
        self.until = self.words.day(posting.get("posted_until"))
        self.ground = entry_of(listing, decision=True).reason
        self.head = head_of(self.layout.subsite, listing.agency, self.today)
        signed = signed_for_head(listing.history)
        self.signer, self.signs = signed or (listing.signed_by or "", self.head.signs.upper())
        self.now = self.words.day_in_words(self.today)
        self.amount = (
            None if listing.obligation_amount is None else self.money(listing.obligation_amount)
        )
