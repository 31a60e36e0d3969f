"""The registers: groups by code with ever wider ones, areas with what they lie in."""

from __future__ import annotations

import pytest

from evidence.models import Release
from lmi.models import Area
from lmi.queries.context import facts
from lmi.register import UnknownAreaError, UnknownOccupationError, forget_registers

pytestmark = pytest.mark.django_db
UK, ENGLAND = "K02000001", "E92000001"


@pytest.fixture
def known():
    return facts()


class TestClassification:
    @pytest.mark.parametrize(("level", "count"), [("unit", 412), ("minor", 104), ("sub_major", 26), ("major", 9)])
    def test_holds_every_group_of_the_level(self, known, level, count):
        groups = known.soc.level(level)
        assert len(groups) == count
        assert [group.code for group in groups] == sorted(group.code for group in groups)

    def test_every_wider_code_of_every_unit_is_a_group(self, known):
        for unit in known.soc.level("unit"):
            levels = [known.soc[code].level for code in unit.chain]
            assert levels == ["unit", "minor", "sub_major", "major"]

    def test_units_of_the_nine_major_groups_are_all_units_once(self, known):
        within = [unit.code for major in known.soc.level("major") for unit in known.soc.units_in(major.code)]
        assert sorted(within) == [unit.code for unit in known.soc.level("unit")]

    @pytest.mark.parametrize("code", ["0000", "9999", "52411", "x"])
    def test_unknown_code_is_refused_by_name(self, known, code):
        with pytest.raises(UnknownOccupationError, match=code):
            known.soc[code]

    def test_what_was_asked_is_named_only_where_something_else_answers(self, known):
        assert known.soc.ref("52", "5241").asked == "Electricians and electrical fitters"
        assert known.soc.ref("5241", "5241").asked == ""
        assert known.soc.ref("5241").asked == ""

    def test_slug_is_readable(self, known):
        assert known.soc["5241"].slug == "electricians-and-electrical-fitters"


class TestAreas:
    def test_every_area_widens_to_the_uk_without_going_round(self, known):
        for code in known.places.places:
            wider = [place.code for place in known.places.widening(code)]
            assert wider[0] == code
            assert wider[-1] == UK
            assert len(wider) == len(set(wider))

    def test_order_is_area_region_nation_uk(self, known):
        kinds = [place.kind for place in known.places.widening("E08000035")]
        assert kinds == ["local_authority", "region", "nation", "uk"]
        assert [p.kind for p in known.places.widening("S12000049")] == ["local_authority", "nation", "uk"]

    def test_every_english_authority_lies_in_an_lsip_area_and_no_other_does(self, known):
        for place in known.places.of_kind("local_authority"):
            assert (known.places.lsip_of(place.code) is not None) == place.in_england, place.name

    def test_lsip_area_is_its_own(self, known):
        assert known.places.lsip_of("E69000037").code == "E69000037"
        assert known.places.lsip_of("E12000003") is None

    def test_only_england_is_in_england(self, known):
        assert known.places[ENGLAND].in_england
        assert not known.places[UK].in_england
        assert not known.places["W92000004"].in_england

    def test_unknown_area_is_refused_by_name(self, known):
        with pytest.raises(UnknownAreaError, match="E99999999"):
            known.places["E99999999"]

    def test_an_area_that_points_at_itself_does_not_hang(self, known):
        Area.objects.filter(code=ENGLAND).update(parent_id=ENGLAND)
        forget_registers()
        try:
            assert [place.code for place in facts().places.widening(ENGLAND)] == [ENGLAND, UK]
        finally:
            forget_registers()


def test_registers_cost_nothing_the_second_time(known, django_assert_num_queries):
    with django_assert_num_queries(1):
        facts()


def test_another_edition_reads_them_anew(known, django_assert_max_num_queries):
    release = Release.objects.get(key="ashe-14-2021-revised")
    release.state = "withdrawn"
    release.save()
    forget_registers()
    with django_assert_max_num_queries(5):
        assert len(facts().soc.groups) == len(known.soc.groups)
