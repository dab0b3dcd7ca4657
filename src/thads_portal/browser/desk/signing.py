"""Words for the signing of a province, and the fields of a signature, as all desks say them."""

from thads_portal.browser.desk.documents import document_fields
from thads_portal.browser.desk.forms import Field
from thads_portal.domain.signing import LABELS
from thads_portal.domain.signing import Signing
from thads_portal.i18n import _


def policy_text(page, signing: Signing) -> str:
    """The policy of a province in words."""
    return LABELS[signing][page.language == "en"]


def signature_fields(make, *, name: str = "", day: str = "") -> list[Field]:
    """The head by name, the decision's number and date; `name` and `day` are proposed."""
    return [
        make(
            "signatory",
            _("batch_signatory", default="Họ tên thủ trưởng ký"),
            value=name,
            required=True,
            longest=255,
        ),
        *document_fields(
            make,
            number_label=_("batch_document_number", default="Số quyết định"),
            date_label=_("batch_document_date", default="Ngày quyết định"),
            hint=_("batch_document_number_hint", default="Ví dụ: 77/QĐ-CTHADS"),
            day=day,
        ),
    ]


def own_name(layout) -> str:
    """The name of who is signed in."""
    member = layout.user
    return member.getProperty("fullname", "") if hasattr(member, "getProperty") else ""
