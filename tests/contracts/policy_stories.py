"""Stories of the policy walk: one that everybody can read, one that waits, and the addresses that name them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from ambassadors.enums import StoryState
from ambassadors.models import Story
from tests.ambassadors import builders as b

PUBLISHED, UNPUBLISHED, OTHER = "published", "unpublished", "other organisation"


def story_things(_world: Any) -> dict[Any, Any]:
    """A published story and one that waits for a curator, of two people without an account."""
    now = timezone.now()
    things: dict[Any, Any] = {}
    for relation, state in ((PUBLISHED, StoryState.PUBLISHED), (UNPUBLISHED, StoryState.SUBMITTED)):
        shown = {"role": "Tester", "steps": [{"kind": "degree", "words": "Studied.", "age": 19}], "occupations": []}
        things["story", relation] = Story.objects.create(
            ambassador=b.ambassador(),
            slug=f"story-{relation}",
            state=state,
            role="Tester",
            consented_at=now,
            submitted_at=now,
            published_at=now if state == StoryState.PUBLISHED else None,
            shown=shown if state == StoryState.PUBLISHED else {},
        )
    return things


def _story(world: Any, relation: str) -> dict[str, Any]:
    story = world.things["story", relation]
    return {"slug": story.slug, "story": story.slug}


def _waiting(world: Any, _relation: str) -> dict[str, Any]:
    return {"pk": world.things["story", UNPUBLISHED].pk}


def _request(world: Any, relation: str) -> dict[str, Any]:
    return {"id": world.things["visit request", relation].pk}


STORY_ADDRESSES: dict[str, Any] = {
    "people:detail": ((PUBLISHED, UNPUBLISHED), _story),
    "api:story-detail": ((PUBLISHED, UNPUBLISHED), _story),
    "desk-story": (("-",), _waiting),
    "api:visit-request-*": (("own", OTHER), _request),
}
