"""Reads of employment: lower bounds, held-back cells with their reasons, and shares of what is published."""

from __future__ import annotations

import pytest

from lmi.models import EmploymentFigure
from lmi.queries import employment
from lmi.queries.context import facts
from lmi.queries.history import industry_history
from lmi.queries.region_work import region_work

pytestmark = pytest.mark.django_db
UK, ENGLAND, LEEDS, DARTFORD, YORKSHIRE = "K02000001", "E92000001", "E08000035", "E07000107", "E12000003"
# Care workers 2024 by industry section, as published (APS, unit group by industry).
CARE_WORKERS = dict(  # noqa: C408  # sections read better as words
    G=1821, I=572, L=1197, M=2771, N=11685, O=33577, P=10434, Q=810048, R=4317, S=7620
)


@pytest.fixture
def known():
    return facts()


def cells(known, code):
    return employment.industry_rows(known, [code])[code]


class TestLowerBound:
    def test_people_are_the_published_cells_added_and_called_at_least(self, known):
        found = employment.people_at_least(known, "6135", cells(known, "6135"))
        assert found.value == sum(CARE_WORKERS.values()) == 884_042
        assert found.quality == "lower_bound"
        assert found.measure == "people_in_work_at_least"
        assert found.period == "January to December 2024"
        assert found.population == "people in work aged 16 and over, main job"

    def test_all_cells_held_back_is_suppressed_and_not_nought(self, known):
        EmploymentFigure.objects.filter(soc2020_id="6135", year=2024).update(people=None)
        found = employment.people_at_least(known, "6135", cells(known, "6135"))
        assert (found.value, found.reason) == (None, "suppressed")

    def test_no_cells_at_all_is_not_published(self, known):
        assert employment.people_at_least(known, "52", []).reason == "not_published"

    def test_only_the_latest_year_is_added(self, known):
        assert {row.year for row in cells(known, "6135")} == {2024}

    def test_caution_of_the_cells_is_passed_on(self, known):
        EmploymentFigure.objects.filter(industry__in="ABCDEFGHIJKLMNOPQRS", year__gt=2022).delete()
        found = employment.people_at_least(known, "6135", cells(known, "6135"))
        assert found.period == "January to December 2022"
        assert found.quality == "lower_bound"
        assert "caution" in found.note
        assert employment.people_at_least(facts(), "6135", []).note == ""


class TestIndustries:
    def test_most_people_first_then_the_held_back_with_reasons(self, known):
        found = employment.by_industry(known, "6135", cells(known, "6135"))
        assert len(found) == 19
        shown = [share for share in found if share.people.value is not None]
        assert {share.code: share.people.value for share in shown} == CARE_WORKERS
        assert [share.people.value for share in shown] == sorted(CARE_WORKERS.values(), reverse=True)
        assert list(found[: len(shown)]) == shown
        held_back = {share.code: share.people.reason for share in found if share.people.value is None}
        assert held_back["A"] == "unreliable"
        assert held_back["D"] == "negligible"

    def test_shares_are_of_published_cells_and_suppressed_ones_have_none(self, known):
        found = employment.by_industry(known, "6135", cells(known, "6135"))
        assert sum(share.share or 0 for share in found) == pytest.approx(1)
        assert found[0].share == pytest.approx(810_048 / 884_042)
        assert all(share.share is None for share in found if share.people.value is None)

    @pytest.mark.parametrize(("year", "quality"), [(2021, "caution"), (2022, "caution"), (2024, "not_stated")])
    def test_years_with_miscoded_occupations_carry_the_publishers_warning(self, known, year, quality):
        (found,) = [one for one in industry_history(known, "6135") if one.year == year]
        assert found.industries[0].code == "Q"
        assert found.industries[0].people.quality == quality


class TestRegions:
    def test_minor_group_answers_for_the_unit_and_says_so(self, known):
        found = employment.by_region(known, "5241")
        assert len(found) == 12
        assert {share.people.level.code for share in found} == {"524"}
        assert {share.people.level.asked for share in found} == {"Electricians and electrical fitters"}
        assert sum(share.share for share in found) == pytest.approx(1)

    def test_held_back_region_has_a_reason_and_no_share(self, known):
        EmploymentFigure.objects.filter(soc2020_id="524", area_id=YORKSHIRE).update(
            people=None, marks={"people": "suppressed"}
        )
        (found,) = [share for share in employment.by_region(known, "5241") if share.code == YORKSHIRE]
        assert (found.people.value, found.people.reason, found.share) == (None, "suppressed", None)


class TestLocalWork:
    def test_shares_of_a_place_are_held_against_the_same_groups_of_england(self, known):
        # Dartford has four published groups: 21, 23, 41 and 52; the other 22 are suppressed.
        found = {work.code: work for work in employment.local_work(known, DARTFORD)}
        people = {"21": 7400, "23": 5600, "41": 9200, "52": 3400}
        england = {"21": 2_262_900, "23": 1_424_100, "41": 2_348_800, "52": 834_300}
        for code, count in people.items():
            here, there = count / sum(people.values()), england[code] / sum(england.values())
            assert found[code].share == pytest.approx(here)
            assert found[code].england_share == pytest.approx(there)
            assert found[code].concentration == pytest.approx(here / there)
        # Four groups cannot all be far more common than in England only because the rest is not published.
        assert min(found[code].concentration for code in people) < 1

    def test_suppressed_group_is_listed_with_its_reason_and_cannot_be_compared(self, known):
        found = {work.code: work for work in employment.local_work(known, DARTFORD)}
        assert len(found) == 26
        assert (found["11"].people.value, found["11"].people.reason) == (None, "suppressed")
        assert (found["11"].share, found["11"].england_share, found["11"].concentration) == (None, None, None)

    @pytest.mark.parametrize("area", [LEEDS, DARTFORD, "S12000049", ENGLAND])
    def test_both_sides_are_whole(self, known, area):
        found = employment.local_work(known, area)
        assert sum(work.share or 0 for work in found) == pytest.approx(1)
        assert sum(work.england_share or 0 for work in found) == pytest.approx(1)

    def test_numbers_of_2021_to_2022_carry_the_warning(self, known):
        held = [work.people for work in employment.local_work(known, LEEDS) if work.people.value is not None]
        assert {figure.quality for figure in held} == {"caution"}

    def test_england_against_itself_is_one(self, known):
        for work in employment.local_work(known, ENGLAND):
            assert work.concentration is None or work.concentration == pytest.approx(1)

    def test_nothing_published_is_empty(self, known):
        assert employment.local_work(known, "N92000002") == ()

    def test_region_against_the_same_groups(self, known):
        EmploymentFigure.objects.filter(area_id=YORKSHIRE, soc2020_id__in=["524", "231"]).update(people=None)
        found = region_work(known, YORKSHIRE)
        assert sum(work.share or 0 for work in found) == pytest.approx(1)
        assert sum(work.england_share or 0 for work in found) == pytest.approx(1)
        people = [work.people.value for work in found]
        assert people[-2:] == [None, None] or people[-1] is None


def test_several_occupations_in_an_area_take_two_statements(known, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        found = employment.people_in_each(known, ["5241", "2313", "6135", "2134"], LEEDS)
    assert len(found) == 4
