"""A provincial subsite (trang thông tin điện tử thành phần): contact data and a navigation root."""

from datetime import date
from plone.autoform import directives
from plone.dexterity.content import Container
from plone.supermodel import model
from thads_portal.content.not_relocatable import NotRelocatable
from thads_portal.domain.leadership import leader_of
from thads_portal.domain.web_addresses import is_link
from thads_portal.domain.web_addresses import is_mail_address
from thads_portal.i18n import _
from zope import schema
from zope.interface import implementer
from zope.schema import ValidationError


class Unreadable(ValidationError):
    """What was entered cannot be read; the message says what would be right."""

    def doc(self):
        return self.args[0]


def is_leader(line: str) -> bool:
    """Constraint of a line of the leadership: readable, or Unreadable."""
    try:
        leader_of(line)
    except ValueError:
        raise Unreadable(
            _(
                "leader_unreadable",
                default="Mỗi dòng là một người: chức vụ; họ tên; điện thoại (nếu có).",
            )
        ) from None
    return True


def is_web_link(link: str) -> bool:
    """Constraint of a link that everybody may follow: http or https, or Unreadable."""
    if not is_link(link):
        raise Unreadable(
            _("link_not_web", default="Đường dẫn phải bắt đầu bằng https:// hoặc http://.")
        )
    return True


def is_mail(address: str) -> bool:
    """Constraint of an e-mail address: one, and nothing else, or Unreadable."""
    if not is_mail_address(address):
        raise Unreadable(
            _("mail_unreadable", default="Hãy ghi một địa chỉ thư, ví dụ caobang@thads.example.")
        )
    return True


class IProvincialSite(model.Schema):
    """One of the 63 subsites; its id is the province's slug, the stable key.

    Its editors keep the contact data; what it is and follows is the administrators'.
    """

    directives.write_permission(
        official_name="thads.ManagePortalSettings",
        valid_from="thads.ManagePortalSettings",
        valid_to="thads.ManagePortalSettings",
        successor="thads.ManagePortalSettings",
    )

    official_name = schema.TextLine(
        title=_("label_official_name", default="Tên tỉnh, thành phố"),
    )
    agency_name = schema.TextLine(
        title=_("label_agency_name", default="Tên cơ quan"),
    )
    address = schema.TextLine(title=_("label_address", default="Địa chỉ"), required=False)
    telephone = schema.TextLine(title=_("label_telephone", default="Điện thoại"), required=False)
    email = schema.TextLine(
        title=_("label_email", default="Thư điện tử"), required=False, constraint=is_mail
    )
    working_hours = schema.TextLine(
        title=_("label_working_hours", default="Giờ làm việc"), required=False
    )
    leadership = schema.List(
        title=_("label_leadership", default="Lãnh đạo cơ quan"),
        description=_(
            "help_leadership",
            default="Mỗi dòng một người, theo thứ tự: chức vụ; họ tên; điện thoại."
            " Ví dụ: Cục trưởng; Nguyễn Văn A; 0206 3852 000",
        ),
        value_type=schema.TextLine(constraint=is_leader),
        required=False,
    )
    map_link = schema.URI(
        title=_("label_map_link", default="Đường dẫn bản đồ"),
        required=False,
        constraint=is_web_link,
    )
    valid_from = schema.Date(title=_("label_valid_from", default="Hiệu lực từ"), required=False)
    valid_to = schema.Date(title=_("label_valid_to", default="Hiệu lực đến"), required=False)
    successor = schema.TextLine(
        title=_("label_successor", default="Đơn vị kế thừa"),
        description=_("help_successor", default="Mã của tỉnh nhận sau khi sáp nhập"),
        required=False,
    )


@implementer(IProvincialSite)
class ProvincialSite(NotRelocatable, Container):
    #: (slug, first day): whose staff works for this province too from that day on. Set by
    #: ``subsites/merge.py`` only, so that it is in no form. A type in the class's body would make
    #: it ``__annotations__``, where Zope keeps what is annotated on an object.
    handover = None
    #: Who signs for the head, as ``domain/deputies.py`` reads it; set by ``actions/deputies.py`` only.
    deputies = ()

    def staff_of(self, today: date) -> tuple[str, ...]:
        """The slugs of the provinces whose groups work here on `today`: the own one first."""
        own = self.getId()
        if self.handover is None or today < self.handover[1]:
            return (own,)
        return own, self.handover[0]
