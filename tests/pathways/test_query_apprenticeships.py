"""Reads of standards: what the register says, what it leaves out, and how many people finish."""

from __future__ import annotations

import pytest

from lmi.queries.context import facts as gather
from pathways.models import AchievementRate, Provider, Standard
from pathways.queries.apprenticeships import (
    UnknownStandardError,
    provider_rates,
    rates_of_provider,
    reference_of_lars,
    standard_detail,
    standards_by_reference,
)

pytestmark = pytest.mark.django_db
ELECTRICIAN = "ST0152"
FEW = "Fewer than 50 people left"


@pytest.fixture
def facts():
    return gather()


def change(reference, **values):
    assert Standard.objects.filter(reference=reference).update(**values) == 1


class TestDetail:
    def test_the_registers_row(self, facts):
        found = standard_detail(facts, ELECTRICIAN).summary
        assert (found.title, found.level) == ("Installation and maintenance electrician", 3)
        assert (found.max_funding.value, found.max_funding.unit) == (23000, "pounds")
        assert (found.typical_months.value, found.typical_months.unit) == (54, "months")
        assert (found.max_funding.area.name, found.max_funding.level.code) == ("England", ELECTRICIAN)
        assert found.max_funding.release.source == "apprenticeship-standards"
        assert found.address.endswith("/apprenticeships/st0152-v1-2")

    def test_a_reference_may_be_typed_carelessly(self, facts):
        assert standard_detail(facts, " st0152 ").summary.reference == ELECTRICIAN

    @pytest.mark.parametrize("reference", ["ST9999", "", "electrician"])
    def test_an_unknown_reference_is_named(self, facts, reference):
        with pytest.raises(UnknownStandardError) as error:
            standard_detail(facts, reference)
        assert error.value.code == reference

    def test_codes_and_the_older_title(self, facts):
        found = standard_detail(facts, ELECTRICIAN)
        assert [code.lars_code for code in found.codes] == ["5"]
        assert found.formerly == ("Installation electrician / maintenance electrician",)
        assert found.codes[0].release.period == "July 2021"

    def test_a_standard_that_came_later_has_no_code(self, facts):
        assert standard_detail(facts, "FA0001").codes == ()

    def test_rates_by_year_with_all_standards_beside_them(self, facts):
        found = standard_detail(facts, ELECTRICIAN)
        assert [(r.year, r.leavers.value, r.rate.value) for r in found.rates] == [
            ("2023/24", 6020, 62.5),
            ("2024/25", 6200, 59.9),
        ]
        assert [(r.year, r.rate.value) for r in found.for_all] == [("2023/24", 60.5), ("2024/25", 65.4)]
        assert found.latest.rate.period == "academic year 2024/25"
        assert found.latest.rate.level.title == "Installation and maintenance electrician"
        assert found.for_all[0].rate.level.level == "standards"

    def test_a_standard_nobody_has_left_has_no_rates(self, facts):
        found = standard_detail(facts, "FA0001")
        assert (found.rates, found.for_all, found.latest) == ((), (), None)

    def test_a_detail_takes_three_statements(self, facts, django_assert_num_queries):
        with django_assert_num_queries(3):
            standard_detail(facts, ELECTRICIAN)


class TestMissingIsNotNought:
    def test_funding_and_length_of_a_unit(self, facts):
        found = standards_by_reference(facts, ["AU0001"])["AU0001"]
        for figure in (found.max_funding, found.typical_months):
            assert (figure.value, figure.reason) == (None, "not_published")

    def test_a_rate_that_is_held_back_stays_held_back(self, facts):
        held_back = standard_detail(facts, "ST0418").latest
        assert (held_back.leavers.value, held_back.rate.value, held_back.rate.reason) == (10, None, "suppressed")
        assert FEW not in held_back.rate.note

    @pytest.mark.parametrize(("leavers", "warned"), [(40, True), (49, True), (50, False), (None, False)])
    def test_a_rate_of_few_leavers_says_so(self, facts, leavers, warned):
        row = AchievementRate.objects.filter(reference=ELECTRICIAN, ukprn="*", year="2024/25")
        row.update(leavers=leavers, marks={} if leavers else {"leavers": "low"})
        latest = standard_detail(facts, ELECTRICIAN).latest
        assert (FEW in latest.rate.note) is warned
        assert latest.rate.value == 59.9

    def test_a_low_number_says_why(self, facts):
        row = AchievementRate.objects.filter(reference=ELECTRICIAN, ukprn="*", year="2024/25")
        row.update(leavers=None, rate=None, marks={"leavers": "low", "rate": "suppressed"})
        latest = standard_detail(facts, ELECTRICIAN).latest
        assert (latest.leavers.reason, latest.rate.reason) == ("low", "suppressed")


class TestStatus:
    def test_under_revision_stays_open(self, facts):
        found = standards_by_reference(facts, ["ST0135"])["ST0135"]
        assert (found.status, found.is_under_revision, found.is_open) == ("in_development", True, True)
        assert "you can still start" in found.status_words

    def test_in_development_is_not_open(self, facts):
        found = standards_by_reference(facts, ["ST1459"])["ST1459"]
        assert not found.is_open
        assert "nobody can start on it" in found.status_words

    @pytest.mark.parametrize(
        ("status", "words"),
        [("paused", "Paused"), ("retired", "Retired"), ("defunded", "No longer funded"), ("proposed", "Only proposed")],
    )
    def test_closed_ones_stay_readable_and_say_as_of_when(self, facts, status, words):
        change(ELECTRICIAN, status=status)
        found = standard_detail(facts, ELECTRICIAN).summary
        assert not found.is_open
        assert found.status_words.startswith(words)
        assert "2 July 2026" in found.status_words

    def test_a_unit_is_for_staff(self, facts):
        found = standards_by_reference(facts, ["AU0001"])["AU0001"]
        assert not found.is_for_school_leavers
        assert "not a way to start a career" in found.status_words


class TestSeveral:
    def test_those_the_register_has_in_one_statement(self, facts, django_assert_num_queries):
        with django_assert_num_queries(1):
            found = standards_by_reference(facts, ["st0116", ELECTRICIAN, "ST9999"])
        assert list(found) == ["ST0116", ELECTRICIAN]

    def test_a_lars_code_is_text(self, facts):
        assert reference_of_lars(facts, "2") == "ST0116"
        assert reference_of_lars(facts, " 5 ") == ELECTRICIAN
        with pytest.raises(UnknownStandardError):
            reference_of_lars(facts, "005")


class TestProviders:
    def test_the_latest_year_by_name(self, facts):
        found = provider_rates(facts, ELECTRICIAN)
        assert (found.year, found.years, len(found.rows)) == ("2024/25", ("2023/24", "2024/25"), 168)
        named = [row.name.casefold() for row in found.rows if row.name]
        assert named == sorted(named)
        assert sum(row.rate.reason == "suppressed" for row in found.rows) == 37
        one = next(row for row in found.rows if row.ukprn == "10000715")
        assert (one.leavers.value, one.rate.value, one.rate.note) == (140, 59.3, "")

    def test_few_leavers_are_warned_of_with_each_provider(self, facts):
        one = next(row for row in provider_rates(facts, ELECTRICIAN).rows if row.ukprn == "10000747")
        assert (one.leavers.value, one.rate.value) == (20, 31.6)
        assert FEW in one.rate.note

    def test_providers_without_a_name_come_last(self, facts):
        Provider.objects.filter(ukprn="10000715").delete()
        found = provider_rates(facts, ELECTRICIAN).rows
        first_nameless = next(place for place, row in enumerate(found) if not row.name)
        assert all(not row.name for row in found[first_nameless:])
        assert "10000715" in {row.ukprn for row in found[first_nameless:]}

    def test_another_year_and_one_that_is_not_held(self, facts):
        assert provider_rates(facts, ELECTRICIAN, "2023/24").year == "2023/24"
        assert provider_rates(facts, ELECTRICIAN, "1999/00").rows == ()

    def test_three_statements_however_many_providers(self, facts, django_assert_num_queries):
        with django_assert_num_queries(3):
            provider_rates(facts, ELECTRICIAN)

    def test_an_unknown_standard(self, facts):
        with pytest.raises(UnknownStandardError):
            provider_rates(facts, "ST9999")

    def test_a_providers_own_rates(self, facts, django_assert_num_queries):
        with django_assert_num_queries(2):
            found = rates_of_provider(facts, "10000055")
        assert [(r.year, r.rate.value) for r in found.overall] == [
            ("2022/23", 74.7),
            ("2023/24", 68.3),
            ("2024/25", 77.4),
        ]
        assert {r.year for r in found.by_standard} == {"2024/25"}
        titles = [r.title.casefold() for r in found.by_standard]
        assert titles == sorted(titles)

    def test_a_provider_without_rates(self, facts):
        found = rates_of_provider(facts, "10999999")
        assert (found.overall, found.by_standard) == ((), ())
