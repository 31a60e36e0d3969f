"""The pages about sources: who published what, which editions are held, and what is missing."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.utils import timezone

from evidence.models import Publisher, Release, Source, SourceCheck
from evidence.queries import UnknownSourceError, holdings
from tests.portal.pages import get, words_of

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 6, 1)


@pytest.fixture
def absent() -> Source:
    """A publication we know of and hold nothing of."""
    body = Publisher.objects.create(slug="office", name="Office of Samples", ended_on="2025-05-31")
    body.successor = Publisher.objects.create(slug="heir", name="Heirs of the Office", address="https://heirs.example/")
    body.save()
    return Source.objects.create(
        slug="unheld",
        title="Figures we lack",
        publisher=body,
        summary="What they measure.",
        licence="Open Government Licence v3.0",
        attribution="Source: Office of Samples",
        address="https://office.example/figures/",
        cadence="annual",
        absence="The publisher’s file is not here; read it on the publisher’s page.",
    )


class TestList:
    def test_names_every_source(self):
        page = get("/sources/")
        for source in Source.objects.all():
            assert f"/sources/{source.slug}/" in page.links

    def test_says_coverage_of_the_412_units(self):
        page = get("/sources/")
        release = Release.objects.published().filter(source_id="ashe-14").order_by("-slot").first()
        assert "Of 412 occupations" in page.words
        assert str(release.coverage) in page.words

    @pytest.mark.parametrize("coverage", [0, None])
    def test_tables_of_wider_groups_are_not_said_to_cover_nothing(self, coverage):
        Release.objects.filter(source_id="ashe-3").update(coverage=coverage)
        row = get("/sources/").html.partition("/sources/ashe-3/")[2].partition("</tr>")[0]
        assert words_of(row).endswith("not by single occupation")

    def test_absent_sources_stand_apart_and_say_so(self, absent):
        page = get("/sources/")
        part = page.words.partition("Published, but not held here")[2]
        assert "Figures we lack" in part
        assert absent.absence in part

    def test_few_statements_however_many_sources(self, absent, django_assert_max_num_queries):
        get("/sources/")
        with django_assert_max_num_queries(8):
            get("/sources/")


class TestDetail:
    def test_pay(self):
        page = get("/sources/ashe-14/")
        assert "Annual Survey of Hours and Earnings, table 14" in page.words
        assert "Open Government Licence v3.0" in page.words
        assert "Source: Office for National Statistics licensed under the Open Government Licence v3.0" in page.words
        assert "The self-employed are not covered" in page.words
        assert "April 2025" in page.words

    def test_every_edition_has_rows_period_and_coverage(self):
        page = get("/sources/ashe-14/")
        for release in Release.objects.published().filter(source_id="ashe-14"):
            assert f"{release.row_count:,}" in page.words
            assert release.period in page.words
            assert f"{release.coverage} of 412" in page.words

    def test_editions_can_be_downloaded(self):
        page = get("/sources/ashe-14/")
        assert "/api/v1/releases/ashe-14-2025-provisional/data.csv" in page.links

    def test_withdrawn_edition_stays_in_the_history_and_answers_no_more(self):
        Release.objects.filter(key="ashe-14-2024-provisional").update(state="withdrawn", note="A mistake in the file.")
        page = get("/sources/ashe-14/")
        assert "/api/v1/releases/ashe-14-2024-provisional/data.csv" not in page.links
        history = page.words.partition("History of editions")[2]
        assert "ashe-14-2024-provisional Withdrawn A mistake in the file." in history

    def test_edition_still_being_read_is_not_shown(self):
        Release.objects.filter(key="ashe-14-2024-provisional").update(state="importing")
        assert "ashe-14-2024-provisional" not in get("/sources/ashe-14/").html

    def test_absent_source(self, absent):
        page = get("/sources/unheld/")
        assert "Take care: Not held here" in page.words
        assert absent.absence in page.words
        assert "https://office.example/figures/" in page.links
        assert "What answers now" not in page.words

    def test_body_that_published_and_body_that_answers_now(self, absent):
        with time_machine.travel(TODAY):
            words = get("/sources/unheld/").words
        assert "Published by Office of Samples (until May 2025)" in words
        assert "Answers for it now Heirs of the Office" in words

    def test_next_edition(self, absent):
        assert "Next expected No date announced" in get("/sources/unheld/").words
        Source.objects.filter(slug="unheld").update(next_expected="2026-10-22")
        assert "Next expected October 2026" in get("/sources/unheld/").words
        Source.objects.filter(slug="unheld").update(next_expected=None, cadence="once")
        assert "Next expected None: it was published once" in get("/sources/unheld/").words

    def test_no_check_yet_is_said(self, absent):
        assert "has not been checked by us yet" in get("/sources/unheld/").words

    def test_latest_check(self, absent):
        for day, outcome in ((1, "unchanged"), (3, "new_edition"), (2, "unreachable")):
            moment = datetime.datetime(2026, 5, day, 12, tzinfo=timezone.get_current_timezone())
            SourceCheck.objects.create(source=absent, checked_at=moment, address=absent.address, outcome=outcome)
        words = get("/sources/unheld/").words
        assert "3 May 2026: a new edition, waiting for a decision" in words
        assert "2 May 2026" not in words

    def test_unknown_source_is_named(self):
        page = get("/sources/nothing-like-it/")
        assert page.status == 404
        assert "There is no source called “nothing-like-it”." in page.words

    def test_few_statements(self, django_assert_max_num_queries):
        get("/sources/ashe-14/")
        with django_assert_max_num_queries(8):
            get("/sources/ashe-14/")


class TestHoldings:
    def test_answering_body_changes_on_the_day(self, absent):
        (before,) = holdings(datetime.date(2025, 5, 30), "unheld")
        (after,) = holdings(datetime.date(2025, 5, 31), "unheld")
        assert (before.answering.slug, after.answering.slug) == ("office", "heir")
        assert after.published_by.slug == "office"

    def test_rows_are_of_the_editions_that_answer(self):
        (holding,) = holdings(TODAY, "ashe-14")
        assert holding.row_count == sum(release.row_count for release in holding.current)
        assert holding.latest.slot == max(release.slot for release in holding.current)

    def test_unknown(self):
        with pytest.raises(UnknownSourceError):
            holdings(TODAY, "nothing-like-it")

    def test_three_statements(self, django_assert_num_queries):
        with django_assert_num_queries(3):
            holdings(TODAY)
