"""The lists' filters: what each keeps, what it refuses in words, and that nothing shuffles."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lmi.queries.context import facts
from pathways.filters import (
    DegreeSubjectFilter,
    ProviderFilter,
    QualificationFilter,
    SchoolSubjectFilter,
    StandardFilter,
    TLevelFilter,
)
from pathways.models import ProviderDelivery, ProviderStandard, TLevelOffer
from pathways.near import KM_PER_MILE

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
FILTERS = [DegreeSubjectFilter, ProviderFilter, QualificationFilter, StandardFilter, TLevelFilter]


def asked(cls, today=TODAY, **values):
    return cls(values, facts=facts(), today=today)


def rows(cls, **values):
    found = asked(cls, **values)
    assert found.bad_values == {}
    return list(found.qs)


class TestAll:
    @pytest.mark.parametrize("cls", FILTERS)
    def test_every_order_is_total_and_loses_nothing(self, cls):
        plain = [row.pk for row in rows(cls)]
        assert plain == [row.pk for row in rows(cls)]
        for sort in cls.sorts:
            assert sorted(row.pk for row in rows(cls, sort=sort)) == sorted(plain)

    @pytest.mark.parametrize("cls", FILTERS)
    def test_a_wrong_order_is_told_and_the_usual_one_used(self, cls):
        found = asked(cls, sort="beauty")
        assert list(found.bad_values) == ["sort"]
        assert [row.pk for row in found.qs] == [row.pk for row in rows(cls)]

    @pytest.mark.parametrize("cls", FILTERS)
    @settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_nothing_typed_breaks_the_list(self, cls, data):
        values = {name: data.draw(st.text(max_size=12), label=name) for name in cls.base_filters}
        found = asked(cls, **values)
        assert found.qs.count() >= 0
        assert all(reasons for reasons in found.bad_values.values())


class TestStandards:
    def test_words_references_and_lars_codes(self):
        assert "ST0152" in {row.reference for row in rows(StandardFilter, q="ELECTRICIAN installation")}
        assert [row.reference for row in rows(StandardFilter, q="st0152")] == ["ST0152"]
        assert "ST0418" in {row.reference for row in rows(StandardFilter, q="274")}

    def test_open_holds_live_ones_and_those_under_revision(self):
        found = {row.reference: row for row in rows(StandardFilter, status="open")}
        assert found["ST0135"].status == "in_development"
        assert {row.status for row in found.values()} == {"live", "in_development"}
        assert len(found) == 595 + 76  # 575 standards, 9 foundation apprenticeships and 11 units are live
        assert len(rows(StandardFilter, status="live")) == 595

    def test_level_route_and_kind(self):
        found = rows(StandardFilter, level="3", route="Construction and the built environment", kind="standard")
        assert {(row.level, row.sector) for row in found} == {(3, "Construction and the built environment")}
        by_slug = rows(StandardFilter, level="3", route="construction-and-the-built-environment", kind="standard")
        assert found == by_slug
        assert len(rows(StandardFilter, kind="foundation")) == 9

    def test_one_wrong_value_leaves_the_others(self):
        found = asked(StandardFilter, route="Alchemy", kind="foundation")
        assert found.bad_values == {"route": ["The register has no route “Alchemy”."]}
        assert found.qs.count() == 9

    def test_unknown_months_come_last_both_ways(self):
        for sort in ("months", "-months"):
            known = [row.typical_months is not None for row in rows(StandardFilter, sort=sort)]
            assert known == sorted(known, reverse=True)


class TestTLevels:
    def test_every_version_has_one_status(self):
        by_status = {s: {row.number for row in rows(TLevelFilter, status=s)} for s in ("open", "superseded", "closed")}
        assert sum(map(len, by_status.values())) == len(rows(TLevelFilter)) == 28
        assert 2 in by_status["closed"]  # Onsite Construction

    def test_the_day_decides(self):
        # Building Services Engineering of 2025 had not begun in 2024.
        assert 22 not in {row.number for row in asked(TLevelFilter, today=date(2024, 9, 1), status="open").qs}
        assert 22 in {row.number for row in rows(TLevelFilter, status="open")}

    def test_sector_words_and_code(self):
        assert {row.sector for row in rows(TLevelFilter, sector="digital")} == {"Digital"}
        assert [row.number for row in rows(TLevelFilter, q="6037066x")] == [8]
        assert asked(TLevelFilter, sector="Magic").bad_values


class TestQualifications:
    def test_the_number_with_or_without_strokes(self):
        assert [row.qan for row in rows(QualificationFilter, q="610/0818/7")] == ["61008187"]
        assert [row.qan for row in rows(QualificationFilter, q="61008187")] == ["61008187"]

    def test_a_qualification_of_two_levels_is_at_both(self):
        both = {row.qan for row in rows(QualificationFilter) if row.level == "Level 1/2"}
        assert both
        assert both <= {row.qan for row in rows(QualificationFilter, level="1")}
        assert both <= {row.qan for row in rows(QualificationFilter, level="2")}
        assert not both & {row.qan for row in rows(QualificationFilter, level="3")}

    def test_open_is_by_the_window_of_the_funding_asked_for(self):
        day = "2025-09-01"
        found = rows(QualificationFilter, funded="age_16_19", open=day)
        expected = [
            row.qan
            for row in rows(QualificationFilter, funded="age_16_19")
            if row.funding["age_16_19"][0] <= day <= row.funding["age_16_19"][1]
        ]
        assert [row.qan for row in found] == expected
        assert expected
        any_funding = {row.qan for row in rows(QualificationFilter, open=day)}
        assert set(expected) < any_funding

    def test_kind_sector_and_body(self):
        found = rows(QualificationFilter, sector="accounting-and-finance", body="technicians")
        assert {row.sector_subject for row in found} == {"Accounting and finance"}
        assert {row.awarding_body for row in found} == {"Association of Accounting Technicians"}
        wrong = asked(QualificationFilter, kind="Potion", sector="Magic", open="tomorrow")
        assert set(wrong.bad_values) == {"kind", "sector", "open"}


class TestSubjects:
    def test_degree_subjects(self):
        assert {row.level for row in rows(DegreeSubjectFilter, level="3")} == {3}
        within = {row.code for row in rows(DegreeSubjectFilter, within="cah11-01")}
        assert {"CAH11-01", "CAH11-01-01"} <= within
        assert all(code.startswith("CAH11-01") for code in within)
        assert asked(DegreeSubjectFilter, within="CAH99").bad_values == {
            "within": ["There is no degree subject CAH99."]
        }

    def test_school_subjects(self):
        assert [one.code for one in SchoolSubjectFilter({"q": "PHYSICS"}).rows] == ["gcse:physics", "alevel:physics"]
        assert {one.stage for one in SchoolSubjectFilter({"stage": "gcse"}).rows} == {"gcse"}
        wrong = SchoolSubjectFilter({"stage": "phd", "q": "maths"})
        assert list(wrong.bad_values) == ["stage"]
        assert {"gcse:maths", "alevel:maths"} <= {one.code for one in wrong.rows}
        assert SchoolSubjectFilter(None).rows


class TestProviders:
    def test_numbers_names_and_kinds(self):
        kinds = {row.kind for row in rows(ProviderFilter, q="10000055")}
        assert kinds == {"apprenticeship", "tlevel", "higher"}
        assert [row.key for row in rows(ProviderFilter, q="100049")] == ["100049"]
        assert {row.kind for row in rows(ProviderFilter, kind="higher")} == {"higher"}
        assert {row.type for row in rows(ProviderFilter, type="university-technical-college")} == {
            "University technical college"
        }

    def test_closed_schools_only_when_asked_for(self):
        assert not [row for row in rows(ProviderFilter) if row.status == "Closed"]
        assert len(rows(ProviderFilter, status="closed")) == 36
        assert len(rows(ProviderFilter, status="all")) == len(rows(ProviderFilter)) + 36

    def test_a_region_and_a_nation_with_its_regions(self):
        north_east = rows(ProviderFilter, region="North East", kind="higher")
        england = rows(ProviderFilter, region="E92000001", kind="higher")
        assert {row.region for row in north_east} == {"E12000001"}
        assert {row.key for row in north_east} < {row.key for row in england}
        assert {row.region for row in rows(ProviderFilter, region="Wales")} == {"W92000004"}

    def test_near_keeps_the_distance_and_comes_nearest_first(self):
        found = rows(ProviderFilter, near="LS1", distance="10", kind="school")
        distances = [row.km for row in found]
        assert found
        assert distances == sorted(distances)
        assert distances[-1] <= 10 * KM_PER_MILE
        wider = rows(ProviderFilter, near="LS1", distance="25", kind="school")
        assert {row.pk for row in found} < {row.pk for row in wider}

    def test_apprenticeship_providers_are_near_where_they_train(self):
        found = {row.ukprn for row in rows(ProviderFilter, near="NE66", distance="5", kind="apprenticeship")}
        releases = facts().editions.of("apprenticeship-delivery")
        here = ProviderDelivery.objects.of_releases(releases).filter(area="E06000057")
        assert found == set(here.values_list("ukprn", flat=True))

    def test_what_is_taught(self):
        f = facts().editions
        electricians = {row.ukprn for row in rows(ProviderFilter, standard="st0152")}
        listed = ProviderStandard.objects.of_releases(f.of("apprenticeship-provider-standards"))
        assert electricians == set(listed.filter(reference="ST0152").values_list("ukprn", flat=True))
        health = {row.ukprn for row in rows(ProviderFilter, tlevel="8")}
        offers = TLevelOffer.objects.of_releases(f.of("tlevel-providers-2022")).filter(tlevel=8)
        assert health == set(offers.values_list("ukprn", flat=True))
        assert {row.kind for row in rows(ProviderFilter, subject="CAH11-01")} == {"higher"}

    def test_an_unknown_place_offers_others_and_keeps_the_rest(self):
        found = asked(ProviderFilter, near="Leedes", kind="tlevel", sort="distance")
        assert list(found.bad_values) == ["near"]
        assert "Leeds" in {one.text for one in found.suggestions}
        assert found.qs.count() == 111

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("standard", "ST9999"),
            ("tlevel", "1.5"),
            ("tlevel", "99999999"),
            ("subject", "CAH"),
            ("distance", "7"),
            ("region", "Mars"),
        ],
    )
    def test_wrong_values_are_told(self, name, value):
        assert list(asked(ProviderFilter, **{name: value}).bad_values) == [name]

    def test_the_number_of_statements_does_not_grow(self, django_assert_num_queries):
        list(asked(ProviderFilter, near="LS1", kind="apprenticeship").qs)
        for miles in ("5", "50"):
            found = asked(ProviderFilter, near="LS1", distance=miles, standard="ST0152")
            with django_assert_num_queries(4):  # the outcode, its centre, the standard, the rows
                list(found.qs)
