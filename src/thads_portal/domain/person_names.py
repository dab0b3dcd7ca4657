"""What a Vietnamese person's name looks like: its first word is one of few family names."""

#: Family names, lower case; of the peoples of the North and the Central Highlands, too.
FAMILY_NAMES = frozenset(
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý lí đinh trương đoàn lâm"
    " mai trịnh đào cao lưu hà lương tạ châu thái tô tăng quách triệu nông lò vàng giàng sùng thào"
    " mùa hạng vừ vừa lầu cà quàng tòng lường bế đàm ma mã hứa vi lục chu phùng kiều nghiêm bạch"
    " thạch danh sơn kim thân doãn la lã lại mạc mẫn ninh ông phó quan tôn tống từ uông văn viên"
    " ksor rơ siu nay rmah h’ y kpă niê êban k’ cil âu khổng khuất đồng đường giáp tiêu"
    " trang cù chung cái hàn hầu lạc nhâm nhan phí sầm thiều tiết vương phương ngôn đới lèo lù"
    " chảo tẩn phàn bàn chẩu hầu thò ly ngân phù dèn chìu tráng cháng xín dì lồ bồn giang ân cam bì"
    " đổng đậu đoan hạ hồng khúc lỗ lộc luân nhữ nguỵ ngụy ôn quản sái sử tất thẩm thi thiệu trà"
    " tưởng ứng vạn vưu ung chế diệp điền đèo cầm lự mè hờ sa quàng cứ cư páo chang cháo dao"
    " lừu mông moong vi cụt và xồng lỳ xeo hùng ngọc đắc quế bá phạn trầm liêu lai an".split()
)
_SMALL = frozenset({"thị", "văn", "và", "de", "von"})
_TITLES = frozenset("ông bà anh chị cô chú".split())
MAX_NAME_WORDS = 8


def begins_with_family_name(text: str) -> bool:
    return text[:40].split(" ", 1)[0].lower().strip(".,") in FAMILY_NAMES


def looks_like_person(text: str, *, family: bool = True) -> bool:
    """Two to eight words, each with a capital, no digit or sign; `family`: also that the first
    is a family name."""
    if not 3 <= len(text) <= 80:
        return False
    words = text.split()
    if words and words[0].lower() in _TITLES:
        words = words[1:]
    if not 2 <= len(words) <= MAX_NAME_WORDS:
        return False
    for word in words:
        bare = word.strip("'’.-")
        if not bare or not bare.replace("'", "").replace("’", "").replace("-", "").isalpha():
            return False
        if not bare[0].isupper() and bare not in _SMALL:
            return False
    return not family or words[0].lower() in FAMILY_NAMES
