"""An administrative procedure (thủ tục hành chính): what to bring, where, how long, how much."""

from plone.app.textfield import RichText
from plone.dexterity.content import Container
from plone.supermodel import model
from thads_portal.content.section_item import ISectionItem
from thads_portal.content.section_item import SectionItem
from thads_portal.i18n import _
from zope import schema
from zope.interface import implementer


_EACH_LINE = _("help_each_line", default="Mỗi dòng một mục.")


def _lines(title, *, required=True):
    return schema.List(
        title=title,
        description=_EACH_LINE,
        value_type=schema.TextLine(),
        required=required,
        missing_value=[],
        default=[],
    )


class IProcedure(model.Schema):
    """The parts that the law wants published of a procedure (Decree 63/2010, Art. 8)."""

    title = schema.TextLine(title=_("label_procedure_title", default="Tên thủ tục"))
    code = schema.TextLine(title=_("label_procedure_code", default="Mã thủ tục"), required=False)
    kind = schema.Choice(
        title=_("label_procedure_kind", default="Lĩnh vực"),
        vocabulary="thads_portal.ProcedureKind",
    )
    description = schema.Text(
        title=_("label_procedure_for", default="Dùng khi nào"),
        description=_(
            "help_procedure_for", default="Một hai câu để người dân biết có cần thủ tục này không."
        ),
        required=False,
    )
    applicants = schema.TextLine(
        title=_("label_procedure_applicants", default="Ai thực hiện"), required=False
    )
    steps = _lines(_("label_procedure_steps", default="Các bước"))
    papers = _lines(_("label_procedure_papers", default="Giấy tờ cần nộp"))
    copies = schema.TextLine(
        title=_("label_procedure_copies", default="Số lượng hồ sơ"), required=False
    )
    time_limit = schema.TextLine(title=_("label_procedure_time", default="Thời hạn giải quyết"))
    fee = schema.TextLine(title=_("label_procedure_fee", default="Phí, lệ phí"))
    where_to_go = schema.Text(title=_("label_procedure_where", default="Nộp ở đâu"))
    result = schema.TextLine(
        title=_("label_procedure_result", default="Kết quả nhận được"), required=False
    )
    legal_basis = _lines(_("label_procedure_basis", default="Căn cứ pháp lý"), required=False)
    text = RichText(title=_("label_procedure_notes", default="Điều cần lưu ý"), required=False)


@implementer(IProcedure, ISectionItem)
class Procedure(SectionItem, Container):
    pass
