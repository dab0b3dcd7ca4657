"""Terms of Vietnamese enforcement law in plain English, for who reads the public pages in English.

Each has the English words by which a page of ours is known to use it, the Vietnamese term, and what
it means for a reader who knows neither law nor Vietnam. A term that a page shows and that is not in
this list is explained by nobody.
"""

from dataclasses import dataclass
from functools import cache
from thads_portal.domain.ground_words import plain
from thads_portal.domain.grounds import GROUNDS

import re


@dataclass(frozen=True, slots=True)
class Gloss:
    """`english` is the term as a page writes it, `words` a pattern for its forms."""

    english: str
    vietnamese: str
    meaning: str
    words: str


def _gloss(english: str, vietnamese: str, meaning: str, words: str = "") -> Gloss:
    return Gloss(english, vietnamese, meaning, words or f"{re.escape(english)}s?")


TERMS: tuple[Gloss, ...] = (
    _gloss(
        "civil judgment enforcement",
        "thi hành án dân sự",
        "carrying out what a court has ordered in money and property matters; no police matter",
        r"civil(?: judgment)? enforcement",
    ),
    _gloss(
        "enforcement agency",
        "cơ quan thi hành án dân sự",
        "the State office that sees to it that judgments are obeyed, like a bailiff’s office",
        r"enforcement (?:agency|agencies|office)",
    ),
    _gloss(
        "judgment debtor",
        "người phải thi hành án",
        "the person or organisation whom a judgment obliges to pay, hand over or do something",
        r"(?:judgment )?debtors?",
    ),
    _gloss(
        "creditor",
        "người được thi hành án",
        "the person or organisation to whom the judgment gives something",
        r"(?:judgment )?creditors?",
    ),
    _gloss(
        "conditions for enforcement are lacking",
        "chưa có điều kiện thi hành án",
        "the agency has looked and found nothing that may lawfully be taken now; the duty remains",
        r"(?:lack(?:s|ing)?|without)(?: the)? conditions|conditions for enforcement"
        r"|conditions are lacking|no conditions",
    ),
    _gloss(
        "obligation",
        "nghĩa vụ thi hành án",
        "what the judgment orders: to pay a sum, to hand something over, to do something",
    ),
    _gloss(
        "judgment or decision to be enforced",
        "bản án, quyết định phải thi hành",
        "the ruling of a court or another body on which everything rests",
        r"judgments? (?:or|and) decisions?|judgment, decision",
    ),
    _gloss(
        "enforcement decision",
        "quyết định thi hành án",
        "the agency’s order to begin enforcing the judgment; each case has a number of its own",
        r"enforcement decisions?|decisions? to enforce",
    ),
    _gloss(
        "decision that conditions are lacking",
        "quyết định về việc chưa có điều kiện thi hành án",
        "the paper by which the head of the agency states this; it is the reason for the listing",
        r"decisions? that conditions|no-conditions decisions?",
    ),
    _gloss(
        "ground",
        "căn cứ, lý do",
        "which of the reasons in the law applies: why nothing can be enforced now",
        r"grounds?",
    ),
    _gloss(
        "verification",
        "xác minh điều kiện thi hành án",
        "the agency asks and looks for income and property; it does so again every six or twelve months",
        r"verif(?:y|ying|ies|ication)(?! (?:a|the) paper)",
    ),
    _gloss(
        "ended",
        "chấm dứt công khai",
        "the listing is no longer public; its page keeps the date and no name",
        r"publication ended|ended|end(?:s|ing)? (?:of|the) publication|publication ends",
    ),
    _gloss(
        "discharged",
        "thi hành xong",
        "what the judgment ordered has been done",
        r"discharged",
    ),
    _gloss(
        "resume enforcement",
        "tiếp tục thi hành án",
        "means were found: the case goes on",
        r"resum(?:e|ed|ing|ption)(?: of)?(?: enforcement)?",
    ),
    _gloss(
        "terminate enforcement",
        "đình chỉ thi hành án",
        "the case is closed for good for a reason in the law, such as death without heirs or property",
        r"terminat(?:e|ed|es|ing|ion)",
    ),
    _gloss(
        "withdraw the decision",
        "thu hồi quyết định",
        "the agency takes a decision back, for instance because it was made in error",
        r"withdraw(?:n|al)?",
    ),
    _gloss(
        "separate register",
        "sổ theo dõi riêng",
        "a list of cases without news for years: they are not closed, but checked only on new facts",
    ),
    _gloss(
        "posting at the commune",
        "niêm yết tại Ủy ban nhân dân cấp xã",
        "the paper hangs on the notice board of the town hall where the debtor lives",
        r"post(?:ed|ing)s? (?:at|in) the communes?|commune(?:-level)? posting",
    ),
    _gloss(
        "commune",
        "xã, phường, thị trấn",
        "the lowest unit of local government: a rural commune, a town ward, a small town",
        r"communes?",
    ),
    _gloss(
        "province",
        "tỉnh, thành phố trực thuộc trung ương",
        "the first level below the country: 63 until 30/06/2025, 34 since; both can be chosen",
        r"provinces?(?: or cit(?:y|ies))?",
    ),
    _gloss(
        "public number",
        "số công khai",
        "the number of a listing on this portal; it never changes",
    ),
    _gloss(
        "reporting year",
        "năm báo cáo",
        "the year in which enforcement agencies count: 1 October to 30 September",
    ),
    _gloss(
        "punctuality",
        "đúng hạn",
        "whether an agency published, corrected and ended within the days that the law gives",
        r"punctual(?:ity)?|in time",
    ),
    _gloss(
        "jointly liable",
        "liên đới",
        "several debtors owe one sum together; it is counted once",
        r"joint(?:ly)?(?: liab(?:le|ility))?(?: obligations?)?",
    ),
    _gloss(
        "directive",
        "văn bản chỉ đạo",
        "a letter by which the ministry or its department tells the agencies what to do",
        r"directives?",
    ),
    _gloss(
        "administrative procedure",
        "thủ tục hành chính",
        "how to apply for something at the agency: papers, time limit, fee",
        r"(?:administrative )?procedures?",
    ),
    _gloss(
        "State budget",
        "ngân sách nhà nước",
        "public money: fines, court fees and confiscated sums go there",
    ),
    _gloss(
        "regional office",
        "phòng thi hành án dân sự khu vực",
        "a branch of the provincial agency that keeps the files of several districts",
    ),
    _gloss(
        "decree",
        "nghị định",
        "rules of the Government that carry out a law",
        r"decrees?",
    ),
)


@cache
def grounds() -> tuple[Gloss, ...]:
    """The grounds of both laws, by their English label."""
    found: dict[str, Gloss] = {}
    for row in GROUNDS:
        meaning = plain(row.code, row.scheme, "en")
        found.setdefault(
            row.short[1],
            Gloss(
                row.short[1],
                row.short[0],
                meaning[:1].lower() + meaning[1:-1],
                re.escape(row.short[1]),
            ),
        )
    return tuple(found.values())


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Gloss], ...]:
    return tuple(
        (re.compile(rf"(?<![\w-])(?:{gloss.words})(?![\w-])", re.IGNORECASE), gloss)
        for gloss in (*TERMS, *grounds())
    )


def used_in(text: str) -> tuple[Gloss, ...]:
    """The terms that an English text uses, in the order of the list."""
    return tuple(gloss for pattern, gloss in _patterns() if pattern.search(text))
