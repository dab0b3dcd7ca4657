"""Lists of known content, written out in many layouts, are read back equal, or asked about."""

from dataclasses import replace
from datetime import date
from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st
from tests.support import list_layouts as layouts
from tests.support.examples import examples
from thads_portal.importing.spreadsheet.evaluate import evaluate
from thads_portal.importing.spreadsheet.questions import is_open
from thads_portal.importing.spreadsheet.rows import Setting
from thads_portal.importing.spreadsheet.source import source_of

import orjson
import pytest


# Whole lists in many layouts.
pytestmark = pytest.mark.slow

SETTING = Setting(province="cao-bang", today=date(2026, 11, 28), defaults={"ground": "a"})
QUICK = settings(
    max_examples=examples(40),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)


def evaluated(book, **given):
    source = source_of(book)
    evaluation = evaluate(source, SETTING, **given)
    assert sum(evaluation.counts().values()) == len(source["rows"])
    return evaluation


def read_back(people, book, *, most_asked=None, but=()):
    """Each debtor is proposed as known, or its row asks; nobody else is proposed."""
    evaluation = evaluated(book)
    rows = list(evaluation.rows)
    asked = 0
    for debtor in people:
        right = debtor.fields()
        for name in but:
            right.pop(name)
        same = [
            row
            for row in rows
            if row["f"].get("debtor_name") == debtor.name
            and row["f"].get("no_conditions_decision_number") == debtor.decision
        ]
        if not same:
            same = [row for row in rows if row["q"]]
            assert same, (debtor, [row["f"] for row in rows], [row["p"] for row in rows])
            asked += 1
            continue
        row = same[0]
        if row["q"]:
            asked += 1
            continue
        rows.remove(row)
        read = {name: row["f"].get(name) for name in right}
        assert read == right, row["p"]
        for text, _amount in debtor.obligations:
            assert text.lower() in row["f"]["obligation"].lower()
    assert all(row["q"] for row in rows), [row["f"] for row in rows]
    if most_asked is not None:
        assert asked <= most_asked, evaluation.questions
    return evaluation


@given(layouts.debtors(), layouts.STYLES)
@QUICK
def test_one_row_a_debtor(people, style):
    read_back(people, layouts.plain(people, style), most_asked=0)


@given(layouts.debtors(obligations=3), layouts.STYLES, st.booleans())
@QUICK
def test_further_obligations_below(people, style, merged):
    read_back(
        people, layouts.with_further_rows(people, style, merged=merged), most_asked=len(people)
    )


@given(
    layouts.debtors(),
    layouts.STYLES,
    st.sampled_from(
        ['"', "nt", "-nt-", "như trên", "Như trên", "〃", "''", "//", "N/t", "n.t", "”"]
    ),
)
@QUICK
def test_ditto_marks(people, style, mark):
    known, book = layouts.with_ditto(people, style, mark)
    read_back(known, book, most_asked=0)


@given(layouts.debtors(), layouts.STYLES, st.data())
@QUICK
def test_sections_of_offices_and_officers(people, style, data):
    lines = {
        "Chi cục THADS huyện Hòa An": "cao-bang/chi-cuc-hoa-an",
        "II. Chi cục Thi hành án dân sự huyện Bảo Lạc": "cao-bang/chi-cuc-bao-lac",
        "CHI CỤC THADS HUYỆN HẠ LANG": "cao-bang/chi-cuc-ha-lang",
    }
    sections = [data.draw(st.sampled_from(sorted(lines))) for _debtor in people]
    book = layouts.with_sections(
        people, style, sections, addresses=[debtor.address for debtor in people]
    )
    evaluation = read_back(people, book, most_asked=0)
    assert [row["f"]["agency"] for row in evaluation.rows] == [lines[line] for line in sections]


@given(layouts.debtors(), layouts.STYLES, st.data())
@QUICK
def test_sections_of_communes_complete_the_address(people, style, data):
    sections = [data.draw(st.sampled_from(layouts.COMMUNES)).capitalize() for _debtor in people]
    short = [data.draw(st.sampled_from(layouts.HAMLETS)) for _debtor in people]
    book = layouts.with_sections(people, style, sections, addresses=short)
    evaluation = read_back(people, book, most_asked=0, but=("debtor_address",))
    assert [row["f"]["debtor_address"] for row in evaluation.rows] == [
        f"{hamlet}, {commune}" for hamlet, commune in zip(short, sections, strict=True)
    ]


@given(layouts.debtors(most=3), layouts.STYLES, st.integers(0, 8), st.data())
@QUICK
def test_several_people_in_a_cell(people, style, how, data):
    groups = [
        (debtor, data.draw(st.lists(layouts.NAMES, min_size=2, max_size=4, unique=True)))
        for debtor in people
    ]
    known = [replace(debtor, name=name) for debtor, names in groups for name in names]
    book = layouts.with_several_people(groups, style, how)
    read_back(known, book, most_asked=None if how == 6 else 0)


@given(layouts.debtors(), layouts.STYLES)
@QUICK
def test_pasted_from_word(people, style):
    read_back(people, layouts.from_word(people, style))


@given(layouts.debtors(), layouts.STYLES, st.integers(0, 9))
@QUICK
def test_name_birth_and_address_in_one_cell(people, style, how):
    read_back(people, layouts.in_one_cell(people, style, how), most_asked=0)


ANYTHING = st.sampled_from(
    [
        *(
            None,
            None,
            None,
            "nt",
            '"',
            "-",
            "x",
            "1",
            "I",
            "STT",
            "Tổng cộng",
            "Cộng",
            "(1)",
            "(2)",
        ),
        *(
            "Nông Văn Thử",
            "1. Lý Thị Hai\n2. Lý A Ba",
            "Công ty TNHH Thử",
            "Ông A và bà B",
            "(1990)",
        ),
        *("Họ và tên", "Địa chỉ", "Số tiền (1.000 đồng)", "Người lập biểu", "CHI CỤC TRƯỞNG"),
        *("Chi cục THADS huyện Hòa An", "Xã Nam Tuấn", "Chấp hành viên: Nông Văn Hùng"),
        *(
            "tổ 4, 1977, xã Nam Tuấn",
            "15/2024/DS-ST ngày 5/3/2024 của TAND huyện Hòa An",
            "210/QĐ-THA",
        ),
        *("12.500.000", "12tr5", "1 tỷ 25", "1.500.000đ/tháng", "31/02/2024", "tháng 3/2024"),
        *(
            "B. DANH SÁCH ĐỀ NGHỊ CHẤM DỨT CÔNG KHAI",
            "Đã thi hành xong",
            "Chuyển ủy thác",
            "Đã nộp 1 triệu",
        ),
        *("Án phí", "Trả nợ 5.000.000đ", "Không có tài sản", "ngày 24 tháng 11 năm 2026", "#N/A"),
    ]
)


@st.composite
def any_sheet(draw):
    """Rows of anything below a heading, which may come again; merged and hidden as it comes."""
    rows = draw(st.lists(st.lists(ANYTHING, min_size=9, max_size=9), max_size=14))
    if draw(st.booleans()):
        rows.insert(0, list(layouts.HEADING))
    if draw(st.booleans()):
        rows.insert(draw(st.integers(0, len(rows))), list(layouts.HEADING))
    merges = []
    for first, height, column, width in draw(
        st.lists(
            st.tuples(st.integers(1, 15), st.integers(1, 4), st.integers(0, 8), st.integers(1, 3)),
            max_size=5,
        )
    ):
        merges.append((first, first + height - 1, column, column + width - 1))
    hidden = draw(st.frozensets(st.integers(1, 15), max_size=3))
    return layouts.book(rows, merges, hidden)


@given(any_sheet())
@settings(
    max_examples=examples(150),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
def test_rows_in_are_rows_accounted_for(book):
    source = source_of(book)
    filled = [row.number for sheet in book.sheets for row in sheet.rows]
    assert [row["r"] for row in source["rows"]] == filled
    evaluation = evaluate(source, SETTING)
    assert [account["r"] for account in evaluation.accounts] == filled
    assert sum(evaluation.counts().values()) == len(filled)
    assert all(account["a"] != "left_out" or account["why"] for account in evaluation.accounts)
    made = {place for account in evaluation.accounts for place in account["to"]}
    assert made == set(range(len(evaluation.rows)))
    ids = [row["id"] for row in evaluation.rows]
    assert len(ids) == len(set(ids))
    asked = [question["id"] for question in evaluation.questions]
    assert len(asked) == len(set(asked))
    for account, row in zip(evaluation.accounts, source["rows"], strict=True):
        if row["k"] == "row" and account["a"] == "left_out":
            assert account["why"] in ("second_list", "struck", "hidden", "done")
    # It is kept as JSON, and comes to the same from there.
    kept = orjson.loads(orjson.dumps(source, option=orjson.OPT_NON_STR_KEYS))
    again = evaluate(kept, SETTING)
    assert (again.accounts, again.rows) == (evaluation.accounts, evaluation.rows)


@given(any_sheet(), st.data())
@settings(
    max_examples=examples(60),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
def test_every_answer_settles_its_question(book, data):
    source = source_of(book)
    answers = {}
    for _round in range(40):
        evaluation = evaluate(source, SETTING, answers=answers)
        assert sum(evaluation.counts().values()) == len(source["rows"])
        waiting = [each for each in evaluation.questions if is_open(each)]
        assert {id for row in evaluation.rows for id in row["q"]} <= {
            each["id"] for each in waiting
        }
        if not waiting:
            break
        question = waiting[0]
        choice = data.draw(st.sampled_from([each["id"] for each in question["choices"]]))
        answers = {**answers, question["id"]: choice}
    else:
        raise AssertionError("questions without end")
    assert not any(row["q"] for row in evaluation.rows)
