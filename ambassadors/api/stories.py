"""`stories/`: how people came into their work, as they told it and a curator approved it."""

from __future__ import annotations

from typing import Any

from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.request import Request

from ambassadors.api import schema
from ambassadors.api.shapes import StoryShapes
from ambassadors.filters_stories import StoryFilter
from ambassadors.queries.stories import UnknownStoryError, published_story, story_views
from evidence.api.params import Params
from evidence.api.schema import documents
from foundation.access import PUBLIC_NAMES_SOMEONE
from foundation.problems import UnknownThing
from pathways.api.base import FilteredList, PathwaysView, filter_parameters


class _StoriesView(PathwaysView):
    """It names people: asked again each time, and known by the ETag of its bytes."""

    access = PUBLIC_NAMES_SOMEONE
    etag_by_edition = False

    def get(self, request: Request, **path: Any) -> HttpResponseBase:
        """As every reading address."""
        return super().get(request, **{name: str(value) for name, value in path.items()})

    @cached_property
    def shapes(self) -> StoryShapes:
        """Turns stories into JSON for this request."""
        return StoryShapes(self.request, self.facts)


@documents(
    gettext_lazy("People’s stories"),
    gettext_lazy(
        "Stories that were approved, the newest first: of people in the scheme who agree to it, with a first name and "
        "no way to reach them. `soc2020` takes a wider group too; `area` is the code of a region. Keyless."
    ),
    schema.StoryList,
    operation="stories_list",
    also=filter_parameters(StoryFilter, soc2020="21", area="E12000003"),
)
class StoryList(_StoriesView, FilteredList):
    """`stories/`"""

    filter_class = StoryFilter

    def answer(self, **path: str) -> Any:
        """A page of stories; three SQL statements, whatever their number."""
        page, size = self.params["page"], self.params["page_size"]
        found = self.filter.qs
        envelope = self.envelope(found.count())
        views = story_views(found[(page - 1) * size : page * size], self.today)
        return {**envelope, "results": [self.shapes.story_ref(view) for view in views]}


@documents(
    gettext_lazy("One story"),
    gettext_lazy("A story stop by stop; 404 from the moment that it is taken back. Keyless."),
    schema.Story,
    operation="stories_detail",
    path={"slug": gettext_lazy("Slug of the story.")},
)
class StoryDetail(_StoriesView):
    """`stories/<slug>/`"""

    params_class = Params

    def answer(self, **path: str) -> Any:
        """The story; 404 alike for one that is hidden and one that never was."""
        try:
            return self.shapes.story(published_story(path["slug"], self.today))
        except UnknownStoryError:
            raise UnknownThing("slug", _("There is no story with this slug.")) from None
