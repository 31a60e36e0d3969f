"""What stands beside visits in the demo set: stories, encounter offers, peers, possible duplicates, coordinators."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django.utils.text import slugify

from accounts.models import Organisation, User
from ambassadors.choices import PEER_GOALS, PEER_INTERESTS
from ambassadors.demo.drawing import moment, rng_for, school_day, texts
from ambassadors.demo.schools import DemoSchool
from ambassadors.enums import StoryState
from ambassadors.linkage import PersonRecord, find_pairs
from ambassadors.models import (
    Ambassador,
    CoordinatorArea,
    DuplicatePair,
    EncounterOffer,
    OfferBooking,
    OfferSlot,
    PeerMeeting,
    PeerPair,
    PeerWish,
    Story,
)

# Of thirty stories the last ones are not published: three wait, one was returned, two are drafts.
_UNPUBLISHED = {24: StoryState.SUBMITTED, 25: StoryState.SUBMITTED, 26: StoryState.SUBMITTED, 27: StoryState.RETURNED,
                28: StoryState.DRAFT, 29: StoryState.DRAFT}  # fmt: skip
# How long before the day of the set its first story was begun: by that the set's own day is known later.
FIRST_STORY = timedelta(days=21)
_SHOWN = ("role", "steps", "typical_day", "advice", "photo_says", "occupations", "subjects", "routes", "region")
# Regions that the second coordinator looks after; the first has the others and everywhere else.
_SECOND = ("E12000006", "E12000007", "E12000008", "E12000009")
_REGIONS = tuple(f"E1200000{number}" for number in range(1, 10))


def stories_of(people: Sequence[Ambassador], curator: User, now: datetime) -> Iterator[Story]:
    """One story for each of these people, in the order of the texts."""
    for number, (given, person) in enumerate(zip(texts("stories.json"), people, strict=True)):
        state = _UNPUBLISHED.get(number, StoryState.PUBLISHED)
        written = now - timedelta(days=20 + 5 * number)
        draft, published = state == StoryState.DRAFT, state == StoryState.PUBLISHED
        story = Story(
            ambassador=person,
            slug=slugify(f"{person.given_name} {given['role']} {number}")[:80],
            state=state,
            role=given["role"],
            steps=[{"kind": kind, "words": words, "age": age} for kind, age, words in given["steps"]],
            typical_day=given["day"],
            advice=given["advice"],
            occupations=person.occupations,
            subjects=person.subjects,
            routes=person.routes,
            region=person.region,
            consented_at=None if draft else written,
            submitted_at=None if draft else written,
            published_at=written + timedelta(days=2) if published else None,
            decided_by=curator if published or state == StoryState.RETURNED else None,
            returned_for="Please name one thing that was hard." if state == StoryState.RETURNED else "",
            created_at=now - FIRST_STORY - timedelta(days=5 * number),
            is_demo=True,
        )
        if published:
            story.shown = {name: getattr(story, name) for name in _SHOWN} | {"photo": ""}
        yield story


def make_offers(schools: dict[str, DemoSchool], university: Organisation, staff: dict[str, User], now: datetime) -> int:
    """Encounter offers with times ahead and some bookings; returns how many offers."""
    given_offers = texts("offers.json")
    for number, given in enumerate(given_offers):
        at_university = given["who"] == "university"
        school = schools["9"] if at_university else schools[given["who"]]
        online = given["mode"] == "online"
        offer = EncounterOffer.objects.create(
            organisation=university if at_university else school.organisation,
            title=given["title"],
            about=given["about"],
            activity=given["activity"],
            mode=given["mode"],
            phases=given["phases"],
            subjects=given["subjects"],
            travel_miles=given["travel"],
            outcode="" if online else school.place.outcode,
            latitude=None if online else school.place.latitude,
            longitude=None if online else school.place.longitude,
            region="" if online else school.place.region,
            approved_by=None if given.get("waits") else staff["coordinator"],
            approved_at=None if given.get("waits") else now - timedelta(days=15),
            made_by=staff["provider"] if at_university else staff["schools"],
            created_at=now - timedelta(days=18 if not given.get("waits") else 2),
        )
        _slots(number, offer, given, [schools["own"], schools["0"], schools["18"], schools["36"]], staff, now)
    return len(given_offers)


def _slots(
    number: int,
    offer: EncounterOffer,
    given: dict[str, Any],
    guests: list[DemoSchool],
    staff: dict[str, User],
    now: datetime,
) -> None:
    days = [school_day(now.date() + timedelta(days=offset), later=True) for offset in given["slots"]]
    length = timedelta(minutes=given["minutes"])
    slots = [
        OfferSlot(
            offer=offer,
            starts_at=moment(day, 10),
            ends_at=moment(day, 10) + length,
            classes=given["classes"],
            most_pupils=given["pupils"],
        )
        for day in sorted(set(days))
    ]
    OfferSlot.objects.bulk_create(slots)
    booked = given["booked"]
    for place, guest in enumerate(guests[number % 2 :][:booked]):
        own = guest is guests[0]
        OfferBooking.objects.create(
            slot=slots[place % len(slots)],
            place=1 + place // len(slots),
            school=guest.organisation,
            booked_by=staff["teacher"] if own else staff["schools"],
            booked_at=now - timedelta(days=4),
            year_groups=[10],
            pupils=min(24, given["pupils"]),
            staff_name=guest.staff,
            safeguarding_contact="Ask at reception, or ring 01632 960456",
        )


def make_peers(people: Sequence[Ambassador], now: datetime) -> None:
    """Wishes for a peer, and pairs across employers with goals and meetings; one pair has ended."""
    interests, goals = list(PEER_INTERESTS), list(PEER_GOALS)
    wishes, pairs, meetings = [], [], []
    for number, person in enumerate(people):
        rng = rng_for("peer", number)
        asked_at = now - timedelta(days=rng.randint(3, 90))
        chosen = sorted(rng.sample(interests, 2))
        wishes.append(PeerWish(ambassador=person, interests=chosen, online_only=number % 3 > 0, asked_at=asked_at))
    for number, (one, other) in enumerate(list(pairwise(people))[:14:2]):
        if one.employer_name == other.employer_name:
            continue
        rng = rng_for("pair", number)
        first, second = sorted((one, other), key=lambda person: person.pk)
        paired_at = now - timedelta(days=60 + number)
        pair = PeerPair(first=first, second=second, goals=sorted(rng.sample(goals, 2)), paired_at=paired_at)
        if number == 6:
            pair.ended_at, pair.ended_by = now - timedelta(days=5), first
        pairs.append(pair)
        meetings += [
            PeerMeeting(
                pair=pair,
                met_on=(paired_at + timedelta(days=14 * step)).date(),
                minutes=rng.choice((30, 45, 60)),
                goal=rng.choice(pair.goals),
                logged_by=first,
            )
            for step in range(1, 1 + number % 4)
        ]
    PeerWish.objects.bulk_create(wishes)
    PeerPair.objects.bulk_create(pairs)
    PeerMeeting.objects.bulk_create(meetings)


def pairs_among(people: Iterable[Ambassador], now: datetime) -> list[DuplicatePair]:
    """Pairs that the linkage itself finds among these saved people, with its reasons; the likeliest first."""
    known = {str(person.pk): person for person in people}
    scores = find_pairs(
        PersonRecord(
            key=key,
            given_name=person.given_name,
            family_name=person.family_name,
            email=person.email,
            phone=person.phone,
            outcode=person.outcode,
            employer_name=person.employer_name,
            job_title=person.job_title,
            soc2020=tuple(person.occupations),
        )
        for key, person in known.items()
    )
    found = []
    for score in scores:
        first, second = sorted((known[score.a], known[score.b]), key=lambda person: person.pk)
        reasons = [reason.as_data() for reason in score.reasons]
        found.append(
            DuplicatePair(first=first, second=second, probability=score.probability, reasons=reasons, found_at=now)
        )
    return found


def make_coordinators(coordinator: User, second: User) -> None:
    """Who looks after which region, each standing in for the other; puts back what visitors changed."""
    for region in ("", *_REGIONS):
        pair = (second, coordinator) if region in _SECOND else (coordinator, second)
        CoordinatorArea.objects.update_or_create(region=region, defaults={"coordinator": pair[0], "alternate": pair[1]})
