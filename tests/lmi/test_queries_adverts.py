"""Reads of adverts: a year with missing months, its trend, and adverts for every 1,000 people."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmi.models import AdvertFigure
from lmi.queries import adverts, employment
from lmi.queries.context import facts
from lmi.queries.standing import advert_standing, forget_standings

pytestmark = pytest.mark.django_db
UK = "K02000001"
# Electricians and electrical fitters, August 2025 to June 2026; July 2025 and March 2026 are missing.
YEAR = [4887, 5230, 4993, 4663, 2597, 5169, 4235, 5007, 4240, 4125]
# Those months a year before, without June 2025, which is suppressed as well.
BEFORE, SAME_MONTHS = [4747, 4778, 4285, 3676, 2191, 4335, 5488, 4479, 5842], YEAR[:9]


@pytest.fixture(autouse=True)
def _anew():
    forget_standings()
    yield
    forget_standings()


@pytest.fixture
def known():
    return facts()


def of(known, code="5241"):
    people = employment.people_at_least(known, code, employment.industry_rows(known, [code])[code])
    return adverts.adverts_of(known, code, people)


def set_month(months, **values):
    return AdvertFigure.objects.filter(soc2020_id="5241", month__in=months).update(**values)


class TestYear:
    def test_published_months_are_added_and_the_gaps_told(self, known):
        found = of(known).year_total
        assert found.value == sum(YEAR) == 45_146
        assert found.quality == "lower_bound"
        assert found.note == "10 of the twelve months are published."
        assert found.period == "July 2025 to June 2026"

    def test_suppressed_month_has_a_reason_and_is_not_nought(self, known):
        months = {point.month: point.figure for point in of(known).series}
        assert len(months) == 114
        assert (months[date(2025, 7, 1)].value, months[date(2025, 7, 1)].reason) == (None, "suppressed")
        # March 2026 is missing for every occupation.
        assert (months[date(2026, 3, 1)].value, months[date(2026, 3, 1)].reason) == (None, "not_published")

    def test_nine_months_are_enough_and_eight_are_not(self, known):
        set_month(["2026-06-01"], adverts=None)
        assert of(known).year_total.value == sum(YEAR) - 4125
        set_month(["2026-05-01"], adverts=None)
        found = of(known)
        for figure in (found.year_total, found.change_percent):
            assert (figure.value, figure.reason) == (None, "suppressed")
        assert found.trend is None
        assert found.per_1000.value is None

    def test_whole_year_is_no_lower_bound(self, known):
        set_month(["2025-07-01", "2026-03-01"], adverts=1000)
        found = of(known).year_total
        assert (found.value, found.quality, found.note) == (sum(YEAR) + 2000, "not_stated", "")

    def test_year_is_the_tables_and_not_the_last_months_of_the_group(self, known):
        AdvertFigure.objects.filter(soc2020_id="5241", month__gte="2026-01-01").delete()
        found = of(known)
        # Six months of the year are left; those of 2025 before July do not make it up.
        assert found.year_total.value is None
        assert found.year_total.period == "July 2025 to June 2026"
        assert found.trend is None

    def test_group_without_any_month_of_the_year_breaks_nothing(self, known):
        AdvertFigure.objects.filter(soc2020_id="5241", month__gte="2025-01-01").delete()
        assert of(known).year_total.reason == "suppressed"


class TestTrend:
    def test_change_compares_months_published_in_both_years(self, known):
        found = of(known)
        assert found.change_percent.value == round(100 * (sum(SAME_MONTHS) / sum(BEFORE) - 1), 1) == 3.0
        assert found.trend == "steady"

    @pytest.mark.parametrize(("factor", "trend"), [(1.051, "up"), (1.05, "steady"), (0.95, "steady"), (0.949, "down")])
    def test_steady_is_up_to_five_per_cent_either_way(self, known, factor, trend):
        AdvertFigure.objects.filter(soc2020_id="5241", month__range=("2024-07-01", "2025-06-01")).update(adverts=10000)
        AdvertFigure.objects.filter(soc2020_id="5241", month__gte="2025-07-01").update(adverts=10000 * factor)
        assert of(known).trend == trend

    def test_nothing_a_year_ago_is_no_change(self, known):
        AdvertFigure.objects.filter(soc2020_id="5241", month__lt="2025-07-01").update(adverts=None)
        assert of(known).trend is None


class TestRate:
    def test_adverts_for_every_1000_people_of_the_same_group(self, known):
        found = of(known).per_1000
        assert found.value == round(1000 * 45_146 / 190_731, 1) == 236.7
        assert found.unit == "adverts_per_1000_people"

    @pytest.mark.parametrize("area", ["E08000035", "E12000003", "S92000003"])
    def test_people_of_another_place_or_group_make_no_rate(self, known, area):
        people = employment.people_in(known, "5241", area)
        assert adverts.adverts_of(known, "5241", people).per_1000.value is None

    def test_no_people_no_rate(self, known):
        assert adverts.adverts_of(known, "5241").per_1000.value is None

    def test_standing_uses_the_same_rates(self, known):
        units = [group.code for group in known.soc.level("unit")]
        rates = {}
        for code in units:
            if advert_standing(known, code) is not None:
                rates[code] = advert_standing(known, code).rank
        best = min(rates, key=rates.get)
        assert rates[best] == 1
        assert len(rates) == advert_standing(known, best).others <= 162
        assert of(known, best).per_1000.value >= of(known).per_1000.value

    def test_group_that_stopped_being_counted_does_not_stand_anywhere(self, known):
        AdvertFigure.objects.filter(soc2020_id="5241", month__gte="2025-07-01").delete()
        assert advert_standing(known, "5241") is None


def test_most_units_have_no_adverts_of_their_own_or_of_a_wider_group(known):
    assert adverts.adverts_of(known, "6135") is None


def test_several_take_one_statement(known, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = adverts.adverts_of_each(known, ["5241", "2134", "6135"], {})
    assert found["6135"] is None
    assert found["2134"].year_total.value


@given(st.dates(date(2017, 1, 1), date(2100, 12, 1)))
def test_a_year_is_twelve_months_and_ends_with_the_month(day):
    first, last = adverts.year_to(day.replace(day=1))
    assert last == day.replace(day=1)
    assert (last.year - first.year) * 12 + last.month - first.month == 11
    assert first.day == 1
