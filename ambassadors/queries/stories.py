"""Stories as readers see them: what was approved, of people still in the scheme; and what waits for a curator."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from ambassadors.enums import RouteTaken, StoryState
from ambassadors.models import Ambassador, Story

# What a curator approves: kept word for word in `Story.shown`.
SHOWN = ("role", "steps", "typical_day", "advice", "photo_says", "occupations", "subjects", "routes", "region")


class UnknownStoryError(Exception):
    """There is no story that readers can see by this slug."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of somebody's way; `kind` is a RouteTaken or "", `age` None where it was not said."""

    kind: str
    words: str
    age: int | None

    @property
    def kind_words(self) -> str:
        """The route in words; "" for a stop that was none."""
        return str(RouteTaken(self.kind).label) if self.kind else ""


@dataclass(frozen=True, slots=True)
class StoryView:
    """A story as everybody may see it: a first name, never a last name, an employer or a way to write.

    `photo` is the name of a file, "" where there is none or the teller is under 18.
    """

    pk: int
    slug: str
    name: str
    role: str
    region: str
    stops: tuple[Stop, ...]
    typical_day: str
    advice: str
    photo: str
    photo_says: str
    occupations: tuple[str, ...]
    subjects: tuple[str, ...]
    routes: tuple[str, ...]
    published_at: datetime | None
    is_demo: bool


def published_stories(today: date) -> QuerySet[Story]:
    """Stories that readers may see, with their tellers; the newest first."""
    return Story.objects.published(today).select_related("ambassador").order_by("-published_at", "-pk")


def published_story(slug: str, today: date) -> StoryView:
    """One of them. Raises UnknownStoryError alike for one that is hidden and one that never was. One SQL statement."""
    found = published_stories(today).filter(slug=slug).first()
    if found is None:
        raise UnknownStoryError
    return story_view(found, today)


def story_views(rows: Iterable[Story], today: date) -> list[StoryView]:
    """Rows of `published_stories` as readers see them; no SQL beyond reading the rows."""
    return [story_view(row, today) for row in rows]


def stories_of_occupation(code: str, today: date, most: int) -> list[StoryView]:
    """The newest stories of people in a unit group; one SQL statement."""
    return story_views(published_stories(today).filter(shown__occupations__contains=[code])[:most], today)


def stories_of_route(code: str, routes: Sequence[str], today: date, most: int) -> list[StoryView]:
    """The newest stories of people in a unit group who took one of these routes; one SQL statement."""
    rows = published_stories(today).filter(shown__occupations__contains=[code], shown__routes__has_any_keys=routes)
    return story_views(rows[:most], today)


def story_view(story: Story, today: date, *, of_draft: bool = False) -> StoryView:
    """A story as readers see it; `of_draft` takes what its writer has now instead of what was approved."""
    said: dict[str, Any] = draft_of(story) if of_draft else story.shown
    under = story.ambassador.is_minor(today)
    stops = tuple(Stop(one.get("kind", ""), one.get("words", ""), one.get("age")) for one in said.get("steps", ()))
    return StoryView(
        pk=story.pk,
        slug=story.slug,
        name=story.ambassador.given_name,
        role=said.get("role", ""),
        region=said.get("region", ""),
        stops=stops,
        typical_day=said.get("typical_day", ""),
        advice=said.get("advice", ""),
        photo="" if under else said.get("photo", ""),
        photo_says=said.get("photo_says", ""),
        occupations=tuple(said.get("occupations", ())),
        subjects=tuple(said.get("subjects", ())),
        routes=tuple(said.get("routes", ())),
        published_at=story.published_at,
        is_demo=story.is_demo,
    )


def draft_of(story: Story) -> dict[str, Any]:
    """What the writer has now, in the form in which it is kept once approved."""
    return {name: getattr(story, name) for name in SHOWN} | {"photo": story.photo.name if story.photo else ""}


def is_shown_picture(name: str, today: date) -> bool:
    """Whether a published story of an adult shows this file."""
    rows = Story.objects.published(today).filter(shown__photo=name)
    return rows.filter(Q(ambassador__adult_from=None) | Q(ambassador__adult_from__lte=today)).exists()


def waiting_stories() -> QuerySet[Story]:
    """Stories that wait for a curator, the longest first: new ones, and changes to what is published."""
    new = Q(state=StoryState.SUBMITTED)
    changed = Q(state=StoryState.PUBLISHED, submitted_at__gt=F("published_at"))
    return Story.objects.filter(new | changed).select_related("ambassador").order_by("submitted_at", "pk")


def is_waiting(story: Story) -> bool:
    """Whether one waits."""
    if story.state == StoryState.PUBLISHED and story.submitted_at and story.published_at:
        return story.submitted_at > story.published_at
    return story.state == StoryState.SUBMITTED


def own_story(ambassador: Ambassador) -> Story | None:
    """Somebody's story; None before they begin one. One SQL statement."""
    return Story.objects.select_related("ambassador").filter(ambassador=ambassador).first()
