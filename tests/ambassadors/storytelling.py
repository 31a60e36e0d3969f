"""Stories for tests, told through the actions as people do."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import User
from ambassadors.actions.stories import publish_story, save_story, submit_story, version_of
from ambassadors.enums import StoryState
from ambassadors.models import Ambassador, Story
from tests.accounts.builders import person
from tests.ambassadors.asking import cleared
from tests.ambassadors.builders import ambassador

STOPS = [
    {"kind": "", "words": "Left school with four GCSEs.", "age": 16},
    {"kind": "apprenticeship", "words": "Learned the trade in a railway depot.", "age": 17},
]
TOLD: dict[str, Any] = {
    "role": "I look after signals on the railway",
    "steps": STOPS,
    "typical_day": "I start at seven with a plan for the day. Then I test cables with a workmate until lunch.",
    "advice": "Ask more questions.",
    "occupations": ["2123"],
    "subjects": ["physics"],
}


def teller(name: str = "Amal", **given: Any) -> Ambassador:
    """Somebody active with an account."""
    return cleared(name, **given)


def account_of(who: Ambassador) -> User:
    """The account of a teller."""
    assert who.user is not None
    return who.user


def curator(name: str = "curator") -> User:
    """Somebody who reads stories."""
    return person(name, "curator")


def told(who: Ambassador, **changes: Any) -> Story:
    """A complete draft."""
    return save_story(by=account_of(who), ambassador=who, changes=TOLD | changes)


def handed_in(who: Ambassador, now: datetime, **changes: Any) -> Story:
    """A story that waits for a curator."""
    told(who, **changes)
    return submit_story(by=account_of(who), ambassador=who, consents=True, now=now)


def published(who: Ambassador, now: datetime, reader: User | None = None, **changes: Any) -> Story:
    """A story that everybody can read."""
    story = handed_in(who, now, **changes)
    return publish_story(by=reader or curator(f"curator{who.pk}"), story=story, version=version_of(story), now=now)


def story_example() -> Story:
    """The story that the examples of addresses name."""
    return Story.objects.create(
        ambassador=ambassador(),
        slug="a-story",
        state=StoryState.PUBLISHED,
        role=TOLD["role"],
        consented_at=timezone.now(),
        published_at=timezone.now(),
        shown={**TOLD, "routes": ["apprenticeship"], "region": "E12000003", "photo": "", "photo_says": ""},
        is_demo=True,
    )
