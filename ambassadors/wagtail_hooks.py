"""The curators' desk: stories to read."""

from __future__ import annotations

from django.urls import URLPattern, path
from wagtail import hooks

from ambassadors.desk import stories


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    """Addresses below /cms/."""
    return [
        path("stories/", stories.Stories.as_view(), name="desk-stories"),
        path("stories/<int:pk>/", stories.StoryReview.as_view(), name="desk-story"),
    ]
