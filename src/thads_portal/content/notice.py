"""A public notice (thông báo): auctions, seizures, searches for heirs; past ones are archived."""

from plone.app.textfield import RichText
from plone.dexterity.content import Container
from plone.supermodel import model
from thads_portal.content.section_item import ISectionItem
from thads_portal.content.section_item import SectionItem
from thads_portal.i18n import _
from zope import schema
from zope.interface import implementer


class IPublicNotice(model.Schema):
    """A notice with the day until which it matters; after it, it is in the archive."""

    title = schema.TextLine(title=_("label_title", default="Tiêu đề"))
    kind = schema.Choice(
        title=_("label_notice_kind", default="Loại thông báo"),
        vocabulary="thads_portal.NoticeKind",
    )
    number = schema.TextLine(title=_("label_notice_number", default="Số thông báo"), required=False)
    noticed = schema.Date(title=_("label_notice_date", default="Ngày thông báo"), required=False)
    valid_until = schema.Date(
        title=_("label_notice_until", default="Hạn cuối"),
        description=_(
            "help_notice_until",
            default="Ngày cuối cùng thông báo còn ý nghĩa (hạn đăng ký, ngày đấu giá…)."
            " Sau ngày này thông báo chuyển vào mục đã hết hạn. Để trống nếu không có hạn.",
        ),
        required=False,
    )
    agency = schema.TextLine(
        title=_("label_notice_agency", default="Cơ quan thông báo"), required=False
    )
    place = schema.TextLine(title=_("label_notice_place", default="Địa điểm"), required=False)
    contact = schema.TextLine(
        title=_("label_notice_contact", default="Liên hệ"),
        description=_("help_notice_contact", default="Bộ phận, điện thoại để người dân hỏi."),
        required=False,
    )
    description = schema.Text(
        title=_("label_summary", default="Tóm tắt"),
        description=_(
            "help_summary", default="Một hai câu, hiện trong danh sách và trên máy tìm kiếm."
        ),
        required=False,
    )
    text = RichText(title=_("label_text", default="Nội dung"), required=False)


@implementer(IPublicNotice, ISectionItem)
class PublicNotice(SectionItem, Container):
    pass
