"""Vietnamese within an English page is marked, terms of law are explained, nothing else changes."""

from thads_portal.browser.shared.english import finished
from thads_portal.domain.glosses import grounds
from thads_portal.domain.glosses import TERMS
from thads_portal.domain.glosses import used_in
from thads_portal.domain.grounds import GROUNDS

import pytest
import re


def page(inside: str) -> str:
    return f'<html lang="en"><head><title>Cao Bằng</title></head><body><main>{inside}</main></body></html>'


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("In the list it is “Nguyên”, not “Nguyễn”.", ["Nguyên", "Nguyễn"]),
        ("looking for “Nguyễn Van An”", ["Nguyễn Van An"]),
        ("The departments (Cục) and the offices (Chi cục) there", ["Cục", "Chi cục"]),
        ("no more Cục or Chi cục", ["Cục", "Chi cục"]),
        ("How many in tỉnh Cao Bằng, and why?", ["tỉnh Cao Bằng"]),
        ("024 000 0000 (số mẫu)", ["số mẫu"]),
        ("Point đ: a duty", ["đ"]),
        ("Thành phố Hồ Chí Minh", ["Thành phố Hồ Chí Minh"]),
    ],
)
def test_vietnamese_words_say_their_language(text, marked):
    made = finished(page(f"<p>{text}</p>"))
    assert re.findall(r'<span lang="vi">([^<]*)</span>', made.partition("<details")[0]) == marked
    assert re.sub(r'<span lang="vi">([^<]*)</span>', r"\1", made).startswith(
        page(f"<p>{text}</p>").partition("</main>")[0]
    )


@pytest.mark.parametrize(
    "inside",
    [
        '<p lang="vi">Nguyễn Văn An</p>',
        '<p lang="vi">Nguyễn <b>Văn</b><br>An</p>',
        '<select><option value="x">Cao Bằng</option></select>',
        "<script>var a = 'Hà'</script>",
        '<input value="Nguyễn" /><!-- Hà -->',
        "<textarea>Hà Nội</textarea>",
    ],
)
def test_what_is_marked_or_cannot_be_stays(inside):
    assert finished(page(inside)) == page(inside)


def test_within_vietnamese_the_pages_own_words_are_english_again():
    made = finished(page('<div lang="vi">Hà Nội <i lang="en">the city of Huế</i></div>'))
    assert 'Hà Nội <i lang="en">the city of <span lang="vi">Huế</span></i>' in made


def test_a_term_is_explained_where_it_is_used_and_only_there():
    made = finished(page("<h1>Judgment debtors</h1><p>The enforcement agency verifies it.</p>"))
    terms = re.findall(r"<dt>([^<]*) <span", made)
    assert terms == ["enforcement agency", "judgment debtor", "verification"]
    assert "people" not in terms and made.count("<details") == 1
    assert "<details" not in finished(page("<p>Welcome.</p>"))
    # What is Vietnamese, and names of places to choose, are no terms.
    assert "<details" not in finished(page('<p lang="vi">province Hà</p>'))


def test_each_ground_of_both_laws_has_a_plain_meaning():
    assert {row.short[1] for row in GROUNDS} == {gloss.english for gloss in grounds()}
    for gloss in (*TERMS, *grounds()):
        assert gloss in used_in(f"see {gloss.english}."), gloss.english
        assert gloss.vietnamese and len(gloss.meaning) > 20
        assert gloss.meaning.lower() != gloss.english.lower()
