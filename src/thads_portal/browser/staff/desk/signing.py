"""Words for the signing of a province, and the fields of a signature, as all desks say them."""

from collections.abc import Iterable
from datetime import date
from thads_portal.actions.sign import OF_EACH
from thads_portal.browser.staff.desk.forms import Field
from thads_portal.domain.deputies import deputy_on
from thads_portal.domain.deputies import read
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
    page,
    make,
    decisions: Iterable[tuple[str | None, date | None]],
    *,
    name: str = "",
    by_paper: bool = False,
) -> list[Field]:
    """The head by name, the decision's number and date; `name` is proposed.

    `by_paper`: an editor enters what was signed on paper, perhaps for the head by a deputy; else
    who is signed in signs, and a deputy in the form of their own authority.

    `decisions` are what the listings themselves name (number, date): the one that all name is
    proposed. Where they differ both stay empty, and each is signed under its own.
    """
    number, day = _common(decisions) or ("", None)
    deputies = read(getattr(page.layout.subsite, "deputies", ()))
    account = page.acting.user_id
    own = None if by_paper else deputy_on((each.stored() for each in deputies), account, page.today)
    each = (OF_EACH, page.say(_("signed_of_each", default="Mỗi mục theo người ký ghi ở mục đó")))
    kinds = [("", page.say(_("signed_by_head", default="Thủ trưởng ký")))]
    if by_paper:
        kinds += [(str(each.id), f"{each.capacity}: {each.name}") for each in deputies]
    signed_as = make(
        "signed_as",
        _("signed_as", default="Ký với tư cách"),
        kind="select",
        options=[*kinds, each],
        # Never required: a browser takes the first choice, which has no value, for none.
        needed=_("signed_as_needed", default="(chọn lại nếu người khác ký thay)"),
    )
    hint = ""
    if own is not None:
        # Signed in as who signs for the head: as themself, and in no other form.
        hint = _("signed_own", default="Ký thay: ${as}", mapping={"as": own.capacity})
        name = own.name
    return [
        *([] if own is not None else [signed_as]),
        make(
            "signatory",
            _("batch_signatory", default="Họ tên thủ trưởng ký"),
            hint=hint,
            value=name,
            needed=_("signatory_needed", default="(để trống nếu mỗi mục theo người ký của mục đó)"),
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
