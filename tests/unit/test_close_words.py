"""Words one letter away, as they are looked up."""

from hypothesis import given
from hypothesis import strategies as st
from thads_portal.domain.syllables import within_one_edit
from thads_portal.register.fuzzy import edits


words = st.text("abcghnu", min_size=1, max_size=5)


@given(words, words)
def test_edits_are_the_words_within_one_edit(one, other):
    assert (other in edits(one)) == (one != other and within_one_edit(one, other))


def test_words_with_digits_are_not_widened():
    assert edits("t24") == set()
