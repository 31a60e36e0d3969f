"""Stories that wait for a curator, and the review of one on one screen."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import Permission
from ambassadors.actions.stories import hide_story, publish_story, return_story, version_of
from ambassadors.actions.support import is_own
from ambassadors.enums import RouteTaken, StoryState
from ambassadors.models import Story
from ambassadors.queries.stories import draft_of, is_waiting, waiting_stories
from ambassadors.rules.stories import doubtful_words, refused_words, story_gaps
from ambassadors.topics import SUBJECTS
from foundation.access import needs
from foundation.desk.base import DeskView
from foundation.pictures import inside_page
from foundation.queues import Waiting, waiting_rows

COMMON_REASONS: tuple[str | Promise, ...] = (
    gettext_lazy("Say it more plainly: think of a reader of 12."),
    gettext_lazy("Leave out names of other people."),
    gettext_lazy("There is somebody else in the photograph. Use one of you alone."),
    gettext_lazy("Say what was so for you, and leave out which route is better."),
)
_LABELS: dict[str, str | Promise] = {
    "role": gettext_lazy("What they do"),
    "steps": gettext_lazy("The way"),
    "typical_day": gettext_lazy("A typical day"),
    "advice": gettext_lazy("What they wish they had known"),
    "photo_says": gettext_lazy("What the photograph shows"),
    "occupations": gettext_lazy("Occupations (SOC 2020)"),
    "subjects": gettext_lazy("Subjects"),
    "region": gettext_lazy("Region"),
}


def waiting(now: datetime) -> Waiting:
    """What waits, and for how long."""
    return waiting_rows(waiting_stories(), "submitted_at", now)


class Stories(DeskView):
    """What waits, longest first."""

    access = needs(Permission.STORY_MODERATE)
    template_name = "desk/stories.html"
    header_icon = "openquote"

    def get_page_title(self) -> str:
        """What the screen is called."""
        return _("Stories to read")

    def shown(self) -> dict[str, Any]:
        """A page of stories."""
        return {"page_obj": self.page_of(waiting_stories())}


class StoryReview(DeskView):
    """One story: what it says, what readers see of it now, what the checks say, and the decision."""

    access = needs(Permission.STORY_MODERATE)
    template_name = "desk/story.html"
    header_icon = "openquote"
    crumbs = (("desk-stories", gettext_lazy("Stories to read")),)

    @cached_property
    def story(self) -> Story:
        """The story; 404 for none, and for what has never been handed in."""
        rows = Story.objects.select_related("ambassador").exclude(state=StoryState.DRAFT, consented_at=None)
        found = rows.exclude(state=StoryState.WITHDRAWN).filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def get_page_title(self) -> str:
        """Who tells it."""
        return f"{self.story.ambassador.given_name}: {self.story.role}"

    def shown(self) -> dict[str, Any]:
        """The texts, changes, problems, and what can be done."""
        story, teller = self.story, self.story.ambassador
        under = teller.is_minor(localdate())
        said = _said(draft_of(story))
        before = _said(story.shown) if story.shown else {}
        return {
            "story": story,
            "state": StoryState(story.state),
            "is_minor": under,
            "waits": is_waiting(story),
            "version": version_of(story),
            "said": [(label, said[label]) for label in said if said[label]],
            "changes": [
                (label, before.get(label, ""), words) for label, words in said.items() if words != before.get(label, "")
            ]
            if before
            else [],
            "photo": "" if under else inside_page(story.photo.name if story.photo else ""),
            "problems": [*story_gaps(story).values(), *refused_words(story, teller, is_minor=under).values()],
            "doubts": [words for _field, words in doubtful_words(story)],
            "is_own": is_own(self.person, teller),
            "is_public": story.state == StoryState.PUBLISHED,
            "common": COMMON_REASONS,
            "list": reverse("desk-stories"),
        }

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Publish, return, or take out of readers' sight."""
        given = request.POST
        try:
            self._act(given.get("do", ""), given.get("words", ""), given.get("version", ""))
        except ValidationError as error:
            self.refuse(error)
            return self.back(request.path)
        except PermissionDenied as error:
            self.refuse(ValidationError(str(error) or _("This is not yours to decide.")))
            return self.back(request.path)
        return self.back(reverse("desk-stories"))

    def _act(self, action: str, words: str, version: str) -> None:
        if action == "publish":
            publish_story(by=self.person, story=self.story, version=version, now=timezone.now())
            self.say(_("Published. The writer gets a mail."))
        elif action == "return":
            return_story(by=self.person, story=self.story, reason=words, version=version)
            self.say(_("Returned. The writer gets your reason by mail."))
        elif action == "hide":
            hide_story(by=self.person, story=self.story, reason=words)
            self.say(_("Readers no longer see it. The writer gets your reason by mail."))
        else:
            raise ValidationError(_("Choose what to do."))


def _said(content: dict[str, Any]) -> dict[str, str]:
    """A story's content in words, by label."""
    words: dict[str, str] = {}
    for name, label in _LABELS.items():
        value = content.get(name, "")
        if name == "steps":
            value = "\n".join(_stop(stop) for stop in value or ())
        elif name == "subjects":
            value = ", ".join(str(SUBJECTS.get(slug, slug)) for slug in value or ())
        elif name == "occupations":
            value = ", ".join(value or ())
        words[str(label)] = str(value or "")
    return words


def _stop(stop: dict[str, Any]) -> str:
    kind = str(RouteTaken(stop["kind"]).label) if stop.get("kind") in RouteTaken.values else ""
    head = ", ".join(filter(None, (kind, str(stop.get("age") or ""))))
    return f"{head}: {stop.get('words', '')}" if head else str(stop.get("words", ""))
