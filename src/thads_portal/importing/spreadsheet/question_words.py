"""The words of the questions about a list, and of the choices for each."""

from collections.abc import Mapping
from thads_portal.i18n import _
from thads_portal.importing.spreadsheet.questions import Kind
from thads_portal.importing.spreadsheet.words import Say
from thads_portal.importing.spreadsheet.words import value_in_words
from typing import Any
from zope.i18nmessageid import Message


QUESTIONS = {
    Kind.AMOUNT: _("ask_amount", default="Số tiền này là bao nhiêu đồng?"),
    Kind.AMOUNT_SUM: _(
        "ask_amount_sum",
        default="Nghĩa vụ ghi nhiều số tiền. Số tiền công khai là số nào?",
    ),
    Kind.SHARES: _(
        "ask_shares",
        default="Nhiều người chung một số tiền. Mỗi người ghi cả số này, hay không ghi số tiền?",
    ),
    Kind.UNIT: _("ask_unit", default="Tiêu đề ghi đơn vị tính. Số tiền có nhân lên không?"),
    Kind.DATE: _("ask_date", default="Ngày này có phải đọc như sau không?"),
    Kind.US_DATES: _(
        "ask_us_dates",
        default="Cột ngày này có thể đã bị Excel đảo ngày và tháng. Đọc thế nào?",
    ),
    Kind.NUMBER: _("ask_number", default="Số văn bản này ghi thế nào?"),
    Kind.ACTS: _("ask_acts", default="Ô này ghi nhiều văn bản. Công khai văn bản nào?"),
    Kind.NAMES: _("ask_names", default="Ô này ghi một người hay nhiều người?"),
    Kind.BIRTH_YEAR: _("ask_birth_year", default="Số này trong địa chỉ có phải năm sinh không?"),
    Kind.ADDRESS_LIST: _(
        "ask_address_list", default="Ô có nhiều dòng: mỗi người một dòng, hay dùng chung cả ô?"
    ),
    Kind.ADDRESS: _("ask_address", default="Có hai địa chỉ. Công khai địa chỉ nào?"),
    Kind.CONTINUATION: _(
        "ask_continuation", default="Dòng này là phần tiếp của dòng trên, hay là một người khác?"
    ),
    Kind.OBLIGATIONS: _(
        "ask_obligations",
        default="Một người có nhiều khoản trong cùng quyết định. Gộp thành một mục không?",
    ),
    Kind.DITTO: _("ask_ditto", default="Ô trống này có phải “như trên” không?"),
    Kind.SECOND_LIST: _(
        "ask_second_list",
        default="Phần này có vẻ là danh sách khác, ví dụ danh sách chấm dứt. Có đưa vào không?",
    ),
    Kind.STRUCK: _("ask_struck", default="Dòng hoặc chữ này bị gạch ngang. Có đưa vào không?"),
    Kind.HIDDEN: _("ask_hidden", default="Dòng hoặc cột này bị ẩn trong tệp. Có đưa vào không?"),
    Kind.DONE: _("ask_done", default="Ghi chú nói đã thi hành xong. Có đưa vào không?"),
    Kind.DECISION: _(
        "ask_decision", default="Quyết định nêu ở đầu danh sách có dùng cho mọi dòng không?"
    ),
    Kind.SIGNER: _(
        "ask_signer", default="Người ký ở cuối danh sách có phải người ký quyết định không?"
    ),
    Kind.FONT: _("ask_font", default="Chữ này đọc được hai cách, tùy phông. Cách nào đúng?"),
    Kind.GROUND: _(
        "ask_ground", default="Lý do này thuộc điểm nào của điều luật về việc chưa có điều kiện?"
    ),
}
CHOICES = {
    "as_read": _("choice_as_read", default="Đúng như đã đọc: ${value}"),
    "otherwise": _("choice_otherwise", default="Theo phông khác: ${value}"),
    "ground": _("choice_ground", default="Điểm ${letter}: ${short}"),
    "reading": _("choice_reading", default="Đọc như sau"),
    "column": _("choice_column", default="Theo cột số tiền"),
    "words": _("choice_words", default="Theo chữ trong nghĩa vụ"),
    "none": _("choice_none", default="Không ghi số tiền"),
    "each": _("choice_each", default="Mỗi người một phần như đã ghi"),
    "whole": _("choice_whole", default="Dùng chung cả ô"),
    "apply": _("choice_apply", default="Có, nhân với ${value}"),
    "as_written": _("choice_as_written", default="Không, đúng như đã ghi"),
    "date": _("choice_date", default="Đúng, là ngày ${value}"),
    "as_is": _("choice_as_is", default="Không đảo: ${value}"),
    "swap": _("choice_swap", default="Đã bị đảo, đúng là: ${value}"),
    "with_kind": _("choice_with_kind", default="Ghi kèm ký hiệu"),
    "act": _("choice_act", default="Văn bản này"),
    "split": _("choice_split", default="${count} người, mỗi người một mục"),
    "one": _("choice_one", default="Một người"),
    "out": _("choice_out", default="Năm sinh: bỏ ${value} khỏi địa chỉ"),
    "keep": _("choice_keep", default="Thuộc địa chỉ: giữ ${value}"),
    "address": _("choice_address", default="Địa chỉ ở cột địa chỉ"),
    "name": _("choice_name", default="Địa chỉ ghi cạnh tên"),
    "both": _("choice_both", default="Cả hai"),
    "join": _("choice_join", default="Gộp làm một"),
    "person": _("choice_person", default="Là người khác, một mục riêng"),
    "apart": _("choice_apart", default="Để riêng từng mục"),
    "above": _("choice_above", default="Như trên: ${value}"),
    "blank": _("choice_blank", default="Để trống"),
    "use": _("choice_use", default="Dùng: ${value}"),
    "leave": _("choice_leave", default="Để lại, không đưa vào"),
    "take": _("choice_take", default="Đưa vào danh sách"),
    "shown": _("choice_shown", default="Theo cột đang hiện: ${value}"),
    "hidden": _("choice_hidden", default="Theo cột bị ẩn: ${value}"),
}


def question_in_words(question: Mapping[str, Any], say: Say) -> str:
    return say(QUESTIONS[Kind(question["kind"])])


def choice_in_words(choice: Mapping[str, Any], say: Say) -> str:
    return say(Message(CHOICES[choice["word"]], mapping=dict(choice["params"])))


def published_in_words(name: str, value: Any, say: Say, language: str) -> str:
    """What a choice would publish in the field `name`; also texts that are no value of it yet."""
    if isinstance(value, list) and name != "obligation_kinds":
        return "; ".join(map(str, value))
    try:
        return value_in_words(name, value, say, language)
    except ValueError:
        return str(value)
