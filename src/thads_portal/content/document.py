"""A legal document (văn bản): law, directive, decision, letter; with any number of files."""

from plone.app.textfield import RichText
from plone.dexterity.content import Container
from plone.supermodel import model
from thads_portal.content.section_item import ISectionItem
from thads_portal.content.section_item import SectionItem
from thads_portal.i18n import _
from zope import schema
from zope.interface import implementer
from zope.interface import Invalid
from zope.interface import invariant


class ILegalDocument(model.Schema):
    """The data by which a document is cited; its text is in its files."""

    title = schema.TextLine(
        title=_("label_document_title", default="Trích yếu"),
        description=_(
            "help_document_title",
            default="Nội dung chính của văn bản, ví dụ: Về việc tăng cường công khai thông tin",
        ),
    )
    number = schema.TextLine(
        title=_("label_document_number", default="Số, ký hiệu"),
        description=_("help_document_number", default="Ví dụ: 12/CT-TCTHADS"),
    )
    kind = schema.Choice(
        title=_("label_document_kind", default="Loại văn bản"),
        vocabulary="thads_portal.DocumentKind",
    )
    issued = schema.Date(title=_("label_document_issued", default="Ngày ban hành"))
    issuer = schema.TextLine(title=_("label_document_issuer", default="Cơ quan ban hành"))
    signatory = schema.TextLine(
        title=_("label_document_signatory", default="Người ký"), required=False
    )
    in_force_from = schema.Date(
        title=_("label_document_from", default="Có hiệu lực từ ngày"), required=False
    )
    in_force_until = schema.Date(
        title=_("label_document_until", default="Hết hiệu lực từ ngày"),
        description=_("help_document_until", default="Để trống nếu văn bản còn hiệu lực."),
        required=False,
    )
    replaced_by = schema.TextLine(
        title=_("label_document_replaced", default="Văn bản thay thế"), required=False
    )
    description = schema.Text(
        title=_("label_summary", default="Tóm tắt"),
        description=_(
            "help_summary", default="Một hai câu, hiện trong danh sách và trên máy tìm kiếm."
        ),
        required=False,
    )
    text = RichText(title=_("label_text", default="Nội dung"), required=False)

    @invariant
    def ends_after_it_begins(data):
        if data.in_force_from and data.in_force_until and data.in_force_until < data.in_force_from:
            raise Invalid(
                _(
                    "document_ends_before",
                    default="Ngày hết hiệu lực phải sau ngày có hiệu lực.",
                )
            )


@implementer(ILegalDocument, ISectionItem)
class LegalDocument(SectionItem, Container):
    pass
