"""Who signs and who approves what a province publishes: a policy that the administrator sets.

Whatever the policy, the record names the head of the agency with the decision's number and
date, and nobody approves what they entered.
"""

from enum import StrEnum


class Signing(StrEnum):
    """The way of a new listing to the public."""

    #: The head signs in the portal, then the editorial board approves.
    HEAD_THEN_BOARD = "head_then_board"
    #: The head's signature publishes what no flag keeps back; that goes to the board.
    HEAD_ALONE = "head_alone"
    #: The head signs on paper (no account): the editor enters the signature, the board approves.
    BOARD_ALONE = "board_alone"


#: Where nothing is set, and where the settings contradict each other: both look.
DEFAULT = Signing.HEAD_THEN_BOARD

#: policy -> (Vietnamese, English)
LABELS: dict[Signing, tuple[str, str]] = {
    Signing.HEAD_THEN_BOARD: (
        "Thủ trưởng ký trên Cổng, rồi Ban Biên tập duyệt",
        "The head signs in the portal, then the board approves",
    ),
    Signing.HEAD_ALONE: (
        "Thủ trưởng ký trên Cổng là công khai; mục có cảnh báo vẫn chờ Ban Biên tập",
        "The head's signature in the portal publishes; what has a warning waits for the board",
    ),
    Signing.BOARD_ALONE: (
        "Thủ trưởng ký trên giấy, biên tập viên ghi chữ ký khi trình; Ban Biên tập duyệt",
        "The head signs on paper, the editor enters the signature; the board approves",
    ),
}
