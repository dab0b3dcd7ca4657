"""Lists as district offices send them: what each comes to, row by row, or is asked about.

`tests/data/desk/expected.json`: per file the rows to be made, in `drop` those that must not be;
amounts in dong, None where there is no total; `jd` None where the day must be refused.
"""

from datetime import date
from pathlib import Path
from thads_portal.importing.spreadsheet.evaluate import evaluate
from thads_portal.importing.spreadsheet.opening import read_here
from thads_portal.importing.spreadsheet.remarks import remarks_workbook
from thads_portal.importing.spreadsheet.rows import Setting
from thads_portal.importing.spreadsheet.source import source_of

import json
import pytest


# What it imports loads Plone.
pytestmark = pytest.mark.slow

LISTS = Path(__file__).parent.parent / "data" / "desk"
EXPECTED = json.loads((LISTS / "expected.json").read_text())
SETTING = Setting(province="cao-bang", today=date(2026, 11, 28), defaults={"ground": "a"})
FIELDS = {
    "name": "debtor_name",
    "addr": "debtor_address",
    "jn": "judgment_number",
    "jd": "judgment_date",
    "jb": "judgment_body",
    "en": "enforcement_decision_number",
    "ed": "enforcement_decision_date",
    "dn": "no_conditions_decision_number",
    "dd": "no_conditions_decision_date",
    "amt": "obligation_amount",
}


def evaluated(name, **given):
    return evaluate(source_of(read_here((LISTS / name).read_bytes())), SETTING, **given)


def differences(expected, row):
    """Field -> (right, read), of what is published otherwise than it should be."""
    fields = row["f"]
    found = {
        name: (expected[short], fields.get(name))
        for short, name in FIELDS.items()
        if fields.get(name) != expected[short]
    }
    said = (fields.get("obligation") or "").lower()
    missing = [part for part in expected["ob"] if part.lower() not in said]
    if missing:
        found["obligation"] = (missing, said)
    if "agency" in expected and not (fields.get("agency") or "").endswith(expected["agency"]):
        found["agency"] = (expected["agency"], fields.get("agency"))
    return found


def proposed(rows, name):
    """The row for a name: the very name, or the whole cell where several are asked about."""
    same = [row for row in rows if row["f"].get("debtor_name") == name]
    return (same or [row for row in rows if name in (row["f"].get("debtor_name") or "")])[0]


@pytest.mark.parametrize("name", EXPECTED)
def test_every_row_is_right_or_asked(name):
    evaluation = evaluated(name)
    kept = EXPECTED[name]
    for expected in kept["rows"]:
        row = proposed(evaluation.rows, expected["name"])
        if row["q"]:
            continue
        refused = {problem[0] for problem in row["p"]}
        assert differences(expected, row) == {}, expected["name"]
        # What must be refused is, and nothing else.
        assert refused == ({"judgment_date"} if expected["jd"] is None else set())
    for dropped in kept["drop"]:
        assert all(row["f"].get("debtor_name") != dropped["name"] for row in evaluation.rows)
    assert len(evaluation.rows) == len(kept["rows"])


def test_nearly_all_are_right_without_a_question():
    right = asked = total = 0
    for name, kept in EXPECTED.items():
        rows = evaluated(name).rows
        total += len(kept["rows"])
        for expected in kept["rows"]:
            row = proposed(rows, expected["name"])
            asked += bool(row["q"])
            right += not row["q"] and not differences(expected, row)
    assert right + asked == total
    assert asked <= 0.05 * total


@pytest.mark.parametrize("name", sorted(path.name for path in LISTS.glob("[0-9]*")))
def test_every_row_of_the_file_is_accounted_for(name):
    source = source_of(read_here((LISTS / name).read_bytes()))
    evaluation = evaluate(source, SETTING)
    assert len(evaluation.accounts) == len(source["rows"])
    assert sum(evaluation.counts().values()) == len(source["rows"])
    assert [account["r"] for account in evaluation.accounts] == [row["r"] for row in source["rows"]]
    assert {account["why"] for account in evaluation.accounts} <= {
        *("", "title", "heading", "section", "note", "number_row", "total", "signature", "example"),
        *("second_list", "struck", "hidden", "done"),
    }


def test_who_must_not_be_published_is_told_with_the_reason():
    evaluation = evaluated("14-an-loc-gach-ngang-ghi-chu.xlsx")
    left = {
        account["r"]: account["why"]
        for account in evaluation.accounts
        if account["a"] == "left_out"
    }
    assert left == {10: "done", 11: "struck", 12: "hidden", 13: "done"}
    ids = {question["kind"]: question["id"] for question in evaluation.questions}
    taken = evaluated(
        "14-an-loc-gach-ngang-ghi-chu.xlsx",
        answers={ids["struck"]: "take", "hidden/leave|take": "take"},
    )
    assert [row["f"]["debtor_name"] for row in taken.rows] == [
        "Quan Văn Bắc",
        "Quan Văn Nam",
        "Quan Thị Tây",
        "Quan Thị Thượng",
    ]


def test_a_second_list_is_taken_only_if_the_editor_says_so():
    name = "13-hai-danh-sach-mot-trang.xlsx"
    evaluation = evaluated(name)
    asked = [each for each in evaluation.questions if each["kind"] == "second_list"]
    assert [(each["row"], each["default"]) for each in asked] == [(15, "leave"), (16, "leave")]
    # One answer for the whole list.
    assert len({each["like"] for each in asked}) == 1
    taken = {asked[0]["like"]: "take"}
    # Each of them says besides that it is over.
    assert len(evaluated(name, answers=taken).rows) == 2
    assert len(evaluated(name, answers={**taken, "done/leave|take": "take"}).rows) == 4


def test_rows_joined_and_split_name_each_other():
    evaluation = evaluated("02-mot-nguoi-nhieu-khoan-gop-o.xlsx")
    joined = [account for account in evaluation.accounts if account["a"] == "joined"]
    assert [(account["r"], account["with"]) for account in joined] == [(10, 9), (11, 9), (13, 12)]
    # A further decision of the same debtor is told.
    assert [3, "second_document"] not in [note[:2] for note in evaluation.rows[1]["n"]]
    assert [4, "second_document", "79/QĐ-CCTHADS ngày 02/6/2025"] in evaluation.rows[1]["n"]
    evaluation = evaluated("05-nhieu-nguoi-mot-o.xlsx")
    split = {
        account["r"]: len(account["to"])
        for account in evaluation.accounts
        if account["a"] == "split"
    }
    assert split == {9: 2, 10: 2, 11: 2, 12: 3, 14: 2}


def test_an_answer_settles_one_row_or_all_alike():
    name = "12-ngay-thang-du-kieu.xlsx"
    open_ones = [each for each in evaluated(name).questions if each["default"] is None]
    assert [each["cell"] for each in open_ones] == ["05,3,2024", "5/III/2024"]
    one = evaluated(name, answers={open_ones[0]["id"]: "date"})
    assert [bool(row["q"]) for row in one.rows[14:16]] == [False, True]
    both = evaluated(name, answers={open_ones[0]["like"]: "date"})
    assert [row["f"]["judgment_date"] for row in both.rows[14:16]] == ["2024-03-05"] * 2
    assert not any(row["q"] for row in both.rows)
    # An answer that is none of the choices counts as none.
    assert evaluated(name, answers={open_ones[0]["id"]: "x"}).rows[14]["q"]


def test_a_corrected_cell_is_read_as_if_it_had_come_so():
    name = "12-ngay-thang-du-kieu.xlsx"
    evaluation = evaluated(name)
    row = evaluation.rows[2]
    assert row["p"][0][2] == "cell_no_day"
    place = str(row["src"][0])
    mended = evaluated(name, corrections={place: {"4": "06/03/2024"}})
    assert mended.rows[2]["f"]["judgment_date"] == "2024-03-06"
    assert not mended.rows[2]["p"]
    skipped = evaluated(name, skipped=[row["id"]])
    assert skipped.accounts[row["src"][0]]["why"] == "by_hand"


def one_row(**cells):
    """A list of one row, the columns by their meaning."""
    said = {
        "debtor_name": "Nông Văn Thử",
        "debtor_address": "Tổ 1, phường Sông Hiến",
        "judgment": "15/2024/DS-ST ngày 5/3/2024 của TAND huyện Hòa An",
        "enforcement": "210/QĐ-CCTHADS ngày 10/6/2024",
        "no_conditions": "12/QĐ-CCTHADS ngày 20/11/2026",
        "obligation": "Trả nợ",
        "obligation_amount": "12.500.000",
        "ground_text": "Không có tài sản",
        "signed_by": "Hoàng Văn Ký",
        **cells,
    }
    columns = {str(place): held.partition("-")[0] for place, held in enumerate(said)}
    row = {
        "sheet": "s",
        "t": 0,
        "r": 2,
        "k": "row",
        "c": {str(place): [text, text] for place, text in enumerate(said.values())},
    }
    table = {"sheet": "s", "rows": [1], "columns": columns, "headings": {}, "title": []}
    return evaluate({"tables": [table], "rows": [row], "notices": []}, SETTING)


@pytest.mark.parametrize(
    ("cells", "kinds"),
    [
        ({}, []),
        ({"debtor_name": "Nông Văn A, Lý Thị Bích"}, ["names", "address"]),
        ({"debtor_name": "Nông Văn Anh và Lý Thị Bích"}, ["names"]),
        (
            {"debtor_name": "Nông Văn Anh, sinh năm 1980 và Lý Thị Bích, sinh năm 1985"},
            ["names", "address"],
        ),
        ({"debtor_name": "Nông Văn Anh và đồng phạm"}, ["names"]),
        ({"debtor_name": "Nông Văn Anh 2"}, ["names"]),
        ({"debtor_name": "Lò Văn Cao (con ông Dũng)"}, ["names"]),
        ({"debtor_name": "Nông Văn Anh (đã chết)"}, ["names"]),
        ({"ground_text": "Bỏ đi khỏi địa phương, không rõ địa chỉ"}, []),
        ({"debtor_name": "Công ty TNHH Minh An - Chi nhánh Hà Nội"}, []),
        ({"debtor_name": "Nông Văn Anh (tên gọi khác: Anh Bé)"}, []),
        ({"debtor_address": "Tổ 1, 1977, phường Sông Hiến"}, ["birth_year"]),
        ({"obligation_amount": "7.200"}, ["amount"]),
        ({"obligation_amount": "1 tỷ 25"}, ["amount"]),
        ({"obligation_amount": "12.500", "obligation": "Trả nợ 12.500.000đ"}, ["amount"]),
        ({"obligation_amount": "12.500.000", "obligation": "Trả nợ 125.000.000đ"}, ["amount"]),
        (
            {"obligation_amount": "", "obligation": "Trả nợ 5.000.000đ, trong đó lãi 1.000.000đ"},
            ["amount_sum"],
        ),
        ({"judgment": "Bản án DS-ST số 15/2024 ngày 5/3/2024 của TAND huyện Hòa An"}, ["number"]),
        (
            {
                "judgment": "15/2024/DS-ST ngày 5/3/2024 TAND huyện Hòa An; 20/2024/DS-PT ngày 6/7/2024 TAND tỉnh Cao Bằng"
            },
            ["acts"],
        ),
        ({"unused": "Đã nộp 2.000.000"}, ["done"]),
        ({"unused": "Đã thi hành xong phần án phí, còn lại bồi thường"}, ["done"]),
        ({"unused": "Chưa thi hành xong"}, []),
        ({"ground_text": "Bỏ đi khỏi địa phương, chuyển đi nơi khác, không có tài sản"}, []),
    ],
)
def test_doubt_is_asked_and_not_guessed(cells, kinds):
    evaluation = one_row(**cells)
    assert [
        question["kind"] for question in evaluation.questions if question["default"] is None
    ] == kinds
    assert [bool(row["q"]) for row in evaluation.rows] == [bool(kinds)]


def test_a_court_ends_before_the_day_and_the_next_judgment():
    for text in (
        "15/2024/HNGĐ-ST của TAND huyện Hòa An ngày 5/3/2024",
        "15/2024/HNGĐ-ST ngày 5/3/2024 của TAND huyện Hòa An và",
    ):
        (row,) = one_row(judgment=text).rows
        assert row["f"]["judgment_body"] == "TAND huyện Hòa An"


def test_what_is_changed_in_a_name_is_told():
    (row,) = one_row(debtor_name="Hộ ông Nông Văn Ánh").rows
    assert row["f"]["debtor_name"] == "Nông Văn Ánh"
    assert [word for _column, word, _value in row["n"]] == ["cut"]
    (row,) = one_row(debtor_name="Lê Thị ánh").rows
    assert row["f"]["debtor_name"] == "Lê Thị Ánh"
    assert [(word, value) for _column, word, value in row["n"]] == [("capitals", "Lê Thị ánh")]


def test_a_monthly_sum_is_no_total():
    row = one_row(obligation="Cấp dưỡng nuôi con", obligation_amount="1.500.000đ/tháng").rows[0]
    assert "obligation_amount" not in row["f"]
    assert row["f"]["obligation"] == "Cấp dưỡng nuôi con (1.500.000đ/tháng)"
    assert [5, "monthly"] in [[note[0] - 1, note[1]] for note in row["n"]]


def test_the_list_taken_away_holds_every_row_and_what_became_of_it():
    name = "02-mot-nguoi-nhieu-khoan-gop-o.xlsx"
    source = source_of(read_here((LISTS / name).read_bytes()))
    evaluation = evaluate(source, SETTING)
    summary = {"tables": source["tables"], "accounts": evaluation.accounts}
    data = remarks_workbook(
        evaluation.rows, "n" * len(evaluation.rows), summary, str, "vi", source=source
    )
    read = {row.number: row.cells for row in read_here(data).sheets[0].rows}
    assert read[10][5].text == "Án phí DSST có giá ngạch"
    assert read[10][9].text == "remark_row_joined"
    assert "mark_new" in read[9][9].text
