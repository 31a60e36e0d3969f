"""Levels in words with what is about to change, and professional registration as steps."""

from __future__ import annotations

import pytest
import time_machine

from pathways.models import LinkOverride, OfferDate
from tests.portal.pages import get

pytestmark = pytest.mark.django_db
DAY = "2026-11-22 12:00"


class TestLevels:
    @time_machine.travel(DAY)
    def test_every_level_in_words_lowest_first(self):
        page = get("/levels/")
        places = [page.html.index(f'id="level-{code}"') for code in "e12345678"]
        assert places == sorted(places)
        assert "Same level as A levels:" in page.words
        assert "GCSE grades 9 to 4" in page.words

    @time_machine.travel(DAY)
    def test_kinds_stand_at_each_of_their_levels(self):
        page = get("/levels/")
        third = page.html.partition('id="level-3"')[2].partition('id="level-4"')[0]
        for kind in ("T Level", "A level", "Advanced apprenticeship", "V Level", "BTEC National"):
            assert f"<dt>{kind}" in third
        assert "<dt>Degree apprenticeship" not in third
        assert "/standards/?level=3&amp;status=open" in third

    @time_machine.travel(DAY)
    def test_offers_to_come_with_their_date_and_source_soonest_first(self):
        changes = get("/levels/").section_words("changes")
        assert "January 2027 (later) Lifelong Learning Entitlement" in changes
        years = [changes.index(f"September {year} (later) V Levels") for year in (2027, 2028, 2029, 2030)]
        assert years == sorted(years)
        assert "September 2026" not in changes.partition("Last starts")[2]

    def test_what_cannot_be_started_yet_says_from_when(self):
        with time_machine.travel(DAY):
            before = get("/levels/").words
        with time_machine.travel("2027-10-01 12:00"):
            after = get("/levels/").words
        assert "V Level from September 2027" in before
        assert "V Level from September 2027" not in after

    @time_machine.travel(DAY)
    def test_unsure_dates_are_marked(self):
        OfferDate.objects.filter(offer="v-level-2027").update(basis="to_confirm")
        assert "date to be confirmed" in get("/levels/").section_words("changes")

    @time_machine.travel(DAY)
    def test_nothing_announced(self):
        OfferDate.objects.all().delete()
        changes = get("/levels/").section_words("changes")
        assert "Nothing is announced that we know of." in changes
        assert "No last start is announced that we know of." in changes

    def test_few_statements(self, django_assert_max_num_queries):
        get("/levels/")
        with django_assert_max_num_queries(4):
            get("/levels/")


class TestRegistrations:
    def test_titles_as_steps_with_level_and_occupations(self):
        steps = get("/registrations/").section_words("steps")
        order = [
            steps.index(letters) for letters in ("(EngTech)", "(IEng)", "(CEng)", "(RSciTech)", "(RSci)", "(CSci)")
        ]
        assert order == sorted(order)
        assert "Level 3 Engineering Council" in steps
        assert "Electricians and electrical fitters" in steps
        assert "To be confirmed against the body’s own page." in steps

    def test_needed_registers_stand_apart(self):
        page = get("/registrations/")
        assert "Nursing and Midwifery Council" in page.section_words("needed")
        assert "needed" in page.section_words("needed").partition("Nursing and Midwifery Council")[2]
        assert "Nursing and Midwifery Council" not in page.section_words("others")
        assert 'id="ecs"' in page.section("others")

    def test_a_title_is_the_same_in_any_capitals(self):
        LinkOverride.objects.create(
            kind="occupation_registration",
            source="3111",
            target="ceng",
            decision="add",
            role="possible",
            reason="Test.",
        )
        page = get("/registrations/")
        assert "Laboratory technicians" in page.section_words("steps").partition("(CEng)")[2].partition("(RSciTech)")[0]
        assert 'id="ceng"' not in page.section("others")

    def test_few_statements(self, django_assert_max_num_queries):
        get("/registrations/")
        with django_assert_max_num_queries(3):
            get("/registrations/")
