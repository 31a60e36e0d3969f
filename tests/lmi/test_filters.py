"""Filters and orders of the list of occupations: what they keep, what they refuse, and that ties never shuffle."""

from __future__ import annotations

from itertools import groupby, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmi.filters import GROWTH, SORTS, OccupationFilter
from lmi.models import EmploymentFigure
from lmi.queries.context import facts

pytestmark = pytest.mark.django_db
UK, LONDON, LEEDS = "K02000001", "E12000007", "E08000035"


def filtered(**asked):
    return OccupationFilter(asked, facts=facts())


def rows(**asked):
    return list(filtered(**asked).qs)


def codes(**asked):
    return [row.code for row in rows(**asked)]


class TestOrder:
    @pytest.mark.parametrize("sort", ["pay", "people", "growth", "adverts"])
    @pytest.mark.parametrize("sign", ["", "-"])
    def test_unpublished_comes_last_both_ways_and_ties_by_code(self, sort, sign):
        found = rows(sort=sign + sort)
        values = [getattr(row, sort) for row in found]
        held = [value for value in values if value is not None]
        assert held == sorted(held, reverse=sign == "-")
        assert values[: len(held)] == held
        assert len(found) == 412
        unpublished = [row.code for row in found if getattr(row, sort) is None]
        assert unpublished == sorted(unpublished)
        for one, next_one in pairwise(found):
            if sort != "growth" and getattr(one, sort) == getattr(next_one, sort):
                assert one.code < next_one.code

    @pytest.mark.parametrize("sort", ["growth", "-growth"])
    def test_growth_keeps_the_26_groups_together(self, sort):
        found = rows(sort=sort)
        changes = sum(a.growth_group != b.growth_group for a, b in pairwise(found))
        assert changes == 25
        for group in {row.growth_group for row in found}:
            within = [row.code for row in found if row.growth_group == group]
            assert within == sorted(within)

    @pytest.mark.parametrize("sort", list(SORTS))
    def test_each_order_is_the_same_every_time(self, sort):
        assert codes(sort=sort) == codes(sort=sort)

    def test_default_is_by_code(self):
        assert codes() == sorted(codes())
        assert codes(sort="title")[0] == "3413"  # Actors, entertainers and presenters


class TestNarrowing:
    @pytest.mark.parametrize(("level", "count"), [("unit", 412), ("minor", 104), ("sub_major", 26), ("major", 9)])
    def test_level(self, level, count):
        assert len(codes(level=level)) == count

    def test_group_holds_what_is_below_it(self):
        assert codes(group="524") == ["5241", "5242", "5243", "5244", "5245", "5246", "5249"]
        assert codes(group="52", level="minor") == ["521", "522", "523", "524", "525"]

    def test_pay_range_includes_its_ends_and_leaves_out_the_unpublished(self):
        assert codes(min_pay="39647", max_pay="39647", group="524") == ["5241"]
        assert "5241" not in codes(min_pay="39648", group="524")
        assert "5241" not in codes(max_pay="39646", group="524")
        assert len(codes(min_pay="0")) == 382

    def test_pay_is_of_the_area(self):
        assert codes(group="5", level="major", area=LONDON, min_pay="39604", max_pay="39604") == ["5"]
        assert filtered(area=LONDON).asked_area == LONDON

    def test_growth_parts_the_units_once(self):
        parts = [set(codes(growth=name)) for name in GROWTH]
        assert sum(len(part) for part in parts) == len(set.union(*parts)) == 412
        assert all(row.growth > 0.5 for row in rows(growth="growing"))
        assert all(row.growth < -0.5 for row in rows(growth="shrinking"))

    def test_industry_is_where_people_are_published_in_the_latest_year(self):
        found = set(codes(industry="a"))
        published = EmploymentFigure.objects.filter(
            year=2024, industry="A", area_id=UK, people__isnull=False, soc2020__level="unit"
        )
        assert found == set(published.values_list("soc2020_id", flat=True))
        assert "6135" not in found  # held back in farming
        assert "6135" in codes(industry="Q")

    def test_adverts(self):
        assert "5241" in codes(min_adverts="45146")
        assert "5241" not in codes(min_adverts="45147")

    def test_wider_groups_are_found_by_the_units_in_them(self):
        assert {"52", "53"} <= set(codes(industry="F", level="sub_major"))
        assert len(codes(industry="B", level="minor")) < 104
        assert "524" in codes(q="electrician", level="minor")
        assert codes(q="electrician", level="major", group="5") == ["5"]

    def test_words_are_joined_with_the_rest(self):
        nurses = set(codes(q="nurse"))
        assert "2237" in nurses or "2232" in nurses
        narrowed = codes(q="nurse", min_pay="40000", sort="-pay")
        assert set(narrowed) < nurses
        assert narrowed == [code for code in codes(sort="-pay", min_pay="40000") if code in nurses]


class TestWrongValues:
    @pytest.mark.parametrize(
        ("name", "value", "said"),
        [
            ("group", "9999", "9999"),
            ("group", "0", "no occupation group 0"),
            ("area", "nowhere", "nowhere"),
            ("area", LEEDS, "not for Leeds"),
            ("industry", "Z", "no industry section Z"),
            ("min_pay", "lots", "number"),
            ("max_pay", "NaN", "number"),
            ("growth", "fast", "fast"),
            ("level", "all", "all"),
            ("sort", "luck", "luck"),
            ("min_adverts", "many", "number"),
        ],
    )
    def test_is_named_with_the_reason_and_the_rest_is_kept(self, name, value, said):
        kept = {"level": "minor"} if name == "group" else {"group": "524"}
        found = filtered(**kept, **{name: value})
        assert list(found.bad_values) == [name]
        assert said in " ".join(found.bad_values[name])
        assert [row.code for row in found.qs] == codes(**kept)

    def test_several_are_all_named(self):
        found = filtered(area="nowhere", industry="Z", sort="-pay", min_pay="60000")
        assert set(found.bad_values) == {"area", "industry"}
        assert [row.code for row in found.qs] == codes(sort="-pay", min_pay="60000")

    @pytest.mark.parametrize("value", ["1e400", "-1e400", "1" * 400])
    def test_a_number_beyond_all_numbers_is_answered(self, value):
        filtered(min_pay=value).qs.count()


@settings(max_examples=25)
@given(
    asked=st.fixed_dictionaries(
        {},
        optional={
            "level": st.sampled_from(["unit", "minor", "sub_major", "major", "tiny"]),
            "group": st.sampled_from(["5", "52", "9999", "0", ""]),
            "area": st.sampled_from([UK, LONDON, LEEDS, "x"]),
            "industry": st.sampled_from(["F", "q", "Z"]),
            "min_pay": st.sampled_from(["0", "30000", "-1", "abc"]),
            "max_pay": st.sampled_from(["60000", "1", ""]),
            "growth": st.sampled_from([*GROWTH, "fast"]),
            "sort": st.sampled_from([*SORTS, "luck"]),
        },
    )
)
def test_any_mixture_is_a_part_of_its_level_without_twins(asked):
    found = OccupationFilter(asked, facts=facts())
    listed = [row.code for row in found.qs]
    assert len(listed) == len(set(listed))
    level = asked.get("level") if "level" not in found.bad_values else None
    assert {row.level for row in found.qs} <= {level or "unit"}
    assert set(found.bad_values) <= set(asked)


@pytest.mark.parametrize("sort", ["-pay", "pay", "-people", "title", "-adverts"])
def test_growth_filter_keeps_groups_whole_in_the_order_of_their_first_occupation(sort):
    by_growth = list(OccupationFilter({"growth": "growing", "sort": sort}, facts=facts()).qs)
    plain = [row.code for row in OccupationFilter({"sort": sort}, facts=facts()).qs]
    codes = [row.code for row in by_growth]
    groups = [code for code, _same in groupby(codes, key=lambda code: code[:2])]
    assert len(groups) == len(set(groups)) > 3
    kept = [code for code in plain if code in set(codes)]
    assert groups == list(dict.fromkeys(code[:2] for code in kept))
    for group in groups:
        assert [c for c in codes if c[:2] == group] == [c for c in kept if c[:2] == group]
