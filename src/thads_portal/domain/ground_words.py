"""Each ground in everyday words, for who reads a listing without knowing the law.

As the texts of the law beside which they stand, those about children, carers, persons without
capacity and lenders name none of these.
"""

from collections.abc import Mapping
from thads_portal.domain.codes import Ground
from thads_portal.domain.codes import GroundScheme


_POOR = (
    "Cơ quan thi hành án đã xác minh: hiện người này không có tiền, thu nhập hay tài sản nào được"
    " phép dùng để thi hành, ngoài phần cần cho cuộc sống tối thiểu.",
    "The enforcement agency has looked into it: at present there is no money, income or property"
    " that may be used, beyond what a minimal living needs.",
)
_GONE = (
    "Thứ phải trả (đồ vật hoặc giấy tờ) không còn nữa hoặc đã hỏng, và không có thứ khác thay được.",
    "What was to be handed over (a thing or papers) is gone or spoilt, and nothing can replace it.",
)
#: (scheme, code) -> (Vietnamese, English)
PLAIN: Mapping[tuple[GroundScheme, Ground], tuple[str, str]] = {
    (GroundScheme.ART_44A, Ground.A): _POOR,
    (GroundScheme.ART_44A, Ground.B): _GONE,
    (GroundScheme.ART_44A, Ground.C): (
        "Chưa biết người liên quan hiện ở đâu, nên chưa thi hành được.",
        "It is not known where the person concerned lives, so nothing can be enforced yet.",
    ),
    (GroundScheme.ART_38, Ground.A): _POOR,
    (GroundScheme.ART_38, Ground.B): (
        "Tài sản mà tòa án quyết định xử lý không còn hoặc không tìm thấy, và hiện không có tài sản,"
        " thu nhập khác để thay.",
        "The property that the court decided about is gone or cannot be found, and there is no other"
        " property or income in its place.",
    ),
    (GroundScheme.ART_38, Ground.C): (
        "Chưa biết người liên quan hiện ở đâu, nên chưa thi hành được.",
        "It is not known where the person concerned lives, so nothing can be enforced yet.",
    ),
    (GroundScheme.ART_38, Ground.D): _GONE,
    (GroundScheme.ART_38, Ground.DD): (
        "Việc phải làm chỉ chính người này làm được, và hiện người này không thể làm.",
        "What must be done can be done by this person alone, who cannot do it at present.",
    ),
    (GroundScheme.ART_38, Ground.E): (
        "Tài sản dùng để bảo đảm có giá thấp hơn khoản phải trả và chi phí xử lý.",
        "The property given as security is worth less than the debt and the cost of selling it.",
    ),
    (GroundScheme.ART_38, Ground.G): (
        "Tài sản đã giảm giá nhiều lần mà không bán được, nay không còn đủ chi phí xử lý.",
        "The property could not be sold although its price was lowered; it no longer covers the cost.",
    ),
    (GroundScheme.ART_38, Ground.H): (
        "Tài sản duy nhất đang bị giữ để xử lý một khoản nợ khác theo luật.",
        "The only property is being held to settle another debt under the law.",
    ),
}


def plain(code: str, scheme: str, language: str = "vi") -> str:
    """The ground in everyday words; KeyError if the law `scheme` has no such letter."""
    return PLAIN[GroundScheme(scheme), Ground(code)][language == "en"]
