"""What of a listing's stored values is sealed, and that nothing is lost between the two parts."""

from hypothesis import given
from hypothesis import strategies as st
from thads_portal.content.restricted_parts import closed
from thads_portal.content.restricted_parts import joined
from thads_portal.content.restricted_parts import joined_batch
from thads_portal.content.restricted_parts import joined_rows
from thads_portal.content.restricted_parts import parted
from thads_portal.content.restricted_parts import parted_batch
from thads_portal.content.restricted_parts import parted_rows
from thads_portal.domain.records import RESTRICTED_FIELDS


_words = st.one_of(st.none(), st.just(""), st.text(min_size=1, max_size=5))
_entry = st.fixed_dictionaries(
    {"kind": st.sampled_from(["issued", "amended"]), "actor": st.just("a")},
    optional={
        "note": _words,
        "public": st.booleans(),
        "comment": _words,
        "comments": _words,
        "changes": st.one_of(st.just({}), st.just({"creditor": ("x", "y")})),
    },
)
_entries = st.lists(_entry, max_size=4).map(tuple)
_values = st.fixed_dictionaries(
    {"debtor_name": st.text(max_size=5), "history": _entries},
    optional={
        **dict.fromkeys(RESTRICTED_FIELDS, _words),
        "pending": st.one_of(st.none(), _entry),
        "proposed_ending": st.one_of(st.none(), _entry),
        "workflow_history": st.one_of(
            st.none(), st.dictionaries(st.sampled_from(["one", "two"]), _entries)
        ),
    },
)


@given(_values)
def test_the_two_parts_are_the_whole(values):
    clear, hidden = parted(values)
    assert joined(clear, hidden) == values or not hidden
    if not hidden:
        # Then nothing restricted is among them.
        assert not any(values.get(name) for name in RESTRICTED_FIELDS)


@given(_values)
def test_what_stands_in_clear_holds_nothing_restricted(values):
    clear, _hidden = parted(values)
    assert not any(clear.get(name) for name in RESTRICTED_FIELDS)
    entries = [
        *clear["history"],
        *(each for each in (clear.get("pending"), clear.get("proposed_ending")) if each),
        *(one for flow in (clear.get("workflow_history") or {}).values() for one in flow),
    ]
    for entry in entries:
        assert not entry.get("comment") and not entry.get("comments") and not entry.get("changes")
        assert not entry.get("note") or entry["public"]


@given(_values)
def test_a_reader_of_what_is_public_finds_its_keys_without_a_key(values):
    clear, _hidden = parted(values)
    shown = closed(clear)
    for name in ("pending", "proposed_ending"):
        if shown.get(name):
            assert {"changes", "note", "comment"} <= shown[name].keys()


@given(_entries, _words)
def test_batches(entries, note):
    values = {"history": entries, "note": note or "", "state": "draft"}
    clear, hidden = parted_batch(values)
    assert joined_batch(clear, hidden) == values
    assert "note" not in clear or not note
    rows = {"waiting": {"1": 2}, "returned": {"1": (note, "a", 1)}}
    clear, hidden = parted_rows(rows)
    assert joined_rows(clear, hidden) == rows
    assert "returned" not in clear
