"""Words for the signing of a province, and the fields of a signature, as all desks say them."""

from collections.abc import Iterable
from datetime import date
from thads_portal.browser.staff.desk.forms import Field
from thads_portal.domain.signing import LABELS
from thads_portal.domain.signing import Signing
from thads_portal.i18n import _


_OWN_HINT = _(
    "batch_document_own_hint",
    default="Ví dụ: 77/QĐ-CTHADS. Để trống cả số và ngày: mỗi mục được ký theo quyết định ghi ở mục đó.",
)
_OWN_NEEDED = _("batch_document_own_needed", default="(để trống nếu mỗi mục có quyết định riêng)")


def policy_text(page, signing: Signing) -> str:
    """The policy of a province in words."""
    return LABELS[signing][page.language == "en"]


def signature_fields(
    page, make, decisions: Iterable[tuple[str | None, date | None]], *, name: str = ""
) -> list[Field]:
    """The head by name, the decision's number and date; `name` is proposed.

    `decisions` are what the listings themselves name (number, date): the one that all name is
    proposed. Where they differ both stay empty, and each is signed under its own.
    """
    number, day = _common(decisions) or ("", None)
    return [
        make(
            "signatory",
            _("batch_signatory", default="Họ tên thủ trưởng ký"),
            value=name,
            required=True,
            longest=255,
        ),
        make(
            "document.number",
            _("batch_document_number", default="Số quyết định"),
            hint=_OWN_HINT,
            needed=_OWN_NEEDED,
            value=number or "",
            longest=100,
        ),
        make(
            "document.date",
            _("batch_document_date", default="Ngày quyết định"),
            kind="date",
            needed=_OWN_NEEDED,
            value=page.words.day(day) if day else "",
        ),
    ]


def _common(values: Iterable):
    """The one value that all have; None where they differ or there are none."""
    found = set(values)
    return found.pop() if len(found) == 1 else None


def own_name(layout) -> str:
    """The name of who is signed in."""
    member = layout.user
    return member.getProperty("fullname", "") if hasattr(member, "getProperty") else ""
