"""Telling a story as forms: the work, the way there stop by stop, a typical day, a photograph, consent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from ambassadors.enums import RouteTaken
from ambassadors.forms.application import Choices, checks
from ambassadors.models import Story
from ambassadors.rules.stories import LONGEST_STOP, MOST_STOPS

LARGEST_PHOTO = 8_000_000
FIRST_STOPS, MORE_STOPS = 4, 2
Row = Mapping[str, Any]


class AboutForm(forms.Form):
    """What somebody does, and where pupils find the story."""

    role = forms.CharField(
        max_length=120,
        required=False,
        label=gettext_lazy("What you do, in a few words"),
        help_text=gettext_lazy("As you would say it to a neighbour: “I mend hospital scanners”."),
    )
    occupations = checks(gettext_lazy("Occupations under which pupils find your story"), ())
    subjects = checks(gettext_lazy("School subjects that you use"), ())

    def __init__(self, *args: Any, occupations: Choices = (), subjects: Choices = (), **kw: Any) -> None:
        super().__init__(*args, **kw)
        for name, choices in (("occupations", occupations), ("subjects", subjects)):
            field: Any = self.fields[name]
            field.choices = choices


class StopForm(forms.Form):
    """One stop of the way."""

    words = forms.CharField(
        max_length=LONGEST_STOP,
        required=False,
        label=gettext_lazy("What happened"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    kind = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Was this one of these routes?"),
        choices=[("", gettext_lazy("No, another stop")), *RouteTaken.choices],
    )
    age = forms.IntegerField(
        required=False, min_value=5, max_value=99, label=gettext_lazy("Your age then (you may leave this empty)")
    )


class DayForm(forms.Form):
    """A typical day, and what the teller wishes they had known."""

    typical_day = forms.CharField(
        max_length=2000,
        required=False,
        label=gettext_lazy("A typical day"),
        help_text=gettext_lazy("What do you do first? With whom, and with what? What is hard, what is fun?"),
        widget=forms.Textarea(attrs={"rows": 9}),
    )
    advice = forms.CharField(
        max_length=600,
        required=False,
        label=gettext_lazy("What I wish I had known at school (you may leave this empty)"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class PhotoForm(forms.Form):
    """A photograph of an adult at work."""

    photo = forms.FileField(
        required=False,
        label=gettext_lazy("A photograph of you at work"),
        help_text=gettext_lazy(
            "JPEG, PNG or WebP, at most 8 MB. Nobody else in it, no name badge, no names on screens."
        ),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    photo_says = forms.CharField(
        max_length=160,
        required=False,
        label=gettext_lazy("What the photograph shows"),
        help_text=gettext_lazy("For readers who cannot see it: “Amal in a hard hat, holding a cable”."),
    )
    no_photo = forms.BooleanField(required=False, label=gettext_lazy("Take the photograph out, at once"))


class SendForm(forms.Form):
    """Consent to show the story."""

    consents = forms.BooleanField(
        required=False,
        label=gettext_lazy("I agree that everybody can read this story, just as it stands here"),
        help_text=gettext_lazy("You can take it back at any time. Then it is gone at once."),
    )


@dataclass(frozen=True, slots=True)
class StoryStep:
    """One step: its name in the address, title and lede, and the story's fields that it asks for."""

    slug: str
    title: str | Promise
    lede: str | Promise
    fields: tuple[str, ...]


STEPS = (
    StoryStep(
        "work",
        gettext_lazy("What you do"),
        gettext_lazy("In words that somebody of 12 knows."),
        ("role", "occupations", "subjects"),
    ),
    StoryStep(
        "way",
        gettext_lazy("How you got there"),
        gettext_lazy("Stop by stop, from school on. Turns, breaks and failed exams are what readers want to hear of."),
        ("steps",),
    ),
    StoryStep(
        "day",
        gettext_lazy("A typical day"),
        gettext_lazy("What you really do between getting up and going home."),
        ("typical_day", "advice"),
    ),
    StoryStep(
        "photo",
        gettext_lazy("A photograph"),
        gettext_lazy("You may leave this out. It is for adults only."),
        ("photo", "photo_says"),
    ),
)
BY_SLUG = {step.slug: step for step in STEPS}


def step_of(field: str) -> StoryStep:
    """The step in which a field is asked for; the first for one that no step asks for."""
    return next((step for step in STEPS if field in step.fields), STEPS[0])


def stop_forms(data: Mapping[str, Any] | None, stops: Sequence[Row], *, more: bool = False) -> list[StopForm]:
    """The forms of the stops: those that were sent, or those of a story with room for others."""
    if data is not None:
        sent = sum(f"stop{number}-words" in data for number in range(MOST_STOPS))
        return [StopForm(data, prefix=f"stop{number}") for number in range(sent)]
    shown = min(MOST_STOPS, max(FIRST_STOPS, len(stops) + (MORE_STOPS if more else 1)))
    given = [*stops, *({} for _blank in range(shown - len(stops)))]
    return [StopForm(initial=dict(row), prefix=f"stop{number}") for number, row in enumerate(given)]


def initial_of(story: Story | None, names: Sequence[str]) -> dict[str, Any]:
    """What a step shows of a story."""
    return {name: getattr(story, name) for name in names} if story else {}
