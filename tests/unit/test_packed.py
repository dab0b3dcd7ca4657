"""Packed values come back as they were; what must have a record of its own is not let in."""

from DateTime import DateTime
from datetime import date
from datetime import datetime
from datetime import UTC
from enum import StrEnum
from persistent import Persistent
from persistent.mapping import PersistentMapping
from thads_portal.content.packed import packed
from thads_portal.content.packed import UnpackableValue

import pickle
import pytest


@packed("name", "day", "history", "waiting")
class Thing(Persistent):
    waiting = None

    def __init__(self, **values):
        self.__dict__.update(values)


class Colour(StrEnum):
    RED = "red"


VALUES = {
    "name": "Nguyễn Thị Ẩn",
    "day": date(2026, 11, 20),
    "history": (
        {"at": datetime(2026, 11, 20, 8, tzinfo=UTC), "time": DateTime("2026/11/20 08:00:00 UTC")},
        {"kinds": ("debt", "fine"), "amount": 12_500_000, "digest": b"\0\xff", "none": None},
    ),
}


def again(thing):
    other = Thing.__new__(Thing)
    other.__setstate__(thing.__getstate__())
    return other.__dict__


def test_values_come_back_as_they_were():
    thing = Thing(**VALUES, other=["list"], waiting={"changes": {"name": "x"}})
    assert again(thing) == thing.__dict__


def test_chosen_values_are_in_one_pickle_and_others_beside_it():
    notes = PersistentMapping()
    state = Thing(**VALUES, __annotations__=notes).__getstate__()
    assert set(state) == {"packed", "__annotations__"}
    assert state["__annotations__"] is notes
    assert pickle.loads(state["packed"]) == VALUES  # noqa: S301 - made in the line above


def test_record_written_without_packing_is_read():
    thing = Thing.__new__(Thing)
    thing.__setstate__(dict(VALUES))
    assert thing.__dict__ == VALUES


def test_state_that_is_read_is_left_as_it_is():
    state = Thing(**VALUES).__getstate__()
    before = dict(state)
    Thing().__setstate__(state)
    assert state == before


def test_persistent_object_directly_in_an_attribute_keeps_its_own_record():
    inner = PersistentMapping(a=1)
    state = Thing(name="x", waiting=inner).__getstate__()
    assert state["waiting"] is inner


@pytest.mark.parametrize(
    "hidden",
    [PersistentMapping(), Thing(), Colour.RED, Colour, object(), len],
    ids=lambda hidden: type(hidden).__name__,
)
def test_anything_but_plain_values_further_in_is_refused(hidden):
    thing = Thing(waiting={"changes": ({"name": hidden},)})
    with pytest.raises(UnpackableValue):
        thing.__getstate__()


def test_value_of_the_class_is_not_stored():
    assert "waiting" not in pickle.loads(Thing(name="x").__getstate__()["packed"])  # noqa: S301
