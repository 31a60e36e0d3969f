"""Everything about one provider, and providers near a place: the lists' age always told, never "none near you"."""

from __future__ import annotations

from datetime import date

import pytest

from evidence.figures import ReleaseRef, Unit
from lmi.places import UnknownPlaceError
from lmi.queries.context import facts
from pathways.models import Provider
from pathways.queries.nearby import providers_near
from pathways.queries.provider_lists import CHECKS, list_ages
from pathways.queries.providers import UnknownProviderError, provider_detail, year_words

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
ACTIVATE, ABINGDON, LEEDS_UNIVERSITY = "10004927", "10000055", "10007795"


def detail(code):
    return provider_detail(facts(), code, TODAY)


class TestYears:
    @pytest.mark.parametrize(
        ("period", "year", "words"),
        [
            ("August 2024 to April 2026", "2025/26", "2025/26 (August to April only)"),
            ("August 2024 to April 2026", "2024/25", "2024/25"),
            ("August 2024 to July 2026", "2025/26", "2025/26"),
            ("August 2025 to October 2026", "2026/27", "2026/27 (August to October only)"),
            ("August 2025 to October 2026", "2025/26", "2025/26"),
            ("November 2026", "2026/27", "2026/27 (August to November only)"),
            ("about 2024/25", "2024/25", "2024/25"),
        ],
    )
    def test_a_year_that_is_not_whole_says_so(self, period, year, words):
        assert year_words(year, ReleaseRef("k", "s", "l", period, "provisional")) == words


class TestOneProvider:
    def test_every_list_that_names_it(self):
        found = detail(ACTIVATE)
        assert {record.kind for record in found.records} == {"apprenticeship", "higher", "tlevel"}
        assert found.name == "Activate Learning"
        assert {age.source for age in found.ages} == {
            "apprenticeship-providers",
            "tlevel-provider-list-2022",
            "universities",
        }
        assert found.record("school") is None

    def test_the_better_written_name_is_shown(self):
        assert detail(ABINGDON).name == "Abingdon and Witney College"

    def test_a_standard_with_starts_achievements_and_rate(self):
        electrician = next(one for one in detail(ACTIVATE).standards if one.reference == "ST0152")
        assert electrician.title == "Installation and maintenance electrician"
        assert [(y.words, y.starts.value, y.achievements.value) for y in electrician.years] == [
            ("2024/25", 64, 44),
            ("2025/26 (August to April only)", 67, 28),
        ]
        first = electrician.years[0].starts
        assert (first.unit, first.period, first.area.code) == (Unit.STARTS, "2024/25", "E92000001")
        assert first.level.code == "ST0152"
        assert first.release.source == "apprenticeship-provider-standards"
        assert (electrician.rate.year, electrician.rate.rate.value, electrician.rate.leavers.value) == (
            "2024/25",
            67.7,
            60,
        )

    def test_two_titles_of_one_standard_are_one(self):
        # "Teacher" until 2024/25, "Teacher - Postgraduate" since.
        found = [one for one in detail("10006299").standards if one.reference == "ST0490"]
        assert [(one.title, [year.starts.value for year in one.years]) for one in found] == [
            ("Teacher - Postgraduate", [13, 11])
        ]

    def test_where_it_trains(self):
        areas = {one.area.code: one for one in detail(ACTIVATE).areas}
        oxford = areas["E07000178"]
        assert oxford.region == "E12000008"
        assert [(y.year, y.starts.value, y.achievements.value) for y in oxford.years][-1] == ("2025/26", 138, 82)
        assert oxford.years[0].starts.area.name == "Oxford"

    def test_most_starts_come_first(self):
        for part in (detail(ACTIVATE).standards, detail(ACTIVATE).areas):
            starts = [sum(year.starts.value for year in one.years) for one in part]
            assert starts == sorted(starts, reverse=True)

    def test_tlevels_and_degree_subjects(self):
        planned = {one.tlevel.number: one for one in detail(ABINGDON).tlevels}
        assert planned[5].years == (2021,)
        assert set(planned[5].sites) == {"OX14", "OX28"}
        subjects = {one.code for one in detail(LEEDS_UNIVERSITY).subjects}
        assert subjects
        assert "" not in subjects

    def test_a_school_by_urn_or_ukprn(self):
        by_urn, by_ukprn = detail("100049"), detail("10002938")
        assert by_urn == by_ukprn
        assert (by_urn.name, by_urn.urn) == ("Haverstock School", "100049")
        assert (by_urn.standards, by_urn.areas, by_urn.tlevels) == ((), (), ())

    def test_a_closed_school_stays_readable(self):
        assert detail("100459").record("school").is_closed

    @pytest.mark.parametrize("code", ["", "1", "99999990", "999999", "1000492x", "10004927 OR 1=1", "²²²²²²"])
    def test_what_is_unknown(self, code):
        with pytest.raises(UnknownProviderError):
            detail(code)

    def test_statements_do_not_grow_with_rows(self, django_assert_max_num_queries):
        f = facts()
        for code in (ACTIVATE, LEEDS_UNIVERSITY, "100049"):
            with django_assert_max_num_queries(14):
                provider_detail(f, code, TODAY)


class TestListAges:
    def test_each_list_says_how_old_it_is_and_where_to_check(self):
        ages = {age.source: age for age in list_ages(facts(), TODAY)}
        assert set(ages) == set(CHECKS)
        for age in ages.values():
            assert age.address in age.words
        assert ages["tlevel-provider-list-2022"].years == 4
        assert "February 2022" in ages["tlevel-provider-list-2022"].words
        assert "4 years ago" in ages["tlevel-provider-list-2022"].words
        assert "April 2026" in ages["apprenticeship-providers"].words
        assert ages["schools"].years == 0
        assert "ago" not in ages["schools"].words

    def test_years_turn_on_the_day(self):
        def years(day):
            return list_ages(facts(), day, ["tlevel-provider-list-2022"])[0].years

        assert (years(date(2027, 2, 27)), years(date(2027, 2, 28))) == (4, 5)


class TestNear:
    def near(self, place="OX4 1JY", **asked):
        return providers_near(facts(), place, TODAY, asked=asked)

    def test_providers_of_a_standard_with_their_rates(self):
        found = self.near(standard="ST0152")
        activate = next(one for one in found.providers if one.record.ukprn == ACTIVATE)
        assert activate.where == "trains apprentices in Oxford, where OX4 1JY is"
        assert activate.achievement.value == 67.7
        assert "ask the provider" in found.note
        assert {age.source for age in found.ages} == {"apprenticeship-providers"}
        assert found.total >= len(found.providers)

    def test_farther_authorities_are_named_with_their_band(self):
        found = self.near(standard="ST0152", distance="50")
        words = [one.where for one in found.providers if "Oxford, where" not in one.where]
        assert words
        assert all("the centre of which is within" in text for text in words)

    def test_distances_are_told_in_bands_only(self):
        found = self.near(kind="school", distance="10")
        assert {one.band for one in found.providers} <= {"within 5 miles", "within 10 miles"}
        assert {one.miles for one in found.providers} <= {5, 10}

    def test_tlevel_providers_are_as_near_as_their_nearest_site(self):
        found = self.near("OX28", kind="tlevel", distance="5")
        assert ABINGDON in {one.record.ukprn for one in found.providers}  # its second site is in Witney

    def test_nobody_in_the_list_is_not_nobody_there(self):
        found = self.near("TR21", kind="tlevel", distance="5")
        assert (found.total, found.providers) == (0, ())
        assert "not complete" in found.words
        assert "February 2022" in found.ages[0].words
        for wrong in ("none", "no provider", "nobody"):
            assert wrong not in found.words.lower()

    def test_a_place_that_cannot_be_used(self):
        with pytest.raises(UnknownPlaceError) as error:
            self.near("Leedes")
        assert "Leeds" in {one.text for one in error.value.suggestions}
        with pytest.raises(UnknownPlaceError):
            self.near("")

    def test_other_wrong_values_are_left_out(self):
        assert self.near(kind="school", distance="7").miles == 25

    def test_statements_do_not_grow(self, django_assert_max_num_queries):
        f = facts()
        for miles in ("5", "50"):
            with django_assert_max_num_queries(11):
                providers_near(f, "LS1", TODAY, asked={"standard": "ST0152", "distance": miles})


def test_no_name_of_a_provider_is_in_capitals_only_where_a_better_one_is_held():
    f = facts()
    rows = Provider.objects.of_releases(f.editions.of("apprenticeship-providers"))
    assert not [row.name for row in rows if row.name.isupper() and " " in row.name]
