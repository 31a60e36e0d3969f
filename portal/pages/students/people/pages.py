"""People and how they came into their work: the list of stories, and one story."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from ambassadors.filters_stories import StoryFilter
from ambassadors.queries.stories import UnknownStoryError, published_story, story_views
from foundation.access import PUBLIC_NAMES_SOMEONE
from portal.pages.reference.lists import ListPage
from portal.pages.shared import FactsPage, NotHere, api_twin, today
from portal.pages.students.employers import work_choices
from portal.pages.students.people.words import cards_of, page_words, picture_of

PAGE_SIZE = 18


class StoryList(ListPage):
    """`/students/people/`: stories that were approved, the newest first."""

    access = PUBLIC_NAMES_SOMEONE
    template_name = "students/people/list.html"
    page_size = PAGE_SIZE

    def make_filter(self) -> StoryFilter:
        """The filter of page and API."""
        return StoryFilter(self.request.GET, facts=self.facts, today=today())

    def choices_of(self, name: str) -> tuple[tuple[str, str], ...]:
        """Kinds of work are chosen from a list."""
        return work_choices(self, self.param("soc2020", 4)) if name == "soc2020" else super().choices_of(name)

    def page_context(self) -> dict[str, Any]:
        """A page of cards; three SQL statements, whatever their number."""
        page = self.page_of(self.filter.qs)
        views = story_views(page.object_list, today())
        return self.list_context(page, partial(api_twin, "story-list")) | {
            "cards": cards_of(self.facts, views),
            "has_demo": any(view.is_demo for view in views),
            "crumbs": [(_("Students and parents"), reverse("students:home")), (_("People"), "")],
        }


class StoryDetail(FactsPage):
    """`/students/people/amal-laser-technician-a1b2c3/`: one story."""

    access = PUBLIC_NAMES_SOMEONE
    template_name = "students/people/detail.html"

    def page_context(self) -> dict[str, Any]:
        """The story; 404 from the moment that it is taken back or its teller is suspended or leaves."""
        try:
            view = published_story(self.kwargs["story"], today())
        except UnknownStoryError:
            raise NotHere(_("There is no story at this address. It may have been taken back.")) from None
        return {
            "view": view,
            "words": page_words(self.facts, view),
            "photo": picture_of(view),
            "crumbs": [
                (_("Students and parents"), reverse("students:home")),
                (_("People"), reverse("people:list")),
                (view.name, ""),
            ],
            "twin": api_twin("story-detail", view.slug),
        }
