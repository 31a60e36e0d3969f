"""Degree and school subjects, outcomes and points: what pages and the API are told, over the starter data."""

from __future__ import annotations

import pytest
from django.test.utils import CaptureQueriesContext

from evidence.figures import Reason, Unit
from lmi.queries.context import facts
from pathways.models import GraduateOutcome, TariffPoints
from pathways.queries import after_gcses, outcomes, subjects
from pathways.subjects import UnknownSchoolSubjectError

pytestmark = [pytest.mark.services, pytest.mark.django_db]
OXFORD, LAW, MUSIC, MUSIC_BEFORE = "10007774", "CAH16-01-01", "CAH25-02-02", "CAH21-01-05"


@pytest.fixture
def held():
    return facts()


@pytest.fixture
def statements(django_db_setup, db):
    from django.db import connection

    return CaptureQueriesContext(connection)


class TestRegister:
    def test_a_subject_has_wider_and_narrower_ones(self, held):
        register = subjects.degree_subjects(held)

        assert [one.code for one in register.parents("CAH07-01-02")] == ["CAH07", "CAH07-01"]
        assert [one.title for one in register.children("CAH07-01")] == ["Physics", "Astronomy"]
        assert len(register.of_level(1)) == 21

    def test_an_earlier_code_leads_to_todays(self, held):
        register = subjects.degree_subjects(held)

        assert (register[MUSIC_BEFORE].now, register.current(MUSIC_BEFORE).code) == (MUSIC, MUSIC)
        assert [one.code for one in register.formers(MUSIC)] == [MUSIC_BEFORE]
        assert register.current(LAW).code == LAW

    def test_an_unknown_code_is_told(self, held):
        with pytest.raises(subjects.UnknownDegreeSubjectError) as told:
            subjects.degree_subject_detail(held, "CAH99")

        assert told.value.code == "CAH99"


class TestDegreeSubject:
    def test_pay_of_a_providers_graduates(self, held):
        detail = subjects.degree_subject_detail(held, LAW)
        oxford = next(group for group in detail.groups if group.ukprn == OXFORD and group.has_pay)

        assert (oxford.pay_lower.value, oxford.pay_median.value, oxford.pay_upper.value) == (24000, 31500, 50000)
        assert (oxford.pay_median.unit, oxford.pay_median.level.title) == (Unit.POUNDS_A_YEAR, "Law")
        assert oxford.pay_median.period == "left in 2021-22, asked fifteen months later"
        assert "Oxford" in oxford.provider
        assert (oxford.is_small, oxford.pay_median.note) == (True, "Made from the pay of about 25 people.")

    def test_activity_of_one_course_has_no_pay_and_says_why(self, held):
        groups = subjects.degree_subject_detail(held, LAW).groups
        course = next(group for group in groups if group.ukprn == OXFORD and group.course == "M100")

        assert (course.work.value, course.pay_median.value, course.pay_median.reason) == (
            54,
            None,
            Reason.NOT_PUBLISHED,
        )

    def test_the_spread_of_medians_is_ours_and_says_so(self, held):
        """Worked out apart: 77 providers with full-time medians in law, sorted and cut into quarters."""
        spread = subjects.degree_subject_detail(held, LAW).spread

        assert spread.providers == 77
        values = [one.value for one in (spread.lowest, spread.lower, spread.middle, spread.upper, spread.highest)]
        assert values == [20500, 23000, 25000, 26000, 48000]
        assert "Worked out by Waymark" in spread.middle.note
        assert "77 providers" in spread.middle.note

    def test_few_providers_make_no_spread(self, held):
        groups = [group for group in subjects.degree_subject_detail(held, LAW).groups if group.ukprn == OXFORD]

        assert outcomes.median_spread(groups) is None

    def test_a_wider_subject_answers_for_industries_and_is_named(self, held):
        detail = subjects.degree_subject_detail(held, MUSIC)

        assert (detail.industries_of.title, detail.industries[0].people.level.asked) == ("Performing arts", "Music")
        assert detail.industries[0].people.is_coarser

    def test_a_wider_subject_with_the_same_courses_is_not_called_wider(self, held):
        assert not subjects.degree_subject_detail(held, LAW).industries[0].people.is_coarser

    def test_industries_come_largest_first_with_regions(self, held):
        found = subjects.degree_subject_detail(held, "CAH11-01-01").industries
        largest = found[0]
        london = next(one for one in largest.regions if one.region == "E12000007")

        assert (largest.code, largest.title) == ("J", "Information and communication")
        assert (london.people.value, london.pay.value, london.pay.area.name) == (605, 40900, "London")
        assert largest.people.value == sum(one.people.value or 0 for one in largest.regions)
        assert found[-1].code == "not_known"
        held_back = [one.pay for industry in found for one in industry.regions if one.pay.value is None]
        assert {pay.reason for pay in held_back} <= {Reason.SUPPRESSED, Reason.NOT_PUBLISHED}

    def test_an_earlier_code_is_answered_by_todays_subject(self, held):
        detail = subjects.degree_subject_detail(held, MUSIC_BEFORE)

        assert (detail.subject.code, detail.asked.code) == (MUSIC, MUSIC_BEFORE)
        assert len(detail.groups) > 50

    def test_few_statements_however_many_providers(self, held, statements):
        subjects.degree_subjects(held)
        with statements:
            subjects.degree_subject_detail(held, LAW)

        assert len(statements) == 3


class TestProvider:
    def test_everything_of_one_provider(self, held):
        found = subjects.provider_outcomes(held, OXFORD)

        assert "Oxford" in found.name
        assert {"CAH16-01-01"} <= {group.subject for group in found.groups}
        assert all(group.ukprn == OXFORD for group in found.groups)

    def test_what_was_not_published_has_its_reason(self, held):
        row = GraduateOutcome.objects.filter(group="none:pay:0").order_by("-courses").first()
        found = subjects.provider_outcomes(held, row.ukprn)

        assert outcomes.WithoutOutcomes("pay", row.mode, "unreliable", row.courses) in found.without

    def test_a_provider_without_courses_is_told(self, held):
        with pytest.raises(outcomes.NoOutcomesError):
            subjects.provider_outcomes(held, "10000000")


class TestSchoolSubject:
    def test_entries_by_sex_since_1996(self, held):
        detail = subjects.school_subject_detail(held, "alevel", "physics")

        assert [(series.sex, len(series.years)) for series in detail.series] == [
            ("all", 30),
            ("female", 30),
            ("male", 30),
        ]
        assert (detail.latest.year, detail.latest.entries.value) == (2025, 40837)
        assert detail.latest.entries.unit == Unit.ENTRIES
        assert [grade.share.value for grade in detail.latest.grades] == [11.9, 33, 53.5, 72.2, 86.3, 95.7]
        # 9,786 of 9,786 + 31,051
        assert detail.girls_percent.value == 24.0
        assert "Worked out by Waymark" in detail.girls_percent.note

    def test_there_was_no_a_star_before_2010(self, held):
        first = subjects.school_subject_detail(held, "alevel", "physics").series[0].years[0]

        assert (first.grades[0].share.value, first.grades[0].share.reason) == (None, Reason.NOT_APPLICABLE)

    @pytest.mark.parametrize(
        ("stage", "slug", "note"),
        [
            ("alevel", "maths", "Counted on its own since 2016 only."),
            ("alevel", "dance", "The Department for Education counts entries in this subject together with others."),
            ("gcse", "physics", "No figures of GCSE entries are held here."),
            ("alevel", "physics", ""),
        ],
    )
    def test_what_is_missing_is_said(self, held, stage, slug, note):
        assert subjects.school_subject_detail(held, stage, slug).note == note

    def test_an_unknown_subject_is_told(self, held):
        with pytest.raises(UnknownSchoolSubjectError):
            subjects.school_subject_detail(held, "alevel", "alchemy")


class TestTariff:
    def test_points_most_first(self, held):
        tables = {(one.qualification, one.size): one for one in subjects.tariff(held)}

        alevel = tables["A level", ""]
        assert [(one.grade, one.points.value) for one in alevel.grades][:2] == [("A*", 56), ("A", 48)]
        assert alevel.grades[0].points.unit == Unit.TARIFF_POINTS
        assert sum(len(one.grades) for one in tables.values()) == TariffPoints.objects.count()

    def test_points_to_be_confirmed_say_so(self, held):
        unsure = [grade for one in subjects.tariff(held) for grade in one.grades if grade.to_confirm]

        assert len(unsure) == 4
        assert {grade.points.note for grade in unsure} == {"To be confirmed against the published table."}


class TestAfterGcses:
    def test_earnings_of_each_group_over_fifteen_years(self, held):
        series = {one.slug: one for one in after_gcses.route_earnings(held)}

        assert list(series) == ["everyone", "graduates", "no-degree", "no-degree-level-3", "no-degree-level-2"]
        assert all([point.year for point in one.points] == list(range(1, 16)) for one in series.values())
        tenth = series["graduates"].points[9].figure
        assert (tenth.value, tenth.unit, tenth.period) == (25404, Unit.POUNDS_A_YEAR, "10 full tax years after GCSEs")
        assert tenth.population == "people in work, GCSEs in England in 2002 to 2007"

    def test_no_group_claims_to_be_apprentices(self, held):
        assert not any("apprentice" in one.title.lower() for one in after_gcses.route_earnings(held))

    def test_a_split_by_region_names_the_region(self, held):
        series = after_gcses.route_earnings(held, "region")
        north_east = next(one for one in series if (one.slug, one.category) == ("everyone", "E12000001"))

        assert (north_east.category_title, north_east.points[0].figure.value) == ("North East", 5090)
        assert north_east.points[0].figure.area.name == "North East"

    def test_an_unknown_split_is_empty(self, held):
        assert after_gcses.route_earnings(held, "star_sign") == ()

    def test_activities_of_a_year_add_up(self, held):
        series = [one for one in after_gcses.route_activity(held) if one.slug == "graduates"]

        assert len(series) == 8
        for year in range(15):
            assert sum(one.points[year].figure.value for one in series) == pytest.approx(100, abs=0.7)
