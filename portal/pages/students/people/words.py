"""A story in the words and addresses of the students' pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from ambassadors.enums import RouteTaken
from ambassadors.queries.stories import StoryView
from ambassadors.topics import SUBJECTS
from lmi.queries.context import Facts

Pair = tuple[str, str]
MOST_OF_DAY = 180


@dataclass(frozen=True, slots=True)
class StoryCard:
    """A story on a card: who, what they do, where, the route as stops, and the page."""

    view: StoryView
    href: str
    photo: str
    region: str
    route: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class StoryWords:
    """What the page of a story says beside the story."""

    region: str
    occupations: tuple[Pair, ...]
    subjects: tuple[str, ...]
    routes: tuple[str, ...]
    published_on: date | None


def card_of(facts: Facts, view: StoryView) -> StoryCard:
    """A story for lists; no SQL."""
    stops = [*((words, "") for words in route_labels(view.routes)), (view.role, "")]
    return StoryCard(view, address_of(view), picture_of(view), region_name(facts, view.region), tuple(stops))


def cards_of(facts: Facts, views: Iterable[StoryView]) -> list[StoryCard]:
    """Stories for a list."""
    return [card_of(facts, view) for view in views]


def page_words(facts: Facts, view: StoryView) -> StoryWords:
    """Names of places, occupations, subjects and routes; no SQL."""
    groups = facts.soc.groups
    return StoryWords(
        region=region_name(facts, view.region),
        occupations=tuple(
            (groups[code].title, reverse("students:occupation-detail", args=[code]))
            for code in view.occupations
            if code in groups
        ),
        subjects=tuple(str(SUBJECTS[slug]) for slug in view.subjects if slug in SUBJECTS),
        routes=tuple(route_labels(view.routes)),
        published_on=view.published_at.date() if view.published_at else None,
    )


def address_of(view: StoryView) -> str:
    """The story's page."""
    return reverse("people:detail", args=[view.slug])


def picture_of(view: StoryView) -> str:
    """The address of the photograph; "" for none."""
    return reverse("picture", args=[view.photo]) if view.photo else ""


def region_name(facts: Facts, code: str) -> str:
    """The region's name; "" where it is not known."""
    place = facts.places.places.get(code) if code else None
    return place.name if place else ""


def route_labels(routes: Sequence[str]) -> list[str]:
    """Routes in words, in the order in which they were taken."""
    return [str(RouteTaken(route).label) for route in routes if route in RouteTaken.values]
