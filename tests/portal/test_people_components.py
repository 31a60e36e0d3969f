"""Components about people and visits: all that is said is said in words, nothing held back leaks, forms have labels."""

from __future__ import annotations

import re
from datetime import date

import pytest

from ambassadors.enums import VisitState
from ambassadors.rules.standing import Item, State
from portal.blocks import RotaPerson, RotaSlot, StandingItem, StatTile, meter, standing_items, visit_stops, week
from portal.pages import gallery_people
from tests.portal.rendering import render, text

MARCH = {"proposed": date(2026, 3, 2), "accepted": date(2026, 3, 4), "confirmed": date(2026, 3, 9)}


class TestPerson:
    def test_says_who_why_how_far_and_by_which_route(self) -> None:
        person = gallery_people.people()[0]
        html = render(
            '<c-person-card :name="p.name" :does="p.does" :employer="p.employer" :route="p.route"'
            ' :reasons="p.reasons" :distance="p.distance" :activities="p.activities" href="/x/">'
            "<b>Ask</b></c-person-card>",
            p=person,
        )
        seen = text(html)
        for part in (person["name"], person["does"], person["employer"], person["distance"], *person["reasons"]):
            assert part in seen
        assert [words for words, _address in person["route"]] == re.findall(
            r'<li class="(?:stop|last)">(?:<a[^>]*>)?([^<]+)', html
        )
        assert 'aria-label="The route Amina S. took"' in html
        assert '<h3><a href="/x/">Amina S.</a></h3>' in html
        assert "<b>Ask</b>" in html

    def test_what_is_not_known_leaves_no_empty_label(self) -> None:
        seen = text(render('<c-person-card name="Tom" />'))
        assert seen == "Tom"

    def test_a_photograph_is_beside_the_name_that_says_it(self) -> None:
        html = render('<c-person-card name="Tom" photo="/media/tom.jpg" />')
        assert 'src="/media/tom.jpg" alt=""' in html

    def test_words_of_people_are_escaped(self) -> None:
        html = render('<c-person-card :name="n" :reasons="r" />', n="<i>Tom", r=["<script>"])
        assert "<i>" not in html
        assert "<script>" not in html

    def test_a_row_holds_the_same_in_one_line(self) -> None:
        html = render(
            '<c-person-row name="Tom" does="Technician" :reasons="r" href="/x/" tag="active" />', r=["a", "b"]
        )
        assert text(html) == "Tom active Technician a · b"


class TestVisitLine:
    @pytest.mark.parametrize(
        ("state", "stops"),
        [
            ("accepted", ["done", "here", "next", "next"]),
            ("confirmed", ["done", "done", "here", "next"]),
            ("done", ["done", "done", "done", "here"]),
            ("proposed", ["here", "next", "next", "next"]),
        ],
    )
    def test_what_is_behind_here_and_to_come(self, state: str, stops: list[str]) -> None:
        assert [stop.state for stop in visit_stops(state, MARCH)] == stops

    def test_the_present_stop_is_told_apart_in_words_too(self) -> None:
        html = render('<c-visit-line state="accepted" :when="w" />', w=MARCH)
        assert html.count('aria-current="step"') == 1
        assert "4 March 2026" in text(html)
        assert text(html).count("(still to come)") == 2

    def test_an_early_end_stands_after_what_was_reached_with_its_reason(self) -> None:
        when = {"proposed": MARCH["proposed"], "accepted": MARCH["accepted"], "cancelled": date(2026, 3, 20)}
        html = render('<c-visit-line state="cancelled" :when="w" reason="Illness" />', w=when)
        assert [stop.title for stop in visit_stops("cancelled", when)][-1] == "Cancelled"
        assert "Confirmed" not in html
        assert "20 March 2026 Illness" in text(html)

    def test_every_state_of_a_visit_can_be_drawn(self) -> None:
        for state in VisitState:
            assert visit_stops(state, MARCH)

    def test_a_state_that_is_none_is_refused(self) -> None:
        with pytest.raises(ValueError, match="lost"):
            visit_stops("lost", {})


class TestStanding:
    ITEMS = gallery_people.standing()

    def test_each_state_is_a_word_with_its_day_and_what_to_do(self) -> None:
        seen = text(render('<c-standing :items="i" />', i=self.ITEMS))
        for part in (
            "Done, due again 2 March 2028",
            "Waiting",
            "Missing",
            "Falls due 1 March 2027",
            "Begin the training",
        ):
            assert part in seen

    def test_the_checklist_of_the_rules_takes_links_by_its_slugs(self) -> None:
        found = [
            Item("profile", "Your profile", State.MISSING, what_next="Fill it in."),
            Item("check", "Your check", State.DUE, date(2027, 3, 1)),
        ]
        items = standing_items(found, {"profile": ("Go on", "/ambassadors/apply/")})
        seen = text(render('<c-standing :items="i" />', i=items))
        assert "Your profile Missing Fill it in. Go on : Your profile" in seen
        assert "Your check Falls due 1 March 2027" in seen
        assert text(render('<c-standing :items="i" />', i=found)) == seen.replace(" Go on : Your profile", "")

    def test_a_link_says_what_it_is_for(self) -> None:
        html = render('<c-standing :items="i" />', i=[StandingItem("Training", "missing", href="/t/", action="Begin")])
        assert '<a href="/t/">Begin<span class="vh">: Training</span></a>' in html


class TestWeek:
    def test_the_halves_that_are_free_are_marked(self) -> None:
        html = render('<c-week :days="d" />', d=week([0], [0, 4]))
        assert html.count('class="free"') == 3
        assert text(html).count("not free") == 7

    def test_in_a_form_every_box_has_a_name_of_its_own_and_keeps_what_was_chosen(self) -> None:
        html = render('<c-week-picker :days="d" id="w" prefix="p-" error="Choose one" />', d=week([1], []))
        assert html.count('type="checkbox"') == 10
        labels = re.findall(r'<label for="([^"]+)">', html)
        assert len(set(labels)) == 10
        assert all(f'id="{name}"' in html for name in labels)
        assert '<span class="vh">Tuesday, Morning</span>' in html
        assert re.findall(r'name="([^"]+)" value="(\d)" checked', html) == [("p-mornings", "1")]
        assert "w-error" in html

    def test_weekends_when_asked_for(self) -> None:
        assert [day.name for day in week([], [], range(7))][-1] == "Sunday"


class TestMeter:
    def test_small_limits_are_stops(self) -> None:
        assert meter(2, 3).stops == (True, True, False)
        assert not meter(2, 3).over

    def test_long_or_broken_ones_are_a_bar(self) -> None:
        assert meter(10, 40) == meter(10.0, 40.0)
        assert meter(10, 40).stops == ()
        assert meter(10, 40).percent == 25.0
        assert meter(1.5, 3).percent == 50.0

    def test_past_the_limit_is_full_and_said(self) -> None:
        assert meter(50, 40).percent == 100.0
        html = render('<c-meter :value="4" :limit="3" words="4 of 3 days" />')
        assert "(over the limit)" in text(html)
        assert "meter-over" in html

    def test_no_limit_at_all_is_no_division_by_nought(self) -> None:
        assert meter(1, 0).over


class TestStatTiles:
    def test_number_unit_what_and_period(self) -> None:
        tiles = [StatTile(12340, "hours", "given to schools", "2025 to 2026"), StatTile("71%", "", "met", "now")]
        assert text(render('<c-stat-tiles :tiles="t" source="Counted here." />', t=tiles)) == (
            "given to schools 12,340 hours 2025 to 2026 met 71% now Counted here."
        )

    def test_an_unknown_number_is_words(self) -> None:
        seen = text(render('<c-stat-tiles :tiles="t" />', t=[StatTile(None, "pupils", "reached", "now")]))
        assert seen == "reached not known now"


class TestRota:
    def test_people_by_slot_and_who_is_still_wanted(self) -> None:
        slots = [RotaSlot("9:00", "Talk", "Hall", (RotaPerson("Tom"),), 3), RotaSlot("10:00")]
        seen = text(render('<c-rota :slots="s" />', s=slots))
        assert "9:00 Talk Hall Tom 2 people still wanted" in seen
        assert "10:00 nobody yet" in seen

    def test_a_full_slot_wants_nobody(self) -> None:
        assert RotaSlot("9:00", people=(RotaPerson("A"), RotaPerson("B")), wanted=1).missing == 0


class TestUrgentFirst:
    def test_says_whom_to_tell_first_and_that_the_page_replaces_nobody(self) -> None:
        html = render('<c-urgent-first school="Sample School" lead="Dr Example" contact="01632 960001" />')
        seen = text(html)
        assert 'href="tel:999"' in html
        order = [seen.index(part) for part in ("999", "safeguarding lead", "local authority designated officer")]
        assert order == sorted(order)
        assert "It never replaces those calls" in seen
        assert "Sample School: Dr Example, 01632 960001" in seen

    def test_without_a_lead_it_still_says_who(self) -> None:
        assert "The school’s safeguarding lead" in text(render("<c-urgent-first />"))


class TestDeskLayouts:
    @pytest.mark.parametrize("name", ["ambassadors_desk", "coordinators_desk"])
    def test_a_desk_has_its_rooms_its_mistakes_and_the_page_in_the_colour_of_its_side(self, name: str) -> None:
        source = f'{{% extends "layouts/{name}.html" %}}{{% block desk %}}[page]{{% endblock %}}'
        html = render(
            source,
            crumbs=[("Start", "/"), ("Visits", "")],
            desk_nav=[("Overview", "/o/", False), ("Visits", "/v/", True)],
            errors=[("Choose a day", "day")],
            messages=[],
        )
        assert re.search(r'<html[^>]+class="[^"]*aud-ambassadors"', html)
        assert '<a href="/v/" aria-current="page">Visits</a>' in html
        assert '<a href="#day">Choose a day</a>' in html
        assert "[page]" in html

    def test_a_page_without_rooms_and_mistakes_is_plain(self) -> None:
        html = render('{% extends "layouts/ambassadors_desk.html" %}', crumbs=[], messages=[])
        assert "desk-nav" not in html
        assert "There is a problem" not in html
