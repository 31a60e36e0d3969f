"""Who is found for a request, in which order, and what a teacher reads about them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation

from ambassadors.models import Ambassador
from ambassadors.queries.matching import (
    Match,
    Need,
    Window,
    count_matches,
    find_matches,
    free_slots,
    need_of,
    why_not,
)
from ambassadors.rules.matching import published_order
from tests.ambassadors import builders as make
from tests.ambassadors.builders import BARRED, LEEDS, MONDAY

pytestmark = pytest.mark.django_db
TODAY = MONDAY - timedelta(days=1)
DAY = timedelta(days=1)
POINT = (LEEDS["latitude"], LEEDS["longitude"])
HERE = {"mode": "in_person", "point": POINT}
FORTNIGHT = (Window(MONDAY, MONDAY + 11 * DAY),)


@pytest.fixture(autouse=True)
def _rules(db: None) -> None:
    make.rules()


def found(today: date = TODAY, **asked: Any) -> list[int]:
    return [match.pk for match in find_matches(Need(**asked), today=today)]


def one(today: date = TODAY, **asked: Any) -> Match:
    (match,) = find_matches(Need(**asked), today=today)
    return match


class TestWho:
    def test_somebody_near_who_offers_it_is_found(self) -> None:
        who = make.ambassador(activities=["talk"], phases=["ks3"])
        assert found(activity="talk", phase="ks3", windows=FORTNIGHT, **HERE) == [who.pk]
        assert found(activity="project", phase="ks3", windows=FORTNIGHT, **HERE) == []
        assert found(activity="talk", phase="ks4", windows=FORTNIGHT, **HERE) == []

    def test_nobody_is_asked_further_than_they_travel(self) -> None:
        york = (53.958, -1.082)  # some 22 miles off
        near, far = make.ambassador(travel_miles=15), make.ambassador(travel_miles=25)
        assert found(mode="in_person", point=york) == [far.pk]
        assert near.pk not in found(mode="in_person", point=york)

    def test_online_there_is_no_distance(self) -> None:
        online, _not = make.ambassador(), make.ambassador(online=False)
        assert found(mode="online", point=(50.1, -5.5)) == [online.pk]

    def test_a_region_stands_for_a_place_that_is_not_known(self) -> None:
        here = make.ambassador()
        make.ambassador(region="E12000009")
        assert found(region=LEEDS["region"]) == [here.pk]

    def test_those_who_declined_are_not_asked_again(self) -> None:
        who, other = make.ambassador(), make.ambassador()
        request = make.visit_request()
        make.window(request)
        make.visit(who, request=request, state="declined", end_reason="date")
        assert [match.pk for match in find_matches(need_of(request), today=TODAY)] == [other.pk]

    def test_a_strict_search_lists_only_who_meets_the_wish(self) -> None:
        chemist, _physicist = make.ambassador(subjects=["chemistry"]), make.ambassador(subjects=["physics"])
        assert len(found(subject="chemistry", **HERE)) == 2
        assert found(subject="chemistry", strict=frozenset({"subject"}), **HERE) == [chemist.pk]

    def test_under_18_only_with_an_adult(self) -> None:
        adult = make.ambassador("Bea")
        child = make.ambassador("Kit", adult_from=date(2027, 6, 1), activities=["shadowing"])
        assert found(activity="shadowing", **HERE) == [adult.pk]
        Ambassador.objects.filter(pk=child.pk).update(companion=adult)
        match = next(m for m in find_matches(Need(activity="shadowing", **HERE), today=TODAY) if m.pk == child.pk)
        assert (match.name, match.employer_name, match.companion, match.is_minor) == ("Kit", "", adult.pk, True)

    def test_at_the_stroke_of_midnight_a_recheck_takes_somebody_off_every_list(self) -> None:
        who = make.ambassador(recheck=MONDAY + DAY)
        assert found(today=MONDAY, **HERE) == [who.pk]
        assert found(today=MONDAY + DAY, **HERE) == []

    def test_a_suspension_acts_on_the_next_request(self) -> None:
        who = make.ambassador()
        assert found(**HERE) == [who.pk]
        Ambassador.objects.filter(pk=who.pk).update(standing="suspended")
        assert found(**HERE) == []
        assert count_matches(Need(**HERE), today=TODAY).people == 0

    def test_the_fourth_day_in_thirty_is_not_offered_and_the_days_after_are(self) -> None:
        who = make.ambassador()
        for number in range(3):
            make.visit(who, MONDAY + number * DAY)
        month = (Window(MONDAY + 3 * DAY, MONDAY + 50 * DAY),)
        assert one(windows=month, **HERE).slots[0].day == MONDAY + 30 * DAY
        make.decision(who, BARRED)
        assert one(windows=month, **HERE).slots[0].day == MONDAY + 3 * DAY

    def test_somebody_whose_year_is_full_is_not_found_until_the_next(self) -> None:
        who = make.ambassador(yearly_limit=1)
        make.visit(who)
        assert found(windows=FORTNIGHT, **HERE) == []
        september = (Window(date(2027, 9, 1), date(2027, 9, 30)),)
        assert found(windows=september, **HERE) == [who.pk]


class TestWhen:
    def test_slots_are_the_next_free_half_days(self) -> None:
        make.available(make.ambassador(), mornings=[1], afternoons=[3])
        slots = one(windows=FORTNIGHT, **HERE).slots
        assert [(slot.day, slot.starts_at.hour) for slot in slots] == [
            (MONDAY + DAY, 9),
            (MONDAY + 3 * DAY, 13),
            (MONDAY + 8 * DAY, 9),
        ]

    def test_only_days_and_halves_that_suit_the_school(self) -> None:
        make.ambassador()
        friday_mornings = (Window(MONDAY, MONDAY + 6 * DAY, frozenset({4}), afternoon=False),)
        assert [(slot.day.weekday(), slot.half) for slot in one(windows=friday_mornings, **HERE).slots] == [(4, 1)]

    def test_a_day_away_and_a_day_taken_are_not_offered(self) -> None:
        who = make.ambassador()
        make.available(who, first_day=MONDAY, last_day=MONDAY + DAY, is_away=True)
        make.visit(who, MONDAY + 2 * DAY)
        slots = one(windows=FORTNIGHT, **HERE).slots
        assert [(slot.day, slot.half) for slot in slots[:2]] == [(MONDAY + 2 * DAY, 2), (MONDAY + 3 * DAY, 1)]

    def test_nobody_without_time_is_found_but_by_place_alone_they_are(self) -> None:
        who = make.ambassador()
        make.available(who, is_away=True)
        assert found(windows=FORTNIGHT, **HERE) == []
        assert one(**HERE).slots == ()

    def test_what_takes_the_whole_day_needs_both_halves(self) -> None:
        who = make.ambassador()
        make.available(who, mornings=[0, 1], afternoons=[1])
        assert [slot.day.weekday() for slot in one(windows=FORTNIGHT, minutes=300, **HERE).slots] == [1, 1]

    def test_days_gone_by_are_not_offered(self) -> None:
        make.ambassador()
        assert found(today=MONDAY + 11 * DAY, windows=FORTNIGHT, **HERE) == []
        assert find_matches(Need(windows=FORTNIGHT, **HERE), today=MONDAY)[0].slots[0].day == MONDAY + DAY

    def test_more_slots_of_one_person(self) -> None:
        who = make.ambassador()
        assert len(free_slots(Need(windows=FORTNIGHT), who.pk, today=TODAY, most=15)) == 15
        assert free_slots(Need(nation="wales"), who.pk, today=TODAY) == []

    def test_slots_keep_the_clock_of_london(self) -> None:
        make.ambassador(recheck=date(2027, 12, 1))
        summer = (Window(date(2027, 6, 14), date(2027, 6, 14)),)
        assert one(windows=summer, **HERE).slots[0].starts_at.isoformat() == "2027-06-14T09:30:00+01:00"


class TestOrder:
    def test_fit_comes_first(self) -> None:
        plain = make.ambassador(subjects=["maths"], routes=["degree"], occupations=["2113"])
        fits = make.ambassador(subjects=["chemistry"], routes=["apprenticeship"], occupations=["2111"])
        near = make.ambassador(subjects=["chemistry"], routes=["degree"], occupations=["2119"])
        wish = {"subject": "chemistry", "route": "apprenticeship", "occupation": "2111"}
        assert found(**wish, **HERE) == [fits.pk, near.pk, plain.pk]

    def test_among_equals_who_was_asked_least(self) -> None:
        asked, fresh, long_ago = make.ambassador(), make.ambassador(), make.ambassador()
        make.visit(asked, MONDAY + 60 * DAY, proposed_at=make.at(TODAY), state="declined", end_reason="date")
        make.visit(long_ago, date(2025, 11, 1), proposed_at=make.at(date(2025, 10, 1)), state="done")
        listed = found(**HERE)
        assert listed[-1] == asked.pk
        assert set(listed[:2]) == {fresh.pk, long_ago.pk}

    def test_who_they_are_moves_nobody(self) -> None:
        people = [make.ambassador(represents=number % 2 == 0, code=f"{number:012d}") for number in range(6)]
        assert found(**HERE) == [person.pk for person in people]

    def test_the_published_order_names_what_counts(self) -> None:
        with translation.override("en"):
            assert [line.points for line in published_order()] == sorted(
                (line.points for line in published_order()), reverse=True
            )


class TestWords:
    def test_reasons_say_what_holds(self) -> None:
        who = make.ambassador(subjects=["chemistry"], latitude=53.9, longitude=-1.5)
        make.available(who, mornings=[1])
        match = one(activity="mock_interview", subject="chemistry", windows=FORTNIGHT, **HERE)
        assert match.reasons == (
            "within 10 miles",
            "offers mock interviews",
            "links to chemistry",
            "electrical engineer who took an apprenticeship",
            "free on Tuesdays",
            "not asked in the last 12 months",
        )
        assert match.distance == "within 10 miles"

    def test_the_route_asked_for_is_the_one_told(self) -> None:
        make.ambassador(routes=["degree", "armed_forces"])
        assert "electrical engineer who came from the armed forces" in one(route="armed_forces", **HERE).reasons

    def test_nothing_is_said_that_does_not_hold(self) -> None:
        make.ambassador(subjects=["maths"], languages=["en"], job_title="", routes=[])
        reasons = one(subject="chemistry", language="cy", **HERE).reasons
        assert not any("chemistry" in words or "Welsh" in words or "took" in words for words in reasons)

    def test_a_school_sees_no_surname_and_no_contact(self) -> None:
        who = make.ambassador("Ada", family_name="Lovelace", phone="0113 496 0000")
        shown = repr(one(**HERE))
        assert one(**HERE).name == "Ada L."
        assert not any(secret in shown for secret in ("Lovelace", who.email, who.phone, who.outcode))

    def test_a_sentence_says_why_not(self) -> None:
        who = make.ambassador()
        given = {"day": MONDAY, "nation": "england", "setting": "school"}
        assert why_not(who.pk, **given) is None
        assert "overnight" in (why_not(who.pk, is_overnight=True, **given) or "").lower()
        assert why_not(who.pk + 1000, **given)


class TestCounting:
    def test_how_many_fit_without_who(self) -> None:
        for _number in range(4):
            make.ambassador()
        assert count_matches(Need(**HERE), today=TODAY).people == 4
        counted = count_matches(Need(**HERE), today=TODAY, most=3)
        assert (counted.people, counted.more) == (3, True)

    def test_a_search_can_be_widened(self) -> None:
        make.ambassador(activities=["talk"])
        need = Need(activity="project", phase="ks3", windows=FORTNIGHT, **HERE)
        assert count_matches(need, today=TODAY).people == 0
        assert count_matches(need.without("activity"), today=TODAY).people == 1

    def test_one_statement(self, django_assert_num_queries: Any) -> None:
        make.ambassador()
        with django_assert_num_queries(1):
            find_matches(Need(subject="physics", windows=FORTNIGHT, **HERE), today=TODAY)
        with django_assert_num_queries(1):
            count_matches(Need(**HERE), today=TODAY)
