"""Reads of pay: series, sexes, regions and ages, each labelled with the table it is from."""

from __future__ import annotations

import pytest

from lmi.models import PayFigure
from lmi.queries import pay
from lmi.queries.context import facts

pytestmark = pytest.mark.django_db
UK, NORTH_EAST, YORKSHIRE, SCOTLAND, NORTHERN_IRELAND = "K02000001", "E12000001", "E12000003", "S92000003", "N92000002"


@pytest.fixture
def known():
    return facts()


class TestSeries:
    def test_every_year_held_oldest_first(self, known):
        points = pay.pay_series(known, ["5241"])["5241"]
        assert [point.year for point in points] == [2021, 2022, 2023, 2024, 2025]
        assert points[-1].figure.value == 39647
        assert points[-1].figure.period == "tax year to April 2025"
        assert [point.provisional for point in points] == [False, True, True, True, True]  # 2021 is the revised table

    def test_year_without_a_value_says_why_and_is_not_left_out(self, known):
        points = pay.pay_series(known, ["3431"])["3431"]
        missing = [point for point in points if point.figure.value is None]
        assert len(points) == 5
        assert missing
        assert all(point.figure.reason in ("unreliable", "disclosive", "not_published") for point in missing)

    def test_series_never_changes_its_measure(self, known):
        for point in pay.pay_series(known, ["8133"])["8133"]:
            assert point.figure.population == "full-time employees"
            assert point.figure.unit == "pounds_a_year"
            assert point.figure.level.asked == ""

    def test_several_take_one_statement(self, known, django_assert_num_queries):
        with django_assert_num_queries(1):
            assert len(pay.pay_series(known, ["5241", "2313", "6135"])) == 3


class TestRegions:
    def test_unit_of_table_15_before_major_group_of_table_3(self, known):
        found = {part.key: part.pay for part in pay.pay_by_region(known, "5241")}
        assert (found[YORKSHIRE].median.value, found[YORKSHIRE].hours) == (41620, "all")
        assert found[YORKSHIRE].median.release.source == "ashe-15"
        assert found[YORKSHIRE].median.population == "employees"
        assert found[YORKSHIRE].median.level.asked == ""
        # No median of electricians is held for the North East.
        assert (found[NORTH_EAST].median.value, found[NORTH_EAST].hours) == (33289, "full_time")
        assert found[NORTH_EAST].median.release.source == "ashe-3"
        assert found[NORTH_EAST].median.level.asked == "Electricians and electrical fitters"

    def test_places_are_regions_and_nations_and_never_the_uk(self, known):
        keys = [part.key for part in pay.pay_by_region(known, "5241")]
        assert keys == sorted(keys)
        assert UK not in keys
        assert len(keys) == len(set(keys)) >= 11

    def test_major_group_is_answered_by_its_own_full_time_pay(self, known):
        for part in pay.pay_by_region(known, "5"):
            assert (part.pay.hours, part.pay.median.level.asked) == ("full_time", "")


class TestSexAndAge:
    def test_sexes_side_by_side_of_one_edition(self, known):
        women, men = pay.pay_by_sex(known, "6135")
        assert (women.key, men.key) == ("female", "male")
        assert women.pay.year == men.pay.year == 2025
        assert women.pay.median.population == "women, full-time employees"

    def test_wider_group_is_answered_by_the_last_edition_that_has_it(self, known):
        women, men = pay.pay_by_sex(known, "52")
        assert (women.pay.median.value, men.pay.median.value) == (33546, 38227)  # ASHE 2024, table 14.7a
        assert women.pay.median.release.key == "ashe-14-2024-provisional"

    def test_a_suppressed_sex_has_its_reason_and_no_older_value(self, known):
        PayFigure.objects.filter(soc2020_id="6135", sex="female", year=2025).update(
            median=None, marks={"median": "unreliable"}
        )
        women, _men = pay.pay_by_sex(known, "6135")
        assert (women.pay.median.value, women.pay.median.reason) == (None, "unreliable")

    def test_ages_are_of_the_major_group_and_say_so(self, known):
        parts = pay.pay_by_age(known, "5241")
        assert [part.key for part in parts] == ["18-21", "22-29", "30-39", "40-49", "50-59", "60+"]
        assert {part.pay.median.level.code for part in parts} == {"5"}
        assert {part.pay.median.level.asked for part in parts} == {"Electricians and electrical fitters"}
        assert parts[0].pay.median.population == "full-time employees aged 18-21"


class TestWomenAndMen:
    def test_share_of_jobs_of_the_last_edition_that_counts_both(self, known):
        found = pay.women_and_men(known, "6135")
        assert (found.women.value, found.men.value) == (379_000, 100_000)  # ASHE 2024; 2025 has no job counts here
        assert found.women_percent == 79.1  # 379 / 479
        assert found.women.unit == "jobs"
        assert found.women.release.key == "ashe-14-2024-provisional"

    def test_years_are_never_mixed(self, known):
        PayFigure.objects.filter(soc2020_id="6135", year=2024, sex="male", hours="all").update(jobs=None)
        found = pay.women_and_men(known, "6135")
        assert (found.women.value, found.men.value) == (367_000, 80_000)  # both of 2023

    def test_one_sex_alone_is_no_share(self, known):
        PayFigure.objects.filter(soc2020_id="6135", sex="male").update(jobs=None)
        assert pay.women_and_men(known, "6135") is None


@pytest.mark.parametrize(
    ("sex", "hours", "age", "words"),
    [
        ("all", "all", "all", "employees"),
        ("female", "part_time", "all", "women, part-time employees"),
        ("male", "full_time", "22-29", "men, full-time employees aged 22-29"),
    ],
)
def test_population_in_words(sex, hours, age, words):
    assert pay.population(sex, hours, age) == words


def test_all_statistics_of_a_row_with_jobs_in_jobs(known):
    everyone = {"measure": "annual", "hours": "all", "sex": "all"}
    row = PayFigure.objects.get(soc2020_id="6135", year=2024, area_id=UK, **everyone)
    found = pay.statistics_of(known, row)
    assert found["jobs"].value == 479_000
    assert set(found) == {"jobs", "median", "mean", "p10", "p25", "p75", "p90"}
    assert found["p25"].value < found["median"].value < found["p75"].value
