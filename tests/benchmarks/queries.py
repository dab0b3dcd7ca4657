"""Searches as visitors make them: whole names, half names, without marks, misspelt, filtered."""

from collections.abc import Sequence
from thads_portal.domain.names import folded_name
from typing import NamedTuple
from unicodedata import normalize

import random


class Sought(NamedTuple):
    """What is known of a listing that somebody looks for."""

    name: str
    province: str
    judgment_kind: str
    number: str


def varied(sought: Sequence[Sought], count: int, *, seed: int = 1) -> list[dict[str, str]]:
    """`count` searches as parameters of the results page; the same for one seed."""
    chance = random.Random(seed)
    return [_one(chance, chance.choice(sought)) for _number in range(count)]


def _one(chance: random.Random, sought: Sought) -> dict[str, str]:
    words = sought.name.split()
    kind = chance.choices(list(_KINDS), weights=list(_KINDS.values()))[0]
    province = {"province": sought.province}
    return {
        "whole": lambda: {"q": sought.name},
        "whole_bare": lambda: {"q": folded_name(sought.name)},
        "decomposed": lambda: {"q": normalize("NFD", sought.name)},
        "reversed": lambda: {"q": " ".join(reversed(words))},
        "last_two": lambda: {"q": " ".join(words[-2:])},
        "first_two": lambda: {"q": " ".join(words[:2])},
        "one_word": lambda: {"q": chance.choice(words)},
        "typing": lambda: {"q": " ".join([*words[:-1], words[-1][: chance.randint(1, 2)]])},
        "misspelt": lambda: {"q": _misspelt(chance, sought.name)},
        "in_province": lambda: {"q": sought.name, **province},
        "two_in_province": lambda: {"q": " ".join(words[:2]), **province},
        "kind": lambda: {"q": " ".join(words[-2:]), "judgment_kind": sought.judgment_kind},
        "by_name": lambda: {"q": " ".join(words[:2]), "sort": "name"},
        "amount": lambda: {"q": " ".join(words[-2:]), "amount_min": "50000000"},
        "number": lambda: {"number": sought.number},
        "browse_province": lambda: province,
        "browse_kind": lambda: {"judgment_kind": sought.judgment_kind, **province},
        "browse_all": dict,
    }[kind]()


_KINDS = {
    "whole": 20, "whole_bare": 15, "decomposed": 3, "reversed": 3, "last_two": 8, "first_two": 8,
    "one_word": 6, "typing": 10, "misspelt": 4, "in_province": 6, "two_in_province": 4, "kind": 2,
    "by_name": 2, "amount": 2, "number": 2, "browse_province": 3, "browse_kind": 1,
    "browse_all": 1,
}  # fmt: skip


def _misspelt(chance: random.Random, name: str) -> str:
    place = chance.randrange(len(name))
    return name[:place] + chance.choice("aeghnt") + name[place + 1 :]
