"""Reads of outlook: growth worked out by hand, caution that is passed on, and groups that are held back."""

from __future__ import annotations

import pytest

from lmi.models import OutlookFigure
from lmi.queries import outlook
from lmi.queries.context import facts

pytestmark = pytest.mark.django_db
UK, ENGLAND, WEST_YORKSHIRE, CUMBRIA, DORSET = "K02000001", "E92000001", "E69000037", "E69000006", "E69000008"


@pytest.fixture
def known():
    return facts()


class TestByHand:
    @pytest.mark.parametrize(
        ("code", "area", "growth", "net_change", "replacement", "requirement"),
        [
            # 872,676 / 926,356 over 15 years: logarithm -0.05969, a year -0.00398, so -0.40 %.
            ("5241", ENGLAND, -0.40, -53_679, 346_831, 293_152),
            # 1,588,434 / 1,353,738: 0.15988, 0.01066, 1.07 %.
            ("2237", ENGLAND, 1.07, 234_696, 790_702, 1_025_398),
            # 37,552 / 41,873: -0.10891, -0.00726, -0.72 %.
            ("5241", WEST_YORKSHIRE, -0.72, -4_321, 15_180, 10_860),
            # 63,874 / 53,823: 0.17121, 0.01141, 1.15 %.
            ("2237", WEST_YORKSHIRE, 1.15, 10_050, 31_677, 41_727),
        ],
    )
    def test_rate_a_year_and_counts_over_the_span(
        self, known, code, area, growth, net_change, replacement, requirement
    ):
        found = outlook.outlook_of(known, code, area)
        assert (found.growth.value, found.growth.unit) == (growth, "percent_a_year")
        assert (found.net_change.value, found.replacement.value) == (net_change, replacement)
        assert found.requirement.value == requirement
        assert requirement == pytest.approx(net_change + replacement, abs=2)  # rounded by the publisher
        assert (found.base_year, found.end_year, found.growth.period) == (2020, 2035, "2020 to 2035")

    def test_says_which_group_and_how_many_share_it(self, known):
        found = outlook.outlook_of(known, "5241", ENGLAND)
        assert (found.group, found.title) == ("52", "Skilled metal, electrical and electronic trades")
        assert found.units == len(known.soc.units_in("52"))
        assert found.growth.level.level == "sub_major"
        assert found.growth.release.status == "revised"

    def test_series_runs_from_2010_to_2035_year_by_year(self, known):
        found = outlook.outlook_of(known, "5241", ENGLAND)
        assert [point.year for point in found.series] == list(range(2010, 2036))
        assert found.series[-1].figure.value == found.level.value == 872_676


class TestParts:
    def test_sexes_add_up_to_everyone(self, known):
        found = outlook.outlook_of(known, "5241", ENGLAND, parts=True)
        sexes = {part.category: part for part in found.parts if part.breakdown == "sex"}
        assert set(sexes) == {"female", "male"}
        assert (sexes["female"].first.value, sexes["female"].last.value) == (23_473, 67_275)
        assert (sexes["female"].first.period, sexes["female"].last.period) == ("2020", "2035")
        assert sexes["female"].last.value + sexes["male"].last.value == pytest.approx(872_676, abs=2)

    def test_qualifications_are_nine_and_small_ones_are_cautioned(self, known):
        found = outlook.outlook_of(known, "5241", ENGLAND, parts=True)
        held = {part.category: part for part in found.parts if part.breakdown == "qualification"}
        assert len(held) == 9
        assert held["rqf8"].last.quality == "caution"  # 2,720 people
        assert held["rqf3"].last.quality == "projection"

    def test_are_left_out_unless_asked_for(self, known):
        assert outlook.outlook_of(known, "5241", ENGLAND).parts == ()

    def test_a_part_never_stands_for_a_total_that_is_held_back(self, known):
        OutlookFigure.objects.filter(soc2020_id="52", area_id=WEST_YORKSHIRE, breakdown="total").update(
            people=None, net_change=None, replacement=None, requirement=None
        )
        found = outlook.outlook_of(known, "5241", WEST_YORKSHIRE, parts=True)
        assert found.group == "5"


class TestQuality:
    def test_rate_is_no_better_than_the_levels_it_is_worked_out_from(self, known):
        found = outlook.outlook_of(known, "6311", WEST_YORKSHIRE)  # about a thousand people
        assert found.level.quality == "caution"
        assert found.growth.quality == "caution"

    def test_rate_of_a_large_group_is_a_projection(self, known):
        assert outlook.outlook_of(known, "5241", ENGLAND).growth.quality == "projection"

    def test_longest_span_is_told(self, known):
        row = OutlookFigure.objects.get(soc2020_id="52", area_id=ENGLAND, breakdown="total", base_year=2020, year=2035)
        row.pk, row.year = None, 2025
        row.save()
        assert outlook.outlook_of(known, "5241", ENGLAND).end_year == 2035


class TestAll26:
    def test_england(self, known):
        found = outlook.outlooks_in(known, ENGLAND)
        assert [one.group for one in found] == [group.code for group in known.soc.level("sub_major")]
        assert all(one.growth.value is not None for one in found)

    def test_group_held_back_in_an_lsip_area_is_listed_with_the_reason(self, known):
        found = {one.group: one for one in outlook.outlooks_in(known, CUMBRIA)}
        assert len(found) == 26
        for figure in (found["63"].growth, found["63"].net_change, found["63"].requirement, found["63"].level):
            assert (figure.value, figure.reason) == (None, "low")
            assert figure.area.code == CUMBRIA

    def test_lsip_area_that_is_not_held_is_answered_by_england(self, known):
        found = outlook.outlooks_in(known, DORSET)
        assert {one.growth.area.code for one in found} == {ENGLAND}
        assert {one.growth.area.asked for one in found} == {"Dorset"}

    def test_nothing_outside_england(self, known):
        assert outlook.outlooks_in(known, "S92000003") == ()


def test_no_edition_held_is_none(known):
    OutlookFigure.objects.all().delete()
    assert outlook.outlook_of(known, "5241") is None
    assert outlook.outlooks_in(known, ENGLAND) == ()


def test_several_groups_take_one_statement(known, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len(outlook.outlook_of_each(known, ["5241", "2313", "6135"], "E08000035")) == 3
