"""The schematic map shows every province once, and both archipelagos."""

from itertools import pairwise
from thads_portal.browser.public.statistics.shading import CASES
from thads_portal.browser.public.statistics.shading import shading
from thads_portal.browser.shared.map import province_map
from thads_portal.domain.leadership import leader_of
from thads_portal.domain.populations import read_list
from thads_portal.domain.populations import shipped
from thads_portal.domain.populations import SOURCES
from thads_portal.domain.provinces import all_provinces
from thads_portal.domain.tiles import tiles
from thads_portal.errors import Code
from thads_portal.register.statistics import Statistics
from thads_portal.register.statistics import Sums
from xml.etree import ElementTree

import pytest


def test_every_province_has_one_tile_and_no_two_share_a_place():
    provinces = [tile.province.slug for tile in tiles() if not tile.archipelago]
    assert sorted(provinces) == sorted(province.slug for province in all_provinces())
    places = [(tile.column, tile.row) for tile in tiles()]
    assert len(set(places)) == len(places)


def test_the_archipelagos_are_there_with_the_province_they_belong_to():
    islands = {tile.label: tile for tile in tiles() if tile.archipelago}
    assert set(islands) == {"Hoàng Sa (Đà Nẵng)", "Trường Sa (Khánh Hòa)"}
    mainland = max(tile.column for tile in tiles() if not tile.archipelago)
    assert all(tile.column > mainland for tile in islands.values())


def test_the_drawing_is_well_formed_and_every_link_has_a_name():
    drawn = ElementTree.fromstring(province_map("/portal", 'Bản đồ "63"'))  # noqa: S314 - our own
    links = drawn.findall("{*}a")
    assert len(links) == 65
    assert all(link.get("aria-label") for link in links)
    assert {"/portal/da-nang", "/portal/khanh-hoa"} <= {link.get("href") for link in links}


def test_a_leader_is_read_from_a_line():
    leader = leader_of("  Cục trưởng ;Hoàng  Văn Mẫu; 0206 3852 000")
    assert (leader.position, leader.name) == ("Cục trưởng", "Hoàng Văn Mẫu")
    assert leader.telephone == "0206 3852 000"
    assert leader_of("Cục trưởng; Hoàng Văn Mẫu").telephone == ""


@pytest.mark.parametrize("line", ["", "Hoàng Văn Mẫu", "; Hoàng Văn Mẫu", "a; b; c; d"])
def test_a_line_that_is_no_leader_is_refused(line):
    with pytest.raises(ValueError):
        leader_of(line)


def test_every_province_has_its_people_and_together_they_are_the_census():
    people = shipped()
    assert set(people) == {province.slug for province in all_provinces()}
    # The printed total; a figure or two are off by a little, which the pages say.
    assert abs(sum(each.people for each in people.values()) - 96_208_984) <= 300
    assert {each.source for each in people.values()} <= set(SOURCES)


def test_the_classes_of_a_map_are_even_and_equal_values_share_one():
    by = {f"p{n}": Sums(cases=n // 2) for n in range(20)}
    found = shading(Statistics(None, {"province": by}, {}), CASES)
    assert "p0" not in found.levels
    assert found.levels["p2"] == found.levels["p3"] == 1
    assert set(found.levels.values()) == {1, 2, 3, 4, 5}
    ranges = list(found.ranges.values())
    assert all(before[1] < after[0] for before, after in pairwise(ranges))


@pytest.mark.parametrize("count", [1, 2])
def test_a_map_of_few_provinces_has_as_many_classes_as_values(count):
    by = {f"p{n}": Sums(cases=n + 1) for n in range(count)}
    assert len(shading(Statistics(None, {"province": by}, {}), CASES).ranges) == count


def test_counts_of_people_are_read_as_they_are_pasted():
    pasted = read_list("Cao Bằng\t543.050\n\nTP.HCM: 9 166 840\ndaklak 1869322\n")
    assert pasted.people == {"cao-bang": 543050, "tp-ho-chi-minh": 9166840, "dak-lak": 1869322}
    assert not pasted.problems


@pytest.mark.parametrize(
    "line",
    ["Cao Bằng", "530.341", "Không Đâu 5", "Hà Nội 1", "Cao Bằng 0", "Cao Bằng 1000000000", "x"],
)
def test_a_line_that_cannot_be_read_is_told_and_nothing_is_taken(line):
    pasted = read_list(f"Hà Nội 8.053.663\n{line}")
    assert pasted.people == {}
    assert [(each.line, each.code) for each in pasted.problems] == [(2, Code.BAD_POPULATION_LINE)]
