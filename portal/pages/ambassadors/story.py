"""An ambassador's own story: write it in steps, see it as readers will, hand it in, take it back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ambassadors.actions.stories import (
    TELLERS,
    save_story,
    set_photo_words,
    set_story_photo,
    submit_story,
    withdraw_story,
)
from ambassadors.enums import StoryState
from ambassadors.forms.story import (
    BY_SLUG,
    LARGEST_PHOTO,
    STEPS,
    AboutForm,
    DayForm,
    PhotoForm,
    SendForm,
    StoryStep,
    initial_of,
    step_of,
    stop_forms,
)
from ambassadors.models import Story
from ambassadors.queries.stories import is_waiting, own_story, story_view
from ambassadors.rules.stories import doubtful_words, refused_words, story_gaps
from ambassadors.topics import SUBJECTS
from foundation.pictures import BadPictureError, clean_picture, inside_page
from lmi.queries.context import facts
from portal.pages.ambassadors.base import OwnPage, Pair, own_row
from portal.pages.mistakes import form_errors, messages_by_field
from portal.pages.shared import today
from portal.pages.students.people.words import page_words

PHOTO_SIDE = 900
_STOPS = "stops"


class _StoryPage(OwnPage):
    """A page about one's own story."""

    room = "story"
    title = gettext_lazy("Your story")

    @cached_property
    def story(self) -> Story | None:
        """The person's story; None before they begin."""
        return own_story(self.ambassador)

    def steps(self, here: StoryStep | None = None) -> list[dict[str, Any]]:
        """The steps with their state and what each still lacks; those under 18 are asked for no photograph."""
        lacks = self.problems()
        listed = []
        for step in STEPS:
            if step.slug == "photo" and self.is_minor:
                continue
            said = [words for name, words in lacks.items() if step_of(name) is step]
            done = self.story is not None and not said and any(getattr(self.story, name) for name in step.fields)
            state = "here" if step is here else "done" if done else "next"
            listed.append({"step": step, "state": state, "lacks": said, "href": address_of(step)})
        return listed

    @property
    def is_minor(self) -> bool:
        """Whether the teller is under 18."""
        return self.ambassador.is_minor(today())

    def problems(self) -> dict[str, str]:
        """What keeps the story from being handed in, by field."""
        if self.story is None:
            return {}
        return story_gaps(self.story) | refused_words(self.story, self.ambassador, is_minor=self.is_minor)

    def may_tell(self) -> bool:
        """Whether the person can tell a story now."""
        return self.ambassador.standing in TELLERS


class StoryHome(_StoryPage):
    """`/ambassadors/story/`: where the story stands, how it will look, and what can be done."""

    template_name = "ambassadors/story/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The story as readers will see it, its steps and problems."""
        story, problems = self.story, self.problems()
        view = story_view(story, today(), of_draft=True) if story else None
        shown = {
            "story": story,
            "state": StoryState(story.state) if story else None,
            "is_public": bool(story and story.state == StoryState.PUBLISHED and self.may_tell()),
            "waits": bool(story and is_waiting(story)),
            "view": view,
            "words": page_words(facts(), view) if view else None,
            "photo": inside_page(view.photo) if view else "",
            "steps": self.steps(),
            "lacking": len(problems),
            "doubts": [(words, address_of(step_of(name))) for name, words in doubtful_words(story)] if story else [],
            "may_tell": self.may_tell(),
            "is_minor": self.is_minor,
            "send_form": SendForm(),
        }
        return super().get_context_data(**{**shown, **kwargs})

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Hand in, or take back."""
        if request.POST.get("do") == "withdraw":
            try:
                withdraw_story(by=self.person, ambassador=self.ambassador, now=timezone.now())
            except ValidationError as error:
                self.say_or_refuse("", error)
            else:
                self.say_or_refuse(_("Taken back. Nobody can read it any more."))
            return redirect("ambassadors:story")
        form = SendForm(request.POST)
        consents = form.is_valid() and form.cleaned_data["consents"]
        try:
            submit_story(by=self.person, ambassador=self.ambassador, consents=consents, now=timezone.now())
        except ValidationError as error:
            return self.wrong(send_form=form, errors=self._errors(form, error))
        self.say_or_refuse(_("Handed in. A curator reads it; we write to you when they have decided."))
        return redirect("ambassadors:story")

    def _errors(self, form: SendForm, error: ValidationError) -> list[Pair]:
        listed: list[Pair] = []
        for name, said in messages_by_field(error):
            if name == "consents":
                form.add_error("consents", said)
            else:
                target = f"step-{step_of(name).slug}" if name else ""
                listed += [(words, target) for words in said]
        return [*listed, *form_errors(form)]


class StoryPart(_StoryPage):
    """`/ambassadors/story/way/`: one step, saved at once."""

    template_name = "ambassadors/story/step.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for those in the scheme; and no photograph of anybody under 18."""
        if own_row(self) is not None and not self.may_tell():
            return redirect("ambassadors:story")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def step(self) -> StoryStep:
        """The step of the address."""
        found = BY_SLUG.get(self.kwargs["step"])
        if found is None or (found.slug == "photo" and self.is_minor):
            raise Http404
        return found

    def heading(self) -> str:
        """The step's title."""
        return str(self.step.title)

    def crumbs(self) -> list[Pair]:
        """Below the story."""
        way = super().crumbs()
        return [*way[:-1], (_("Your story"), reverse("ambassadors:story")), way[-1]]

    def make_form(self, data: Any = None, files: Any = None) -> forms.Form | None:
        """The step's form; None for the way, which has one a stop."""
        initial = initial_of(self.story, self.step.fields) or self._begun()
        if self.step.slug == "work":
            return AboutForm(data, initial=initial, occupations=self._occupations(), subjects=self._subjects())
        if self.step.slug == "day":
            return DayForm(data, initial=initial)
        return PhotoForm(data, files, initial={"photo_says": initial.get("photo_says", "")}) if self._is_photo else None

    @property
    def _is_photo(self) -> bool:
        return self.step.slug == "photo"

    def _begun(self) -> dict[str, Any]:
        me = self.ambassador
        return {"role": me.job_title, "occupations": me.occupations, "subjects": me.subjects}

    def _occupations(self) -> list[Pair]:
        known = facts().soc.groups
        return [(code, known[code].title) for code in self.ambassador.occupations if code in known]

    def _subjects(self) -> list[Pair]:
        return [(slug, str(SUBJECTS[slug])) for slug in self.ambassador.subjects if slug in SUBJECTS]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The step's form or stops, and the trail beside it."""
        more = self.request.GET.get("more") == "1"
        steps = self.story.steps if self.story else []
        shown = {
            "step": self.step,
            "steps": self.steps(self.step),
            "part": f"ambassadors/story/{self.step.slug}.html",
            "is_photo": self._is_photo,
            "photo": inside_page(self.story.photo.name) if self._is_photo and self.story and self.story.photo else "",
            "name": self.ambassador.given_name,
        }
        if self.step.slug == "way":
            shown["stops"] = kwargs.pop(_STOPS, None) or stop_forms(None, steps, more=more)
        else:
            shown["form"] = kwargs.pop("form", None) or self.make_form()
        return super().get_context_data(**{**shown, **kwargs})

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Save and go on."""
        if self.step.slug == "way":
            return self._save_way(request)
        form = self.make_form(request.POST, request.FILES)
        if form is None:
            raise Http404
        if not form.is_valid():
            return self.wrong(form=form, errors=form_errors(form))
        try:
            if self._is_photo:
                self._save_photo(form)
            else:
                save_story(by=self.person, ambassador=self.ambassador, changes=form.cleaned_data)
        except BadPictureError as error:
            form.add_error("photo", str(error))
        except ValidationError as error:
            for name, said in messages_by_field(error):
                form.add_error(name if name in form.fields else None, said)
        return self._on() if form.is_valid() else self.wrong(form=form, errors=form_errors(form))

    def _save_way(self, request: HttpRequest) -> HttpResponse:
        stops = stop_forms(request.POST, ())
        wrong = [pair for form in stops for pair in form_errors(form)]
        if wrong:
            return self.wrong(stops=stops, errors=wrong)
        try:
            rows = [form.cleaned_data for form in stops]
            save_story(by=self.person, ambassador=self.ambassador, changes={"steps": rows})
        except ValidationError as error:
            said = [(words, "id_stop0-words") for _name, listed in messages_by_field(error) for words in listed]
            return self.wrong(stops=stops, errors=said)
        if request.POST.get("do") == "more":
            return redirect(f"{address_of(self.step)}?more=1#stops")
        return self._on()

    def _save_photo(self, form: forms.Form) -> None:
        given, by, me = form.cleaned_data, self.person, self.ambassador
        if given["no_photo"]:
            set_story_photo(by=by, ambassador=me, photo=None, says="", today=today())
        elif given["photo"]:
            picture = clean_picture(given["photo"], max_side=PHOTO_SIDE, max_bytes=LARGEST_PHOTO)
            set_story_photo(by=by, ambassador=me, photo=picture, says=given["photo_says"], today=today())
        else:
            set_photo_words(by=by, ambassador=me, says=given["photo_says"])

    def _on(self) -> HttpResponse:
        following = STEPS.index(self.step) + 1
        last = following >= len(STEPS) or (STEPS[following].slug == "photo" and self.is_minor)
        if last or self.request.POST.get("do") == "later":
            self.say_or_refuse(_("Saved."))
            return redirect("ambassadors:story")
        return redirect(address_of(STEPS[following]))


def address_of(step: StoryStep) -> str:
    """Where a step is written."""
    return reverse("ambassadors:story-step", args=[step.slug])
