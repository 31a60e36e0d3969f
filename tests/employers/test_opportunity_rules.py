"""What stops an opportunity: safeguards for under-18s, T Level hours, dates, ages and the link to apply."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from employers.enums import OpportunityKind
from employers.rules.opportunities import Offer, Safeguards, link_problem, opportunity_problems

TODAY = date(2026, 11, 22)
SAFE = Safeguards(True, True, "Ann Hall", "Bea Cole", True)
GOOD = Offer(
    OpportunityKind.PLACEMENT,
    starts_on=date(2027, 2, 1),
    ends_on=date(2027, 2, 12),
    closes_on=date(2027, 1, 8),
    min_age=16,
    max_age=19,
    hours_per_week=Decimal(35),
    apply_address="https://example.org/apply",
    safeguards=SAFE,
)


def fields(**changes) -> list[str]:
    return [problem.field for problem in opportunity_problems(replace(GOOD, **changes), today=TODAY)]


def test_a_sound_offer_has_no_problem():
    assert fields() == []


class TestUnder18:
    @pytest.mark.parametrize(
        ("field", "empty"),
        [
            ("has_insurance", False),
            ("has_risk_assessment", False),
            ("supervisor", "  "),
            ("safeguarding_contact", ""),
            ("is_approved_by_provider", False),
        ],
    )
    def test_each_of_the_four_is_needed_and_no_approval_refused(self, field, empty):
        assert fields(safeguards=replace(SAFE, **{field: empty})) == [field]

    def test_an_approval_that_has_not_been_asked_yet_is_no_problem(self):
        assert fields(safeguards=replace(SAFE, is_approved_by_provider=None)) == []

    def test_none_of_them_from_eighteen(self):
        assert fields(safeguards=Safeguards(), min_age=18) == []

    def test_without_a_lowest_age_under_18s_may_come(self):
        assert len(fields(safeguards=Safeguards(), min_age=None)) == 4

    def test_at_most_forty_hours_per_week(self):
        assert fields(hours_per_week=Decimal("40.5")) == ["hours_per_week"]
        assert fields(hours_per_week=Decimal("40.5"), min_age=18) == []


class TestTLevels:
    @pytest.mark.parametrize(
        ("hours", "is_early_years", "problems"),
        [
            (None, False, ["total_hours"]),
            ("314", False, ["total_hours"]),
            ("315", False, []),
            ("749", True, ["total_hours"]),
            ("750", True, []),
        ],
    )
    def test_hours(self, hours, is_early_years, problems):
        total_hours = Decimal(hours) if hours else None
        found = fields(kind=OpportunityKind.T_LEVEL_PLACEMENT, total_hours=total_hours, is_early_years=is_early_years)
        assert found == problems

    def test_fewer_hours_where_the_provider_shares_them_out(self):
        assert fields(kind=OpportunityKind.T_LEVEL_PLACEMENT, total_hours=Decimal(100), is_shared=True) == []

    def test_the_sentence_cites_its_source(self):
        offer = replace(GOOD, kind=OpportunityKind.T_LEVEL_PLACEMENT, total_hours=Decimal(100))
        assert "guidance for education providers" in opportunity_problems(offer, today=TODAY)[0].text


class TestDates:
    @pytest.mark.parametrize(
        ("changes", "problems"),
        [
            ({"ends_on": date(2027, 1, 31)}, ["ends_on"]),
            ({"ends_on": date(2027, 2, 1)}, []),
            ({"closes_on": date(2027, 2, 1)}, ["closes_on"]),
            ({"closes_on": date(2026, 11, 21)}, ["closes_on"]),
            ({"closes_on": TODAY}, []),
            ({"starts_on": None}, ["starts_on"]),
            ({"starts_on": date(2062, 2, 1), "ends_on": None}, ["starts_on"]),
            ({"kind": OpportunityKind.INSIGHT_DAY}, ["ends_on"]),
        ],
    )
    def test_in_order_and_not_past(self, changes, problems):
        assert fields(**changes) == problems

    def test_work_experience_may_be_all_year_round(self):
        assert fields(kind=OpportunityKind.WORK_EXPERIENCE, starts_on=None, ends_on=None, closes_on=None) == []


class TestAges:
    @pytest.mark.parametrize(
        ("changes", "problems"),
        [
            ({"min_age": 5}, ["min_age"]),
            ({"max_age": 150}, ["max_age"]),
            ({"min_age": 19, "max_age": 16}, ["max_age"]),
            ({"kind": OpportunityKind.VACANCY, "min_age": 15}, ["min_age"]),
            ({"kind": OpportunityKind.VACANCY, "min_age": None, "max_age": 15}, ["max_age"]),
        ],
    )
    def test_sane(self, changes, problems):
        assert fields(**changes) == problems


class TestLink:
    @pytest.mark.parametrize("url", ["https://example.org/apply", "https://jobs.example.co.uk/a?id=1#top"])
    def test_good(self, url):
        assert link_problem(url) is None

    @pytest.mark.parametrize(
        "url",
        ["", "http://example.org", "javascript:alert(1)", "//example.org", "https://", "https://localhost/x",
         "https://10.0.0.1/x", "https://a:b@example.org", "https://example.org:8443/x", "https://exa mple.org",
         "data:text/html,x", "https://[::1", "https://example.org:99999"],
    )  # fmt: skip
    def test_refused(self, url):
        assert link_problem(url)
